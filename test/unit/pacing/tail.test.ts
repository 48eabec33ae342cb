import { describe, expect, it } from 'vitest';
import { Balance } from '../../../src/pacing/tail.ts';
import { SeededRng } from '../../../src/shared/rng.ts';

/** P(answers − releases ≥ k) by plain convolution of everything. */
function plain(answers: readonly number[], releases: readonly number[], k: number): number {
  let pmf = new Map([[0, 1]]);
  const step = (q: number, by: number): void => {
    const next = new Map<number, number>();
    for (const [n, p] of pmf) {
      next.set(n, (next.get(n) ?? 0) + p * (1 - q));
      next.set(n + by, (next.get(n + by) ?? 0) + p * q);
    }
    pmf = next;
  };
  for (const q of answers) step(q, 1);
  for (const r of releases) step(r, -1);
  return [...pmf].reduce((sum, [n, p]) => sum + (n >= k ? p : 0), 0);
}

function balance(answers: readonly number[], releases: readonly number[], most = 32): Balance {
  const b = new Balance();
  b.reset(most);
  for (const q of answers) b.addAnswer(q);
  for (const r of releases) b.addRelease(r);
  return b;
}

const draws = (rng: SeededRng, n: number, most: number): number[] => Array.from({ length: n }, () => most * rng.next());

describe('answers less releases', () => {
  it('is exact for small groups', () => {
    const rng = new SeededRng(1);
    for (let round = 0; round < 40; round++) {
      const answers = draws(rng, Math.floor(26 * rng.next()), 0.6);
      const releases = draws(rng, Math.floor(20 * rng.next()), 0.4);
      for (let k = -6; k < 12; k++)
        expect(balance(answers, releases).atLeast(k)).toBeCloseTo(plain(answers, releases, k), 9);
    }
  });

  it('is within 0.003 for large groups, where θ lies', () => {
    const rng = new SeededRng(2);
    for (const [calls, busy, q, r] of [
      [40, 50, 0.25, 0.12],
      [100, 50, 0.1, 0.12],
      [300, 190, 0.15, 0.15],
    ] as const) {
      const answers = draws(rng, calls, q);
      const releases = draws(rng, busy, r);
      for (let k = -4; k < 25; k++) {
        const exact = plain(answers, releases, k);
        expect(Math.abs(balance(answers, releases, 26 + busy).atLeast(k) - exact)).toBeLessThan(
          exact < 0.1 ? 0.003 : 0.01,
        );
      }
    }
  });

  it('sees the danger of any number of calls, however many agents are free', () => {
    for (const idle of [5, 12, 20, 28, 29, 40, 41, 48, 55, 100, 200]) {
      const b = new Balance();
      b.reset(idle);
      for (let i = 0; i < 5 * idle; i++) b.addAnswer(0.5);
      expect(b.atLeast(idle), `${5 * idle} calls for ${idle} free agents`).toBeGreaterThan(0.99);
    }
  });

  it('starts anew after reset', () => {
    const b = balance([0.5, 0.5], [0.5]);
    b.reset(1);
    b.addAnswer(0.3);
    expect(b.atLeast(1)).toBeCloseTo(0.3, 12);
    expect(b.atLeast(0)).toBe(1);
  });
});
