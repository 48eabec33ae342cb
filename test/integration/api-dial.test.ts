import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { atWork } from './api-at-work.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';
import { answeringRunner, runnerSays } from './api-runner.ts';

let o: TestOffice;
let me: Person;
const { freshNumber, contactOf, seat, wishesOf } = atWork(() => o);

beforeAll(async () => {
  o = await startOffice();
  await answeringRunner(o);
  await o.db.updateTable('campaign').set({ status: 'running' }).where('id', '=', o.seeded.campaigns.a).execute();
});
afterAll(() => o.close());
beforeEach(async () => {
  await runnerSays(o, undefined);
  me = await o.person('agent');
  await seat(me, { state: 'idle' });
});

const mine = (): Promise<string> => contactOf(me);
const dial = (body: unknown, as = me) => o.as(as, 'POST', '/api/v1/calls', body);
const wishes = (type: string): Promise<number> => wishesOf(me, type);

describe('one-click dial', () => {
  it('is one wish with the contact behind it, and its id is the attempt’s', async () => {
    const contactId = await mine();
    const answer = await dial({ contactId });
    expect(answer.status).toBe(202);
    const { rows } = await sql<{ body: Record<string, unknown> }>`
      select body from agent_wish where id = ${answer.body.attemptId}`.execute(o.db);
    expect(rows[0]?.body).toMatchObject({ type: 'dial', contactId, campaignId: o.seeded.campaigns.a });
    expect(JSON.stringify(rows)).not.toMatch(/139\d{8}/);
  });

  it.each([
    [{}, 'contactId, customerId, number'],
    [{ contactId: crypto.randomUUID(), customerId: crypto.randomUUID() }, 'contactId, customerId, number'],
    [{ contactId: 'x' }, 'contactId'],
    [{ customerId: 7 }, 'customerId'],
    [{ number: '' }, 'number'],
    [{ contactId: crypto.randomUUID(), force: true }, 'force'],
  ])('refuses %j by its field and asks nobody', async (body, field) => {
    const answer = await dial(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details[0].field).toBe(field);
    expect(await wishes('dial')).toBe(0);
  });

  it('sets house rules of the gate aside only for who may, with a reason that the audit keeps', async () => {
    const contactId = await mine();
    const override = { reason: '客户约定时间，13900001234' };
    expect((await dial({ contactId, override })).status).toBe(403);
    expect(await wishes('dial')).toBe(0);
    const roles = await o.db.selectFrom('role').select(['id', 'permissions']).where('key', '=', 'agent').execute();
    const [role] = roles;
    const permissions = [...(role?.permissions ?? []), 'calls.override'];
    await o.db
      .updateTable('role')
      .set({ permissions })
      .where('id', '=', role?.id ?? '')
      .execute();
    await runnerSays(o, { kind: 'done', attemptId: crypto.randomUUID() });
    expect((await dial({ contactId, override })).status).toBe(202);
    const { rows } = await sql<{ body: { override?: boolean } }>`
      select body from agent_wish where body ->> 'type' = 'dial' order by seq desc limit 1`.execute(o.db);
    expect(rows[0]?.body.override).toBe(true);
    const audit = await o.db.selectFrom('audit').selectAll().where('action', '=', 'gate.override').execute();
    expect(audit).toMatchObject([{ subject_id: contactId, reason: '客户约定时间，139****1234' }]);
    await o.db
      .updateTable('role')
      .set({ permissions: role?.permissions ?? [] })
      .where('id', '=', role?.id ?? '')
      .execute();
  });

  it('tells the gate’s word: code, a sentence in both languages, facts; numbers in them masked', async () => {
    const facts = { scope: 'global', reason: '来电 13900001234 要求' };
    await runnerSays(o, { kind: 'gate', code: 'do-not-call', facts });
    const { status, body, text } = await dial({ contactId: await mine() });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: 'gate',
      why: {
        code: 'do-not-call',
        'zh-CN': '号码在勿扰名单中（global：来电 139****1234 要求）。',
        en: 'The number is on a do-not-call list (global: 来电 139****1234 要求).',
      },
    });
    expect(body.error.details[0]).toMatchObject({ field: 'gate', came: 'do-not-call' });
    expect(text).not.toContain('13900001234');
  });

  it('tells why the runner would not, in words', async () => {
    await runnerSays(o, { kind: 'refused', why: 'emergency-stop', facts: {} });
    const { status, body } = await dial({ contactId: await mine() });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: 'conflict',
      why: { code: 'emergency-stop', 'zh-CN': '紧急停拨生效中。' },
    });
  });

  it('asks nobody for one who is signed out, for another group’s contact, or while no dialer runs the group', async () => {
    const contactId = await mine();
    await seat(me, { state: 'offline' });
    expect((await dial({ contactId })).status).toBe(409);
    await seat(me, { state: 'idle' });
    const foreign = await o.contact({ campaign: 'b', number: `+86${freshNumber()}` });
    expect((await dial({ contactId: foreign })).status).toBe(404);
    const other = await o.person('agent');
    const theirs = await o.contact({ campaign: 'a', number: `+86${freshNumber()}`, ownerId: other.id });
    expect((await dial({ contactId: theirs })).status).toBe(404);
    await o.db
      .updateTable('group_lease')
      .set({ expires_at: timestamp(o.clock.now()) })
      .execute();
    const away = await dial({ contactId });
    expect([away.status, away.headers['retry-after']]).toEqual([503, '1']);
    await o.db
      .updateTable('group_lease')
      .set({ expires_at: timestamp(o.clock.now() + 3_600_000) })
      .execute();
    expect(await wishes('dial')).toBe(0);
  });

  it('finds the customer’s contact, or makes one that only a click dials', async () => {
    const contactId = await mine();
    const { customer_id: customerId } = await o.db
      .selectFrom('contact')
      .select('customer_id')
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow();
    expect((await dial({ customerId })).status).toBe(202);
    const of = async (): Promise<unknown[]> =>
      (
        await sql<{
          body: { contactId: string };
        }>`select body from agent_wish where agent_id = ${me.id} order by seq`.execute(o.db)
      ).rows.map((row) => row.body.contactId);
    expect(await of()).toEqual([contactId]);
    await o.db.updateTable('contact').set({ campaign_id: o.seeded.campaigns.b }).where('id', '=', contactId).execute();
    expect((await dial({ customerId })).status).toBe(202);
    const [, made] = await of();
    expect(made).not.toBe(contactId);
    const row = await o.db.selectFrom('contact').selectAll().where('id', '=', String(made)).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: 'closed',
      source: 'api',
      customer_id: customerId,
      campaign_id: o.seeded.campaigns.a,
    });
    expect((await dial({ customerId: o.ids.next() })).status).toBe(404);
  });
});

describe('dialing a number', () => {
  async function allowed(): Promise<Person> {
    const key = `dials${freshNumber()}`;
    const role = { id: o.ids.next(), key, name: key, scope: 'self', created_at: timestamp(o.clock.now()) };
    await o.db
      .insertInto('role')
      .values({ ...role, permissions: ['agent.work', 'calls.dial-number'] })
      .execute();
    me = await o.person(key);
    await seat(me, { state: 'idle' });
    return me;
  }

  it('is for nobody who was not given it, and no shipped role was', async () => {
    expect((await dial({ number: freshNumber() })).status).toBe(403);
    const { rows } = await sql`select key from role where 'calls.dial-number' = any(permissions) and built_in`.execute(
      o.db,
    );
    expect(rows).toEqual([]);
    expect(await wishes('dial')).toBe(0);
  });

  it('makes customer, phone and a closed contact once, and says so in the audit', async () => {
    await allowed();
    const typed = freshNumber();
    const first = await dial({ number: `+86 ${typed.slice(0, 3)}-${typed.slice(3, 7)}-${typed.slice(7)}` });
    expect(first.status).toBe(202);
    expect((await dial({ number: typed })).status).toBe(202);
    const { rows } = await sql<Record<string, unknown>>`
      select c.state, c.source, cu.owner_id, p.masked from contact c join phone p on p.id = c.phone_id
      join customer cu on cu.id = c.customer_id where cu.owner_id = ${me.id}`.execute(o.db);
    expect(rows).toEqual([
      { state: 'closed', source: 'api', owner_id: me.id, masked: `${typed.slice(0, 3)}****${typed.slice(7)}` },
    ]);
    const audit = await sql`select 1 from audit where actor_id = ${me.id} and action = 'call.dial-number'`.execute(
      o.db,
    );
    expect(audit.rows).toHaveLength(2);
  });

  it('refuses what is no number, and the number of another’s customer, and writes nothing', async () => {
    await allowed();
    const bad = await dial({ number: '12345' });
    expect([bad.status, bad.body.error.details[0].field]).toEqual([400, 'number']);
    const other = await o.person('agent');
    const theirs = freshNumber();
    await o.contact({ campaign: 'a', number: `+86${theirs}`, ownerId: other.id });
    const before = await sql<{ n: number }>`select count(*) as n from contact`.execute(o.db);
    const refused = await dial({ number: theirs });
    expect(refused.status).toBe(409);
    expect(refused.text).not.toContain(theirs);
    expect((await sql<{ n: number }>`select count(*) as n from contact`.execute(o.db)).rows).toEqual(before.rows);
    expect(await wishes('dial')).toBe(0);
  });
});
