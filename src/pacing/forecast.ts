import type { Chance } from './answer-chance.ts';
import { type Floor, type FloorAgent, type FloorCall, isWorking } from './floor.ts';
import { Balance } from './tail.ts';

/**
 * Standard deviations of the belief in the answer chance at which the forecast is made, and their weights (Gauss-Hermite,
 * 5 points). The error is common to all calls of a tick, so it must be averaged over, not added up call by call.
 */
const UNSURE = {
  at: [-2.856_97, -1.355_626_2, 0, 1.355_626_2, 2.856_97],
  weight: [0.011_257_4, 0.222_075_9, 0.533_333_3, 0.222_075_9, 0.011_257_4],
};
const SURE = { at: [0], weight: [1] };
/**
 * One point is enough while the belief adds less than this share to the variance of the answers that are coming (at least as
 * many as agents are free): what is sure enough for five agents is not for two hundred.
 */
const SURE_BELOW = 0.1;
const MOST_P = 0.98;
const NONE: readonly number[] = [];

/** What the forecast must know of the world: learned (learning.ts) or, in the benchmark's reference, told. */
export interface Knowledge {
  /** Ring times given the outcome (ring-curves.ts), and the horizons in ms at which the forecast is made. */
  readonly ring: { readonly horizons: Float64Array; g(ageMs: number): number; h(ageMs: number): number };
  /** Chance that a busy agent is free for a person who answers at horizon number `h`. */
  readonly releases: { chance(agent: FloorAgent, now: number, h: number): number };
  readonly chance: { of(campaignId: string): Chance };
  ageOf(call: FloorCall, now: number): number;
}

/**
 * What the next seconds hold: the number of answers less the number of agents who come free, at each horizon and for each
 * belief about the answer chance. `index` is then the chance that one more call, if a person answers it, finds nobody free.
 */
export class Forecast {
  readonly #pool: Balance[] = [];
  /** For the horizons and beliefs of the last `look`. */
  #points = SURE;
  #horizons = 0;
  #spare = 0;
  /** Sums at the middle belief, for people to read: of all answers to come, of releases up to the last horizon. */
  expectedAnswers = 0;
  expectedReleases = 0;
  /** The same by horizon. */
  answersBy = new Float64Array(0);
  releasesBy = new Float64Array(0);

  /** Builds the forecast of all calls and agents as they stand. */
  look(floor: Floor, learning: Knowledge, now: number, chances: ReadonlyMap<string, Chance>): void {
    const { horizons } = learning.ring;
    this.#horizons = horizons.length;
    this.#points = sure(chances, Math.max(3, floor.available(), 0.1 * floor.agents.size)) ? SURE : UNSURE;
    if (this.answersBy.length !== horizons.length) {
      this.answersBy = new Float64Array(horizons.length);
      this.releasesBy = new Float64Array(horizons.length);
    }
    this.answersBy.fill(0);
    this.releasesBy.fill(0);
    this.#spare = floor.available() - floor.waiting;
    this.#clear(floor.agents.size);
    this.#addReleases(floor, learning, now);
    this.#addCalls(floor, learning, now, chances);
  }

  /**
   * P(nobody is free | the call is answered), averaged over when it is answered and over what may be believed.
   * @param further what it costs more than one lost call if this one is the second (and the third …) that finds nobody: lost calls
   * seldom come alone. Without it the plain chance; with it not a chance any more, and perhaps above 1
   */
  index(chance: Chance, further: readonly number[] = NONE): number {
    const { at, weight } = this.#points;
    let sum = 0;
    let weights = 0;
    for (let k = 0; k < at.length; k++) {
      // Given that it is answered, a higher chance of answers is the likelier belief.
      const w = (weight[k] ?? 0) * believed(chance, at[k] ?? 0);
      weights += w;
      let misses = 0;
      for (let h = 0; h < this.#horizons; h++) {
        const balance = this.#balance(k, h);
        misses += balance.atLeast(this.#spare);
        for (let i = 0; i < further.length; i++) misses += (further[i] ?? 0) * balance.atLeast(this.#spare + 1 + i);
      }
      sum += (w * misses) / this.#horizons;
    }
    return weights > 0 ? sum / weights : 1;
  }

  /** One call is placed now. */
  addDial(chance: Chance, learning: Knowledge): void {
    const { ring } = learning;
    for (let k = 0; k < this.#points.at.length; k++) {
      const p = believed(chance, this.#points.at[k] ?? 0);
      for (let h = 0; h < this.#horizons; h++) this.#balance(k, h).addAnswer(p * ring.g(ring.horizons[h] ?? 0));
    }
  }

  #addReleases(floor: Floor, learning: Knowledge, now: number): void {
    this.expectedReleases = 0;
    for (const agent of floor.agents.values()) {
      if (agent.state === 'available' || !isWorking(agent)) continue;
      for (let h = 0; h < this.#horizons; h++) {
        const r = learning.releases.chance(agent, now, h);
        for (let k = 0; k < this.#points.at.length; k++) this.#balance(k, h).addRelease(r);
        this.releasesBy[h] = (this.releasesBy[h] ?? 0) + r;
      }
    }
    this.expectedReleases = this.releasesBy[this.#horizons - 1] ?? 0;
  }

  #addCalls(floor: Floor, learning: Knowledge, now: number, chances: ReadonlyMap<string, Chance>): void {
    const { ring } = learning;
    this.expectedAnswers = 0;
    for (const call of floor.calls.values()) {
      if (call.phase !== 'dialing') continue;
      const chance = chances.get(call.campaignId) ?? learning.chance.of(call.campaignId);
      const age = learning.ageOf(call, now);
      const g = ring.g(age);
      const h = ring.h(age);
      for (let k = 0; k < this.#points.at.length; k++) {
        const p = Math.min(MOST_P, believed(chance, this.#points.at[k] ?? 0) * call.factor);
        const left = 1 - p * g - (1 - p) * h;
        if (left < 1e-9) continue;
        for (let i = 0; i < this.#horizons; i++) {
          const q = (p * (ring.g(age + (ring.horizons[i] ?? 0)) - g)) / left;
          this.#balance(k, i).addAnswer(q);
          if (2 * k + 1 === this.#points.at.length) this.answersBy[i] = (this.answersBy[i] ?? 0) + q;
        }
        if (2 * k + 1 === this.#points.at.length) this.expectedAnswers += (p * (1 - g)) / left;
      }
    }
  }

  /** @param most agents who are free or may come free */
  #clear(most: number): void {
    for (let i = 0; i < this.#points.at.length * this.#horizons; i++) {
      const balance = this.#pool[i] ?? new Balance();
      this.#pool[i] = balance;
      balance.reset(most);
    }
  }

  #balance(k: number, h: number): Balance {
    return this.#pool[k * this.#horizons + h] as Balance;
  }
}

function believed(chance: Chance, at: number): number {
  return Math.max(chance.mean * 0.1, Math.min(MOST_P, chance.mean + at * chance.sd));
}

function sure(chances: ReadonlyMap<string, Chance>, answers: number): boolean {
  for (const { mean, sd } of chances.values()) if (sd * sd * answers > SURE_BELOW * mean * mean) return false;
  return true;
}
