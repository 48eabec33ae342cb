/**
 * npm test: the static checks and every suite (`inOrder` says when), then the counts. `npm test -- unit real` runs those suites,
 * `npm test -- static` the checks alone, `npm test -- test/unit/foo` the files whose path holds that.
 */

import { runChecks } from './checks/run.ts';
import { PROJECT } from './launcher/command.ts';
import { prepare } from './suites/needs.ts';
import { inOrder, type Part, type SuiteResult, select, summary } from './suites/result.ts';
import { hasTests, runSuite } from './suites/vitest.ts';

const say = (line: string): void => console.log(line);
const strict = process.env.CI === 'true';
const selection = select(process.argv.slice(2));
// What is unpacked for one run with CI=true is unpacked once, for all its suites.
process.env.BODA_RUN_ID ??= `${process.pid}-${Date.now()}`;

async function run(name: Part, aside: boolean): Promise<SuiteResult> {
  if (!aside) say(`\n== ${name}`);
  if (name === 'static') return runChecks(say, aside);
  if (!hasTests(name)) return { name, passed: 0, failed: 0, skipped: 0, seconds: 0, notes: [] };
  const lack = await prepare(name, PROJECT, say);
  const note = lack === undefined ? [] : [`not run: ${lack.why}. Would help: ${lack.help}`];
  // Contract tests on the simulated Asterisk and much else of a suite can run without: only these two need it whole.
  if (lack !== undefined && name !== 'contract')
    return { name, passed: 0, failed: 0, skipped: 1, seconds: 0, notes: note };
  const env = lack === undefined ? {} : { BODA_TEST_WITHOUT_ASTERISK: lack.why };
  const result = await runSuite(name, selection.filters, env, aside);
  return { ...result, notes: note };
}

async function inTurn(names: readonly Part[], aside = false): Promise<SuiteResult[]> {
  const done: SuiteResult[] = [];
  for (const name of names) done.push(await run(name, aside));
  return done;
}

const { aside, turns } = inOrder(selection);
const [beside, first] = await Promise.all([inTurn(aside, true), inTurn(turns.slice(0, 1))]);
const results = [...beside, ...first, ...(await inTurn(turns.slice(1)))];
const { lines, failed } = summary(results, strict);
say(`\n${lines.join('\n')}`);
process.exitCode = failed > 0 ? 1 : 0;
