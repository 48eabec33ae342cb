import { HazardModel, lognormalCdf } from './hazards.ts';

/** What a kind of work (talk, wrap-up) is taken to be before anything was seen: a lognormal of this mean. */
export interface DurationPrior {
  binMs: number;
  bins: number;
  meanMs: number;
  /** Standard deviation ÷ mean. */
  cv: number;
  /** Imagined spells behind the prior mean, and entries a bin behind the prior shape. */
  meanStrength: number;
  shapeStrength: number;
}

const FIT_ROUNDS = 12;
const FIT_STEP = 0.7;
/** Step of log mean at which the slope is taken for its uncertainty. */
const SLOPE_STEP = 0.05;

/** Lives of talk or wrap-up: learned hazards a bin, shrunk to a lognormal whose mean is learned first. */
export class DurationModel {
  readonly hazards: HazardModel;
  readonly #prior: DurationPrior;
  /** Chance to last beyond the start of bin b. */
  readonly #survival: Float64Array;
  #tail = 0;
  #meanMs = 0;
  #meanSdMs = 0;

  constructor(prior: DurationPrior) {
    this.#prior = prior;
    this.hazards = new HazardModel(prior.binMs, prior.bins, 1, prior.shapeStrength);
    this.#survival = new Float64Array(prior.bins + 1);
    this.fit();
  }

  get meanMs(): number {
    return this.#meanMs;
  }

  /** Standard deviation of what is believed of the mean, in ms: 58 % of it before anything was seen, less with each spell that ends. */
  get meanSdMs(): number {
    return this.#meanSdMs;
  }

  /** Brings the curves up to the counts. */
  fit(): void {
    this.#fitMean();
    this.#meanSdMs = this.#sdOfMean();
    const prior = this.#priorHazards(this.#meanMs);
    this.#survival[0] = 1;
    let left = 1;
    for (let b = 0; b < this.#prior.bins; b++) {
      this.#tail = this.hazards.hazard(0, b, prior[b] ?? 1);
      left *= 1 - this.#tail;
      this.#survival[b + 1] = left;
    }
  }

  /** The mean at which the prior shape would have ended as many spells as did end, running ones included. */
  #fitMean(): void {
    const { meanMs, meanStrength } = this.#prior;
    this.#meanMs = meanMs;
    for (let i = 0; i < FIT_ROUNDS; i++) {
      const expected = this.hazards.expectedEnds(this.#priorHazards(this.#meanMs));
      const imagined = (meanStrength * meanMs) / this.#meanMs;
      const ratio = (expected + imagined) / (this.hazards.ends() + meanStrength);
      this.#meanMs *= ratio ** FIT_STEP;
      if (Math.abs(ratio - 1) < 0.005) break;
    }
  }

  /**
   * Ends less the ends that hazards expect are a martingale whose variance is the expected ends (Aalen 1978), so the logarithm of the
   * mean at which both are equal varies by their root ÷ how steeply the expected ones fall with it.
   */
  #sdOfMean(): number {
    const { meanMs, meanStrength } = this.#prior;
    const expected = (mean: number): number =>
      this.hazards.expectedEnds(this.#priorHazards(mean)) + (meanStrength * meanMs) / mean;
    const further = this.#meanMs * Math.exp(SLOPE_STEP);
    const slope = (expected(this.#meanMs) - expected(further)) / SLOPE_STEP;
    return (this.#meanMs * Math.sqrt(this.hazards.ends() + meanStrength)) / slope;
  }

  #priorHazards(meanMs: number): Float64Array {
    const { binMs, bins, cv } = this.#prior;
    const hazards = new Float64Array(bins);
    let before = 0;
    for (let b = 0; b < bins; b++) {
      const until = lognormalCdf((b + 1) * binMs, meanMs, cv);
      hazards[b] = before < 1 - 1e-9 ? (until - before) / (1 - before) : (hazards[b - 1] ?? 1);
      before = until;
    }
    return hazards;
  }

  /** Chance to last longer than `ms`. Beyond the last bin its hazard goes on. */
  survival(ms: number): number {
    const at = ms / this.#prior.binMs;
    const bins = this.#prior.bins;
    if (at >= bins) return (this.#survival[bins] ?? 0) * (1 - this.#tail) ** (at - bins);
    const b = Math.floor(at);
    const s = this.#survival[b] ?? 0;
    return s + (at - b) * ((this.#survival[b + 1] ?? 0) - s);
  }

  /** Chance to end within `ms` for one that has lasted `elapsedMs`. */
  endsWithin(elapsedMs: number, ms: number): number {
    const now = this.survival(elapsedMs);
    return now < 1e-9 ? 1 - (1 - this.#tail) ** (ms / this.#prior.binMs) : 1 - this.survival(elapsedMs + ms) / now;
  }
}
