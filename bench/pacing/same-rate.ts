/** Ours held to other limits: how busy it keeps the floor at the abandon rate that another policy comes to. */
import { createPacer, learnedState, type Pacer } from '../../src/pacing/index.ts';
import { type Judged, judge } from './judge.ts';
import { LIMIT, ours, settingsFor } from './policies.ts';
import type { Scenario } from './scenarios.ts';
import type { Outcome, World } from './world.ts';

const LAXER = [0.06, 0.3];
/** Down to next to nothing: a policy that abandons one call of ten thousand is to be compared with ours that does so too. */
const STRICTER = [0.015, 0.005, 0.001, 1e-4, 1e-5, 1e-6, 0];

/** The engine's next life goes on from what the last one learned. */
export function restored(old: Pacer, world: World, limit = LIMIT): Pacer {
  return createPacer(settingsFor(world, 'predictive', limit), JSON.parse(JSON.stringify(learnedState(old.save()))));
}

export function judgeOurs(scenario: Scenario, seeds: readonly number[], limit = LIMIT): Judged {
  const { campaigns } = scenario.world;
  const scaled = campaigns?.map((c) => ({ ...c, abandonTarget: ((c.abandonTarget ?? LIMIT) * limit) / LIMIT }));
  const world = limit === LIMIT ? scenario.world : { ...scenario.world, campaigns: scaled };
  const of = { ...scenario, world };
  return judge(
    of,
    (w) => ours(w, 'predictive', limit),
    seeds,
    (old, w) => restored(old, w, limit),
  );
}

export interface Point {
  abandoned: number;
  /** By seed. */
  utilisation: number[];
}

/** Points are run when they are first wanted; between two of them the line is taken, which lies under the curve. */
export class OurFrontier {
  readonly #scenario: Scenario;
  readonly #seeds: readonly number[];
  readonly #points: Point[];
  readonly #laxer = [...LAXER];
  readonly #stricter = [...STRICTER];

  /** @param atLimit ours at the limit, on the same seeds */
  constructor(scenario: Scenario, seeds: readonly number[], atLimit: readonly Outcome[]) {
    this.#scenario = scenario;
    this.#seeds = seeds;
    this.#points = [point(atLimit)];
  }

  /** Utilisation by seed at this share of abandoned calls; where ours never abandons as many, at the most it does. */
  at(abandoned: number): number[] {
    while (abandoned < (this.#points[0]?.abandoned ?? 0) && this.#stricter.length > 0)
      this.#points.unshift(this.#run(this.#stricter.shift() ?? 0));
    while (abandoned > (this.#points.at(-1)?.abandoned ?? 0) && this.#laxer.length > 0)
      this.#points.push(this.#run(this.#laxer.shift() ?? 0));
    const points = best(this.#points);
    const next = points.findIndex((p) => p.abandoned >= abandoned);
    const to = points[next === -1 ? points.length - 1 : next] as Point;
    const from = points[Math.max(0, next - 1)] as Point;
    if (next <= 0) return to.utilisation;
    const share = (abandoned - from.abandoned) / Math.max(1e-9, to.abandoned - from.abandoned);
    return to.utilisation.map((u, i) => (1 - share) * (from.utilisation[i] ?? 0) + share * u);
  }

  #run(limit: number): Point {
    return point(judgeOurs(this.#scenario, this.#seeds, limit).runs);
  }
}

/** By abandoned share, without those that another beats at no more of it: nobody would choose such a limit. */
export function best(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  const sorted = [...points].sort((a, b) => a.abandoned - b.abandoned || mean(b.utilisation) - mean(a.utilisation));
  for (const one of sorted) if (mean(one.utilisation) > mean(kept.at(-1)?.utilisation ?? [0])) kept.push(one);
  return kept;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function point(runs: readonly Outcome[]): Point {
  const abandoned = runs.reduce((sum, run) => sum + run.abandoned, 0);
  const answers = abandoned + runs.reduce((sum, run) => sum + run.connected, 0);
  return { abandoned: abandoned / Math.max(1, answers), utilisation: runs.map((run) => run.utilisation) };
}
