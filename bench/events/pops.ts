import { numberFor } from '../../scripts/asterisk/numbers.ts';
import type { Page } from '../../test/support/event-page.ts';
import { FLOOR_SECRET, Floor } from '../../test/support/floor.ts';
import { openPage, openSessions, startLiveApi } from '../../test/support/live-api.ts';
import { startSimProcess } from '../../test/support/sim-process.ts';
import { until } from '../../test/support/until.ts';
import { quantile } from './fan-out.ts';

export interface Pops {
  calls: number;
  perSecond: number;
  popped: number;
  bytes: number;
  /** From the carrier's answer to the pop on the page, ms. */
  p50Ms: number;
  p99Ms: number;
  /** From the engine's hearing of the answer, ms. */
  ownP50Ms: number;
  ownP99Ms: number;
}

const AGENTS = 90;

/** Calls through the whole engine on a simulated node (a process of its own); pages of all agents are in this process. */
export async function pops(
  stores: { database: string; redis: string },
  calls: number,
  perSecond: number,
): Promise<Pops> {
  const sim = await startSimProcess();
  // Rings at once, talks 2 s.
  const numbers = Array.from({ length: calls }, (_, i) => numberFor('person', i, '01'));
  const floor = await Floor.open({
    ...{ node: { ...sim.node, callsPerSecond: 500 }, database: { url: stores.database }, redis: { url: stores.redis } },
    dispose: { result: 'NOINTEREST', afterMs: 20 },
    plan: {
      ...{ groupKey: 'pops', node: 'sim', mode: 'ratio', linesPerAgent: 1 },
      trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060', callsPerSecond: perSecond, channels: 400 }],
      agents: Array.from({ length: AGENTS }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
      campaigns: [{ numbers, status: 'stopped', retry: { CANCELLED: null, LOCAL_FAIL: null } }],
    },
  });
  try {
    const { engine } = await floor.start();
    const api = await startLiveApi(
      { databaseUrl: stores.database, redisUrl: stores.redis, secretKey: FLOOR_SECRET },
      {
        groups: () => engine.groups(),
        figures: (groupId) => engine.figures(groupId),
        watch: (emit) => floor.watch(emit),
      },
    );
    const { agentIds, campaignIds } = floor.data;
    const tokens = await openSessions(stores.database, agentIds);
    const arrived = new Map<string, { at: number; answeredAt: number; bytes: number }>();
    const pages: Page[] = [];
    for (const agentId of agentIds) {
      const page = await openPage(api.url, tokens.get(agentId) ?? '');
      page.ws.on('message', (data) => {
        const text = String(data);
        if (!text.includes('"type":"call.offer"')) return;
        const at = Date.now();
        const { call } = JSON.parse(text).data;
        const bytes = Buffer.byteLength(text);
        arrived.set(call.attemptId, { at, answeredAt: Date.parse(call.answeredAt), bytes });
      });
      pages.push(page);
    }
    await floor.staff();
    await until(() => engine.figures(floor.data.groupId)?.agents.idle === AGENTS, {
      what: 'all agents to be idle',
      timeoutMs: 60_000,
    });
    await floor.sql(`update campaign set status = 'running' where id = $1`, [campaignIds[0]]);
    await until(async () => (await floor.counts()).records >= calls, { what: `${calls} calls`, timeoutMs: 180_000 });
    const attempts = await floor.sql<{ id: string; blind: string }>(
      `select id, encode(blind_index, 'hex') as blind from attempt`,
    );
    const attemptOf = new Map(attempts.map(({ id, blind }) => [blind, id]));
    const waits = (await sim.carrierLog()).flatMap(({ number, answeredAt }) => {
      const pop = arrived.get(attemptOf.get(floor.blindIndex(number)) ?? '');
      return pop === undefined || answeredAt === undefined ? [] : [pop.at - answeredAt];
    });
    const own = [...arrived.values()].map(({ at, answeredAt }) => at - answeredAt);
    for (const page of pages) page.cut();
    await api.close();
    return {
      ...{ calls, perSecond, popped: arrived.size },
      bytes: quantile(
        [...arrived.values()].map(({ bytes }) => bytes),
        0.5,
      ),
      ...{ p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99) },
      ...{ ownP50Ms: quantile(own, 0.5), ownP99Ms: quantile(own, 0.99) },
    };
  } finally {
    await floor.close();
    await sim.kill();
  }
}
