import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
/** Contacts by where they belong, and a call with each. */
const contacts = { mine: '', mate: '', otherSquad: '', unowned: '', foreign: '' };
const calls = { mine: '', mate: '', otherSquad: '', unowned: '', foreign: '' };
type Where = keyof typeof contacts;

beforeAll(async () => {
  o = await startOffice();
  const { a1, a2 } = o.seeded.squads;
  const mate = await o.person('agent', { squadId: a1 });
  const other = await o.person('agent', { squadId: a2 });
  const far = await o.person('agent', { departmentId: o.seeded.departments.b, squadId: null });
  const me = o.people.agent;
  const add = async (
    where: Where,
    campaign: 'a' | 'b',
    owner: Person | undefined,
    squadId: string | null,
    n: number,
  ) => {
    const of = { campaign, number: `+861380000100${n}`, ...(squadId === null ? {} : { squadId }) };
    contacts[where] = await o.contact(owner === undefined ? of : { ...of, ownerId: owner.id });
    const agent = owner === undefined ? {} : { agentId: owner.id };
    calls[where] = await o.call({ contactId: contacts[where], squadId, ...agent });
  };
  await add('mine', 'a', me, a1, 1);
  await add('mate', 'a', mate, a1, 2);
  await add('otherSquad', 'a', other, a2, 3);
  await add('unowned', 'a', undefined, null, 4);
  await add('foreign', 'b', far, null, 5);
});
afterAll(() => o.close());

const REACH = {
  agent: ['mine'],
  'team-manager': ['mine', 'mate'],
  'sales-manager': ['mine', 'mate', 'otherSquad', 'unowned'],
  assistant: ['mine', 'mate', 'otherSquad', 'unowned'],
} as const satisfies Record<string, readonly Where[]>;

describe.each(Object.entries(REACH))('%s', (role, reach) => {
  const person = (): Person => o.people[role as keyof typeof REACH];
  const seen = async (url: string, key: string, all: Record<Where, string>) => {
    const answer = await o.as(person(), 'GET', url);
    const ids = (answer.body.items as Record<string, string>[]).map((item) => item[key]);
    return (Object.keys(all) as Where[]).filter((where) => ids.includes(all[where]));
  };

  it('lists the contacts of his scope and no other', async () => {
    expect(await seen('/api/v1/contacts', 'id', contacts)).toEqual(reach);
  });

  it('lists the call records of his scope and no other', async () => {
    expect(await seen('/api/v1/call-records', 'attemptId', calls)).toEqual(reach);
  });

  it('finds nothing beyond it by a filter', async () => {
    const filter = `campaignId=${o.seeded.campaigns.b}`;
    expect((await o.as(person(), 'GET', `/api/v1/contacts?${filter}`)).body.items).toEqual([]);
    expect((await o.as(person(), 'GET', `/api/v1/call-records?${filter}`)).body.items).toEqual([]);
  });

  it('is answered 404 beyond it, as for what is not there, and the audit knows', async () => {
    for (const where of Object.keys(contacts) as Where[]) {
      const status = (reach as readonly Where[]).includes(where) ? 200 : 404;
      for (const [url, kind, id] of [
        [`/api/v1/contacts/${contacts[where]}`, 'contact', contacts[where]],
        [`/api/v1/call-records/${calls[where]}`, 'call-record', calls[where]],
      ] as const) {
        const answer = await o.as(person(), 'GET', url);
        expect({ where, kind, status: answer.status }).toEqual({ where, kind, status });
        const denied = await o.db
          .selectFrom('audit')
          .selectAll()
          .where('action', '=', 'access.denied')
          .where('subject_kind', '=', kind)
          .where('subject_id', '=', id)
          .where('actor_id', '=', person().id)
          .execute();
        expect(denied).toHaveLength(status === 404 ? 1 : 0);
      }
    }
    const nowhere = o.ids.next();
    expect((await o.as(person(), 'GET', `/api/v1/contacts/${nowhere}`)).status).toBe(404);
    const noted = await o.db.selectFrom('audit').select('seq').where('subject_id', '=', nowhere).execute();
    expect(noted).toEqual([]);
  });
});

describe('what belongs to another department', () => {
  const { agent: _agent, ...managers } = REACH;
  it.each(Object.keys(managers))('is not there for a %s', async (role) => {
    const person = o.people[role as keyof typeof REACH];
    for (const url of [
      `/api/v1/campaigns/${o.seeded.campaigns.b}`,
      `/api/v1/campaigns/${o.seeded.campaigns.b}/live`,
      `/api/v1/agent-groups/${o.seeded.groups.b}`,
      `/api/v1/lists/${o.seeded.lists.b}`,
    ]) {
      expect({ url, status: (await o.as(person, 'GET', url)).status }).toEqual({ url, status: 404 });
    }
  });

  it('cannot be changed, started or filled', async () => {
    const manager = o.people['sales-manager'];
    const before = await o.db.selectFrom('campaign').selectAll().where('id', '=', o.seeded.campaigns.b).execute();
    const url = `/api/v1/campaigns/${o.seeded.campaigns.b}`;
    expect((await o.as(manager, 'PATCH', url, { weight: 9 })).status).toBe(404);
    expect((await o.as(manager, 'POST', `${url}/start`)).status).toBe(404);
    const list = { campaignId: o.seeded.campaigns.b, name: 'x' };
    expect((await o.as(manager, 'POST', '/api/v1/lists', list)).body.error.details[0].field).toBe('campaignId');
    const campaign = { groupId: o.seeded.groups.b, name: 'x' };
    expect((await o.as(manager, 'POST', '/api/v1/campaigns', campaign)).body.error.details[0].field).toBe('groupId');
    const csv = { headers: { 'content-type': 'text/csv' } };
    const imported = await o.as(manager, 'POST', `/api/v1/lists/${o.seeded.lists.b}/imports`, 'phone\n', csv);
    expect(imported.status).toBe(404);
    expect(await o.db.selectFrom('campaign').selectAll().where('id', '=', o.seeded.campaigns.b).execute()).toEqual(
      before,
    );
  });
});

describe('another person’s call', () => {
  it('cannot be hung up or disposed of, leaves no wish, and the audit knows', async () => {
    await o.as(o.people.agent, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    const wishes = await o.db.selectFrom('agent_wish').select('id').execute();
    const url = `/api/v1/calls/${calls.mate}`;
    expect((await o.as(o.people.agent, 'POST', `${url}/hangup`)).status).toBe(404);
    expect((await o.as(o.people.agent, 'POST', `${url}/disposition`, { result: 'SALE' })).status).toBe(404);
    expect(await o.db.selectFrom('agent_wish').select('id').execute()).toEqual(wishes);
    const noted = await o.db
      .selectFrom('audit')
      .select('seq')
      .where('subject_kind', '=', 'attempt')
      .where('subject_id', '=', calls.mate)
      .execute();
    expect(noted).toHaveLength(2);
  });
});

describe('users', () => {
  it('are seen by squad and department', async () => {
    const names = async (person: Person) =>
      (await o.as(person, 'GET', '/api/v1/users?limit=200')).body.items.map(
        (user: { squadId: string }) => user.squadId,
      );
    const squad = await names(o.people['team-manager']);
    expect(new Set(squad)).toEqual(new Set([o.seeded.squads.a1]));
    const department = await names(o.people['sales-manager']);
    expect(new Set(department)).toEqual(new Set([o.seeded.squads.a1, o.seeded.squads.a2]));
  });

  it('get no role that may more than their maker’s, and no place beyond his department', async () => {
    const manager = o.people['sales-manager'];
    const user = { username: 'u-1', name: '人', password: 'a first password', role: 'administrator' };
    expect((await o.as(manager, 'POST', '/api/v1/users', user)).status).toBe(403);
    expect((await o.as(manager, 'POST', '/api/v1/users', { ...user, role: 'ops' })).status).toBe(403);
    const away = { ...user, role: 'assistant', departmentId: o.seeded.departments.b };
    expect((await o.as(manager, 'POST', '/api/v1/users', away)).body.error.details[0].field).toBe('departmentId');
    expect(await o.db.selectFrom('app_user').select('id').where('staff_no', '=', 'u-1').execute()).toEqual([]);
    const admin = { status: 'suspended', reason: '停用' };
    const url = `/api/v1/users/${o.people.administrator.id}/status`;
    expect((await o.as(manager, 'PUT', url, admin)).status).toBe(403);
    expect((await o.as(o.people.administrator, 'GET', '/api/v1/users')).status).toBe(200);
  });
});

describe('pages of a list', () => {
  it('together hold every row once, in order', async () => {
    const contacts: string[] = [];
    for (let i = 0; i < 7; i++) contacts.push(await o.contact({ campaign: 'a', number: `+861350000200${i}` }));
    for (const contactId of contacts) await o.call({ contactId });
    for (const [url, key] of [
      ['/api/v1/contacts', 'id'],
      ['/api/v1/call-records', 'attemptId'],
    ] as const) {
      const whole = (await o.as(o.people['sales-manager'], 'GET', `${url}?limit=200`)).body.items.map(
        (item: Record<string, string>) => item[key],
      );
      const paged: string[] = [];
      let cursor = '';
      do {
        const page = await o.as(o.people['sales-manager'], 'GET', `${url}?limit=3${cursor}`);
        paged.push(...page.body.items.map((item: Record<string, string>) => item[key]));
        cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
      } while (cursor !== '');
      expect(whole.length).toBeGreaterThan(7);
      expect(paged).toEqual(whole);
    }
  });
});
