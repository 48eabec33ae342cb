import type { Redis } from 'ioredis';
import type { Claim, ClaimAnswer, Log } from '../../src/dialer/ports.ts';
import type { QueueEntry } from '../../src/lists/ports.ts';
import { connectRedis, whenReady } from '../../src/queue/connect.ts';
import type { RedisReadyQueue } from '../../src/queue/ready-queue.ts';

/** Monday 10:00 in Shanghai. */
export const NOW = Date.parse('2026-01-05T02:00:00Z');
export const MIN = 60_000;
export const HOUR = 60 * MIN;
export const CN = {
  windows: [
    { max: 5, windowMs: 24 * HOUR },
    { max: 3, windowMs: 5 * MIN },
  ],
};

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export async function connected(url: string, commandTimeoutMs?: number): Promise<Redis> {
  const redis = connectRedis({ url, log: silent, ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }) });
  await whenReady(redis);
  return redis;
}

export function entry(id: string, change: Partial<QueueEntry> = {}): QueueEntry {
  return { contactId: id, campaignId: 'k1', blindIndex: `n-${id}`, source: 'new', priority: 0, order: NOW, ...change };
}

/** Builds and opens a campaign's queue with these entries. */
export async function build(queue: RedisReadyQueue, campaignId: string, entries: readonly QueueEntry[]): Promise<void> {
  const epoch = await queue.begin(campaignId, NOW);
  await queue.setFrequency(campaignId, CN);
  const contacts = entries.map((each) => ({ entry: each, charges: [] }));
  await queue.put(campaignId, contacts, NOW, epoch);
  if (!(await queue.finish(campaignId, epoch))) throw new Error('the queue was lost while it was built');
}

export function claimsOf(answer: ClaimAnswer): Claim[] {
  if (answer.kind !== 'claims') throw new Error('a rebuild is needed');
  return answer.claims;
}
