import { describe, expect, it } from 'vitest';
import { Budget } from '../../../src/pacing/budget.ts';
import { WindowCount } from '../../../src/pacing/window-count.ts';

const DAY = 86_400_000;
/** Nothing on its way, a small group. */
const QUIET = { coming: 0, usual: 0, chance: 0.25, slowdown: 0 };

function budget(answers: number, abandoned: number, rules = [{ name: 'day', limit: 0.03, lengthMs: DAY }]): Budget {
  const b = new Budget();
  b.configure(rules);
  for (let i = 0; i < answers; i++) b.count(1_000, i < abandoned, 0.03);
  return b;
}

describe('the abandon budget', () => {
  it('is a cold start before 1 ÷ limit answers, with next to no risk', () => {
    const view = budget(33, 0).view(2_000, QUIET);
    expect(view.state).toBe('cold-start');
    expect(view.theta).toBeLessThanOrEqual(0.1 * 0.03);
    expect(budget(34, 0).view(2_000, QUIET).state).not.toBe('cold-start');
  });

  it('stops when one more abandoned call would break the limit, and not before', () => {
    expect(budget(98, 2).view(2_000, QUIET).state, '(2 + 1) ÷ (98 + 1) is above 3 %').toBe('stop');
    expect(budget(98, 2).view(2_000, QUIET).theta).toBe(0);
    expect(budget(100, 2).view(2_000, QUIET).theta, '(2 + 1) ÷ (100 + 1) is not').toBeGreaterThan(0);
    expect(budget(65, 1).view(2_000, QUIET).state, '(1 + 1) ÷ (65 + 1) is above 3 %').toBe('stop');
    expect(budget(110, 2).view(2_000, QUIET).theta).toBeGreaterThan(0);
    expect(budget(20, 1).view(2_000, QUIET).state, 'abandoned while cold').toBe('stop');
  });

  it('spends the last calls of slack, and the cold start, as much more carefully as the way out of a stop is longer', () => {
    const theta = (answers: number, abandoned: number, slowdown: number): number =>
      budget(answers, abandoned).view(2_000, { ...QUIET, slowdown }).theta;
    for (const [answers, abandoned] of [
      [10, 0],
      [101, 2],
    ] as const) {
      expect(theta(answers, abandoned, 0.9)).toBe(theta(answers, abandoned, 0));
      expect(theta(answers, abandoned, 3) / theta(answers, abandoned, 0)).toBeCloseTo(1 / 3, 1);
    }
    expect(theta(1_000, 26, 3), 'a reserve of three beyond the last').toBe(theta(1_000, 26, 0));
  });

  it('brakes as the slack goes', () => {
    const thetas = [2, 22, 26, 28].map((abandoned) => budget(1_000, abandoned).view(2_000, QUIET).theta);
    expect([...thetas].sort((a, b) => b - a)).toEqual(thetas);
    expect(thetas[3]).toBeLessThan((thetas[0] ?? 0) / 2);
  });

  it('brakes earlier where many answers are usually on their way, also in the moment when few are', () => {
    const b = budget(300, 4);
    const small = b.view(2_000, { ...QUIET, coming: 1, usual: 1 }).theta;
    const large = b.view(2_000, { ...QUIET, coming: 5, usual: 5 }).theta;
    expect(large).toBeLessThan(small / 2);
    expect(b.view(2_000, { ...QUIET, coming: 0, usual: 5 }).theta, 'a lull').toBeCloseTo(large, 9);
    expect(b.view(2_000, { ...QUIET, coming: 12, usual: 5 }).theta, 'a wave').toBeLessThan(large);
  });

  it('weighs calls that are lost together: the more, the nearer the stop; not where slack is counted in bad moments', () => {
    const [ample, near, last] = [10, 26, 28].map((abandoned) => budget(1_000, abandoned).view(2_000, QUIET).further);
    expect(ample, 'as much as the first').toEqual([]);
    expect(near).toHaveLength(2);
    expect(near?.[0]).toBeGreaterThan(0);
    expect(last?.[0], 'the second would be lost at the stop').toBeGreaterThan(3 * (near?.[0] ?? 0));
    expect(budget(1_000, 28).view(2_000, { ...QUIET, coming: 6, usual: 6 }).further).toEqual([]);
  });

  it('holds all windows at once: the tightest counts', () => {
    const b = budget(1_000, 5, [
      { name: 'month', limit: 0.05, lengthMs: 30 * DAY },
      { name: 'day', limit: 0.03, lengthMs: DAY },
    ]);
    expect(b.view(2_000, QUIET).slack).toBeCloseTo(25, 9);
    expect(b.view(1_000 + 2 * DAY, QUIET).state, 'the day has passed: cold again').toBe('cold-start');
  });

  it('counts history and corrections', () => {
    const b = budget(0, 0);
    b.history(1_000, 10, 0, 1_000);
    expect(b.view(2_000, QUIET).slack).toBeCloseTo(20, 6);
    b.correct(2_000, 1, 1);
    expect(b.view(2_000, QUIET).slack).toBeCloseTo(19.03, 6);
  });

  it('halves θ for a minute after an alarm', () => {
    const b = budget(1_000, 10);
    const before = b.view(2_000, QUIET).theta;
    b.alarm(2_000);
    expect(b.view(2_001, QUIET).theta).toBeCloseTo(before / 2, 9);
    expect(b.view(62_001, QUIET).theta).toBeCloseTo(before, 9);
  });

  it('learns that the model is too bold', () => {
    const b = budget(1_000, 30);
    expect(b.view(2_000, QUIET).scale).toBeGreaterThan(0.5);
    for (let i = 0; i < 1_000; i++) b.count(2_000, i % 12 === 0, 0.03);
    expect(b.view(3_000, QUIET).scale).toBeLessThan(0.5);
  });
});

describe('a rolling window', () => {
  it('never takes the rate for lower than it is while a bucket leaves', () => {
    const count = new WindowCount(500_000);
    count.add(0, 10, 1);
    count.add(400_000, 10, 0);
    expect(count.since(0)).toMatchObject({ answered: 20, abandoned: 1 });
    expect(count.since(500)).toMatchObject({ answered: 10, abandoned: 1 });
    expect(count.since(1_000)).toMatchObject({ answered: 10, abandoned: 0 });
  });

  it('takes counts in any order', () => {
    const count = new WindowCount(500_000);
    count.add(400_000, 1, 1);
    count.add(100_000, 1, 0);
    expect(count.since(200_000)).toMatchObject({ answered: 1, abandoned: 1 });
    expect(count.since(0)).toMatchObject({ answered: 2, abandoned: 1 });
  });
});
