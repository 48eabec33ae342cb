/**
 * npm test: the static checks and every suite (`inOrder` says when), then the counts. `npm test -- unit real` runs those suites,
 * `npm test -- static` the checks alone, `npm test -- test/unit/foo` the files whose path holds that.
 */

import { runChecks } from './checks/run.ts';
import { PROJECT } from './launcher/command.ts';
import { prepare } from './suites/needs.ts';
import { inOrder, type Manner, type Part, type SuiteResult, select, summary } from './suites/result.ts';
import { hasTests, runSuite, type SuiteRun } from './suites/vitest.ts';

const say = (line: string): void => console.log(line);
const strict = process.env.CI === 'true';
const selection = select(process.argv.slice(2));
// What is unpacked for one run with CI=true is unpacked once, for all its suites.
process.env.BODA_RUN_ID ??= `${process.pid}-${Date.now()}`;

async function run(name: Part, manner: Manner): Promise<SuiteRun> {
  if (manner === 'alone') say(`\n== ${name}`);
  if (name === 'static') return { result: await runChecks(say, manner === 'aside') };
  if (!hasTests(name)) return { result: { name, passed: 0, failed: 0, skipped: 0, seconds: 0, notes: [] } };
  const lack = await prepare(name, PROJECT, say);
  const notes = lack === undefined ? [] : [`not run: ${lack.why}. Would help: ${lack.help}`];
  // Contract tests on the simulated Asterisk and much else of a suite can run without: only these two need it whole.
  if (lack !== undefined && name !== 'contract')
    return { result: { name, passed: 0, failed: 0, skipped: 1, seconds: 0, notes } };
  const env = lack === undefined ? {} : { BODA_TEST_WITHOUT_ASTERISK: lack.why };
  const { result, again } = await runSuite(name, selection.filters, env, manner);
  return {
    result: { ...result, notes },
    ...(again === undefined ? {} : { again: async () => ({ ...(await again()), notes }) }),
  };
}

/** A second try has nothing beside it. */
async function settled(runs: readonly SuiteRun[]): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const { result, again } of runs) results.push((await again?.()) ?? result);
  return results;
}

const { together, turns } = inOrder(selection);
const results = await settled(await Promise.all(together.map(({ manner, part }) => run(part, manner))));
for (const part of turns) results.push(...(await settled([await run(part, 'alone')])));
const { lines, failed } = summary(results, strict);
say(`\n${lines.join('\n')}`);
process.exitCode = failed > 0 ? 1 : 0;
