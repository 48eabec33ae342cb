import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { ROLES, startOffice, type TestOffice } from './api-fixture.ts';

/** Numbers of customers, each put in another place. */
const MOBILE = '13812345678';
const IN_NAME = '13987654321';
const IN_REASON = '13711112222';
const TYPED = '13655556666';
const IN_ADDRESS = '13544443333';
const ALL = [MOBILE, IN_NAME, IN_REASON, TYPED, IN_ADDRESS];

let o: TestOffice;
let contactId = '';
let callId = '';
let importId = '';
let exportId = '';

beforeAll(async () => {
  o = await startOffice();
  const { agent } = o.people;
  contactId = await o.contact({
    ...{ campaign: 'a', ownerId: agent.id, squadId: o.seeded.squads.a1 },
    ...{ number: `+86${MOBILE}`, name: `张三 ${IN_NAME.slice(0, 3)} ${IN_NAME.slice(3, 7)} ${IN_NAME.slice(7)}` },
  });
  // Once in, once as a double, once as what is no number: none may be read back in clear.
  const file = `手机,姓名\n${MOBILE},甲\n${MOBILE},乙\n${MOBILE}9,丙\n`;
  const batch = 'source=x&supplier=x&price=0&legalBasis=x&proof=x';
  const url = `/api/v1/lists/${o.seeded.lists.a}/imports?${batch}`;
  const sent = await o.as(o.people['campaign-manager'], 'POST', url, file, { headers: { 'content-type': 'text/csv' } });
  importId = sent.body.id;
  callId = await o.call({ contactId, agentId: agent.id, squadId: o.seeded.squads.a1 });
  const live = await o.call({ contactId, agentId: agent.id, open: true });
  await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
  await o.db
    .updateTable('agent_seat')
    .set({ attempt_id: live, state: 'talking' })
    .where('agent_id', '=', agent.id)
    .execute();
  const manager = o.people['sales-manager'];
  const entry = { number: `+86 ${TYPED}`, reason: `客户 ${IN_REASON} 要求` };
  expect((await o.as(manager, 'POST', '/api/v1/do-not-call', entry)).status).toBe(201);
  expect((await o.as(manager, 'POST', '/api/v1/emergency-stop', { reason: `投诉 ${IN_REASON}` })).status).toBe(201);
  const exported = await o.as(manager, 'POST', '/api/v1/contacts/exports', { reason: `核对 ${IN_REASON}` });
  exportId = exported.body.id;
  const removed = { reason: `误加 ${IN_REASON}` };
  await o.as(manager, 'POST', `/api/v1/do-not-call/${o.seeded.doNotCallId}/removal`, removed);
});
afterAll(() => o.close());

/** In clear, with separators, or with only some digits left out. */
function holdsNumber(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  return ALL.find((number) => digits.includes(number) || text.includes(number.slice(3)));
}

describe('clear numbers', () => {
  it('stand in no answer to any reading route, for no role', async () => {
    const reads = o.routes.filter((route) => route.startsWith('GET ') && !route.includes('/api/docs'));
    const ids: Record<string, string> = {
      '/api/v1/contacts/:id': contactId,
      '/api/v1/contacts/:id/gates': contactId,
      '/api/v1/call-records/:id': callId,
      '/api/v1/users/:id': o.people.agent.id,
      '/api/v1/lists/:id': o.seeded.lists.a,
      '/api/v1/lists/:id/resets': o.seeded.lists.a,
      '/api/v1/lists/:id/reset-schedule': o.seeded.lists.a,
      '/api/v1/campaigns/:id/retry-rules': o.seeded.campaigns.a,
      '/api/v1/campaigns/:id/contact-order': o.seeded.campaigns.a,
      '/api/v1/campaigns/:id/calendar': o.seeded.campaigns.a,
      '/api/v1/call-backs/:id': callId,
      '/api/v1/campaigns/:id': o.seeded.campaigns.a,
      '/api/v1/campaigns/:id/live': o.seeded.campaigns.a,
      '/api/v1/campaigns/:id/gates': o.seeded.campaigns.a,
      '/api/v1/campaigns/:id/abandon-evidence': o.seeded.campaigns.a,
      '/api/v1/agent-groups/:id': o.seeded.groups.a,
      '/api/v1/agent-groups/:id/agents': o.seeded.groups.a,
      '/api/v1/do-not-call/:id': o.seeded.doNotCallId,
      '/api/v1/trunks/:id': o.seeded.trunkId,
      '/api/v1/caller-ids/:id': o.seeded.callerIdId,
      '/api/v1/caller-ids/:id/proof': o.seeded.callerIdId,
      '/api/v1/imports/:id': importId,
      '/api/v1/imports/:id/faults': importId,
      '/api/v1/exports/:id': exportId,
      '/api/v1/exports/:id/file': exportId,
    };
    await o.db
      .insertInto('call_back')
      .values({
        ...{ id: callId, contact_id: contactId, campaign_id: o.seeded.campaigns.a, kind: 'me' },
        ...{ department_id: o.seeded.departments.a, made_by: o.people.agent.id, agent_id: o.people.agent.id },
        ...{ due_at: new Date(o.clock.now()), created_at: new Date(o.clock.now()) },
      })
      .execute();
    let answered = 0;
    for (const route of reads) {
      const pattern = route.slice(4);
      const id = ids[pattern];
      expect({ pattern, known: id !== undefined || !pattern.includes(':id') }).toEqual({ pattern, known: true });
      for (const role of ROLES) {
        const answer = await o.as(
          o.people[role],
          'GET',
          pattern.replace(':id', id ?? '') + (pattern.endsWith('-evidence') ? '?reason=audit' : ''),
        );
        expect({ route, role, number: holdsNumber(answer.text) }).toEqual({ route, role, number: undefined });
        if (answer.status === 200) answered += 1;
      }
    }
    expect(answered).toBeGreaterThan(80);
  });

  it('are masked as RULES.md says where a number is shown', async () => {
    const contact = await o.as(o.people.agent, 'GET', `/api/v1/contacts/${contactId}`);
    expect(contact.body.number).toBe('138****5678');
    expect(contact.body.name).toBe('张三 139****4321');
    expect(contact.body.fields).toEqual({ 备注: '张三 139****4321' });
    const me = await o.as(o.people.agent, 'GET', '/api/v1/agents/me');
    expect(me.body.call).toMatchObject({ contactId, number: '138****5678', name: '张三 139****4321' });
    const record = await o.as(o.people.agent, 'GET', `/api/v1/call-records/${callId}`);
    expect(record.body.number).toBe('138****5678');
    const list = await o.as(o.people['sales-manager'], 'GET', '/api/v1/do-not-call');
    expect(list.body.items[0]).toMatchObject({ number: '136****6666', reason: '客户 137****2222 要求' });
  });

  it('do not come back in an error about them', async () => {
    const manager = o.people['sales-manager'];
    for (const body of [
      { number: 13_600_001_111, reason: 'xx' },
      { number: '1360000111', reason: 'xx' },
      { reason: 'xx', number: '13600001111', [`k${MOBILE}`]: 1 },
      { number: '13600001111', reason: 'xx', expiresAt: '13600001111' },
    ]) {
      const answer = await o.as(manager, 'POST', '/api/v1/do-not-call', body);
      expect(answer.status).toBe(400);
      expect(answer.text.replace(/"requestId":"[^"]*"/, '')).not.toMatch(/\d{7}/);
    }
  });

  it('stand in no log line, whatever the address held', async () => {
    await o.as(o.people.agent, 'GET', `/api/v1/contacts/${IN_ADDRESS}`);
    await o.as(o.people.agent, 'GET', `/api/v1/contacts?q=${IN_ADDRESS}`);
    await o.as(o.people.agent, 'GET', `/${IN_ADDRESS}`);
    await o.as(undefined, 'POST', '/api/v1/session', { username: IN_ADDRESS, password: IN_ADDRESS });
    expect(o.logged.length).toBeGreaterThan(20);
    for (const line of o.logged) expect(holdsNumber(line)).toBeUndefined();
    // Routes are logged by their pattern: of an address nothing is kept, be it a number or not.
    expect(o.logged.join('')).not.toContain('?q=');
  });

  it('stand nowhere in Postgres outside the ciphertext and what was imported as a name', async () => {
    const tables = await o.db.introspection.getTables();
    for (const { name } of tables) {
      if (name === 'contact') continue;
      const rows = await o.db
        .selectFrom(name as 'audit')
        .selectAll()
        .execute();
      expect({ name, number: holdsNumber(JSON.stringify(rows)) }).toEqual({ name, number: undefined });
    }
  });
});

describe('secrets', () => {
  it('of people stand in no answer', async () => {
    const hashes = await o.db.selectFrom('app_user').select('password_hash').execute();
    const users = await o.as(o.people.administrator, 'GET', '/api/v1/users?limit=200');
    for (const { password_hash } of hashes) expect(users.text).not.toContain(password_hash);
    expect(users.text).not.toContain('assword');
  });

  it('of an internal error stay inside', async () => {
    const other = await startOffice({
      live: {
        group: () => {
          throw new Error(`broke on ${MOBILE} in /srv/secret`);
        },
      },
    });
    const url = `/api/v1/campaigns/${other.seeded.campaigns.a}/live`;
    const answer = await other.as(other.people['sales-manager'], 'GET', url);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain(MOBILE);
    expect(answer.text).not.toContain('secret');
    const line = other.logged.find((one) => one.includes('request broke')) ?? '';
    expect(line).toContain(answer.body.error.requestId);
    expect(line).toContain('campaigns/live.ts');
    expect(other.logged.join('')).not.toContain(MOBILE);
    await other.close();
  });
});

describe('the time of a row', () => {
  it('is what was stored', async () => {
    const contact = await o.as(o.people.agent, 'GET', `/api/v1/contacts/${contactId}`);
    expect(contact.body.dueAt).toBe(timestamp(o.clock.now()));
  });
});
