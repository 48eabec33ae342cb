import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLAIM } from '../../src/queue/claim-scripts.ts';
import { queueKeys } from '../../src/queue/keys.ts';
import { RedisReadyQueue } from '../../src/queue/ready-queue.ts';
import { scriptOn, texts } from '../../src/queue/script.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { build, CN, claimsOf, connected, entry, HOUR, MIN, NOW } from './queue-helpers.ts';

let server: TestRedis;
let redis: Redis;
let queue: RedisReadyQueue;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await connected(server.url, 10_000);
  redis.setMaxListeners(100);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await redis.flushall();
  queue = new RedisReadyQueue(redis);
});

const take = async (campaignId: string, count: number, now = NOW): Promise<string[]> =>
  claimsOf(await queue.claim(campaignId, count, now)).map((claim) => claim.contactId);
const charge = (blindIndex: string, ...agoMs: number[]) =>
  queue.charge(
    agoMs.map((ago, i) => ({ attemptId: `${blindIndex}-${i}`, blindIndex, at: NOW - ago })),
    NOW,
  );

describe('claiming', () => {
  it('goes by priority, then the order of the campaign, then the id', async () => {
    await build(queue, 'k1', [
      entry('late', { order: NOW + 5 }),
      entry('b'),
      entry('a'),
      entry('low', { priority: -99 }),
      entry('abandoned', { priority: 99, order: NOW + 9 }),
      entry('call-back', { priority: 50, source: 'call-back' }),
    ]);
    expect(await queue.size('k1')).toBe(6);
    const [first, second] = claimsOf(await queue.claim('k1', 2, NOW));
    expect(first?.contactId).toBe('abandoned');
    expect(second).toEqual({
      contactId: 'call-back',
      campaignId: 'k1',
      blindIndex: 'n-call-back',
      source: 'call-back',
      priority: 50,
    });
    expect(await take('k1', 10)).toEqual(['a', 'b', 'late', 'low']);
    expect(await take('k1', 10)).toEqual([]);
  });

  it('gives no contact twice to eight claimers at once, and forgets none', async () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `c${String(i).padStart(4, '0')}`);
    const shuffled = ids.map((id, i) => entry(id, { order: (i * 7919) % 2000 }));
    await build(queue, 'k1', shuffled);
    const k = queueKeys('boda:');
    const keys = [k.meta('k1'), k.ready('k1'), k.waiting('k1'), k.entries, k.flight, k.claimed];
    const epoch = (await redis.hget(k.meta('k1'), 'e')) ?? '';
    const clients = await Promise.all(Array.from({ length: 8 }, () => connected(server.url, 10_000)));
    const got = await Promise.all(
      clients.map(async (client) => {
        const claim = scriptOn(client, CLAIM);
        const mine: string[] = [];
        for (;;) {
          const args = [k.chargedPrefix, 7, NOW, epoch, 0, NOW + HOUR, NOW + MIN, 100];
          const entries = texts(await claim(keys, args)).slice(2);
          if (entries.length === 0) return mine;
          mine.push(...entries.map((text) => text.split('|')[0] ?? ''));
        }
      }),
    );
    for (const client of clients) client.disconnect();
    expect(got.flat().length).toBe(2000);
    expect(new Set(got.flat())).toEqual(new Set(ids));
    // Every claimer saw the campaign's order.
    const place = new Map(shuffled.map((each) => [each.contactId, each.order]));
    for (const mine of got) {
      const orders = mine.map((id) => place.get(id) ?? -1);
      expect(orders).toEqual([...orders].sort((a, b) => a - b));
    }
    expect(await redis.hlen(k.entries)).toBe(0);
    expect(await redis.zcard(k.flight)).toBe(2000);
  });

  it('dials one number once, whichever campaigns hold it (FAULTS 54)', async () => {
    await build(queue, 'k1', [entry('a', { blindIndex: 'same' })]);
    await build(queue, 'k2', [entry('b', { campaignId: 'k2', blindIndex: 'same' }), entry('c', { campaignId: 'k2' })]);
    const both = await Promise.all([take('k1', 5), take('k2', 5)]);
    expect(both.flat()).toHaveLength(2);
    expect(both.flat()).toContain('c');
    expect(await take('k2', 5, NOW + MIN)).toEqual([]);
    expect(await take('k1', 5, NOW + MIN)).toEqual([]);
    await queue.release(['same']);
    // The one that had to wait is looked at again.
    const later = await Promise.all([take('k1', 5, NOW + 2 * MIN), take('k2', 5, NOW + 2 * MIN)]);
    expect(later.flat()).toHaveLength(1);
    expect([...both.flat(), ...later.flat()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('also when the same number stands twice in one campaign', async () => {
    await build(queue, 'k1', [entry('a', { blindIndex: 'same' }), entry('b', { blindIndex: 'same' })]);
    expect(await take('k1', 5)).toEqual(['a']);
  });

  it('a mark that nobody lifted ends by its stored time, not by the wall clock', async () => {
    queue = new RedisReadyQueue(redis, { flightMs: HOUR });
    await build(queue, 'k1', [entry('a', { blindIndex: 'same' }), entry('b', { blindIndex: 'same' })]);
    expect(await take('k1', 1)).toEqual(['a']);
    expect(await take('k1', 1, NOW + HOUR - 1)).toEqual([]);
    expect(await take('k1', 1, NOW + HOUR + 5_000)).toEqual(['b']);
    for (const key of await redis.keys('*')) expect(await redis.pttl(key)).toBe(-1);
  });

  it('passes over a number that was called as often as the rule allows, until the oldest call falls out', async () => {
    await build(queue, 'k1', [entry('a'), entry('b'), entry('c')]);
    await charge('n-a', 0, MIN, 5 * MIN - 1);
    await charge('n-b', 0, MIN, 5 * MIN);
    await charge('n-c', HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR);
    expect(await take('k1', 5)).toEqual(['b']);
    expect(await queue.waitingPast('k1', NOW + MIN, 10)).toEqual([{ contactId: 'c', freeAt: NOW + 19 * HOUR }]);
    expect(await take('k1', 5, NOW + 1)).toEqual(['a']);
    expect(await take('k1', 5, NOW + 19 * HOUR - 1)).toEqual([]);
    expect(await take('k1', 5, NOW + 19 * HOUR)).toEqual(['c']);
  });

  it('counts an attempt once, and takes back what no carrier saw', async () => {
    await build(queue, 'k1', [entry('a')]);
    for (let i = 0; i < 5; i++) await charge('n-a', 0, MIN);
    await charge('n-a', 0, MIN, 2 * MIN);
    expect(await take('k1', 1)).toEqual([]);
    await queue.unCharge([{ attemptId: 'n-a-0', blindIndex: 'n-a', at: NOW }]);
    expect(await take('k1', 1, NOW + 3 * MIN)).toEqual(['a']);
  });

  it('sweeps charges that are too old to matter', async () => {
    await charge('n-a', 100 * HOUR);
    await charge('n-b', HOUR);
    await charge('n-c', 0);
    expect((await redis.keys('boda:charged:*')).sort()).toEqual(['boda:charged:n-b', 'boda:charged:n-c']);
    expect(await redis.zcard('boda:charged-last')).toBe(2);
  });

  it('puts claims back at their old place', async () => {
    await build(queue, 'k1', [entry('a'), entry('b'), entry('c', { priority: 3 })]);
    const claims = claimsOf(await queue.claim('k1', 2, NOW));
    expect(claims.map((claim) => claim.contactId)).toEqual(['c', 'a']);
    await queue.putBack([...claims].reverse(), NOW);
    await queue.putBack(claims, NOW);
    expect(await queue.size('k1')).toBe(3);
    expect(await take('k1', 5)).toEqual(['c', 'a', 'b']);
  });

  it('does not put back what was rebuilt since', async () => {
    await build(queue, 'k1', [entry('a')]);
    const claims = claimsOf(await queue.claim('k1', 1, NOW));
    await build(queue, 'k1', [entry('a')]);
    await queue.putBack(claims, NOW);
    expect(await queue.size('k1')).toBe(1);
    expect(await take('k1', 5)).toEqual(['a']);
  });
});

describe('filling', () => {
  it('holds a contact once over all campaigns', async () => {
    await build(queue, 'k1', [entry('a')]);
    await build(queue, 'k2', [entry('a', { campaignId: 'k2', blindIndex: 'other' })]);
    expect(await queue.size('k1')).toBe(1);
    expect(await queue.size('k2')).toBe(0);
    expect(await queue.put('k1', [{ entry: entry('a', { priority: 9 }), charges: [] }], NOW)).toBe(0);
    expect(await queue.size('k1')).toBe(1);
  });

  it('a new build of one campaign leaves the others alone', async () => {
    await build(queue, 'k1', [entry('a'), entry('b')]);
    await build(queue, 'k2', [entry('c', { campaignId: 'k2' })]);
    expect(await take('k1', 1)).toEqual(['a']);
    await build(queue, 'k1', [entry('a'), entry('b')]);
    expect(await take('k1', 5)).toEqual(['a', 'b']);
    expect(await take('k2', 5)).toEqual(['c']);
  });

  it('removes, and tells who would be last', async () => {
    await build(queue, 'k1', [entry('a'), entry('b'), entry('c')]);
    expect(await queue.last('k1', 2)).toEqual(['c', 'b']);
    await queue.remove('k1', ['c', 'b', 'nobody']);
    expect(await take('k1', 5)).toEqual(['a']);
    expect(await queue.put('k1', [{ entry: entry('c'), charges: [] }], NOW)).toBe(1);
  });

  it('brings the charges of a number along', async () => {
    await build(queue, 'k1', []);
    const charges = [0, 1, 2].map((i) => ({ attemptId: `t${i}`, blindIndex: 'n-a', at: NOW - i }));
    await queue.put('k1', [{ entry: entry('a'), charges }], NOW);
    expect(await take('k1', 1)).toEqual([]);
  });

  it('restored marks are replaced by the next restoring, those of claims stay', async () => {
    await build(queue, 'k1', [entry('a'), entry('b', { blindIndex: 'x' }), entry('c', { blindIndex: 'y' })]);
    expect(await take('k1', 1)).toEqual(['a']);
    await queue.markInFlight(['x', 'y', 'n-a'], NOW);
    expect(await take('k1', 5)).toEqual([]);
    await queue.markInFlight(['y'], NOW);
    expect(await take('k1', 5, NOW + MIN)).toEqual(['b']);
    expect((await redis.zrange('boda:flight', '0', '-1')).sort()).toEqual(['n-a', 'x', 'y']);
  });

  it('keeps no clear number and no rule of nonsense', async () => {
    await build(queue, 'k1', [entry('a')]);
    await queue.setFrequency('k1', {
      windows: [{ max: 0, windowMs: 5 }, { max: Number.NaN, windowMs: 5 }, ...CN.windows],
    });
    expect(await redis.hget('boda:queue:k1', 'w')).toBe('5:86400000 3:300000');
  });
});
