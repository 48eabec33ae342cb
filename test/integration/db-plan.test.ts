import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { Nudges } from '../../src/db/nudges.ts';
import { PgPlanStore } from '../../src/db/plan-store.ts';
import { openPools, type Pools } from '../../src/db/pool.ts';
import { PgRecordStore } from '../../src/db/record-store.ts';
import type { AbandonScope } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import {
  DAY,
  draftOf,
  FLOOR,
  type Floor,
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
let nudges: Nudges;
let plans: PgPlanStore;

beforeAll(async () => {
  database = await createDatabase();
  pools = openPools(database.url, memoryLog());
  nudges = new Nudges(database.url, new SystemClock(), memoryLog());
  plans = new PgPlanStore(pools.pacing, nudges, { clock: new VirtualClock(NOW), owner: 'a', ...FLOOR });
});
afterAll(async () => {
  await nudges?.stop();
  await pools?.close();
  await database?.drop();
});

async function dialed(floor: Floor, count: number) {
  const lease = await new PgLeaseStore(pools.pacing).acquire(floor.groupId, 'a', NOW, DAY);
  if (lease === undefined) throw new Error('no lease');
  const drafts = [];
  for (let i = 0; i < count; i++) drafts.push(draftOf(floor, await makeContact(pools.api, floor)));
  const store = new PgAttemptStore(pools.pacing, vault, FLOOR);
  const results = await store.commitIntents(lease, 'node1', drafts, pass, { now: NOW, placeByMs: 2_000 });
  return results.flatMap((result) => (result.kind === 'committed' ? [result.intent] : []));
}

describe('load', () => {
  it('tells of calls and phones that other processes have on the same lines and node, and not of its own', async () => {
    const floor = await makeFloor(pools.api);
    await dialed(floor, 3);
    const other = new PgPlanStore(pools.pacing, nudges, { clock: new VirtualClock(NOW), owner: 'b', ...FLOOR });
    const used = async (store: PgPlanStore) => {
      const plan = await store.load(floor.groupId);
      return { lines: plan?.trunks.map(({ usedElsewhere }) => usedElsewhere), legs: plan?.legsElsewhere };
    };
    const before = await used(other);
    expect(before.lines).toEqual([3]);
    expect((await used(plans)).lines).toEqual([0]);
    await makeAgent(pools.api, floor, 'idle');
    await makeAgent(pools.api, floor);
    expect((await used(other)).legs).toBe((before.legs ?? 0) + 1);
    expect((await used(plans)).legs).toBe(0);
  });

  it('gives the whole plan of a group as one value', async () => {
    const floor = await makeFloor(pools.api);
    const group = (await plans.groups()).find((each) => each.id === floor.groupId);
    const plan = await plans.load(floor.groupId);
    expect(plan).toMatchObject({
      ...group,
      mode: 'predictive',
      linesPerAgent: 1.5,
      maxLinesPerAgent: 8,
      emergencyStop: { all: false, trunkIds: [] },
    });
    expect(plan?.trunks).toEqual([
      expect.objectContaining({
        id: floor.trunkId,
        sipUri: 'sip:127.0.0.1:5080',
        callsPerSecond: 20,
        codecs: ['alaw', 'ulaw'],
      }),
    ]);
    expect(plan?.campaigns).toHaveLength(1);
    expect(plan?.campaigns[0]).toMatchObject({
      id: floor.campaignId,
      running: true,
      abandonTarget: 0.03,
      abandonWindowMs: 30 * DAY,
      patienceMs: 2_000,
      trunkIds: [floor.trunkId],
      callerIds: [{ id: floor.callerIdId, trunkId: floor.trunkId }],
      frequency: {
        windows: [
          { max: 5, windowMs: DAY },
          { max: 3, windowMs: 300_000 },
        ],
      },
      retryMs: { BUSY: 600_000, INVALID: null },
    });
  });

  it('knows no group that is not there', async () => {
    expect(await plans.load(ids.next())).toBeUndefined();
  });

  it('leaves out caller ids that are disabled or whose last day is over on the floor', async () => {
    const floor = await makeFloor(pools.api);
    const callerIds = async () => (await plans.load(floor.groupId))?.campaigns[0]?.callerIds.length;
    const set = (values: { enabled?: boolean; expires_on?: string | null }) =>
      pools.api.updateTable('caller_id').set(values).where('id', '=', floor.callerIdId).execute();
    await set({ expires_on: '2026-01-05' });
    expect(await callerIds()).toBe(1);
    await set({ expires_on: '2026-01-04' });
    expect(await callerIds()).toBe(0);
    await set({ expires_on: null, enabled: false });
    expect(await callerIds()).toBe(0);
  });

  it('carries the stops in force: of one trunk, of all, until lifted', async () => {
    const floor = await makeFloor(pools.api);
    const stops = async () => (await plans.load(floor.groupId))?.emergencyStop;
    const stop = (trunk_id: string | null) =>
      pools.api
        .insertInto('emergency_stop')
        .values({ id: ids.next(), trunk_id, reason: 'test', stopped_at: new Date(NOW) })
        .execute();
    await stop(floor.trunkId);
    expect(await stops()).toEqual({ all: false, trunkIds: [floor.trunkId] });
    await stop(null);
    expect(await stops()).toEqual({ all: true, trunkIds: [floor.trunkId] });
    await pools.api
      .updateTable('emergency_stop')
      .set({ lifted_at: new Date(NOW) })
      .execute();
    expect(await stops()).toEqual({ all: false, trunkIds: [] });
  });
});

it('nowForbidden names the attempts whose number may no longer be called', async () => {
  const floor = await makeFloor(pools.api);
  const [one, two, three] = await dialed(floor, 3);
  if (!one || !two || !three) throw new Error('refused');
  const forbid = (blindIndex: string, scope: string, expires_at: Date | null) =>
    pools.api
      .insertInto('do_not_call')
      .values({
        id: ids.next(),
        blind_index: Buffer.from(blindIndex, 'hex'),
        scope,
        reason: 'r',
        source: 's',
        created_at: new Date(NOW),
        expires_at,
      })
      .execute();
  await forbid(one.blindIndex, `campaign:${floor.campaignId}`, null);
  await forbid(two.blindIndex, `campaign:${ids.next()}`, null);
  await forbid(three.blindIndex, 'global', new Date(NOW));
  const asked = [one, two, three].map((intent) => intent.attemptId);
  expect(await plans.nowForbidden(asked, NOW)).toEqual(new Set([one.attemptId]));
  expect(await plans.nowForbidden(asked, NOW - 1)).toEqual(new Set([one.attemptId, three.attemptId]));
  expect(await plans.nowForbidden(['no id'], NOW)).toEqual(new Set());
});

it('abandonHistory counts people only, of this campaign, within the window', async () => {
  const floor = await makeFloor(pools.api);
  const intents = await dialed(floor, 6);
  const other = await makeCampaign(pools.api, floor);
  const results = ['CONNECTED', 'HUNGUP', 'ABANDONED', 'HUNGUP_WAITING', 'MACHINE', 'NOANSWER'] as const;
  const store = new PgRecordStore(pools.records);
  await store.write(
    results.map((result, i) => {
      const intent = intents[i];
      if (intent === undefined) throw new Error('refused');
      return { type: 'settle', record: recordOf(intent, { result }) } as const;
    }),
  );
  const ask = (campaignId: string, more: Partial<AbandonScope> = {}) =>
    plans.abandonHistory({ campaignId, regime: 'cn', scope: 'campaign', from: NOW - DAY, to: NOW + 1, ...more });
  const counted = { answered: 3, abandoned: 1, from: NOW, to: NOW };
  expect(await ask(floor.campaignId)).toEqual([{ own: true, ...counted }]);
  expect(await ask(floor.campaignId, { from: NOW + 1, to: NOW + DAY })).toEqual([]);
  expect(await ask(other.campaignId)).toEqual([]);
  // In a wider scope the others of the same regime count too, and only those.
  for (const scope of ['centre', 'organisation'] as const) {
    expect(await ask(other.campaignId, { scope })).toEqual([{ own: false, ...counted }]);
    expect(await ask(other.campaignId, { scope, regime: 'ca' })).toEqual([]);
  }
  const elsewhere = await makeFloor(pools.api);
  expect(await ask(elsewhere.campaignId, { scope: 'centre' })).toEqual([]);
  expect((await ask(elsewhere.campaignId, { scope: 'organisation' })).length).toBeGreaterThan(0);
});

describe('watch', () => {
  it('nudges the group concerned, for what managers and agents change, and stops when told', async () => {
    const floor = await makeFloor(pools.api);
    const other = await makeFloor(pools.api);
    const heard = { mine: 0, other: 0 };
    const unwatch = plans.watch(floor.groupId, () => heard.mine++);
    const unwatchOther = plans.watch(other.groupId, () => heard.other++);
    await until(() => nudges.listening && heard.mine > 0, { what: 'the nudge after connecting' });
    const nudgedBy = async (what: string, change: () => Promise<unknown>) => {
      const before = heard.mine;
      await change();
      await until(() => heard.mine > before, { what: `a nudge for ${what}` });
    };
    const calm = heard.other;
    await nudgedBy('a campaign', () =>
      pools.api.updateTable('campaign').set({ status: 'paused' }).where('id', '=', floor.campaignId).execute(),
    );
    await nudgedBy('a caller id taken away', () =>
      pools.api.deleteFrom('campaign_caller_id').where('campaign_id', '=', floor.campaignId).execute(),
    );
    expect(heard.other).toBe(calm);
    await nudgedBy('an emergency stop', () =>
      pools.api
        .insertInto('emergency_stop')
        .values({ id: ids.next(), reason: 'test', stopped_at: new Date(NOW), lifted_at: new Date(NOW) })
        .execute(),
    );
    await until(() => heard.other > calm, { what: 'the stop to reach the other group' });
    unwatch();
    const last = heard.mine;
    const lastOther = heard.other;
    await pools.api.updateTable('trunk').set({ weight: 2 }).where('id', '=', floor.trunkId).execute();
    await until(() => heard.other > lastOther, { what: 'the nudge of a trunk' });
    expect(heard.mine).toBe(last);
    unwatchOther();
  });

  it('comes back after its connection was cut, and nudges for what it may have missed', async () => {
    const floor = await makeFloor(pools.api);
    let heard = 0;
    const unwatch = plans.watch(floor.groupId, () => heard++);
    await until(() => nudges.listening, { what: 'listening' });
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'boda nudges'`.execute(
      pools.api,
    );
    await until(() => !nudges.listening, { what: 'the cut to be noticed' });
    const before = heard;
    await until(() => nudges.listening && heard > before, { what: 'the nudge after reconnecting' });
    unwatch();
  });
});
