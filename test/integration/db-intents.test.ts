import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/compliance/gate.ts';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { openPools, type Pools } from '../../src/db/pool.ts';
import { PgRecordStore } from '../../src/db/record-store.ts';
import { chooseCaller } from '../../src/dialer/caller-choice.ts';
import {
  type CallerNumber,
  type GateFacts,
  type IntentDraft,
  type IntentResult,
  type Lease,
  LeaseLost,
} from '../../src/dialer/ports.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import {
  DAY,
  draftOf,
  FLOOR,
  type Floor,
  freshNumber,
  HOUR,
  ids,
  makeCampaign,
  makeContact,
  makeFloor,
  memoryLog,
  NOW,
  pass,
  recordOf,
  vault,
} from './db-fixture.ts';

const PLACE_BY = 2_000;
const MINUTE = 60_000;
let database: TestDatabase;
let pools: Pools;
let attempts: PgAttemptStore;
let leases: PgLeaseStore;
let records: PgRecordStore;

beforeAll(async () => {
  database = await createDatabase();
  pools = openPools(database.url, memoryLog());
  attempts = new PgAttemptStore(pools.pacing, vault, { ...FLOOR, chooseCaller });
  leases = new PgLeaseStore(pools.pacing);
  records = new PgRecordStore(pools.records);
});
afterAll(async () => {
  await pools?.close();
  await database?.drop();
});

async function leased(floor: Floor, owner = 'a'): Promise<Lease> {
  const lease = await leases.acquire(floor.groupId, owner, NOW, 30 * DAY);
  if (lease === undefined) throw new Error('no lease');
  return lease;
}

function commit(
  lease: Lease,
  drafts: IntentDraft[],
  verdict: Parameters<PgAttemptStore['commitIntents']>[3] = pass,
  now = NOW,
) {
  return attempts.commitIntents(lease, 'node1', drafts, verdict, { now, placeByMs: PLACE_BY });
}

const codes = (results: readonly IntentResult[]) =>
  results.map((result) => (result.kind === 'committed' ? 'committed' : result.code));

/** How many of the pacing pool's transactions wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and application_name = 'boda pacing' and wait_event_type = 'Lock'`.execute(
    pools.api,
  );
  return rows[0]?.n ?? 0;
}

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`select deadlocks from pg_stat_database
    where datname = current_database()`.execute(pools.api);
  return rows[0]?.deadlocks ?? 0;
}

async function contact(id: string) {
  return await pools.api.selectFrom('contact').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('commitIntents', () => {
  it('writes the intent, moves the contact and gives the clear number', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const claim = await makeContact(pools.api, floor, '+8613900001234');
    const draft = draftOf(floor, claim);
    const [result] = await commit(lease, [draft]);
    expect(result).toMatchObject({
      kind: 'committed',
      number: '+8613900001234',
      intent: { attemptId: draft.attemptId, epoch: 1, placedAt: NOW, placeBy: NOW + PLACE_BY, attempts: 1 },
    });
    if (result?.kind !== 'committed') throw new Error('refused');
    expect(result.intent.callerId).toMatch(/^0101000/);
    expect(await contact(claim.contactId)).toMatchObject({ state: 'dialing', attempts: 1, last_attempt_at: NOW });
    const [open] = await attempts.open(floor.groupId);
    const trunk = await pools.api
      .selectFrom('trunk')
      .select('key')
      .where('id', '=', floor.trunkId)
      .executeTakeFirstOrThrow();
    expect(open).toEqual({
      ...result.intent,
      trunkKey: trunk.key,
      progress: { answeredAt: undefined, connectedAt: undefined, agentId: undefined },
    });
  });

  it('lets one of two runners have a number that both want at the same moment', async () => {
    const [one, other] = [await makeFloor(pools.api), await makeFloor(pools.api)];
    const [leaseOne, leaseOther] = [await leased(one, 'a'), await leased(other, 'b')];
    const numbers = Array.from({ length: 20 }, () => freshNumber());
    const draftsOf = async (floor: Floor, order: string[]) => {
      const drafts: IntentDraft[] = [];
      for (const number of order) drafts.push(draftOf(floor, await makeContact(pools.api, floor, number)));
      return drafts;
    };
    const here = await draftsOf(one, numbers);
    const there = await draftsOf(other, [...numbers].reverse());
    const verdict = (facts: GateFacts) =>
      facts.inFlight ? ({ pass: false, code: 'in-flight', retryAt: NOW + MINUTE } as const) : pass();
    // Nobody can insert an attempt until both stand as far as they come: whoever has read too early is caught.
    const { results } = await pools.api.transaction().execute(async (tx) => {
      await sql`lock table attempt in share mode`.execute(tx);
      const results = Promise.all([commit(leaseOne, here, verdict), commit(leaseOther, there, verdict)]);
      await until(async () => (await waiting()) === 2, { what: 'both runners to wait' });
      return { results };
    });
    const outcomes = codes((await results).flat());
    expect(outcomes.filter((code) => code === 'committed')).toHaveLength(20);
    expect(outcomes.filter((code) => code === 'in-flight')).toHaveLength(20);
    const rows = await pools.api
      .selectFrom('attempt')
      .select(({ fn }) => fn.count<number>('blind_index').distinct().as('numbers'))
      .select(({ fn }) => fn.countAll<number>().as('attempts'))
      .where('group_id', 'in', [one.groupId, other.groupId])
      .executeTakeFirstOrThrow();
    expect(rows).toEqual({ numbers: 20, attempts: 20 });
  });

  it('never waits in a ring: many batches with the same numbers in every order all come through', async () => {
    const all = [];
    const numbers = Array.from({ length: 12 }, () => freshNumber());
    for (let i = 0; i < 8; i++) {
      const floor = await makeFloor(pools.api);
      const lease = await leased(floor);
      const order = [...numbers.slice(i), ...numbers.slice(0, i)];
      const drafts: IntentDraft[] = [];
      for (const number of i % 2 === 0 ? order : order.reverse())
        drafts.push(draftOf(floor, await makeContact(pools.api, floor, number)));
      all.push({ lease, drafts });
    }
    const verdict = (facts: GateFacts) =>
      facts.inFlight ? ({ pass: false, code: 'in-flight', retryAt: NOW } as const) : pass();
    const before = await deadlocks();
    const results = await Promise.all(all.map(({ lease, drafts }) => commit(lease, drafts, verdict)));
    expect(codes(results.flat()).filter((code) => code === 'committed')).toHaveLength(12);
    expect(await deadlocks()).toBe(before);
  });

  it('refuses the second of two drafts for one number, and of two for one contact', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const number = freshNumber();
    const claim = await makeContact(pools.api, floor, number);
    const twin = await makeContact(pools.api, { ...floor, ...(await makeCampaign(pools.api, floor)) }, number);
    const results = await commit(
      lease,
      [draftOf(floor, claim), draftOf(floor, claim), draftOf(floor, twin)],
      (facts) => (facts.inFlight ? { pass: false, code: 'in-flight', retryAt: NOW + MINUTE } : { pass: true }),
    );
    expect(codes(results)).toEqual(['committed', 'contact-state', 'in-flight']);
    expect(await contact(twin.contactId)).toMatchObject({ state: 'open', due_at: NOW + MINUTE, attempts: 0 });
  });

  it('refuses contacts that are not queued, or no longer what the claim says', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const closed = await makeContact(pools.api, floor);
    await pools.api.updateTable('contact').set({ state: 'closed' }).where('id', '=', closed.contactId).execute();
    const renumbered = await makeContact(pools.api, floor);
    const gone = { ...(await makeContact(pools.api, floor)), contactId: ids.next() };
    const drafts = [closed, { ...renumbered, blindIndex: vault.blindIndex(freshNumber()) }, gone];
    const results = await commit(
      lease,
      drafts.map((claim) => draftOf(floor, claim)),
    );
    expect(codes(results)).toEqual(['contact-state', 'contact-state', 'contact-state']);
    expect((await contact(closed.contactId)).state).toBe('closed');
    expect((await contact(renumbered.contactId)).state).toBe('open');
    expect(await attempts.open(floor.groupId)).toEqual([]);
  });

  it('moves what the gate refuses: later, closed, do-not-call, too many attempts', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const [later, never, forbidden, tired] = [
      await makeContact(pools.api, floor),
      await makeContact(pools.api, floor),
      await makeContact(pools.api, floor),
      await makeContact(pools.api, floor),
    ];
    const verdicts = new Map([
      [later.contactId, { pass: false as const, code: 'hours-legal', retryAt: NOW + HOUR }],
      [never.contactId, { pass: false as const, code: 'place-unknown', retryAt: undefined }],
      [forbidden.contactId, { pass: false as const, code: 'do-not-call', retryAt: undefined }],
      [tired.contactId, { pass: false as const, code: 'attempts-total', retryAt: undefined }],
    ]);
    const results = await commit(
      lease,
      [later, never, forbidden, tired].map((claim) => draftOf(floor, claim)),
      (_facts, draft) => verdicts.get(draft.claim.contactId) ?? { pass: true },
    );
    expect(codes(results)).toEqual(['hours-legal', 'place-unknown', 'do-not-call', 'attempts-total']);
    expect(await contact(later.contactId)).toMatchObject({ state: 'open', due_at: NOW + HOUR, last_result: null });
    expect(await contact(never.contactId)).toMatchObject({ state: 'closed', last_result: null });
    expect(await contact(forbidden.contactId)).toMatchObject({ state: 'closed', last_result: 'DNC' });
    expect(await contact(tired.contactId)).toMatchObject({ state: 'closed', last_result: 'MAXTRIES' });
  });

  it('tells the gate of do-not-call by scope, of the lock after an abandoned call, and of today’s attempts', async () => {
    const floor = await makeFloor(pools.api);
    const other = await makeFloor(pools.api);
    const lease = await leased(floor);
    const number = freshNumber();
    const claim = await makeContact(pools.api, floor, number);
    const elsewhere = await makeContact(pools.api, other, number);
    const forbid = (scope: string, expires_at: Date | null) =>
      pools.api
        .insertInto('do_not_call')
        .values({
          id: ids.next(),
          blind_index: Buffer.from(claim.blindIndex, 'hex'),
          scope,
          reason: scope,
          source: 'test',
          created_at: new Date(NOW),
          expires_at,
        })
        .execute();
    const look = async (): Promise<GateFacts> => {
      let seen: GateFacts | undefined;
      await commit(lease, [draftOf(floor, claim)], (facts) => {
        seen = facts;
        return { pass: false, code: 'test', retryAt: NOW };
      });
      await pools.api.updateTable('contact').set({ state: 'queued' }).where('id', '=', claim.contactId).execute();
      if (seen === undefined) throw new Error('the judge was not asked');
      return seen;
    };
    await forbid(`campaign:${other.campaignId}`, null);
    await forbid('global', new Date(NOW));
    expect(await look()).toMatchObject({ doNotCall: undefined, abandonedLockUntil: undefined, inFlight: false });
    await forbid(`department:${floor.departmentId}`, new Date(NOW + 1));
    expect((await look()).doNotCall).toEqual({
      scope: `department:${floor.departmentId}`,
      reason: `department:${floor.departmentId}`,
    });
    await pools.api
      .updateTable('contact')
      .set({ abandoned_lock_until: new Date(NOW + DAY) })
      .where('id', '=', elsewhere.contactId)
      .execute();
    expect((await look()).abandonedLockUntil).toBe(NOW + DAY);

    // Shanghai's day began 10 hours before NOW.
    for (const at of [NOW - 10 * HOUR, NOW - 10 * HOUR - 1]) {
      await pools.api.updateTable('contact').set({ state: 'queued' }).where('id', '=', claim.contactId).execute();
      const [result] = await commit(lease, [draftOf(floor, claim)], pass, at);
      if (result?.kind !== 'committed') throw new Error('refused');
      await records.write([{ type: 'settle', record: recordOf(result.intent) }]);
    }
    await pools.api.updateTable('contact').set({ state: 'queued' }).where('id', '=', claim.contactId).execute();
    const facts = await look();
    expect(facts.contact).toMatchObject({ attempts: 2, attemptsToday: 1, state: 'queued' });
    expect(facts.chargedAt).toEqual([NOW - 10 * HOUR, NOW - 10 * HOUR - 1]);
  });

  it('rolls everything back when the judge throws', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const claim = await makeContact(pools.api, floor);
    const fails = () => {
      throw new Error('the gate is broken');
    };
    await expect(commit(lease, [draftOf(floor, claim)], fails)).rejects.toThrow('the gate is broken');
    expect((await contact(claim.contactId)).state).toBe('queued');
  });
});

describe('frequency in the transaction (RULES.md: ≤ 5 in 24 h, ≤ 3 in 5 min)', () => {
  const always = { legal: { from: 0, to: 1440 }, campaign: everyDay([{ from: 0, to: 1440 }]) };
  const plan = {
    hours: always,
    frequency: {
      windows: [
        { max: 5, windowMs: DAY },
        { max: 3, windowMs: 5 * MINUTE },
      ],
    },
    maxAttempts: 10,
    maxAttemptsPerDay: 10,
  };

  /** Dials one number, always from another campaign, at these times; gives what became of each. */
  async function dialAt(times: readonly number[], number = freshNumber()): Promise<string[]> {
    const outcomes: string[] = [];
    for (const at of times) {
      const floor = await makeFloor(pools.api);
      const lease = await leased(floor);
      const claim = await makeContact(pools.api, floor, number);
      const [result] = await commit(lease, [draftOf(floor, claim)], (facts) => judge(facts, plan), at);
      if (result?.kind === 'committed') {
        await records.write([{ type: 'settle', record: recordOf(result.intent, { endedAt: at + 1_000 }) }]);
        outcomes.push('dialed');
      } else outcomes.push(result?.code ?? 'nothing');
    }
    return outcomes;
  }

  it('the sixth within 24 h is refused up to the last millisecond and free after it', async () => {
    const first = [0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR].map((after) => NOW + after);
    expect(await dialAt([...first, NOW + DAY - 1, NOW + DAY])).toEqual([
      ...Array.from({ length: 5 }, () => 'dialed'),
      'frequency',
      'dialed',
    ]);
  });

  it('the fourth within 5 min is refused up to the last millisecond and free after it', async () => {
    const start = NOW;
    expect(
      await dialAt([start, start + MINUTE, start + 2 * MINUTE, start + 5 * MINUTE - 1, start + 5 * MINUTE]),
    ).toEqual(['dialed', 'dialed', 'dialed', 'frequency', 'dialed']);
  });

  it('a call that no carrier saw is given back', async () => {
    const number = freshNumber();
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const claim = await makeContact(pools.api, floor, number);
    const [result] = await commit(lease, [draftOf(floor, claim)]);
    if (result?.kind !== 'committed') throw new Error('refused');
    await records.write([
      { type: 'settle', record: recordOf(result.intent, { result: 'LOCAL_FAIL', charged: false, retryAt: NOW + 1 }) },
    ]);
    expect(await contact(claim.contactId)).toMatchObject({ state: 'open', attempts: 0, due_at: NOW + 1 });
    expect(await dialAt([NOW + 1, NOW + 2, NOW + 3, NOW + 4], number)).toEqual([
      'dialed',
      'dialed',
      'dialed',
      'frequency',
    ]);
  });
});

function everyDay<T>(windows: T): Record<string, T> {
  return Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, windows]));
}

describe('leases', () => {
  it('go to one of many who want them, with a growing epoch', async () => {
    const floor = await makeFloor(pools.api);
    const wanted = await Promise.all(
      Array.from({ length: 10 }, (_, i) => leases.acquire(floor.groupId, `owner ${i}`, NOW, 10_000)),
    );
    const [first, ...none] = wanted.filter((lease) => lease !== undefined);
    expect(none).toEqual([]);
    expect(first).toMatchObject({ epoch: 1, expiresAt: NOW + 10_000 });
    expect(await leases.acquire(floor.groupId, 'late', NOW + 9_999, 10_000)).toBeUndefined();
    const second = await leases.acquire(floor.groupId, 'late', NOW + 10_000, 10_000);
    expect(second).toMatchObject({ epoch: 2, owner: 'late', previousExpiry: NOW + 10_000 });
  });

  it('fence out the former owner: no intent, no renewal, no release', async () => {
    const floor = await makeFloor(pools.api);
    const old = await leases.acquire(floor.groupId, 'old', NOW, 10_000);
    const young = await leases.acquire(floor.groupId, 'young', NOW + 10_000, 10_000);
    if (old === undefined || young === undefined) throw new Error('no lease');
    const claim = await makeContact(pools.api, floor);
    // Its own clock may stand still: only the row counts.
    await expect(commit(old, [draftOf(floor, claim)], pass, NOW)).rejects.toThrow(LeaseLost);
    await expect(commit({ ...young, epoch: 1 }, [draftOf(floor, claim)], pass, NOW + 10_000)).rejects.toThrow(
      LeaseLost,
    );
    await expect(leases.renew(old, NOW, 10_000)).rejects.toThrow(LeaseLost);
    await leases.release(old, NOW);
    expect((await leases.renew(young, NOW + 11_000, 10_000)).expiresAt).toBe(NOW + 21_000);
    expect(codes(await commit(young, [draftOf(floor, claim)], pass, NOW + 12_000))).toEqual(['committed']);
  });

  it('commit nothing once they ran out; released ones are free at once', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leases.acquire(floor.groupId, 'a', NOW, 10_000);
    if (lease === undefined) throw new Error('no lease');
    const claim = await makeContact(pools.api, floor);
    await expect(commit(lease, [draftOf(floor, claim)], pass, NOW + 10_000)).rejects.toThrow(LeaseLost);
    await leases.release(lease, NOW + 5_000);
    expect(await leases.acquire(floor.groupId, 'b', NOW + 5_000, 10_000)).toMatchObject({
      epoch: 2,
      previousExpiry: NOW + 5_000,
    });
  });

  it('are not taken over while an intent commits under them', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leases.acquire(floor.groupId, 'a', NOW, 10_000);
    if (lease === undefined) throw new Error('no lease');
    const claim = await makeContact(pools.api, floor);
    let taken: Promise<unknown> | undefined;
    const order: string[] = [];
    await commit(lease, [draftOf(floor, claim)], () => {
      taken = leases.acquire(floor.groupId, 'b', NOW + 10_000, 10_000).then(() => order.push('taken'));
      return { pass: true };
    }).then(() => order.push('committed'));
    await taken;
    expect(order).toEqual(['committed', 'taken']);
  });
});

describe('open attempts', () => {
  it('carry their progress, and are told from closed ones', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const drafts = [];
    for (let i = 0; i < 2; i++) drafts.push(draftOf(floor, await makeContact(pools.api, floor)));
    const [first, second] = await commit(lease, drafts);
    if (first?.kind !== 'committed' || second?.kind !== 'committed') throw new Error('refused');
    await attempts.noteProgress([
      { attemptId: first.intent.attemptId, answeredAt: NOW + 7, connectedAt: undefined, agentId: undefined },
      { attemptId: second.intent.attemptId, answeredAt: NOW + 8, connectedAt: NOW + 9, agentId: undefined },
    ]);
    await records.write([{ type: 'settle', record: recordOf(first.intent) }]);
    const open = await attempts.open(floor.groupId);
    expect(open.map((attempt) => [attempt.attemptId, attempt.progress])).toEqual([
      [second.intent.attemptId, { answeredAt: NOW + 8, connectedAt: NOW + 9, agentId: undefined }],
    ]);
    const asked = [first.intent.attemptId, second.intent.attemptId, ids.next(), 'no id at all'];
    expect(await attempts.closedAmong(asked)).toEqual(new Set([first.intent.attemptId]));
  });
});

describe('our own numbers (RULES.md, Lines)', () => {
  const shown = (id: string, over: Partial<CallerNumber> = {}): CallerNumber => ({
    ...{ id, number: '', trunkId: undefined, region: undefined, allowedRegions: [], perHour: undefined },
    ...{ perDay: undefined, minGapMs: 0, coolAfter: undefined, coolDownMs: HOUR, ...over },
  });
  const drafted = async (floor: Floor, numbers: CallerNumber[], count: number): Promise<IntentDraft[]> => {
    const drafts: IntentDraft[] = [];
    for (let i = 0; i < count; i++) {
      const draft = draftOf(floor, await makeContact(pools.api, floor));
      drafts.push({ ...draft, callerIdId: undefined, callers: { numbers, rotation: 'round-robin' } });
    }
    return drafts;
  };

  it('are not shown above their cap, whoever dials at the same moment; the contacts wait for the next place', async () => {
    const [one, other] = [await makeFloor(pools.api), await makeFloor(pools.api)];
    const [leaseOne, leaseOther] = [await leased(one, 'a'), await leased(other, 'b')];
    const numbers = [shown(one.callerIdId, { perHour: 3 }), shown(other.callerIdId, { perDay: 4 })];
    const [here, there] = [await drafted(one, numbers, 6), await drafted(other, numbers, 6)];
    const { results } = await pools.api.transaction().execute(async (tx) => {
      await sql`lock table attempt in share mode`.execute(tx);
      const results = Promise.all([commit(leaseOne, here), commit(leaseOther, there)]);
      await until(async () => (await waiting()) === 2, { what: 'both runners to wait' });
      return { results };
    });
    const outcomes = (await results).flat();
    expect(codes(outcomes).filter((code) => code === 'committed')).toHaveLength(7);
    expect(codes(outcomes).filter((code) => code === 'caller-ids')).toHaveLength(5);
    const used = await pools.api
      .selectFrom('attempt')
      .select(['caller_id_id', ({ fn }) => fn.countAll<number>().as('calls')])
      .where('group_id', 'in', [one.groupId, other.groupId])
      .groupBy('caller_id_id')
      .execute();
    expect(Object.fromEntries(used.map((row) => [row.caller_id_id, row.calls]))).toEqual({
      [one.callerIdId]: 3,
      [other.callerIdId]: 4,
    });
    const refused = outcomes.find((result) => result.kind === 'refused');
    expect(refused).toMatchObject({ facts: { why: 'rests', freeAt: NOW + HOUR } });
    expect(await contact(refused?.kind === 'refused' ? refused.claim.contactId : '')).toMatchObject({
      ...{ state: 'open', due_at: NOW + HOUR, attempts: 0 },
    });
  });

  it('get a place back only when no carrier saw the call, and the others when the hour is over', async () => {
    const floor = await makeFloor(pools.api);
    const lease = await leased(floor);
    const numbers = [shown(floor.callerIdId, { perHour: 2 })];
    const [seen, unseen, third] = await commit(lease, await drafted(floor, numbers, 3));
    if (seen?.kind !== 'committed' || unseen?.kind !== 'committed') throw new Error('refused');
    expect(third).toMatchObject({ code: 'caller-ids' });
    await records.write([
      { type: 'settle', record: recordOf(seen.intent) },
      { type: 'settle', record: recordOf(unseen.intent, { result: 'LOCAL_FAIL', charged: false }) },
    ]);
    expect(codes(await commit(lease, await drafted(floor, numbers, 2), pass, NOW + 1))).toEqual([
      'committed',
      'caller-ids',
    ]);
    expect(codes(await commit(lease, await drafted(floor, numbers, 1), pass, NOW + HOUR))).toEqual(['committed']);
  });

  it('turn: one that waited longest goes first; one in its gap, or refused too often in a row, rests', async () => {
    const floor = await makeFloor(pools.api);
    const second = await makeFloor(pools.api);
    const lease = await leased(floor);
    const numbers = [
      shown(floor.callerIdId, { minGapMs: 10_000 }),
      shown(second.callerIdId, { coolAfter: 2, coolDownMs: HOUR }),
    ];
    const turn = async (now: number, count: number) => {
      const results = await commit(lease, await drafted(floor, numbers, count), pass, now);
      return results.map((result) => (result.kind === 'committed' ? result.intent : undefined));
    };
    const first = await turn(NOW, 3);
    expect(first.map((intent) => intent?.callerIdId)).toEqual([floor, second, second].map((each) => each.callerIdId));
    expect(first[0]?.callerId).toMatch(/^0101000/);
    const refused = first.slice(1).flatMap((intent) => (intent ? [recordOf(intent, { result: 'REJECTED' })] : []));
    await records.write(refused.map((record) => ({ type: 'settle' as const, record })));
    const ended = Math.max(...refused.map((record) => record.endedAt));
    expect(await turn(NOW + 9_999, 1)).toEqual([undefined]);
    expect((await turn(NOW + 10_000, 1))[0]?.callerIdId).toBe(floor.callerIdId);
    expect((await turn(ended + HOUR, 1))[0]?.callerIdId).toBe(second.callerIdId);
  });

  it('never raise how often a callee is called: his cap counts every number of ours', async () => {
    const [floor, second] = [await makeFloor(pools.api), await makeFloor(pools.api)];
    const lease = await leased(floor);
    const number = freshNumber();
    const numbers = [shown(floor.callerIdId), shown(second.callerIdId)];
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      const list = i === 0 ? floor : { ...floor, ...(await makeCampaign(pools.api, floor)) };
      const draft = {
        ...draftOf(list, await makeContact(pools.api, list, number)),
        callers: { numbers, rotation: 'round-robin' as const },
      };
      const [result] = await commit(
        lease,
        [draft],
        (facts) => {
          seen.push(facts.chargedAt.length);
          return pass();
        },
        NOW + i,
      );
      if (result?.kind !== 'committed') throw new Error('refused');
      await records.write([{ type: 'settle', record: recordOf(result.intent) }]);
    }
    expect(seen).toEqual([0, 1, 2]);
  });
});
