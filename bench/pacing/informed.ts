/**
 * The reference: our index rule told the truth. It knows the true distributions (from a great sample of the world), the true
 * chance of an answer at every moment and of every kind of contact; it has no budget, its θ is tuned to spend the limit.
 */
import { Floor, type FloorAgent, type FloorCall, isWorking } from '../../src/pacing/floor.ts';
import { Forecast, type Knowledge } from '../../src/pacing/forecast.ts';
import type { Pacer, PacingDecision } from '../../src/pacing/index.ts';
import { contact } from './contacts.ts';
import { duration } from './draws.ts';
import { CAMPAIGN, type World } from './world.ts';

const SAMPLE = 40_000;
const HORIZONS = 6;
const STEP_MS = 250;
const CONNECT_MS = 100;
const TRUTH_SEED = 987_654;

/** The share of a sample at or below x, by steps of `stepMs`, and beyond. */
class Curve {
  readonly #shares: Float64Array;
  readonly #stepMs: number;

  constructor(sample: readonly number[], stepMs: number, mostMs: number) {
    this.#stepMs = stepMs;
    const steps = Math.ceil(mostMs / stepMs) + 1;
    const counts = new Float64Array(steps + 1);
    for (const x of sample)
      counts[Math.min(steps, Math.ceil(x / stepMs))] = (counts[Math.min(steps, Math.ceil(x / stepMs))] ?? 0) + 1;
    for (let i = 1; i <= steps; i++) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0);
    this.#shares = counts.map((n) => n / Math.max(1, sample.length));
  }

  at(x: number): number {
    if (x <= 0) return 0;
    const i = x / this.#stepMs;
    const b = Math.floor(i);
    const last = this.#shares.length - 1;
    if (b >= last) return 1;
    const from = this.#shares[b] ?? 1;
    return from + (i - b) * ((this.#shares[b + 1] ?? 1) - from);
  }

  quantile(share: number): number {
    let b = 0;
    while (b < this.#shares.length - 1 && (this.#shares[b] ?? 1) < share) b++;
    return b * this.#stepMs;
  }
}

/** True lives and chances of a world. */
export class Truth implements Knowledge {
  readonly ring: Knowledge['ring'];
  readonly releases: Knowledge['releases'];
  readonly chance: Knowledge['chance'];
  readonly #setupMs: number;
  #now = 0;

  constructor(world: World) {
    const [least, most] = world.setupMs;
    this.#setupMs = (least + most) / 2;
    const told = toldTimes(world);
    const slack = world.patienceMs - CONNECT_MS;
    const horizons = Float64Array.from({ length: HORIZONS }, (_, i) => told.answers.quantile((i + 0.5) / HORIZONS));
    this.ring = { horizons, g: (age) => told.answers.at(age), h: (age) => told.others.at(age) };
    const talk = new Curve(sample(world, 'talkMs'), 500, 3_600_000);
    const wrap = new Curve(sample(world, 'wrapMs'), 250, 600_000);
    const table = releaseTable(talk, wrap, horizons, slack);
    this.releases = { chance: (agent, now, h) => (agent.leaving ? 0 : table(agent, now, h)) };
    const factors = new Map((world.campaigns ?? []).map((c) => [c.id, c.answer]));
    this.chance = {
      of: (id) => ({
        mean: Math.min(0.98, told.base + told.slope * (factors.get(id) ?? 1) * world.answer(this.#now)),
        sd: 0,
      }),
    };
  }

  lookAt(now: number): void {
    this.#now = now;
  }

  ageOf(call: FloorCall, now: number): number {
    if (call.ringingAt >= 0) return this.#setupMs + now - call.ringingAt;
    return Math.min(now - call.placedAt, this.#setupMs);
  }
}

/** When answers (as told to a pacer) and other ends come, and how the chance of an answer follows the world's. */
function toldTimes(world: World): { answers: Curve; others: Curve; base: number; slope: number } {
  const answers: number[] = [];
  const others: number[] = [];
  const mean = (world.setupMs[0] + world.setupMs[1]) / 2;
  const shares = [0.2, 0.4].map((p) => {
    const { carrierDown: _, ...open } = world;
    let answered = 0;
    for (let i = 0; i < SAMPLE; i++) {
      const c = contact({ ...open, answer: () => p }, TRUTH_SEED, i, 0);
      const age = c.endMs + (c.setupMs < c.endMs ? mean - c.setupMs : 0);
      (c.answers ? answers : others).push(age);
      if (c.answers) answered++;
    }
    return answered / SAMPLE;
  });
  const slope = ((shares[1] ?? 0) - (shares[0] ?? 0)) / 0.2;
  const longest = world.ringTimeoutMs + 30_000;
  return {
    answers: new Curve(answers, STEP_MS, longest),
    others: new Curve(others, STEP_MS, longest),
    base: (shares[0] ?? 0) - 0.2 * slope,
    slope,
  };
}

function sample(world: World, what: 'talkMs' | 'wrapMs'): number[] {
  return Array.from({ length: SAMPLE }, (_, i) => {
    const own = world.speed === undefined ? 1 : duration({ mean: 1e6, sd: 1e6 * world.speed }, TRUTH_SEED, i, 40) / 1e6;
    return own * duration(world[what], TRUTH_SEED, i, what === 'talkMs' ? 4 : 6);
  });
}

function releaseTable(
  talk: Curve,
  wrap: Curve,
  horizons: Float64Array,
  slack: number,
): (agent: FloorAgent, now: number, h: number) => number {
  const rowMs = 2_000;
  const rows = 900;
  const step = 500;
  const talking = new Float64Array(rows * horizons.length);
  const wrapping = new Float64Array(rows * horizons.length);
  for (let row = 0; row < rows; row++) {
    const talked = (row + 0.5) * rowMs;
    const wrapped = (row + 0.5) * 250;
    const alive = Math.max(1e-9, 1 - talk.at(talked));
    for (let h = 0; h < horizons.length; h++) {
      const within = (horizons[h] ?? 0) + slack;
      let free = 0;
      for (let s = 0; s < within; s += step)
        free += ((talk.at(talked + s + step) - talk.at(talked + s)) / alive) * wrap.at(within - s - step / 2);
      talking[row * horizons.length + h] = alive > 1e-6 ? free : 0.5;
      const left = 1 - wrap.at(wrapped);
      wrapping[row * horizons.length + h] = left > 1e-6 ? (wrap.at(wrapped + within) - wrap.at(wrapped)) / left : 1;
    }
  }
  return (agent, now, h) => {
    const elapsed = now - agent.since;
    if (agent.state === 'talking')
      return talking[Math.min(rows - 1, Math.floor(elapsed / rowMs)) * horizons.length + h] ?? 0;
    if (agent.state === 'wrapping')
      return wrapping[Math.min(rows - 1, Math.floor(elapsed / 250)) * horizons.length + h] ?? 0;
    return 0;
  };
}

/** Calls at `now` while the index is at most θ; campaigns in turn by weight. */
export function informed(world: World, theta: number, truth = new Truth(world)): Pacer {
  const floor = new Floor();
  const forecast = new Forecast();
  const factors = new Map((world.kinds ?? []).map((kind) => [`kind=${kind.name}`, kind.factor]));
  const campaigns = world.campaigns ?? [{ id: CAMPAIGN, weight: 1, answer: 1 }];
  const given = new Map(campaigns.map((c) => [c.id, 0]));
  const turn = () => campaigns.reduce((a, b) => ((given.get(a.id) ?? 0) <= (given.get(b.id) ?? 0) ? a : b));
  return {
    observe: (event) => {
      const change = floor.apply(event);
      if (change?.kind === 'placed')
        change.call.factor = change.call.features.reduce((f, name) => f * (factors.get(name) ?? 1), 1);
    },
    decide: (now): PacingDecision => {
      truth.lookAt(now);
      const chances = new Map(campaigns.map((c) => [c.id, truth.chance.of(c.id)]));
      let working = 0;
      for (const agent of floor.agents.values()) if (isWorking(agent)) working++;
      const counts = new Map<string, number>();
      if (working > 0 && !world.carrierDown?.(now)) {
        forecast.look(floor, truth, now, chances);
        for (let n = floor.lines(); n < 20 * working; n++) {
          const { id, weight } = turn();
          const chance = chances.get(id) ?? { mean: 0.5, sd: 0 };
          if (n >= floor.available() && forecast.index(chance) > theta) break;
          forecast.addDial(chance, truth);
          counts.set(id, (counts.get(id) ?? 0) + 1);
          given.set(id, (given.get(id) ?? 0) + 1 / weight);
        }
      }
      return {
        dials: [...counts].map(([campaignId, count]) => ({ campaignId, count })),
        limitedBy: 'agents',
        explain: {},
      };
    },
    configure: () => {},
    save: () => ({}),
  };
}
