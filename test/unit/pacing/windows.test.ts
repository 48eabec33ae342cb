import { describe, expect, it } from 'vitest';
import { Windows } from '../../../bench/pacing/windows.ts';

const HOUR = 3_600_000;

describe('the worst legal window of a run', () => {
  it('is none before 200 answers, and then the worst moment, not the end', () => {
    const windows = new Windows();
    for (let i = 0; i < 199; i++) windows.add(1_000 * i, i < 10 ? 1 : 0);
    expect(windows.worst).toBeUndefined();
    windows.add(199_000, 0);
    expect(windows.worst).toBe(0.05);
    for (let i = 0; i < 800; i++) windows.add(200_000 + 1_000 * i, 0);
    expect(windows.worst).toBe(0.05);
  });

  it('is also looked for in spans of a day that begin in the middle', () => {
    const windows = new Windows();
    for (let i = 0; i < 1_000; i++) windows.add(1_000 * i, 0);
    for (let i = 0; i < 200; i++) windows.add(30 * HOUR + 1_000 * i, i % 20 === 19 ? 1 : 0);
    expect(windows.worst).toBeCloseTo(0.05, 9);
  });
});
