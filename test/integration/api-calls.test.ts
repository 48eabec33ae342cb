import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';
import { answeringRunner, runnerSays } from './api-runner.ts';

let o: TestOffice;
let me: Person;
/** What the group's pacing is told to be limited by at the moment; undefined: no engine tells. */
let limitedBy: string | undefined;
let n = 0;
const number = (): string => `139${String(++n).padStart(8, '0')}`;

beforeAll(async () => {
  o = await startOffice({
    live: {
      group: (id) =>
        id === o.seeded.groups.a && limitedBy !== undefined
          ? { at: o.clock.now(), agents: {}, campaigns: {}, pacing: { limitedBy, explain: { working: 1 } } }
          : undefined,
    },
  });
  await answeringRunner(o);
  await o.db.updateTable('campaign').set({ status: 'running' }).where('id', '=', o.seeded.campaigns.a).execute();
});
afterAll(() => o.close());
beforeEach(async () => {
  await runnerSays(o, undefined);
  me = await o.person('agent');
  await seat(me, { state: 'idle' });
});

async function seat(person: Person, columns: Record<string, unknown>): Promise<void> {
  const since = timestamp(o.clock.now());
  const row = { agent_id: person.id, group_id: o.seeded.groups.a, sip_user: `s${person.username}`, sip_password: 'x' };
  await o.db
    .insertInto('agent_seat')
    .values({ ...row, since, ...columns })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(columns))
    .execute();
}

const mine = (): Promise<string> => o.contact({ campaign: 'a', number: `+86${number()}`, ownerId: me.id });
const dial = (body: unknown, as = me) => o.as(as, 'POST', '/api/v1/calls', body);
const wishes = async (type: string): Promise<number> =>
  (await sql`select 1 from agent_wish where agent_id = ${me.id} and body->>'type' = ${type}`.execute(o.db)).rows.length;
/** A call of mine with its attempt, given the result `disposition`. */
async function call(disposition: string | null = null): Promise<string> {
  const id = await o.call({ contactId: await mine(), agentId: me.id });
  await o.db.updateTable('attempt').set({ disposition }).where('id', '=', id).execute();
  return id;
}

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
    const foreign = await o.contact({ campaign: 'b', number: `+86${number()}` });
    expect((await dial({ contactId: foreign })).status).toBe(404);
    const other = await o.person('agent');
    const theirs = await o.contact({ campaign: 'a', number: `+86${number()}`, ownerId: other.id });
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

describe('the day so far', () => {
  // The clock of the tests stands at 10:00 of 5 January in Shanghai: the day began at 16:00 UTC of the 4th.
  const MIDNIGHT = Date.UTC(2026, 0, 4, 16);

  async function record(person: Person, sinceMidnightMs: number, more: Record<string, unknown>): Promise<void> {
    const id = await o.call({ contactId: await mine(), agentId: person.id });
    const at = (ms: number): string => timestamp(MIDNIGHT + sinceMidnightMs + ms);
    const times = { placed_at: at(0), answered_at: at(0), connected_at: at(8_000), ended_at: at(71_500) };
    await o.db
      .updateTable('call_record')
      .set({ ...times, ...more })
      .where('attempt_id', '=', id)
      .execute();
  }

  it('counts his own calls since midnight of the floor: joined, talk, wrap-up, results', async () => {
    const day = async () => (await o.as(me, 'GET', '/api/v1/agents/me/day')).body;
    const from = '2026-01-04T16:00:00.000Z';
    expect(await day()).toEqual({ from, calls: 0, connected: 0, talkMs: 0, wrapUpMs: 0, results: {} });
    await record(me, -1, { disposition: 'SALE' });
    await record(me, 0, { disposition: 'SALE', wrapped_at: timestamp(MIDNIGHT + 71_500 + 12_250) });
    await record(me, 3_600_000, { disposition: 'SALE', wrapped_at: timestamp(MIDNIGHT + 3_600_000 + 72_500) });
    // In its wrap-up still; and two that reached nobody, one of which he dialed himself.
    await record(me, 7_200_000, {});
    await record(me, 7_300_000, { connected_at: null, result: 'NOANSWER', mode: 'manual' });
    await record(me, 7_400_000, { connected_at: null, result: 'BUSY', wrapped_at: timestamp(MIDNIGHT + 9_000_000) });
    await record(await o.person('agent'), 7_500_000, { disposition: 'SALE' });
    expect(await day()).toEqual({
      ...{ from, calls: 5, connected: 3, talkMs: 3 * 63_500, wrapUpMs: 12_250 + 1_000 },
      results: { SALE: 2, CONNECTED: 1, NOANSWER: 1, BUSY: 1 },
    });
  });
});

describe('why he waits', () => {
  it('is his group’s word while he is idle, and nothing in any other state or while no engine tells', async () => {
    const waiting = async () => (await o.as(me, 'GET', '/api/v1/agents/me')).body.waiting;
    limitedBy = 'queue-empty';
    expect(await waiting()).toEqual({ limitedBy: 'queue-empty' });
    await seat(me, { group_id: o.seeded.groups.b });
    expect(await waiting()).toBeNull();
    await seat(me, { group_id: o.seeded.groups.a });
    for (const state of ['paused', 'wrapup', 'talking', 'offline']) {
      await seat(me, { state });
      expect([state, await waiting()]).toEqual([state, null]);
    }
    await seat(me, { state: 'idle' });
    limitedBy = 'a-new-word';
    expect(await waiting()).toEqual({ limitedBy: 'a-new-word' });
    limitedBy = undefined;
    expect(await waiting()).toBeNull();
    const unseated = await o.person('agent');
    expect((await o.as(unseated, 'GET', '/api/v1/agents/me')).body).toMatchObject({ state: 'offline', waiting: null });
  });
});

describe('dialing a number', () => {
  async function allowed(): Promise<Person> {
    const key = `dials${++n}`;
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
    expect((await dial({ number: number() })).status).toBe(403);
    const { rows } = await sql`select key from role where 'calls.dial-number' = any(permissions) and built_in`.execute(
      o.db,
    );
    expect(rows).toEqual([]);
    expect(await wishes('dial')).toBe(0);
  });

  it('makes customer, phone and a closed contact once, and says so in the audit', async () => {
    await allowed();
    const typed = number();
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
    const theirs = number();
    await o.contact({ campaign: 'a', number: `+86${theirs}`, ownerId: other.id });
    const before = await sql<{ n: number }>`select count(*) as n from contact`.execute(o.db);
    const refused = await dial({ number: theirs });
    expect(refused.status).toBe(409);
    expect(refused.text).not.toContain(theirs);
    expect((await sql<{ n: number }>`select count(*) as n from contact`.execute(o.db)).rows).toEqual(before.rows);
    expect(await wishes('dial')).toBe(0);
  });
});

describe('a colleague on the call', () => {
  const COLLEAGUE = '019b8be1-f500-728e-9767-1a58b7586a8c';
  const ask = (id: string, verb: string, body: unknown) => o.as(me, 'POST', `/api/v1/calls/${id}/${verb}`, body);

  it('is asked for by his id, as a wish that waits for the outcome', async () => {
    const id = await call();
    await seat(me, { state: 'talking', attempt_id: id });
    expect((await ask(id, 'transfer', { agent: COLLEAGUE })).status).toBe(202);
    expect((await ask(id, 'conference', { agent: COLLEAGUE })).status).toBe(202);
    expect((await ask(id, 'conference', { agent: COLLEAGUE, private: true })).status).toBe(202);
    const { rows } = await sql<{ body: Record<string, unknown> }>`
      select body from agent_wish where agent_id = ${me.id} and body->>'attemptId' = ${id} order by seq`.execute(o.db);
    const about = { attemptId: id, colleague: COLLEAGUE };
    expect(
      rows.map(({ body: { type, attemptId, colleague, private: isPrivate } }) => ({
        type,
        attemptId,
        colleague,
        isPrivate,
      })),
    ).toEqual([
      { ...about, type: 'transfer', isPrivate: undefined },
      { ...about, type: 'conference', isPrivate: false },
      { ...about, type: 'conference', isPrivate: true },
    ]);
  });

  it('a refusal is told in both languages; a number is no colleague; another’s call is not there, and the audit knows', async () => {
    const id = await call();
    await seat(me, { state: 'talking', attempt_id: id });
    for (const why of [
      'agent-state',
      'oneself',
      'colleague-busy',
      'colleague-away',
      'colleague-there',
      'colleague-lost',
    ] as const) {
      await runnerSays(o, { kind: 'refused', why, facts: {} });
      const { status, body } = await ask(id, 'transfer', { agent: COLLEAGUE });
      expect({ why, status, code: body.error.why.code }).toEqual({ why, status: 409, code: why });
      expect(body.error.why['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
      expect(body.error.why.en).toMatch(/^[ -~]+$/);
    }
    const before = await wishes('transfer');
    for (const body of [{ number: number() }, { agent: number() }, { agent: COLLEAGUE, number: number() }])
      expect((await ask(id, 'transfer', body)).status).toBe(400);
    const other = await o.call({ contactId: await mine(), agentId: (await o.person('agent')).id });
    expect((await ask(other, 'transfer', { agent: COLLEAGUE })).status).toBe(404);
    expect(await wishes('transfer')).toBe(before);
    const audit = await o.db.selectFrom('audit').select('action').where('subject_id', '=', other).execute();
    expect(audit).not.toEqual([]);
  });

  it('is named among those signed in beside him, and on the call that both have; what is written of it is not his', async () => {
    const id = await call();
    const guest = await o.person('agent');
    const left = await o.person('agent');
    await seat(me, { state: 'talking', attempt_id: id });
    await seat(guest, { state: 'talking', attempt_id: id, guest: true });
    await seat(left, { state: 'offline' });
    const { items } = (await o.as(me, 'GET', '/api/v1/agents/me/colleagues')).body;
    const ids = items.map((item: { agentId: string }) => item.agentId);
    expect([ids.includes(guest.id), ids.includes(left.id), ids.includes(me.id)]).toEqual([true, false, false]);
    const seen = async (who: Person) => (await o.as(who, 'GET', '/api/v1/agents/me')).body;
    expect(await seen(me)).toMatchObject({ guest: false, colleague: { agentId: guest.id } });
    expect(await seen(guest)).toMatchObject({ guest: true, colleague: { agentId: me.id }, call: { attemptId: id } });
    const draft = (who: Person) => o.as(who, 'PUT', `/api/v1/calls/${id}/draft`, { note: '面谈' });
    expect([(await draft(me)).status, (await draft(guest)).status]).toEqual([204, 409]);
    const hangUp = await o.as(guest, 'POST', `/api/v1/calls/${id}/hangup`);
    expect(hangUp.status).toBe(202);
  });
});

describe('results', () => {
  it('a draft is kept, shown masked with the wrap-up, and stays when the result becomes 未填', async () => {
    const id = await call();
    const endsAt = o.clock.now() + 30_000;
    await seat(me, { state: 'wrapup', attempt_id: id, deadline_at: timestamp(endsAt) });
    const draft = { result: 'CALLBACK', callBackFor: 'me', note: '打 13800001234' };
    expect((await o.as(me, 'PUT', `/api/v1/calls/${id}/draft`, draft)).status).toBe(204);
    const shown = { result: 'CALLBACK', callBackFor: 'me', note: '打 138****1234' };
    const { body } = await o.as(me, 'GET', '/api/v1/agents/me');
    expect(body).toMatchObject({
      wrapUp: { attemptId: id, endsAt: new Date(endsAt).toISOString(), extended: false, draft: shown },
      unfilled: [],
      preview: null,
    });
    // What he writes while he talks is there again when his page is loaded anew.
    await seat(me, { state: 'talking', deadline_at: null });
    expect((await o.as(me, 'GET', '/api/v1/agents/me')).body.call).toMatchObject({ attemptId: id, draft: shown });
    await o.db.updateTable('attempt').set({ disposition: 'UNFILLED' }).where('id', '=', id).execute();
    await seat(me, { state: 'paused', reason: 'unfilled-result', attempt_id: null, deadline_at: null });
    // Whom he was talking to, and the results to choose from.
    const pop = await o.as(me, 'GET', '/api/v1/agents/me/screen-pop');
    expect(pop.status).toBe(200);
    expect(pop.body.call.attemptId).toBe(id);
    expect(pop.body.results.map(({ key }: { key: string }) => key)).toContain('CALLBACK');
    const later = await o.as(me, 'GET', '/api/v1/agents/me');
    expect(later.body.wrapUp).toBeNull();
    expect(later.body.unfilled).toMatchObject([{ attemptId: id, draft: shown }]);
  });

  it('refuses Ready while a result is missing and names the call; its result is taken later', async () => {
    const id = await call('UNFILLED');
    const ready = () => o.as(me, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    const refused = await ready();
    expect(refused.status).toBe(409);
    expect(refused.body.error.details[0].wanted).toContain(id);
    expect(await wishes('ready')).toBe(0);
    expect((await o.as(me, 'POST', `/api/v1/calls/${id}/disposition`, { result: 'SALE' })).status).toBe(202);
    await o.db.updateTable('attempt').set({ disposition: 'SALE' }).where('id', '=', id).execute();
    expect((await ready()).status).toBe(202);
  });

  it('extends once', async () => {
    const id = await call();
    await seat(me, { state: 'wrapup', attempt_id: id, deadline_at: timestamp(o.clock.now() + 30_000) });
    expect((await o.as(me, 'POST', `/api/v1/calls/${id}/extend`)).status).toBe(202);
    await seat(me, { extended: true });
    expect((await o.as(me, 'POST', `/api/v1/calls/${id}/extend`)).status).toBe(409);
    expect(await wishes('extend-wrap-up')).toBe(1);
  });

  it.each([
    ['disposition', { result: 'CALLBACK' }, 'callBackAt'],
    ['disposition', { result: 'SALE', callBackFor: 'me' }, 'callBackFor'],
    ['disposition', { result: 'CALLBACK', callBackAt: '2026-01-06T02:00:00Z', callBackFor: 'all' }, 'callBackFor'],
    ['disposition', { result: 'UNFILLED' }, 'result'],
    ['disposition', { result: 'SALE', note: '字'.repeat(2_001) }, 'note'],
    ['draft', { result: 'no such word' }, 'result'],
    ['draft', { note: 7 }, 'note'],
    ['skip', {}, 'reason'],
    ['skip', { reason: 'x' }, 'reason'],
    ['hold', { on: 'yes' }, 'on'],
    ['hold', {}, 'on'],
    ['dtmf', { digits: '12a' }, 'digits'],
    ['dtmf', { digits: '1'.repeat(33) }, 'digits'],
  ])('%s refuses %j by its field and wishes nothing', async (verb, body, field) => {
    const id = await call();
    const method = verb === 'draft' ? 'PUT' : 'POST';
    const answer = await o.as(me, method, `/api/v1/calls/${id}/${verb}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details[0].field).toBe(field);
    const { rows } = await sql`select 1 from agent_wish where agent_id = ${me.id}`.execute(o.db);
    expect(rows).toEqual([]);
  });

  it('a call of another is not there, whatever is asked of it', async () => {
    const other = await o.person('agent');
    const id = await o.call({ contactId: await mine(), agentId: other.id });
    for (const [method, verb, body] of [
      ['POST', 'accept', undefined],
      ['POST', 'skip', { reason: '已联系过' }],
      ['POST', 'hold', { on: true }],
      ['POST', 'dtmf', { digits: '1' }],
      ['POST', 'extend', undefined],
      ['PUT', 'draft', { note: 'x' }],
    ] as const)
      expect((await o.as(me, method, `/api/v1/calls/${id}/${verb}`, body)).status).toBe(404);
  });
});

describe('breaks', () => {
  const rest = () => o.as(me, 'PUT', '/api/v1/agents/me/state', { state: 'paused', reason: 'rest' });

  it('asks the runner only where places are few, and tells when they are taken', async () => {
    expect((await rest()).status).toBe(202);
    const { rows } = await sql<{ body: object }>`select body from agent_wish where agent_id = ${me.id}`.execute(o.db);
    expect(rows[0]?.body).not.toHaveProperty('most');
    await o.db.updateTable('break_reason').set({ most_at_once: 2 }).where('key', '=', 'rest').execute();
    await runnerSays(o, { kind: 'refused', why: 'break-full', facts: { now: 2, most: 2 } });
    const full = await rest();
    expect(full.status).toBe(409);
    expect(full.body.error.why).toMatchObject({ code: 'break-full', facts: { now: 2, most: 2 } });
    await o.db.updateTable('break_reason').set({ most_at_once: null }).where('key', '=', 'rest').execute();
  });

  it('shows 示忙 apart from 小休, and how long a break is over its time', async () => {
    const pause = async (reason: string, agoMs: number): Promise<unknown> => {
      await seat(me, { state: 'paused', reason, since: timestamp(o.clock.now() - agoMs) });
      return (await o.as(me, 'GET', '/api/v1/agents/me')).body.pause;
    };
    expect(await pause('busy', 3_600_000)).toEqual({ kind: 'not-ready', endsAt: null, overSeconds: 0 });
    expect(await pause('rest', 60_000)).toMatchObject({ kind: 'break', overSeconds: 0 });
    expect(await pause('rest', 12 * 60_000)).toMatchObject({ kind: 'break', overSeconds: 120 });
  });

  it('how long and how many at once is set by whoever may change settings, and is written down', async () => {
    const ops = o.people.ops;
    const change = (body: unknown) => o.as(ops, 'PATCH', '/api/v1/break-reasons/meal', body);
    expect((await change({ mostAtOnce: 3, minutes: 45 })).body).toMatchObject({
      key: 'meal',
      mostAtOnce: 3,
      minutes: 45,
    });
    for (const [body, field] of [
      [{ mostAtOnce: 0 }, 'mostAtOnce'],
      [{ minutes: 1.5 }, 'minutes'],
      [{ kind: 'break' }, 'kind'],
    ] as const)
      expect((await change(body)).body.error.details[0].field).toBe(field);
    const { body } = await o.as(ops, 'GET', '/api/v1/break-reasons');
    expect(body.items.find((item: { key: string }) => item.key === 'meal')).toMatchObject({
      mostAtOnce: 3,
      minutes: 45,
    });
    expect((await o.as(ops, 'PATCH', '/api/v1/break-reasons/golf', { minutes: 5 })).status).toBe(404);
    const audit = await sql`select 1 from audit where action = 'break-reason.change' and subject_id = 'meal'`.execute(
      o.db,
    );
    expect(audit.rows).toHaveLength(1);
  });

  it('after how long an only-me call-back goes to the squad is a setting', async () => {
    const put = (callBackOverdueMinutes: unknown) =>
      o.as(o.people.ops, 'PUT', '/api/v1/settings', { timeZone: 'Asia/Shanghai', callBackOverdueMinutes });
    expect((await o.as(o.people.ops, 'GET', '/api/v1/settings')).body.callBackOverdueMinutes).toBe(30);
    expect((await put(45)).body).toMatchObject({ timeZone: 'Asia/Shanghai', callBackOverdueMinutes: 45 });
    expect((await put(0)).body.error.details[0].field).toBe('callBackOverdueMinutes');
    expect((await o.as(o.people.ops, 'GET', '/api/v1/settings')).body.callBackOverdueMinutes).toBe(45);
  });
});
