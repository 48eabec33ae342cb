import { describe, expect, it } from 'vitest';
import {
  countAgain,
  countVitest,
  filesToTryAgain,
  inOrder,
  type SuiteResult,
  select,
  summary,
  type VitestReport,
} from '../../../scripts/suites/result.ts';

const report = (over: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [],
  ...over,
});

describe('counting a vitest run', () => {
  it('takes passed, failed, and skipped with to-do', () => {
    expect(countVitest(report({}), 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(countVitest(report({ numFailedTests: 2 }), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts a file that could not be loaded', () => {
    const testResults = [{ name: 'a.test.ts', status: 'failed', message: 'no such import', assertionResults: [] }];
    expect(countVitest(report({ testResults }), 1).failed).toBe(1);
  });

  it('never takes a broken run for a green one', () => {
    expect(countVitest(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest(report({}), 1).failed).toBe(1);
  });
});

describe('a second try', () => {
  const file = (name: string, ...statuses: string[]): VitestReport['testResults'][number] => ({
    name,
    status: statuses.includes('failed') ? 'failed' : 'passed',
    message: '',
    assertionResults: statuses.map((status, i) => ({ status, fullName: `${name} ${i}` })),
  });
  const first = report({
    testResults: [file('a', 'passed', 'skipped'), file('b', 'passed', 'failed', 'skipped'), file('c', 'passed')],
  });

  it('is for one or two files that failed', () => {
    expect(filesToTryAgain(first)).toEqual(['b']);
    const three = ['a', 'b', 'c'].map((name) => file(name, 'failed'));
    expect(filesToTryAgain(report({ testResults: three }))).toEqual([]);
    expect(filesToTryAgain(undefined)).toEqual([]);
  });

  it('that passes counts, and what failed at first is named', () => {
    const second = report({ numPassedTests: 2, numPendingTests: 1, numTodoTests: 0, testResults: [] });
    expect(countAgain(first, second, 0)).toEqual({ passed: 4, failed: 0, skipped: 2, unsteady: ['b 1'] });
  });

  it('that fails, breaks or dies is a failure', () => {
    const failing = report({ numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 });
    expect(countAgain(first, failing, 1)).toEqual({ passed: 3, failed: 1, skipped: 2, unsteady: [] });
    expect(countAgain(first, report({}), 1).failed).toBe(1);
    expect(countAgain(first, undefined, 0).failed).toBe(1);
  });
});

describe('the last lines', () => {
  const suite = (over: Partial<SuiteResult>): SuiteResult => ({
    name: 'unit',
    passed: 5,
    failed: 0,
    skipped: 0,
    seconds: 1.24,
    notes: [],
    ...over,
  });
  const lacking = suite({
    name: 'real',
    passed: 0,
    skipped: 1,
    notes: ['not run: no archive. Would help: npm test -- real'],
  });

  it('end with the counts alone', () => {
    const { lines, failed } = summary([suite({}), suite({ name: 'integration', failed: 1, skipped: 2 })], false);
    expect(lines.at(-1)).toBe('10 passed, 1 failed, 2 skipped');
    expect(lines[0]).toBe('unit         5 passed, 0 failed, 0 skipped, 1.2 s');
    expect(failed).toBe(1);
  });

  it('name what was unsteady', () => {
    const { lines, failed } = summary([suite({ unsteady: ['a call is heard'] })], true);
    expect(lines.slice(-2)).toEqual([
      'unit: UNSTEADY, failed and then passed alone: a call is heard',
      '5 passed, 0 failed, 0 skipped',
    ]);
    expect(failed).toBe(0);
  });

  it('say what could not run and what would help', () => {
    const { lines, failed } = summary([suite({}), lacking], false);
    expect(lines.slice(-2)).toEqual([
      'real: not run: no archive. Would help: npm test -- real',
      '5 passed, 0 failed, 1 skipped',
    ]);
    expect(failed).toBe(0);
  });

  it('count that as a failure with CI=true', () => {
    const { lines, failed } = summary([suite({}), lacking], true);
    expect(lines.at(-1)).toBe('5 passed, 1 failed, 1 skipped');
    expect(failed).toBe(1);
  });
});

describe('what is asked for', () => {
  it.each([
    [[], { checks: true, suites: ['unit', 'integration', 'contract', 'real', 'browser'], filters: [] }],
    [['unit'], { checks: false, suites: ['unit'], filters: [] }],
    [['real', 'unit', 'foo'], { checks: false, suites: ['unit', 'real'], filters: ['foo'] }],
    [['static'], { checks: true, suites: [], filters: [] }],
    [['test/unit/config'], { checks: false, suites: ['unit'], filters: ['test/unit/config'] }],
    [
      ['config'],
      { checks: false, suites: ['unit', 'integration', 'contract', 'real', 'browser'], filters: ['config'] },
    ],
  ])('%j', (args, selection) => {
    expect(select(args)).toEqual(selection);
  });
});

describe('the order of the parts', () => {
  it('is what waits at the same time, what computes aside of it, then one after the other', () => {
    expect(inOrder(select([]))).toEqual({
      together: [
        { manner: 'aside', part: 'static' },
        { manner: 'aside', part: 'unit' },
        { manner: 'beside', part: 'contract' },
        { manner: 'alone', part: 'real' },
      ],
      turns: ['integration', 'browser'],
    });
    const real = { manner: 'alone', part: 'real' };
    expect(inOrder(select(['real']))).toEqual({ together: [real], turns: [] });
  });

  it('is what fails soon first where nothing of the real telephone is asked for', () => {
    expect(inOrder(select(['static', 'contract', 'unit']))).toEqual({
      together: [],
      turns: ['static', 'unit', 'contract'],
    });
  });
});
