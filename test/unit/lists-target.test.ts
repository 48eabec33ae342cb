import { describe, expect, it } from 'vitest';
import { QUEUE_FACTOR, QUEUE_FLOOR, queueTarget } from '../../src/lists/target.ts';

const FACTS = { agents: 48, linesPerAgent: 2, ringTimeoutMs: 30_000, factor: QUEUE_FACTOR, floor: QUEUE_FLOOR };

describe('the target of a ready queue', () => {
  it.each([
    [{}, 384],
    [{ ringTimeoutMs: 45_000 }, 256],
    [{ linesPerAgent: 1.5, agents: 7, ringTimeoutMs: 20_000, factor: 1 }, 50],
    [{ linesPerAgent: 1.5, agents: 7, ringTimeoutMs: 20_000, factor: 1, floor: 0 }, 32],
    [{ agents: 0 }, 50],
    [{ ringTimeoutMs: 0 }, 50],
    [{ agents: Number.NaN }, 50],
  ])('%j → %d', (change, target) => {
    expect(queueTarget({ ...FACTS, ...change })).toBe(target);
  });
});
