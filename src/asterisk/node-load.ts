import type { Clock } from '../shared/clock.ts';
import type { AriRequest, AriTransport } from './transport.ts';

/** A node answers a command in milliseconds; one that has kept one waiting for so long has no time for more calls, ms. */
const SLOW_MS = 500;
/** Commands to calls and bridges; those that look at or set up something may take their time. */
const OF_CALLS = /^\/(channels|bridges)\b/;

/**
 * Whether a node keeps up: how long its oldest command has waited for an answer. A node that is overloaded joins customers
 * late, and past the guard's seconds they hear a message instead of an agent (ASTERISK.md 21 tells how it ends): so it is
 * given no new calls until it has caught up.
 */
export class NodeLoad {
  readonly #clock: Clock;
  /** In the order in which they were sent. */
  readonly #open = new Set<{ sentAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSlow(): boolean {
    const [oldest] = this.#open;
    return oldest !== undefined && this.#clock.now() - oldest.sentAt > SLOW_MS;
  }

  /** The same wire, watched. */
  watch(inner: AriTransport): AriTransport {
    return {
      request: async (request: AriRequest) => {
        if (!OF_CALLS.test(request.path)) return await inner.request(request);
        const command = { sentAt: this.#clock.now() };
        this.#open.add(command);
        try {
          return await inner.request(request);
        } finally {
          this.#open.delete(command);
        }
      },
      openEvents: (application, handlers) => inner.openEvents(application, handlers),
      close: () => inner.close(),
    };
  }
}
