import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RedisCallTokens } from '../../src/queue/call-tokens.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { connected, HOUR, NOW } from './queue-helpers.ts';

let server: TestRedis;
let clients: Redis[];
let tokens: RedisCallTokens;
beforeAll(async () => {
  server = await startTestRedis();
  clients = await Promise.all(Array.from({ length: 4 }, () => connected(server.url, 10_000)));
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await server.flush();
  tokens = new RedisCallTokens(client(0));
});

function client(i: number): Redis {
  const found = clients[i];
  if (found === undefined) throw new Error('no such client');
  return found;
}

/** The most sends that fall into one second, half open. */
function mostInASecond(sends: readonly number[]): number {
  const times = [...sends].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  times.forEach((time, i) => {
    while ((times[from] ?? time) <= time - 1000) from++;
    most = Math.max(most, i - from + 1);
  });
  return most;
}

describe('calls per second', () => {
  it.each([1, 13, 50])('a cap of 50 shared by four clients, burst %d, is met and never exceeded', async (burst) => {
    const rng = new SeededRng(burst);
    const takers = clients.map((each) => new RedisCallTokens(each));
    const sends: number[] = [];
    let now = NOW;
    for (let tick = 0; tick < 1500; tick++) {
      now += Math.floor(rng.next() * 20);
      // A pause now and then, so that bursts have room.
      if (rng.next() < 0.005) now += 1500;
      const at = now;
      const granted = await Promise.all(
        takers.map((taker) => taker.take([{ key: 't', perSecond: 50, burst }], 1 + Math.floor(rng.next() * 9), at)),
      );
      for (const count of granted) sends.push(...Array.from({ length: count }, () => at));
    }
    expect(mostInASecond(sends)).toBeLessThanOrEqual(50);
    // Pauses aside the cap is used; without a burst, what a late tick has missed is not made up for.
    const used = burst === 1 ? 0.5 : 0.9;
    expect(sends.length).toBeGreaterThan(((now - NOW) / 1000 - 8 * 1.5) * 50 * used);
  });

  it('ticks of a quarter of a second get the whole cap', async () => {
    const sends: number[] = [];
    for (let now = NOW; now < NOW + 10_000; now += 250) {
      const count = await tokens.take([{ key: 't', perSecond: 50, burst: 13 }], 100, now);
      sends.push(...Array.from({ length: count }, () => now));
    }
    expect(sends.length).toBeGreaterThanOrEqual(495);
    expect(mostInASecond(sends)).toBeLessThanOrEqual(50);
  });

  it('takes of every cap or of none', async () => {
    const caps = [
      { key: 'trunk', perSecond: 100, burst: 20 },
      { key: 'node', perSecond: 10, burst: 5 },
    ];
    expect(await tokens.take(caps, 50, NOW)).toBe(5);
    expect(await tokens.take(caps, 50, NOW)).toBe(0);
    expect(await tokens.take([{ key: 'trunk', perSecond: 100, burst: 20 }], 50, NOW)).toBe(15);
    expect(await tokens.take(caps, 50, NOW + 100)).toBe(1);
  });

  it('keeps a cap below one call a second', async () => {
    const cap = [{ key: 'slow', perSecond: 0.5, burst: 1 }];
    expect(await tokens.take(cap, 5, NOW)).toBe(1);
    expect(await tokens.take(cap, 5, NOW + 1999)).toBe(0);
    expect(await tokens.take(cap, 5, NOW + 2000)).toBe(1);
  });

  it.each([0, -1, Number.NaN])('a cap of %d lets nothing pass', async (perSecond) => {
    expect(await tokens.take([{ key: 't', perSecond, burst: 1 }], 5, NOW)).toBe(0);
    expect(await tokens.take([{ key: 't', perSecond: 5, burst: 1 }], 0, NOW)).toBe(0);
  });

  it('a clock behind the others gains nothing, one that was set back recovers', async () => {
    const cap = [{ key: 't', perSecond: 10, burst: 10 }];
    expect(await tokens.take(cap, 50, NOW)).toBe(10);
    expect(await tokens.take(cap, 50, NOW - 900)).toBe(0);
    expect(await tokens.take(cap, 50, NOW + 1000)).toBe(10);
    expect(await tokens.take(cap, 50, NOW - HOUR)).toBe(0);
    expect(await tokens.take(cap, 50, NOW - HOUR + 500)).toBe(5);
  });
});
