import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/dialer/ports.ts';
import type { AgentStateName } from '../../../src/domain/agent.ts';
import { Page } from '../../support/event-page.ts';
import { until } from '../../support/until.ts';
import type { Person } from '../api-fixture.ts';
import { type EventStage, startEventStage } from './stage.ts';

let stage: EventStage;
let pages: Page[] = [];
beforeAll(async () => {
  stage = await startEventStage();
});
afterEach(() => {
  for (const page of pages) page.cut();
  pages = [];
});
afterAll(() => stage.close());

const open = async (...order: Parameters<EventStage['page']>): Promise<Page> => {
  const page = await stage.page(...order);
  pages.push(page);
  return page;
};

const tell = (agent: Person, state: AgentStateName, more: Partial<EngineEvent & { type: 'agent' }> = {}): void =>
  stage.dialer.emit({
    type: 'agent',
    groupId: stage.office.seeded.groups.a,
    agentId: agent.id,
    state,
    reason: undefined,
    at: stage.office.clock.now(),
    ...more,
  });

const state = (name: string) => (frame: { type: string; data: { state?: string } }) =>
  frame.type === 'agent.state' && frame.data.state === name;

const seat = async (agent: Person): Promise<void> => {
  const { db, seeded, clock } = stage.office;
  await db
    .insertInto('agent_seat')
    .values({
      ...{ agent_id: agent.id, group_id: seeded.groups.a, sip_user: agent.username, sip_password: 'x' },
      ...{ state: 'paused', reason: 'rest', since: new Date(clock.now()).toISOString() },
    })
    .execute();
};

describe('an agent who opens his stream', () => {
  it('is told how he stands, from Postgres when nothing was told of him yet', async () => {
    const agent = await stage.office.person('agent');
    const unknown = await open(agent);
    expect((await unknown.frame(state('offline'), 'offline')).data).toMatchObject({ agentId: agent.id, groupId: null });
    await seat(agent);
    const seated = await open(agent);
    expect((await seated.frame(state('paused'), 'paused')).data).toMatchObject({ reason: 'rest', leaving: false });
    tell(agent, 'idle');
    await seated.frame(state('idle'), 'idle');
    const again = await open(agent);
    await again.frame(state('idle'), 'idle at once');
    expect(again.frames).toHaveLength(1);
  });

  it('gets each frame once and in order over cuts, whichever gateway he comes back to', async () => {
    const agent = await stage.office.person('agent');
    const states: AgentStateName[] = ['connecting', 'idle', 'reserved', 'talking', 'wrapup'];
    let page = await open(agent);
    await until(() => page.frames.length === 1, { what: 'the first state' });
    const heard: [string, number][] = [];
    for (let round = 0; round < 6; round++) {
      const seen = page.frames.length;
      // Some while he is there, some while he is away, some while he comes back.
      for (const name of states.slice(0, 2)) tell(agent, name, { attemptId: `a${round}` });
      await until(() => page.frames.length >= seen + 2, { what: 'the frames of the round' });
      heard.push(...page.frames.slice(round === 0 ? 1 : 0).map((f): [string, number] => [f.data.state, f.seq]));
      const { place } = page;
      page.cut();
      for (const name of states.slice(2, 4)) tell(agent, name, { attemptId: `a${round}` });
      const coming = open(agent, { query: `&since=${place}`, gateway: round % 2 });
      tell(agent, 'wrapup', { attemptId: `a${round}` });
      page = await coming;
      await until(() => page.frames.length >= 3, { what: 'what was missed' });
    }
    heard.push(...page.frames.map((f): [string, number] => [f.data.state, f.seq]));
    expect(heard.map(([name]) => name)).toEqual(Array.from({ length: 6 }, () => states).flat());
    const first = heard[0]?.[1] ?? 0;
    expect(heard.map(([, seq]) => seq)).toEqual(heard.map((_, i) => first + i));
    expect(page.types()).not.toContain('resync');
  });

  it('is told to read anew when what he missed is not kept, is of another stream, or never was', async () => {
    const agent = await stage.office.person('agent');
    const first = await open(agent);
    tell(agent, 'idle');
    await first.frame(state('idle'), 'idle');
    const { place } = first;
    first.cut();
    for (let i = 0; i < 40; i++) {
      tell(agent, 'paused', { reason: `r${i}` });
      tell(agent, 'idle');
    }
    tell(agent, 'talking');
    const [epoch, seq] = place.split('.');
    const wanted: [string, string][] = [
      [place, 'too-much'],
      [`${epoch}.${Number(seq) + 1_000}`, 'stream-lost'],
      ['0198f2a0-0000-7000-8000-000000000000.3', 'stream-lost'],
    ];
    for (const [since, why] of wanted) {
      const page = await open(agent, { query: `&since=${since}` });
      await page.frame(state('talking'), 'the present state');
      expect(page.types()).toEqual(['resync', 'agent.state']);
      expect(page.frames[0]?.data).toEqual({ why });
      // From there on he can come back.
      const next = await open(agent, { query: `&since=${page.place}` });
      tell(agent, 'talking', { leaving: true });
      await next.frame((f) => f.data.leaving === true, 'what came after');
      expect(next.frames).toHaveLength(1);
      tell(agent, 'talking');
      await until(() => next.frames.length === 2, { what: 'the last frame' });
    }
  });

  it('FLUSHALL: pages that stay and pages that come back are told to read anew, then go on', async () => {
    const agent = await stage.office.person('agent');
    const other = await stage.office.person('agent');
    const stays = await open(agent);
    tell(agent, 'idle');
    tell(other, 'idle');
    await stays.frame(state('idle'), 'idle');
    const away = await open(other);
    await away.frame(state('idle'), 'idle');
    away.cut();
    const before = stays.last?.epoch;
    await stage.redis.flush();
    tell(agent, 'talking');
    const back = await open(other, { query: `&since=${away.place}` });
    await back.frame((f) => f.type === 'resync', 'resync');
    await stays.frame(state('talking'), 'what came after the loss');
    expect(stays.types().slice(-2)).toEqual(['resync', 'agent.state']);
    expect(stays.last?.epoch).not.toBe(before);
    tell(agent, 'wrapup');
    tell(other, 'paused');
    await stays.frame(state('wrapup'), 'the next state');
    await back.frame(state('paused'), 'the next state');
    expect(stays.types().filter((type) => type === 'resync')).toHaveLength(1);
  });

  it('goes on after Redis was away: nothing that was told meanwhile is missing without a resync', async () => {
    const agent = await stage.office.person('agent');
    const page = await open(agent);
    tell(agent, 'idle');
    await page.frame(state('idle'), 'idle');
    await stage.redis.kill();
    tell(agent, 'talking');
    await stage.redis.start();
    await until(
      async () => {
        await stage.pass(1_000);
        return page.frames.some(state('talking'));
      },
      { what: 'the state that could not be told', timeoutMs: 60_000 },
    );
    expect(page.types()).toContain('resync');
    expect(page.code).toBe(0);
    tell(agent, 'wrapup');
    await page.frame(state('wrapup'), 'the next state');
  });
});

describe('FAULTS 58', () => {
  it('a forged, replayed or expired ticket, one of another kind and a wrong Origin are refused before the upgrade', async () => {
    const [{ url }, elsewhere] = stage.gateways;
    const agent = await stage.office.person('agent');
    const status = async (ticket: string, options = {}, at = url): Promise<number> => {
      const page = new Page(`${at}?ticket=${ticket}`, options);
      pages.push(page);
      await until(() => page.code !== 0 || page.frames.length > 0, { what: 'an answer' });
      return page.refused;
    };
    for (const forged of ['', 'x', `tk_${'A'.repeat(43)}`]) expect(await status(forged)).toBe(401);

    const good = await stage.ticket(agent);
    expect(await status(good)).toBe(0);
    expect(await status(good)).toBe(401);
    expect(await status(good, {}, elsewhere.url)).toBe(401);

    const late = await stage.ticket(agent);
    stage.office.clock.moveTo(stage.office.clock.now() + 30_000);
    expect(await status(late)).toBe(401);
    expect(await status(await stage.ticket(agent, 'sip'))).toBe(401);

    const kept = await stage.ticket(agent);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${new URL(url).origin}.evil.example`])
      expect(await status(kept, { origin })).toBe(403);
    // A wrong Origin does not spend the ticket of the right page.
    expect(await status(kept, { origin: new URL(url).origin.replace('ws', 'http') })).toBe(0);
    expect(stage.office.logged.join('')).not.toContain(kept);
  });

  it('names what is wrong in the address', async () => {
    const manager = stage.office.people['sales-manager'];
    const refused = async (person: Person, query: string) => {
      const page = await open(person, { query });
      await page.closed();
      return { status: page.refused, error: JSON.parse(page.refusal).error };
    };
    for (const [query, field] of [
      ['&topics=import', 'topics'],
      [`&topics=agent:${manager.id}`, 'topics'],
      [
        `&topics=${Array.from({ length: 21 }, (_, i) => `group:00000000-0000-7000-8000-0000000000${10 + i}`)}`,
        'topics',
      ],
    ])
      expect(await refused(manager, query ?? '')).toMatchObject({ status: 400, error: { details: [{ field }] } });
    const since = await refused(stage.office.people.agent, '&since=7');
    expect(since).toMatchObject({ status: 400, error: { details: [{ field: 'since', came: '"7"' }] } });
    expect((await refused(stage.office.people.ops, '')).status).toBe(403);
  });

  it('guessing tickets is slowed down', async () => {
    const [{ url }] = stage.gateways;
    const guesses = Array.from({ length: 230 }, () => new Page(`${url}?ticket=tk_${'B'.repeat(43)}`));
    await Promise.all(guesses.map((page) => page.closed()));
    const statuses = guesses.map((page) => page.refused);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    stage.office.clock.moveTo(stage.office.clock.now() + 10_000);
    const agent = await open(stage.office.people.agent);
    expect(agent.refused).toBe(0);
  });
});

describe('one session an agent', () => {
  it('the newer tab wins, in the same process and across processes', async () => {
    const agent = await stage.office.person('agent');
    const one = await open(agent);
    const two = await open(agent);
    expect(await one.closed()).toBe(4002);
    const three = await open(agent, { gateway: 1 });
    expect(await two.closed()).toBe(4002);
    const four = await open(agent, { gateway: 0 });
    expect(await three.closed()).toBe(4002);
    tell(agent, 'idle');
    await four.frame(state('idle'), 'idle');
    expect(four.code).toBe(0);
  });

  it('of many tabs at once one is left', async () => {
    const agent = await stage.office.person('agent');
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => open(agent, { gateway: i % 2 })));
    await until(() => all.filter((page) => page.code === 0).length === 1, { what: 'one tab to be left' });
    expect(all.map((page) => page.code).sort()).toEqual([0, ...Array.from({ length: 11 }, () => 4002)]);
    tell(agent, 'idle');
    await until(() => all.some((page) => page.code === 0 && page.frames.some(state('idle'))), { what: 'his state' });
  });

  it('also after FLUSHALL, and supervisors may have several', async () => {
    const agent = await stage.office.person('agent');
    const one = await open(agent);
    await one.frame(state('offline'), 'the first state');
    await stage.redis.flush();
    const two = await open(agent, { gateway: 1 });
    expect(await one.closed()).toBe(4002);
    expect(two.code).toBe(0);
    const query = `&topics=campaign:${stage.office.seeded.campaigns.a}`;
    const left = await open(stage.office.people['sales-manager'], { query });
    const right = await open(stage.office.people['sales-manager'], { query });
    for (const page of [left, right]) await page.frame((f) => f.type === 'campaign.live', 'live figures');
    expect([left.code, right.code]).toEqual([0, 0]);
  });
});

describe('FAULTS 57: a socket whose right has ended', () => {
  const closes = async (page: Page): Promise<number> => {
    // The promise is 2 s of the clock that the gateway is given.
    for (let s = 0; s < 2 && page.code === 0; s++) {
      await stage.pass(1_000);
      await until(() => page.code !== 0, { what: 'the close', timeoutMs: 500 }).catch(() => undefined);
    }
    // No more of that time passes: what the gateway asked Postgres for in those seconds is on its way.
    await until(() => page.code !== 0, { what: 'the close' });
    return page.code;
  };

  it.each([
    ['signs out', async (person: Person) => await stage.office.as(person, 'DELETE', '/api/v1/session')],
    [
      'is suspended',
      async (person: Person) =>
        await stage.office.as(stage.office.people.administrator, 'PUT', `/api/v1/users/${person.id}/status`, {
          status: 'suspended',
          reason: '离职',
        }),
    ],
    [
      'gets another role',
      async (person: Person) => {
        const { db } = stage.office;
        const role = await db.selectFrom('role').select('id').where('key', '=', 'reviewer').executeTakeFirstOrThrow();
        await db.updateTable('app_user').set({ role_id: role.id }).where('id', '=', person.id).execute();
      },
    ],
    [
      'is moved to another squad',
      async (person: Person) => {
        const { db, seeded } = stage.office;
        await db.updateTable('app_user').set({ squad_id: seeded.squads.a2 }).where('id', '=', person.id).execute();
      },
    ],
  ])('is closed with 4001 within 2 s when its person %s, and others stay', async (_what, end) => {
    const person = await stage.office.person('agent');
    const other = await open(await stage.office.person('agent'), { gateway: 1 });
    const page = await open(person, { gateway: 1 });
    await page.frame(state('offline'), 'the first state');
    await stage.pass(1_000);
    expect(page.code).toBe(0);
    await end(person);
    expect(await closes(page)).toBe(4001);
    expect(other.code).toBe(0);
  });

  it('is closed when the session runs out', async () => {
    const page = await open(await stage.office.person('agent'));
    await page.frame(state('offline'), 'the first state');
    stage.office.clock.moveTo(stage.office.clock.now() + 12 * 3_600_000);
    expect(await closes(page)).toBe(4001);
  });
});

describe('a socket that is not read', () => {
  it('is dead after two pings without an answer; one that answers stays', async () => {
    const silent = await open(await stage.office.person('agent'), { autoPong: false });
    const lively = await open(await stage.office.person('agent'));
    let pings = 0;
    silent.ws.on('ping', () => {
      pings += 1;
    });
    for (let beat = 1; beat <= 2; beat++) {
      await stage.pass(10_000);
      await until(() => pings === beat, { what: `ping ${beat}` });
    }
    expect(silent.code).toBe(0);
    await stage.pass(10_000);
    expect(await silent.closed()).toBe(1006);
    await stage.pass(30_000);
    expect(lively.code).toBe(0);
  });

  it('may say nothing of its own at length', async () => {
    const page = await open(await stage.office.person('agent'));
    for (let i = 0; i < 30; i++) page.ws.send('hello');
    expect(await page.closed()).toBe(1008);
  });
});
