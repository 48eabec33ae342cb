/** "Why is it not dialing?" over whole lists, held against the gate's own word on each contact; the races behind the gate. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge, reasonOf } from '../../src/compliance/gate.ts';
import { gateReport } from '../../src/compliance/report.ts';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { lookAtFacts } from '../../src/db/gate-facts.ts';
import { PgGateLook } from '../../src/db/gates-report.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { openPool, openPools, type Pools } from '../../src/db/pool.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import {
  DAY,
  FLOOR,
  type Floor,
  HOUR,
  ids,
  makeAgent,
  makeCampaign,
  makeContact,
  makeFloor,
  memoryLog,
  NOW,
  vault,
} from './db-fixture.ts';

const MIN = 60_000;
let database: TestDatabase;
let pools: Pools;
let attempts: PgAttemptStore;

beforeAll(async () => {
  database = await createDatabase();
  pools = openPools(database.url, memoryLog());
  attempts = new PgAttemptStore(pools.pacing, vault, FLOOR);
});

afterAll(async () => {
  await pools.close();
  await database.drop();
});

const at = (ms: number): Date => new Date(ms);

async function attemptOf(floor: Floor, contactId: string, placedAt: number, state = 'closed'): Promise<void> {
  await sql`insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, phone_id, blind_index, trunk_id,
      mode, source, placed_at, place_by, state)
    select ${ids.next()}, ${floor.groupId}, 1, 'n', c.campaign_id, c.list_id, c.id, c.phone_id, p.blind_index,
      ${floor.trunkId}, 'predictive', 'new', ${at(placedAt)}, ${at(placedAt)}, ${state}
    from contact c join phone p on p.id = c.phone_id where c.id = ${contactId}`.execute(pools.api);
}

async function forbid(contactId: string, scope: string, expiresAt?: number): Promise<void> {
  await sql`insert into do_not_call (id, blind_index, scope, reason, source, created_at, expires_at)
    select ${ids.next()}, p.blind_index, ${scope}, 'r', 's', ${at(NOW)}, ${expiresAt === undefined ? null : at(expiresAt)}
    from contact c join phone p on p.id = c.phone_id where c.id = ${contactId}`.execute(pools.api);
}

/** A list where anything may speak against anybody, several things at once too. */
async function anyList(floor: Floor, seed: number, contacts: number): Promise<void> {
  const rng = new SeededRng(seed);
  const oneIn = (n: number): boolean => rng.next() < 1 / n;
  const pick = <T>(...of: T[]): T => of[Math.floor(rng.next() * of.length)] as T;
  const owner = await makeAgent(pools.api, floor);
  const other = await makeCampaign(pools.api, floor);
  const lists = [floor.listId, ids.next(), ids.next()];
  await sql`insert into list (id, campaign_id, name, active, legal_basis, hours, created_at) values
    (${lists[1]}, ${floor.campaignId}, 'off', false, 'b', null, ${at(NOW)}),
    (${lists[2]}, ${floor.campaignId}, 'own', true, 'b', '{"1": [{"from": 0, "to": 1440}]}', ${at(NOW)})`.execute(
    pools.api,
  );
  for (let i = 0; i < contacts; i++) {
    const { contactId, phoneId } = await makeContact(pools.api, floor);
    const zones = pick(
      ['Asia/Shanghai'],
      ['Asia/Shanghai'],
      ['Asia/Shanghai'],
      ['America/Los_Angeles'],
      ['Asia/Urumqi', 'Asia/Shanghai'],
    );
    await sql`update phone set zones = ${zones}::text[], region = ${pick('广东深圳', '新疆乌鲁木齐', '湖南长沙', null)},
      country = 'CN', prefix = ${pick('+86138', '+86138', '+86138', '+86138', '+12135', 'short')} where id = ${phoneId}`.execute(
      pools.api,
    );
    const customerId = ids.next();
    await sql`insert into customer (id, department_id, owner_id, deleted_at, created_at) values (${customerId},
      ${floor.departmentId}, ${oneIn(8) ? owner : null}, ${oneIn(12) ? at(NOW) : null}, ${at(NOW)})`.execute(pools.api);
    await sql`update contact set state = ${pick('open', 'open', 'open', 'queued', 'queued', 'dialing', 'closed')},
      list_id = ${pick(lists[0], lists[0], lists[0], lists[1], lists[2], lists[2])}, customer_id = ${customerId},
      attempts = ${pick(0, 1, 5, 6, 7)}, due_at = ${at(NOW + (oneIn(5) ? HOUR : 0))},
      bound_agent_id = ${oneIn(8) ? owner : null},
      zones = ${oneIn(10) ? sql`array['Asia/Tokyo']` : null},
      abandoned_lock_until = ${oneIn(8) ? at(NOW + pick(0, HOUR)) : null} where id = ${contactId}`.execute(pools.api);
    // Somebody's, or gone, only after the contact was made.
    if (oneIn(6))
      await sql`update customer set owner_id = ${oneIn(2) ? owner : null}, deleted_at = ${oneIn(4) ? at(NOW) : null}
        where id = ${customerId}`.execute(pools.api);
    if (oneIn(5))
      await forbid(
        contactId,
        pick(
          'global',
          `department:${floor.departmentId}`,
          `campaign:${floor.campaignId}`,
          `campaign:${other.campaignId}`,
          `list:${lists[0]}`,
          `list:${lists[2]}`,
        ),
        pick(undefined, NOW, NOW + 1),
      );
    if (oneIn(3))
      for (let n = Math.floor(rng.next() * 6); n >= 0; n--)
        await attemptOf(
          floor,
          contactId,
          NOW - pick(0, 1, MIN, 4 * MIN, 5 * MIN, HOUR, 3 * HOUR, DAY - 1, DAY, 2 * DAY),
        );
    if (oneIn(8)) {
      // The same number in another campaign is in flight, or was called there.
      const twin = await makeContact(pools.api, { ...floor, ...other });
      await sql`update contact set phone_id = ${phoneId} where id = ${twin.contactId}`.execute(pools.api);
      await attemptOf(floor, twin.contactId, NOW - MIN, pick('open', 'closed'));
      if (oneIn(2))
        await sql`update contact set abandoned_lock_until = ${at(NOW + HOUR)} where id = ${twin.contactId}`.execute(
          pools.api,
        );
      // Its next number is the twin's first one, forbidden or not.
      if (oneIn(2)) {
        await sql`update contact set next_phone_id = ${twin.phoneId} where id = ${contactId}`.execute(pools.api);
        if (oneIn(2))
          await sql`insert into do_not_call (id, blind_index, reason, source, created_at)
            select ${ids.next()}, blind_index, 'r', 's', ${at(NOW)} from phone where id = ${twin.phoneId}`.execute(
            pools.api,
          );
      }
    }
  }
}

async function wordOfEach(floor: Floor): Promise<Record<string, number>> {
  const look = new PgGateLook(pools.gates, new VirtualClock(NOW), FLOOR.floorZone);
  const plan = (await look.campaign(floor.campaignId))?.plan;
  if (plan === undefined) throw new Error('no such campaign');
  const { rows } = await sql<{ id: string; hex: string; bound: boolean }>`
    select c.id, encode(p.blind_index, 'hex') as hex, c.bound_agent_id is not null as bound
    from contact c join phone p on p.id = c.dial_phone_id where c.campaign_id = ${floor.campaignId}`.execute(pools.api);
  const claims = rows.map(({ id, hex }) => ({
    ...{ contactId: id, campaignId: floor.campaignId, blindIndex: hex, source: 'new' as const, priority: 0 },
  }));
  const facts = await lookAtFacts(pools.api, claims, { now: NOW, floorZone: FLOOR.floorZone });
  const counts: Record<string, number> = {};
  for (const { id, bound } of rows) {
    const contact = facts.contacts.get(id);
    if (contact === undefined) throw new Error('a contact is missing');
    const code = reasonOf(facts.of(contact, new Set()), plan, bound) ?? 'ready';
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

async function report(floor: Floor) {
  const look = await new PgGateLook(pools.gates, new VirtualClock(NOW), FLOOR.floorZone).campaign(floor.campaignId);
  if (look === undefined) throw new Error('no such campaign');
  return gateReport(look);
}

describe('why is it not dialing', () => {
  it.each([
    [
      11,
      {},
      [
        { max: 5, windowMs: DAY },
        { max: 3, windowMs: 5 * MIN },
      ],
    ],
    [
      12,
      { consent: 'basis', blockRegions: ['湖南'], regionHours: true, holidays: 'closed', partOfDay: { max: 2 } },
      [{ max: 3, windowMs: DAY, calendarDay: true }],
    ],
    [
      13,
      { allowPrefixes: ['+86', '+1'], partOfDay: { max: 1 } },
      [
        { max: 2, windowMs: HOUR },
        { max: 4, windowMs: DAY, calendarDay: true },
      ],
    ],
  ])('counts each contact once, under the reason that the gate itself gives (list %i)', async (seed, gate, windows) => {
    const floor = await makeFloor(pools.api);
    await sql`update campaign set gate = ${JSON.stringify(gate)}, frequency = ${JSON.stringify({ windows })}
      where id = ${floor.campaignId}`.execute(pools.api);
    await anyList(floor, seed, 150);
    const { contacts, ready, reasons } = await report(floor);
    const counted = Object.fromEntries(reasons.map(({ code, contacts: n }) => [code, n]));
    expect(contacts).toBe(150);
    expect(ready + reasons.reduce((sum, reason) => sum + reason.contacts, 0)).toBe(150);
    expect({ ...counted, ...(ready === 0 ? {} : { ready }) }).toEqual(await wordOfEach(floor));
    expect(Object.keys(counted).length).toBeGreaterThan(8);
  });

  it('looks at the running campaigns by itself, so that who asks first need not wait', async () => {
    const [runs, stands] = [await makeFloor(pools.api), await makeFloor(pools.api)];
    await sql`update campaign set status = case when id = ${runs.campaignId} then 'running' else 'stopped' end`.execute(
      pools.api,
    );
    for (const floor of [runs, stands]) await makeContact(pools.api, floor);
    const own = openPool(database.url, 'gates', memoryLog());
    const look = new PgGateLook(own, new VirtualClock(NOW), FLOOR.floorZone);
    await look.warm();
    await own.destroy();
    expect((await look.campaign(runs.campaignId))?.kinds).toHaveLength(1);
    await expect(look.campaign(stands.campaignId)).rejects.toThrow();
  });

  it('tells the hours in words, and when they open', async () => {
    const floor = await makeFloor(pools.api);
    const { phoneId } = await makeContact(pools.api, floor);
    await sql`update phone set zones = '{America/Los_Angeles}' where id = ${phoneId}`.execute(pools.api);
    const { reasons } = await report(floor);
    expect(reasons).toMatchObject([{ code: 'hours-campaign', contacts: 1 }]);
    expect(reasons[0]?.cases).toEqual([
      {
        en: "The campaign's hours today are - in Los Angeles, now 18:00.",
        'zh-CN': 'America/Los_Angeles 今日外呼时段 -，当地现在 18:00。',
        contacts: 1,
        opensAt: Date.parse('2026-01-05T17:00:00Z'),
      },
    ]);
  });

  it('knows a number that was forbidden before it was ever a contact', async () => {
    const floor = await makeFloor(pools.api);
    const number = '+8613999990001';
    await sql`insert into do_not_call (id, blind_index, reason, source, created_at)
      values (${ids.next()}, ${Buffer.from(vault.blindIndex(number), 'hex')}, 'r', 's', ${at(NOW)})`.execute(pools.api);
    await makeContact(pools.api, floor, number);
    expect((await report(floor)).reasons).toMatchObject([{ code: 'do-not-call', contacts: 1 }]);
  });
});

describe('two campaigns with the same numbers', () => {
  it('dial each of them once, however they race', async () => {
    const [a, b] = [await makeFloor(pools.api), await makeFloor(pools.api)];
    const leases = new PgLeaseStore(pools.pacing);
    const numbers = Array.from({ length: 40 }, (_, i) => `+8613777${String(i).padStart(6, '0')}`);
    const racing = await Promise.all(
      [a, b].map(async (floor) => {
        const lease = await leases.acquire(floor.groupId, 'x', NOW, HOUR);
        if (lease === undefined) throw new Error('no lease');
        const claims = [];
        for (const number of numbers) claims.push(await makeContact(pools.api, floor, number));
        const plan = {
          hours: { legal: { from: 0, to: 1440 }, campaign: { 1: [{ from: 0, to: 1440 }] } },
          frequency: { windows: [{ max: 1, windowMs: DAY }] },
          maxAttempts: 6,
          maxAttemptsPerDay: 3,
        };
        return { lease, floor, claims, plan };
      }),
    );
    // Ten batches of each at once, in opposite orders.
    const results = await Promise.all(
      racing.flatMap(({ lease, floor, claims, plan }, side) =>
        Array.from({ length: 10 }, (_, batch) => {
          const mine = claims.slice(batch * 4, batch * 4 + 4);
          const drafts = (side === 0 ? mine : mine.reverse()).map((claim) => ({
            ...{ attemptId: ids.next(), claim, trunkId: floor.trunkId, trunkKey: 't', callerIdId: floor.callerIdId },
            mode: 'predictive',
          }));
          const order = { now: NOW, placeByMs: 2_000 };
          return attempts.commitIntents(lease, 'node1', drafts, (facts) => judge(facts, plan), order);
        }),
      ),
    );
    const codes = results.flat().map((result) => (result.kind === 'committed' ? 'committed' : result.code));
    expect(codes.filter((code) => code === 'committed')).toHaveLength(40);
    expect(codes.filter((code) => code === 'in-flight')).toHaveLength(40);
    const { rows } = await sql<{ n: number }>`select count(*) as n from attempt a where a.blind_index = any(
      ${numbers.map((number) => Buffer.from(vault.blindIndex(number), 'hex'))}::bytea[])
      group by a.blind_index having count(*) > 1`.execute(pools.api);
    expect(rows).toEqual([]);
  });
});
