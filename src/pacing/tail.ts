import { normalCdf } from './hazards.ts';

/**
 * The sum of many independent yes-or-no events (calls that are answered), less the sum of others (agents who come free):
 * how likely is it to reach a threshold? Exact by convolution for small groups, by moments with the skew (Edgeworth, first
 * term) for large ones, where the two agree within about 0.003 (test/unit/pacing/tail.test.ts).
 */
/** Counts are kept apart up to here; a group in which more can be asked for is a large one, however few calls ring. */
const SUPPORT = 40;

export class Balance {
  #exact = true;
  /** Chances of 0…n answers; the last holds "that many or more". Likewise for releases. */
  readonly #answers = new Float64Array(SUPPORT + 1);
  readonly #releases = new Float64Array(SUPPORT + 1);
  #answerTop = 0;
  #releaseTop = 0;
  #mean = 0;
  #variance = 0;
  #third = 0;

  /**
   * Begins anew.
   * @param most the greatest k of `atLeast` plus the releases that will be added: decides between exact and approximate.
   * Answers may be added without end, so how many there are now says nothing.
   */
  reset(most: number): void {
    this.#exact = most <= SUPPORT;
    this.#answers.fill(0);
    this.#releases.fill(0);
    this.#answers[0] = 1;
    this.#releases[0] = 1;
    this.#answerTop = 0;
    this.#releaseTop = 0;
    this.#mean = 0;
    this.#variance = 0;
    this.#third = 0;
  }

  addAnswer(q: number): void {
    if (!this.#exact) this.#moments(q, 1);
    else this.#answerTop = convolve(this.#answers, this.#answerTop, q);
  }

  addRelease(r: number): void {
    if (!this.#exact) this.#moments(r, -1);
    else this.#releaseTop = convolve(this.#releases, this.#releaseTop, r);
  }

  /** P(answers − releases ≥ k). */
  atLeast(k: number): number {
    return this.#exact ? this.#exactTail(k) : this.#approximateTail(k);
  }

  #exactTail(k: number): number {
    let sum = 0;
    let above = 0;
    let a = this.#answerTop;
    for (let r = this.#releaseTop; r >= 0; r--) {
      const need = Math.max(0, k + r);
      while (a >= need) above += this.#answers[a--] ?? 0;
      sum += (this.#releases[r] ?? 0) * above;
    }
    return Math.min(1, sum);
  }

  #approximateTail(k: number): number {
    if (this.#variance < 1e-9) return this.#mean >= k - 0.5 ? 1 : 0;
    const sd = Math.sqrt(this.#variance);
    const z = (k - 0.5 - this.#mean) / sd;
    const skew = this.#third / (this.#variance * sd);
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    return Math.max(0, Math.min(1, 1 - normalCdf(z) + (skew / 6) * (z * z - 1) * density));
  }

  #moments(q: number, sign: 1 | -1): void {
    const variance = q * (1 - q);
    this.#mean += sign * q;
    this.#variance += variance;
    this.#third += sign * variance * (1 - 2 * q);
  }
}

function convolve(pmf: Float64Array, top: number, q: number): number {
  const grown = Math.min(SUPPORT, top + 1);
  const last = pmf[SUPPORT] ?? 0;
  for (let i = grown; i > 0; i--) pmf[i] = (pmf[i] ?? 0) * (1 - q) + (pmf[i - 1] ?? 0) * q;
  if (top === SUPPORT) pmf[SUPPORT] = (pmf[SUPPORT] ?? 0) + last * q;
  pmf[0] = (pmf[0] ?? 0) * (1 - q);
  return grown;
}
