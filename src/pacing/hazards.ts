/**
 * Competing hazards in discrete time: of those who entered bin b, which share ended in it by which cause. Spells that
 * still run count in every bin they have entered (censoring), so early on the short ones do not pass for all of them.
 * Shrunk to a prior hazard by `strength` imagined entries a bin.
 */
export class HazardModel {
  readonly binMs: number;
  readonly bins: number;
  readonly causes: number;
  readonly #strength: number;
  readonly #entered: Float64Array;
  readonly #ended: Float64Array[];

  constructor(binMs: number, bins: number, causes: number, strength: number) {
    this.binMs = binMs;
    this.bins = bins;
    this.causes = causes;
    this.#strength = strength;
    this.#entered = new Float64Array(bins);
    this.#ended = Array.from({ length: causes }, () => new Float64Array(bins));
  }

  /** Charges a spell of `elapsedMs` with the bins it has entered since `charged`; returns how many it has entered. */
  expose(charged: number, elapsedMs: number): number {
    const reached = this.#bin(elapsedMs) + 1;
    for (let b = charged; b < reached; b++) this.#entered[b] = (this.#entered[b] ?? 0) + 1;
    return Math.max(charged, reached);
  }

  /** A spell ended by `cause`; its bins must have been charged. */
  end(cause: number, elapsedMs: number): void {
    const ended = this.#ended[cause];
    if (ended === undefined) return;
    const b = this.#bin(elapsedMs);
    ended[b] = (ended[b] ?? 0) + 1;
  }

  hazard(cause: number, bin: number, prior: number): number {
    const b = Math.min(bin, this.bins - 1);
    const ended = this.#ended[cause]?.[b] ?? 0;
    return (ended + this.#strength * prior) / ((this.#entered[b] ?? 0) + this.#strength);
  }

  /** Spells that have ended, by any cause. */
  ends(): number {
    let ended = 0;
    for (const counts of this.#ended) for (let b = 0; b < this.bins; b++) ended += counts[b] ?? 0;
    return ended;
  }

  /** How many of the spells seen would have ended under these hazards. */
  expectedEnds(hazards: Float64Array): number {
    let expected = 0;
    for (let b = 0; b < this.bins; b++) expected += (this.#entered[b] ?? 0) * (hazards[b] ?? 0);
    return expected;
  }

  /** Forgets: keeps the share `keep` of all counts. */
  fade(keep: number): void {
    for (const counts of [this.#entered, ...this.#ended])
      for (let b = 0; b < counts.length; b++) counts[b] = (counts[b] ?? 0) * keep;
  }

  save(): number[][] {
    return [this.#entered, ...this.#ended].map((counts) => [...counts]);
  }

  restore(saved: readonly (readonly number[])[]): void {
    for (const [i, counts] of [this.#entered, ...this.#ended].entries())
      for (let b = 0; b < counts.length; b++) counts[b] = saved[i]?.[b] ?? 0;
  }

  #bin(elapsedMs: number): number {
    return Math.max(0, Math.min(this.bins - 1, Math.floor(elapsedMs / this.binMs)));
  }
}

/** Φ, the standard normal distribution (Abramowitz & Stegun 7.1.26 on erf; error < 1.5e-7). */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * poly * Math.exp(-z * z);
  return x >= 0 ? 1 - half : half;
}

/** Chance that a lognormal of this mean and coefficient of variation is at most `x`. */
export function lognormalCdf(x: number, mean: number, cv: number): number {
  if (x <= 0) return 0;
  const variance = Math.log(1 + cv * cv);
  return normalCdf((Math.log(x / mean) + variance / 2) / Math.sqrt(variance));
}
