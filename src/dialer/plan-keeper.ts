import { bounded, regimeOf } from '../compliance/regimes/index.ts';
import type { Clock } from '../shared/clock.ts';
import { AbandonMemory } from './abandon-memory.ts';
import type { CallBook } from './book.ts';
import type { TrunkGuard } from './lines.ts';
import { bucketOf } from './live-call.ts';
import { orphanCampaign } from './orphan-campaign.ts';
import type { PacingFeed } from './pacing-feed.ts';
import type { AgentWish, BindingHook, CampaignPlan, GroupPlan, Log, Nudge, PlanStore, Telephony } from './ports.ts';
import type { Standing } from './standing.ts';
import type { WishTray } from './wish-tray.ts';

/** Wishes within a call; they come with every call, and mean the same under any plan. */
const OF_A_CALL: ReadonlySet<AgentWish['type']> = new Set(['disposition', 'extend-wrap-up', 'hold', 'dtmf', 'hang-up']);

export interface PlanKeeperDeps {
  clock: Clock;
  log: Log;
  plans: PlanStore;
  telephony: Telephony;
  standing: Standing;
  book: CallBook;
  feed: PacingFeed;
  trunks: TrunkGuard;
  wishes: WishTray;
  /** A campaign has been started. */
  started(): void;
}

/** What managers and agents want of the group, as it stands; acts at once on what must stop. */
export class PlanKeeper {
  readonly #deps: PlanKeeperDeps;
  readonly #known = new Map<string, CampaignPlan>();
  readonly #node: string;
  readonly #memory: AbandonMemory;
  #plan: GroupPlan;
  /** The plan as far as the pacer and the node know it. */
  #begun: GroupPlan;
  #readAt = Number.NEGATIVE_INFINITY;
  #whole = false;
  #busy = false;
  #again = false;

  constructor(deps: PlanKeeperDeps, plan: GroupPlan) {
    this.#deps = deps;
    this.#memory = new AbandonMemory(deps);
    this.#plan = boundPlan(plan);
    this.#begun = this.#plan;
    this.#node = plan.node;
    deps.trunks.know(plan.trunks);
    this.#remember(this.#plan);
  }

  get plan(): GroupPlan {
    return this.#plan;
  }

  /** The campaign as planned now. */
  campaign(id: string): CampaignPlan | undefined {
    return this.#plan.campaigns.find((c) => c.id === id);
  }

  /** Also of a campaign that is in the plan no longer, for its calls that are still open. */
  campaignOf(id: string): CampaignPlan {
    return this.#known.get(id) ?? orphanCampaign(id);
  }

  /** The hook of a trunk as planned now. */
  bindingOf(trunkId: string): BindingHook | undefined {
    return this.#plan.trunks.find((trunk) => trunk.id === trunkId)?.binding;
  }

  /** Why a call of this campaign on this trunk may not ring (any more), or undefined. */
  stopped(campaignId: string, trunkId: string): string | undefined {
    const { emergencyStop } = this.#plan;
    if (emergencyStop.all || emergencyStop.trunkIds.includes(trunkId)) return 'emergency-stop';
    return this.campaign(campaignId)?.running ? undefined : 'paused';
  }

  /** When the plan was last read, ms. */
  get readAt(): number {
    return this.#readAt;
  }

  /**
   * Reads wishes, and the plan where it may be new or a wish needs it (start, pause, stop ≤ 1 s; do-not-call ≤ 2 s). One turn
   * at a time; never rejects.
   */
  async refresh(what: Nudge): Promise<void> {
    this.#whole ||= what === 'plan';
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const { log, standing, wishes } = this.#deps;
    try {
      do {
        this.#again = false;
        const whole = this.#whole;
        this.#whole = false;
        await this.#turn(whole);
      } while (this.#again && standing.left === undefined);
    } catch (error) {
      log.warn({ error: String(error) }, 'plan could not be read');
      standing.storesAway();
    } finally {
      this.#busy = false;
    }
    if (standing.left !== undefined) await wishes.handBack();
  }

  /** What the records say of the abandon window of each running campaign, told to a pacer that starts cold. */
  async tellHistory(): Promise<void> {
    const tell = await this.#memory.read(
      this.#plan.campaigns.filter((c) => c.running),
      this.#plan.zone,
    );
    tell();
  }

  async #turn(whole: boolean): Promise<void> {
    const { clock, plans, standing, wishes } = this.#deps;
    if (!whole) {
      await wishes.take();
      if (wishes.waiting.every(({ type }) => OF_A_CALL.has(type))) return wishes.grant();
    }
    const readAt = clock.now();
    // A group that is gone from the plan dials nothing more.
    const loaded = await plans.load(this.#plan.id);
    const plan = loaded === undefined ? stoppedPlan(this.#plan) : boundPlan(loaded);
    if (standing.left !== undefined) return;
    this.#readAt = readAt;
    this.#take(plan);
    await wishes.take();
    await wishes.grant();
    await this.#cancelForbidden();
    await this.#begin(plan);
    await this.#memory.follow(plan.campaigns.filter((c) => c.running));
  }

  /** What must stop, stops here and now. */
  #take(plan: GroupPlan): void {
    const { clock, book, standing } = this.#deps;
    this.#plan = plan;
    this.#deps.trunks.know(plan.trunks);
    this.#remember(plan);
    standing.moved = plan.node !== this.#node;
    const at = clock.now();
    for (const { intent } of book.all()) {
      const why = this.stopped(intent.campaignId, intent.trunkId);
      if (why !== undefined) book.step(intent.attemptId, { type: 'cancel', why, at });
    }
  }

  /** What may start, starts once all that it needs is there; a failure leaves it to the next turn. */
  async #begin(plan: GroupPlan): Promise<void> {
    const { feed, standing, telephony, started } = this.#deps;
    const wasRunning = (c: CampaignPlan): boolean => this.#begun.campaigns.some((b) => b.id === c.id && b.running);
    const fresh = plan.campaigns.filter((c) => c.running && !wasRunning(c));
    // The pacer forgets a campaign that pauses: what it must hold to is read again before the first new call.
    const tell = await this.#memory.read(fresh, plan.zone);
    feed.configure(plan);
    tell();
    const known = new Set(this.#begun.trunks.filter((t) => t.enabled).map(trunkText));
    this.#begun = plan;
    if (fresh.length > 0) started();
    // Not connected: the link makes all of them when it comes up.
    if (standing.link !== undefined) return;
    for (const trunk of plan.trunks)
      if (trunk.enabled && !known.has(trunkText(trunk)))
        await telephony.useTrunk({ key: trunk.key, sipUri: trunk.sipUri, codecs: trunk.codecs });
  }

  #remember(plan: GroupPlan): void {
    for (const campaign of plan.campaigns) this.#known.set(campaign.id, campaign);
  }

  async #cancelForbidden(): Promise<void> {
    const { plans, clock, book } = this.#deps;
    const ringing = book.all().filter((live) => bucketOf(live.call) === 'ringing');
    if (ringing.length === 0) return;
    const forbidden = await plans.nowForbidden(
      ringing.map((live) => live.intent.attemptId),
      clock.now(),
    );
    for (const attemptId of forbidden) book.step(attemptId, { type: 'cancel', why: 'do-not-call', at: clock.now() });
  }
}

/** No campaign dials laxer than its regime, whatever its row says. */
function boundPlan(plan: GroupPlan): GroupPlan {
  return { ...plan, campaigns: plan.campaigns.map((campaign) => bounded(campaign, regimeOf(campaign.regime))) };
}

function stoppedPlan(plan: GroupPlan): GroupPlan {
  return { ...plan, campaigns: plan.campaigns.map((c) => ({ ...c, running: false })) };
}

function trunkText({ key, sipUri, codecs }: GroupPlan['trunks'][number]): string {
  return JSON.stringify([key, sipUri, codecs]);
}
