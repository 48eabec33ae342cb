import type { CallEvent, CallTimer } from '../domain/call.ts';
import type { Clock } from '../shared/clock.ts';
import { timeOut } from '../shared/time-out.ts';
import type { LiveCall } from './live-call.ts';

/** How long a customer is held for his agent's phone to come back in mid-talk, ms. */
export const HOLD_MS = 20_000;
/** The node ends a talk at its longest life by itself (ASTERISK.md 16); the engine only so much later, ms. */
const LIFE_GRACE_MS = 5_000;
/** The time-outs of calls. */
export class CallTimers {
  readonly #clock: Clock;
  readonly #fire: (live: LiveCall, event: CallEvent) => void;

  constructor(clock: Clock, fire: (live: LiveCall, event: CallEvent) => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  start(live: LiveCall, timer: CallTimer): void {
    this.set(live, timer, this.#length(live, timer), () => this.#fire(live, this.#event(timer)));
  }

  /** Starts `name` anew with any work; the one that ran under this name is cancelled. */
  set(live: LiveCall, name: CallTimer | 'ending', ms: number, fn: () => void): void {
    this.stop(live, name);
    // The node's word may lie unread: acting on the old picture would cut messages and talks.
    live.timers.set(
      name,
      timeOut(this.#clock, Math.max(0, ms), () => this.#run(live, name, fn)),
    );
  }

  stop(live: LiveCall, name: CallTimer | 'ending'): void {
    live.timers.get(name)?.cancel();
    live.timers.delete(name);
  }

  stopAll(live: LiveCall): void {
    for (const timer of live.timers.values()) timer.cancel();
    live.timers.clear();
  }

  #run(live: LiveCall, name: CallTimer | 'ending', fn: () => void): void {
    live.timers.delete(name);
    fn();
  }

  #length({ call, campaign }: LiveCall, timer: CallTimer): number {
    const now = this.#clock.now();
    switch (timer) {
      case 'setup':
        return campaign.setupTimeoutMs;
      case 'ring':
        return campaign.ringTimeoutMs;
      case 'patience':
        // Counted from the answer as the node stamped it, so that a late event does not lengthen the silence.
        return campaign.patienceMs - (now - (call.waitSince ?? call.answeredAt ?? now));
      case 'hold':
        return HOLD_MS;
      case 'life':
        return campaign.maxTalkSeconds * 1_000 + LIFE_GRACE_MS;
      default: {
        const never: never = timer;
        return never;
      }
    }
  }

  #event(timer: CallTimer): CallEvent {
    const at = this.#clock.now();
    switch (timer) {
      case 'setup':
        return { type: 'setup-timeout', at };
      case 'ring':
        return { type: 'ring-timeout', at };
      case 'patience':
        return { type: 'patience-over', at };
      case 'hold':
        return { type: 'hold-expired', at };
      case 'life':
        return { type: 'hang-up', by: 'system', at };
      default: {
        const never: never = timer;
        return never;
      }
    }
  }
}
