/**
 * `npm run bench -- ablation [--scenario NAME] [--seeds N]`: which knowledge pacing lacks (docs/PACING.md "Where the points
 * go"). One line for each thing that the pacer is told; 100 % is the pacer that is told everything and spends the limit by a
 * constant θ. Training seeds only. The last line is JSON.
 */
import { parseArgs } from 'node:util';
import { ablated, type Course, followed, type Told } from './pacing/ablation.ts';
import { reference } from './pacing/compare.ts';
import { judge } from './pacing/judge.ts';
import { SCENARIOS } from './pacing/scenarios.ts';

const FIRST_SEED = 101;
const SPANS = 12;

const { values } = parseArgs({
  options: { scenario: { type: 'string', default: '12-p10' }, seeds: { type: 'string', default: '3' } },
});
const scenario = SCENARIOS.find(({ name }) => name === values.scenario);
if (scenario === undefined)
  throw new Error(`--scenario: ${values.scenario} given, one of ${SCENARIOS.map((s) => s.name).join(', ')} wanted`);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => FIRST_SEED + i);
const spanMs = (scenario.world.hours * 3_600_000) / SPANS;
const { theta } = reference(scenario, 1);
const ways: [string, Told][] = [
  ['told all, constant θ', { chance: true, times: true, theta }],
  ['learned all, constant θ', { theta }],
  ['told all, our budget', { chance: true, times: true }],
  ['told the chance of an answer, our budget', { chance: true }],
  ['told the times, our budget', { times: true }],
  ['learned all, our budget', {}],
];
console.log(
  `${scenario.name}: ${scenario.note}; ${scenario.world.hours} h, ${seeds.length} runs each, θ ${theta.toFixed(4)}`,
);
let best = 0;
const rows = ways.map(([what, told]) => {
  const courses: Course[] = [];
  const judged = judge(
    scenario,
    (world) => {
      const { pacer, course } = followed(ablated(world, told), spanMs, SPANS);
      courses.push(course);
      return pacer;
    },
    seeds,
  );
  best ||= judged.utilisation;
  const busy = Array.from(
    { length: SPANS },
    (_, span) => courses.reduce((sum, course) => sum + (course.busy[span] ?? 0), 0) / courses.length,
  );
  const share = judged.utilisation / best;
  const text = busy.map((x) => (100 * x).toFixed(0)).join(' ');
  console.log(
    `${what.padEnd(42)} ${(100 * share).toFixed(1)} %, abandoned ${(100 * judged.abandoned).toFixed(1)} %; busy ${text}`,
  );
  return { what, share, utilisation: judged.utilisation, abandoned: judged.abandoned, busy };
});
console.log(JSON.stringify({ bench: 'ablation', scenario: scenario.name, seeds, theta, rows }));
