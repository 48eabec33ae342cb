import { sql } from 'kysely';
import type { Log } from '../dialer/ports.ts';
import type { FloorSample } from '../metrics/floor-gauges.ts';
import type { Clock } from '../shared/clock.ts';
import type { ComposedEngine } from './engine.ts';

/** How often Postgres is asked for what only it knows, ms: these are slow figures, and each look reads many rows. */
const ASK_MS = 15_000;

type FromPostgres = Pick<FloorSample, 'abandon' | 'intentsWithoutRecord'>;
const UNKNOWN: FromPostgres = { abandon: [], intentsWithoutRecord: undefined };

/** The floor of this process as its metrics show it: memory is read at each scrape, Postgres every quarter of a minute. */
export class FloorSampler {
  readonly #composed: ComposedEngine;
  readonly #log: Log;
  readonly #stop: () => void;
  #told: FromPostgres = UNKNOWN;
  #asking = false;

  constructor(composed: ComposedEngine, clock: Clock, log: Log) {
    this.#composed = composed;
    this.#log = log;
    const timer = clock.every(ASK_MS, () => void this.#ask(clock.now()));
    this.#stop = () => timer.cancel();
    void this.#ask(clock.now());
  }

  stop(): void {
    this.#stop();
  }

  sample(): FloorSample {
    const { engine, records } = this.#composed;
    const { inMemory, spooled } = records.state();
    const groups = engine.groups().flatMap((id) => engine.figures(id) ?? []);
    const running = new Set(groups.flatMap((group) => group.running));
    return {
      groups,
      abandon: this.#told.abandon.filter(({ campaignId }) => running.has(campaignId)),
      intentsWithoutRecord: this.#told.intentsWithoutRecord,
      records: { inMemory, spooled },
    };
  }

  /** Never rejects. A figure that could not be read is left out: an old one would hide what is wrong. */
  async #ask(now: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#told = { abandon: await this.#abandon(now), intentsWithoutRecord: await this.#intents(now) };
    } catch (error) {
      this.#told = UNKNOWN;
      this.#log.warn({ error: String(error) }, 'figures for the metrics could not be read');
    } finally {
      this.#asking = false;
    }
  }

  /** MODEL.md's US denominator, as `GET /campaigns/{id}/live` counts it. */
  async #abandon(now: number): Promise<FloorSample['abandon']> {
    const groups = this.#composed.engine.groups();
    if (groups.length === 0) return [];
    const { rows } = await sql<{ id: string; limit: string; joined: string; abandoned: string }>`
      select c.id, c.abandon_target as limit,
        count(*) filter (where r.result in ('CONNECTED', 'HUNGUP')) as joined,
        count(*) filter (where r.result = 'ABANDONED') as abandoned
      from campaign c left join call_record r on r.campaign_id = c.id
        and r.placed_at >= ${new Date(now).toISOString()}::timestamptz - make_interval(secs => c.abandon_window_ms / 1000.0)
      where c.status = 'running' and c.group_id = any(${groups}::uuid[])
      group by c.id`.execute(this.#composed.pools.reports);
    return rows.map(({ id, limit, joined, abandoned }) => {
      const people = Number(joined) + Number(abandoned);
      return { campaignId: id, limit: Number(limit), ratio: people === 0 ? 0 : Number(abandoned) / people };
    });
  }

  /** The last ten minutes only: the whole view is for people who look for the reason (docs/OPERATING.md). */
  async #intents(now: number): Promise<Record<'open' | 'closed', number>> {
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*) as n from intent_without_record
      where placed_at between ${new Date(now).toISOString()}::timestamptz - interval '10 minutes'
        and ${new Date(now).toISOString()}::timestamptz - interval '1 minute'
      group by state`.execute(this.#composed.pools.reports);
    const of = (state: string): number => Number(rows.find((row) => row.state === state)?.n ?? 0);
    return { open: of('open'), closed: of('closed') };
  }
}
