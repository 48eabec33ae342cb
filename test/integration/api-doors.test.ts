import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice({ requestsPer10s: 1_000_000 });
});
afterAll(() => o.close());

const signIn = (username: string, password: string, remoteAddress: string) =>
  o.as(undefined, 'POST', '/api/v1/session', { username, password }, { remoteAddress });

describe('what every answer carries', () => {
  it.each([['/health/live'], ['/api/v1/session'], ['/api/v1/nothing'], ['/api/openapi.json']])('%s', async (url) => {
    const { headers } = await o.as(undefined, 'GET', url);
    const csp = String(headers['content-security-policy']);
    const directives = new Map(
      csp.split(';').map((part) => [part.trim().split(' ')[0], part.trim().split(' ').slice(1)]),
    );
    expect(directives.get('default-src')).toEqual(["'self'"]);
    // No script but our own files: neither from elsewhere nor written into the page.
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('script-src-attr')).toEqual(["'none'"]);
    expect(directives.get('object-src')).toEqual(["'none'"]);
    expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
    expect(directives.get('base-uri')).toEqual(["'self'"]);
    expect(csp).not.toMatch(/unsafe-eval|\*|http:|data:[^;]*script/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['strict-transport-security']).toBeDefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('grants nothing to other sites: no CORS header, whoever asks', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await o.as(undefined, method, '/api/v1/session', undefined, { headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('the cookie', () => {
  it('is for HTTPS alone where the request came by it, and always hidden from scripts and other sites', async () => {
    const secure = await startOffice({ trustProxy: true });
    try {
      const body = { username: secure.people.agent.username, password: PASSWORD };
      const https = await secure.as(undefined, 'POST', '/api/v1/session', body, {
        headers: { 'x-forwarded-proto': 'https' },
      });
      const cookie = String(https.headers['set-cookie']);
      for (const flag of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(flag);
      const http = await secure.as(undefined, 'POST', '/api/v1/session', body);
      expect(String(http.headers['set-cookie'])).not.toContain('Secure');
    } finally {
      await secure.close();
    }
  });
});

describe('FAULTS 61: guessing passwords', () => {
  it('of one account from many addresses is held, each address apart, and its agent works on', async () => {
    const victim = await o.person('agent');
    let refused = 0;
    let tried = 0;
    for (let address = 1; address <= 5; address++)
      for (let i = 0; i < 12; i++) {
        const { status } = await signIn(victim.username, `guess ${i}`, `10.61.0.${address}`);
        if (status === 429) refused++;
        else if (status === 401) tried++;
      }
    expect(tried).toBe(25);
    expect(refused).toBe(35);
    // He who is at work notices nothing: his session, and a sign-in from where he sits.
    expect((await o.as(victim, 'GET', '/api/v1/agents/me')).status).toBe(200);
    expect(
      (await o.as(victim, 'PUT', '/api/v1/agents/me/state', { state: 'ready', groupId: o.seeded.groups.a })).status,
    ).toBe(202);
    expect((await signIn(victim.username, PASSWORD, '10.61.9.9')).status).toBe(200);
  });

  it('of many accounts from one address is held by the address, and others are not', async () => {
    const statuses = new Map<number, number>();
    for (let i = 0; i < 240; i++) {
      const { status } = await signIn(`nobody${i}`, 'Passw0rd', '10.62.0.1');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses.get(401)).toBe(200);
    expect(statuses.get(429)).toBe(40);
    expect((await signIn(o.people.agent.username, PASSWORD, '10.62.0.2')).status).toBe(200);
  });
});

describe('an account that asks too often', () => {
  it('is told to wait, from whatever address it comes; others are not', async () => {
    const limited = await startOffice({ requestsPer10s: 1_000_000, requestsPer10sOfOne: 30 });
    try {
      const { agent, administrator } = limited.people;
      const ask = (person: typeof agent, remoteAddress: string) =>
        limited.as(person, 'GET', '/api/v1/session', undefined, { remoteAddress });
      for (let i = 0; i < 30; i++) expect((await ask(agent, `10.63.0.${i}`)).status).toBe(200);
      const refused = await ask(agent, '10.63.1.1');
      expect(refused.status).toBe(429);
      expect(refused.body.error.code).toBe('too_many_requests');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await ask(administrator, '10.63.1.1')).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('FAULTS 60: bombs of JSON', () => {
  it.each([
    ['brackets', `${'['.repeat(120_000)}${']'.repeat(120_000)}`],
    ['objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
    ['a long number', `{"username": ${'9'.repeat(200_000)}, "password": "x"}`],
    ['a long text', `{"username": "${'a'.repeat(200_000)}", "password": "x"}`],
    ['many fields', `{${Array.from({ length: 20_000 }, (_, i) => `"f${i}":1`).join(',')}}`],
    ['one field many times', `{${'"username":"a",'.repeat(10_000)}"password":7}`],
    ['escapes', `{"username": "${'\\u0000'.repeat(30_000)}", "password": "x"}`],
  ])('%s: a 4xx without a stall, at a door that is open to anyone', async (_what, payload) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await o.as(undefined, 'POST', '/api/v1/session', payload, { headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text.length).toBeLessThan(4_000);
    expect((await o.as(undefined, 'GET', '/health/live')).status).toBe(200);
  });
});

describe('a session that is revoked', () => {
  it('ends within two seconds for requests that are already on their way by one connection too', async () => {
    const person = await o.person('agent');
    const address = await o.app.listen({ host: '127.0.0.1', port: 0 });
    const ask = async (): Promise<number> =>
      (await fetch(`${address}/api/v1/session`, { headers: { authorization: `Bearer ${person.token}` } })).status;
    expect(await ask()).toBe(200);
    const change = { status: 'suspended', reason: '离职' };
    expect((await o.as(o.people.administrator, 'PUT', `/api/v1/users/${person.id}/status`, change)).status).toBe(200);
    // Not within two seconds but with the very next request: nothing is cached.
    expect(await ask()).toBe(401);
  });
});
