/** Counts what was handed over and what of it is finished, in the same order; tells who waits when all before him is. */
export class Tally {
  #handed = 0;
  #finished = 0;
  #waiters: { upTo: number; resolve: () => void }[] = [];

  /** Handed over and not finished. */
  get open(): number {
    return this.#handed - this.#finished;
  }

  handed(count = 1): void {
    this.#handed += count;
  }

  finished(count: number): void {
    this.#finished += count;
    const ready = this.#waiters.filter((waiter) => waiter.upTo <= this.#finished);
    if (ready.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => waiter.upTo > this.#finished);
    for (const waiter of ready) waiter.resolve();
  }

  /** Resolves when all that was handed over before is finished. */
  reached(): Promise<void> {
    if (this.open <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ upTo: this.#handed, resolve });
    });
  }
}
