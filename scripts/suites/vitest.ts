import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROJECT, runTool } from '../launcher/command.ts';
import {
  countAgain,
  countVitest,
  filesToTryAgain,
  type Manner,
  type SuiteName,
  type SuiteResult,
  type VitestReport,
} from './result.ts';

/** What came of a suite; `again` runs the few files of it that failed once more, and counts anew. */
export interface SuiteRun {
  result: SuiteResult;
  again?: () => Promise<SuiteResult>;
}

/**
 * Runs one suite in a vitest of its own, showing its output as it comes, or at its end where it runs beside another, and
 * counts it from vitest's report. Where one or two files of it failed the caller may run them once more, with nothing beside
 * them; not so unit tests, which nothing on the machine can disturb.
 */
export async function runSuite(
  suite: SuiteName,
  filters: string[],
  env: Record<string, string>,
  manner: Manner = 'alone',
): Promise<SuiteRun> {
  const started = performance.now();
  const { report, code } = await runVitest(suite, filters, env, manner);
  const seconds = (performance.now() - started) / 1_000;
  const result = { name: suite, ...countVitest(report, code), seconds, notes: [] };
  const failed = suite === 'unit' ? [] : filesToTryAgain(report);
  if (report === undefined || failed.length === 0) return { result };
  return {
    result,
    again: async () => {
      const from = performance.now();
      console.log(`\n== ${suite}, once more: ${failed.map((file) => relative(PROJECT, file)).join(', ')}`);
      const second = await runVitest(suite, failed, { ...env, VITEST_MAX_WORKERS: '1' }, 'alone');
      const counts = countAgain(report, second.report, second.code);
      return { ...result, ...counts, seconds: seconds + (performance.now() - from) / 1_000 };
    },
  };
}

async function runVitest(
  suite: SuiteName,
  filters: string[],
  env: Record<string, string>,
  manner: Manner,
): Promise<{ report: VitestReport | undefined; code: number }> {
  const folder = join(PROJECT, '.boda', 'test');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${suite}-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // A whole suite without a test is a mistake; a filter may well hit other suites only.
  const empty = filters.length > 0 || !hasTests(suite) ? ['--passWithNoTests'] : [];
  const args = ['run', '--project', `${suite}*`, ...reporters, ...empty, ...filters];
  const shown = manner === 'alone';
  const { code, output } = await runTool('vitest/vitest.mjs', args, { env, show: shown, aside: manner === 'aside' });
  if (!shown) console.log(`\n== ${suite}, meanwhile\n${output}`);
  return { report: readReport(file), code };
}

/** Whether the suite has a test file. */
export function hasTests(suite: SuiteName): boolean {
  try {
    const names = readdirSync(join(PROJECT, 'test', suite), { recursive: true, encoding: 'utf8' });
    return names.some((name) => name.endsWith('.test.ts'));
  } catch {
    return false;
  }
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}
