import { describe, expect, it } from 'vitest';
import { duration, type Spread } from '../../../bench/pacing/draws.ts';
import { DurationModel } from '../../../src/pacing/durations.ts';

const TALK = { binMs: 5_000, bins: 180, meanMs: 120_000, cv: 1.17, meanStrength: 3, shapeStrength: 20 };
const WRAP = { binMs: 1_000, bins: 120, meanMs: 20_000, cv: 0.5, meanStrength: 3, shapeStrength: 5 };
/** Floors of one kind; each is asked once, and should be right in 95 of 100 cases. */
const FLOORS = 400;

/** What is believed after `spells` of this kind, those longer than `cutMs` still running. */
function learned(prior: typeof TALK, of: Spread, floor: number, spells: number, cutMs: number): DurationModel {
  const model = new DurationModel(prior);
  for (let i = 0; i < spells; i++) {
    const ms = duration(of, floor, i, 0);
    model.hazards.expose(0, Math.min(ms, cutMs));
    if (ms <= cutMs) model.hazards.end(0, ms);
  }
  model.fit();
  return model;
}

describe('what is told of the mean of talk and wrap-up', () => {
  it.each([
    ['talk', TALK, { mean: 120_000, sd: 140_000 }, 40, Number.POSITIVE_INFINITY],
    ['talk half as long as thought', TALK, { mean: 60_000, sd: 70_000 }, 150, Number.POSITIVE_INFINITY],
    ['talk of which a fifth still runs', TALK, { mean: 120_000, sd: 140_000 }, 100, 180_000],
    ['wrap-up twice as long as thought', WRAP, { mean: 40_000, sd: 20_000 }, 60, Number.POSITIVE_INFINITY],
  ] as const)('is right to within twice its deviation in 95 of 100 floors: %s', (_, prior, of, spells, cutMs) => {
    const misses = Array.from({ length: FLOORS }, (__, floor) => {
      const { meanMs, meanSdMs } = learned(prior, of, floor, spells, cutMs);
      return Math.log(meanMs / of.mean) / (meanSdMs / meanMs);
    });
    const within = misses.filter((miss) => Math.abs(miss) < 1.96).length / FLOORS;
    expect(within).toBeGreaterThan(0.91);
    expect(within).toBeLessThan(0.99);
  });

  it('is wide before anything was seen, and narrows with the root of the spells', () => {
    const none = new DurationModel(TALK);
    expect(none.meanSdMs / none.meanMs).toBeCloseTo(1 / Math.sqrt(3), 1);
    const relative = (spells: number): number => {
      const { meanMs, meanSdMs } = learned(TALK, { mean: 120_000, sd: 140_000 }, 1, spells, Number.POSITIVE_INFINITY);
      return meanSdMs / meanMs;
    };
    expect(relative(400) / relative(100)).toBeGreaterThan(0.4);
    expect(relative(400) / relative(100)).toBeLessThan(0.6);
  });
});
