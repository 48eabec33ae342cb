import { abandonRuleOf, earliestOf, regimeOf, windowsOf } from '../compliance/regimes/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { PacingFeed } from './pacing-feed.ts';
import type { AbandonHistory, CampaignPlan, Log, PlanStore } from './ports.ts';

const HOUR_MS = 3_600_000;
/** How often the calls of others in a campaign's scope are looked for, ms: a record is some seconds late itself. */
const OTHERS_MS = 15_000;
/** Records of others that came later than this are not found any more, ms. */
const LATE_MS = 2 * HOUR_MS;

export interface AbandonMemoryDeps {
  clock: Clock;
  log: Log;
  plans: PlanStore;
  feed: PacingFeed;
}

interface Counted {
  answered: number;
  abandoned: number;
}

/**
 * Tells the pacer what the records say of each campaign's abandon windows: all of it before its first call, then what others in
 * the scope of its rule (its department, the organisation) add. Its own calls the pacer counts itself as they happen.
 */
export class AbandonMemory {
  readonly #deps: AbandonMemoryDeps;
  /** Told of others, by campaign and hour. */
  readonly #others = new Map<string, Map<number, Counted>>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: AbandonMemoryDeps) {
    this.#deps = deps;
  }

  /** Reads what counts for campaigns that begin; the answer tells it. Rejects when the store is away. */
  async read(campaigns: readonly CampaignPlan[], zone: string): Promise<() => void> {
    const now = this.#deps.clock.now();
    const found = await Promise.all(
      campaigns.map(async (campaign) => {
        const from = earliestOf(windowsOf(campaign, regimeOf(campaign.regime), now, zone), now);
        return { id: campaign.id, rows: await this.#ask(campaign, from, now) };
      }),
    );
    return () => {
      for (const { id, rows } of found) {
        // The pacer has forgotten it: others are told anew too.
        this.#others.delete(id);
        for (const row of rows.filter(({ own }) => own)) this.#tell(id, row);
        this.#tellOthers(id, rows);
      }
    };
  }

  /** What others have added lately. Never rejects: a store that is away keeps the count where it is, and the next look catches up. */
  async follow(campaigns: readonly CampaignPlan[]): Promise<void> {
    const { clock, log } = this.#deps;
    const now = clock.now();
    if (now - this.#lookedAt < OTHERS_MS) return;
    this.#lookedAt = now;
    for (const id of this.#others.keys()) if (!campaigns.some((c) => c.id === id)) this.#others.delete(id);
    for (const campaign of campaigns) {
      if (scopeOf(campaign) === 'campaign' || !this.#others.has(campaign.id)) continue;
      try {
        const from = Math.floor((now - LATE_MS) / HOUR_MS) * HOUR_MS;
        this.#tellOthers(campaign.id, await this.#ask(campaign, from, now));
      } catch (error) {
        log.warn({ campaignId: campaign.id, error: String(error) }, 'abandoned calls of others not read');
      }
    }
  }

  #ask(campaign: CampaignPlan, from: number, to: number): Promise<AbandonHistory[]> {
    const { id: campaignId, regime } = campaign;
    return this.#deps.plans.abandonHistory({ campaignId, regime, scope: scopeOf(campaign), from, to });
  }

  /** The counts of an hour only grow: what is new in it is told. */
  #tellOthers(id: string, rows: readonly AbandonHistory[]): void {
    const told = this.#others.get(id) ?? new Map<number, Counted>();
    this.#others.set(id, told);
    for (const row of rows) {
      if (row.own) continue;
      const hour = Math.floor(row.from / HOUR_MS);
      const before = told.get(hour) ?? { answered: 0, abandoned: 0 };
      told.set(hour, { answered: row.answered, abandoned: row.abandoned });
      const answered = row.answered - before.answered;
      if (answered > 0) this.#tell(id, { ...row, answered, abandoned: row.abandoned - before.abandoned });
    }
  }

  #tell(id: string, { answered, abandoned, from, to }: AbandonHistory): void {
    this.#deps.feed.history(id, answered, abandoned, from, to);
  }
}

function scopeOf({ regime }: CampaignPlan) {
  return abandonRuleOf(regimeOf(regime)).scope;
}
