/**
 * `npm run bench -- pacing [--scenario NAME,…] [--seeds N] [--only ours] [--jobs N] [--frontier] [--ablate] [--list]`: predictive mode beside
 * the reference that is told the truth and the field's ways, on the same simulated floor with the same people (docs/PACING.md).
 * A scenario is named by its beginning: `12` is all of 12-p25, 12-p10 …. The last line is JSON.
 */

import { execFile } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ablate } from './pacing/ablation.ts';
import { compare, type Row, usualSeeds } from './pacing/compare.ts';
import { decideCost } from './pacing/cost.ts';
import { exactTable } from './pacing/exact-table.ts';
import { frontier } from './pacing/frontier.ts';
import { SCENARIOS, type Scenario } from './pacing/scenarios.ts';
import { fieldTable, type Result, sharesTable } from './pacing/tables.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    /** Default: by what a run of the scenario costs. */
    seeds: { type: 'string' },
    only: { type: 'string', default: 'all' },
    jobs: { type: 'string', default: '2' },
    frontier: { type: 'boolean', default: false },
    /** What each piece of knowledge costs, instead of the comparison. */
    ablate: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    /** For the bench's own children: the scenario's rows alone. */
    child: { type: 'boolean', default: false },
  },
});

const wanted = values.scenario.split(',');
const chosen = SCENARIOS.filter((s) => wanted.some((name) => s.name.startsWith(name)));
const seedsOf = (scenario: Scenario): number => Number(values.seeds ?? usualSeeds(scenario));
const only = values.only === 'ours' ? 'ours' : 'all';

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
      : `  ${(100 * row.ofInformed).toFixed(1)} % of informed, ${(100 * (row.ofLawful ?? 0)).toFixed(1)} % of the best under the rule`;
  const behind =
    row.behind === undefined
      ? ''
      : `  Boda ${row.behind >= 0 ? '+' : '−'}${Math.abs(100 * row.behind).toFixed(1)} ± ${(100 * (row.behindPm ?? 0)).toFixed(1)}`;
  const rate = `${(100 * row.abandoned).toFixed(2)} % (worst ${(100 * row.worst).toFixed(1)})`;
  return `${row.policy.padEnd(34)} ${row.utilisation.toFixed(3)} ± ${row.utilisationPm.toFixed(3)}  abandoned ${rate}  over ${row.breaches} of ${row.runs}${share}${behind}`;
}

/** One scenario in a process of its own. */
function child(scenario: Scenario): Promise<Result> {
  const args = [
    ...process.execArgv,
    process.argv[1] ?? '',
    '--child',
    '--scenario',
    scenario.name,
    '--seeds',
    String(seedsOf(scenario)),
    '--only',
    only,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 1e8 }, (error, stdout) => {
      if (error) reject(error);
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result);
    });
  });
}

async function main(): Promise<void> {
  if (values.list) {
    for (const s of SCENARIOS) console.log(`${s.name.padEnd(12)} ${s.note}; ${s.world.hours} h`);
    return;
  }
  const first = chosen.find((s) => s.name === values.scenario);
  if (values.child && first) {
    const result = compare(first, seedsOf(first), only);
    const { user, system } = process.cpuUsage();
    console.log(JSON.stringify({ ...result, cpuS: (user + system) / 1e6 }));
    return;
  }
  if (values.ablate) {
    for (const s of chosen) ablate(s);
    return;
  }
  const exact = values.scenario === '' ? exactTable() : [];
  for (const e of exact)
    console.log(
      `memoryless, ${e.agents} agents, ${e.answer}: optimum ${e.optimum.toFixed(3)}, the index rule ${e.rule.toFixed(3)}`,
    );
  const results = new Map<string, Result>();
  // The dearest first, so that no core is idle at the end.
  const queue = [...chosen].sort((a, b) => b.world.agents * b.world.hours - a.world.agents * a.world.hours);
  const started = performance.now();
  const worker = async (): Promise<void> => {
    for (let s = queue.shift(); s !== undefined; s = queue.shift()) {
      const result = Number(values.jobs) > 1 ? await child(s) : compare(s, seedsOf(s), only);
      results.set(s.name, result);
      show(s, result);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  if (values.frontier) frontier();
  const minutes = (performance.now() - started) / 60_000;
  const cpuMinutes = [...results.values()].reduce((sum, { cpuS = 0 }) => sum + cpuS / 60, 0);
  for (const text of ['', ...sharesTable(chosen, results), '', ...fieldTable(chosen, results)]) console.log(text);
  const cost = decideCost(500, 1_500);
  console.log(
    `\ndecide() with 500 agents and 1,500 lines, CPU: mean ${cost.meanMs.toFixed(3)} ms, p50 ${cost.p50Ms.toFixed(3)} ms, p99 ${cost.p99Ms.toFixed(3)} ms (aim: under 2 ms); ${minutes.toFixed(1)} min in all, ${cpuMinutes.toFixed(1)} min of CPU in the scenarios`,
  );
  console.log(
    JSON.stringify({ bench: 'pacing', minutes, cpuMinutes, exact, results: [...results.values()], decideMs: cost }),
  );
}

await main();
