import { expect, test } from 'vitest';
import { SeededRng } from '../../../src/shared/rng.ts';
import { population } from '../../../src/sim/population.ts';
import { desk, seatAgent } from './desk.ts';

/** A quarter of an hour of calls with faults among the events; everything that was heard, and what the carrier saw. */
function quarter(seed: number): string {
  const at = desk({ rng: new SeededRng(seed), model: population(seed) });
  at.sim.faults.add({ kind: 'duplicate-events', share: 0.1, times: 0 });
  at.sim.faults.add({ kind: 'reorder-events', share: 0.1, times: 0 });
  at.sim.faults.add({ kind: 'lose-events', share: 0.01, times: 0 });
  const bridges = ['a', 'b', 'c', 'd'].map((user) => seatAgent(at, user).bridge);
  for (let i = 0; i < 300; i++) {
    at.place(String(i), `139${String(i).padStart(8, '0')}`);
    at.pass(3_000);
    at.ask('POST', `/bridges/${bridges[i % bridges.length]}/addChannel`, { channel: `g.${Math.max(0, i - 4)}` });
  }
  return JSON.stringify([at.heard, at.sim.carrier.log]);
}

test('the same seed gives the same run, event for event; another seed another one', () => {
  const run = quarter(11);
  expect(run.length).toBeGreaterThan(100_000);
  expect(quarter(11) === run).toBe(true);
  expect(quarter(12) === run).toBe(false);
});
