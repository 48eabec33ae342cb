import type { Agent } from '../domain/agent.ts';
import { AGENT_HUNG_UP, type Call } from '../domain/call.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { Bindings } from './bindings.ts';
import { CallBook } from './book.ts';
import { Closer, type RetryRules } from './closing.ts';
import { AgentDesk } from './desk.ts';
import { countAgents, countCalls, type GroupFigures } from './figures.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { TrunkGuard } from './lines.ts';
import { LinkKeeper } from './link-keeper.ts';
import { bucketOf, type LiveCall } from './live-call.ts';
import { Modes } from './modes.ts';
import { PacingFeed } from './pacing-feed.ts';
import { PacingLoop } from './pacing-loop.ts';
import { type Judge, Placer } from './placing.ts';
import { PlanKeeper } from './plan-keeper.ts';
import { PlanWatch } from './plan-watch.ts';
import type {
  AgentStore,
  AttemptStore,
  CallRecord,
  CallRecords,
  CallTokens,
  EngineEvent,
  EngineMetrics,
  Feeder,
  GroupPlan,
  Lease,
  LeaseStore,
  Log,
  NumberBinder,
  PlanStore,
  PreviewStore,
  ReadyQueue,
  Telephony,
} from './ports.ts';
import { Progress } from './progress.ts';
import { QueueKeeper } from './queue-keeper.ts';
import { Reconciler } from './reconcile.ts';
import { isNews } from './seated.ts';
import { Standing } from './standing.ts';
import { WishTray } from './wish-tray.ts';

const RENEW_MS = 1_000;
const TICK_MS = 250;
const FEED_MS = 2_000;
const SWEEP_MS = 5_000;
const LEARNED_MS = 30_000;
const PREVIEW_MS = 500;
const DRAIN_MS = 30_000;

export type { GroupFigures } from './figures.ts';

export interface RunnerDeps {
  clock: Clock;
  ids: IdSource;
  log: Log;
  metrics: EngineMetrics;
  telephony: Telephony;
  attempts: AttemptStore;
  leases: LeaseStore;
  plans: PlanStore;
  agents: AgentStore;
  records: CallRecords;
  queue: ReadyQueue;
  previewStore: PreviewStore;
  feeder: Feeder;
  tokens: CallTokens;
  trunks: TrunkGuard;
  judge: Judge;
  binder: NumberBinder;
  retries: RetryRules;
  queueTarget(agents: number, linesPerAgent: number, ringTimeoutMs: number): number;
  /** Why this process may place nothing now, e.g. its records can be kept nowhere (FAULTS 45); undefined = it may. */
  held(): string | undefined;
  nodeCallsPerSecond: number;
  nodeLegs: number;
  /** Legs of this process's other groups on the same node. */
  legsElsewhere(): number;
  /** Whether the node keeps its commands waiting: then it is given no new calls. */
  nodeSlow(): boolean;
  emit(event: EngineEvent): void;
  /** The lease is lost or the application was taken: the engine forgets this runner. */
  stopped(why: string): void;
}

/** One agent group at work: owns its lease, its agents, its calls and its pacing. Everything on one thread, event by event. */
export class GroupRunner {
  readonly #deps: RunnerDeps;
  readonly #groupId: string;
  readonly #groupKey: string;
  readonly #timers: Timer[] = [];
  readonly #standing: Standing;
  readonly #lease: LeaseKeeper;
  readonly #book: CallBook;
  readonly #desk: AgentDesk;
  readonly #closer: Closer;
  readonly #progress: Progress;
  readonly #feed: PacingFeed;
  readonly #wishes: WishTray;
  readonly #plans: PlanKeeper;
  readonly #queues: QueueKeeper;
  readonly #link: LinkKeeper;
  readonly #pacing: PacingLoop;
  readonly #modes: Modes;
  readonly #watch: PlanWatch;

  /** @param learned what pacing had learned under the group's last owner, if anything */
  constructor(deps: RunnerDeps, lease: Lease, plan: GroupPlan, learned: unknown) {
    this.#deps = deps;
    this.#groupId = plan.id;
    this.#groupKey = plan.key;
    const { clock, log, trunks } = deps;
    const standing = new Standing(clock, deps.held);
    this.#standing = standing;
    const common = { ...deps, groupId: plan.id, groupKey: plan.key, standing };
    const leave = (why: string) => void this.stop(why);
    this.#lease = new LeaseKeeper({ ...deps, lost: () => leave('lease-lost') }, lease);
    this.#feed = new PacingFeed(clock, log, plan, learned);
    this.#progress = new Progress(deps.attempts, clock, log);
    this.#desk = new AgentDesk(common, {
      changed: (agent, before) => this.#agentChanged(agent, before),
      holdCustomer: (attemptId, agentId) => this.#legLost(attemptId, agentId),
      legBack: (attemptId, agentId) => {
        this.#book.ownerBack(attemptId);
        const call = this.#book.get(attemptId)?.call;
        if (call?.state === 'held' && call.agentId === agentId)
          this.#book.step(attemptId, { type: 'agent-back', at: clock.now() });
      },
      forsake: (attemptId, agentId) => {
        if (this.#legLost(attemptId, agentId)) return;
        if (this.#book.get(attemptId)?.call.state === 'held')
          this.#book.step(attemptId, { type: 'hold-expired', at: clock.now() });
      },
      hangUp: (attemptId) => this.#hangUp(attemptId),
      releasePreview: (previewId) => this.#modes.previews.release(previewId),
    });
    this.#closer = new Closer({ ...deps, closed: (record) => this.#closed(record) });
    const bindings = new Bindings(deps);
    this.#book = new CallBook(
      { ...common, desk: this.#desk },
      {
        opened: ({ intent }) => trunks.taken(intent.trunkId),
        changed: (live, before) => this.#callChanged(live, before),
        ended: (live, outcome) => {
          trunks.freed(live.intent.trunkId);
          trunks.ended(live.intent.trunkId, live.call, outcome, clock.now());
          bindings.ended(live.intent.attemptId, this.#plans.bindingOf(live.intent.trunkId));
          this.#closer.close(live, outcome);
        },
      },
    );
    const parts = { ...common, bindings, book: this.#book, desk: this.#desk, closer: this.#closer, feed: this.#feed };
    this.#wishes = new WishTray({ ...parts, lease: this.#lease, carryOut: (wish) => this.#modes.wish(wish) });
    this.#plans = new PlanKeeper({ ...parts, wishes: this.#wishes, started: () => this.#started() }, plan);
    this.#watch = new PlanWatch({
      ...{ clock, standing, store: deps.plans, keeper: this.#plans, groupId: plan.id },
      looked: () => this.#leaveIfMoved(),
    });
    this.#queues = new QueueKeeper({ ...parts, plan: () => this.#plans.plan });
    const placer = new Placer({
      ...parts,
      stopped: (campaignId, trunkId) => this.#plans.stopped(campaignId, trunkId) ?? standing.whyNot(),
      lostOwner: (attemptId, ownerId) => this.#modes.oneToOne.lost(attemptId, ownerId),
      placed: (live) => {
        this.#feed.placed(live);
        this.#desk.placed(live.intent);
      },
    });
    const reconciler = new Reconciler({
      ...parts,
      node: plan.node,
      campaignOf: (id) => this.#plans.campaignOf(id),
      epoch: () => this.#lease.lease.epoch,
      adopted: (attemptId) => {
        const live = this.#book.get(attemptId);
        if (!live) return;
        this.#feed.adopted(live);
        // Its former life may have died before the note was written; the next one reads it again.
        if (live.call.answeredAt !== undefined) this.#progress.note(live);
      },
    });
    this.#link = new LinkKeeper({
      ...parts,
      reconciler,
      plan: () => this.#plans.plan,
      ready: () => this.#pacing.soon(),
      replaced: () => leave('replaced'),
    });
    this.#pacing = new PacingLoop({
      ...parts,
      placer,
      lease: this.#lease,
      plans: this.#plans,
      queues: this.#queues,
      limited: (limitedBy, explain) => this.#limited(limitedBy, explain),
      leaseLost: () => leave('lease-lost'),
    });
    this.#modes = new Modes({
      ...parts,
      placer,
      lease: this.#lease,
      plans: this.#plans,
      legsFree: () => deps.nodeLegs - this.legs - deps.legsElsewhere() - this.#plans.plan.legsElsewhere,
      emit: (event) => this.#emit(event),
      leaseLost: () => leave('lease-lost'),
    });
  }

  get groupId(): string {
    return this.#groupId;
  }

  /** Why the group's node cannot be dialed through; undefined = the link is up and the books agree with the node. */
  get linkProblem(): string | undefined {
    return this.#standing.link;
  }

  /** Legs that this group holds on its node. */
  get legs(): number {
    return this.#book.size + this.#desk.size;
  }

  /** Seats the people a former life left, remembers the abandon window, then connects. */
  async start(): Promise<void> {
    const { records, agents } = this.#deps;
    this.#every(RENEW_MS, () => void this.#lease.renew());
    await records.flush(10_000).catch(() => undefined);
    for (const seat of await agents.signedIn(this.groupId)) {
      const wrapUpMs = seat.work ? this.#plans.campaignOf(seat.work.campaignId).wrapUpMs : 0;
      this.#desk.restore(seat, seat.work ? { ...seat.work, wrapUpMs } : undefined);
    }
    await this.#modes.previews.start();
    await this.#plans.tellHistory();
    if (this.#standing.left !== undefined) return;
    this.#watch.start();
    this.#link.start();
    this.#every(TICK_MS, () => void this.#pacing.tick());
    this.#every(PREVIEW_MS, () => void this.#modes.previews.tick());
    this.#every(FEED_MS, () => void this.#queues.feed());
    this.#every(SWEEP_MS, () => void this.#sweep());
    this.#every(LEARNED_MS, () => void this.#lease.keep(this.#feed.learned()));
  }

  figures(): GroupFigures {
    const { campaigns } = this.#plans.plan;
    const queues = new Map(
      campaigns.map((c) => [c.id, { queue: this.#queues.size(c.id), limitedBy: this.#pacing.limitedFor(c) }]),
    );
    return {
      groupId: this.groupId,
      groupKey: this.#groupKey,
      running: campaigns.filter((c) => c.running).map((c) => c.id),
      agents: countAgents(this.#desk.agents()),
      ...countCalls(this.#book.all(), queues),
      limitedBy: this.#pacing.limitedBy,
      explain: this.#pacing.explain,
      at: this.#deps.clock.now(),
    };
  }

  /** No new calls; resolves when nothing rings or waits, at the latest after 30 s. Talks go on without the engine. */
  async drain(): Promise<void> {
    this.#standing.draining = true;
    const { clock } = this.#deps;
    const until = clock.now() + DRAIN_MS;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const busy = this.#book.all().some((live) => bucketOf(live.call) !== 'talking') || this.#closer.waiting > 0;
        if (!busy || clock.now() >= until || this.#standing.left !== undefined) resolve();
        else clock.after(100, look);
      };
      look();
    });
    if (this.#standing.left === undefined) await this.#closer.finish();
    await this.#progress.flush();
    await this.#lease.keep(this.#feed.learned());
    await this.giveBack('drained');
  }

  /** Lets go of everything at once; calls and legs stay up on the node for the next owner. Never rejects. */
  async stop(why: string): Promise<void> {
    if (this.#standing.left !== undefined) return;
    this.#standing.left = why;
    const { telephony, trunks, log, stopped } = this.#deps;
    log.info({ groupId: this.groupId, why }, 'leaving the group');
    for (const timer of this.#timers) timer.cancel();
    this.#watch.stop();
    this.#link.stop();
    this.#book.close();
    this.#desk.close();
    this.#modes.previews.stop();
    this.#closer.stop();
    void this.#progress.flush();
    void this.#wishes.handBack();
    // Whoever adopts them counts them again, perhaps in this very process.
    for (const { intent } of this.#book.all()) trunks.freed(intent.trunkId);
    try {
      await telephony.stop();
    } catch (error) {
      log.warn({ error: String(error) }, 'telephony did not stop cleanly');
    }
    stopped(why);
  }

  /** The group is free for others at once. */
  async giveBack(why: string): Promise<void> {
    await this.stop(why);
    await this.#wishes.handOver();
    await this.#lease.release();
  }

  #every(ms: number, fn: () => void): void {
    this.#timers.push(this.#deps.clock.every(ms, fn));
  }

  /** Moved to another node: left as soon as nothing is on the old one, at once when that is out of reach. */
  async #leaveIfMoved(): Promise<void> {
    const { moved, link } = this.#standing;
    if (moved && (this.#book.size === 0 || link === 'node-down')) await this.giveBack('moved');
  }

  async #sweep(): Promise<void> {
    await this.#link.sweep();
    if (this.#standing.left !== undefined || this.#standing.link !== undefined) return;
    const { previews, oneToOne } = this.#modes;
    this.#desk.unstick(
      (attemptId, agentId) => {
        const live = this.#book.get(attemptId);
        if (live?.call.colleague?.agentId === agentId || this.#book.isLeaving(agentId)) return true;
        return live?.call.agentId === agentId || live?.intent.ownerId === agentId || oneToOne.isOnTheWay(attemptId);
      },
      (previewId) => previews.isShown(previewId),
    );
    this.#modes.transfers.sweep();
    for (const { call, intent } of this.#book.all()) {
      const { ownerId, attemptId } = intent;
      if (ownerId !== undefined && call.connectedAt === undefined && !this.#desk.isDialing(ownerId, attemptId))
        this.#book.step(attemptId, { type: 'owner-gone', at: this.#deps.clock.now() });
      const talks = call.state === 'talking' || call.state === 'offering';
      if (talks && call.agentId && this.#desk.get(call.agentId)?.attemptId !== intent.attemptId)
        this.#book.step(intent.attemptId, { type: 'agent-lost', at: this.#deps.clock.now() });
    }
  }

  #agentChanged(agent: Agent, before: Agent): void {
    this.#feed.agent(agent);
    const isNew = agent.state !== before.state;
    if (isNews(agent, before)) this.#tellAgent(agent);
    if (agent.state === 'idle' && isNew && !this.#book.serveOldest()) void this.#modes.previews.tick();
    if (isNew) this.#pacing.soon();
  }

  #tellAgent(agent: Agent): void {
    const { id: agentId, state, reason, attemptId, since } = agent;
    const deadline = this.#desk.deadlineOf(agentId);
    this.#emit({
      ...{ type: 'agent', groupId: this.groupId, agentId, state, reason, since, at: this.#deps.clock.now() },
      ...(attemptId === undefined ? {} : { attemptId }),
      ...(agent.guest ? { guest: true } : {}),
      ...(agent.after.type === 'idle' ? {} : { leaving: true }),
      ...(deadline !== undefined && state === 'wrapup' ? { wrapUpEndsAt: deadline } : {}),
      ...(deadline !== undefined && state === 'preview' ? { previewEndsAt: deadline } : {}),
    });
  }

  #started(): void {
    void this.#queues.feed();
    void this.#modes.previews.tick();
  }

  /** A call for him alone that has not reached him stops calling; one that he talks on holds the customer. */
  /** True: it was a colleague's leg, and his call goes on without him. */
  #legLost(attemptId: string, agentId: string): boolean {
    if (this.#modes.transfers.leave(agentId, attemptId)) return true;
    const live = this.#book.get(attemptId);
    const at = this.#deps.clock.now();
    const reached = live?.call.agentId !== undefined;
    this.#book.step(attemptId, {
      type: live?.intent.ownerId !== undefined && !reached ? 'owner-gone' : 'agent-lost',
      at,
    });
    return false;
  }

  /** While his own call rings, a hang-up takes it back. */
  #hangUp(attemptId: string): void {
    const at = this.#deps.clock.now();
    if (this.#book.get(attemptId)?.intent.ownerId !== undefined)
      this.#book.step(attemptId, { type: 'cancel', why: AGENT_HUNG_UP, at });
    this.#book.step(attemptId, { type: 'hang-up', by: 'agent', at });
  }

  #callChanged(live: LiveCall, before: Call): void {
    const { call, intent } = live;
    this.#feed.stepped(live, before);
    if (call.ringingAt !== before.ringingAt) this.#deps.trunks.took(intent.trunkId);
    const isShared = live.segments.length > 1;
    if (call.answeredAt !== before.answeredAt || call.connectedAt !== before.connectedAt || isShared)
      this.#progress.note(live);
    this.#modes.transfers.changed(live);
    const { colleague } = call;
    if (call.state === before.state && call.onHold === before.onHold && colleague === before.colleague) return;
    const { attemptId, campaignId, contactId } = intent;
    const about = { groupId: this.groupId, attemptId, campaignId, at: this.#deps.clock.now() };
    const who = { ...(call.agentId === undefined ? {} : { agentId: call.agentId }), ...(colleague && { colleague }) };
    this.#emit({ type: 'call', ...about, state: call.onHold ? 'held' : call.state, result: undefined, ...who });
    if (call.state === 'talking' && call.agentId && before.state === 'offering')
      this.#emit({ type: 'offer', ...about, agentId: call.agentId, contactId });
    if (colleague && !before.colleague) this.#emit({ type: 'offer', ...about, agentId: colleague.agentId, contactId });
  }

  #closed(record: CallRecord): void {
    this.#feed.closed(record);
    const { attemptId, campaignId, result, agentId } = record;
    const at = this.#deps.clock.now();
    const who = agentId === undefined ? {} : { agentId };
    this.#emit({ type: 'call', groupId: this.groupId, attemptId, campaignId, state: 'closed', result, at, ...who });
  }

  #limited(limitedBy: string, explain: Record<string, number>): void {
    this.#deps.metrics.limitedBy(this.#groupKey, limitedBy);
    this.#emit({ type: 'pacing', groupId: this.groupId, limitedBy, explain, at: this.#deps.clock.now() });
  }

  /** A watcher that throws must not break the step of a call. */
  #emit(event: EngineEvent): void {
    try {
      this.#deps.emit(event);
    } catch (error) {
      this.#deps.log.error({ error: String(error), event: event.type }, 'a watcher of the engine failed');
    }
  }
}
