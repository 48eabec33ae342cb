/** What came of one suite. */
export interface SuiteResult {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Lines for the end: what could not run, and the command that would help. */
  notes: string[];
  /** Tests that failed at first and passed when their file ran again alone. */
  unsteady?: string[];
}

/** What vitest's JSON report tells of a run. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts of one vitest run. A file that could not be loaded has no test that failed, and an error outside any test leaves
 * only the exit code: both count as one failed, so that nothing broken passes for green. `report` is undefined when
 * vitest died before writing it.
 */
export function countVitest(report: VitestReport | undefined, exitCode: number): Counts {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** More failed files than this in one suite are no accident: none of them gets a second try. */
export const MOST_AGAIN = 2;

/**
 * The files of a failed run that get a second try, each whole and with nothing beside it (docs/decisions/0014): none where
 * the run broke outside a test, or where too much failed.
 */
export function filesToTryAgain(report: VitestReport | undefined): string[] {
  const failed = (report?.testResults ?? []).filter((file) => file.status === 'failed');
  return failed.length > MOST_AGAIN ? [] : failed.map((file) => file.name);
}

/**
 * The counts of a suite of which some files ran a second time: for those the second run counts, for the rest the first.
 * `unsteady` names what failed at first only.
 */
export function countAgain(
  first: VitestReport,
  second: VitestReport | undefined,
  secondExitCode: number,
): Counts & { unsteady: string[] } {
  const again = filesToTryAgain(first);
  const rest = first.testResults.filter((file) => !again.includes(file.name));
  const tests = rest.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const counts = countVitest(second, secondExitCode);
  const failedOnce = first.testResults
    .filter((file) => again.includes(file.name))
    .flatMap((file) => file.assertionResults.filter(({ status }) => status === 'failed').map((test) => test.fullName));
  return {
    passed: passed + counts.passed,
    failed: counts.failed,
    skipped: tests.length - passed + counts.skipped,
    unsteady: counts.failed > 0 ? [] : failedOnce,
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
  for (const result of results)
    lines.push(
      ...(result.unsteady ?? []).map((test) => `${result.name}: UNSTEADY, failed and then passed alone: ${test}`),
    );
  if (unrun > 0)
    lines.push(`CI=true: ${unrun} ${unrun === 1 ? 'suite' : 'suites'} that could not run whole, counted as failed`);
  lines.push(`${sum((result) => result.passed)} passed, ${failed} failed, ${sum((result) => result.skipped)} skipped`);
  return { lines, failed };
}

export const SUITES = ['unit', 'integration', 'contract', 'real', 'browser'] as const;
export type SuiteName = (typeof SUITES)[number];
/** The static checks or a suite. */
export type Part = 'static' | SuiteName;

export interface Selection {
  checks: boolean;
  suites: SuiteName[];
  /** Passed on to vitest: paths or parts of them, and its options. */
  filters: string[];
}

/** How a part runs: alone and shown, beside another, or beside it in the time that nobody else wants. */
export type Manner = 'alone' | 'beside' | 'aside';

export interface Order {
  /** What runs at the same time. */
  together: { manner: Manner; part: Part }[];
  /** What runs after all of them, one after the other and nothing beside it. */
  turns: Part[];
}

/**
 * In which order they run. While the suite on the real Asterisk waits for calls, so does the contract suite, on Asterisks of
 * its own, and the static checks and the unit tests take the time that both leave (docs/decisions/0021). All others run one
 * after the other. Without the real suite the quick ones come first, to fail soon.
 */
export function inOrder({ checks, suites }: Selection): Order {
  const quick: Part[] = [...(checks ? (['static'] as const) : []), ...suites.filter((suite) => suite === 'unit')];
  const slow = suites.filter((suite) => suite !== 'unit' && suite !== 'real');
  if (!suites.includes('real')) return { together: [], turns: [...quick, ...slow] };
  return {
    together: [
      ...quick.map((part) => ({ manner: 'aside' as const, part })),
      ...slow.filter((suite) => suite === 'contract').map((part) => ({ manner: 'beside' as const, part })),
      { manner: 'alone', part: 'real' },
    ],
    turns: slow.filter((suite) => suite !== 'contract'),
  };
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
