import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];
const admin = () => o.people.administrator;
const campaign = () => `/api/v1/campaigns/${o.seeded.campaigns.a}`;
const group = () => `/api/v1/agent-groups/${o.seeded.groups.a}`;
const window = { from: 480, to: 1_260 };

/** Everything that a write could have changed. */
async function state(): Promise<string> {
  const tables = await Promise.all(
    (
      ['campaign', 'agent_group', 'trunk', 'caller_id', 'app_user', 'list', 'do_not_call', 'audit', 'setting'] as const
    ).map((name) => o.db.selectFrom(name).selectAll().execute()),
  );
  return JSON.stringify(tables);
}

describe('a wrong field is named with what came and what is wanted, and nothing changes', () => {
  it.each<[string, () => string, unknown, string, RegExp]>([
    ['a negative weight', campaign, { weight: -1 }, 'weight', /1 to 1000/],
    ['a weight in words', campaign, { weight: '3' }, 'weight', /integer/],
    ['a fraction', campaign, { patienceMs: 2000.5 }, 'patienceMs', /integer/],
    ['null', campaign, { priority: null }, 'priority', /integer/],
    ['an abandon target over the limit', campaign, { abandonTarget: 0.21 }, 'abandonTarget', /0 to 0\.2/],
    ['a patience of nothing', campaign, { patienceMs: 0 }, 'patienceMs', /500 to 10000/],
    ['a field that is none', campaign, { wieght: 2 }, 'wieght', /no such field/],
    ['no field', campaign, {}, 'body', /.+/],
    ['a list', campaign, [1], 'body', /object/],
    [
      'an end before the beginning',
      campaign,
      { hours: { legal: { from: 900, to: 800 }, campaign: {} } },
      'hours.legal',
      /end after/,
    ],
    [
      'windows that overlap',
      campaign,
      {
        hours: {
          legal: window,
          campaign: {
            1: [
              { from: 500, to: 600 },
              { from: 550, to: 700 },
            ],
          },
        },
      },
      'hours.campaign.1.1',
      /do not overlap/,
    ],
    ['an eighth day', campaign, { hours: { legal: window, campaign: { 8: [] } } }, 'hours.campaign.8', /no such field/],
    ['a retry of one second', campaign, { retryMs: { BUSY: 1_000 } }, 'retryMs.BUSY', /120000/],
    ['a result that is none', campaign, { retryMs: { FINE: 200_000 } }, 'retryMs.FINE', /no such field/],
    [
      'a trunk that is not there',
      campaign,
      { trunkIds: ['019b8be1-f500-728e-9767-1a58b7586a8c'] },
      'trunkIds',
      /trunk/,
    ],
    ['no id', campaign, { trunkIds: ['x'] }, 'trunkIds.0', /id/],
    ['a mode that is none', group, { mode: 'fast' }, 'mode', /"progressive" or "ratio" or "predictive"/],
    ['too many lines', group, { linesPerAgent: 21 }, 'linesPerAgent', /1 to 20/],
  ])('%s', async (_what, url, body, field, wanted) => {
    const before = await state();
    const answer = await o.as(manager(), 'PATCH', url(), body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('invalid');
    const details = answer.body.error.details as { field: string; came: string; wanted: string }[];
    const fault = details.find((one) => one.field === field);
    expect(fault?.wanted ?? JSON.stringify(details)).toMatch(wanted);
    expect(fault?.came).not.toBe('');
    expect(await state()).toBe(before);
  });

  it.each([['Etc/Invalid'], ['Mars/Olympus'], ['+08:00'], [''], ['Asia/Shanghai\u0000']])(
    'time zone %j',
    async (timeZone) => {
      const before = await state();
      const answer = await o.as(admin(), 'PUT', '/api/v1/settings', { timeZone });
      expect(answer.status).toBe(400);
      expect(answer.body.error.details[0].field).toBe('timeZone');
      expect(await state()).toBe(before);
    },
  );

  it.each([['sip:host" injected'], ['sip:a@b;transport=udp\nx=y'], ['http://host'], ['sip:host;user=phone']])(
    'a trunk to %j',
    async (sipUri) => {
      const body = { key: 'bad', name: 'x', sipUri, callsPerSecond: 1, channels: 1 };
      const answer = await o.as(admin(), 'POST', '/api/v1/trunks', body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details[0].field).toBe('sipUri');
    },
  );

  it('a query and an address too', async () => {
    const many = await o.as(manager(), 'GET', '/api/v1/contacts?limit=5000');
    expect(many.body.error.details).toEqual([{ field: 'limit', came: '5000', wanted: 'integer from 1 to 200' }]);
    expect((await o.as(manager(), 'GET', '/api/v1/contacts?limit=x')).body.error.details[0].field).toBe('limit');
    expect((await o.as(manager(), 'GET', '/api/v1/contacts?colour=red')).body.error.details[0].field).toBe('colour');
    expect((await o.as(manager(), 'GET', '/api/v1/contacts/7')).body.error.details[0].field).toBe('id');
    expect((await o.as(manager(), 'GET', '/api/v1/contacts?cursor=evil')).body.error.details[0].field).toBe('cursor');
    expect((await o.as(manager(), 'GET', "/api/v1/call-records?cursor=1_'")).body.error.details[0].field).toBe(
      'cursor',
    );
    const backwards = '/api/v1/call-records?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect((await o.as(manager(), 'GET', backwards)).body.error.details[0].field).toBe('to');
  });

  it('a taken name', async () => {
    const body = { username: o.people.agent.username, name: '人', password: 'a first password', role: 'agent' };
    const answer = await o.as(admin(), 'POST', '/api/v1/users', body);
    expect(answer.status).toBe(409);
    expect(answer.body.error.details[0].field).toBe('username');
  });
});

describe('a group', () => {
  it('in use cannot be removed', async () => {
    const answer = await o.as(manager(), 'DELETE', `/api/v1/agent-groups/${o.seeded.groups.a}`);
    expect(answer.status).toBe(409);
    expect((await o.as(manager(), 'GET', `/api/v1/agent-groups/${o.seeded.groups.a}`)).status).toBe(200);
  });
});

describe('a hostile body', () => {
  const raw = async (payload: string, contentType = 'application/json') => {
    const before = await state();
    const headers = { 'content-type': contentType };
    const answer = await o.as(manager(), 'PATCH', campaign(), payload, { headers });
    expect(await state()).toBe(before);
    return answer;
  };

  it.each([
    ['broken JSON', '{"weight": '],
    ['NaN', '{"weight": NaN}'],
    ['__proto__', '{"__proto__": {"weight": 5}}'],
    ['__proto__ deep inside', '{"hours": {"legal": {"__proto__": {"from": 1}}}}'],
    ['constructor.prototype', '{"constructor": {"prototype": {"weight": 5}}}'],
    ['an endless number', '{"weight": 1e999}'],
    ['a bomb of brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a bomb of objects', `${'{"hours":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['nothing', ''],
  ])('%s is a 400', async (_what, payload) => {
    expect((await raw(payload)).status).toBe(400);
  });

  it('too large is a 413, of another type a 415', async () => {
    expect((await raw(`{"name": "${'x'.repeat(300_000)}"}`)).status).toBe(413);
    expect((await raw('<weight>5</weight>', 'application/xml')).status).toBe(415);
    expect((await raw('weight=5', 'application/x-www-form-urlencoded')).status).toBe(415);
  });

  it('an unknown address or method is a 404 in the same shape', async () => {
    const answer = await o.as(manager(), 'GET', '/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(answer.body.error).toMatchObject({ code: 'not_found', details: [] });
    expect((await o.as(manager(), 'PUT', campaign(), {})).status).toBe(404);
  });
});

describe('a campaign', () => {
  it('is not started without a line, and says which field is missing', async () => {
    const made = await o.as(manager(), 'POST', '/api/v1/campaigns', { name: '空', groupId: o.seeded.groups.a });
    const answer = await o.as(manager(), 'POST', `/api/v1/campaigns/${made.body.id}/start`);
    expect(answer.status).toBe(409);
    expect(answer.body.error.details.map((fault: { field: string }) => fault.field)).toEqual([
      'trunkIds',
      'callerIdIds',
    ]);
    const lines = { trunkIds: [o.seeded.trunkId], callerIdIds: [o.seeded.callerIdId] };
    expect((await o.as(manager(), 'PATCH', `/api/v1/campaigns/${made.body.id}`, lines)).status).toBe(200);
    const started = await o.as(manager(), 'POST', `/api/v1/campaigns/${made.body.id}/start`);
    expect(started.body).toMatchObject({ status: 'running', ...lines });
    const stripped = await o.as(manager(), 'PATCH', `/api/v1/campaigns/${made.body.id}`, { trunkIds: [] });
    expect(stripped.status).toBe(409);
    expect((await o.as(manager(), 'GET', `/api/v1/campaigns/${made.body.id}`)).body.trunkIds).toEqual(lines.trunkIds);
  });

  it('has the CN preset where its maker says nothing, and keeps what he says', async () => {
    const hours = { legal: window, campaign: { 1: [{ from: 540, to: 720 }] } };
    const body = { name: '有', groupId: o.seeded.groups.a, hours, retryMs: { BUSY: 600_000, NOANSWER: null } };
    const made = await o.as(manager(), 'POST', '/api/v1/campaigns', body);
    expect(made.body).toMatchObject({ hours, retryMs: body.retryMs, abandonTarget: 0.03, status: 'stopped' });
    expect(made.body.frequency.windows).toEqual([
      { max: 5, windowMs: 86_400_000 },
      { max: 3, windowMs: 300_000 },
    ]);
  });
});

describe('the description of the interface', () => {
  it('is OpenAPI 3.1 that names every route, its parameters and its errors', async () => {
    const { body: document } = await o.as(undefined, 'GET', '/api/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const names = described.map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    const there = o.routes.filter((route) => !route.includes('/api/docs') && !route.includes('openapi.json'));
    expect(names.sort()).toEqual(there.sort());
    for (const { path, operation } of described) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const told = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      expect({ path, told }).toEqual({ path, told: inPath });
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      if (path.startsWith('/api/v1/')) expect(Object.keys(operation.responses)).toContain('4XX');
    }
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    for (const ref of refs) {
      const target = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
      expect({ ref, found: target !== undefined }).toEqual({ ref, found: true });
    }
  });

  it('has pages of it', async () => {
    const page = await o.as(undefined, 'GET', '/api/docs/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger');
  });
});

interface Operation {
  parameters?: { in: string; name: string }[];
  responses: Record<string, unknown>;
}
