import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CN_HOURS } from '../../src/compliance/presets.ts';
import { PgContactSource } from '../../src/db/contact-source.ts';
import { timestamp } from '../../src/db/values.ts';
import { QueueFeeder } from '../../src/lists/feeder.ts';
import type { ContactSource, QueueFilling } from '../../src/lists/ports.ts';
import { RedisReadyQueue } from '../../src/queue/ready-queue.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { ids, mobile, type Office, openOffice, sheet } from './lists-helpers.ts';
import { claimsOf, connected, HOUR, MIN, NOW, silent } from './queue-helpers.ts';

let office: Office;
let server: TestRedis;
let redis: Redis;
let queue: RedisReadyQueue;
let feeder: QueueFeeder;
let source: ContactSource;
let campaignId: string;
let block = 0;
beforeAll(async () => {
  office = await openOffice();
  server = await startTestRedis();
  redis = await connected(server.url, 5_000);
  redis.setMaxListeners(100);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  await office.close();
});
beforeEach(async () => {
  await redis.flushall();
  await sql`truncate contact, attempt, do_not_call cascade`.execute(office.db);
  queue = new RedisReadyQueue(redis);
  source = new PgContactSource(office.db, { floorZone: 'Asia/Shanghai' });
  feeder = new QueueFeeder(source, queue, silent);
  campaignId = await office.campaign();
  block += 10_000;
});

/** Imports `count` contacts into a new list of the campaign; their ids in order. */
async function fill(count: number, into = campaignId, from = block): Promise<string[]> {
  const listId = await office.list(into);
  await office.import(listId, sheet(count, from));
  const { rows } = await sql<{ id: string }>`select id from contact where list_id = ${listId} order by id`.execute(
    office.db,
  );
  return rows.map((row) => row.id);
}
async function states(of = campaignId): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*) as n from contact where campaign_id = ${of} group by state`.execute(office.db);
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
async function contact(id: string) {
  const { rows } = await sql<{ state: string; due_at: number; last_result: string | null }>`
    select state, due_at, last_result from contact where id = ${id}`.execute(office.db);
  return rows[0];
}
const take = async (count: number, now = NOW, of = campaignId): Promise<string[]> =>
  claimsOf(await queue.claim(of, count, now)).map((claim) => claim.contactId);
const size = () => queue.size(campaignId);

describe('feeding', () => {
  it('fills to the target in the order of the campaign and tops up what was taken', async () => {
    const all = await fill(120);
    await feeder.rebuild([campaignId], NOW);
    expect(await feeder.feed(campaignId, 80, NOW)).toEqual({ added: 30, size: 80 });
    expect(await states()).toEqual({ open: 40, queued: 80 });
    expect(await take(50)).toEqual(all.slice(0, 50));
    expect(await feeder.feed(campaignId, 80, NOW)).toEqual({ added: 40, size: 70 });
    expect(await take(200)).toEqual(all.slice(50));
    expect(await feeder.feed(campaignId, 80, NOW)).toEqual({ added: 0, size: 0 });
  });

  it('lets a call-back in at 50, an abandoned customer at 99, each with its source', async () => {
    const [a = '', b = '', c = '', d = ''] = await fill(4);
    await sql`update contact set source = 'call-back' where id = ${d}`.execute(office.db);
    await sql`update contact set source = 'retry', last_result = 'ABANDONED' where id = ${c}`.execute(office.db);
    await sql`update contact set priority = 7, source = 'api' where id = ${b}`.execute(office.db);
    await feeder.rebuild([campaignId], NOW);
    const claims = claimsOf(await queue.claim(campaignId, 9, NOW));
    expect(claims.map(({ contactId, priority, source: from }) => [contactId, priority, from])).toEqual([
      [c, 99, 'retry'],
      [d, 50, 'call-back'],
      [b, 7, 'api'],
      [a, 0, 'new'],
    ]);
  });

  it('trims above twice the target: the last ones go back', async () => {
    const all = await fill(100);
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 100, NOW);
    expect(await feeder.feed(campaignId, 50, NOW)).toEqual({ added: 0, size: 100 });
    expect(await feeder.feed(campaignId, 40, NOW)).toEqual({ added: 0, size: 80 });
    expect(await feeder.feed(campaignId, 20, NOW)).toEqual({ added: 0, size: 40 });
    expect(await states()).toEqual({ open: 60, queued: 40 });
    expect(await size()).toBe(40);
    expect(await take(100)).toEqual(all.slice(0, 40));
    expect(await feeder.feed(campaignId, 60, NOW)).toEqual({ added: 60, size: 60 });
  });

  it('queues nobody whom the gate refuses, and says when he may be looked at again', async () => {
    const [fine = '', dnc = '', often = '', flying = '', locked = '', later = '', today = '', tried = ''] =
      await fill(8);
    const global = sql`insert into do_not_call (id, blind_index, reason, source, created_at)
      select ${ids.next()}, p.blind_index, 'asked', 'test', ${timestamp(NOW)}
      from contact c join phone p on p.id = c.phone_id where c.id = ${dnc}`;
    await global.execute(office.db);
    for (const ago of [MIN, 2 * MIN, 4 * MIN]) await office.attempt(often, NOW - ago);
    await office.attempt(often, NOW - 3 * MIN, { charged: false });
    await office.attempt(flying, NOW - MIN, { state: 'open' });
    await sql`update contact set abandoned_lock_until = ${timestamp(NOW + HOUR)} where id = ${locked}`.execute(
      office.db,
    );
    await sql`update contact set due_at = ${timestamp(NOW + 1)} where id = ${later}`.execute(office.db);
    for (const ago of [20, 40, 60]) await office.attempt(today, NOW - ago * MIN);
    await sql`update contact set attempts = 6 where id = ${tried}`.execute(office.db);
    await feeder.rebuild([campaignId], NOW);
    expect(await take(9)).toEqual([fine]);
    expect(await contact(dnc)).toMatchObject({ state: 'closed', last_result: 'DNC' });
    expect(await contact(often)).toMatchObject({ state: 'open', due_at: NOW + MIN });
    expect(await contact(flying)).toMatchObject({ state: 'open', due_at: NOW + MIN });
    expect(await contact(locked)).toMatchObject({ state: 'open', due_at: NOW + HOUR });
    expect(await contact(later)).toMatchObject({ state: 'open', due_at: NOW + 1 });
    expect(await contact(today)).toMatchObject({ state: 'open', due_at: Date.parse('2026-01-05T16:00:00Z') });
    expect(await contact(tried)).toMatchObject({ state: 'closed', last_result: 'MAXTRIES' });
    expect(await states()).toEqual({ queued: 1, open: 5, closed: 2 });
  });

  it("does not touch lists that are off, other campaigns' contacts, or deleted customers", async () => {
    const [gone = '', here = ''] = await fill(2);
    await sql`update customer set deleted_at = ${timestamp(NOW)}
      where id = (select customer_id from contact where id = ${gone})`.execute(office.db);
    await fill(3, campaignId, block + 100);
    await sql`update list set active = false where id =
      (select list_id from contact where campaign_id = ${campaignId} order by id desc limit 1)`.execute(office.db);
    const other = await office.campaign();
    await fill(2, other, block + 200);
    await feeder.rebuild([campaignId], NOW);
    expect(await take(9)).toEqual([here]);
    expect(await contact(gone)).toMatchObject({ state: 'closed' });
    expect(await states()).toEqual({ queued: 1, closed: 1, open: 3 });
    expect(await states(other)).toEqual({ open: 2 });
  });

  it('queues nothing while the hours are closed, takes back what is queued, and goes on when they open', async () => {
    const all = await fill(5);
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 3, NOW);
    const noon = Date.parse('2026-01-05T04:00:00Z');
    expect(await feeder.feed(campaignId, 50, noon)).toEqual({ added: 0, size: 0 });
    expect(await states()).toEqual({ open: 5 });
    expect(await contact(all[0] ?? '')).toMatchObject({ due_at: NOW - HOUR });
    const afternoon = Date.parse('2026-01-05T05:30:00Z');
    expect(await feeder.feed(campaignId, 50, afternoon)).toEqual({ added: 5, size: 5 });
    expect(await take(9, afternoon)).toEqual(all);
  });

  it('passes over places that are closed without moving them', async () => {
    const listId = await office.list(campaignId);
    await sql`update campaign set gate = '{"allowPrefixes": ["+86", "+1", "+81"]}' where id = ${campaignId}`.execute(
      office.db,
    );
    const text = `phone\n${mobile(block)}\n+1 202 555 0123\n+81 3 1234 5678\n${mobile(block + 1)}\n`;
    await office.import(listId, text);
    await feeder.rebuild([campaignId], NOW);
    expect(await size()).toBe(3);
    const { rows } = await sql<{ due_at: number }>`select due_at from contact c join phone p on p.id = c.phone_id
      where c.list_id = ${listId} and p.country = 'US' and c.state = 'open'`.execute(office.db);
    expect(rows).toEqual([{ due_at: NOW - HOUR }]);
  });

  it('takes a contact out whose number was called too often meanwhile, until it is free', async () => {
    const [a = ''] = await fill(1);
    await feeder.rebuild([campaignId], NOW);
    const { rows } = await sql<{ hex: string }>`select encode(p.blind_index, 'hex') as hex
      from contact c join phone p on p.id = c.phone_id where c.id = ${a}`.execute(office.db);
    const charges = [1, 2, 3].map((i) => ({ attemptId: `t${i}`, blindIndex: rows[0]?.hex ?? '', at: NOW - i }));
    await queue.charge(charges, NOW);
    expect(await take(1)).toEqual([]);
    await feeder.feed(campaignId, 50, NOW);
    expect(await contact(a)).toMatchObject({ state: 'open', due_at: NOW - 3 + 5 * MIN });
    expect(await redis.hlen('boda:queue-entries')).toBe(0);
    expect(await feeder.feed(campaignId, 50, NOW + 5 * MIN)).toMatchObject({ added: 1 });
    expect(await take(1, NOW + 5 * MIN)).toEqual([a]);
  });

  it('two feeders of one campaign never queue a contact twice', async () => {
    const all = await fill(1000);
    await feeder.rebuild([campaignId], NOW);
    const second = new QueueFeeder(source, queue, silent);
    const answers = await Promise.all([
      feeder.feed(campaignId, 1000, NOW),
      second.feed(campaignId, 1000, NOW),
      feeder.feed(campaignId, 1000, NOW),
    ]);
    expect(answers.reduce((sum, { added }) => sum + added, 50)).toBe(1000);
    const got = await take(2000);
    expect(got).toHaveLength(1000);
    expect(new Set(got)).toEqual(new Set(all));
  });

  it('passes over a contact that somebody else holds, and does not wait for him', async () => {
    const all = await fill(3);
    await feeder.rebuild([campaignId], NOW - 2 * HOUR);
    await office.db.transaction().execute(async (tx) => {
      await sql`select 1 from contact where id = ${all[1]} for update`.execute(tx);
      expect(await feeder.feed(campaignId, 50, NOW)).toEqual({ added: 2, size: 2 });
    });
    expect(await feeder.feed(campaignId, 50, NOW)).toEqual({ added: 1, size: 3 });
    expect(await take(9)).toEqual(all);
  });

  it('a campaign that does not exist has nothing to feed', async () => {
    expect(await feeder.feed(ids.next(), 10, NOW)).toEqual({ added: 0, size: 0 });
    await feeder.rebuild([ids.next()], NOW);
  });
});

describe('the order of a campaign', () => {
  const order = (stored: object) =>
    sql`update campaign set contact_order = ${JSON.stringify(stored)}::jsonb where id = ${campaignId}`.execute(
      office.db,
    );
  const named = async (taken: readonly string[]): Promise<(string | null)[]> => {
    const { rows } = await sql<{
      name: string | null;
    }>`select c.name from unnest(${[...taken]}::uuid[]) with ordinality v (id, n)
      join contact c on c.id = v.id order by v.n`.execute(office.db);
    return rows.map((row) => row.name);
  };
  const people = (rows: readonly string[]): string =>
    ['手机,姓名,年龄,城市', ...rows.map((row, i) => `${mobile(block + i)},${row}`), ''].join('\n');
  const keys = (...list: [string, string, boolean][]) => ({
    kind: 'sort',
    keys: list.map(([by, type, descending]) => ({ by, type, descending })),
  });

  it('sorts by several keys of the list, typed, what has no value last; a later contact takes its place', async () => {
    await order(keys(['field:年龄', 'number', true], ['field:城市', 'text', false]));
    const listId = await office.list(campaignId);
    await office.import(
      listId,
      people(['甲,9,上海', '乙,30,北京', '丙,,北京', '丁,30,上海', '戊,-2,北京', '己,100,北京']),
    );
    await feeder.rebuild([campaignId], NOW);
    expect(await named(await take(9))).toEqual(['己', '丁', '乙', '甲', '戊', '丙']);
  });

  it('sorts texts upwards and dates downwards, and follows a changed column', async () => {
    await order(keys(['field:城市', 'date', true], ['name', 'text', false]));
    const listId = await office.list(campaignId);
    await office.import(
      listId,
      people(['b,1,2026-01-31', 'a,1,2026/2/1', 'd,1,20251231', 'c,1,no date', 'ab,1,2026-01-31']),
    );
    await sql`update contact set fields = fields || '{"城市": "2027-01-01"}' where name = 'd'`.execute(office.db);
    await feeder.rebuild([campaignId], NOW);
    expect(await named(await take(9))).toEqual(['d', 'a', 'ab', 'b', 'c']);
  });

  it('at random is another order than as they came, the same in every life, and another with another seed', async () => {
    await order({ kind: 'random', seed: 7 });
    const all = await fill(40);
    const drawn: string[][] = [];
    for (const seed of [7, 7, 8]) {
      await order({ kind: 'random', seed });
      await sql`update contact c set order_key = contact_order_key(g.contact_order, c), state = 'open'
        from campaign g where g.id = c.campaign_id and g.id = ${campaignId}`.execute(office.db);
      await redis.flushall();
      queue = new RedisReadyQueue(redis);
      await new QueueFeeder(source, queue, silent).rebuild([campaignId], NOW);
      drawn.push(await take(50));
    }
    expect([...(drawn[0] ?? [])].sort()).toEqual(all);
    expect(drawn[0]).not.toEqual(all);
    expect(drawn[1]).toEqual(drawn[0]);
    expect(drawn[2]).not.toEqual(drawn[0]);
  });

  it('newest first', async () => {
    await order({ kind: 'newest' });
    const all = await fill(5);
    await feeder.rebuild([campaignId], NOW);
    expect(await take(9)).toEqual([...all].reverse());
  });

  it('mixes lists 3 to 1 over many feeds, and a due call-back still comes first', async () => {
    const a = await fill(60);
    const b = await fill(60, campaignId, block + 100);
    const { rows } = await sql<{ list_id: string }>`select list_id from contact where id = ${a[0]}`.execute(office.db);
    await order({ kind: 'due', mix: [{ listId: rows[0]?.list_id, weight: 3 }] });
    await sql`update contact set source = 'call-back' where id = ${b[59]}`.execute(office.db);
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 61, NOW);
    const first = await take(21);
    expect(first[0]).toBe(b[59]);
    expect(first.slice(1).filter((id) => a.includes(id))).toHaveLength(15);
    await feeder.feed(campaignId, 60, NOW);
    const rest = await take(40);
    expect(rest.filter((id) => a.includes(id))).toHaveLength(30);
    expect(rest.filter((id) => b.includes(id))).toEqual(b.slice(5, 15));
  });

  it('a number on the do-not-call list sends its contact to the next one; the last one closes it', async () => {
    const listId = await office.list(campaignId);
    await office.import(listId, `手机1,手机2\n${mobile(block)},${mobile(block + 1)}\n`);
    const { rows } = await sql<{ id: string }>`select id from contact where list_id = ${listId}`.execute(office.db);
    const id = rows[0]?.id ?? '';
    const forbid = (position: number) => sql`insert into do_not_call (id, blind_index, reason, source, created_at)
      select ${ids.next()}, p.blind_index, 'asked', 'test', ${timestamp(NOW)} from phone p
      where p.id = (select phone_id from (select 1 as position, phone_id from contact where id = ${id}
        union all select position, phone_id from contact_number where contact_id = ${id}) n where n.position = ${position})`;
    await forbid(1).execute(office.db);
    await feeder.rebuild([campaignId], NOW);
    expect(await contact(id)).toMatchObject({ state: 'open' });
    await feeder.feed(campaignId, 50, NOW);
    const claims = claimsOf(await queue.claim(campaignId, 9, NOW));
    const second = await sql<{ hex: string }>`select encode(p.blind_index, 'hex') as hex from contact_number n
      join phone p on p.id = n.phone_id where n.contact_id = ${id}`.execute(office.db);
    expect(claims).toMatchObject([{ contactId: id, source: 'other-number', blindIndex: second.rows[0]?.hex }]);
    await sql`update contact set state = 'open' where id = ${id}`.execute(office.db);
    await redis.flushall();
    await forbid(2).execute(office.db);
    queue = new RedisReadyQueue(redis);
    await new QueueFeeder(source, queue, silent).rebuild([campaignId], NOW);
    expect(await contact(id)).toMatchObject({ state: 'closed', last_result: 'DNC' });
  });
});

describe('rebuilding', () => {
  it('after FLUSHALL the same work is left, nothing is doubled (FAULTS 39)', async () => {
    const all = await fill(300);
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 200, NOW);
    const dialed = await take(40);
    await sql`update contact set state = 'dialing' where id = any(${dialed}::uuid[])`.execute(office.db);
    // Claimed, and the process dies before the commit.
    const lost = await take(5);
    await server.flush();
    expect(await queue.claim(campaignId, 1, NOW)).toEqual({ kind: 'rebuild-needed' });
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 500, NOW);
    const left = await take(1000);
    expect(left.slice(0, 5)).toEqual(lost);
    expect([...dialed, ...left]).toEqual(all);
    expect(await states()).toEqual({ dialing: 40, queued: 260 });
  });

  it('brings back what is in flight and what was charged', async () => {
    const [a = '', b = '', c = ''] = await fill(3);
    const other = await office.campaign();
    const [sameAsA = ''] = await fill(1, other);
    await feeder.rebuild([campaignId, other], NOW);
    await office.attempt(a, NOW, { state: 'open' });
    await sql`update contact set state = 'dialing' where id = ${a}`.execute(office.db);
    for (const ago of [1, 2]) await office.attempt(b, NOW - ago);
    await server.flush();
    await feeder.rebuild([campaignId, other], NOW);
    // The other campaign's row of the number in flight is not even queued; were it, the mark would hold it.
    expect(await contact(sameAsA)).toMatchObject({ state: 'open', due_at: NOW + MIN });
    expect(await redis.zcard('boda:flight')).toBe(1);
    const claims = claimsOf(await queue.claim(campaignId, 9, NOW));
    expect(claims.map((claim) => claim.contactId)).toEqual([b, c]);
    const [first] = claims;
    expect(await redis.zcard(`boda:charged:${first?.blindIndex}`)).toBe(2);
  });

  it('a contact is queued again when Redis fails between the two stores', async () => {
    const all = await fill(10);
    await feeder.rebuild([campaignId], NOW);
    let broken = true;
    const failing: QueueFilling = new Proxy(queue, {
      get: (target, name) => {
        if (name === 'put' && broken) return () => Promise.reject(new Error('Redis went away'));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const unlucky = new QueueFeeder(source, failing, silent);
    await take(10);
    await sql`update contact set state = 'open' where campaign_id = ${campaignId}`.execute(office.db);
    await redis.del('boda:flight', 'boda:flight-claims');
    await expect(unlucky.feed(campaignId, 50, NOW)).rejects.toThrow('went away');
    expect(await states()).toEqual({ queued: 10 });
    broken = false;
    await unlucky.feed(campaignId, 50, NOW);
    expect(await take(50)).toEqual(all);
  });

  it('Redis away: rejects fast, nothing is lost, the next rebuild makes it good (FAULTS 37)', async () => {
    const all = await fill(60);
    await feeder.rebuild([campaignId], NOW);
    await server.kill();
    await until(() => redis.status !== 'ready', { what: 'the lost connection' });
    await expect(feeder.feed(campaignId, 60, NOW)).rejects.toThrow('Redis is away');
    await expect(feeder.rebuild([campaignId], NOW)).rejects.toThrow('Redis is away');
    await server.start();
    await until(() => redis.status === 'ready', { what: 'the connection' });
    await feeder.rebuild([campaignId], NOW);
    await feeder.feed(campaignId, 60, NOW);
    expect(await take(100)).toEqual(all);
  });

  it('a queue that is lost while it is built is built again', async () => {
    const all = await fill(20);
    let losses = 2;
    const losing: QueueFilling = new Proxy(queue, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === 'finish')
          return async (campaign: string, build: number) => {
            if (losses-- > 0) await server.flush();
            return await target.finish(campaign, build);
          };
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await new QueueFeeder(source, losing, silent).rebuild([campaignId], NOW);
    expect(await take(50)).toEqual(all);
    losses = 9;
    await expect(new QueueFeeder(source, losing, silent).rebuild([campaignId], NOW)).rejects.toThrow('lost 3 times');
  });

  it('a number in two campaigns is dialed by one of them (FAULTS 54)', async () => {
    const other = await office.campaign({ hours: CN_HOURS });
    await fill(20);
    await fill(20, other);
    await feeder.rebuild([campaignId, other], NOW);
    const got = await Promise.all(Array.from({ length: 8 }, (_, i) => queue.claim(i % 2 ? campaignId : other, 5, NOW)));
    const numbers = got.flatMap(claimsOf).map((claim) => claim.blindIndex);
    expect(numbers).toHaveLength(20);
    expect(new Set(numbers).size).toBe(20);
  });
});
