import { expect, it } from 'vitest';
import { Floor } from '../../../src/pacing/floor.ts';
import { Forecast, type Knowledge } from '../../../src/pacing/forecast.ts';

const RING_MS = 10_000;

/** Whoever answers does so after ten seconds; half of all calls are answered, and nobody comes free. */
const TOLD: Knowledge = {
  ring: {
    horizons: Float64Array.of(RING_MS),
    g: (age) => (age >= RING_MS ? 1 : 0),
    h: (age) => (age >= RING_MS ? 1 : 0),
  },
  releases: { chance: () => 0 },
  chance: { of: () => ({ mean: 0.5, sd: 0 }) },
  ageOf: (call, now) => now - call.placedAt,
};

it('the index counts a call that would be lost beside others by what the second and the third cost', () => {
  const floor = new Floor();
  floor.apply({ at: 0, type: 'agent', agentId: 'a', state: 'available' });
  for (const callId of ['1', '2', '3']) floor.apply({ at: 0, type: 'placed', callId, campaignId: 'c' });
  const forecast = new Forecast();
  const chance = TOLD.chance.of('c');
  forecast.look(floor, TOLD, 0, new Map([['c', chance]]));
  // Of three calls at least one, two, three are answered: 7/8, 4/8, 1/8. One agent is free.
  expect(forecast.index(chance)).toBeCloseTo(0.875, 9);
  expect(forecast.index(chance, [2])).toBeCloseTo(0.875 + 2 * 0.5, 9);
  expect(forecast.index(chance, [2, 8])).toBeCloseTo(0.875 + 2 * 0.5 + 8 * 0.125, 9);
});
