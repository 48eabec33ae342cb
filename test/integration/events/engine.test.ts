import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { isUuid } from '../../../src/shared/ids.ts';
import type { Page } from '../../support/event-page.ts';
import { FLOOR_SECRET, Floor } from '../../support/floor.ts';
import { type LiveApi, openPage, openSessions, startLiveApi } from '../../support/live-api.ts';
import { Scene } from '../../support/scene.ts';
import { ServiceProcess } from '../../support/service-process.ts';
import { startSimNode } from '../../support/sim-node.ts';
import { until } from '../../support/until.ts';

let scene: Scene | undefined;
let api: LiveApi | undefined;
let pages: Page[] = [];
const toClose: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const page of pages) page.cut();
  pages = [];
  await api?.close();
  await scene?.close();
  for (const close of toClose.splice(0).reverse()) await close();
  [scene, api] = [undefined, undefined];
});

async function apiOn(floor: Floor): Promise<LiveApi> {
  const { engine } = floor.engine;
  return await startLiveApi(
    { databaseUrl: floor.databaseUrl, redisUrl: floor.redis.url, secretKey: FLOOR_SECRET },
    {
      groups: () => engine.groups(),
      figures: (groupId) => engine.figures(groupId),
      watch: (emit) => floor.watch(emit),
    },
  );
}

const open = async (url: string, token: string, query = ''): Promise<Page> => {
  const page = await openPage(url, token, query);
  pages.push(page);
  return page;
};

const get = async (url: string, token: string): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: answer.status === 200 ? ((await answer.json()) as never) : {} };
};

const isState = (name: string) => (f: { type: string; data: { state?: string } }) =>
  f.type === 'agent.state' && f.data.state === name;

describe('a call on the page', () => {
  it('FAULTS 48: ten seconds without network in a call: what was missed comes in order, and no pop twice', async () => {
    const number = numberFor('stays', 1);
    scene = await Scene.open({ agents: 1, dispose: null, campaigns: [{ numbers: [number], status: 'stopped' }] });
    const { floor } = scene;
    const [agentId = ''] = floor.data.agentIds;
    api = await apiOn(floor);
    const token = (await openSessions(floor.databaseUrl, [agentId])).get(agentId) ?? '';
    const pop = `${api.url}/api/v1/agents/me/screen-pop`;
    await until(async () => (await get(pop, token)).status === 204, { what: 'no pop before the call' });

    const first = await open(api.url, token);
    await first.frame(isState('idle'), 'idle');
    await scene.run();
    const offered = await first.frame((f) => f.type === 'call.offer', 'the pop');
    await first.frame(isState('talking'), 'talking');
    const offer = floor.events.find((e) => e.type === 'offer');
    expect(offered.data).toMatchObject({
      call: { attemptId: offer?.attemptId, campaignName: 'campaign 1', mode: 'ratio' },
      customer: { number: `${number.slice(0, 3)}****${number.slice(-4)}` },
      contact: { attempts: 1 },
      lastContacts: [],
      tasks: [],
    });
    expect(Date.parse(offered.data.call.answeredAt)).toBeLessThanOrEqual(Date.parse(offered.data.call.connectedAt));
    expect(isUuid(offered.data.contact.id)).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(offered))).toBeLessThanOrEqual(8_192);
    const read = await until(
      async () => {
        const { status, body } = await get(pop, token);
        return status === 200 ? body : undefined;
      },
      { what: 'the pop by GET' },
    );
    expect({ ...read, call: undefined }).toEqual({ ...offered.data, call: undefined });

    // Away and back with nothing missed; then away while the customer hangs up.
    first.cut();
    const second = await open(api.url, token, `&since=${first.place}`);
    second.cut();
    scene.sim.carrier.hangUp(number);
    await scene.agents('wrapup', 1);
    const third = await open(api.url, token, `&since=${first.place}`);
    const wrapping = await third.frame(isState('wrapup'), 'wrap-up');
    expect(wrapping.data.attemptId).toBe(offer?.attemptId);
    await third.frame((f) => f.type === 'call.state' && f.data.state === 'closed', 'the end of the call');
    expect(second.frames).toEqual([]);
    const all = [...first.frames, ...third.frames];
    const [{ seq } = { seq: 0 }] = all;
    expect(all.map((f) => f.seq)).toEqual(all.map((_, i) => seq + i));
    expect(all.filter((f) => f.type === 'call.offer')).toHaveLength(1);
    expect(all.some((f) => f.type === 'resync')).toBe(false);
    expect(JSON.stringify(all)).not.toContain(number);
    await until(async () => (await get(pop, token)).status === 200, { what: 'the pop while the result is owed' });
    expect((await get(pop, token)).body).toMatchObject({ call: { attemptId: offer?.attemptId } });

    await floor.wish(agentId, { type: 'disposition', attemptId: offer?.attemptId, result: 'CALLBACK' });
    await third.frame(isState('idle'), 'idle again');
    await until(async () => (await get(pop, token)).status === 204, { what: 'no pop after the wrap-up' });
    expect(await scene.settled()).toEqual({ TALKED: 1 });
  });

  it('shows the last contacts with the customer, newest first, and offers the results', async () => {
    const number = numberFor('stays', 2);
    scene = await Scene.open({ agents: 1, dispose: null, campaigns: [{ numbers: [number] }] });
    const { floor } = scene;
    const [agentId = ''] = floor.data.agentIds;
    api = await apiOn(floor);
    const token = (await openSessions(floor.databaseUrl, [agentId])).get(agentId) ?? '';
    const offer = await until(() => floor.events.find((e) => e.type === 'offer'), { what: 'the call' });
    await floor.sql(
      `insert into call_record (attempt_id, placed_at, group_id, campaign_id, list_id, contact_id, phone_id, trunk_id,
         department_id, agent_id, node, mode, source, connected_at, ended_at, result, disposition, ended_by, charged)
       select gen_random_uuid(), now() - n * interval '1 minute', a.group_id, a.campaign_id, a.list_id, a.contact_id, a.phone_id,
         a.trunk_id, $2, $3, 'sim', 'ratio', 'new', now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '42 seconds',
         'CONNECTED', 'CALLBACK', 'agent', true
       from attempt a, generate_series(1, 7) n where a.id = $1`,
      [offer.attemptId, floor.data.departmentId, agentId],
    );
    await floor.sql(
      `insert into call_draft (attempt_id, agent_id, body, at)
       select attempt_id, agent_id, '{"note": "改打 13800001234"}', now() from call_record order by placed_at desc limit 1`,
    );
    const url = `${api.url}/api/v1/agents/me/screen-pop`;
    // The seat is written some 50 ms after the event.
    const body = await until(
      async () => {
        const answer = await get(url, token);
        return answer.status === 200 ? answer.body : undefined;
      },
      { what: 'the pop by GET' },
    );
    const last = body.lastContacts as { at: string; talkSeconds: number; agentName: string }[];
    expect(last).toHaveLength(5);
    expect(last.map((each) => each.at)).toEqual(
      last
        .map((each) => each.at)
        .sort()
        .reverse(),
    );
    expect(last[0]).toMatchObject({
      result: 'CONNECTED',
      disposition: 'CALLBACK',
      agentName: '坐席1',
      talkSeconds: 42,
      note: '改打 138****1234',
    });
    expect(body.results).toContainEqual({ key: 'SALE', nameZh: '成交', nameEn: 'Sale', hotKey: '1', needs: [] });
    scene.hangUpAll();
    await scene.agents('wrapup', 1);
  });
});

describe('Redis loses everything', () => {
  it('FLUSHALL while nothing happens: page and supervisor are told anew by themselves, and the stream goes on', async () => {
    scene = await Scene.open({ agents: 2, campaigns: [] });
    const { floor } = scene;
    const [agentId = '', otherId = ''] = floor.data.agentIds;
    api = await apiOn(floor);
    // One who works, and one whose role may watch the group.
    await floor.sql(
      `with r as (insert into role (id, key, name, permissions, scope, created_at)
         values (gen_random_uuid(), 'watcher', 'w', '{campaigns.live}', 'department', now()) returning id)
       update app_user set role_id = r.id from r where app_user.id = $1`,
      [otherId],
    );
    const token = (await openSessions(floor.databaseUrl, [agentId])).get(agentId) ?? '';
    const boss = (await openSessions(floor.databaseUrl, [otherId], null)).get(otherId) ?? '';
    await floor.wish(agentId, { type: 'pause', reason: 'rest' });
    const page = await open(api.url, token);
    const watching = await open(api.url, boss, `&topics=group:${floor.data.groupId}`);
    const rests = (f: { data: { state?: string; agentId?: string } }): boolean =>
      f.data.state === 'paused' && f.data.agentId === agentId;
    await page.frame(rests, 'his pause');
    await watching.frame(rests, 'his pause, for his supervisor');
    const { epoch = '' } = watching.last ?? {};
    // The figures must have stood there once: their absence tells of the loss.
    const redis = new Redis(floor.redis.url);
    toClose.push(() => redis.disconnect());
    await until(async () => await redis.hexists('boda:group-figures', floor.data.groupId), { what: 'figures' });
    await floor.redis.flush();
    await page.frame((f) => f.type === 'resync', 'resync');
    expect(page.types().slice(page.types().indexOf('resync'))).toEqual(['resync', 'agent.state']);
    expect(rests(page.last ?? { data: {} })).toBe(true);
    await watching.frame((f) => rests(f) && f.epoch !== epoch, 'his pause, told anew');
    await floor.wish(agentId, { type: 'ready' });
    const { length } = page.frames;
    await until(() => page.frames.slice(length).some(isState('idle')), { what: 'the next state' });
    expect(page.types().filter((type) => type === 'resync')).toHaveLength(1);
  });
});

describe('many pages', () => {
  it('FAULTS 51: 500 agents come back at once: all get what they missed, and the pacing loop goes on', async () => {
    const MANY = 500;
    const numbers = Array.from({ length: 600 }, (_, i) => numberFor('person', i));
    scene = await Scene.open({ agents: 10, linesPerAgent: 2, campaigns: [{ numbers }] });
    const { floor } = scene;
    const crowd = (
      await floor.sql<{ id: string }>(
        `insert into app_user (id, staff_no, name, password_hash, role_id, department_id, created_at)
         select gen_random_uuid(), 'crowd-' || n, '坐席', 'x', role_id, department_id, now()
         from generate_series(1, $2) n, app_user where id = $1 returning id`,
        [floor.data.agentIds[0], MANY],
      )
    ).map((row) => row.id);
    api = await apiOn(floor);
    const { url, events } = api;
    const tokens = await openSessions(floor.databaseUrl, crowd);
    const tell = (state: 'idle' | 'paused'): void => {
      for (const agentId of crowd)
        events.emit({
          ...{ type: 'agent', groupId: floor.data.groupId, agentId, state },
          ...{ reason: undefined, at: Date.now() },
        });
    };
    tell('idle');
    const before = await Promise.all(crowd.map((id) => open(url, tokens.get(id) ?? '')));
    await until(() => before.every((page) => page.frames.some(isState('idle'))), {
      what: 'all to know their state',
      timeoutMs: 60_000,
    });
    for (const page of before) page.cut();
    tell('paused');

    const ticks = floor.metrics.turns;
    const attempts = (await floor.counts()).attempts;
    const from = Date.now();
    const took: number[] = [];
    const after = await Promise.all(
      crowd.map(async (id, i) => {
        // One that is turned away comes again, as a page does.
        const page = await until(
          async () => {
            const back = await open(url, tokens.get(id) ?? '', `&since=${before[i]?.place}`);
            await until(() => back.code !== 0 || back.frames.some(isState('paused')), {
              what: 'the missed state',
              timeoutMs: 120_000,
            });
            return back.code === 0 && back;
          },
          { what: 'a page to stay', timeoutMs: 120_000 },
        );
        took.push(Date.now() - from);
        return page;
      }),
    );
    const seconds = (Date.now() - from) / 1_000;
    for (const page of after) expect(page.types()).toEqual(['agent.state']);
    // Four turns a second, one and more for each change of an agent: a loop that is held up shows as turns that are missing.
    const turns = floor.metrics.turns - ticks;
    expect(turns).toBeGreaterThanOrEqual(Math.floor(seconds));
    await until(async () => (await floor.counts()).attempts > attempts, { what: 'dialing to go on' });
    took.sort((a, b) => a - b);
    console.log(
      `500 back in ${seconds.toFixed(1)} s, p95 ${took[Math.floor(MANY * 0.95)]} ms, ${turns} turns of pacing`,
    );
  });
});

describe('an API process apart from the dialer process', () => {
  it('streams what the dialer does, shows its figures, and goes on over its death', async () => {
    const { server, node } = await startSimNode();
    toClose.push(() => server.close());
    const numbers = [numberFor('stays', 1), numberFor('stays', 2)];
    const floor = await Floor.open({
      node,
      plan: {
        ...{ groupKey: 'sales', node: 'sim', mode: 'ratio', linesPerAgent: 1 },
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: [{ contactUri: 'sip:phone@127.0.0.1:5062' }],
        campaigns: [{ numbers, status: 'stopped' }],
      },
    });
    toClose.push(() => floor.close());
    const stores = { databaseUrl: floor.databaseUrl, redisUrl: floor.redis.url, node };
    const dialer = new ServiceProcess(stores);
    const gateway = new ServiceProcess({ ...stores, role: 'api' });
    toClose.push(
      () => dialer.kill(),
      () => gateway.kill(),
    );
    dialer.start();
    gateway.start();
    const url = await until(() => /"address":"(http[^"]+)"/.exec(readFileSync(gateway.logFile, 'utf8'))?.[1], {
      what: 'the API to listen',
      timeoutMs: 60_000,
    });
    const [agentId = ''] = floor.data.agentIds;
    const [campaignId = ''] = floor.data.campaignIds;
    // A supervisor of the same department.
    const [manager] = await floor.sql<{ id: string }>(
      `insert into app_user (id, staff_no, name, password_hash, role_id, department_id, must_change_password, created_at)
       select gen_random_uuid(), 'm1', '经理', 'x', r.id, u.department_id, false, now()
       from app_user u, role r where u.id = $1 and r.key = 'campaign-manager' returning id`,
      [agentId],
    );
    const managerId = manager?.id ?? '';
    const token = (await openSessions(floor.databaseUrl, [agentId])).get(agentId) ?? '';
    const boss = (await openSessions(floor.databaseUrl, [managerId], null)).get(managerId) ?? '';
    const page = await open(url, token);
    const live = await open(url, boss, `&topics=campaign:${campaignId},group:${floor.data.groupId}`);

    await floor.staff();
    await page.frame(isState('idle'), 'idle');
    await floor.sql(`update campaign set status = 'running'`);
    const pop = await page.frame((f) => f.type === 'call.offer', 'the pop');
    const talks = await live.frame(
      (f) => f.type === 'campaign.live' && f.data.engine?.lines.talking === 1,
      'live figures of the other process',
    );
    expect(talks.data.engine).toMatchObject({ agents: { talking: 1, idle: 0 } });
    expect(talks.data.engine.pacing.limitedBy).toMatch(/^[a-z-]+$/);
    expect(Object.keys(talks.data.engine.pacing.explain).length).toBeGreaterThan(0);
    await live.frame((f) => isState('talking')(f) && f.data.agentId === agentId, 'the agent, for his supervisor');
    const asked = await get(`${url}/api/v1/campaigns/${campaignId}/live`, boss);
    expect(asked.body.engine).toMatchObject({ lines: { talking: 1 } });

    // The dialer dies; figures of nobody are not shown as if they were of now.
    await dialer.kill();
    await until(async () => (await get(`${url}/api/v1/campaigns/${campaignId}/live`, boss)).body.engine === null, {
      what: 'the figures to be gone',
      timeoutMs: 60_000,
    });
    expect(page.code).toBe(0);
    const pops = (): number => page.frames.filter((f) => f.type === 'call.offer').length;
    expect(pops()).toBe(1);
    dialer.start();
    await until(async () => (await get(`${url}/api/v1/campaigns/${campaignId}/live`, boss)).body.engine !== null, {
      what: 'the figures to be back',
      timeoutMs: 60_000,
    });
    server.sim.carrier.hangUp(numbers[0] ?? '');
    server.sim.carrier.hangUp(numbers[1] ?? '');
    await page.frame(isState('wrapup'), 'the end of the talk, told by the next life of the dialer');
    expect(pops()).toBe(1);
    expect(pop.data.call.attemptId).toBe(
      page.frames.findLast(isState('wrapup'))?.data.attemptId ?? pop.data.call.attemptId,
    );
  });
});
