/** Buckets a rolling window is cut into: what leaves it does so in these steps. */
const BUCKETS = 500;
const CALENDAR_BUCKET_MS = 3_600_000;
const MOST_BUCKETS = 2_000;

export type SavedWindow = [start: number, answered: number, abandoned: number][];

/**
 * Answers and abandoned calls by time. A bucket that is partly outside the window counts with its abandoned calls and
 * without its answers, so the rate is never taken for lower than it is.
 */
export class WindowCount {
  readonly #bucketMs: number;
  #buckets: SavedWindow = [];
  /** Sums of the buckets that are wholly inside, as of the last look. */
  #sums = { from: Number.NaN, answered: 0, abandoned: 0 };

  /** @param lengthMs of a rolling window; undefined for one that starts at a given moment */
  constructor(lengthMs: number | undefined) {
    this.#bucketMs = lengthMs === undefined ? CALENDAR_BUCKET_MS : Math.max(1_000, Math.ceil(lengthMs / BUCKETS));
  }

  add(at: number, answered: number, abandoned: number): void {
    const start = Math.floor(at / this.#bucketMs) * this.#bucketMs;
    const buckets = this.#buckets;
    let i = buckets.length;
    while (i > 0 && (buckets[i - 1]?.[0] ?? 0) > start) i--;
    const bucket = buckets[i - 1];
    if (bucket?.[0] === start) {
      bucket[1] += answered;
      bucket[2] += abandoned;
    } else {
      buckets.splice(i, 0, [start, answered, abandoned]);
      if (buckets.length > MOST_BUCKETS) buckets.shift();
    }
    this.#sums.from = Number.NaN;
  }

  /** Counts from `from` on. */
  since(from: number): { answered: number; abandoned: number } {
    const start = Math.floor(from / this.#bucketMs) * this.#bucketMs;
    const mark = from === start ? start : start + 0.5;
    if (this.#sums.from !== mark) this.#sum(start, mark);
    return this.#sums;
  }

  save(): SavedWindow {
    return structuredClone(this.#buckets);
  }

  restore(saved: SavedWindow): void {
    this.#buckets = structuredClone(saved);
    this.#sums.from = Number.NaN;
  }

  #sum(start: number, mark: number): void {
    const sums = { from: mark, answered: 0, abandoned: 0 };
    for (const [at, answered, abandoned] of this.#buckets) {
      if (at < start) continue;
      sums.abandoned += abandoned;
      // Within the first bucket all that is known is that some of it is older than the window.
      if (at >= mark) sums.answered += answered;
    }
    this.#sums = sums;
  }
}
