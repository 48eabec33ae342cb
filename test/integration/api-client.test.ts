import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { CLIENT_FILE, generateClient } from '../../scripts/generate-api-client.ts';
import { createFirstAdministrator, syncRoles } from '../../src/db/people-bootstrap.ts';
import { openPool } from '../../src/db/pool.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import type { paths } from '../../web/src/api/schema.gen.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { type SimProcess, startSimProcess } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

type Client = ReturnType<typeof createClient<paths>>;

/** As a client should: one that is told "too busy now" comes back when it may. */
async function patient(request: Request): Promise<Response> {
  for (;;) {
    const answer = await fetch(request.clone());
    if (answer.status !== 503) return answer;
    await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}

/** What came, or the server's own words. */
async function must<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

describe('a client generated from the description', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let sim: SimProcess;
  let service: ServiceProcess;
  let baseUrl: string;
  let admin: { username: string; password: string };

  beforeAll(async () => {
    database = await createDatabase();
    redis = await startTestRedis();
    sim = await startSimProcess();
    const clock = new SystemClock();
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const db = openPool(database.url, 'api', silent);
    await syncRoles({ db, clock, ids: new UuidV7Source(clock, new SystemRng()) });
    const made = await createFirstAdministrator({ db, clock, ids: new UuidV7Source(clock, new SystemRng()) });
    await db.destroy();
    if (made === undefined) throw new Error('there is an administrator already');
    admin = made;
    service = new ServiceProcess({ databaseUrl: database.url, redisUrl: redis.url, node: sim.node, role: 'all' });
    service.start();
    baseUrl = await service.address();
  });

  afterAll(async () => {
    await service?.kill();
    await sim?.kill();
    await redis?.stop();
    await database?.drop();
  });

  const signIn = async (username: string, password: string): Promise<Client> => {
    const open = createClient<paths>({ fetch: patient, baseUrl });
    const { token } = await must(open.POST('/api/v1/session', { body: { username, password } }));
    return createClient<paths>({ fetch: patient, baseUrl, headers: { authorization: `Bearer ${token}` } });
  };
  /** A person of this role, with the first password changed as it must be. */
  const person = async (boss: Client, username: string, role: string): Promise<Client> => {
    const password = 'a first password';
    await must(boss.POST('/api/v1/users', { body: { username, name: `人 ${username}`, role, password } }));
    const first = await signIn(username, password);
    await must(first.PUT('/api/v1/session/password', { body: { old: password, new: 'a second password' } }));
    return await signIn(username, 'a second password');
  };

  it('is the one in the tree', async () => {
    expect(readFileSync(CLIENT_FILE, 'utf8')).toBe(await generateClient());
  });

  it('drives a whole campaign: sign in, group, line, caller number, campaign, list, import, start, live, records, stop', async () => {
    const first = await signIn(admin.username, admin.password);
    await must(first.PUT('/api/v1/session/password', { body: { old: admin.password, new: 'my own password' } }));
    const boss = await signIn(admin.username, 'my own password');
    const manager = await person(boss, '7001', 'sales-manager');
    const agents = [await person(boss, '7101', 'agent'), await person(boss, '7102', 'agent')];

    const group = await must(
      manager.POST('/api/v1/agent-groups', {
        body: { key: 'sales', name: '一组', node: sim.node.name, mode: 'progressive' },
      }),
    );
    const trunk = await must(
      boss.POST('/api/v1/trunks', {
        body: { key: 'carrier', name: '线路', sipUri: 'sip:127.0.0.1:5060', callsPerSecond: 50, channels: 100 },
      }),
    );
    const caller = await must(
      boss.POST('/api/v1/caller-ids', { body: { number: '02566660000', trunkId: trunk.id, authorisation: '报备 1' } }),
    );
    const roundTheClock = Object.fromEntries(
      ['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [{ from: 0, to: 1_440 }]]),
    );
    const campaign = await must(
      manager.POST('/api/v1/campaigns', {
        body: {
          name: '客户端',
          groupId: group.id,
          trunkIds: [trunk.id],
          callerIdIds: [caller.id],
          hours: { legal: { from: 0, to: 1_440 }, campaign: roundTheClock },
          maxAttempts: 1,
        },
      }),
    );
    const list = await must(manager.POST('/api/v1/lists', { body: { campaignId: campaign.id, name: '名单' } }));
    // They stay until their agent hangs up: a machine that stands still for a second must not lose one of them.
    const people = Array.from({ length: 4 }, (_, i) => numberFor('stays', i));
    const numbers = [...people, ...Array.from({ length: 6 }, (_, i) => numberFor('busy', i))];
    const csv = `手机,姓名\n${numbers.map((number, i) => `${number},客户${i}`).join('\n')}\n`;
    const imported = await must(
      manager.POST('/api/v1/lists/{id}/imports', {
        params: {
          path: { id: list.id },
          query: { source: '展会', supplier: '自有', price: '0', legalBasis: '本人同意', proof: '登记表' },
        },
        headers: { 'content-type': 'text/csv' },
        body: csv as never,
        bodySerializer: (text: unknown) => String(text),
      }),
    );
    expect(imported).toMatchObject({ rows: 10, imported: 10 });

    for (const agent of agents)
      await must(agent.PUT('/api/v1/agents/me/state', { body: { state: 'ready', groupId: group.id } }));
    const idle = async (): Promise<number> =>
      (
        await must(manager.GET('/api/v1/agent-groups/{id}/agents', { params: { path: { id: group.id } } }))
      ).items.filter(({ state }) => state !== 'offline' && state !== 'connecting').length;
    await until(async () => (await idle()) === 2, { what: 'two agents to be at work', timeoutMs: 60_000 });
    expect(
      (await must(manager.POST('/api/v1/campaigns/{id}/start', { params: { path: { id: campaign.id } } }))).status,
    ).toBe('running');

    const query = { campaignId: campaign.id, limit: 3 };
    /** What a failure is told from. */
    const picture: Record<string, unknown> = {};
    const calls = await until(
      async () => {
        for (const [i, agent] of agents.entries()) {
          const { call, state } = await must(agent.GET('/api/v1/agents/me'));
          picture[`agent ${i}`] = { state, call };
          if (call === null) continue;
          const params = { path: { id: call.attemptId } };
          if (state === 'talking') await must(agent.POST('/api/v1/calls/{id}/hangup', { params }));
          if (state === 'wrapup')
            await must(agent.POST('/api/v1/calls/{id}/disposition', { params, body: { result: 'INTENT_A' } }));
        }
        const live = await must(manager.GET('/api/v1/campaigns/{id}/live', { params: { path: { id: campaign.id } } }));
        const { items } = await must(
          manager.GET('/api/v1/call-records', { params: { query: { ...query, limit: 50 } } }),
        );
        Object.assign(picture, { live, records: items });
        expect(live.engine).not.toBeNull();
        // One that was committed and came too late to be sent is recorded too, and its number dialed anew.
        const isWhole = items.filter(({ result }) => result !== 'CANCELLED').length === numbers.length;
        return isWhole && items.every(({ agentId, disposition }) => agentId === null || disposition !== null) && items;
      },
      { what: 'a record of each number, and an agent’s result of each talk', timeoutMs: 80_000 },
    ).catch(async (error: unknown) => {
      const log = readFileSync(service.logFile, 'utf8').split('\n');
      Object.assign(picture, {
        carrier: await sim.carrierLog(),
        log: log.filter((line) => !line.includes('"request"')),
      });
      throw new Error(`${String(error)}\n${JSON.stringify(picture, undefined, 1)}`);
    });
    const talks = calls.filter(({ agentId }) => agentId !== null);
    expect(talks.length).toBeGreaterThan(0);
    expect(new Set(talks.map(({ disposition }) => disposition))).toEqual(new Set(['INTENT_A']));
    // A machine too busy to join a customer within his two seconds does not leave him in silence: he heard the message.
    const log = await sim.carrierLog();
    const spokenTo = log.filter(({ heard }) => heard.agent === 0 && heard.message > 0).length;
    expect(calls.filter(({ result }) => result === 'ABANDONED').length).toBe(spokenTo);
    expect(talks.length + spokenTo).toBe(people.length);

    // Page by page, newest first, each once.
    const seen: string[] = [];
    const times: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await must(
        manager.GET('/api/v1/call-records', { params: { query: cursor ? { ...query, cursor } : query } }),
      );
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ attemptId }) => attemptId));
      times.push(...page.items.map(({ placedAt }) => placedAt));
      cursor = page.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(calls.length);
    expect(seen).toHaveLength(calls.length);
    expect(times).toEqual([...times].sort().reverse());

    const records = async (filter: object): Promise<number> =>
      (await must(manager.GET('/api/v1/call-records', { params: { query: { limit: 50, ...filter } } }))).items.length;
    const [one] = (await must(manager.GET('/api/v1/call-records', { params: { query: { disposition: 'INTENT_A' } } })))
      .items;
    expect(await records({ result: 'BUSY' })).toBe(6);
    expect(await records({ agentId: one?.agentId })).toBeGreaterThan(0);
    expect(await records({ numberTail: '2000', result: 'BUSY' })).toBe(6);
    expect(await records({ numberTail: '0200', result: 'BUSY' })).toBe(0);
    // Calls of one commit are placed at one moment.
    const last = times.filter((at) => at === times[0]).length;
    expect(await records({ from: times[0], to: new Date(Date.parse(times[0] ?? '') + 1).toISOString() })).toBe(last);
    expect(await records({ campaignId: group.id })).toBe(0);
    expect(
      (await must(manager.GET('/api/v1/contacts', { params: { query: { lastResult: 'BUSY', numberTail: '2000' } } })))
        .items,
    ).toHaveLength(6);

    const stopped = await must(manager.POST('/api/v1/campaigns/{id}/stop', { params: { path: { id: campaign.id } } }));
    expect(stopped.status).toBe('stopped');
    // The carrier saw each number once.
    expect((await sim.carrierLog()).map((e) => e.number).sort()).toEqual([...numbers].sort());
  }, 120_000);
});
