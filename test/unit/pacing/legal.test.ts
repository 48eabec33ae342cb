import { describe, expect, it } from 'vitest';
import { costOfRule } from '../../../bench/pacing/legal.ts';

const LIMIT = 0.03;
/** 12 agents, a quarter answers: the reference's frontier. */
const FRONTIER = [
  { abandoned: 0, utilisation: 0.625 },
  { abandoned: 0.0004, utilisation: 0.761 },
  { abandoned: 0.0085, utilisation: 0.827 },
  { abandoned: 0.0275, utilisation: 0.858 },
  { abandoned: 0.0452, utilisation: 0.872 },
];

describe('what the abandon rule costs at best', () => {
  it('costs a short campaign much, a long one little', () => {
    const [short, day, long] = [100, 800, 4_000].map((answers) => costOfRule(FRONTIER, answers, LIMIT));
    expect(short).toBeGreaterThan(0.9);
    expect(short).toBeLessThan(0.95);
    expect(day).toBeGreaterThan(short ?? 1);
    expect(long).toBeGreaterThan(day ?? 1);
    expect(long).toBeLessThan(1);
  });

  it('costs nothing where abandoned calls gain nothing', () => {
    const flat = [0, 0.03, 0.05].map((abandoned) => ({ abandoned, utilisation: 0.8 }));
    expect(costOfRule(flat, 800, LIMIT)).toBeCloseTo(1, 6);
  });
});
