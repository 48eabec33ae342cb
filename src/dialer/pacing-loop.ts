import { checkHours } from '../compliance/hours.ts';
import { abandonRuleOf, regimeOf } from '../compliance/regimes/index.ts';
import type { PacingDecision, PacingRoom } from '../pacing/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { CallBook } from './book.ts';
import type { AgentDesk } from './desk.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { TrunkGuard } from './lines.ts';
import { isPaced, type PacingFeed } from './pacing-feed.ts';
import type { Placer } from './placing.ts';
import type { PlanKeeper } from './plan-keeper.ts';
import type { CampaignPlan, EngineMetrics, Log } from './ports.ts';
import { LeaseLost } from './ports.ts';
import type { QueueKeeper } from './queue-keeper.ts';
import type { Standing } from './standing.ts';

/** Turns that are asked for come at least so far apart, ms: a fraction of what a call takes to ring. */
const APART_MS = 50;

export interface PacingLoopDeps {
  clock: Clock;
  log: Log;
  metrics: EngineMetrics;
  groupKey: string;
  trunks: TrunkGuard;
  standing: Standing;
  lease: LeaseKeeper;
  plans: PlanKeeper;
  queues: QueueKeeper;
  feed: PacingFeed;
  placer: Placer;
  book: CallBook;
  desk: AgentDesk;
  nodeCallsPerSecond: number;
  nodeLegs: number;
  /** Legs of this process's other groups on the same node. */
  legsElsewhere(): number;
  /** Whether the node keeps its commands waiting: what rings already answers late enough. */
  nodeSlow(): boolean;
  /** The word for what limits dialing has changed. */
  limited(limitedBy: string, explain: Record<string, number>): void;
  leaseLost(): void;
}

/** Asks the pacer how many calls to place, and places them; one turn at a time (DESIGN.md "Pacing"). */
export class PacingLoop {
  readonly #deps: PacingLoopDeps;
  #last: PacingDecision = { dials: [], limitedBy: 'starting', explain: {} };
  #limitedBy = 'starting';
  #asked = false;
  #busy = false;
  #again = false;
  #turnedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: PacingLoopDeps) {
    this.#deps = deps;
  }

  get limitedBy(): string {
    return this.#limitedBy;
  }

  get explain(): Record<string, number> {
    return this.#last.explain;
  }

  /** Why this campaign, in one word, has not one call more: its own obstacle where it has one, else the group's. */
  limitedFor(campaign: CampaignPlan): string {
    const { queues } = this.#deps;
    if (!campaign.running) return 'paused';
    if (this.#whyNot() === undefined && isPaced(campaign) && queues.size(campaign.id) === 0)
      return this.#emptyWord(campaign);
    return this.#limitedBy;
  }

  /**
   * A turn as soon as what happens now is over: never inside a step of a call or an agent, and once for many changes. On a
   * busy floor agents change by the dozen a second: then one turn, with one commit, serves them all.
   */
  soon(): void {
    if (this.#asked) return;
    this.#asked = true;
    const turn = (): void => {
      this.#asked = false;
      void this.tick();
    };
    const { clock } = this.#deps;
    const wait = this.#turnedAt + APART_MS - clock.now();
    if (wait > 0) clock.after(wait, turn);
    else queueMicrotask(turn);
  }

  /** Never rejects. */
  async tick(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const { standing, log, metrics } = this.#deps;
    try {
      do {
        this.#again = false;
        this.#turnedAt = this.#deps.clock.now();
        await this.#turn();
        metrics.pacingTurn(this.#deps.groupKey);
      } while (this.#again && standing.left === undefined);
    } catch (error) {
      metrics.oddEvent('pacing-failed');
      log.error({ error: String(error) }, 'a turn of pacing failed');
    } finally {
      this.#busy = false;
    }
  }

  async #turn(): Promise<void> {
    const { clock, standing, queues, feed, book } = this.#deps;
    if (standing.left !== undefined) return;
    // Nobody waits beside an idle agent, whatever went amiss before.
    while (book.serveOldest());
    const why = this.#whyNot();
    if (why !== undefined) {
      this.#limit(why);
      if (why === 'rebuild') await queues.rebuild();
      return;
    }
    const decision = feed.decide(this.#room());
    this.#last = decision;
    for (const attemptId of [...(decision.cancels ?? []), ...this.#unserved()])
      book.step(attemptId, { type: 'cancel', why: 'no agents', at: clock.now() });
    const limitedBy = (await this.#place(decision)) ?? decision.limitedBy;
    this.#limit(limitedBy);
    // The next of them fall due long before the next tick.
    if (limitedBy === 'calls-per-second') this.soon();
  }

  /** Places what was decided; says what stood in the way. */
  async #place({ dials }: PacingDecision): Promise<string | undefined> {
    const { log, metrics, standing, plans, leaseLost } = this.#deps;
    let limitedBy: string | undefined;
    try {
      for (const { campaignId, count } of dials) {
        const campaign = plans.campaign(campaignId);
        if (campaign && isPaced(campaign) && count > 0)
          limitedBy = (await this.#placeFor(campaign, count)) ?? limitedBy;
      }
      return limitedBy;
    } catch (error) {
      if (error instanceof LeaseLost) {
        leaseLost();
        return 'lease';
      }
      log.warn({ error: String(error) }, 'placing stopped: a store is away');
      metrics.oddEvent('placing-failed');
      standing.storesAway();
      return 'stores';
    }
  }

  async #placeFor(campaign: CampaignPlan, count: number): Promise<string | undefined> {
    const { plans, lease, queues, placer, nodeCallsPerSecond } = this.#deps;
    const { placed, shortOf } = await placer.place(plans.plan, lease.lease, campaign, count, nodeCallsPerSecond);
    queues.took(campaign.id, placed);
    if (shortOf === 'rebuild') queues.lost();
    if (shortOf === 'queue-empty') {
      void queues.feed();
      return this.#emptyWord(campaign);
    }
    return shortOf;
  }

  /**
   * Everybody has left (FAULTS 29): whoever rings is let go as soon as the regime's ring minimum allows. A call that has shown no
   * ringing yet is waited for: it has not begun to ring.
   */
  #unserved(): string[] {
    const { book, desk, clock } = this.#deps;
    if (desk.agents().some(({ state }) => state !== 'offline' && state !== 'paused')) return [];
    const now = clock.now();
    return book
      .all()
      .filter(({ call, intent, campaign }) => {
        if (call.state !== 'ringing' || call.ringingAt === undefined || intent.ownerId !== undefined) return false;
        return now - call.ringingAt >= (abandonRuleOf(regimeOf(campaign.regime)).ringMinimumMs ?? 0);
      })
      .map(({ intent }) => intent.attemptId);
  }

  /** Nothing stands ready: because it is not the hour, as far as the organisation's own clock tells, or because there is nobody. */
  #emptyWord(campaign: CampaignPlan): 'hours' | 'queue-empty' {
    const { clock, plans } = this.#deps;
    return checkHours(clock.now(), [plans.plan.zone], campaign.hours).open ? 'queue-empty' : 'hours';
  }

  #whyNot(): string | undefined {
    const { standing, plans, lease, queues } = this.#deps;
    const why = standing.whyNot();
    if (why !== undefined) return why;
    if (plans.plan.emergencyStop.all) return 'emergency-stop';
    const { campaigns } = plans.plan;
    if (!campaigns.some(isPaced)) {
      if (campaigns.some((c) => c.running)) return 'preview';
      return campaigns.some((c) => c.calendarShut) ? 'calendar' : 'paused';
    }
    if (!lease.isSafe) return 'lease';
    if (standing.areStoresAway) return 'stores';
    if (this.#deps.nodeSlow()) return 'node-slow';
    return queues.mustRebuild ? 'rebuild' : undefined;
  }

  #room(): PacingRoom {
    const { plans, trunks, queues, book, desk, nodeLegs, legsElsewhere } = this.#deps;
    const { plan } = plans;
    const legs = nodeLegs - book.size - desk.size - legsElsewhere() - plan.legsElsewhere;
    const perCampaign = plan.campaigns.filter(isPaced).map((c) => {
      const own = plan.trunks.filter(
        (t) => t.enabled && c.trunkIds.includes(t.id) && !plan.emergencyStop.trunkIds.includes(t.id),
      );
      const lines = own.reduce((sum, t) => sum + trunks.room(t), 0);
      const shut = lines > 0 ? undefined : own.map((t) => trunks.shutBy(t.id)).find((by) => by !== undefined);
      const queue = queues.size(c.id);
      return {
        id: c.id,
        max: Math.min(lines, queue),
        why: queue < lines ? (queue === 0 ? this.#emptyWord(c) : 'queue-empty') : (shut ?? 'lines'),
      };
    });
    return { lines: Math.max(0, legs), perCampaign };
  }

  #limit(why: string): void {
    if (why === this.#limitedBy) return;
    this.#limitedBy = why;
    this.#deps.limited(why, this.#last.explain);
  }
}
