import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROJECT, runTool } from '../launcher/command.ts';
import {
  countAgain,
  countVitest,
  filesToTryAgain,
  type SuiteName,
  type SuiteResult,
  type VitestReport,
} from './result.ts';

/**
 * Runs one suite in a vitest of its own, showing its output as it comes, or at its end where it runs aside, and counts it
 * from vitest's report. Where one or two files of it failed they run once more, alone; not so unit tests, which nothing on
 * the machine can disturb.
 */
export async function runSuite(
  suite: SuiteName,
  filters: string[],
  env: Record<string, string>,
  aside = false,
): Promise<SuiteResult> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  const first = await runVitest(suite, filters, env, aside);
  const again = suite === 'unit' ? [] : filesToTryAgain(first.report);
  if (first.report === undefined || again.length === 0)
    return { name: suite, ...countVitest(first.report, first.code), seconds: seconds(), notes: [] };
  console.log(`\n== ${suite}, once more: ${again.map((file) => relative(PROJECT, file)).join(', ')}`);
  const second = await runVitest(suite, again, { ...env, VITEST_MAX_WORKERS: '1' });
  return { name: suite, ...countAgain(first.report, second.report, second.code), seconds: seconds(), notes: [] };
}

async function runVitest(
  suite: SuiteName,
  filters: string[],
  env: Record<string, string>,
  aside = false,
): Promise<{ report: VitestReport | undefined; code: number }> {
  const folder = join(PROJECT, '.boda', 'test');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${suite}-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // A whole suite without a test is a mistake; a filter may well hit other suites only.
  const empty = filters.length > 0 || !hasTests(suite) ? ['--passWithNoTests'] : [];
  const args = ['run', '--project', suite, ...reporters, ...empty, ...filters];
  const { code, output } = await runTool('vitest/vitest.mjs', args, { env, show: !aside, aside });
  if (aside) console.log(`\n== ${suite}, meanwhile\n${output}`);
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
