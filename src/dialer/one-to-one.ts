import type { Agent } from '../domain/agent.ts';
import { AGENT_GONE, AGENT_HUNG_UP } from '../domain/call-words.ts';
import { type Clock, pause } from '../shared/clock.ts';
import { Answers, isLate, refused } from './answers.ts';
import type { CallBook } from './book.ts';
import type { AgentDesk } from './desk.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { PlacedOne, Placer } from './placing.ts';
import type { PlanKeeper } from './plan-keeper.ts';
import type {
  AgentStore,
  AgentWishOf,
  CampaignPlan,
  Claim,
  EngineMetrics,
  Log,
  Preview,
  WishAnswer,
  WishRefusal,
} from './ports.ts';
import { LeaseLost } from './ports.ts';
import type { Previews } from './previews.ts';
import type { Standing } from './standing.ts';

/** How long a single call waits for a token of calls per second, ms. */
const TOKEN_WAIT_MS = 1_500;
const TOKEN_AGAIN_MS = 150;

export interface OneToOneDeps {
  clock: Clock;
  log: Log;
  metrics: EngineMetrics;
  agents: AgentStore;
  desk: AgentDesk;
  book: CallBook;
  plans: PlanKeeper;
  lease: LeaseKeeper;
  standing: Standing;
  placer: Placer;
  previews: Previews;
  nodeCallsPerSecond: number;
  /** Legs that the node may still carry. */
  legsFree(): number;
  leaseLost(): void;
}

interface Order {
  attemptId: string;
  mode: 'manual' | 'preview';
  claim: Claim;
  agentId: string;
  override?: boolean;
}

/**
 * Calls placed for one agent: by his click, or out of a preview. He is reserved first, then the one gate decides inside
 * the intent's transaction as for every call, then the call is placed; an answer goes to him and to nobody else.
 */
export class OneToOne {
  readonly #deps: OneToOneDeps;
  readonly #answers: Answers;
  /** Attempts on their way into Postgres whose agent has hung up. */
  readonly #givenUp = new Set<string>();
  readonly #onTheWay = new Set<string>();

  constructor(deps: OneToOneDeps) {
    this.#deps = deps;
    this.#answers = new Answers(deps);
  }

  /** Answers the wish in the end; returns once the agent is reserved or refused. */
  async dial(wish: AgentWishOf<'dial'>): Promise<void> {
    const { clock, desk, plans } = this.#deps;
    const { id: attemptId, agentId, contactId, campaignId, blindIndex } = wish;
    const agent = desk.get(agentId);
    const work = desk.workOf(agentId);
    // A double click: he is dialing this contact already.
    if (agent?.state === 'dialing' && work?.contactId === contactId)
      return this.#answers.give(wish.id, { kind: 'done', attemptId: work.attemptId });
    if (isLate(wish, clock.now())) return this.#answers.refuse(wish.id, 'too-late');
    const campaign = plans.campaign(campaignId);
    const why = whyNotDial(agent) ?? this.#whyNot(campaign);
    if (why !== undefined || campaign === undefined) return this.#answers.refuse(wish.id, why ?? 'campaign-stopped');
    const claim: Claim = { contactId, campaignId, blindIndex, source: 'api', priority: 0 };
    void this.#run({ attemptId, mode: 'manual', claim, agentId, override: wish.override === true }, campaign).then(
      (answer) => this.#answers.give(wish.id, answer),
    );
  }

  async accept(wish: AgentWishOf<'accept'>): Promise<void> {
    const { desk, previews } = this.#deps;
    const { agentId, attemptId } = wish;
    const agent = desk.get(agentId);
    if (agent?.attemptId === attemptId && (agent.state === 'dialing' || agent.state === 'talking'))
      return this.#answers.give(wish.id, { kind: 'done', attemptId });
    const preview = previews.get(attemptId);
    if (preview?.agentId !== agentId) return this.#answers.refuse(wish.id, 'preview-over');
    void this.#ofPreview(preview).then((answer) => this.#answers.give(wish.id, answer));
  }

  /** The time of this preview is over: it is dialed without a word. */
  dialPreview(preview: Preview): void {
    void this.#ofPreview(preview);
  }

  /** He hangs up before the call is even sent. */
  hangUp(attemptId: string): void {
    if (this.#onTheWay.has(attemptId)) this.#givenUp.add(attemptId);
  }

  /** Its intent is being committed: no book knows it yet. */
  isOnTheWay(attemptId: string): boolean {
    return this.#onTheWay.has(attemptId);
  }

  /** Why the committed call of this agent must not be sent, or undefined. */
  lost(attemptId: string, ownerId: string): string | undefined {
    const { desk } = this.#deps;
    if (this.#givenUp.has(attemptId)) return AGENT_HUNG_UP;
    return desk.isDialing(ownerId, attemptId) && desk.get(ownerId)?.leg === 'up' ? undefined : AGENT_GONE;
  }

  async #ofPreview(preview: Preview): Promise<WishAnswer> {
    const { plans, previews, desk } = this.#deps;
    const { id: attemptId, agentId, claim } = preview;
    const campaign = plans.campaign(claim.campaignId);
    const why = this.#whyNot(campaign);
    if (why !== undefined || campaign === undefined) {
      previews.release(attemptId);
      desk.previewOver(agentId, attemptId);
      return refused(why ?? 'campaign-stopped');
    }
    previews.take(attemptId);
    const answer = await this.#run({ attemptId, mode: 'preview', claim, agentId }, campaign);
    // The gate has moved the contact itself; else it goes back to where it came from.
    if (answer.kind === 'refused') previews.release(attemptId);
    return answer;
  }

  #whyNot(campaign: CampaignPlan | undefined): WishRefusal | undefined {
    const { standing, plans, lease, legsFree } = this.#deps;
    if (plans.plan.emergencyStop.all) return 'emergency-stop';
    if (!campaign?.running) return 'campaign-stopped';
    if (standing.whyNot() !== undefined || !lease.isSafe) return 'not-dialing';
    return legsFree() > 0 ? undefined : 'lines';
  }

  /** Never rejects. */
  async #run(order: Order, campaign: CampaignPlan): Promise<WishAnswer> {
    const { clock, desk, metrics, log, leaseLost } = this.#deps;
    const { attemptId, agentId, claim } = order;
    const work = { attemptId, placedAt: clock.now(), campaignId: campaign.id, contactId: claim.contactId };
    if (!desk.dial(agentId, { ...work, wrapUpMs: campaign.wrapUpMs })) return refused('agent-state');
    this.#onTheWay.add(attemptId);
    let answer: WishAnswer;
    try {
      const placed = await this.#place(order, campaign);
      if (placed.kind === 'gate') metrics.refused(placed.code);
      answer = answerTo(placed, attemptId);
    } catch (error) {
      log.warn({ attemptId, error: String(error) }, 'a one-to-one call could not be placed');
      // Whether the commit went through is not known: the sweep closes what was committed and not sent.
      answer = refused('not-dialing');
      if (error instanceof LeaseLost) leaseLost();
    }
    this.#onTheWay.delete(attemptId);
    this.#givenUp.delete(attemptId);
    if (answer.kind !== 'done' && desk.isDialing(agentId, attemptId)) desk.freed(agentId, attemptId, false);
    return answer;
  }

  async #place(order: Order, campaign: CampaignPlan): Promise<PlacedOne> {
    const { clock, plans, lease, placer, nodeCallsPerSecond } = this.#deps;
    const until = clock.now() + TOKEN_WAIT_MS;
    for (;;) {
      const { attemptId, mode, claim, agentId: ownerId, override } = order;
      const one = { attemptId, mode, claim, ownerId, override };
      const placed = await placer.placeOne(plans.plan, lease.lease, campaign, one, nodeCallsPerSecond);
      const waits = placed.kind === 'short' && placed.why === 'calls-per-second' && clock.now() < until;
      if (!waits || this.lost(attemptId, ownerId) !== undefined) return placed;
      await pause(clock, TOKEN_AGAIN_MS);
    }
  }
}

function answerTo(placed: PlacedOne, attemptId: string): WishAnswer {
  if (placed.kind === 'placed') return { kind: 'done', attemptId };
  if (placed.kind === 'gate') return placed;
  return refused(placed.why);
}

/** By hand an agent may dial while idle, not ready or on a break; a wrap-up is ended first. */
function whyNotDial(agent: Agent | undefined): WishRefusal | undefined {
  if (agent?.state !== 'idle' && agent?.state !== 'paused') return 'agent-state';
  if (agent.owes.length > 0) return 'result-missing';
  return agent.leg === 'up' ? undefined : 'agent-phone';
}
