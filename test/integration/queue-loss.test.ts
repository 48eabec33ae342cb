import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RedisAway } from '../../src/queue/away.ts';
import { RedisCallTokens } from '../../src/queue/call-tokens.ts';
import { RedisReadyQueue } from '../../src/queue/ready-queue.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { build, claimsOf, connected, entry, NOW } from './queue-helpers.ts';

let server: TestRedis;
let redis: Redis;
let queue: RedisReadyQueue;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await connected(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await redis.flushall();
  queue = new RedisReadyQueue(redis);
});

const take = async (count: number): Promise<string[]> =>
  claimsOf(await queue.claim('k1', count, NOW)).map((claim) => claim.contactId);
const rebuildNeeded = { kind: 'rebuild-needed' };

describe('Redis that forgets', () => {
  it('a process claims only from a queue that it has built', async () => {
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    await build(queue, 'k1', [entry('a')]);
    const other = new RedisReadyQueue(redis);
    expect(await other.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    await build(other, 'k1', [entry('a')]);
    // The former owner finds another epoch, also with a late claim, build or top-up.
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    expect(await queue.put('k1', [{ entry: entry('b'), charges: [] }], NOW)).toBeUndefined();
    expect(claimsOf(await other.claim('k1', 5, NOW))).toHaveLength(1);
  });

  it('nothing can be claimed while a queue is being built', async () => {
    await build(queue, 'k1', [entry('a')]);
    const epoch = await queue.begin('k1', NOW);
    await queue.put('k1', [{ entry: entry('a'), charges: [] }], NOW, epoch);
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    expect(await queue.finish('k1', epoch)).toBe(true);
    expect(await take(1)).toEqual(['a']);
  });

  it('a build that is overtaken or lost never opens', async () => {
    const first = await queue.begin('k1', NOW);
    const second = await queue.begin('k1', NOW);
    expect(second).toBeGreaterThan(first);
    expect(await queue.put('k1', [{ entry: entry('a'), charges: [] }], NOW, first)).toBeUndefined();
    expect(await queue.finish('k1', first)).toBe(false);
    await server.flush();
    expect(await queue.finish('k1', second)).toBe(false);
    expect(await queue.begin('k1', 1)).toBeGreaterThan(second);
  });

  it('FLUSHALL: closed until it is built anew (FAULTS 39)', async () => {
    await build(queue, 'k1', [entry('a'), entry('b')]);
    expect(await take(1)).toEqual(['a']);
    await server.flush();
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    expect(await queue.put('k1', [{ entry: entry('c'), charges: [] }], NOW)).toBeUndefined();
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    await build(queue, 'k1', [entry('b')]);
    expect(await take(5)).toEqual(['b']);
  });

  it('went back in time, as after a failover that lost the last second (FAULTS 38)', async () => {
    await build(queue, 'k1', [entry('a'), entry('b'), entry('c')]);
    const before = await Promise.all(
      (await redis.keys('*')).map(async (key) => ({ key, data: await redis.dumpBuffer(key) })),
    );
    expect(await take(1)).toEqual(['a']);
    await redis.flushall();
    for (const { key, data } of before) if (data !== null) await redis.restore(key, 0, data);
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
  });

  it('SIGKILL and a start from the append-only file: closed until built anew (FAULTS 37)', async () => {
    await build(queue, 'k1', [entry('a'), entry('b')]);
    expect(await take(1)).toEqual(['a']);
    await server.kill();
    await until(() => redis.status !== 'ready', { what: 'the lost connection' });
    await expect(queue.size('k1')).rejects.toThrow(RedisAway);
    await server.start();
    await until(() => redis.status === 'ready', { what: 'the connection' });
    // The file has it all, yet whoever answers after a lost connection is not trusted.
    expect(await queue.size('k1')).toBe(1);
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    await build(queue, 'k1', [entry('b')]);
    expect(await take(5)).toEqual(['b']);
  });

  it('hangs for 2 s: every command fails fast, the loop runs on, and the lost claim is not lost (FAULTS 40)', async () => {
    await build(queue, 'k1', [entry('a'), entry('b')]);
    const tokens = new RedisCallTokens(redis);
    let turns = 0;
    const ticking = setInterval(() => turns++, 10);
    server.freeze();
    try {
      const answers = await Promise.allSettled([
        queue.claim('k1', 1, NOW),
        tokens.take([{ key: 't', perSecond: 5, burst: 1 }], 1, NOW),
        queue.size('k1'),
        queue.charge([{ attemptId: 'x', blindIndex: 'y', at: NOW }], NOW),
        queue.begin('k2', NOW),
      ]);
      for (const answer of answers) {
        expect(answer.status).toBe('rejected');
        if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(RedisAway);
      }
      expect(turns).toBeGreaterThan(5);
      // A mark that cannot be lifted now is owed.
      await queue.release(['n-a']);
      expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    } finally {
      clearInterval(ticking);
      server.thaw();
    }
    await until(() => redis.ping(), { what: 'Redis' });
    expect(await queue.claim('k1', 1, NOW)).toEqual(rebuildNeeded);
    await build(queue, 'k1', [entry('a'), entry('b')]);
    expect(await take(5)).toEqual(['a', 'b']);
  });

  it('a release that did not get through is made up for', async () => {
    await build(queue, 'k1', [entry('a'), entry('b')]);
    expect(await take(1)).toEqual(['a']);
    server.freeze();
    try {
      await queue.release(['n-a']);
    } finally {
      server.thaw();
    }
    await until(() => redis.ping(), { what: 'Redis' });
    await redis.zadd('boda:flight', NOW * 2, 'n-a');
    await take(1);
    expect(await redis.zscore('boda:flight', 'n-a')).toBeNull();
  });
});
