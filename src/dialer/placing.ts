import { trunkTrouble } from '../domain/caller-number.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Bindings } from './bindings.ts';
import type { CallBook } from './book.ts';
import { asDialed } from './dialed-number.ts';
import type { TrunkGuard } from './lines.ts';
import type { LiveCall } from './live-call.ts';
import type {
  AttemptStore,
  BindingHook,
  CallTokens,
  CampaignPlan,
  Claim,
  EngineMetrics,
  GateFacts,
  GateVerdict,
  GroupPlan,
  IntentDraft,
  IntentResult,
  Lease,
  Log,
  PlaceOutcome,
  ReadyQueue,
  Telephony,
  TrunkPlan,
} from './ports.ts';
import { LeaseLost } from './ports.ts';

/** DESIGN.md promise 3: a committed intent may be sent for so long. */
export const PLACE_BY_MS = 2_000;
/** Caller numbers that rest are looked at again after this at the latest: their settings may have changed, ms. */
const REST_LOOK_MS = 5_000;

/**
 * What a trunk and a node get at once of their calls per second, s: what falls due between two turns of pacing. With more,
 * the same burst comes back each second (RULES.md "Lines": no second with more than the rate), all of it answers at once,
 * and the last of them waits for his agent until the node is through with the others.
 */
const BURST_S = 0.1;
/** For a call that a person asked for: it is one, and has no next turn. */
const ONE_BURST_S = 0.25;

type Committed = Extract<IntentResult, { kind: 'committed' }>;

/** Which contacts a gate looks at: src/compliance/gate.ts. */
export type Judge = (facts: GateFacts, campaign: CampaignPlan, stage: 'queue' | 'intent' | 'manual') => GateVerdict;

export interface PlacerDeps {
  clock: Clock;
  ids: IdSource;
  telephony: Telephony;
  attempts: AttemptStore;
  queue: ReadyQueue;
  tokens: CallTokens;
  trunks: TrunkGuard;
  book: CallBook;
  bindings: Bindings;
  metrics: EngineMetrics;
  log: Log;
  judge: Judge;
  /** Whether a call of this campaign on this trunk may leave right now (paused, stopped, link down …): undefined = yes. */
  stopped(campaignId: string, trunkId: string): string | undefined;
  /** Why the committed call of one agent must not be sent (he is gone, or has hung up): undefined = it may. */
  lostOwner(attemptId: string, ownerId: string): string | undefined;
  /** A call is about to be sent: the pacer is told. */
  placed(live: LiveCall): void;
}

/** A single call for one agent. */
export interface OneOrder {
  attemptId: string;
  mode: 'manual' | 'preview';
  claim: Claim;
  ownerId: string;
  override?: boolean | undefined;
}

export type PlacedOne =
  | { kind: 'placed' }
  | { kind: 'gate'; code: string; facts: Readonly<Record<string, string | number>> }
  /** Nothing was committed. */
  | { kind: 'short'; why: 'lines' | 'calls-per-second' };

/** How a batch went: why fewer were placed than were asked for, in one word. */
export interface Placed {
  placed: number;
  shortOf: 'queue-empty' | 'calls-per-second' | 'lines' | 'gate' | 'rebuild' | undefined;
}

/** Turns "n calls for this campaign" into legs: caps → claim → committed intent → originate, in that order and never another. */
export class Placer {
  readonly #deps: PlacerDeps;
  /** Campaign and trunk → until when all its caller numbers rest there. */
  readonly #restUntil = new Map<string, number>();

  constructor(deps: PlacerDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves once each intent is committed and on its way (its POST may still be out).
   * @throws LeaseLost, and whatever the stores throw when they are away; claims are then given back.
   */
  async place(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    count: number,
    nodeCallsPerSecond: number,
  ): Promise<Placed> {
    const { trunks } = this.#deps;
    const shares = this.#ready(plan, campaign, count);
    let left = count;
    let placed = 0;
    let shortOf: Placed['shortOf'] = shares.reduce((sum, share) => sum + share.count, 0) < count ? 'lines' : undefined;
    let over = 0;
    for (const { trunk, count: share } of shares) {
      // What a trunk before this one had no tokens for.
      const room = Math.min(share + over, trunks.room(trunk), left);
      over = Math.max(0, share + over - room);
      if (room <= 0) continue;
      trunks.hold(trunk.id, room);
      try {
        const batch = await this.#placeOn(plan, lease, campaign, shares, trunk, room, nodeCallsPerSecond);
        placed += batch.placed;
        left -= batch.placed;
        if (batch.shortOf === 'rebuild') return { placed, shortOf: 'rebuild' };
        if (batch.shortOf === 'calls-per-second') over += batch.ungranted;
        shortOf = batch.shortOf ?? shortOf;
        if (batch.shortOf === 'queue-empty') break;
      } finally {
        trunks.unhold(trunk.id, room);
      }
    }
    return { placed, shortOf: placed === count ? undefined : shortOf };
  }

  /** `room` calls on this trunk, under its calls per second and the node's. */
  async #placeOn(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    shares: readonly { trunk: TrunkPlan }[],
    trunk: TrunkPlan,
    room: number,
    nodeCallsPerSecond: number,
  ): Promise<Placed & { ungranted: number }> {
    const { clock, tokens, queue, trunks } = this.#deps;
    const caps = capsOf(trunk, trunks.callsPerSecond(trunk), plan.node, nodeCallsPerSecond);
    const granted = await tokens.take(caps, room, clock.now());
    const ungranted = room - granted;
    if (granted === 0) return { placed: 0, shortOf: 'calls-per-second', ungranted };
    const answer = await queue.claim(campaign.id, granted, clock.now());
    if (answer.kind === 'rebuild-needed') return { placed: 0, shortOf: 'rebuild', ungranted };
    const { claims } = answer;
    const others = shares.map((share) => share.trunk.id);
    const failed = claims.filter(({ contactId }) => trunks.failover.avoids(contactId, trunk.id, others, clock.now()));
    const own = failed.length === 0 ? claims : claims.filter((claim) => !failed.includes(claim));
    const sent = own.length === 0 ? 0 : await this.#commitAndSend(plan, lease, campaign, trunk, own);
    const elsewhere = await this.#sendElsewhere(plan, lease, campaign, shares, failed, nodeCallsPerSecond);
    const placed = sent + elsewhere;
    if (claims.length < granted) return { placed, shortOf: 'queue-empty', ungranted };
    if (ungranted > 0) return { placed, shortOf: 'calls-per-second', ungranted };
    return { placed, shortOf: placed < claims.length ? 'gate' : undefined, ungranted };
  }

  /** Contacts that the trunk at hand failed before go over another; where none has room now, they wait in the queue. */
  async #sendElsewhere(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    shares: readonly { trunk: TrunkPlan }[],
    claims: readonly Claim[],
    nodeCallsPerSecond: number,
  ): Promise<number> {
    const { clock, tokens, queue, trunks } = this.#deps;
    const others = shares.map((share) => share.trunk.id);
    let waiting = claims;
    let placed = 0;
    for (const { trunk } of shares) {
      const fit = waiting.filter(({ contactId }) => !trunks.failover.avoids(contactId, trunk.id, others, clock.now()));
      const room = Math.min(fit.length, trunks.room(trunk));
      if (room === 0) continue;
      trunks.hold(trunk.id, room);
      try {
        const caps = capsOf(trunk, trunks.callsPerSecond(trunk), plan.node, nodeCallsPerSecond);
        const taken = fit.slice(0, await tokens.take(caps, room, clock.now()));
        waiting = waiting.filter((claim) => !taken.includes(claim));
        if (taken.length > 0) placed += await this.#commitAndSend(plan, lease, campaign, trunk, taken);
      } finally {
        trunks.unhold(trunk.id, room);
      }
    }
    if (waiting.length > 0) await queue.putBack(waiting, clock.now());
    return placed;
  }

  /**
   * One call for one agent, under the same caps and the same gate. Resolves once it is committed and on its way, or not.
   * @throws as `place` does.
   */
  async placeOne(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    order: OneOrder,
    nodeCallsPerSecond: number,
  ): Promise<PlacedOne> {
    const { clock, tokens, trunks } = this.#deps;
    let why: 'lines' | 'calls-per-second' = 'lines';
    const shares = this.#ready(plan, campaign, 1).sort((a, b) => b.count - a.count);
    const others = shares.map((share) => share.trunk.id);
    const failed = ({ trunk }: { trunk: TrunkPlan }): number =>
      Number(trunks.failover.avoids(order.claim.contactId, trunk.id, others, clock.now()));
    for (const { trunk } of shares.sort((a, b) => failed(a) - failed(b))) {
      if (trunks.room(trunk) < 1) continue;
      trunks.hold(trunk.id, 1);
      try {
        if (
          (await tokens.take(
            capsOf(trunk, trunks.callsPerSecond(trunk), plan.node, nodeCallsPerSecond, ONE_BURST_S),
            1,
            clock.now(),
          )) === 0
        ) {
          why = 'calls-per-second';
          continue;
        }
        return await this.#commitOne(plan, lease, campaign, trunk, order);
      } finally {
        trunks.unhold(trunk.id, 1);
      }
    }
    return { kind: 'short', why };
  }

  async #commitOne(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    trunk: TrunkPlan,
    order: OneOrder,
  ): Promise<PlacedOne> {
    const { clock, attempts, judge } = this.#deps;
    const stage = order.mode === 'manual' ? 'manual' : 'intent';
    const draft = { ...order, ...this.#on(trunk, campaign) };
    const times = { now: clock.now(), placeByMs: PLACE_BY_MS };
    const [result] = await attempts.commitIntents(
      lease,
      plan.node,
      [draft],
      (facts) => judge(facts, campaign, stage),
      times,
    );
    if (result?.kind !== 'committed')
      return { kind: 'gate', code: result?.code ?? 'contact-state', facts: result?.facts ?? {} };
    this.#send(result, campaign, trunk);
    return { kind: 'placed' };
  }

  /**
   * The shares of the trunks on which the campaign may show a number now. One whose numbers all rest is passed over
   * until the first of them is free: else its contacts would go from the queue to the gate and back at each tick.
   */
  #ready(plan: GroupPlan, campaign: CampaignPlan, count: number): { trunk: TrunkPlan; count: number }[] {
    const { trunks, clock } = this.#deps;
    const now = clock.now();
    const bare = plan.trunks.filter((trunk) => {
      const fits = campaign.callerIds.some((caller) => trunkTrouble(caller, trunk) === undefined);
      const resting = this.#restUntil.get(`${campaign.id} ${trunk.id}`) ?? 0;
      return campaign.wantsCaller && (!fits || resting > now);
    });
    const open = bare.length === 0 ? plan : { ...plan, trunks: plan.trunks.filter((trunk) => !bare.includes(trunk)) };
    return trunks.split(open, campaign, count);
  }

  /** All numbers of the campaign rest on this trunk: looked at again when the first is free, soon in any case. */
  #noteRest(
    campaign: CampaignPlan,
    trunk: TrunkPlan,
    result: { code: string; facts: Readonly<Record<string, string | number>> },
  ): void {
    const { why, freeAt = 0 } = result.facts;
    if (result.code !== 'caller-ids' || why !== 'rests') return;
    const now = this.#deps.clock.now();
    this.#restUntil.set(`${campaign.id} ${trunk.id}`, Math.min(Number(freeAt), now + REST_LOOK_MS));
  }

  #on(trunk: TrunkPlan, campaign: CampaignPlan) {
    const { callerRotation: rotation, wantsCaller } = campaign;
    const numbers = campaign.callerIds.filter((caller) => trunkTrouble(caller, trunk) === undefined);
    const callers = wantsCaller ? { numbers, rotation } : undefined;
    return { trunkId: trunk.id, trunkKey: trunk.key, callerIdId: undefined, callers };
  }

  async #commitAndSend(
    plan: GroupPlan,
    lease: Lease,
    campaign: CampaignPlan,
    trunk: TrunkPlan,
    claims: readonly Claim[],
  ): Promise<number> {
    const { clock, ids, attempts, queue, metrics, judge } = this.#deps;
    const drafts = claims.map(
      (claim): IntentDraft => ({
        attemptId: ids.next(),
        claim,
        ...this.#on(trunk, campaign),
        mode: plan.mode,
      }),
    );
    let results: Awaited<ReturnType<AttemptStore['commitIntents']>>;
    try {
      results = await attempts.commitIntents(lease, plan.node, drafts, (facts) => judge(facts, campaign, 'intent'), {
        now: clock.now(),
        placeByMs: PLACE_BY_MS,
      });
    } catch (error) {
      // Nobody knows whether the commit went through: the contacts stay in Postgres as they are, and the sweep of open
      // attempts closes what was committed and not sent. Giving the claims back is safe: the commit checks the state.
      if (!(error instanceof LeaseLost)) await queue.putBack(claims, clock.now()).catch(() => undefined);
      throw error;
    }
    const freed: string[] = [];
    let sent = 0;
    for (const result of results) {
      if (result.kind === 'refused') {
        metrics.refused(result.code);
        this.#noteRest(campaign, trunk, result);
        freed.push(result.claim.blindIndex);
        continue;
      }
      this.#send(result, campaign, trunk);
      sent += 1;
    }
    if (freed.length > 0) await queue.release(freed).catch(() => undefined);
    return sent;
  }

  #send(committed: Committed, campaign: CampaignPlan, trunk: TrunkPlan): void {
    const { intent, number, region } = committed;
    const live = this.#deps.book.open(intent, campaign);
    this.#deps.placed(live);
    if (!this.#maySend(live, trunk)) return;
    if (trunk.binding !== undefined) return void this.#bindAndSend(committed, live, trunk, trunk.binding);
    this.#originate(live, trunk, { number: asDialed(number, trunk, region), callerId: intent.callerId });
  }

  /** Asks the trunk's hook for the number to dial and to show; without its word the call is not placed. Never rejects. */
  async #bindAndSend(
    { intent, number }: Committed,
    live: LiveCall,
    trunk: TrunkPlan,
    hook: BindingHook,
  ): Promise<void> {
    const { clock, book, bindings, trunks } = this.#deps;
    const { attemptId, campaignId, callerId: caller } = intent;
    const answer = await bindings.bind(hook, { attemptId, campaignId, number, caller }, live.campaign);
    const refuse = (why: string) => book.step(attemptId, { type: 'refused', why, maybeLive: false, at: clock.now() });
    // Taken back meanwhile: nothing has left this machine.
    if (live.call.state !== 'sending') return refuse('taken back');
    if (answer.kind === 'failed') {
      trunks.failed(trunk.id, clock.now(), 'binding');
      return refuse(`binding: ${answer.why}`);
    }
    if (!this.#maySend(live, trunk)) return;
    const { dial, show } = answer;
    const dialed = dial.startsWith('+') ? asDialed(dial, trunk) : trunk.dialPrefix + dial;
    this.#originate(live, trunk, { number: dialed, callerId: show });
  }

  /** Whether the committed call may leave now; else it has ended. */
  #maySend({ intent }: LiveCall, trunk: TrunkPlan): boolean {
    const { clock, book } = this.#deps;
    const { attemptId } = intent;
    const now = clock.now();
    const lost = intent.ownerId === undefined ? undefined : this.#deps.lostOwner(attemptId, intent.ownerId);
    const why = now > intent.placeBy ? 'place-by passed' : (lost ?? this.#deps.stopped(intent.campaignId, trunk.id));
    if (why !== undefined) book.step(attemptId, { type: 'not-sent', why, at: now });
    return why === undefined;
  }

  #originate(live: LiveCall, trunk: TrunkPlan, { number, callerId }: { number: string; callerId: string }): void {
    const { clock, book, telephony, log } = this.#deps;
    const { intent, campaign } = live;
    const { attemptId } = intent;
    telephony
      .place({
        channelId: live.channelId,
        attemptId,
        trunkKey: trunk.key,
        number,
        callerId,
        ringTimeoutMs: campaign.setupTimeoutMs + campaign.ringTimeoutMs + 5_000,
        guardSeconds: Math.ceil(campaign.patienceMs / 1_000) + 2,
        maxSeconds: campaign.maxTalkSeconds,
        message: campaign.message,
      })
      .then(
        (outcome) => this.#told(live, outcome),
        (error: unknown) => {
          log.error({ attemptId, error: String(error) }, 'placing threw');
          book.step(attemptId, { type: 'unknown', why: 'placing failed', at: clock.now() });
        },
      );
  }

  #told(live: LiveCall, outcome: PlaceOutcome): void {
    const { clock, book, trunks } = this.#deps;
    const { attemptId, trunkId } = live.intent;
    const at = clock.now();
    switch (outcome.kind) {
      case 'sent':
        trunks.worked(trunkId);
        return book.step(attemptId, { type: 'sent', at });
      case 'refused':
        // A 409 says that the leg is there, not that the line is bad.
        if (outcome.status !== 409) trunks.failed(trunkId, at);
        return book.step(attemptId, { type: 'refused', why: outcome.why, maybeLive: outcome.status === 409, at });
      case 'unknown':
        return book.step(attemptId, { type: 'unknown', why: outcome.why, at });
      default: {
        const never: never = outcome;
        return never;
      }
    }
  }
}

/** `burst`: how much of a second may be sent at once, s. */
function capsOf(
  trunk: TrunkPlan,
  trunkCallsPerSecond: number,
  node: string,
  nodeCallsPerSecond: number,
  burst = BURST_S,
) {
  const cap = (key: string, perSecond: number) => ({
    key,
    perSecond,
    burst: Math.max(1, Math.ceil(perSecond * burst)),
  });
  return [cap(`trunk:${trunk.key}`, trunkCallsPerSecond), cap(`node:${node}`, nodeCallsPerSecond)];
}
