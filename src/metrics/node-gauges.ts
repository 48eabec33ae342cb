import { Gauge, type Registry } from 'prom-client';

/** Connections that all processes of Boda hold at a node, and its `sessionlimit` where it is known (ASTERISK.md 7). */
export interface NodeConnections {
  node: string;
  used: number;
  limit: number | undefined;
}

/** Written anew at each scrape. Every process tells the same sum, so they are to be compared, never added up. */
export class NodeGauges {
  readonly #used: Gauge<'node'>;
  readonly #limit: Gauge<'node'>;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['node'] as const, registers: [registry] });
    this.#used = gauge('boda_node_sessions', 'HTTP connections of all processes to a node, pools counted whole');
    this.#limit = gauge('boda_node_session_limit', 'sessionlimit of the node’s http.conf');
  }

  show(nodes: readonly NodeConnections[]): void {
    this.#used.reset();
    this.#limit.reset();
    for (const { node, used, limit } of nodes) {
      this.#used.set({ node }, used);
      if (limit !== undefined) this.#limit.set({ node }, limit);
    }
  }
}
