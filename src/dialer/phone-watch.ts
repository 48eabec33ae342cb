import type { Clock, Timer } from '../shared/clock.ts';
import type { Log, Telephony } from './ports.ts';
import { TelephonyRefused } from './ports.ts';

/** What was on its way when the socket broke has come by then, ms. */
const FIRST_LOOK_MS = 200;
/** No packet for so long: the page behind the leg is gone (ASTERISK.md 20), ms. */
const STILL_MS = 1_000;
/** A phone whose packets have come for so many looks lives; a later silence is the node's own time-out to find. */
const MOST_LOOKS = 4;

interface Watched {
  channelId: string;
  packets: number | undefined;
  looks: number;
  timer: Timer | undefined;
}

/**
 * Tells a page that was reloaded or closed from a socket that blinked: both lose the phone's registration, but only the
 * first stops sending audio, while the leg of both stays up on the node (ASTERISK.md 20).
 */
export class PhoneWatch {
  readonly #deps: { clock: Clock; telephony: Telephony; log: Log };
  readonly #dead: (agentId: string, channelId: string) => void;
  readonly #watched = new Map<string, Watched>();

  /** `dead`: nobody is behind this leg any more. */
  constructor(
    deps: { clock: Clock; telephony: Telephony; log: Log },
    dead: (agentId: string, channelId: string) => void,
  ) {
    this.#deps = deps;
    this.#dead = dead;
  }

  /** The phone's registration came or went while this leg stands. */
  look(agentId: string, channelId: string): void {
    const known = this.#watched.get(agentId);
    if (known?.channelId === channelId) {
      // Came and went within a second: what was counted before still counts, or a page that comes back would put it off.
      known.looks = 0;
      return;
    }
    this.forget(agentId);
    const watched: Watched = { channelId, packets: undefined, looks: 0, timer: undefined };
    this.#watched.set(agentId, watched);
    this.#later(agentId, watched, FIRST_LOOK_MS);
  }

  forget(agentId: string): void {
    this.#watched.get(agentId)?.timer?.cancel();
    this.#watched.delete(agentId);
  }

  close(): void {
    for (const agentId of [...this.#watched.keys()]) this.forget(agentId);
  }

  #later(agentId: string, watched: Watched, ms: number): void {
    watched.timer = this.#deps.clock.after(ms, () => void this.#sample(agentId, watched));
  }

  async #sample(agentId: string, watched: Watched): Promise<void> {
    const { telephony, log } = this.#deps;
    let packets: number | undefined;
    try {
      packets = await telephony.packetsFrom(watched.channelId);
    } catch (error) {
      // A leg that is gone tells so by its own event; a node that does not answer is asked again.
      if (error instanceof TelephonyRefused && error.kind === 'gone') watched.looks = MOST_LOOKS;
      else log.warn({ agentId, error: String(error) }, 'packets of an agent leg could not be counted');
    }
    if (this.#watched.get(agentId) !== watched) return;
    if (packets !== undefined && packets === watched.packets) {
      this.forget(agentId);
      return this.#dead(agentId, watched.channelId);
    }
    watched.packets = packets;
    watched.looks += 1;
    if (watched.looks >= MOST_LOOKS) this.forget(agentId);
    else this.#later(agentId, watched, STILL_MS);
  }
}
