import { HazardModel, lognormalCdf } from './hazards.ts';

export const HUMAN = 0;
export const OTHER = 1;
export const STEP_MS = 250;
const BIN_MS = 1_000;
/** Chances of an answer are looked at when these shares of all answers have come: equal weights. */
const HORIZONS = 6;

/**
 * How long a call rings until a person answers (G) and until it ends otherwise (H), each given that it ends so: learned
 * from competing hazards, kept apart from how likely an answer is, which is the campaign's own (answer-chance.ts).
 * The clock of a call is `age`: time since placed, but set right by the first 180 (learning.ts).
 */
export class RingCurves {
  readonly hazards: HazardModel;
  /** Horizons in ms after placing, growing. */
  readonly horizons = new Float64Array(HORIZONS);
  /** Mean time from placing until a person answers, and until a call ends that nobody answers, ms. */
  answerMs = 0;
  otherMs = 0;
  readonly #priorHuman: Float64Array;
  readonly #priorOther: Float64Array;
  readonly #g: Float64Array;
  readonly #h: Float64Array;

  constructor(ringTimeoutMs: number) {
    const bins = Math.ceil((ringTimeoutMs + 15_000) / BIN_MS);
    this.hazards = new HazardModel(BIN_MS, bins, 2, 20);
    [this.#priorHuman, this.#priorOther] = priorHazards(bins, ringTimeoutMs);
    this.#g = new Float64Array(bins * (BIN_MS / STEP_MS) + 1);
    this.#h = new Float64Array(this.#g.length);
    this.fit();
  }

  fit(): void {
    const bins = this.hazards.bins;
    const human = new Float64Array(bins + 1);
    const other = new Float64Array(bins + 1);
    let left = 1;
    for (let b = 0; b < bins; b++) {
      const byHuman = this.hazards.hazard(HUMAN, b, this.#priorHuman[b] ?? 0);
      const byOther = Math.min(1 - byHuman, this.hazards.hazard(OTHER, b, this.#priorOther[b] ?? 0));
      human[b + 1] = (human[b] ?? 0) + left * byHuman;
      other[b + 1] = (other[b] ?? 0) + left * byOther;
      left *= 1 - byHuman - byOther;
    }
    interpolate(human, this.#g);
    interpolate(other, this.#h);
    this.#placeHorizons();
    this.answerMs = this.horizons.reduce((sum, ms) => sum + ms / HORIZONS, 0);
    this.otherMs = this.#h.reduce((sum, share) => sum + (1 - share) * STEP_MS, 0);
  }

  /** Of the calls that a person answers, the share answered by `ageMs`. */
  g(ageMs: number): number {
    return at(this.#g, ageMs);
  }

  /** Of the calls that end otherwise, the share that has by `ageMs`. */
  h(ageMs: number): number {
    return at(this.#h, ageMs);
  }

  #placeHorizons(): void {
    let step = 0;
    for (let i = 0; i < HORIZONS; i++) {
      const share = (i + 0.5) / HORIZONS;
      while (step < this.#g.length - 1 && (this.#g[step] ?? 1) < share) step++;
      this.horizons[i] = step * STEP_MS;
    }
  }
}

function at(curve: Float64Array, ageMs: number): number {
  const step = Math.max(0, Math.round(ageMs / STEP_MS));
  return step >= curve.length ? 1 : (curve[step] ?? 1);
}

/** Spreads cumulated shares by the bin over the finer steps, scaled to end at 1. */
function interpolate(bins: Float64Array, into: Float64Array): void {
  const total = bins[bins.length - 1] || 1;
  const per = BIN_MS / STEP_MS;
  for (let i = 0; i < into.length; i++) {
    const b = Math.floor(i / per);
    const from = bins[b] ?? total;
    into[i] = (from + ((i % per) / per) * ((bins[b + 1] ?? from) - from)) / total;
  }
}

/**
 * Before anything was seen: a quarter answered, 2.5 s of set-up and then lognormal 7.5 ± 5 s; of the rest a tenth fails
 * early, three tenths are voicemail at about 23 s, the others ring out (PACING.md, the lifelike world).
 */
function priorHazards(bins: number, ringTimeoutMs: number): [Float64Array, Float64Array] {
  const human = new Float64Array(bins);
  const other = new Float64Array(bins);
  const answered = (ms: number): number => 0.25 * lognormalCdf(ms - 2_500, 7_500, 0.67);
  const ended = (ms: number): number =>
    0.75 *
    (0.1 * ramp(ms, 1_000, 4_000) +
      0.3 * ramp(ms, 20_000, 26_000) +
      0.6 * ramp(ms, ringTimeoutMs + 1_000, ringTimeoutMs + 4_000));
  for (let b = 0; b < bins; b++) {
    const left = Math.max(1e-6, 1 - answered(b * BIN_MS) - ended(b * BIN_MS));
    human[b] = Math.min(0.5, (answered((b + 1) * BIN_MS) - answered(b * BIN_MS)) / left);
    other[b] = Math.min(0.99 - (human[b] ?? 0), (ended((b + 1) * BIN_MS) - ended(b * BIN_MS)) / left);
  }
  return [human, other];
}

function ramp(x: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (x - from) / (to - from)));
}
