/** The little of ari-client 2.2.0 that the benchmark calls; the package has no types of its own. */
declare module 'ari-client' {
  export interface Client {
    asterisk: { ping(): Promise<unknown> };
    bridges: {
      createWithId(options: { bridgeId: string; type: string }): Promise<unknown>;
      destroy(options: { bridgeId: string }): Promise<unknown>;
    };
  }
  const ari: { connect(url: string, user: string, password: string): Promise<Client> };
  export default ari;
}
