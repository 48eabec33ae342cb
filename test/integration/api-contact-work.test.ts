import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeContactWork } from '../../src/compose/contact-work.ts';
import { timestamp } from '../../src/db/values.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';

const MIN = 60_000;
const DAY = 86_400_000;
let o: TestOffice;
let manager: Person;
let n = 0;
beforeAll(async () => {
  o = await startOffice();
  manager = o.people['sales-manager'];
});
afterAll(() => o.close());

const campaign = (what: string) => `/api/v1/campaigns/${o.seeded.campaigns.a}/${what}`;
const list = (what: string) => `/api/v1/lists/${o.seeded.lists.a}${what}`;
const iso = (ms: number) => new Date(ms).toISOString();
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const background = (tell?: (topic: string, body: string) => Promise<unknown>) =>
  composeContactWork({ bulk: o.db, clock: o.clock, ids: o.ids, log: silent, ...(tell === undefined ? {} : { tell }) });
const contact = async (over: Record<string, unknown> = {}): Promise<string> => {
  const id = await o.contact({ campaign: 'a', number: `+86139${String(++n).padStart(8, '0')}` });
  if (Object.keys(over).length > 0) await o.db.updateTable('contact').set(over).where('id', '=', id).execute();
  return id;
};
const rowOf = (id: string) => o.db.selectFrom('contact').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const audited = async (action: string, subjectId: string) =>
  (
    await o.db
      .selectFrom('audit')
      .select('details')
      .where('action', '=', action)
      .where('subject_id', '=', subjectId)
      .execute()
  ).length;

/** A promise of this agent's, due in so many minutes. */
async function promise(agent: Person, minutes: number, kind: 'me' | 'squad' | 'anyone' = 'me') {
  const dueAt = o.clock.now() + minutes * MIN;
  const [agentId, squadId] = [kind === 'me' ? agent.id : null, kind === 'squad' ? o.seeded.squads.a1 : null];
  const bound = { bound_agent_id: agentId, bound_squad_id: squadId };
  const contactId = await contact({ source: 'call-back', due_at: timestamp(dueAt), state: 'open', ...bound });
  const id = o.ids.next();
  await o.db
    .insertInto('call_back')
    .values({
      ...{ id, contact_id: contactId, campaign_id: o.seeded.campaigns.a, department_id: o.seeded.departments.a, kind },
      ...{ made_by: agent.id, agent_id: agentId, squad_id: squadId },
      ...{ due_at: timestamp(dueAt), created_at: timestamp(o.clock.now()) },
    })
    .execute();
  return { id, contactId, dueAt };
}

describe('what a campaign dials when', () => {
  it('shows every rule, those of its own and those that are shipped, and takes them back as data', async () => {
    const shipped = (await o.as(manager, 'GET', campaign('retry-rules'))).body.rules;
    expect(shipped.BUSY).toEqual({
      delayMs: 10 * MIN,
      factor: 1,
      mostMs: 366 * DAY,
      attempts: 10,
      number: 'same',
      own: false,
    });
    expect(shipped.INVALID.delayMs).toBeNull();
    const rules = {
      NOANSWER: { delayMs: 120_000, factor: 2, attempts: 4, number: 'next' },
      REJECTED: { delayMs: null },
    };
    const put = await o.as(manager, 'PUT', campaign('retry-rules'), { rules });
    expect(put.body.rules.NOANSWER).toMatchObject({ ...rules.NOANSWER, own: true });
    expect((await o.as(manager, 'GET', campaign('retry-rules'))).body.rules).toEqual(put.body.rules);
    expect((await o.as(manager, 'GET', campaign(''))).status).not.toBe(500);
    expect(await audited('campaign.retry-rules', o.seeded.campaigns.a)).toBe(1);
    for (const wrong of [
      { BUSY: { delayMs: 119_999 } },
      { BUSY: { attempts: 11 } },
      { BUSY: { factor: 0 } },
      { NOPE: {} },
    ])
      expect((await o.as(manager, 'PUT', campaign('retry-rules'), { rules: wrong })).status).toBe(400);
  });

  it('gives the contacts that are there the keys of a new order, twice as well as once', async () => {
    const [a, b] = [await contact({ fields: '{"age": 9}' }), await contact({ fields: '{"age": 30}' })];
    const order = { kind: 'sort', keys: [{ by: 'field:age', type: 'number', descending: false }] };
    expect((await o.as(manager, 'PUT', campaign('contact-order'), order)).body).toEqual({ ...order, mix: [] });
    const keys = async () => [(await rowOf(a)).order_key, (await rowOf(b)).order_key];
    const before = await keys();
    expect(Buffer.compare(before[0] ?? Buffer.of(), before[1] ?? Buffer.of())).toBe(-1);
    await o.as(manager, 'PUT', campaign('contact-order'), order);
    expect(await keys()).toEqual(before);
    expect(await o.db.selectFrom('contact_reorder').selectAll().execute()).toEqual([]);
    await o.as(manager, 'PUT', campaign('contact-order'), { kind: 'due' });
    expect((await keys()).map((key) => key.length)).toEqual([0, 0]);
    const foreign = { kind: 'due', mix: [{ listId: o.seeded.lists.b, weight: 3 }] };
    expect((await o.as(manager, 'PUT', campaign('contact-order'), foreign)).status).toBe(400);
    expect((await o.as(manager, 'PUT', campaign('contact-order'), { kind: 'sort' })).status).toBe(400);
  });

  it('keeps a calendar, and refuses one that ends before it begins', async () => {
    const calendar = { from: '2026-09-01', to: '2026-10-31', days: [1, 2, 3], holidays: 'closed' };
    expect((await o.as(manager, 'PUT', campaign('calendar'), { calendar })).body).toEqual({ calendar });
    expect((await o.as(manager, 'GET', campaign('calendar'))).body).toEqual({ calendar });
    const backwards = { calendar: { ...calendar, to: '2026-08-31' } };
    expect((await o.as(manager, 'PUT', campaign('calendar'), backwards)).status).toBe(400);
    await o.as(manager, 'PUT', campaign('calendar'), { calendar: null });
  });
});

describe('a list', () => {
  it('is switched off and on', async () => {
    expect((await o.as(manager, 'PATCH', list(''), { active: false })).body.active).toBe(false);
    expect((await o.as(manager, 'PATCH', list(''), { active: true })).body.active).toBe(true);
    expect(await audited('list.active', o.seeded.lists.a)).toBe(2);
  });

  it('is dialed again: the results chosen, once, and not who was called meanwhile or said no', async () => {
    const closed = { state: 'closed', attempts: 6, last_attempt_at: timestamp(o.clock.now() - DAY) };
    const missed = await contact({ ...closed, last_result: 'NOANSWER' });
    const sold = await contact({ ...closed, last_result: 'SALE' });
    const later = { ...closed, last_attempt_at: timestamp(o.clock.now() + DAY), last_result: 'NOANSWER' };
    const meanwhile = await contact(later);
    const order = { results: ['NOANSWER', 'MAXTRIES'], reason: '第二轮' };
    const { status, body } = await o.as(manager, 'POST', list('/resets'), order);
    expect({ status, state: body.state, opened: body.opened }).toEqual({ status: 202, state: 'done', opened: 1 });
    expect(await rowOf(missed)).toMatchObject({ state: 'open', attempts: 0, reset_at: o.clock.now() });
    expect((await rowOf(sold)).state).toBe('closed');
    expect((await rowOf(meanwhile)).state).toBe('closed');
    // The job comes once more after the contact was dialed and closed again.
    await sql`update contact set state = 'closed' where id = ${missed}`.execute(o.db);
    await sql`update list_reset set state = 'running', after_id = null where id = ${body.id}`.execute(o.db);
    await background().run({ kind: 'reset', id: body.id });
    expect((await rowOf(missed)).state).toBe('closed');
    expect((await o.as(manager, 'GET', list('/resets'))).body.items[0]).toMatchObject({ id: body.id, opened: 1 });
    for (const no of ['DNC', 'DNCREQ'])
      expect((await o.as(manager, 'POST', list('/resets'), { ...order, results: [no] })).status).toBe(400);
  });

  it('is dialed again by its schedule, each time once, in the days of the floor', async () => {
    const work = background();
    const local = new Date(o.clock.now() + 8 * 3_600_000);
    const today = ((local.getUTCDay() + 6) % 7) + 1;
    const at = local.getUTCHours() * 60 + local.getUTCMinutes() + 2;
    expect(at).toBeLessThan(1_440);
    const schedule = { days: [today], at, results: ['BUSY'] };
    await o.as(manager, 'PUT', list('/reset-schedule'), { schedule });
    const asked = async () => (await work.jobs.waiting()).filter((job) => job.kind === 'reset').length;
    await work.schedule();
    expect(await asked()).toBe(0);
    await o.clock.advance(3 * MIN);
    await Promise.all([work.schedule(), background().schedule()]);
    await work.schedule();
    expect(await asked()).toBe(1);
    await o.as(manager, 'PUT', list('/reset-schedule'), { schedule: null });
  });
});

describe('call-backs', () => {
  it('are seen by whose they are: his own, his squad’s, his department’s', async () => {
    const [agent, other] = [o.people.agent, await o.person('agent', { squadId: o.seeded.squads.a1 })];
    const stranger = await o.person('agent', { departmentId: o.seeded.departments.b, squadId: null });
    const mine = await promise(agent, 60);
    const ours = await promise(agent, 60, 'squad');
    const seen = async (person: Person) => {
      const { body } = await o.as(person, 'GET', '/api/v1/call-backs?limit=200');
      return [mine, ours].map(({ id }) => body.items.some((item: { id: string }) => item.id === id));
    };
    expect(await seen(agent)).toEqual([true, true]);
    expect(await seen(other)).toEqual([false, true]);
    expect(await seen(stranger)).toEqual([false, false]);
    expect(await seen(manager)).toEqual([true, true]);
    expect((await o.as(other, 'POST', `/api/v1/call-backs/${mine.id}/cancel`, { reason: '不要' })).status).toBe(404);
    expect((await o.as(agent, 'POST', `/api/v1/call-backs/${mine.id}/hand-over`, { for: 'anyone' })).status).toBe(403);
  });

  it('are held to the caps of the settings: how many are open, how far ahead', async () => {
    const [agent, ops] = [await o.person('agent'), o.people.ops];
    const settings = (more: object) => o.as(ops, 'PUT', '/api/v1/settings', { timeZone: 'Asia/Shanghai', ...more });
    expect((await settings({ callBackMostOpen: 1, callBackMostDaysAhead: 10 })).body).toMatchObject({
      ...{ callBackMostOpen: 1, callBackMostDaysAhead: 10, callBackExpireDays: 7 },
    });
    await o.db
      .insertInto('agent_seat')
      .values({
        agent_id: agent.id,
        group_id: o.seeded.groups.a,
        sip_user: 'caps',
        sip_password: 'x',
        since: timestamp(0),
      })
      .execute();
    const agree = async (days: number) => {
      const attemptId = await o.call({ contactId: await contact(), agentId: agent.id, open: true });
      await o.db.updateTable('agent_seat').set({ attempt_id: attemptId }).where('agent_id', '=', agent.id).execute();
      const body = { result: 'CALLBACK', callBackFor: 'me', callBackAt: iso(o.clock.now() + days * DAY) };
      return await o.as(agent, 'POST', `/api/v1/calls/${attemptId}/disposition`, body);
    };
    expect((await agree(1)).status).toBe(202);
    const { id } = await promise(agent, 60);
    expect(await agree(1)).toMatchObject({
      status: 409,
      body: { error: { details: [{ field: 'callBackFor', wanted: 'at most 1' }] } },
    });
    await settings({ callBackMostOpen: 2 });
    expect((await agree(1)).status).toBe(202);
    expect(await agree(11)).toMatchObject({ status: 400, body: { error: { details: [{ field: 'callBackAt' }] } } });
    const far = { dueAt: iso(o.clock.now() + 11 * DAY) };
    expect((await o.as(agent, 'POST', `/api/v1/call-backs/${id}/reschedule`, far)).status).toBe(400);
    expect((await settings({ callBackMostOpen: 0 })).status).toBe(400);
    // More days ahead than were shipped may be allowed, too.
    await settings({ callBackMostOpen: 50, callBackMostDaysAhead: 120 });
    expect((await agree(100)).status).toBe(202);
    await settings({ callBackMostDaysAhead: 90 });
    await o.as(agent, 'POST', `/api/v1/call-backs/${id}/cancel`, { reason: '不要了' });
  });

  it('move with their contact: another time, another owner, and no more', async () => {
    const { id, contactId } = await promise(o.people.agent, 60);
    const url = `/api/v1/call-backs/${id}`;
    const dueAt = o.clock.now() + 2 * DAY;
    const moved = await o.as(o.people.agent, 'POST', `${url}/reschedule`, { dueAt: iso(dueAt) });
    expect(moved.body).toMatchObject({ state: 'pending', dueAt: iso(dueAt), number: expect.stringContaining('****') });
    expect(await rowOf(contactId)).toMatchObject({ due_at: dueAt, bound_agent_id: o.people.agent.id });
    const far = { dueAt: iso(o.clock.now() + 91 * DAY) };
    expect((await o.as(o.people.agent, 'POST', `${url}/reschedule`, far)).status).toBe(400);
    const squad = { for: 'squad', squadId: o.seeded.squads.a1 };
    expect((await o.as(manager, 'POST', `${url}/hand-over`, squad)).body).toMatchObject({
      for: 'squad',
      agentId: null,
    });
    expect(await rowOf(contactId)).toMatchObject({ bound_agent_id: null, bound_squad_id: o.seeded.squads.a1 });
    expect((await o.as(manager, 'POST', `${url}/hand-over`, { for: 'me' })).status).toBe(400);
    await sql`update contact set state = 'dialing' where id = ${contactId}`.execute(o.db);
    expect((await o.as(manager, 'POST', `${url}/cancel`, { reason: '客户不要了' })).status).toBe(409);
    await sql`update contact set state = 'open' where id = ${contactId}`.execute(o.db);
    expect((await o.as(manager, 'POST', `${url}/cancel`, { reason: '客户不要了' })).body.state).toBe('cancelled');
    expect(await rowOf(contactId)).toMatchObject({ state: 'closed', bound_squad_id: null });
    expect((await o.as(manager, 'POST', `${url}/cancel`, { reason: '客户不要了' })).status).toBe(409);
    for (const [deed, times] of [
      ['reschedule', 1],
      ['hand-over', 1],
      ['cancel', 1],
    ] as const)
      expect(await audited(`call-back.${deed}`, id)).toBe(times);
  });

  it('remind their owner five minutes before and at the time, each once, whichever process looks', async () => {
    await sql`update call_back set ended_at = ${timestamp(o.clock.now())}, outcome = 'done' where ended_at is null`.execute(
      o.db,
    );
    const told: { topic: string; data: { callBackId: string; when: string } }[] = [];
    const tell = async (topic: string, body: string) => told.push({ topic, data: JSON.parse(`{${body}`).data });
    const [one, two] = [background(tell), background(tell)];
    const { id } = await promise(o.people.agent, 10);
    const look = async () => {
      told.length = 0;
      await Promise.all([one.remind(), two.remind()]);
      return told.map(({ topic, data }) => [topic, data.callBackId, data.when]);
    };
    const topic = `agent:${o.people.agent.id}`;
    expect(await look()).toEqual([]);
    await o.clock.advance(5 * MIN);
    expect(await look()).toEqual([[topic, id, 'soon']]);
    expect(await look()).toEqual([]);
    await o.clock.advance(5 * MIN);
    expect(await look()).toEqual([[topic, id, 'now']]);
    expect(await look()).toEqual([]);
    await sql`update call_back set due_at = ${timestamp(o.clock.now() - 8 * DAY)} where id = ${id}`.execute(o.db);
    await one.schedule();
    expect((await o.as(manager, 'GET', `/api/v1/call-backs/${id}`)).body.state).toBe('expired');
  });
});
