import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryPlanned } from '../../src/compliance/retry.ts';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { ensurePartitions, partitionName } from '../../src/db/partitions.ts';
import { openPools, type Pools } from '../../src/db/pool.ts';
import { PgRecords } from '../../src/db/queries-records.ts';
import { PgRecordStore } from '../../src/db/record-store.ts';
import type { Intent, WrapUpRecord } from '../../src/dialer/ports.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import {
  DAY,
  draftOf,
  FLOOR,
  type Floor,
  freshNumber,
  HOUR,
  ids,
  makeAgent,
  makeCampaign,
  makeContact,
  makeFloor,
  memoryLog,
  NOW,
  pass,
  recordOf,
  vault,
} from './db-fixture.ts';

let database: TestDatabase;
let pools: Pools;
let store: PgRecordStore;
let floor: Floor;
let agent: string;

beforeAll(async () => {
  database = await createDatabase();
  pools = openPools(database.url, memoryLog());
  store = new PgRecordStore(pools.records);
  floor = await makeFloor(pools.api);
  agent = await makeAgent(pools.api, floor);
});
afterAll(async () => {
  await pools?.close();
  await database?.drop();
});

let owners = 0;

async function dial(at = NOW, number = freshNumber(), on = floor): Promise<Intent> {
  const lease = await new PgLeaseStore(pools.pacing).acquire(on.groupId, `o${++owners}`, NOW + owners * 1000 * DAY, 1);
  if (lease === undefined) throw new Error('no lease');
  const attempts = new PgAttemptStore(pools.pacing, vault, FLOOR);
  const claim = await makeContact(pools.api, on, number);
  const [result] = await attempts.commitIntents(lease, 'node1', [draftOf(on, claim)], pass, {
    now: at,
    placeByMs: 2_000,
  });
  if (result?.kind !== 'committed') throw new Error('refused');
  return result.intent;
}

const wrapUpOf = (intent: Intent, changes: Partial<WrapUpRecord> = {}): WrapUpRecord => ({
  attemptId: intent.attemptId,
  placedAt: intent.placedAt,
  agentId: agent,
  wrappedAt: intent.placedAt + 60_000,
  disposition: 'NOINTEREST',
  retryAt: undefined,
  doNotCall: false,
  ...changes,
});
const connected = {
  result: 'CONNECTED',
  connectedAt: NOW + 3_000,
  answeredAt: NOW + 2_900,
  retryAt: undefined,
} as const;

const settle = (record: ReturnType<typeof recordOf>) => ({ type: 'settle', record }) as const;
const wrapUp = (record: WrapUpRecord) => ({ type: 'wrap-up', record }) as const;

async function contact(intent: Intent) {
  return await pools.api.selectFrom('contact').selectAll().where('id', '=', intent.contactId).executeTakeFirstOrThrow();
}
async function records(intent: Intent) {
  return await pools.api.selectFrom('call_record').selectAll().where('attempt_id', '=', intent.attemptId).execute();
}
async function attempt(intent: Intent) {
  return await pools.api.selectFrom('attempt').selectAll().where('id', '=', intent.attemptId).executeTakeFirstOrThrow();
}

describe('settle', () => {
  it('closes the attempt, frees the contact and writes everything of the record', async () => {
    const intent = await dial();
    const abandon = {
      answeredAt: NOW + 1,
      messageStartedAt: NOW + 2,
      messagePlayedAt: undefined,
      patienceMs: 2_000,
      rule: 'cn-house-3',
      writtenBy: 'engine' as const,
    };
    const record = recordOf(intent, { agentId: agent, answeredAt: NOW + 1, offeredAt: NOW + 2, abandon });
    expect(await store.write([settle(record)])).toEqual({ kind: 'written' });
    expect(await records(intent)).toEqual([
      {
        attempt_id: intent.attemptId,
        placed_at: NOW,
        group_id: floor.groupId,
        campaign_id: floor.campaignId,
        list_id: floor.listId,
        contact_id: intent.contactId,
        customer_id: null,
        phone_id: intent.phoneId,
        trunk_id: floor.trunkId,
        caller_id_id: floor.callerIdId,
        department_id: floor.departmentId,
        squad_id: null,
        agent_id: agent,
        node: 'node1',
        mode: 'predictive',
        source: 'new',
        sent_at: NOW + 5,
        ringing_at: NOW + 900,
        answered_at: NOW + 1,
        offered_at: NOW + 2,
        connected_at: null,
        ended_at: NOW + 30_000,
        wrapped_at: null,
        result: 'NOANSWER',
        result_key: null,
        disposition: null,
        cause: 19,
        tech_cause: 480,
        cause_text: 'User alerting, no answer',
        ended_by: 'system',
        charged: true,
        abandon: {
          answeredAt: NOW + 1,
          messageStartedAt: NOW + 2,
          patienceMs: 2_000,
          rule: 'cn-house-3',
          writtenBy: 'engine',
        },
      },
    ]);
    expect(await attempt(intent)).toMatchObject({ state: 'closed', result: 'NOANSWER', closed_at: NOW + 30_000 });
    expect(await contact(intent)).toMatchObject({
      state: 'open',
      due_at: NOW + 2 * HOUR,
      last_result: 'NOANSWER',
      source: 'retry',
      attempts: 1,
    });
  });

  it('twice, in one batch, in two, or from two processes at once, is one record and one settling', async () => {
    const intent = await dial();
    const record = recordOf(intent);
    const other = { ...record, result: 'BUSY' as const, retryAt: NOW + 1 };
    await Promise.all([
      store.write([settle(record), settle(other)]),
      new PgRecordStore(pools.api).write([settle(record)]),
    ]);
    await store.write([settle(other)]);
    expect((await records(intent)).map((row) => row.result)).toEqual(['NOANSWER']);
    expect(await contact(intent)).toMatchObject({ last_result: 'NOANSWER', due_at: NOW + 2 * HOUR, attempts: 1 });
  });

  it('who talked: noted while it goes on, for another life of the engine too, and with the record, each once', async () => {
    const intent = await dial();
    const attempts = new PgAttemptStore(pools.pacing, vault, FLOOR);
    const talk = { agentId: agent, kind: 'talk', from: NOW + 3_000 } as const;
    const after = { agentId: agent, kind: 'consult', from: NOW + 9_000 } as const;
    const progress = { attemptId: intent.attemptId, answeredAt: NOW + 1, connectedAt: NOW + 3_000, agentId: agent };
    const noted = [
      { ...talk, to: NOW + 9_000 },
      { ...after, to: undefined },
    ];
    await attempts.noteProgress([{ ...progress, segments: noted }]);
    await attempts.noteProgress([{ ...progress, segments: noted }]);
    const open = (await attempts.open(intent.groupId)).find(({ attemptId }) => attemptId === intent.attemptId);
    expect(open?.progress.segments).toEqual(noted);
    const segments = noted.map((segment) => ({ ...segment, to: segment.to ?? NOW + 12_000 }));
    const record = settle(recordOf(intent, { ...connected, agentId: agent, segments }));
    await store.write([record, record]);
    await store.write([record]);
    const everything = { kind: 'all', userId: agent, squadId: undefined, departmentId: floor.departmentId } as const;
    const kept = await new PgRecords(pools.api).get(everything, intent.attemptId);
    expect(kept?.segments).toEqual(segments);
  });

  it('closes the contact when there is no retry, and leaves one that somebody closed meanwhile', async () => {
    const [never, taken] = [await dial(), await dial()];
    await pools.api.updateTable('contact').set({ state: 'closed' }).where('id', '=', taken.contactId).execute();
    await store.write([settle(recordOf(never, { retryAt: undefined })), settle(recordOf(taken))]);
    expect((await contact(never)).state).toBe('closed');
    expect((await contact(taken)).state).toBe('closed');
  });

  it('locks an abandoned customer: until the recall, else for 72 h; who may be recalled stands at the head', async () => {
    const [recalled, not] = [await dial(), await dial()];
    await store.write([
      settle(recordOf(recalled, { result: 'ABANDONED', retryAt: NOW + HOUR })),
      settle(recordOf(not, { result: 'ABANDONED', retryAt: undefined })),
    ]);
    expect(await contact(recalled)).toMatchObject({
      state: 'open',
      abandoned_lock_until: NOW + HOUR,
      queue_priority: 99,
    });
    expect(await contact(not)).toMatchObject({ state: 'closed', abandoned_lock_until: NOW + 30_000 + 72 * HOUR });
  });

  it('writes anew the intent that a failover lost, closed and charged (FAULTS 42)', async () => {
    const intent = await dial();
    await pools.api.deleteFrom('attempt').where('id', '=', intent.attemptId).execute();
    expect(await store.write([settle(recordOf(intent))])).toEqual({ kind: 'written' });
    expect(await attempt(intent)).toMatchObject({ state: 'closed', charged: true, placed_at: NOW, epoch: 0 });
    expect(await records(intent)).toHaveLength(1);
    await store.write([settle(recordOf(intent))]);
    expect(await records(intent)).toHaveLength(1);
  });

  it('answers for bad data with a refusal, and writes nothing of that batch', async () => {
    const [good, bad] = [await dial(), await dial()];
    const outcome = await store.write([settle(recordOf(good)), settle(recordOf(bad, { cause: 2 ** 40 }))]);
    expect(outcome).toMatchObject({ kind: 'rejected', why: '22003' });
    expect((await attempt(good)).state).toBe('open');
    await store.write([settle(recordOf(good)), settle(recordOf(bad))]);
  });
});

/** Dials a contact again that is open, on the number that is next. */
async function again(before: Intent, at: number, trunkId = floor.trunkId): Promise<Intent> {
  const lease = await new PgLeaseStore(pools.pacing).acquire(
    floor.groupId,
    `o${++owners}`,
    NOW + owners * 1000 * DAY,
    1,
  );
  if (lease === undefined) throw new Error('no lease');
  const row = await pools.api
    .selectFrom('contact as c')
    .innerJoin('phone as p', 'p.id', 'c.dial_phone_id')
    .select(['p.blind_index'])
    .where('c.id', '=', before.contactId)
    .executeTakeFirstOrThrow();
  await pools.api.updateTable('contact').set({ state: 'queued' }).where('id', '=', before.contactId).execute();
  const claim = {
    ...{ contactId: before.contactId, campaignId: before.campaignId, source: 'retry' as const, priority: 0 },
    blindIndex: row.blind_index.toString('hex'),
  };
  const draft = { ...draftOf(floor, claim), trunkId };
  const attempts = new PgAttemptStore(pools.pacing, vault, FLOOR);
  const [result] = await attempts.commitIntents(lease, 'node1', [draft], pass, { now: at, placeByMs: 2_000 });
  if (result?.kind !== 'committed') throw new Error('refused');
  return result.intent;
}

async function furtherNumber(intent: Intent): Promise<string> {
  const { phoneId } = await makeContact(pools.api, { ...floor, ...(await makeCampaign(pools.api, floor)) });
  await pools.api
    .insertInto('contact_number')
    .values({ contact_id: intent.contactId, position: 2, phone_id: phoneId })
    .execute();
  return phoneId;
}

describe('several numbers of a contact', () => {
  it('goes on to the next one with its own results, and round again to one that is not done', async () => {
    const first = await dial();
    const other = await furtherNumber(first);
    await store.write([settle(recordOf(first, { retryAt: NOW + HOUR, otherAt: NOW + HOUR }))]);
    expect(await contact(first)).toMatchObject({ state: 'open', dial_phone_id: other, source: 'other-number' });
    const second = await again(first, NOW + HOUR);
    expect(second).toMatchObject({ phoneId: other, past: { results: {}, deniedElsewhere: false } });
    const done = { result: 'INVALID', retryAt: undefined, otherAt: NOW + 2 * HOUR } as const;
    await store.write([settle(recordOf(second, done))]);
    expect(await contact(first)).toMatchObject({ state: 'open', dial_phone_id: first.phoneId, due_at: NOW + 2 * HOUR });
    const third = await again(first, NOW + 2 * HOUR);
    expect(third.past.results).toEqual({ NOANSWER: 1 });
    await store.write([settle(recordOf(third, { ...done, otherAt: NOW + 3 * HOUR }))]);
    expect(await contact(first)).toMatchObject({ state: 'closed', last_result: 'INVALID', attempts: 3 });
    const states = await pools.api
      .selectFrom('contact_number_state')
      .select(['phone_id', 'last_result', 'closed'])
      .where('contact_id', '=', first.contactId)
      .orderBy('last_at')
      .execute();
    expect(states).toEqual([
      { phone_id: other, last_result: 'INVALID', closed: true },
      { phone_id: first.phoneId, last_result: 'INVALID', closed: true },
    ]);
  });

  it('错号 closes the one number and goes on with the other, by the rule of the campaign', async () => {
    const ruled = new PgRecordStore(pools.records, retryPlanned);
    const intent = await dial();
    const other = await furtherNumber(intent);
    await ruled.write([settle(recordOf(intent, connected)), wrapUp(wrapUpOf(intent, { disposition: 'WRONG' }))]);
    expect(await contact(intent)).toMatchObject({ state: 'open', dial_phone_id: other, due_at: NOW + 180_000 });
    const sold = await dial();
    await furtherNumber(sold);
    await ruled.write([settle(recordOf(sold, connected)), wrapUp(wrapUpOf(sold, { disposition: 'SALE' }))]);
    expect(await contact(sold)).toMatchObject({ state: 'closed', dial_phone_id: sold.phoneId });
  });

  it('remembers that one line denied a number, for another line and not for itself', async () => {
    const first = await dial();
    await store.write([settle(recordOf(first, { result: 'UNREACHABLE', techCause: 404, denied: true }))]);
    expect((await again(first, NOW + 2 * HOUR)).past.deniedElsewhere).toBe(false);
    const trunkId = ids.next();
    await pools.api
      .insertInto('trunk')
      .values({
        ...{ id: trunkId, key: `d${owners}`, name: 'd', sip_uri: 'sip:127.0.0.1', calls_per_second: 1, channels: 1 },
        created_at: new Date(NOW),
      })
      .execute();
    const number = freshNumber();
    const one = await dial(NOW, number);
    await store.write([settle(recordOf(one, { result: 'UNREACHABLE', techCause: 404, denied: true }))]);
    expect((await again(one, NOW + 2 * HOUR, trunkId)).past.deniedElsewhere).toBe(true);
  });
});

describe('call-backs', () => {
  const open = async (intent: Intent) =>
    await pools.api
      .selectFrom('call_back')
      .selectAll()
      .where('contact_id', '=', intent.contactId)
      .orderBy('created_at')
      .execute();

  it('keep owner and place until the customer is reached', async () => {
    const made = await dial();
    const promise = { disposition: 'CALLBACK', retryAt: NOW + DAY, callBackFor: 'me' } as const;
    await store.write([settle(recordOf(made, connected)), wrapUp(wrapUpOf(made, promise))]);
    expect(await open(made)).toMatchObject([
      { id: made.attemptId, kind: 'me', agent_id: agent, due_at: NOW + DAY, ended_at: null },
    ]);
    const missed = await again(made, NOW + DAY);
    await store.write([settle(recordOf(missed, { retryAt: NOW + DAY + HOUR }))]);
    expect(await contact(made)).toMatchObject({ source: 'call-back', queue_priority: 50, bound_agent_id: agent });
    expect(await open(made)).toMatchObject([{ due_at: NOW + DAY + HOUR, ended_at: null }]);
    const reached = await again(made, NOW + DAY + HOUR);
    const at = NOW + DAY + HOUR + 3_000;
    await store.write([settle(recordOf(reached, { ...connected, connectedAt: at, answeredAt: at }))]);
    expect(await open(made)).toMatchObject([{ outcome: 'done', ended_at: NOW + DAY + HOUR + 30_000 }]);
  });

  it('expire when the retry rule gives up, and give way to a new promise', async () => {
    const made = await dial();
    await store.write([
      settle(recordOf(made, connected)),
      wrapUp(wrapUpOf(made, { disposition: 'CALLBACK', retryAt: NOW + DAY })),
    ]);
    const second = await again(made, NOW + DAY);
    const at = NOW + DAY + 3_000;
    await store.write([
      wrapUp(wrapUpOf(second, { disposition: 'CALLBACK', retryAt: NOW + 2 * DAY })),
      settle(recordOf(second, { ...connected, connectedAt: at, answeredAt: at })),
    ]);
    expect(await open(made)).toMatchObject([{ outcome: 'done' }, { id: second.attemptId, outcome: null }]);
    const last = await again(made, NOW + 2 * DAY);
    await store.write([settle(recordOf(last, { retryAt: undefined }))]);
    expect((await open(made))[1]).toMatchObject({ outcome: 'expired' });
    expect((await contact(made)).state).toBe('closed');
  });
});

describe('wrapUp', () => {
  it('adds the agent’s word to record and contact; said twice, the first stands', async () => {
    const intent = await dial();
    await store.write([settle(recordOf(intent, connected))]);
    expect((await contact(intent)).state).toBe('closed');
    await store.write([wrapUp(wrapUpOf(intent, { disposition: 'CALLBACK', retryAt: NOW + DAY }))]);
    await store.write([wrapUp(wrapUpOf(intent, { disposition: 'SALE' }))]);
    expect((await records(intent)).map((row) => [row.result, row.disposition, row.wrapped_at])).toEqual([
      ['CONNECTED', 'CALLBACK', NOW + 60_000],
    ]);
    expect(await contact(intent)).toMatchObject({
      state: 'open',
      due_at: NOW + DAY,
      last_result: 'CALLBACK',
      source: 'call-back',
      queue_priority: 50,
    });
  });

  it('未填 gives way to a real word, not the other way round', async () => {
    const intent = await dial();
    await store.write([settle(recordOf(intent, connected)), wrapUp(wrapUpOf(intent, { disposition: 'UNFILLED' }))]);
    expect((await records(intent))[0]?.disposition).toBe('UNFILLED');
    await store.write([
      wrapUp(wrapUpOf(intent, { disposition: 'SALE' })),
      wrapUp(wrapUpOf(intent, { disposition: 'UNFILLED' })),
    ]);
    expect((await records(intent))[0]?.disposition).toBe('SALE');
    expect((await contact(intent)).last_result).toBe('SALE');
  });

  it('may come before the record (from another process): both are whole in the end', async () => {
    const intent = await dial();
    await store.write([wrapUp(wrapUpOf(intent, { disposition: 'NOTSELF', retryAt: NOW + DAY }))]);
    expect((await contact(intent)).state).toBe('dialing');
    await store.write([settle(recordOf(intent, connected))]);
    expect(await records(intent)).toMatchObject([
      { result: 'CONNECTED', disposition: 'NOTSELF', wrapped_at: NOW + 60_000 },
    ]);
    expect(await contact(intent)).toMatchObject({ state: 'open', due_at: NOW + DAY, last_result: 'NOTSELF' });
  });

  it('does not touch a contact that is dialed again already', async () => {
    const intent = await dial();
    await store.write([settle(recordOf(intent, connected))]);
    await pools.api.updateTable('contact').set({ state: 'queued' }).where('id', '=', intent.contactId).execute();
    await store.write([wrapUp(wrapUpOf(intent))]);
    expect((await contact(intent)).state).toBe('queued');
  });

  it('勿扰 puts the number on the list and closes its waiting rows everywhere', async () => {
    const number = freshNumber();
    const intent = await dial(NOW, number);
    const elsewhere = await makeContact(pools.api, { ...floor, ...(await makeCampaign(pools.api, floor)) }, number);
    const word = wrapUpOf(intent, { disposition: 'DNCREQ', doNotCall: true });
    await store.write([settle(recordOf(intent, connected)), wrapUp(word), wrapUp(word)]);
    await store.write([wrapUp(word)]);
    const list = await pools.api
      .selectFrom('do_not_call')
      .selectAll()
      .where('blind_index', '=', Buffer.from(intent.blindIndex, 'hex'))
      .execute();
    expect(list).toMatchObject([{ scope: 'global', created_by: agent, created_at: NOW + 60_000, expires_at: null }]);
    const row = await pools.api
      .selectFrom('contact')
      .select(['state', 'last_result'])
      .where('id', '=', elsewhere.contactId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ state: 'closed', last_result: 'DNC' });
    expect(await contact(intent)).toMatchObject({ state: 'closed', last_result: 'DNCREQ' });
  });

  it('错号 detaches the phone from the customer', async () => {
    const intent = await dial();
    const customerId = ids.next();
    await pools.api
      .insertInto('customer')
      .values({ id: customerId, department_id: floor.departmentId, created_at: new Date(NOW) })
      .execute();
    await pools.api.updateTable('phone').set({ customer_id: customerId }).where('id', '=', intent.phoneId).execute();
    await pools.api
      .updateTable('attempt')
      .set({ customer_id: customerId })
      .where('id', '=', intent.attemptId)
      .execute();
    await store.write([settle(recordOf(intent, connected)), wrapUp(wrapUpOf(intent, { disposition: 'WRONG' }))]);
    const phone = await pools.api
      .selectFrom('phone')
      .select('customer_id')
      .where('id', '=', intent.phoneId)
      .executeTakeFirst();
    expect(phone?.customer_id).toBeNull();
  });
});

describe('partitions', () => {
  async function partitions(): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'call_record'::regclass
      order by 1`.execute(pools.api);
    return rows.map((row) => row.name);
  }

  it('are made for this month and the next two, by UTC months, once, also by several at once', async () => {
    const lastMoment = Date.UTC(2027, 10, 30, 23, 59, 59, 999);
    const made = await Promise.all([1, 2, 3].map(() => ensurePartitions(pools.api, lastMoment)));
    const names = ['call_record_2027_11', 'call_record_2027_12', 'call_record_2028_01'];
    expect(made.flat().sort()).toEqual(names);
    expect(await ensurePartitions(pools.api, lastMoment + 1)).toEqual(['call_record_2028_02']);
    expect(await partitions()).toEqual(expect.arrayContaining(names));
  });

  it('a record of a month that nobody prepared is written, also when the month was dropped meanwhile', async () => {
    const at = Date.UTC(2031, 0, 31, 23, 59, 59, 999);
    const [first, second] = [await dial(at), await dial(at + 1)];
    expect(await store.write([first, second].map((intent) => settle(recordOf(intent))))).toEqual({ kind: 'written' });
    expect(await partitions()).toEqual(expect.arrayContaining(['call_record_2031_01', 'call_record_2031_02']));
    await sql`drop table ${sql.id(partitionName(at))}`.execute(pools.api);
    const third = await dial(at - 1);
    expect(await store.write([settle(recordOf(third))])).toEqual({ kind: 'away', why: 'no partition' });
    expect(await store.write([settle(recordOf(third))])).toEqual({ kind: 'written' });
    expect(await records(third)).toHaveLength(1);
  });
});

it('intentsWithoutRecord shows open and lost ones after a minute, and nothing else', async () => {
  const own = await makeFloor(pools.api);
  const at = NOW + 400 * DAY;
  const [settled, open, lost] = [
    await dial(at, undefined, own),
    await dial(at, undefined, own),
    await dial(at, undefined, own),
  ];
  await store.write([settle(recordOf(settled)), settle(recordOf(lost))]);
  await pools.api.deleteFrom('call_record').where('attempt_id', '=', lost.attemptId).execute();
  expect(await store.intentsWithoutRecord(at + 59_999)).toEqual({ open: 0, closed: 0, attemptIds: [] });
  const found = await store.intentsWithoutRecord(at + 60_000);
  expect(found).toMatchObject({ open: 1, closed: 1 });
  expect(new Set(found.attemptIds)).toEqual(new Set([open.attemptId, lost.attemptId]));
});
