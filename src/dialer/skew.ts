/**
 * A node's clock is not ours. The least of (heard − stamped) over the last minutes is the offset plus the wire's
 * shortest delay; with it a node's stamp becomes our time, and an event that waited (a blocked loop, a stopped
 * process) still shows its true age. The first event is taken as fresh.
 */
export class ClockSkew {
  readonly #windowMs: number;
  #current: number | undefined;
  #previous: number | undefined;
  #turnAt = 0;

  constructor(windowMs = 120_000) {
    this.#windowMs = windowMs;
  }

  /** Our time, in ms, of an event stamped `stamped` by the node and heard at `heard`; never after `heard`. */
  toOurs(stamped: number, heard: number): number {
    if (heard - this.#turnAt >= this.#windowMs) {
      this.#previous = this.#current;
      this.#current = undefined;
      this.#turnAt = heard;
    }
    const offset = heard - stamped;
    this.#current = this.#current === undefined ? offset : Math.min(this.#current, offset);
    const least = this.#previous === undefined ? this.#current : Math.min(this.#previous, this.#current);
    return Math.min(heard, stamped + least);
  }
}
