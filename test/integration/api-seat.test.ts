import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { until } from '../support/until.ts';
import { atWork } from './api-at-work.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';
import { answeringRunner, runnerSays } from './api-runner.ts';

let o: TestOffice;
let me: Person;
/** What the group's pacing is told to be limited by at the moment; undefined: no engine tells. */
let limitedBy: string | undefined;
const { freshNumber, contactOf, seat, wishesOf, callOf } = atWork(() => o);

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
});
afterAll(() => o.close());
beforeEach(async () => {
  await runnerSays(o, undefined);
  me = await o.person('agent');
  await seat(me, { state: 'idle' });
});

const mine = (): Promise<string> => contactOf(me);
const call = (disposition: string | null = null): Promise<string> => callOf(me, disposition);
const wishes = (type: string): Promise<number> => wishesOf(me, type);

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
    for (const body of [
      { number: freshNumber() },
      { agent: freshNumber() },
      { agent: COLLEAGUE, number: freshNumber() },
    ])
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

describe('digits', () => {
  it('wait until the node has them; what did not go through is told in words', async () => {
    const id = await call();
    await seat(me, { state: 'talking', attempt_id: id });
    const press = () => o.as(me, 'POST', `/api/v1/calls/${id}/dtmf`, { digits: '12#' });
    expect((await press()).status).toBe(202);
    await runnerSays(o, { kind: 'refused', why: 'digits-lost', facts: {} });
    const lost = await press();
    expect(lost.status).toBe(409);
    expect(lost.body.error.why).toMatchObject({ code: 'digits-lost', 'zh-CN': expect.stringContaining('按键') });
    await o.db
      .updateTable('group_lease')
      .set({ expires_at: timestamp(o.clock.now()) })
      .execute();
    expect((await press()).status).toBe(503);
    await o.db
      .updateTable('group_lease')
      .set({ expires_at: timestamp(o.clock.now() + 3_600_000) })
      .execute();
    expect(await wishes('dtmf')).toBe(2);
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

describe('an agent’s wish', () => {
  it('is heard at once by whoever listens for his group, in order', async () => {
    const heard: string[] = [];
    const { rows } = await sql<{ url: string }>`select current_database() as url`.execute(o.db);
    const url = new URL(process.env.BODA_TEST_POSTGRES ?? '');
    url.pathname = `/${rows[0]?.url}`;
    const listener = new pg.Client({ connectionString: url.href });
    await listener.connect();
    listener.on('notification', (message) => heard.push(message.payload ?? ''));
    await listener.query('listen boda_group');
    const agent = o.people.agent;
    const wish = { state: 'paused', reason: 'meal' };
    expect((await o.as(agent, 'PUT', '/api/v1/agents/me/state', wish)).status).toBe(202);
    await until(() => heard.includes(`${o.seeded.groups.a} wish`), { what: 'the nudge of the group' });
    await listener.end();
    const wishes = await o.db
      .selectFrom('agent_wish')
      .select('body')
      .where('agent_id', '=', agent.id)
      .orderBy('seq')
      .execute();
    expect(wishes.map((one) => one.body)).toMatchObject([
      { type: 'sign-in', agentId: agent.id },
      { type: 'pause', reason: 'meal', agentId: agent.id },
    ]);
    const seat = await o.as(agent, 'GET', '/api/v1/agents/me');
    expect(seat.body).toMatchObject({
      groupId: o.seeded.groups.a,
      state: 'offline',
      phone: { sipUser: `a${agent.username}` },
    });
    expect(seat.body.phone.sipPassword.length).toBeGreaterThan(20);
  });

  it('to pause needs a reason that there is', async () => {
    const agent = o.people.agent;
    const none = await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'paused' });
    expect(none.body.error.details[0]).toMatchObject({ field: 'reason', came: 'nothing' });
    const unknown = await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'paused', reason: 'golf' });
    expect(unknown.body.error.details[0].wanted).toContain('meal');
  });

  it('of a call-back needs a time to come, and no other result takes one', async () => {
    const agent = o.people.agent;
    const contactId = await o.contact({ campaign: 'a', number: '+8613800138000' });
    const url = `/api/v1/calls/${await o.call({ contactId, agentId: agent.id, open: true })}/disposition`;
    const later = new Date(o.clock.now() + 3_600_000).toISOString();
    const past = new Date(o.clock.now() - 1).toISOString();
    for (const body of [
      { result: 'CALLBACK' },
      { result: 'CALLBACK', callBackAt: past },
      { result: 'SALE', callBackAt: later },
    ]) {
      expect((await o.as(agent, 'POST', url, body)).body.error.details[0].field).toBe('callBackAt');
    }
    expect((await o.as(agent, 'POST', url, { result: 'UNFILLED' })).body.error.details[0].field).toBe('result');
    expect((await o.as(agent, 'POST', url, { result: 'CALLBACK', callBackAt: later })).status).toBe(202);
    const last = await o.db.selectFrom('agent_wish').select('body').orderBy('seq', 'desc').limit(1).executeTakeFirst();
    expect(last?.body).toMatchObject({ type: 'disposition', result: 'CALLBACK', callBackAt: Date.parse(later) });
  });
});
