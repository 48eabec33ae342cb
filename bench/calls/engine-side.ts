import { join } from 'node:path';
import pg from 'pg';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { phoneUri, trunkUri } from '../../scripts/asterisk/start.ts';
import { AriClient } from '../../src/asterisk/ari-client.ts';
import { type ComposedEngine, composeEngine } from '../../src/compose/engine.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { callChannel } from '../../src/dialer/names.ts';
import type { EngineEvent } from '../../src/dialer/ports.ts';
import { pause } from '../../src/shared/clock.ts';
import { type FloorData, seedFloor } from '../../test/support/floor-data.ts';
import { BenchMetrics } from './metrics.ts';
import { type StepResult, summarize } from './result.ts';
import type { Stage } from './stage.ts';
import { Statements } from './statements.ts';
import { Tap } from './tap.ts';
import { Wishes } from './wishes.ts';

export interface EngineStep {
  /** The trunk's calls per second: there are agents enough that nothing else limits. */
  offered: number;
  calls: number;
  /** People who speak for 3 s and agents who hear and speak; else everybody is silent and talks last 0.9 s. */
  audio: boolean;
}

const SECRET = 'b'.repeat(64);
/** Calls before the measured ones: compiled code, open connections, cached plans. */
const WARM_CALLS = 100;
/** So many agents sign in at once. */
const SIGN_INS = 40;
const STALLED_MS = 30_000;
/** Talks that are asked whether audio goes both ways, and when. */
const ASKED = 40;
const ASK_AFTER_MS = 1_500;

let turns = 0;

/** One step through the whole engine, on a database, a list, a group and agents of its own. */
export async function engineStep(stage: Stage, step: EngineStep): Promise<StepResult> {
  const side = await EngineSide.open(stage, step, `e${++turns}`);
  try {
    return await side.run();
  } finally {
    await side.close();
  }
}

interface Row {
  attempt_id: string;
  result: string;
  connected: boolean;
  answered_at: Date | null;
  offered_at: Date | null;
  ended_at: Date | null;
}

class EngineSide {
  readonly #stage: Stage;
  readonly #step: EngineStep;
  readonly #groupKey: string;
  readonly #pool: pg.Pool;
  readonly #data: FloorData;
  readonly #wishes: Wishes;
  readonly #tap: Tap;
  readonly #statements: Statements | undefined;
  readonly #metrics = new BenchMetrics();
  readonly #states = new Map<string, string>();
  readonly #audio = { asked: 0, bothWays: 0 };
  #engine: ComposedEngine | undefined;

  private constructor(
    stage: Stage,
    step: EngineStep,
    groupKey: string,
    pool: pg.Pool,
    data: FloorData,
    databaseUrl: string,
  ) {
    this.#stage = stage;
    this.#step = step;
    this.#groupKey = groupKey;
    this.#pool = pool;
    this.#data = data;
    // Postgres may be stopped before the last of its connections has said good-bye.
    pool.on('error', () => undefined);
    this.#statements = stage.countsStatements ? new Statements(databaseUrl) : undefined;
    this.#wishes = new Wishes(stage, pool, data.groupId);
    this.#tap = new Tap(stage.wire());
  }

  static async open(stage: Stage, step: EngineStep, groupKey: string): Promise<EngineSide> {
    const databaseUrl = await stage.database();
    const data = await seedFloor(
      databaseUrl,
      floorPlan(stage, step, groupKey),
      createPhoneVault(SECRET),
      stage.ids,
      stage.clock.now(),
    );
    const side = new EngineSide(
      stage,
      step,
      groupKey,
      new pg.Pool({ connectionString: databaseUrl, max: 2 }),
      data,
      databaseUrl,
    );
    const { node } = stage;
    side.#engine = await composeEngine({
      databaseUrl,
      redisUrl: stage.redis.url,
      redisPrefix: `${groupKey}:`,
      secretKey: SECRET,
      nodes: [
        {
          name: node.name,
          url: node.ariUrl,
          user: node.ariUser,
          password: node.ariPassword,
          sipHost: `127.0.0.1:${node.sipPort}`,
          soundsDir: node.soundsDir,
          recordingsDir: join(node.dir, 'spool', 'recording'),
          legs: 2_000,
          callsPerSecond: 2_000,
        },
      ],
      spoolFolder: join(stage.dir, `spool-${groupKey}`),
      owner: `bench-${groupKey}`,
      clock: stage.clock,
      rng: stage.rng,
      ids: stage.ids,
      log: stage.log(),
      metrics: side.#metrics,
      emit: (event) => side.#heard(event),
      transportFor: () => side.#tap,
    });
    side.#engine.engine.start();
    return side;
  }

  async run(): Promise<StepResult> {
    const { calls, offered, audio } = this.#step;
    await this.#staff();
    await this.#until(() => this.#metrics.ended >= WARM_CALLS, 'the warm-up');
    this.#metrics.connectMs = [];
    this.#metrics.ended = 0;
    await this.#statements?.begin();
    const meter = this.#stage.meter();
    await this.#campaign(1, 'running');
    await this.#until(() => this.#metrics.ended >= calls, `${calls} calls`);
    await this.#wishes.flush();
    await this.#engine?.records.flush(10_000);
    const cpu = meter.take();
    for (const text of (await this.#statements?.lines(calls)) ?? []) console.log(`    ${text}`);
    const rows = await this.#records();
    const legs = rows.map(({ attempt_id }) => this.#tap.times(callChannel(this.#groupKey, attempt_id)));
    return summarize({
      side: audio ? 'engine-audio' : 'engine',
      offered,
      calls,
      // A call without a record is a failed one, whatever Asterisk saw of it.
      legs: legs.filter((_, i) => rows[i]?.connected === true),
      failures: { ...countBy(rows.filter((r) => !r.connected).map((r) => r.result)), ...this.#metrics.odd },
      cpu,
      ownMs: this.#metrics.connectMs,
      lost: rows.filter((r) => !r.connected).map((row) => this.#lostStory(row)),
      ...(audio ? { audio: this.#audio } : {}),
    });
  }

  async close(): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) return;
    for (const agentId of this.#data.agentIds) this.#wishes.ask(agentId, { type: 'sign-out' });
    await this.#until(() => [...this.#states.values()].every((s) => s === 'offline'), 'agents to leave').catch(
      (error: unknown) => console.log(String(error)),
    );
    await this.#cleared();
    await engine.engine.drain();
    await engine.engine.stop();
    await engine.close();
    await this.#pool.end();
  }

  /** An agent is offline before his phone is taken down; what is left on the node would burden the next step. */
  async #cleared(): Promise<void> {
    const ari = new AriClient(this.#tap);
    for (const end = performance.now() + STALLED_MS; performance.now() < end; await pause(this.#stage.clock, 50)) {
      const endpoints = (await ari.call('GET /endpoints/{tech}', { path: { tech: 'PJSIP' } })) as {
        resource: string;
      }[];
      if (!endpoints.some(({ resource }) => resource.startsWith(`${this.#groupKey}a`))) return;
    }
  }

  async #staff(): Promise<void> {
    const { agentIds } = this.#data;
    for (let i = 0; i < agentIds.length; i += SIGN_INS) {
      const some = agentIds.slice(i, i + SIGN_INS);
      for (const agentId of some) {
        this.#wishes.ask(agentId, { type: 'sign-in' });
        this.#wishes.ask(agentId, { type: 'ready' });
      }
      // The warm-up dials already: whoever has been idle once stands.
      const stands = new Set(['idle', 'reserved', 'talking', 'wrapup']);
      await this.#until(() => some.every((id) => stands.has(this.#states.get(id) ?? '')), 'agents to stand ready');
    }
  }

  #heard(event: EngineEvent): void {
    if (event.type === 'agent') this.#states.set(event.agentId, event.state);
    if (event.type !== 'offer') return;
    // Said while talking: so the agent is free as soon as the customer has hung up.
    this.#wishes.ask(event.agentId, { type: 'disposition', attemptId: event.attemptId, result: 'NOINTEREST' });
    if (this.#step.audio && this.#audio.asked < ASKED && this.#metrics.connectMs.length % 20 === 0) {
      this.#audio.asked += 1;
      this.#stage.clock.after(ASK_AFTER_MS, () => void this.#askAudio(callChannel(this.#groupKey, event.attemptId)));
    }
  }

  /** Whether the node both sends to the customer (the agent's voice) and receives from him. */
  async #askAudio(channelId: string): Promise<void> {
    try {
      const heard = await new AriClient(this.#tap).call('GET /channels/{channelId}/rtp_statistics', {
        path: { channelId },
      });
      const { txcount, rxcount } = heard as { txcount: number; rxcount: number };
      // 50 packets a second: half of what should have gone by.
      if (Math.min(txcount, rxcount) > (ASK_AFTER_MS / 20) * 0.5) this.#audio.bothWays += 1;
    } catch {
      // hung up already: counts as not heard
    }
  }

  async #campaign(index: number, status: string): Promise<void> {
    await this.#pool.query('update campaign set status = $2 where id = $1', [this.#data.campaignIds[index], status]);
  }

  async #records(): Promise<Row[]> {
    const { rows } = await this.#pool.query<Row>(
      `select attempt_id, result, connected_at is not null as connected, answered_at, offered_at, ended_at
       from call_record where campaign_id = $1`,
      [this.#data.campaignIds[1]],
    );
    return rows;
  }

  /** When what happened of a call that reached no agent, ms since the node saw it answered. */
  #lostStory({ attempt_id, result, answered_at, offered_at, ended_at }: Row): string {
    const up = this.#tap.times(callChannel(this.#groupKey, attempt_id)).upAt;
    if (up === undefined) return `${result}: not seen answered`;
    const after = (at: Date | null): string => (at === null ? 'never' : `${at.getTime() - up}`);
    return `${result}: heard ${after(answered_at)}, offered ${after(offered_at)}, ended ${after(ended_at)} ms after the answer`;
  }

  /** Waits as long as calls go on ending; rejects when nothing has ended for 30 s. */
  async #until(condition: () => boolean, what: string): Promise<void> {
    let seen = this.#metrics.ended;
    let since = performance.now();
    while (!condition()) {
      await pause(this.#stage.clock, 20);
      if (this.#metrics.ended !== seen) since = performance.now();
      seen = this.#metrics.ended;
      if (performance.now() - since > STALLED_MS) {
        const states = JSON.stringify(countBy([...this.#states.values()]));
        throw new Error(`nothing has ended for 30 s; waited for ${what}; agents: ${states}`);
      }
    }
  }
}

function floorPlan(
  stage: Stage,
  { offered, calls, audio }: EngineStep,
  groupKey: string,
): Parameters<typeof seedFloor>[1] {
  // Everybody who talks, those who get the next burst of a quarter second, and some more.
  const agents = Math.ceil(offered * (audio ? 3.6 : 1.4)) + 20;
  const number = (serial: number): string =>
    audio ? numberFor('person', serial, '02') : numberFor('hangsUpAtOnce', serial, '09');
  const numbers = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => number(from + i));
  const common = { retry: { CANCELLED: null, LOCAL_FAIL: null }, wrapUpMs: 10_000 };
  return {
    groupKey,
    node: stage.node.name,
    // One line for each idle agent: nobody who answers waits, and the trunk's rate is what limits.
    mode: 'ratio',
    linesPerAgent: 1,
    trunks: [{ key: 'carrier', sipUri: trunkUri(stage.carrier), callsPerSecond: offered, channels: 1_500 }],
    agents: Array.from({ length: agents }, (_, i) => ({
      contactUri: phoneUri(stage.carrier, `${audio ? '' : 'quiet'}${groupKey}p${i + 1}`),
    })),
    campaigns: [
      { numbers: numbers(calls, WARM_CALLS), ...common },
      { numbers: numbers(0, calls), status: 'stopped', ...common },
    ],
  };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
