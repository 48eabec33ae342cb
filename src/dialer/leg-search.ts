import type { CallEvent } from '../domain/call.ts';
import type { Clock } from '../shared/clock.ts';
import type { CallTimers } from './call-timers.ts';
import type { LiveCall } from './live-call.ts';
import type { LiveChannel, Telephony } from './ports.ts';

/** Pauses before each look for a leg of unknown fate, ms; when the last finds nothing, there is no leg. */
const LOOK_UP_MS = [0, 500, 1_500, 3_000] as const;
/** After we asked for a hang-up, the node's own end is waited for so long before we look, ms. */
const ENDING_CHECK_MS = 5_000;
/** The node did not answer, or the leg would not go: again after, ms. */
const AGAIN_MS = 2_000;

export interface LegSearchDeps {
  clock: Clock;
  telephony: Telephony;
  timers: CallTimers;
  /** Whether the call is still in the book. */
  isOpen(live: LiveCall): boolean;
  step(live: LiveCall, event: CallEvent): void;
}

/**
 * Looks for legs of unknown fate by their id; never places again (ASTERISK.md 8, 11). One search a call, under the timer
 * `ending`. A leg that is found is never given up: a call leaves the book only when its leg is gone.
 */
export class LegSearch {
  readonly #deps: LegSearchDeps;

  constructor(deps: LegSearchDeps) {
    this.#deps = deps;
  }

  start(live: LiveCall): void {
    this.#turn(live, 0);
  }

  /** A leg that should be ending is looked for if its end is not heard. */
  watchEnding(live: LiveCall): void {
    this.#deps.timers.set(live, 'ending', ENDING_CHECK_MS, () => this.#turn(live, 0));
  }

  #turn(live: LiveCall, turn: number): void {
    const wait = LOOK_UP_MS[turn];
    const { clock, telephony, timers, isOpen, step } = this.#deps;
    if (wait === undefined) {
      step(live, { type: live.call.state === 'lost' ? 'not-found' : 'vanished', at: clock.now() });
      return;
    }
    timers.set(live, 'ending', wait, () => {
      telephony.find(live.channelId).then(
        (found) => {
          if (!isOpen(live)) return;
          if (found) this.#found(live, found);
          else this.#turn(live, turn + 1);
        },
        // The node does not answer: the link's own watch will tell; this look does not count.
        () => {
          if (isOpen(live)) timers.set(live, 'ending', AGAIN_MS, () => this.#turn(live, turn));
        },
      );
    });
  }

  #found(live: LiveCall, found: LiveChannel): void {
    const { clock, timers, step } = this.#deps;
    const at = clock.now();
    const { state } = live.call;
    if (state === 'lost') return step(live, { type: 'found', at });
    if (state === 'waiting')
      return step(live, { type: found.inApplication || found.state !== 'up' ? 'still-there' : 'left', at });
    if (state !== 'ending') return;
    step(live, { type: 'still-there', at });
    timers.set(live, 'ending', AGAIN_MS, () => this.#turn(live, 0));
  }
}
