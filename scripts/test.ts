/**
 * npm test: the static checks, then every suite in its order, then the counts. `npm test -- unit real` runs those suites,
 * `npm test -- static` the checks alone, `npm test -- test/unit/foo` the files whose path holds that.
 */

import { runChecks } from './checks/run.ts';
import { PROJECT } from './launcher/command.ts';
import { prepare } from './suites/needs.ts';
import { type SuiteName, type SuiteResult, select, summary } from './suites/result.ts';
import { hasTests, runSuite } from './suites/vitest.ts';

const say = (line: string): void => console.log(line);
const strict = process.env.CI === 'true';
const selection = select(process.argv.slice(2));
// What is unpacked for one run with CI=true is unpacked once, for all its suites.
process.env.BODA_RUN_ID ??= `${process.pid}-${Date.now()}`;

async function suite(name: SuiteName): Promise<SuiteResult> {
  say(`\n== ${name}`);
  if (!hasTests(name)) return { name, passed: 0, failed: 0, skipped: 0, seconds: 0, notes: [] };
  const lack = await prepare(name, PROJECT, say);
  const note = lack === undefined ? [] : [`not run: ${lack.why}. Would help: ${lack.help}`];
  // Contract tests on the simulated Asterisk and much else of a suite can run without: only these two need it whole.
  if (lack !== undefined && name !== 'contract')
    return { name, passed: 0, failed: 0, skipped: 1, seconds: 0, notes: note };
  const env = lack === undefined ? {} : { BODA_TEST_WITHOUT_ASTERISK: lack.why };
  const result = await runSuite(name, selection.filters, env);
  return { ...result, notes: note };
}

const results: SuiteResult[] = [];
if (selection.checks) {
  say('== static');
  results.push(await runChecks(say));
}
for (const name of selection.suites) results.push(await suite(name));
const { lines, failed } = summary(results, strict);
say(`\n${lines.join('\n')}`);
process.exitCode = failed > 0 ? 1 : 0;
