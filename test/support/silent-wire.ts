import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between a page and the service that can go without a word: what is open then stays open and carries nothing. */
export class SilentWire {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  readonly url: string;

  private constructor(server: Server, ends: Set<Socket>) {
    this.#server = server;
    this.#ends = ends;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async to(url: string): Promise<SilentWire> {
    const { hostname, port } = new URL(url);
    const ends = new Set<Socket>();
    const server = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        ends.add(from);
        from.pipe(into);
        from.on('error', () => into.destroy());
        from.on('close', () => {
          ends.delete(from);
          into.destroy();
        });
      }
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return new SilentWire(server, ends);
  }

  /** Nothing goes over what is open any more; what is opened from now on works. */
  silence(): void {
    for (const end of this.#ends) {
      end.unpipe();
      end.pause();
    }
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.#server.close();
  }
}
