/** What came of one suite. */
export interface SuiteResult {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Lines for the end: what could not run, and the command that would help. */
  notes: string[];
}

/** What vitest's JSON report tells of a run. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: unknown[] }[];
}

/**
 * Counts of one vitest run. A file that could not be loaded has no test that failed, and an error outside any test leaves
 * only the exit code: both count as one failed, so that nothing broken passes for green. `report` is undefined when
 * vitest died before writing it.
 */
export function countVitest(
  report: VitestReport | undefined,
  exitCode: number,
): { passed: number; failed: number; skipped: number } {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The last lines of `npm test`: a line a suite, then what could not run, then `N passed, N failed, N skipped` alone. With
 * `strict` (CI=true) a suite that could not run counts as failed.
 */
export function summary(results: SuiteResult[], strict: boolean): { lines: string[]; failed: number } {
  const sum = (pick: (result: SuiteResult) => number): number => results.reduce((total, one) => total + pick(one), 0);
  const unrun = strict ? results.filter((result) => result.notes.length > 0).length : 0;
  const failed = sum((result) => result.failed) + unrun;
  const lines = results.map((result) => {
    const counts = `${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`;
    return `${result.name.padEnd(12)} ${counts}, ${result.seconds.toFixed(1)} s`;
  });
  for (const result of results) lines.push(...result.notes.map((note) => `${result.name}: ${note}`));
  if (unrun > 0)
    lines.push(`CI=true: ${unrun} ${unrun === 1 ? 'suite' : 'suites'} that could not run whole, counted as failed`);
  lines.push(`${sum((result) => result.passed)} passed, ${failed} failed, ${sum((result) => result.skipped)} skipped`);
  return { lines, failed };
}

export const SUITES = ['unit', 'integration', 'contract', 'real', 'browser'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface Selection {
  checks: boolean;
  suites: SuiteName[];
  /** Passed on to vitest: paths or parts of them, and its options. */
  filters: string[];
}

/** What `npm test -- …` asks for: nothing = all; `static` or names of suites; else paths, which pick their suites. */
export function select(args: string[]): Selection {
  const suites = SUITES.filter((suite) => args.includes(suite));
  const filters = args.filter((arg) => arg !== 'static' && !suites.includes(arg as SuiteName));
  if (args.length === 0) return { checks: true, suites: [...SUITES], filters };
  const named = args.includes('static') || suites.length > 0;
  if (named) return { checks: args.includes('static'), suites, filters };
  const hit = SUITES.filter((suite) => filters.some((filter) => filter.includes(`test/${suite}`)));
  return { checks: false, suites: hit.length > 0 ? hit : [...SUITES], filters };
}
