import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, runTool } from '../launcher/command.ts';
import { countVitest, type SuiteName, type SuiteResult, type VitestReport } from './result.ts';

/** Runs one suite in a vitest of its own, showing its output, and counts it from vitest's report. */
export async function runSuite(suite: SuiteName, filters: string[], env: Record<string, string>): Promise<SuiteResult> {
  const started = performance.now();
  const folder = join(PROJECT, '.boda', 'test');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${suite}-${process.pid}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // A whole suite without a test is a mistake; a filter may well hit other suites only.
  const empty = filters.length > 0 || !hasTests(suite) ? ['--passWithNoTests'] : [];
  const args = ['run', '--project', suite, ...reporters, ...empty, ...filters];
  const { code } = await runTool('vitest/vitest.mjs', args, { env, show: true });
  const counts = countVitest(readReport(file), code);
  return { name: suite, ...counts, seconds: (performance.now() - started) / 1_000, notes: [] };
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
