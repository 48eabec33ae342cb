/** Runs of one policy in one scenario, and what they say: means with confidence intervals, breaches, paired differences. */
import type { Pacer } from '../../src/pacing/index.ts';
import { LIMIT } from './policies.ts';
import type { Scenario } from './scenarios.ts';
import { FEWEST } from './windows.ts';
import { type Outcome, runWorld, type World } from './world.ts';

export type Make = (world: World) => Pacer;

export interface Judged {
  utilisation: number;
  /** Half of the 95 % interval of the mean over seeds. */
  utilisationPm: number;
  /** Abandoned ÷ (abandoned + connected) over all seeds. */
  abandoned: number;
  /** Runs of ≥ 200 answers that ended over the limit; the worst such run. */
  breaches: number;
  worst: number;
  /** Abandoned before 1 ÷ limit answers, over all seeds. */
  cold: number;
  /** Runs with a legal window of ≥ 200 answers, and those of them in which no window was over the limit at any moment. */
  watched: number;
  held: number;
  runs: Outcome[];
}

/** @param again how the engine's next life comes by its pacer, where the scenario restarts it; default: as the first one did */
export function judge(
  scenario: Scenario,
  make: Make,
  seeds: readonly number[],
  again?: (old: Pacer, world: World) => Pacer,
): Judged {
  const run = (world: World): Outcome =>
    runWorld(world, make(world), (old) => (again === undefined ? make(world) : again(old, world)));
  const runs = seeds.map((seed) => {
    const { squads = 1, agents } = scenario.world;
    if (squads === 1) return run({ ...scenario.world, seed });
    const parts = Array.from({ length: squads }, (_, i) =>
      run({ ...scenario.world, agents: agents / squads, seed: 1_000 * seed + i }),
    );
    return together(parts);
  });
  const { mean, pm } = meanOf(runs.map((run) => run.utilisation));
  let abandoned = 0;
  let answers = 0;
  let worst = 0;
  let breaches = 0;
  let watched = 0;
  let held = 0;
  for (const run of runs) {
    const n = run.abandoned + run.connected;
    abandoned += run.abandoned;
    answers += n;
    const over = overLimit(run, scenario.world);
    if (over > 1) breaches++;
    const windows = Object.entries(run.worst);
    if (windows.length > 0) watched++;
    if (windows.length > 0 && windows.every(([id, share]) => share <= limitOf(id, scenario.world))) held++;
    if (n >= FEWEST) worst = Math.max(worst, run.abandoned / n);
  }
  const cold = runs.reduce((sum, run) => sum + run.coldAbandoned, 0);
  return {
    utilisation: mean,
    utilisationPm: pm,
    abandoned: abandoned / Math.max(1, answers),
    breaches,
    worst,
    cold,
    watched,
    held,
    runs,
  };
}

/** The worst campaign's abandoned share ÷ its limit; 0 with fewer than 200 answers. */
function overLimit(run: Outcome, world: Omit<World, 'seed'>): number {
  let worst = 0;
  for (const [id, [abandoned, answers]] of Object.entries(run.byCampaign)) {
    if (answers >= FEWEST) worst = Math.max(worst, abandoned / answers / limitOf(id, world));
  }
  return worst;
}

function limitOf(campaignId: string, world: Omit<World, 'seed'>): number {
  return world.campaigns?.find((c) => c.id === campaignId)?.abandonTarget ?? LIMIT;
}

/** Squads as one floor: the campaign's counts are those of all, its worst window that of the worst squad. */
function together(parts: readonly Outcome[]): Outcome {
  const sum = (of: (part: Outcome) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const whole: Outcome = {
    utilisation: sum((part) => part.utilisation) / parts.length,
    abandoned: sum((part) => part.abandoned),
    connected: sum((part) => part.connected),
    placed: sum((part) => part.placed),
    decisions: sum((part) => part.decisions),
    coldAbandoned: sum((part) => part.coldAbandoned),
    worst: {},
    byCampaign: {},
  };
  for (const part of parts) {
    for (const [id, worst] of Object.entries(part.worst)) whole.worst[id] = Math.max(whole.worst[id] ?? 0, worst);
    for (const [id, [abandoned, answers]] of Object.entries(part.byCampaign)) {
      const [a, n] = whole.byCampaign[id] ?? [0, 0];
      whole.byCampaign[id] = [a + abandoned, n + answers];
    }
  }
  return whole;
}

export function meanOf(values: readonly number[]): { mean: number; pm: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, pm: 1.96 * Math.sqrt(variance / values.length) };
}

/** Of utilisations less those of b, seed by seed: the same people, so the difference is far surer than either. */
export function paired(a: readonly number[], b: Judged): { mean: number; pm: number } {
  return meanOf(a.map((utilisation, i) => utilisation - (b.runs[i]?.utilisation ?? 0)));
}

/** The parameter with the most utilisation at no more than the limit, on training seeds. Parameters grow bolder. */
export function tuned(
  scenario: Scenario,
  make: (parameter: number) => Make,
  parameters: readonly number[],
  seeds: readonly number[],
  limit: number,
): number {
  let best = { parameter: parameters[0] ?? 1, utilisation: -1 };
  for (const parameter of parameters) {
    const { utilisation, abandoned } = judge(scenario, make(parameter), seeds);
    if (abandoned > limit) break;
    if (utilisation > best.utilisation) best = { parameter, utilisation };
  }
  return best.parameter;
}
