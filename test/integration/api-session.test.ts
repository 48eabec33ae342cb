import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstAdministrator } from '../../src/db/people-bootstrap.ts';
import { PASSWORD, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const signIn = (username: string, password: string, remoteAddress = '10.0.0.1') =>
  o.as(undefined, 'POST', '/api/v1/session', { username, password }, { remoteAddress });

describe('sign-in', () => {
  it('gives a token, a cookie that scripts cannot read, and who one is', async () => {
    const { username } = o.people.agent;
    const answer = await signIn(username, PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ username, role: 'agent', scope: 'self', mustChangePassword: false });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toContain('boda_session=');
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const me = await o.as({ id: '', username, token: answer.body.token }, 'GET', '/api/v1/session');
    expect(me.body.username).toBe(username);
  });

  it('keeps of a token nothing but its hash', async () => {
    const answer = await signIn(o.people.agent.username, PASSWORD);
    const rows = await o.db.selectFrom('session').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(answer.body.token);
    expect(o.logged.join('')).not.toContain(answer.body.token);
  });

  it('says the same of a wrong password, an unknown account and a suspended one', async () => {
    const gone = await o.person('agent');
    await o.db.updateTable('app_user').set({ status: 'suspended' }).where('id', '=', gone.id).execute();
    const answers = await Promise.all([
      signIn(o.people.agent.username, 'wrong', '10.1.0.1'),
      signIn('nobody', 'wrong', '10.1.0.2'),
      signIn(gone.username, PASSWORD, '10.1.0.3'),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body.error.code).toBe('wrong_credentials');
      expect(answer.body.error.message).toBe(answers[0]?.body.error.message);
    }
  });

  it('slows down guessing of one account, also in a burst, and forgives after the wait', async () => {
    const person = await o.person('agent');
    const tries = await Promise.all(Array.from({ length: 12 }, () => signIn(person.username, 'guess', '10.2.0.1')));
    expect(tries.filter((answer) => answer.status === 401)).toHaveLength(5);
    const refused = tries.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(7);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    // The right password does not help before the wait is over; from elsewhere the person is not locked out.
    expect((await signIn(person.username, PASSWORD, '10.2.0.1')).status).toBe(429);
    expect((await signIn(person.username, PASSWORD, '10.2.0.9')).status).toBe(200);
    o.clock.moveTo(o.clock.now() + 3_600_000);
    expect((await signIn(person.username, PASSWORD, '10.2.0.1')).status).toBe(200);
  });

  it('does not lock out a floor that signs in from one address', async () => {
    const person = await o.person('agent');
    for (let i = 0; i < 30; i++) expect((await signIn(person.username, PASSWORD, '10.3.0.1')).status).toBe(200);
    const failures = await o.db.selectFrom('sign_in_failure').select('failures').where('failures', '>', 20).execute();
    expect(failures).toEqual([]);
  });
});

describe('a session', () => {
  it('ends with the next request when it is signed out', async () => {
    const person = await o.person('agent');
    expect((await o.as(person, 'GET', '/api/v1/agents/me')).status).toBe(200);
    expect((await o.as(person, 'DELETE', '/api/v1/session')).status).toBe(204);
    expect((await o.as(person, 'GET', '/api/v1/agents/me')).status).toBe(401);
  });

  it('ends with the next request when the person is suspended, as do his API tokens', async () => {
    const person = await o.person('campaign-manager');
    const made = await o.as(person, 'POST', '/api/v1/tokens', { name: 'ci', permissions: ['campaigns.read'] });
    const token = { ...person, token: made.body.token };
    expect((await o.as(token, 'GET', '/api/v1/campaigns')).status).toBe(200);
    const change = { status: 'suspended', reason: '停用' };
    expect((await o.as(o.people.administrator, 'PUT', `/api/v1/users/${person.id}/status`, change)).status).toBe(200);
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(401);
    expect((await o.as(token, 'GET', '/api/v1/campaigns')).status).toBe(401);
  });

  it('of an agent at work takes his seat along when he is suspended', async () => {
    const person = await o.person('agent');
    await o.as(person, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    await o.db.updateTable('agent_seat').set({ state: 'talking' }).where('agent_id', '=', person.id).execute();
    const change = { status: 'suspended', reason: '停用' };
    expect((await o.as(o.people.administrator, 'PUT', `/api/v1/users/${person.id}/status`, change)).status).toBe(200);
    const wishes = await o.db
      .selectFrom('agent_wish')
      .select('body')
      .where('agent_id', '=', person.id)
      .orderBy('seq')
      .execute();
    expect(wishes.map(({ body }) => (body as { type: string }).type)).toEqual([
      'sign-in',
      'ready',
      'revoked',
      'sign-out',
    ]);
  });

  it('loses a right with the next request when the role loses it', async () => {
    const body = { key: 'watcher', name: '看', scope: 'department', permissions: ['campaigns.read'] };
    expect((await o.as(o.people.administrator, 'POST', '/api/v1/roles', body)).status).toBe(201);
    const person = await o.person('watcher');
    expect((await o.as(person, 'GET', '/api/v1/campaigns')).status).toBe(200);
    await o.db.updateTable('role').set({ permissions: [] }).where('key', '=', 'watcher').execute();
    expect((await o.as(person, 'GET', '/api/v1/campaigns')).status).toBe(403);
  });

  it('of another role may what that role may, with the next request', async () => {
    const admin = o.people.administrator;
    const person = await o.person('agent');
    expect((await o.as(person, 'GET', '/api/v1/users')).status).toBe(403);
    const change = { role: 'team-manager', name: '张新', seat: null, squadId: null };
    const changed = await o.as(admin, 'PATCH', `/api/v1/users/${person.id}`, change);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...change, username: person.username });
    expect((await o.as(person, 'GET', '/api/v1/users')).status).toBe(200);
    const [deed] = await o.db.selectFrom('audit').selectAll().where('action', '=', 'user.change').execute();
    expect(deed).toMatchObject({ actor_id: admin.id, subject_id: person.id });
    expect(JSON.stringify(deed?.details)).toContain('team-manager');
    expect(JSON.stringify(deed?.details)).not.toContain('张新');
  });

  it('of somebody who may do more is not changed by one who may less, nor the own role by anybody', async () => {
    const { administrator: admin } = o.people;
    const manager = await o.person('sales-manager');
    const change = (by: typeof admin, id: string, body: object) => o.as(by, 'PATCH', `/api/v1/users/${id}`, body);
    const person = await o.person('assistant');
    expect((await change(manager, admin.id, { name: '谁' })).status).toBeGreaterThanOrEqual(403);
    expect((await change(manager, person.id, { role: 'administrator' })).status).toBe(403);
    const own = await change(admin, admin.id, { role: 'agent' });
    expect({ status: own.status, field: own.body.error.details[0].field }).toEqual({ status: 400, field: 'role' });
    const team = await change(admin, person.id, { squadId: o.seeded.departments.b });
    expect({ status: team.status, field: team.body.error.details[0].field }).toEqual({ status: 400, field: 'squadId' });
    const { body } = await o.as(admin, 'GET', `/api/v1/users/${person.id}`);
    expect(body).toMatchObject({ role: 'assistant', squadId: body.squadId });
  });

  it('ends when the password is set by another, who knows it: it must be changed first', async () => {
    const person = await o.person('agent');
    const reset = { password: 'another first one', reason: '忘记密码' };
    const url = `/api/v1/users/${person.id}/password`;
    expect((await o.as(o.people.administrator, 'POST', url, reset)).status).toBe(204);
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(401);
    expect((await signIn(person.username, PASSWORD, '10.5.0.1')).status).toBe(401);
    const again = await signIn(person.username, reset.password, '10.5.0.1');
    expect(again.status).toBe(200);
    const back = { ...person, token: again.body.token as string };
    expect((await o.as(back, 'GET', '/api/v1/agents/me')).status).toBe(403);
    expect(
      (await o.as(o.people.administrator, 'POST', `/api/v1/users/${o.people.administrator.id}/password`, reset)).status,
    ).toBe(400);
  });

  it('ends by itself after its time', async () => {
    const person = await o.person('agent');
    o.clock.moveTo(o.clock.now() + 12 * 3_600_000 + 1);
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(401);
    for (const role of ['administrator', 'campaign-manager', 'agent'] as const) o.people[role] = await o.person(role);
  });

  it('ends elsewhere when the password is changed', async () => {
    const person = await o.person('agent');
    const other = (await signIn(person.username, PASSWORD, '10.4.0.1')).body.token as string;
    const wrong = { old: 'not the old one', new: 'a longer new password' };
    const refused = await o.as(person, 'PUT', '/api/v1/session/password', wrong);
    expect(refused.status).toBe(400);
    expect(refused.body.error.details[0].field).toBe('old');
    const change = { old: PASSWORD, new: 'a longer new password' };
    expect((await o.as(person, 'PUT', '/api/v1/session/password', change)).status).toBe(204);
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(200);
    expect((await o.as({ ...person, token: other }, 'GET', '/api/v1/session')).status).toBe(401);
    expect((await signIn(person.username, 'a longer new password', '10.4.0.2')).status).toBe(200);
  });
});

describe('writes by cookie', () => {
  const write = (token: string, headers: Record<string, string>) =>
    o.as(undefined, 'DELETE', '/api/v1/session', undefined, {
      headers: { cookie: `boda_session=${token}`, host: 'boda.example', ...headers },
    });

  it.each([
    ['nothing', {}],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same host', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a broken origin', { origin: 'null' }],
  ])('are refused with %s', async (_what, headers) => {
    const person = await o.person('agent');
    const answer = await write(person.token, headers);
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('csrf');
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(200);
  });

  it.each([
    ['our own header', { 'x-boda-csrf': '1' }],
    ['the browser’s word', { 'sec-fetch-site': 'same-origin' }],
    ['our own origin', { origin: 'http://boda.example' }],
  ])('are taken with %s', async (_what, headers) => {
    const person = await o.person('agent');
    expect((await write(person.token, headers)).status).toBe(204);
    expect((await o.as(person, 'GET', '/api/v1/session')).status).toBe(401);
  });

  it('are not asked of reads', async () => {
    const person = await o.person('agent');
    const headers = { cookie: `boda_session=${person.token}` };
    expect((await o.as(undefined, 'GET', '/api/v1/session', undefined, { headers })).status).toBe(200);
  });
});

describe('API tokens', () => {
  it('are shown once, listed without themselves, and gone when revoked', async () => {
    const person = o.people['campaign-manager'];
    const made = await o.as(person, 'POST', '/api/v1/tokens', { name: 'crm', permissions: ['campaigns.read'] });
    expect(made.status).toBe(201);
    const listed = await o.as(person, 'GET', '/api/v1/tokens');
    expect(listed.text).not.toContain(made.body.token);
    const holder = { ...person, token: made.body.token };
    expect((await o.as(holder, 'GET', '/api/v1/campaigns')).status).toBe(200);
    // Narrower than its owner.
    expect((await o.as(holder, 'GET', '/api/v1/contacts')).status).toBe(403);
    expect((await o.as(person, 'DELETE', `/api/v1/tokens/${made.body.id}`)).status).toBe(204);
    expect((await o.as(holder, 'GET', '/api/v1/campaigns')).status).toBe(401);
  });

  it('never hold more than their owner has, now or later', async () => {
    const person = o.people['campaign-manager'];
    const refused = await o.as(person, 'POST', '/api/v1/tokens', { name: 'x', permissions: ['users.write'] });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details).toEqual([
      { field: 'permissions', came: 'users.write', wanted: 'only what your role has' },
    ]);
    const made = await o.as(person, 'POST', '/api/v1/tokens', { name: 'x', permissions: ['records.read'] });
    await o.db
      .updateTable('api_token')
      .set({ permissions: ['records.read', 'users.write'] })
      .where('id', '=', made.body.id)
      .execute();
    expect((await o.as({ ...person, token: made.body.token }, 'GET', '/api/v1/users')).status).toBe(403);
  });

  it('of another person are not there', async () => {
    const made = await o.as(o.people['campaign-manager'], 'POST', '/api/v1/tokens', {
      name: 'x',
      permissions: ['records.read'],
    });
    expect((await o.as(o.people.administrator, 'DELETE', `/api/v1/tokens/${made.body.id}`)).status).toBe(404);
  });
});

describe('the first administrator', () => {
  it('gets a password made by chance, once, and may do nothing before he changed it', async () => {
    await o.db.updateTable('app_user').set({ status: 'left' }).execute();
    const first = await createFirstAdministrator(o);
    if (first === undefined) throw new Error('nobody was made');
    expect(await createFirstAdministrator(o)).toBeUndefined();
    const session = await signIn(first.username, first.password, '10.5.0.1');
    expect(session.body.user.mustChangePassword).toBe(true);
    const person = { id: '', username: first.username, token: session.body.token };
    const early = await o.as(person, 'GET', '/api/v1/users');
    expect(early.status).toBe(403);
    expect(early.body.error.code).toBe('password_change_required');
    const change = { old: first.password, new: 'now my own password' };
    expect((await o.as(person, 'PUT', '/api/v1/session/password', change)).status).toBe(204);
    expect((await o.as(person, 'GET', '/api/v1/users')).status).toBe(200);
    expect(o.logged.join('')).not.toContain(first.password);
  });
});
