import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { createFirstAdministrator, syncRoles } from '../../src/db/people-bootstrap.ts';
import { openPool } from '../../src/db/pool.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { AgentsByTable } from '../support/agents-by-table.ts';
import { Floor } from '../support/floor.ts';
import { checkRules, findPrometheus, lintMetrics, TestPrometheus } from '../support/prometheus.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { type SimProcess, startSimProcess } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const DASHBOARD = JSON.parse(readFileSync(new URL('grafana/boda.json', DEPLOY), 'utf8')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
const RULES = fileURLToPath(new URL('prometheus/boda-alerts.yml', DEPLOY));
const QUERIES = DASHBOARD.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
const AGENTS = 6;

describe('a dialing service, watched from outside', () => {
  const tools = findPrometheus();
  let sim: SimProcess;
  let floor: Floor;
  let service: ServiceProcess;
  let people: AgentsByTable;
  let address: string;
  let token: string;
  let prometheus: TestPrometheus;

  beforeAll(async () => {
    sim = await startSimProcess();
    const numbers = Array.from({ length: 1_500 }, (_, i) =>
      numberFor(i % 3 === 0 ? 'person' : 'ringsThenBusy', i, '10'),
    );
    floor = await Floor.open({
      node: sim.node,
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'predictive',
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: Array.from({ length: AGENTS }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
        campaigns: [
          { numbers, name: '观察' },
          { numbers: [numberFor('busy', 1)], status: 'stopped' },
        ],
      },
    });
    const { username, password } = await administrator(floor.databaseUrl);
    service = new ServiceProcess({
      databaseUrl: floor.databaseUrl,
      redisUrl: floor.redis.url,
      node: sim.node,
      role: 'all',
    });
    service.start();
    address = await service.address();
    token = await metricsToken(address, username, password);
    people = new AgentsByTable(floor, 60_000);
    await floor.staff();
    prometheus = await TestPrometheus.start(tools, { address, token, rules: RULES });
    await until(async () => (await floor.counts()).records > 40, { what: 'the campaign to dial', timeoutMs: 60_000 });
  }, 150_000);

  afterAll(async () => {
    people?.stop();
    await prometheus?.stop();
    await service?.kill();
    await floor?.close();
    await sim?.kill();
  });

  const ready = async (): Promise<{ status: number; problems: { name: string; reason: string }[] }> => {
    const answer = await fetch(`${address}/health/ready`);
    const { problems } = (await answer.json()) as { problems: { name: string; reason: string }[] };
    return { status: answer.status, problems };
  };
  const scrape = async (): Promise<string> =>
    await (await fetch(`${address}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();

  it('gives metrics in which promtool finds no fault, all of them ours, none with anything personal', async () => {
    const text = await scrape();
    expect(await lintMetrics(tools, text)).toBe('');
    expect(await lintMetrics(tools, `${text}\n# TYPE bad gauge\nbad_total 1\n`)).not.toBe('');
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? '');
    expect(names.filter((name) => !name.startsWith('boda_'))).toEqual([]);
    const labels = [...text.matchAll(/="([^"]*)"/g)].map((match) => match[1] ?? '');
    const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
    expect(labels.filter((value) => /\d{6,}/.test(value.replace(ids, '')))).toEqual([]);
  });

  it('is scraped by Prometheus, and every query of the dashboard returns data while a campaign dials', async () => {
    // What is rare is made to happen: a number that may not be called any more, an unknown leg, a command that the node
    // fails, a stream that is cut.
    await floor.sql(
      `insert into do_not_call (id, blind_index, reason, source, created_at)
       select gen_random_uuid(), p.blind_index, 'asked', 'test', now()
       from contact c join phone p on p.id = c.phone_id where c.state = 'queued' limit 40`,
    );
    await sim.act({ kind: 'foreign-channel', app: 'boda-sales' });
    await sim.act({ kind: 'respond', on: '^GET /bridges', status: 500 });
    await until(async () => (await prometheus.query('boda_odd_events_total{kind="unknown-leg"}')).length > 0, {
      what: 'the unknown leg to be counted',
      timeoutMs: 60_000,
    });
    await sim.act({ kind: 'kill-websocket' });
    await until(async () => (await prometheus.query('sum(boda_ari_cuts_total) > 0')).length > 0, {
      what: 'the cut to be counted',
      timeoutMs: 60_000,
    });
    expect(QUERIES.length).toBeGreaterThan(20);
    for (const { title, expr } of QUERIES) {
      const promql = expr.replaceAll('$__rate_interval', '1m');
      const samples = await until(
        async () => {
          const found = (await prometheus.query(promql)).filter(({ value }) => Number.isFinite(value));
          return found.length > 0 ? found : undefined;
        },
        { what: `data for "${title}": ${promql}`, timeoutMs: 60_000 },
      );
      expect({ title, samples: samples.length > 0 }).toEqual({ title, samples: true });
    }
  });

  it('tells figures that agree with the tables', async () => {
    const ended = (await prometheus.query('sum(boda_attempts_ended_total)'))[0]?.value ?? 0;
    expect(ended).toBeGreaterThan(40);
    expect(ended).toBeLessThanOrEqual((await floor.counts()).attempts);
    await until(async () => (await prometheus.query('sum(boda_agents{state!="offline"})'))[0]?.value === AGENTS, {
      what: 'all agents in the figures',
    });
    // Gauges of campaigns are there for those that run, and for them alone.
    const campaigns = await prometheus.query('boda_campaign_abandon_ratio');
    expect(campaigns.map(({ metric }) => metric.campaign)).toEqual([floor.data.campaignIds[0]]);
    await floor.sql(`update campaign set status = 'paused' where id = $1`, [floor.data.campaignIds[0]]);
    await until(async () => !/boda_(campaign_abandon_ratio|ready_queue_contacts)\{/.test(await scrape()), {
      what: 'the gauges of the paused campaign to go',
    });
    await floor.sql(`update campaign set status = 'running' where id = $1`, [floor.data.campaignIds[0]]);
    await until(async () => /boda_ready_queue_contacts\{/.test(await scrape()), { what: 'them to come back' });
  });

  it('has alarms that Prometheus understands, of which none but those that are true fires', async () => {
    expect(await checkRules(tools, RULES)).toBeUndefined();
    const firing = await prometheus.query('ALERTS{alertstate="firing"}');
    expect(firing.map(({ metric }) => metric.alertname)).toEqual([]);
  });

  it('ASTERISK.md 2: goes red when /applications of the node hangs, though the node still answers /ping, and green again', async () => {
    await until(async () => (await ready()).status === 200, { what: 'health to be green', timeoutMs: 60_000 });
    // ASTERISK.md 1: a subscribeAll socket that closes while events flow jams /applications until Asterisk restarts.
    await sim.act({ kind: 'deadlock-on-subscribe-all', on: true });
    const events = new URL(`${sim.node.url.replace('http', 'ws')}/events`);
    events.search = new URLSearchParams({ app: 'meddler', subscribeAll: 'true', api_key: 'boda:secret' }).toString();
    const ping = async (): Promise<number> =>
      (await fetch(`${sim.node.url}/asterisk/ping?api_key=boda:secret`, { signal: AbortSignal.timeout(10_000) }))
        .status;
    await until(
      async () => {
        const socket = new WebSocket(events);
        await new Promise((resolve) => socket.once('message', resolve));
        await sim.act({ kind: 'kill-websocket', app: 'meddler' });
        return await fetch(`${sim.node.url}/applications?api_key=boda:secret`, {
          signal: AbortSignal.timeout(2_000),
        }).then(
          () => false,
          () => true,
        );
      },
      { what: '/applications to be jammed', timeoutMs: 60_000 },
    );
    const red = await until(
      async () => {
        const now = await ready();
        return now.status === 503 ? now : undefined;
      },
      { what: 'health to go red', timeoutMs: 60_000 },
    );
    expect(red.problems).toMatchObject([{ name: 'node-link', reason: expect.stringContaining('node-down') }]);
    expect(await ping()).toBe(200);
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    await until(async () => /boda_pacing_limited\{[^}]*limited_by="node-down"[^}]*\} 1/.test(await scrape()), {
      what: 'the metrics to say so too',
    });
    await until(async () => (await prometheus.query('ALERTS{alertname="BodaNotDialing"}')).length > 0, {
      what: 'the alarm to be raised',
    });
    await sim.act({ kind: 'deadlock-on-subscribe-all', on: false });
    // It takes the very connection along that carries this wish.
    await sim.act({ kind: 'restart' }).catch(() => undefined);
    await until(async () => (await ready()).status === 200, { what: 'health to be green again', timeoutMs: 60_000 });
  });

  it('ASTERISK.md 2: goes red when events come through no more, though every command is answered', async () => {
    await sim.act({ kind: 'lose-events', types: ['ChannelUserevent'], times: 0 });
    const red = await until(
      async () => {
        const now = await ready();
        return now.status === 503 ? now : undefined;
      },
      { what: 'health to go red', timeoutMs: 60_000 },
    );
    expect(red.problems.map(({ name }) => name)).toEqual(['node-link']);
  });
});

async function administrator(databaseUrl: string): Promise<{ username: string; password: string }> {
  const clock = new SystemClock();
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const deps = { db: openPool(databaseUrl, 'api', silent), clock, ids: new UuidV7Source(clock, new SystemRng()) };
  try {
    await syncRoles(deps);
    const made = await createFirstAdministrator(deps);
    if (made === undefined) throw new Error('there is an administrator already');
    return made;
  } finally {
    await deps.db.destroy();
  }
}

/** As docs/OPERATING.md tells ops to: sign in, change the one-time password, make a token that may read metrics alone. */
async function metricsToken(address: string, username: string, password: string): Promise<string> {
  const call = async (
    method: string,
    path: string,
    body: unknown,
    session?: string,
  ): Promise<Record<string, string>> => {
    // Beside other tests it may be too busy at its start, and says when to come again.
    const send = () =>
      fetch(`${address}/api/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
        },
        body: JSON.stringify(body),
      });
    const answer = await until(
      async () => {
        const given = await send();
        return given.status !== 503 && given;
      },
      { what: `an answer to ${method} ${path}` },
    );
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, string>);
  };
  const { token: session } = await call('POST', '/session', { username, password });
  await call('PUT', '/session/password', { old: password, new: 'a password of the tests' }, session);
  const made = await call('POST', '/tokens', { name: 'prometheus', permissions: ['metrics.read'] }, session);
  return made.token ?? '';
}
