import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GroupFigures } from '../../../src/api/ports.ts';
import { type ComposedEvents, composeEvents } from '../../../src/compose/events.ts';
import { composeWorker } from '../../../src/compose/worker.ts';
import type { AgentStateName } from '../../../src/domain/agent.ts';
import type { Principal } from '../../../src/domain/people.ts';
import { SystemClock } from '../../../src/shared/clock.ts';
import { UuidV7Source } from '../../../src/shared/ids.ts';
import { SystemRng } from '../../../src/shared/rng.ts';
import type { Page } from '../../support/event-page.ts';
import { until } from '../../support/until.ts';
import { type Person, SECRET } from '../api-fixture.ts';
import { type EventStage, startEventStage } from './stage.ts';

let stage: EventStage;
let pages: Page[] = [];
/** What the group's pacing says at the moment; `weight` makes frames big. */
let figures: GroupFigures;
let weight = 0;
const around = (limitedBy: string, talking: number): GroupFigures => ({
  at: stage.office.clock.now(),
  agents: { idle: 2, talking },
  campaigns: { [stage.office.seeded.campaigns.a]: { ringing: 3, waiting: 1, talking, queued: 40 } },
  pacing: {
    limitedBy,
    explain: Object.fromEntries([['free', 2], ...Array.from({ length: weight }, (_, i) => [`filler-${i}`, i])]),
  },
});

beforeAll(async () => {
  stage = await startEventStage({ live: { group: () => figures } });
  figures = around('agents', 1);
});
afterEach(() => {
  for (const page of pages) page.cut();
  pages = [];
});
afterAll(() => stage.close());

const open = async (person: Person, topics: string, gateway = 0): Promise<Page> => {
  const page = await stage.page(person, { query: topics === '' ? '' : `&topics=${topics}`, gateway });
  pages.push(page);
  return page;
};
const campaign = (department: 'a' | 'b'): string => `campaign:${stage.office.seeded.campaigns[department]}`;
const group = (department: 'a' | 'b'): string => `group:${stage.office.seeded.groups[department]}`;

const tell = (agent: Person, state: AgentStateName, reason?: string): void =>
  stage.dialer.emit({
    ...{ type: 'agent', groupId: stage.office.seeded.groups.a, agentId: agent.id },
    ...{ state, reason, at: stage.office.clock.now() },
  });

const seated = async (squadId: string): Promise<Person> => {
  const agent = await stage.office.person('agent', { squadId });
  const { db, seeded, clock } = stage.office;
  const row = { agent_id: agent.id, group_id: seeded.groups.a, sip_user: agent.username, sip_password: 'x' };
  await db
    .insertInto('agent_seat')
    .values({ ...row, since: new Date(clock.now()).toISOString() })
    .execute();
  return agent;
};

describe('topics', () => {
  it('open with the permission for live figures, within the scope: 403 without, 404 beyond', async () => {
    const { people } = stage.office;
    const status = async (person: Person, topics: string): Promise<number> => {
      const page = await open(person, topics);
      return page.code === 0 ? 101 : page.refused;
    };
    for (const role of ['sales-manager', 'team-manager', 'assistant', 'campaign-manager'] as const) {
      expect({ role, own: await status(people[role], `${campaign('a')},${group('a')}`) }).toEqual({ role, own: 101 });
      for (const topic of [campaign('b'), group('b'), `${campaign('a')},${group('b')}`])
        expect({ role, foreign: await status(people[role], topic) }).toEqual({ role, foreign: 404 });
    }
    for (const role of ['agent', 'reviewer', 'ops', 'administrator'] as const)
      for (const topic of [campaign('a'), group('a')])
        expect({ role, refused: await status(people[role], topic) }).toEqual({ role, refused: 403 });
  });

  it('show a group to its department as it stands and as it changes, and to a squad its own agents only', async () => {
    const { people, seeded } = stage.office;
    const own = await seated(seeded.squads.a1);
    const other = await seated(seeded.squads.a2);
    tell(own, 'idle');
    tell(other, 'idle');
    const about = (page: Page) =>
      page.frames.filter((f) => [own.id, other.id].includes(f.data.agentId)).map((f) => [f.data.agentId, f.data.state]);
    const all = await open(people['sales-manager'], group('a'), 1);
    await until(() => about(all).length === 2, { what: 'the present states' });
    expect(about(all).sort()).toEqual(
      [
        [own.id, 'idle'],
        [other.id, 'idle'],
      ].sort(),
    );
    const some = await open(people['team-manager'], group('a'));
    await until(() => about(some).length === 1, { what: 'the present state of the squad' });
    tell(other, 'talking');
    tell(own, 'talking');
    await until(() => about(all).length === 4 && about(some).length === 2, { what: 'the changes' });
    expect(about(some)).toEqual([
      [own.id, 'idle'],
      [own.id, 'talking'],
    ]);
    // Moved to another squad: out of sight with the next look.
    const { db } = stage.office;
    await db.updateTable('app_user').set({ squad_id: seeded.squads.a2 }).where('id', '=', own.id).execute();
    await db.updateTable('app_user').set({ squad_id: seeded.squads.a1 }).where('id', '=', other.id).execute();
    await until(
      async () => {
        await stage.pass(1_000);
        tell(own, 'wrapup');
        tell(other, 'wrapup');
        await until(() => all.frames.at(-1)?.data.state === 'wrapup', { what: 'the last change' });
        return about(some).some(([id, state]) => id === other.id && state === 'wrapup');
      },
      { what: 'the new sight' },
    );
    const from = about(some).length;
    tell(own, 'paused');
    tell(other, 'paused');
    await until(() => about(some).some(([id, state]) => id === other.id && state === 'paused'), { what: 'his pause' });
    expect(
      about(some)
        .slice(from)
        .filter(([id]) => id === own.id),
    ).toEqual([]);
  });

  it('tell of a campaign once a second what GET live tells, with what limits pacing and why', async () => {
    const { people, seeded } = stage.office;
    const url = `/api/v1/campaigns/${seeded.campaigns.a}/live`;
    figures = around('agents', 1);
    const page = await open(people['sales-manager'], campaign('a'));
    const first = await page.frame((f) => f.type === 'campaign.live', 'the first figures');
    figures = around('abandon-rate', 7);
    await stage.pass(1_000);
    const next = await page.frame((f) => f.data.engine?.lines.talking === 7, 'the next figures');
    expect(next.data.engine.pacing).toEqual({ limitedBy: 'abandon-rate', explain: { free: 2 } });
    expect([next.epoch, next.seq]).toEqual([first.epoch, first.seq + 1]);
    const answer = await stage.gateways[0].app.inject({
      url,
      headers: { authorization: `Bearer ${people['sales-manager'].token}` },
    });
    expect(next.data).toEqual(answer.json());
  });
});

describe('a slow reader', () => {
  const manager = (): Person => stage.office.people['sales-manager'];
  const lives = (page: Page): number[] => page.frames.filter((f) => f.type === 'campaign.live').map((f) => f.seq);

  it('is conflated: of figures he gets the newest when he reads again, and others miss nothing; then he is closed', async () => {
    const heavy = 40_000;
    weight = heavy;
    const fast = await open(manager(), campaign('a'), 1);
    const slow = await open(manager(), campaign('a'), 1);
    await until(() => lives(fast).length > 0 && lives(slow).length > 0, { what: 'the first figures' });
    // Right behind a beat, so that the next seconds hold none.
    await stage.pass(10_000 - (stage.office.clock.now() % 10_000));
    const told = async (seconds: number): Promise<void> => {
      for (let s = 0; s < seconds; s++) {
        const before = lives(fast).length;
        figures = around('agents', s);
        await stage.pass(1_000);
        await until(() => lives(fast).length > before, { what: 'the figures of this second' });
      }
    };
    slow.ws.pause();
    const before = lives(slow).length;
    await told(12);
    weight = 0;
    await told(6);
    slow.ws.resume();
    await until(() => lives(slow).at(-1) === lives(fast).at(-1), { what: 'the newest figures' });
    expect(lives(fast)).toEqual(lives(fast).map((_, i) => (lives(fast)[0] ?? 0) + i));
    expect(lives(slow).length - before).toBeLessThan(18);
    expect(lives(slow)).toEqual([...lives(slow)].sort((x, y) => x - y));
    expect(slow.code).toBe(0);

    // Now he does not read at all. Whether the word 4003 still reaches him depends on the buffers between.
    slow.ws.pause();
    weight = heavy;
    await told(12);
    weight = 0;
    await told(30);
    slow.ws.resume();
    expect([4003, 1006]).toContain(await slow.closed());
    expect(fast.code).toBe(0);
  });

  it('of his own stream is closed before he costs more than a megabyte, and comes back to nothing lost in silence', async () => {
    const agent = await stage.office.person('agent');
    const other = await stage.office.person('agent');
    const page = await open(agent, '');
    const lively = await open(other, '');
    await until(() => page.frames.length === 1, { what: 'the first state' });
    page.ws.pause();
    for (let i = 0; i < 1_500; i++) {
      tell(agent, i % 2 === 0 ? 'idle' : 'paused', `${i} ${'x'.repeat(30_000)}`);
      if (i % 50 !== 0) continue;
      tell(other, 'idle', `${i}`);
      await lively.frame((f) => f.data.reason === `${i}`, 'the other agent to be told meanwhile');
    }
    page.ws.resume();
    expect(await page.closed()).toBe(4003);
    expect(page.frames.length).toBeLessThan(1_500);
    expect(page.frames.map((f) => f.seq)).toEqual(page.frames.map((_, i) => (page.frames[0]?.seq ?? 0) + i));
    const back = await stage.page(agent, { query: `&since=${page.place}` });
    pages.push(back);
    await back.frame((f) => f.data.reason?.startsWith('1499 '), 'the newest state');
    expect(back.types()).toEqual(['resync', 'agent.state']);
    expect(lively.code).toBe(0);
  });
});

describe('import:', () => {
  const clock = new SystemClock();
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  let worker: ReturnType<typeof composeWorker>;
  let telling: ComposedEvents;
  beforeAll(() => {
    const { redis, office } = stage;
    const ids = new UuidV7Source(clock, new SystemRng());
    const redisUrl = redis.url;
    telling = composeEvents({ redisUrl, clock, ids, log });
    const { databaseUrl, db: api, vault } = office;
    const parts = { databaseUrl, redisUrl, api, vault, secretKey: SECRET, clock, ids, log };
    worker = composeWorker({ ...parts, progress: telling.imports, exportProgress: telling.exports });
    worker.start();
  });
  afterAll(async () => {
    await worker.close();
    telling.close();
  });
  const BATCH = { source: '官网', supplier: '自有', price: '0', legalBasis: '同意', proof: '政策' };
  const manager = () => stage.office.people['sales-manager'];
  const send = async (rows: number, hold = false): Promise<{ actor: Principal; id: string }> => {
    const actor = await stage.office.office.sessions.resolve(manager().token);
    if (actor === undefined) throw new Error('the manager is signed out');
    const text = ['phone', ...Array.from({ length: rows }, (_, i) => `139${String(20_000_000 + i)}`)].join('\n');
    const order = { kind: 'contacts' as const, listId: stage.office.seeded.lists.a, settings: {}, batch: BATCH, hold };
    async function* file() {
      yield Buffer.from(text);
    }
    return { actor, id: (await worker.imports.receive(actor, order, file())).id };
  };
  const states = (page: Page, id: string) =>
    page.frames.filter((f) => f.type === 'import.progress' && f.data.id === id).map((f) => f.data.state);

  it('shows an import as it stands, at most twice a second while a worker is at it, and always its end', async () => {
    const { actor, id } = await send(6_000, true);
    const page = await open(manager(), `import:${id}`);
    await page.frame((f) => f.type === 'import.progress' && f.data.state === 'held', 'the import as it stands');
    await worker.imports.start(actor, id, { settings: {}, batch: BATCH });
    const end = await until(() => page.frames.find((f) => ['done', 'failed'].includes(f.data.state)), {
      what: 'the end',
      timeoutMs: 60_000,
    });
    expect(end.data).toMatchObject({ id, rows: 6_000, imported: 6_000, batch: { source: '官网' } });
    const frames = page.frames.filter((f) => f.data.id === id).slice(1);
    // What a person changed, and the end, however fast the worker is.
    expect(frames.length).toBeGreaterThanOrEqual(2);
    const times = frames.map((f) => Date.parse(f.at));
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    // A timer of Node may come a millisecond early.
    expect(gaps.filter((gap) => gap < 499)).toEqual([]);
    // As the page asks for it: nothing else than REST shows.
    const rest = await stage.office.as(manager(), 'GET', `/api/v1/imports/${id}`);
    expect({ ...end.data, faults: [] }).toEqual(rest.body);
    const late = await open(manager(), `import:${id}`, 1);
    await late.frame((f) => f.data.state === 'done', 'the end, to who comes late');
    await worker.imports.undo(actor, id, '导错了');
    for (const each of [page, late])
      await until(() => states(each, id).at(-1) === 'undone', { what: 'both pages to hear of the undo' });
  });

  it('tells of a cancel, and of the end when Redis was away meanwhile', async () => {
    const { actor, id } = await send(3, true);
    const page = await open(manager(), `import:${id}`);
    await until(() => states(page, id).at(-1) === 'held', { what: 'the import as it stands' });
    await stage.redis.stop();
    await worker.imports.cancel(actor, id);
    await stage.redis.start();
    await until(() => states(page, id).at(-1) === 'cancelled', { what: 'the cancel', timeoutMs: 20_000 });
  });

  it('shows an export as it stands, and its end, to whoever ordered it and nobody else', async () => {
    const actor = await stage.office.office.sessions.resolve(manager().token);
    if (actor === undefined) throw new Error('the manager is signed out');
    const filter = { kind: 'contacts' as const, listId: stage.office.seeded.lists.a };
    const order = { filter, format: 'xlsx' as const, columns: undefined, fullNumbers: true, reason: '核对' };
    const { id } = (await worker.exports.order(actor, { ...order, locale: 'zh-CN' })).view;
    const page = await open(manager(), `export:${id}`);
    const state = () => page.frames.filter((f) => f.type === 'export.progress' && f.data.id === id).at(-1)?.data;
    await until(() => state()?.state === 'waiting', { what: 'the export as it stands' });
    const second = await stage.office.person('sales-manager');
    const other = await stage.office.office.sessions.resolve(second.token);
    if (other === undefined) throw new Error('the other manager is signed out');
    await worker.exports.decide(other, id, { approve: true, reason: '看过' });
    await until(() => state()?.state === 'done', { what: 'the end' });
    const rest = await stage.office.as(manager(), 'GET', `/api/v1/exports/${id}`);
    expect(state()).toEqual(rest.body);
    expect((await open(stage.office.people['campaign-manager'], `export:${id}`)).refused).toBe(404);
  });

  it('opens for who may read lists, within the scope', async () => {
    const { id } = await send(3, true);
    const { people, seeded } = stage.office;
    const status = async (person: Person): Promise<number> => {
      const page = await open(person, `import:${id}`);
      return page.code === 0 ? 101 : page.refused;
    };
    expect(await status(people.assistant)).toBe(101);
    const foreign = await stage.office.person('sales-manager', { departmentId: seeded.departments.b, squadId: null });
    expect(await status(foreign)).toBe(404);
    expect(await status(people.agent)).toBe(403);
    expect(await status(people.reviewer)).toBe(403);
  });
});
