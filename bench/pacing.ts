/**
 * `npm run bench -- pacing [--scenario NAME,…] [--seeds N] [--from SEED] [--only ours] [--jobs N] [--frontier] [--ablate] [--write]
 * [--list]`: predictive mode beside the reference that is told the truth and the field's ways, on the same simulated floor with the
 * same people (docs/PACING.md). A scenario is named by its beginning: `12` is all of 12-p25, 12-p10 …. Without a scenario: all of
 * them, the exact table, the frontier's drawing and what a decision costs. `--write` puts the tables into docs/PACING.md. A scenario
 * that fails is told by name and the others go on; then nothing is written and the exit code is 1. The last line is JSON.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ablate } from './pacing/ablation.ts';
import { compare, FIRST_TEST_SEED, type Row, TEST_SEEDS } from './pacing/compare.ts';
import { type Cost, decideCost } from './pacing/cost.ts';
import { exactTable } from './pacing/exact-table.ts';
import { DRAWN, drawFrontier, type Line, linesOf } from './pacing/frontier.ts';
import { answerOf, runJobs } from './pacing/jobs.ts';
import { HIDDEN, SCENARIOS, type Scenario } from './pacing/scenarios.ts';
import { fieldTable, type Result, sharesTable, verdicts } from './pacing/tables.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    seeds: { type: 'string', default: String(TEST_SEEDS) },
    /** First seed. Whoever tunes takes another than the default: those are for the judgement alone. */
    from: { type: 'string', default: String(FIRST_TEST_SEED) },
    only: { type: 'string', default: 'all' },
    jobs: { type: 'string', default: '2' },
    frontier: { type: 'boolean', default: false },
    /** What each piece of knowledge costs, instead of the comparison. */
    ablate: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    /** For the bench's own children: one scenario's rows, or its lines of the frontier. */
    child: { type: 'string', default: '' },
  },
});

const wanted = values.scenario.split(',');
const chosen = [
  ...SCENARIOS.filter((s) => wanted.some((name) => s.name.startsWith(name))),
  ...HIDDEN.filter((s) => wanted.includes(s.name)),
];
const only = values.only === 'ours' ? 'ours' : 'all';

const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.from) + i);

function show(scenario: Scenario, { rows, reference }: Result): void {
  console.log(`\n${scenario.name}: ${scenario.note}; ${scenario.world.hours} h a run`);
  console.log(
    `  told the truth, at 3 %: ${reference.atLimit.toFixed(3)}; aim ${(100 * scenario.aim).toFixed(1)} % of it; the best under the abandon rule ${reference.lawful.toFixed(3)} (${((100 * reference.lawful) / reference.atLimit).toFixed(1)} %)`,
  );
  for (const row of rows) console.log(`  ${line(row)}`);
}

function line(row: Row): string {
  const share =
    row.ofInformed === undefined
      ? ''
      : `  ${(100 * row.ofInformed).toFixed(1)} % of informed, ${(100 * (row.ofLawful ?? 0)).toFixed(1)} % of the best under the rule; windows held ${row.held} of ${row.watched}`;
  const behind =
    row.behind === undefined
      ? ''
      : `  Boda at the same share ${row.behind >= 0 ? '+' : '−'}${Math.abs(100 * row.behind).toFixed(1)} ± ${(100 * (row.behindPm ?? 0)).toFixed(1)}`;
  const rate = `${(100 * row.abandoned).toFixed(2)} % (worst ${(100 * row.worst).toFixed(1)})`;
  return `${row.policy.padEnd(34)} ${row.utilisation.toFixed(3)} ± ${row.utilisationPm.toFixed(3)}  abandoned ${rate}  over ${row.breaches} of ${row.runs}${share}${behind}`;
}

type Of = 'rows' | 'lines';

/** One scenario in a process of its own. */
function child<T>(scenario: Scenario, of: Of): Promise<T> {
  return answerOf<T>(fileURLToPath(import.meta.url), [
    ...['--child', of, '--scenario', scenario.name, '--from', values.from],
    ...['--seeds', values.seeds, '--only', only],
  ]);
}

/** In a process of its own: this one's heap, full of tables and results, would be collected in the middle of it. */
function costApart(): Promise<Cost> {
  return answerOf<Cost>(fileURLToPath(import.meta.url), ['--child', 'cost']);
}

function answerParent(scenario: Scenario): void {
  if (values.child === 'lines') {
    console.log(JSON.stringify(linesOf(scenario)));
    return;
  }
  const result = compare(scenario, seeds, only);
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ ...result, cpuS: (user + system) / 1e6 }));
}

const DOC = fileURLToPath(new URL('../docs/PACING.md', import.meta.url));

/** Puts a text between the marks `<!-- bench: NAME -->` and `<!-- end -->` of docs/PACING.md. */
function write(name: string, lines: readonly string[]): void {
  const mark = `<!-- bench: ${name} -->`;
  const doc = readFileSync(DOC, 'utf8');
  const from = doc.indexOf(mark);
  const to = doc.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`docs/PACING.md has no place for ${name}`);
  writeFileSync(DOC, `${doc.slice(0, from + mark.length)}\n${lines.join('\n')}\n${doc.slice(to)}`);
}

async function main(): Promise<void> {
  if (values.list) {
    for (const s of SCENARIOS) console.log(`${s.name.padEnd(12)} ${s.note}; ${s.world.hours} h`);
    return;
  }
  if (values.child === 'cost') {
    console.log(JSON.stringify(decideCost(500, 1_500)));
    return;
  }
  const first = chosen.find((s) => s.name === values.scenario);
  if (values.child !== '' && first) return answerParent(first);
  if (values.ablate) {
    for (const s of chosen) ablate(s);
    return;
  }
  const whole = values.scenario === '' && only === 'all';
  const exact = whole ? exactTable() : [];
  for (const e of exact)
    console.log(
      `memoryless, ${e.agents} agents, ${e.answer}: optimum ${e.optimum.toFixed(3)}, the index rule ${e.rule.toFixed(3)}`,
    );
  const results = new Map<string, Result>();
  const lines = new Map<string, Line[]>();
  const rows = chosen.map((scenario) => ({
    name: scenario.name,
    cost: scenario.world.agents * scenario.world.hours,
    run: async () => {
      const result = await child<Result>(scenario, 'rows');
      results.set(scenario.name, result);
      show(scenario, result);
    },
  }));
  const drawn = whole || values.frontier ? SCENARIOS.filter(({ name }) => DRAWN.includes(name)) : [];
  const curves = drawn.map((scenario) => ({
    name: `the frontier of ${scenario.name}`,
    cost: 150,
    run: async () => {
      lines.set(scenario.name, await child<Line[]>(scenario, 'lines'));
    },
  }));
  const started = performance.now();
  const failed = await runJobs([...rows, ...curves], Number(values.jobs));
  const complete = failed.length === 0;
  if (lines.size > 0 && complete) drawFrontier(lines);
  for (const [name, found] of lines)
    for (const l of found)
      console.log(
        `frontier ${name}  ${l.name.padEnd(22)} ${l.points.map((p) => `${(100 * p.abandoned).toFixed(1)}:${p.utilisation.toFixed(3)}`).join('  ')}`,
      );
  const minutes = (performance.now() - started) / 60_000;
  const cpuMinutes = [...results.values()].reduce((sum, { cpuS = 0 }) => sum + cpuS / 60, 0);
  const parts = {
    shares: sharesTable(chosen, results),
    field: fieldTable(chosen, results),
    verdicts: verdicts(chosen, results),
  };
  for (const [name, text] of Object.entries(parts)) {
    console.log(['', ...text].join('\n'));
    if (values.write && complete) write(name, text);
  }
  // A part of the scenarios is run to look at these; what a decision costs is none of them.
  const cost = values.scenario === '' ? await costApart() : undefined;
  if (cost !== undefined)
    console.log(
      `\ndecide() with 500 agents and 1,500 lines holds its thread: mean ${cost.meanMs.toFixed(3)} ms, p50 ${cost.p50Ms.toFixed(3)} ms, p99 ${cost.p99Ms.toFixed(3)} ms (aim: under 2 ms); CPU of the whole process p99 ${cost.cpuP99Ms.toFixed(3)} ms`,
    );
  console.log(`\n${minutes.toFixed(1)} min in all, ${cpuMinutes.toFixed(1)} min of CPU in the scenarios`);
  for (const { name } of failed) console.log(`failed: ${name}`);
  if (values.write && !complete) console.log('docs/PACING.md is left as it was: the tables would have holes');
  console.log(
    JSON.stringify({
      bench: 'pacing',
      minutes,
      cpuMinutes,
      exact,
      results: [...results.values()],
      failed,
      decideMs: cost,
    }),
  );
  if (!complete) process.exitCode = 1;
}

await main();
