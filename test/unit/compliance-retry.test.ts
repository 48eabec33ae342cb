import { describe, expect, it } from 'vitest';
import { CN_FREQUENCY } from '../../src/compliance/presets.ts';
import { isDenied, type RetryPlan, retryPlanned, ruleOf, shippedRules } from '../../src/compliance/retry.ts';
import { AGENT_RESULTS, type AgentResult, SYSTEM_RESULTS, type SystemResult } from '../../src/domain/results.ts';
import { MIN_RETRY_MS } from '../../src/domain/retry-rule.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
const NOW = 1_770_000_000_000;
const PLAN: RetryPlan = { retryMs: {}, maxAttempts: 6, recallAbandoned: false, frequency: CN_FREQUENCY };

const retryAfter = (result: SystemResult | AgentResult, attempts: number, plan: RetryPlan, now: number) =>
  retryPlanned(result, { attempts, same: 1 }, plan, now).retryAt;

describe('the retry rule', () => {
  it.each([
    ['BUSY', 10 * MIN],
    ['NOANSWER', 2 * HOUR],
    ['CONGESTED', 4 * HOUR],
    ['POWEROFF', 4 * HOUR],
    ['UNREACHABLE', 2 * HOUR],
    ['SUSPENDED', 15 * 24 * HOUR],
    ['REJECTED', 24 * HOUR],
    ['NODE_LOST', 24 * HOUR],
    ['UNKNOWN', 24 * HOUR],
    ['CANCELLED', 0],
    ['LOCAL_FAIL', 0],
  ] as const)('as shipped, %s waits %d ms', (result, wait) => {
    expect(retryAfter(result, 1, PLAN, NOW)).toBe(NOW + wait);
  });

  it.each([
    'INVALID',
    'BLOCKED',
    'CONNECTED',
    'HUNGUP',
    'ABANDONED',
    'SALE',
    'NOINTEREST',
    'DNCREQ',
    'UNFILLED',
  ] as const)('as shipped, %s is never dialed again by itself', (result) => {
    expect(retryAfter(result, 1, PLAN, NOW)).toBeUndefined();
  });

  it('ends at the most attempts', () => {
    expect(retryAfter('BUSY', 5, PLAN, NOW)).toBe(NOW + 10 * MIN);
    expect(retryAfter('BUSY', 6, PLAN, NOW)).toBeUndefined();
    expect(retryAfter('CANCELLED', 6, PLAN, NOW)).toBeUndefined();
  });

  it("takes the campaign's own delay, null being never, but none under 120 s", () => {
    const plan = {
      ...PLAN,
      retryMs: { BUSY: 3 * MIN, NOANSWER: 1000, REJECTED: null, VOICEMAIL: HOUR, CANCELLED: 5000 },
    };
    expect(retryAfter('BUSY', 1, plan, NOW)).toBe(NOW + 3 * MIN);
    expect(retryAfter('NOANSWER', 1, plan, NOW)).toBe(NOW + MIN_RETRY_MS);
    expect(retryAfter('REJECTED', 1, plan, NOW)).toBeUndefined();
    expect(retryAfter('VOICEMAIL', 1, plan, NOW)).toBe(NOW + HOUR);
    expect(retryAfter('CANCELLED', 1, plan, NOW)).toBe(NOW + 5000);
  });

  it('an unknown fate waits for the longest window, whatever the campaign says', () => {
    const plan = { ...PLAN, retryMs: { UNKNOWN: MIN }, frequency: { windows: [{ max: 1, windowMs: 72 * HOUR }] } };
    expect(retryAfter('UNKNOWN', 1, plan, NOW)).toBe(NOW + 72 * HOUR);
  });

  it('an abandoned customer is dialed again only where it is allowed', () => {
    expect(retryAfter('ABANDONED', 1, { ...PLAN, retryMs: { ABANDONED: HOUR } }, NOW)).toBeUndefined();
    expect(retryAfter('ABANDONED', 1, { ...PLAN, recallAbandoned: true }, NOW)).toBe(NOW + MIN_RETRY_MS);
    const plan = { ...PLAN, recallAbandoned: true, retryMs: { ABANDONED: 72 * HOUR } };
    expect(retryAfter('ABANDONED', 1, plan, NOW)).toBe(NOW + 72 * HOUR);
  });

  it('every result has an answer, and only those at once come back under 120 s', () => {
    for (const result of [...SYSTEM_RESULTS, ...AGENT_RESULTS]) {
      const at = retryAfter(result, 1, PLAN, NOW);
      if (at === undefined || result === 'CANCELLED' || result === 'LOCAL_FAIL') continue;
      expect(at - NOW).toBeGreaterThanOrEqual(MIN_RETRY_MS);
    }
  });

  it('nonsense in the settings closes rather than dials', () => {
    expect(retryAfter('BUSY', 1, { ...PLAN, retryMs: { BUSY: Number.NaN } }, NOW)).toBeUndefined();
  });
});

describe('a rule of the campaign', () => {
  const own = (result: string, rule: RetryPlan['retryMs'][string]): RetryPlan => ({
    ...PLAN,
    retryMs: { [result]: rule },
  });
  const waits = (result: SystemResult, plan: RetryPlan): (number | undefined)[] =>
    [1, 2, 3, 4].map((same) => {
      const { retryAt } = retryPlanned(result, { attempts: same, same }, plan, NOW);
      return retryAt === undefined ? undefined : (retryAt - NOW) / MIN;
    });

  it('waits ever longer up to its most, and ends the number after its attempts', () => {
    expect(waits('BUSY', own('BUSY', { delayMs: 5 * MIN, factor: 3 }))).toEqual([5, 15, 45, 135]);
    expect(waits('BUSY', own('BUSY', { delayMs: 5 * MIN, factor: 3, mostMs: 30 * MIN }))).toEqual([5, 15, 30, 30]);
    expect(waits('BUSY', own('BUSY', { delayMs: 5 * MIN, attempts: 2 }))).toEqual([5, undefined, undefined, undefined]);
    expect(waits('BUSY', own('BUSY', { attempts: 3 }))).toEqual([10, 10, undefined, undefined]);
    expect(waits('BUSY', own('BUSY', { delayMs: MIN, factor: 2 }))).toEqual([2, 2, 4, 8]);
  });

  it('counts a result by itself, and all attempts together at the campaign', () => {
    const plan = own('BUSY', { attempts: 2 });
    expect(retryPlanned('BUSY', { attempts: 5, same: 1 }, plan, NOW).retryAt).toBe(NOW + 10 * MIN);
    expect(retryPlanned('BUSY', { attempts: 6, same: 1 }, plan, NOW)).toEqual({
      retryAt: undefined,
      otherAt: undefined,
    });
  });

  it('goes on to the next number where it says so, or where this one is done and nobody was reached', () => {
    const next = own('NOANSWER', { delayMs: 30 * MIN, number: 'next' });
    expect(retryPlanned('NOANSWER', { attempts: 1, same: 1 }, next, NOW)).toEqual({
      retryAt: NOW + 30 * MIN,
      otherAt: NOW + 30 * MIN,
    });
    expect(retryPlanned('NOANSWER', { attempts: 1, same: 1 }, PLAN, NOW).otherAt).toBeUndefined();
    const soon = { retryAt: undefined, otherAt: NOW + MIN_RETRY_MS };
    for (const result of ['INVALID', 'BLOCKED', 'WRONG'] as const)
      expect(retryPlanned(result, { attempts: 1, same: 1 }, PLAN, NOW), result).toEqual(soon);
    expect(retryPlanned('BUSY', { attempts: 2, same: 2 }, own('BUSY', { attempts: 2 }), NOW)).toEqual(soon);
  });

  it('of a customer who was reached dials no other number', () => {
    const none = { retryAt: undefined, otherAt: undefined };
    for (const result of ['CONNECTED', 'HUNGUP', 'ABANDONED', 'SALE', 'NOINTEREST', 'DNCREQ', 'UNFILLED'] as const)
      expect(retryPlanned(result, { attempts: 1, same: 1 }, PLAN, NOW), result).toEqual(none);
  });

  it('is shown whole, with what is shipped where it says nothing', () => {
    expect(ruleOf('REJECTED', own('REJECTED', { factor: 2 }))).toEqual({
      ...{ delayMs: 24 * HOUR, factor: 2, attempts: 10, number: 'same', mostMs: 366 * 24 * HOUR },
    });
    expect(ruleOf('INVALID', PLAN).delayMs).toBeNull();
    expect(Object.keys(shippedRules()).sort()).toEqual([...SYSTEM_RESULTS, ...AGENT_RESULTS].sort());
  });
});

describe('a line that denies a number', () => {
  it.each([
    [404, 1, true],
    [410, 22, true],
    [484, 28, true],
    [604, 1, true],
    [480, 18, false],
    [480, 1, false],
    [undefined, 1, true],
    [undefined, 18, false],
    [486, 17, false],
  ])('SIP %s with cause %s: %s', (techCause, cause, denied) => {
    expect(isDenied({ result: 'UNREACHABLE', techCause, cause })).toBe(denied);
    expect(isDenied({ result: 'NOANSWER', techCause, cause })).toBe(false);
  });
});
