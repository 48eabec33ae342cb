import pg from 'pg';
import type { AriTransport } from '../../src/asterisk/transport.ts';
import { type ComposedEngine, composeEngine } from '../../src/compose/engine.ts';
import type { NodeSettings } from '../../src/config/settings.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import type { EngineEvent, EngineMetrics, Log, WishAnswer } from '../../src/dialer/ports.ts';
import type { AgentResult } from '../../src/domain/results.ts';
import { type Clock, SystemClock } from '../../src/shared/clock.ts';
import { type IdSource, UuidV7Source } from '../../src/shared/ids.ts';
import { type Rng, SystemRng } from '../../src/shared/rng.ts';
import { type FloorData, type FloorPlan, seedFloor } from './floor-data.ts';
import { createDatabase, type TestDatabase } from './postgres.ts';
import { startTestRedis, type TestRedis } from './redis.ts';
import { freshFolder } from './run-folder.ts';
import { until } from './until.ts';

/** The key under which every test floor seals its numbers. */
export const FLOOR_SECRET = 'a'.repeat(64);

/** Counts what the engine's metrics are told; answered-to-connected times in ms as measured inside the engine. */
const VIRTUAL_REDIS_TIMEOUT_MS = 60_000;

export class CountingMetrics implements EngineMetrics {
  readonly results: Record<string, number> = {};
  readonly odd: Record<string, number> = {};
  readonly refusals: Record<string, number> = {};
  readonly connectMs: number[] = [];
  limited: string[] = [];
  attemptEnded(result: string): void {
    this.results[result] = (this.results[result] ?? 0) + 1;
  }
  answeredToConnected(ms: number): void {
    this.connectMs.push(ms);
  }
  abandoned(): void {}
  /** Told once a turn of the pacing loop. */
  turns = 0;
  pacingTurn(): void {
    this.turns += 1;
  }
  limitedBy(_group: string, reason: string): void {
    this.limited.push(reason);
  }
  oddEvent(kind: string): void {
    this.odd[kind] = (this.odd[kind] ?? 0) + 1;
  }
  refused(code: string): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }
  readonly bindings: Record<string, number> = {};
  bound(outcome: string): void {
    this.bindings[outcome] = (this.bindings[outcome] ?? 0) + 1;
  }
  unbound(done: boolean): void {
    this.bound(done ? 'released' : 'release-failed');
  }
}

export interface FloorOptions {
  plan: FloorPlan;
  node: NodeSettings;
  /** What an agent says of each call, and after how long. Undefined = he says nothing. */
  dispose?: { result: AgentResult; afterMs: number | (() => number) };
  /** An agent hangs up on a customer who is still there after this long. */
  longestTalkMs?: number;
  database?: { url: string };
  redis?: { url: string };
  /** A clock of the test's own, chance from a seed, and a node in this process. */
  world?: { clock: Clock; rng: Rng; transport: AriTransport };
  silentPhoneSeconds?: number;
}

export interface Row {
  [column: string]: unknown;
}

/** An engine in this process on real Postgres and Redis, with its people; for tests that look at it from all sides. */
export class Floor {
  readonly metrics = new CountingMetrics();
  readonly events: EngineEvent[] = [];
  readonly logs: { level: string; message: string; fields: Record<string, unknown> }[] = [];
  readonly #options: FloorOptions;
  readonly #clock: Clock;
  readonly #rng: Rng;
  readonly #ids: IdSource;
  readonly #spool = freshFolder('spool');
  #database: TestDatabase | undefined;
  #redis: TestRedis | undefined;
  #pool: pg.Pool | undefined;
  #data: FloorData | undefined;
  #composed: ComposedEngine | undefined;
  #lives = 0;
  readonly #watchers: ((event: EngineEvent) => void)[] = [];
  #awaited: { match: (event: EngineEvent) => boolean; then: () => void }[] = [];

  private constructor(options: FloorOptions) {
    this.#options = options;
    this.#clock = options.world?.clock ?? new SystemClock();
    this.#rng = options.world?.rng ?? new SystemRng();
    this.#ids = new UuidV7Source(this.#clock, this.#rng);
  }

  /** Database and Redis with the plan in them; no engine yet. */
  static async open(options: FloorOptions): Promise<Floor> {
    const floor = new Floor(options);
    if (!options.database) floor.#database = await createDatabase();
    if (!options.redis) floor.#redis = await startTestRedis();
    floor.#pool = new pg.Pool({ connectionString: floor.databaseUrl, max: 4 });
    // A test may take Postgres away; an idle connection that is lost must not end the test.
    floor.#pool.on('error', () => undefined);
    floor.#data = await seedFloor(
      floor.databaseUrl,
      options.plan,
      createPhoneVault(FLOOR_SECRET),
      floor.#ids,
      floor.#clock.now(),
    );
    return floor;
  }

  /** Hex of the blind index of a national number, as the tables know it. */
  blindIndex(number: string): string {
    return createPhoneVault(FLOOR_SECRET).seal(`+86${number}`).blindIndex;
  }

  get databaseUrl(): string {
    return this.#options.database?.url ?? this.#database?.url ?? '';
  }

  get redis(): TestRedis {
    if (!this.#redis) throw new Error('this floor stands on a Redis of the test');
    return this.#redis;
  }

  get data(): FloorData {
    if (!this.#data) throw new Error('the floor is not open');
    return this.#data;
  }

  get engine(): ComposedEngine {
    if (!this.#composed) throw new Error('no engine is running');
    return this.#composed;
  }

  /** Starts an engine (another life of it when one ran before). */
  async start(): Promise<ComposedEngine> {
    this.#lives += 1;
    this.#composed = await composeEngine({
      databaseUrl: this.databaseUrl,
      redisUrl: this.#options.redis?.url ?? this.redis.url,
      secretKey: FLOOR_SECRET,
      nodes: [this.#options.node],
      spoolFolder: this.#spool,
      owner: `test-${process.pid}-${this.#lives}`,
      clock: this.#clock,
      rng: this.#rng,
      ids: this.#ids,
      log: this.#log(),
      metrics: this.metrics,
      ...(this.#options.silentPhoneSeconds === undefined
        ? {}
        : { silentPhoneSeconds: this.#options.silentPhoneSeconds }),
      emit: (event) => this.#heard(event),
      // Nudges come on the machine's time.
      polled: this.#options.world !== undefined,
      // Where time is told, a slow machine must not look like a slow Redis: the story would be another one.
      redisTimeoutMs: this.#options.world === undefined ? undefined : VIRTUAL_REDIS_TIMEOUT_MS,
      ...(this.#options.world ? { transportFor: () => this.#options.world?.transport as AriTransport } : {}),
    });
    this.#composed.engine.start();
    return this.#composed;
  }

  /** What Postgres and Redis owe to the engine and to this test. */
  outstanding(): number {
    const own = this.#pool ? this.#pool.totalCount - this.#pool.idleCount + this.#pool.waitingCount : 0;
    return own + (this.#composed?.outstanding() ?? 0);
  }

  /** Calls `then` in the same turn in which the engine tells of the first such event. */
  once(match: (event: EngineEvent) => boolean, then: () => void): void {
    this.#awaited.push({ match, then });
  }

  /** Calls `watcher` in the same turn with each event of the engine. */
  watch(watcher: (event: EngineEvent) => void): void {
    this.#watchers.push(watcher);
  }

  /** Signs every agent in and makes him ready. */
  async staff(agentIds: readonly string[] = this.data.agentIds): Promise<void> {
    for (const agentId of agentIds) {
      await this.wish(agentId, { type: 'sign-in' });
      await this.wish(agentId, { type: 'ready' });
    }
  }

  /** Gives the wish's id, which is also the attempt's of a dial. */
  async wish(agentId: string, wish: Record<string, unknown>): Promise<string> {
    const id = this.#ids.next();
    const at = this.#clock.now();
    await this.sql(`insert into agent_wish (id, agent_id, group_id, body, at) values ($1, $2, $3, $4, $5)`, [
      id,
      agentId,
      this.data.groupId,
      JSON.stringify({ at, ...wish, id, agentId }),
      new Date(at).toISOString(),
    ]);
    return id;
  }

  /** A wish that waits for the runner's word. */
  async ask(agentId: string, wish: Record<string, unknown>): Promise<WishAnswer & { id: string }> {
    const id = await this.wish(agentId, wish);
    const answer = await until(
      async () =>
        (await this.sql<{ answer: WishAnswer | null }>('select answer from agent_wish where id = $1', [id]))[0]?.answer,
      { what: `an answer to ${String(wish.type)}` },
    );
    return { ...answer, id };
  }

  async sql<T extends Row = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    if (!this.#pool) throw new Error('the floor is not open');
    return (await this.#pool.query<T>(text, values)).rows;
  }

  /** Attempts, open ones, and records: intents − records must come to 0 (DESIGN.md promise 2). */
  async counts(): Promise<{ attempts: number; open: number; records: number; byResult: Record<string, number> }> {
    const [row] = await this.sql<{ attempts: string; open: string; records: string }>(
      `select (select count(*) from attempt) attempts, (select count(*) from attempt where state = 'open') open,
              (select count(*) from call_record) records`,
    );
    const results = await this.sql<{ result: string; n: string }>(
      `select result, count(*) n from call_record group by 1`,
    );
    return {
      attempts: Number(row?.attempts),
      open: Number(row?.open),
      records: Number(row?.records),
      byResult: Object.fromEntries(results.map((r) => [r.result, Number(r.n)])),
    };
  }

  /** Stops the engine as a kill would, but without taking the process along: wires cut, nothing drained. */
  async cut(): Promise<void> {
    const composed = this.#composed;
    this.#composed = undefined;
    if (!composed) return;
    await composed.engine.stop();
    await composed.close();
  }

  /** Numbers of the plan that stand in clear in what the engine wrote to its log; it must come to none (RULES.md, privacy). */
  clearNumbersLogged(): string[] {
    const numbers = new Set(this.#options.plan.campaigns.flatMap((campaign) => campaign.numbers));
    const runs = JSON.stringify(this.logs).match(/\d{11,}/g) ?? [];
    const found = runs.flatMap((run) => Array.from({ length: run.length - 10 }, (_, i) => run.slice(i, i + 11)));
    return [...new Set(found.filter((text) => numbers.has(text)))];
  }

  async close(): Promise<void> {
    await this.cut();
    await this.#pool?.end();
    await this.#redis?.stop();
    await this.#database?.drop();
  }

  #heard(event: EngineEvent): void {
    this.events.push(event);
    for (const watcher of this.#watchers) watcher(event);
    for (const awaited of this.#awaited.filter(({ match }) => match(event))) {
      this.#awaited = this.#awaited.filter((other) => other !== awaited);
      awaited.then();
    }
    const { dispose, longestTalkMs } = this.#options;
    if (event.type === 'offer' && longestTalkMs !== undefined)
      this.#clock.after(longestTalkMs, () => {
        this.wish(event.agentId, { type: 'hang-up', attemptId: event.attemptId }).catch(() => undefined);
      });
    if (!dispose || event.type !== 'agent' || event.state !== 'wrapup') return;
    const call = this.events.findLast((e) => e.type === 'offer' && e.agentId === event.agentId);
    if (call?.type !== 'offer') return;
    const { afterMs } = dispose;
    this.#clock.after(typeof afterMs === 'number' ? afterMs : afterMs(), () => {
      this.wish(event.agentId, { type: 'disposition', attemptId: call.attemptId, result: dispose.result }).catch(
        () => undefined,
      );
    });
  }

  #log(): Log {
    const at =
      (level: string) =>
      (fields: Record<string, unknown>, message: string): void => {
        this.logs.push({ level, message, fields });
        if (process.env.BODA_TEST_LOG) console.log(new Date().toISOString(), level, message, JSON.stringify(fields));
      };
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}
