import { informed, Truth } from './informed.ts';
import { type Judged, judge, type Make, paired, tuned } from './judge.ts';
import { costOfRule } from './legal.ts';
import {
  expectedValue,
  fixedLevel,
  impactDialing,
  issabel,
  LIMIT,
  ours,
  ratioOnAvailable,
  vicidialAdapt,
} from './policies.ts';
import { judgeOurs, OurFrontier } from './same-rate.ts';
import type { Scenario } from './scenarios.ts';

/** Nothing that is tuned on these is judged on them. */
const TRAIN_SEEDS = [1, 2];
/**
 * 1 to 16, 101 to 116, 201 to 206, 301 to 316, 401 to 640, 801 to 924, 1,001 to 1,020, 1,101 to 1,124, 1,201 to 1,216, 1,301 to 1,312,
 * 1,401 to 1,424, 2,001 on, 50,001 on, 60,001 on, 70,001 on, 80,001 on and 90,001 on were looked at while it was made.
 */
export const FIRST_TEST_SEED = 100_001;
/** What PACING.md asks of a fair benchmark. */
export const TEST_SEEDS = 20;
const LEVELS = [1, 1.2, 1.4, 1.7, 2, 2.4, 2.9, 3.5, 4.2, 5, 6, 7.5, 9, 11, 14];
const GAINS = [0.18, 0.3, 0.42, 0.54, 0.66, 0.78, 0.9];
/** Low end of the frontier, for what the rule costs: where hardly anybody is abandoned. */
const CAREFUL = [0.0005, 0.003];
/** The field's ways are judged on fewer seeds, and tuned on one. */
const BASELINE_SEEDS = 3;

export interface Row {
  scenario: string;
  policy: string;
  utilisation: number;
  utilisationPm: number;
  abandoned: number;
  worst: number;
  breaches: number;
  cold: number;
  watched: number;
  held: number;
  runs: number;
  /** Ours at the same share of abandoned calls less this one, seed by seed, and half of its 95 % interval. */
  behind?: number;
  behindPm?: number;
  /** Of the informed reference's utilisation at 3 %, and of the best under the abandon rule (legal.ts). */
  ofInformed?: number;
  ofLawful?: number;
}

export interface Reference {
  theta: number;
  utilisation: number;
  abandoned: number;
  /** Utilisation at exactly the limit (of several campaigns the mean by answers), by the slope of the training seeds. */
  atLimit: number;
  /** The same, held to the abandon rule from the first call on. */
  lawful: number;
}

/** The reference: θ tuned on training seeds to spend the limit, judged on the test seeds and read at the limit. */
export function reference(scenario: Scenario, seeds: readonly number[]): Reference & { judged: Judged } {
  const truth = new Truth({ ...scenario.world, seed: 0 });
  const at = (theta: number, which: readonly number[]): Judged =>
    judge(scenario, (w) => informed(w, theta, truth), which);
  let low = { theta: 0.012, judged: at(0.012, TRAIN_SEEDS) };
  let high = { theta: 0.034, judged: at(0.034, TRAIN_SEEDS) };
  const limit = limitOfAll(scenario.world, low.judged);
  const points = [low, high];
  for (let i = 0; i < 1; i++) {
    const theta = clamp(interpolate(limit, low, high), low.theta / 3, 3 * high.theta);
    const judged = at(theta, TRAIN_SEEDS);
    points.push({ theta, judged });
    if (judged.abandoned < limit) low = { theta, judged };
    else high = { theta, judged };
  }
  const slope =
    (high.judged.utilisation - low.judged.utilisation) / Math.max(1e-4, high.judged.abandoned - low.judged.abandoned);
  const theta = clamp(interpolate(limit, low, high), low.theta / 3, 3 * high.theta);
  const judged = at(theta, seeds);
  const atLimit = judged.utilisation + clamp(slope, 0, 3) * (limit - judged.abandoned);
  const few = TRAIN_SEEDS.slice(0, 1);
  const frontier = [
    judge(scenario, (w) => ours(w, 'progressive'), few),
    ...CAREFUL.map((careful) => at(careful, few)),
    ...points.map((point) => point.judged),
  ];
  // Each squad has a budget of its own.
  const budgets = judged.runs.length * (scenario.world.squads ?? 1);
  const answers = judged.runs.reduce((sum, run) => sum + run.abandoned + run.connected, 0) / budgets;
  const lawful = atLimit * costOfRule(frontier, answers, limit);
  return { theta, utilisation: judged.utilisation, abandoned: judged.abandoned, atLimit, lawful, judged };
}

/** Campaigns of different limits: the mean by their answers. */
function limitOfAll({ campaigns }: Scenario['world'], { runs }: Judged): number {
  let answers = 0;
  let allowed = 0;
  for (const { byCampaign } of runs)
    for (const [id, [, n]] of Object.entries(byCampaign)) {
      answers += n;
      allowed += n * (campaigns?.find((c) => c.id === id)?.abandonTarget ?? LIMIT);
    }
  return answers > 0 ? allowed / answers : LIMIT;
}

type Point = { theta: number; judged: Judged };

function interpolate(limit: number, a: Point, b: Point): number {
  const share = (limit - a.judged.abandoned) / Math.max(1e-5, b.judged.abandoned - a.judged.abandoned);
  return a.theta * (b.theta / a.theta) ** share;
}

const clamp = (x: number, least: number, most: number): number => Math.max(least, Math.min(most, x));

function baselines(scenario: Scenario): [string, Make][] {
  const tune = (make: (level: number) => Make, of: readonly number[]): number =>
    tuned(scenario, make, of, TRAIN_SEEDS.slice(0, 1), LIMIT);
  const ratio = tune((level) => (w) => fixedLevel(w, level), LEVELS);
  const available = tune((level) => (w) => ratioOnAvailable(w, level), LEVELS);
  const gain = tune((g) => (w) => expectedValue(w, g), GAINS);
  return [
    ['progressive', (w) => ours(w, 'progressive')],
    [`VICIdial RATIO (tuned: ${ratio})`, (w) => fixedLevel(w, ratio)],
    [`ratio on available (tuned: ${available})`, (w) => ratioOnAvailable(w, available)],
    [`expected value (tuned: ${gain})`, (w) => expectedValue(w, gain)],
    ['VICIdial ADAPT hard', (w) => vicidialAdapt(w, 'hard')],
    ['VICIdial ADAPT tapered', (w) => vicidialAdapt(w, 'tapered')],
    ['VICIdial ADAPT average', (w) => vicidialAdapt(w, 'average')],
    ['Issabel', (w) => issabel(w, false)],
    ['Issabel, by answer rate', (w) => issabel(w, true)],
    ['Impact Dialing', (w) => impactDialing(w)],
  ];
}

/** All policies in one scenario. @param only `ours`: no baselines */
export function compare(
  scenario: Scenario,
  seeds: readonly number[],
  only: 'ours' | 'all',
): { rows: Row[]; reference: Reference } {
  const { judged: told, ...ref } = reference(scenario, seeds);
  const boda = judgeOurs(scenario, seeds);
  const row = (policy: string, judged: Judged): Row => {
    const { runs, ...figures } = judged;
    return { scenario: scenario.name, policy, ...figures, runs: runs.length };
  };
  const rows = [
    {
      ...row('Boda predictive', boda),
      ofInformed: boda.utilisation / ref.atLimit,
      ofLawful: boda.utilisation / ref.lawful,
    },
    row(`informed (θ ${ref.theta.toFixed(4)})`, told),
  ];
  if (only === 'ours') return { rows, reference: ref };
  const few = seeds.slice(0, BASELINE_SEEDS);
  const frontier = new OurFrontier(scenario, few, boda.runs.slice(0, few.length));
  for (const [policy, make] of baselines(scenario)) {
    const judged = judge(scenario, make, few);
    const ahead = paired(frontier.at(judged.abandoned), judged);
    rows.push({ ...row(policy, judged), behind: ahead.mean, behindPm: ahead.pm });
  }
  return { rows, reference: ref };
}
