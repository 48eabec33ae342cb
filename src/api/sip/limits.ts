import type { Clock } from '../../shared/clock.ts';

/** So many at once, then so many a second (GCRA). */
class Rate {
  readonly #stepMs: number;
  readonly #burst: number;
  #fullAt = 0;

  constructor(perSecond: number, burst: number) {
    this.#stepMs = 1_000 / perSecond;
    this.#burst = burst;
  }

  take(now: number): boolean {
    const at = Math.max(this.#fullAt, now);
    if (at - now > this.#stepMs * (this.#burst - 1)) return false;
    this.#fullAt = at + this.#stepMs;
    return true;
  }

  idle(now: number): boolean {
    return this.#fullAt <= now;
  }
}

const MOST_CALLS = 16;

/** What one user may ask of the door (FAULTS 61). A reload is one socket and two or three REGISTERs. */
export class UserLimits {
  readonly #clock: Clock;
  readonly sockets = new Rate(0.5, 20);
  readonly registers = new Rate(0.5, 20);
  readonly messages = new Rate(20, 100);
  /** Calls that the node placed to him, newest last; they outlive a socket that blinks. */
  readonly #placed: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mayOpen(): boolean {
    return this.sockets.take(this.#clock.now());
  }

  mayRegister(): boolean {
    return this.registers.take(this.#clock.now());
  }

  maySpeak(): boolean {
    return this.messages.take(this.#clock.now());
  }

  noteCall(callId: string): void {
    if (this.#placed.includes(callId)) return;
    this.#placed.push(callId);
    if (this.#placed.length > MOST_CALLS) this.#placed.shift();
  }

  isPlaced(callId: string): boolean {
    return this.#placed.includes(callId);
  }

  idle(): boolean {
    const now = this.#clock.now();
    return [this.sockets, this.registers, this.messages].every((rate) => rate.idle(now));
  }
}
