import type { Redis } from 'ioredis';
import type { Claim, ClaimAnswer, FrequencyRule, ReadyQueue } from '../dialer/ports.ts';
import type { Charge, QueueEntry, QueueFilling } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import { answered, RedisAway } from './away.ts';
import { CHARGE, CLAIM, PUT_BACK } from './claim-scripts.ts';
import { decodeClaim, encodeEntry } from './entry.ts';
import { BEGIN, FINISH, LATE, MARK, PUT, REMOVE } from './fill-scripts.ts';
import { type QueueKeys, queueKeys } from './keys.ts';
import { scriptOn, texts } from './script.ts';

const HOUR = 3_600_000;

export interface ReadyQueueSettings {
  /** Before every key, so that several floors can share a server. */
  prefix: string;
  /** How long a mark "in flight" stands if nobody lifts it, ms: longer than the longest call. */
  flightMs: number;
  /** How soon a contact whose number is in flight is looked at again, ms. */
  lookAgainMs: number;
  /** Charges older than this are swept, ms: at least the longest window that matters here. */
  keepChargesMs: number;
}

const SHIPPED: ReadyQueueSettings = {
  prefix: 'boda:',
  flightMs: 25 * HOUR,
  lookAgainMs: 5_000,
  keepChargesMs: 72 * HOUR,
};

/** What this process last saw of a campaign's queue: how it notices that Redis went back in time. */
interface Seen {
  epoch: number;
  writes: number;
}

/**
 * The ready queues in Redis, both sides: claiming (the engine) and filling (the feeder). Every method rejects with
 * `RedisAway` within the connection's command time-out.
 *
 * Fails closed: a process may claim only from a queue that it built itself, under that very epoch, while at least the
 * writes that it has seen are there and the connection was never lost since. Anything else is `rebuild-needed`; so is
 * the claim after one whose answer was lost, because its contacts are in nobody's hands.
 */
export class RedisReadyQueue implements ReadyQueue, QueueFilling {
  readonly #redis: Redis;
  readonly #keys: QueueKeys;
  readonly #settings: ReadyQueueSettings;
  readonly #seen = new Map<string, Seen>();
  readonly #epochs = new Map<string, number>();
  /** Marks that should have been lifted while Redis was away. */
  readonly #owed = new Set<string>();
  #lifting: Promise<void> = Promise.resolve();
  #nextLift: Promise<void> | undefined;
  readonly #run: Record<'claim' | 'putBack' | 'charge' | 'begin' | 'put' | 'finish' | 'mark' | 'remove' | 'late', Run>;

  constructor(redis: Redis, settings: Partial<ReadyQueueSettings> = {}) {
    this.#redis = redis;
    this.#settings = { ...SHIPPED, ...settings };
    this.#keys = queueKeys(this.#settings.prefix);
    this.#run = {
      claim: scriptOn(redis, CLAIM),
      putBack: scriptOn(redis, PUT_BACK),
      charge: scriptOn(redis, CHARGE),
      begin: scriptOn(redis, BEGIN),
      put: scriptOn(redis, PUT),
      finish: scriptOn(redis, FINISH),
      mark: scriptOn(redis, MARK),
      remove: scriptOn(redis, REMOVE),
      late: scriptOn(redis, LATE),
    };
    // Whoever answers after a lost connection may be another server, or the same with an older state.
    redis.on('close', () => this.#seen.clear());
  }

  // ---------------------------------------------------------------- claiming

  /** A count of 0 takes nothing and only asks whether the queue is still the one that this process built. */
  async claim(campaignId: string, count: number, now: number): Promise<ClaimAnswer> {
    const seen = this.#seen.get(campaignId);
    if (seen === undefined) return { kind: 'rebuild-needed' };
    if (this.#owed.size > 0) await this.release([]);
    const k = this.#keys;
    const keys = [k.meta(campaignId), k.ready(campaignId), k.waiting(campaignId), k.entries, k.flight, k.claimed];
    const { flightMs, lookAgainMs } = this.#settings;
    const looks = count * 4 + 50;
    const args = [k.chargedPrefix, count, now, seen.epoch, seen.writes, now + flightMs, now + lookAgainMs, looks];
    const [kind, writes, ...entries] = texts(await this.#orRebuild(campaignId, 'claim', this.#run.claim(keys, args)));
    if (kind !== 'claims') {
      this.#seen.delete(campaignId);
      return { kind: 'rebuild-needed' };
    }
    seen.writes = Math.max(seen.writes, Number(writes));
    return { kind: 'claims', claims: entries.map(decodeClaim) };
  }

  async putBack(claims: readonly Claim[], _now: number): Promise<void> {
    const k = this.#keys;
    for (const [campaignId, group] of byCampaign(claims)) {
      const keys = [k.meta(campaignId), k.ready(campaignId), k.entries, k.flight, k.claimed];
      const epoch = this.#epochs.get(campaignId) ?? 0;
      const pairs = group.flatMap((claim) => [claim.blindIndex, claim.contactId]);
      await this.#orRebuild(campaignId, 'put back', this.#run.putBack(keys, [epoch, ...pairs]));
    }
  }

  /** A mark that cannot be lifted now is lifted with the next release or claim that gets through; never rejects. */
  async release(blindIndexes: readonly string[]): Promise<void> {
    for (const blindIndex of blindIndexes) this.#owed.add(blindIndex);
    if (this.#owed.size === 0) return;
    // One at a time: calls end by the dozen a second, and what ends while Redis answers goes with the next.
    this.#nextLift ??= this.#lift(this.#lifting);
    await this.#nextLift;
  }

  async #lift(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined);
    this.#lifting = this.#liftOwed();
    this.#nextLift = undefined;
    await this.#lifting;
  }

  async #liftOwed(): Promise<void> {
    const lifted = [...this.#owed];
    this.#owed.clear();
    const work = this.#redis
      .multi()
      .zrem(this.#keys.flight, ...lifted)
      .hdel(this.#keys.claimed, ...lifted)
      .exec();
    try {
      await answered('release', work);
    } catch (error) {
      for (const blindIndex of lifted) this.#owed.add(blindIndex);
      if (!(error instanceof RedisAway)) throw error;
    }
  }

  async size(campaignId: string): Promise<number> {
    return await answered('size', this.#redis.zcard(this.#keys.ready(campaignId)));
  }

  /** Notes attempts that were committed and are charged to their numbers, for the pre-filter. Postgres decides. */
  async charge(charges: readonly Charge[], now: number): Promise<void> {
    if (charges.length === 0) return;
    const triples = charges.flatMap((charge) => [charge.blindIndex, charge.attemptId, charge.at]);
    const args = [this.#keys.chargedPrefix, now - this.#settings.keepChargesMs, ...triples];
    await answered('charge', this.#run.charge([this.#keys.lastCharged], args));
  }

  /** Takes charges back: it is certain that no carrier saw those attempts. */
  async unCharge(charges: readonly Charge[]): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const { blindIndex, attemptId } of charges) pipeline.zrem(this.#keys.chargedPrefix + blindIndex, attemptId);
    await answered('give charges back', pipeline.exec());
  }

  // ---------------------------------------------------------------- filling

  async begin(campaignId: string, now: number): Promise<number> {
    this.#seen.delete(campaignId);
    const k = this.#keys;
    const keys = [k.meta(campaignId), k.ready(campaignId), k.waiting(campaignId), k.entries, k.flight, k.claimed];
    const least = Math.max(now, (this.#epochs.get(campaignId) ?? 0) + 1);
    const epoch = Number(await answered('begin', this.#run.begin(keys, [campaignId, least])));
    this.#epochs.set(campaignId, epoch);
    return epoch;
  }

  async put(
    campaignId: string,
    contacts: readonly { entry: QueueEntry; charges: readonly Charge[] }[],
    now: number,
    build?: number,
  ): Promise<number | undefined> {
    const epoch = build ?? this.#seen.get(campaignId)?.epoch;
    if (epoch === undefined) return undefined;
    let added = 0;
    for (const part of parts(contacts, 500)) {
      await this.charge(
        part.flatMap((contact) => contact.charges),
        now,
      );
      const keys = [this.#keys.meta(campaignId), this.#keys.ready(campaignId), this.#keys.entries];
      const entries = part.map(({ entry }) => {
        assert(entry.campaignId === campaignId, 'an entry stands in the queue of its own campaign', { campaignId });
        return encodeEntry(entry);
      });
      const count = Number(await answered('put', this.#run.put(keys, [epoch, ...entries])));
      if (count < 0) return undefined;
      added += count;
    }
    return added;
  }

  async finish(campaignId: string, build: number): Promise<boolean> {
    const done = await answered('finish', this.#run.finish([this.#keys.meta(campaignId)], [build]));
    if (Number(done) !== 1) return false;
    this.#seen.set(campaignId, { epoch: build, writes: 0 });
    return true;
  }

  async setFrequency(campaignId: string, rule: FrequencyRule): Promise<void> {
    const whole = rule.windows.filter(
      // A calendar day is the callee's: only the gate knows it.
      ({ max, windowMs, calendarDay }) => calendarDay !== true && Number.isInteger(max) && max > 0 && windowMs > 0,
    );
    const text = whole.map(({ max, windowMs }) => `${max}:${Math.round(windowMs)}`).join(' ');
    await answered('set frequency', this.#redis.hset(this.#keys.meta(campaignId), 'w', text));
  }

  async markInFlight(blindIndexes: readonly string[], now: number): Promise<void> {
    const args = [now + this.#settings.flightMs, ...blindIndexes];
    await answered('mark in flight', this.#run.mark([this.#keys.flight, this.#keys.claimed], args));
  }

  async last(campaignId: string, count: number): Promise<string[]> {
    if (count <= 0) return [];
    return await answered('last', this.#redis.zrevrange(this.#keys.ready(campaignId), 0, count - 1));
  }

  async waitingPast(
    campaignId: string,
    after: number,
    count: number,
  ): Promise<{ contactId: string; freeAt: number }[]> {
    const reply = texts(await answered('late', this.#run.late([this.#keys.waiting(campaignId)], [after, count])));
    return parts(reply, 2).map(([contactId = '', freeAt]) => ({ contactId, freeAt: Number(freeAt) }));
  }

  async remove(campaignId: string, contactIds: readonly string[]): Promise<void> {
    const k = this.#keys;
    const keys = [k.meta(campaignId), k.ready(campaignId), k.waiting(campaignId), k.entries];
    for (const part of parts(contactIds, 500)) await answered('remove', this.#run.remove(keys, part));
  }

  /** What this asked of the queue may have been done although no answer came: the queue is not to be trusted. */
  async #orRebuild<T>(campaignId: string, what: string, reply: Promise<T>): Promise<T> {
    try {
      return await answered(what, reply);
    } catch (error) {
      this.#seen.delete(campaignId);
      throw error;
    }
  }
}

type Run = ReturnType<typeof scriptOn>;

function byCampaign(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.campaignId) ?? [];
    group.push(claim);
    groups.set(claim.campaignId, group);
  }
  return groups;
}

function parts<T>(items: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  for (let i = 0; i < items.length; i += size) found.push(items.slice(i, i + size));
  return found;
}
