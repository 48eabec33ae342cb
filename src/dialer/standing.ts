import type { Clock } from '../shared/clock.ts';

/** A store that did not answer is left alone for so long before dialing asks again, ms. */
const STORE_PAUSE_MS = 1_000;

/** Whether a group may dial at all right now: the few facts that its parts share. */
export class Standing {
  readonly #clock: Clock;
  readonly #held: () => string | undefined;
  #storesAwayUntil = 0;
  /** Why the node cannot be dialed through; undefined = the link is up and reconciled. */
  link: 'starting' | 'node-down' | 'reconciling' | undefined = 'starting';
  draining = false;
  /** The group's node in the plan is not the one that we speak to. */
  moved = false;
  /** Set once, for ever: the group is left. */
  left: string | undefined;

  /** `held`: why this process as a whole may place nothing now (its records cannot be kept), or undefined. */
  constructor(clock: Clock, held: () => string | undefined) {
    this.#clock = clock;
    this.#held = held;
  }

  storesAway(): void {
    this.#storesAwayUntil = this.#clock.now() + STORE_PAUSE_MS;
  }

  /** Why no call may be sent, or undefined. */
  whyNot(): string | undefined {
    if (this.left !== undefined) return this.left;
    if (this.draining) return 'draining';
    if (this.moved) return 'moved';
    return this.link ?? this.#held();
  }

  get areStoresAway(): boolean {
    return this.#clock.now() < this.#storesAwayUntil;
  }
}
