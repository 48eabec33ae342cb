import {
  type AriEventHandlers,
  type AriEventSocket,
  type AriRequest,
  type AriResponse,
  type AriTransport,
  AriWireError,
} from '../../../src/asterisk/transport.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import type { SimConnection } from '../../../src/sim/applications.ts';
import type { SimAsterisk } from '../../../src/sim/asterisk.ts';

/** One way of a request or its answer over a loopback wire, ms. */
const WIRE_MS = 1;

/** The wire to a simulated Asterisk in this process: no socket, all of its time is the injected clock's. */
export class SimTransport implements AriTransport {
  readonly #sim: SimAsterisk;
  readonly #clock: Clock;

  constructor(sim: SimAsterisk, clock: Clock) {
    this.#sim = sim;
    this.#clock = clock;
  }

  request({ method, path, query = {}, body, timeoutMs = 5_000 }: AriRequest): Promise<AriResponse> {
    const what = `${method} ${path}`;
    return new Promise((resolve, reject) => {
      this.#clock.after(WIRE_MS, () => {
        const given = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
        // Through JSON, as over a wire: nothing is shared with the other side.
        const answer = this.#sim.handle(method, path, given, body === undefined ? undefined : copy(body));
        if (answer.fate === 'hang' || answer.fate === 'lost')
          this.#clock.after(timeoutMs, () => reject(new AriWireError(`${what}: no answer`, 'maybe', true)));
        else if (answer.fate === 'reset') reject(new AriWireError(`${what}: reset`, 'maybe', false));
        else
          this.#clock.after((answer.delayMs ?? 0) + WIRE_MS, () =>
            resolve({ status: answer.status, body: answer.body === undefined ? undefined : copy(answer.body) }),
          );
      });
    });
  }

  openEvents(application: string, handlers: AriEventHandlers): AriEventSocket {
    let ended = false;
    let connection: SimConnection | undefined;
    const end = (kind: 'lost' | 'ours' | 'unreachable', text: string): void => {
      if (ended) return;
      ended = true;
      connection?.close();
      handlers.closed({ kind, text });
    };
    this.#clock.after(WIRE_MS, () => {
      if (ended) return;
      connection = this.#sim.connect(
        application,
        {},
        { event: (event) => ended || handlers.event(copy(event)), closed: () => end('lost', 'closed with 1006') },
      );
      if (connection) handlers.open();
      else end('unreachable', 'connect ECONNREFUSED');
    });
    return { close: () => end('ours', 'closed by us') };
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}

function copy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
