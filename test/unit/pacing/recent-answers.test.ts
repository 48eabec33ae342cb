import { describe, expect, it } from 'vitest';
import { uniform } from '../../../bench/pacing/draws.ts';
import {
  addRecent,
  fadeRecent,
  foretellAll,
  levelOf,
  noAnswers,
  type RecentAnswers,
  recentOf,
} from '../../../src/pacing/recent-answers.ts';

const SECOND = 1_000;
/** Calls a second: twelve agents, one answer in ten. */
const CALLS = 0.7;
const STRENGTH = 60;

/** Dials for `seconds`; whole answers come by chance. */
function dial(recent: RecentAnswers, seconds: number, answer: number, usual: number, seed: number): void {
  for (let s = 0; s < seconds; s++) {
    fadeRecent(recent, SECOND);
    foretellAll(recent, usual, STRENGTH);
    addRecent(recent, CALLS, uniform(seed, s, seconds) < CALLS * answer ? 1 : 0);
  }
}

describe('the level of answers just now', () => {
  it('is that of the memory which foretells best: the long one while nothing changes, a quick one after a change', () => {
    const recent = noAnswers();
    dial(recent, 3_600, 0.12, 0.12, 1);
    expect(recent.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(recent.weights[2]).toBeGreaterThan(0.4);
    dial(recent, 240, 0.4, 0.12, 2);
    expect((recent.weights[0] ?? 0) + (recent.weights[1] ?? 0)).toBeGreaterThan(0.7);
    expect(levelOf(recent, 0.12, STRENGTH).mean).toBeGreaterThan(0.25);
  });

  it('is believed with a deviation on the safe side: what it misses by is two thirds of it, root mean square', () => {
    const runs = 200;
    let squares = 0;
    for (let seed = 0; seed < runs; seed++) {
      const recent = noAnswers();
      dial(recent, 1_800, 0.12, 0.12, 1_000 + seed);
      const { mean, variance } = levelOf(recent, 0.12, STRENGTH);
      squares += (mean - 0.12) ** 2 / variance / runs;
    }
    expect(Math.sqrt(squares)).toBeGreaterThan(0.5);
    expect(Math.sqrt(squares)).toBeLessThan(0.8);
  });

  it('of an older format is that of its one memory', () => {
    const recent = recentOf({ answers: 30, trials: 200 });
    expect(levelOf(recent, 0.15, STRENGTH).mean).toBeCloseTo(0.15, 9);
    expect(recent.counts[0]?.trials).toBeCloseTo((200 * 2) / 15, 9);
  });
});
