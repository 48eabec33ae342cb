import type { Clock } from '../shared/clock.ts';
import { timeOut } from '../shared/time-out.ts';

/** Promises for things that come as events, each with its own limit. */
export class Waiters {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { done: () => void; stop: () => void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `resolve(key)` is called; rejects with `otherwise` after `withinMs`. */
  wait(key: string, withinMs: number, otherwise: string): Promise<void> {
    const promise = new Promise<void>((done, failed) => {
      const timer = timeOut(this.#clock, withinMs, () => {
        this.#waiting.delete(key);
        failed(new Error(otherwise));
      });
      const stop = (): void => {
        timer.cancel();
        this.#waiting.delete(key);
      };
      this.#waiting.set(key, { done, stop });
    });
    // Whoever asked may fail elsewhere first and never look at this one.
    promise.catch(() => {});
    return promise;
  }

  resolve(key: string): void {
    const waiting = this.#waiting.get(key);
    waiting?.stop();
    waiting?.done();
  }

  /** Nobody waits any more; what was promised stays open for ever. */
  stop(): void {
    for (const { stop } of [...this.#waiting.values()]) stop();
  }
}
