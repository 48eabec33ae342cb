import { expect } from 'vitest';
import { SystemClock } from '../../src/shared/clock.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { SimAsterisk } from '../../src/sim/asterisk.ts';
import type { CarrierLogEntry } from '../../src/sim/carrier.ts';
import { act, type SimAction } from '../../src/sim/control.ts';
import { type SimServer, startSimServer } from '../../src/sim/server.ts';
import { Floor, type FloorOptions } from './floor.ts';
import type { FloorPlan } from './floor-data.ts';
import { simNodeSettings } from './sim-node.ts';
import { until } from './until.ts';

export type SceneCampaign = FloorPlan['campaigns'][number];

export interface SceneOptions {
  agents: number;
  /** The first runs from the start unless it says otherwise. */
  campaigns: SceneCampaign[];
  mode?: FloorPlan['mode'];
  linesPerAgent?: number;
  channels?: number;
  callsPerSecond?: number;
  /** What agents say of each call at once; null = nothing. */
  dispose?: FloorOptions['dispose'] | null;
  database?: { url: string };
  /** Their phones are pages that register, not desk phones. */
  browserPhones?: boolean;
  /** Seconds of silence after which the node gives up a phone. */
  silentPhoneSeconds?: number;
  /** How long the message for abandoned customers lasts, ms. */
  messageMs?: number;
}

const TRUNK = 'carrier';
const GROUP = 'sales';
/** Who hangs up so soon after he answered may be gone before anybody could serve him, ms. */
const MAY_BE_GONE_MS = 1_500;

/** A floor at work on a simulated node of its own: what the tests of faults look at, from the engine's side and the carrier's. */
export class Scene {
  readonly server: SimServer;
  readonly floor: Floor;
  #closed = false;

  private constructor(server: SimServer, floor: Floor) {
    this.server = server;
    this.floor = floor;
  }

  /** Opens it, signs the agents in and waits until all of them are idle. */
  static async open(options: SceneOptions): Promise<Scene> {
    const sim = new SimAsterisk({
      clock: new SystemClock(),
      rng: new SeededRng(7),
      soundMs: () => options.messageMs ?? 600,
      phone: { answerMs: 20 },
      ...(options.browserPhones ? { autoRegisterMs: 20 } : {}),
    });
    const server = await startSimServer({ sim, port: 0 });
    const floor = await Floor.open({
      node: simNodeSettings(server),
      ...(options.dispose === null ? {} : { dispose: options.dispose ?? { result: 'NOINTEREST', afterMs: 20 } }),
      ...(options.database ? { database: options.database } : {}),
      ...(options.silentPhoneSeconds === undefined ? {} : { silentPhoneSeconds: options.silentPhoneSeconds }),
      plan: {
        groupKey: GROUP,
        node: 'sim',
        mode: options.mode ?? 'ratio',
        linesPerAgent: options.linesPerAgent ?? 5,
        trunks: [
          {
            key: TRUNK,
            sipUri: 'sip:127.0.0.1:5060',
            callsPerSecond: options.callsPerSecond ?? 100,
            channels: options.channels ?? 200,
          },
        ],
        agents: Array.from({ length: options.agents }, () => ({
          contactUri: options.browserPhones ? undefined : 'sip:phone@127.0.0.1:5062',
        })),
        campaigns: options.campaigns.map((c) => ({ ...c, status: 'stopped' as const })),
      },
    });
    const scene = new Scene(server, floor);
    try {
      await floor.start();
      await floor.staff();
      await scene.agents('idle', options.agents);
      for (const [i, campaign] of options.campaigns.entries())
        if (campaign.status === undefined || campaign.status === 'running') await scene.run(i);
    } catch (error) {
      await scene.close();
      throw error;
    }
    return scene;
  }

  get sim(): SimAsterisk {
    return this.server.sim;
  }

  /** What the carrier saw, in the order of the calls. */
  get log(): CarrierLogEntry[] {
    return this.sim.carrier.log;
  }

  /** Sets a campaign's status, as a manager would. */
  async run(campaign = 0, status: 'running' | 'paused' | 'stopped' = 'running'): Promise<void> {
    await this.floor.sql(`update campaign set status = $2 where id = $1`, [
      this.floor.data.campaignIds[campaign],
      status,
    ]);
  }

  act(action: SimAction): void {
    act(this.sim, action);
  }

  ringing(): CarrierLogEntry[] {
    return this.log.filter((e) => e.endedAt === undefined && e.answeredAt === undefined);
  }

  onLine(): CarrierLogEntry[] {
    return this.log.filter((e) => e.endedAt === undefined && e.answeredAt !== undefined);
  }

  dialed(number: string): CarrierLogEntry[] {
    return this.log.filter((e) => e.number === number);
  }

  async states(): Promise<Record<string, number>> {
    const rows = await this.floor.sql<{ state: string; n: string }>(
      'select state, count(*) n from agent_seat group by 1',
    );
    return Object.fromEntries(rows.map((r) => [r.state, Number(r.n)]));
  }

  async agents(state: string, n: number, timeoutMs = 60_000): Promise<void> {
    await until(async () => ((await this.states())[state] ?? 0) === n, { timeoutMs, what: `${n} agents ${state}` });
  }

  async rings(n: number): Promise<void> {
    await until(() => this.ringing().length === n, { timeoutMs: 60_000, what: `${n} calls to ring` });
  }

  /** The word for what keeps the group from dialing. */
  limitedBy(): string | undefined {
    return this.floor.engine.engine.figures(this.floor.data.groupId)?.limitedBy;
  }

  async limited(by: string, timeoutMs = 60_000): Promise<void> {
    await until(() => this.limitedBy() === by, { timeoutMs, what: `dialing to be held by "${by}"` });
  }

  /** Every callee who is on the line or rings hangs up. */
  hangUpAll(): void {
    for (const entry of [...this.ringing(), ...this.onLine()]) this.sim.carrier.hangUp(entry.number);
  }

  /** The link to the node is up and the books agree with it. */
  async linked(timeoutMs = 60_000): Promise<void> {
    const { engine } = this.floor.engine;
    await until(() => engine.linkProblem() === undefined, { timeoutMs, what: 'the link to the node to be up' });
  }

  /** Intents − records = 0, nothing open; the counts by result, talks short and long together as TALKED. */
  async settled(timeoutMs = 60_000): Promise<Record<string, number>> {
    const counts = await until(
      async () => {
        const now = await this.floor.counts();
        return now.open === 0 && now.attempts === now.records && now.attempts > 0 ? now : undefined;
      },
      { timeoutMs, what: 'every attempt to be closed with its one record' },
    );
    const { HUNGUP = 0, CONNECTED = 0, ...others } = counts.byResult;
    return HUNGUP + CONNECTED > 0 ? { ...others, TALKED: HUNGUP + CONNECTED } : others;
  }

  async contactsClosed(timeoutMs = 80_000): Promise<void> {
    await until(async () => (await this.floor.sql(`select 1 from contact where state <> 'closed'`)).length === 0, {
      timeoutMs,
      what: 'every contact to be done',
    });
  }

  /** Numbers that the carrier was asked for more than once. */
  dialedTwice(): string[] {
    const seen = new Map<string, number>();
    for (const { number } of this.log) seen.set(number, (seen.get(number) ?? 0) + 1);
    return [...seen].filter(([, n]) => n > 1).map(([number]) => number);
  }

  /** Persons who answered and were left in silence: neither agent nor message, though they stayed. */
  unserved(): string[] {
    return this.log
      .filter(({ answeredAt, endedAt, endedBy, heard }) => {
        if (answeredAt === undefined || endedAt === undefined) return false;
        const left = endedBy === 'callee' && endedAt - answeredAt <= MAY_BE_GONE_MS;
        return !left && heard.agent === 0 && heard.message === 0;
      })
      .map(({ number }) => number);
  }

  /** The record of the only attempt to this number. */
  async record(number: string): Promise<Record<string, unknown>> {
    const rows = await this.floor.sql(
      `select * from call_record where phone_id = (select id from phone where blind_index = decode($1, 'hex'))`,
      [this.floor.blindIndex(number)],
    );
    const [row] = rows;
    if (!row || rows.length > 1) throw new Error(`${rows.length} records of this number, one wanted`);
    return row;
  }

  /** The same once it holds all of `wanted`: what comes behind a call (disposition, evidence) is written behind it. */
  async recordWith(number: string, wanted: Record<string, unknown>): Promise<void> {
    await until(
      async () => {
        expect(await this.record(number)).toMatchObject(wanted);
        return true;
      },
      { what: `the whole record of ${number}` },
    );
  }

  /** How often the engine said so. */
  logged(message: string): number {
    return this.floor.logs.filter((l) => l.message === message).length;
  }

  /** Once; a second time does nothing, so that a test that could not open its scene says only that. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.floor.close();
    await this.server.close();
  }
}
