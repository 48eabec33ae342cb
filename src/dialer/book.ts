import { type Call, type CallCommand, type CallEvent, type CallOutcome, newCall, stepCall } from '../domain/call.ts';
import { type CallSegment, followSegments } from '../domain/call-segments.ts';
import type { Clock } from '../shared/clock.ts';
import { CallTimers } from './call-timers.ts';
import { ColleagueMoves, isIn } from './colleague-moves.ts';
import type { AgentDesk } from './desk.ts';
import { LegSearch } from './leg-search.ts';
import type { LiveCall } from './live-call.ts';
import { callChannel } from './names.ts';
import type { CampaignPlan, EngineMetrics, Intent, Log, Telephony } from './ports.ts';
import { TelephonyRefused } from './ports.ts';
import { within } from './within.ts';

/** Commands have time-outs of their own (2 s); this one stands behind them, for an agent and a customer wait on it. */
const JOIN_MOST_MS = 4_000;

export interface BookDeps {
  clock: Clock;
  telephony: Telephony;
  desk: AgentDesk;
  metrics: EngineMetrics;
  log: Log;
  groupKey: string;
}

export interface BookWatcher {
  /** A call holds a line from here until `ended`. */
  opened(live: LiveCall): void;
  /** After each step that changed the call, before its commands are carried out. */
  changed(live: LiveCall, before: Call): void;
  /** The one exit of every call. */
  ended(live: LiveCall, outcome: CallOutcome): void;
}

/** The group's calls in flight: runs each call's machine and carries out its commands. */
export class CallBook {
  readonly #deps: BookDeps;
  readonly #watcher: BookWatcher;
  readonly #timers: CallTimers;
  readonly #search: LegSearch;
  readonly #moves: ColleagueMoves;
  readonly #calls = new Map<string, LiveCall>();
  /** Answered customers without an agent, oldest answer first. */
  readonly #line: LiveCall[] = [];
  #closed = false;

  constructor(deps: BookDeps, watcher: BookWatcher) {
    this.#deps = deps;
    this.#watcher = watcher;
    this.#timers = new CallTimers(deps.clock, (live, event) => this.step(live.intent.attemptId, event));
    this.#search = new LegSearch({
      ...deps,
      timers: this.#timers,
      isOpen: (live) => this.#calls.get(live.intent.attemptId) === live,
      step: (live, event) => this.#searched(live, event),
    });
    this.#moves = new ColleagueMoves({
      ...deps,
      step: (live, event) => this.step(live.intent.attemptId, event),
      isClosed: () => this.#closed,
    });
  }

  get(attemptId: string): LiveCall | undefined {
    return this.#calls.get(attemptId);
  }

  all(): LiveCall[] {
    return [...this.#calls.values()];
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Enters a call into the book before anything is sent; `segments`: of an adopted one, as they were noted. */
  open(intent: Intent, campaign: CampaignPlan, call = newCall(), segments: readonly CallSegment[] = []): LiveCall {
    const live: LiveCall = {
      intent,
      channelId: callChannel(this.#deps.groupKey, intent.attemptId),
      campaign,
      call,
      segments: followSegments(segments, call, this.#deps.clock.now()),
      heardEnteredAt: undefined,
      joining: undefined,
      moving: undefined,
      suspectAgent: undefined,
      timers: new Map(),
    };
    if (this.#closed) return live;
    this.#calls.set(intent.attemptId, live);
    this.#watcher.opened(live);
    return live;
  }

  /** Carries out what an adopted call needs in the state in which it was found. */
  resume(live: LiveCall): void {
    const { state } = live.call;
    const { ownerId, attemptId } = live.intent;
    if (ownerId !== undefined && connectedNever(live.call) && !this.#deps.desk.isDialing(ownerId, attemptId))
      return this.step(attemptId, { type: 'owner-gone', at: this.#deps.clock.now() });
    if (state === 'placed') this.#timers.start(live, 'setup');
    if (state === 'ringing') this.#timers.start(live, 'ring');
    if (state === 'talking' || state === 'held') this.#timers.start(live, 'life');
    if (state === 'held') this.#timers.start(live, 'hold');
    if (state !== 'waiting') return;
    this.#timers.start(live, 'patience');
    this.#route(live);
  }

  step(attemptId: string, event: CallEvent): void {
    const live = this.#calls.get(attemptId);
    if (!live || this.#closed) return;
    if (event.type === 'entered') live.heardEnteredAt = this.#deps.clock.now();
    const before = live.call;
    const [after, commands] = stepCall(before, event);
    live.call = after;
    live.segments = followSegments(live.segments, after, event.at);
    if (after.state !== 'waiting') this.#leaveLine(live);
    if (after.state === 'ending' && before.state !== 'ending') this.#search.watchEnding(live);
    if (after !== before) this.#watcher.changed(live, before);
    for (const command of commands) this.#do(live, command);
    if (after.state === 'announcing' || after.state === 'ended') this.#freeOwner(live);
  }

  /** A colleague of a call is on his way out of it. */
  isLeaving(agentId: string): boolean {
    return this.#moves.isLeaving(agentId);
  }

  /** The phone of the agent for whom this call was placed is back. */
  ownerBack(attemptId: string): void {
    const live = this.#calls.get(attemptId);
    if (live?.call.state === 'waiting' && !this.#closed) this.#route(live);
  }

  /** Gives the longest-waiting customer to an agent who has become free; says whether there was one. */
  serveOldest(): boolean {
    const live = this.#line[0];
    if (!live || this.#closed) return false;
    this.#route(live);
    return this.#line[0] !== live;
  }

  /**
   * For a group that is left: no timer of ours may touch a call any more, for it belongs to the next owner.
   * What still comes (answers to requests, events) is ignored.
   */
  close(): void {
    this.#closed = true;
    for (const live of this.#calls.values()) this.#timers.stopAll(live);
    this.#line.length = 0;
  }

  #do(live: LiveCall, command: CallCommand): void {
    const { telephony, desk, metrics } = this.#deps;
    const { attemptId } = live.intent;
    switch (command.type) {
      case 'start-timer':
        return this.#timers.start(live, command.timer);
      case 'stop-timer':
        return this.#timers.stop(live, command.timer);
      case 'look-up':
        return this.#search.start(live);
      case 'route':
        return this.#route(live);
      case 'join':
        return this.#join(live, command.agentId);
      case 'mark-routed':
        return this.#quietly(
          telephony.markRouted(live.channelId, live.campaign.maxTalkSeconds),
          'leg not marked as routed',
        );
      case 'hold':
        return this.#hold(live, true);
      case 'unhold':
        return this.#hold(live, false);
      case 'move-customer':
        return this.#moves.moveCustomer(live, command.agentId);
      case 'return-customer':
        return this.#moves.returnCustomer(live);
      case 'bring-colleague':
        return this.#moves.bring(live, command.agentId);
      case 'free-colleague':
        return this.#moves.free(live, command.agentId);
      case 'announce':
        void this.#announce(live);
        return;
      case 'hang-up':
        return this.#quietly(telephony.hangUp(live.channelId), 'leg not hung up');
      case 'free-agent':
        return desk.freed(command.agentId, attemptId, command.talked);
      case 'agent-joined':
        return desk.joined(command.agentId, attemptId);
      case 'agent-promoted':
        return desk.promoted(command.agentId, attemptId);
      case 'end':
        this.#timers.stopAll(live);
        this.#calls.delete(attemptId);
        return this.#watcher.ended(live, command.outcome);
      case 'odd':
        return metrics.oddEvent(`call:${command.event}`);
      default: {
        const never: never = command;
        return never;
      }
    }
  }

  /** To the one agent for whom it was placed; while only his phone is away he is waited for until the patience is over. */
  #routeToOwner(live: LiveCall, agentId: string): void {
    const { desk, clock } = this.#deps;
    const { attemptId } = live.intent;
    if (!desk.isDialing(agentId, attemptId)) return this.step(attemptId, { type: 'owner-gone', at: clock.now() });
    if (desk.get(agentId)?.leg === 'up') this.step(attemptId, { type: 'offer', agentId, at: clock.now() });
  }

  #freeOwner({ intent: { ownerId, attemptId } }: LiveCall): void {
    const { desk } = this.#deps;
    if (ownerId !== undefined && desk.isDialing(ownerId, attemptId)) desk.freed(ownerId, attemptId, false);
  }

  #hold(live: LiveCall, on: boolean): void {
    const { clock, telephony, desk, log } = this.#deps;
    const { attemptId } = live.intent;
    const { agentId } = live.call;
    if (agentId === undefined) return;
    const bridge = desk.legs.bridgeOf(agentId);
    this.#moves.after(live, async () => {
      try {
        await (on ? telephony.hold(live.channelId, bridge) : telephony.unhold(live.channelId, bridge));
      } catch (error) {
        log.warn({ attemptId, on, error: String(error) }, 'hold could not be changed');
        this.step(attemptId, { type: 'hold-failed', on, at: clock.now() });
      }
    });
  }

  #route(live: LiveCall): void {
    const { ownerId } = live.intent;
    if (ownerId !== undefined) return this.#routeToOwner(live, ownerId);
    const agent = this.#deps.desk.longestIdle();
    if (!agent) {
      if (!this.#line.includes(live)) {
        this.#line.push(live);
        this.#line.sort((a, b) => (a.call.answeredAt ?? 0) - (b.call.answeredAt ?? 0));
      }
      return;
    }
    const { attemptId, placedAt, campaignId, contactId } = live.intent;
    this.#leaveLine(live);
    this.#deps.desk.reserve(agent.id, { attemptId, placedAt, campaignId, contactId, wrapUpMs: live.campaign.wrapUpMs });
    this.step(attemptId, { type: 'offer', agentId: agent.id, at: this.#deps.clock.now() });
  }

  #join(live: LiveCall, agentId: string): void {
    const work = this.#joinAfter(live.joining, live, agentId).finally(() => {
      if (live.joining === work) live.joining = undefined;
    });
    live.joining = work;
  }

  /** Never rejects. */
  async #joinAfter(previous: Promise<void> | undefined, live: LiveCall, agentId: string): Promise<void> {
    await previous;
    if (!this.#isOffered(live, agentId)) return;
    const { clock, telephony, desk, log } = this.#deps;
    const { attemptId } = live.intent;
    try {
      await within(clock, JOIN_MOST_MS, telephony.join(live.channelId, desk.legs.bridgeOf(agentId)));
    } catch (error) {
      log.info({ attemptId, error: String(error) }, 'customer could not be joined');
      return this.#notJoined(live, agentId, error instanceof TelephonyRefused && error.kind === 'gone');
    }
    if (this.#isOffered(live, agentId)) this.#joined(live);
  }

  #isOffered(live: LiveCall, agentId: string): boolean {
    return !this.#closed && live.call.state === 'offering' && live.call.agentId === agentId;
  }

  /** The node says that the leg stands in this agent's bridge: by the answer to our join, or by its event. */
  enteredBridge(attemptId: string, bridgeId: string): void {
    const live = this.#calls.get(attemptId);
    const agentId = live?.call.agentId;
    if (!live || agentId === undefined || !this.#isOffered(live, agentId)) return;
    if (bridgeId === this.#deps.desk.legs.bridgeOf(agentId)) this.#joined(live);
  }

  #joined(live: LiveCall): void {
    const { clock, metrics } = this.#deps;
    if (live.heardEnteredAt !== undefined) metrics.answeredToConnected(clock.now() - live.heardEnteredAt);
    live.heardEnteredAt = undefined;
    this.step(live.intent.attemptId, { type: 'join-ok', at: clock.now() });
  }

  async #notJoined(live: LiveCall, agentId: string, gone: boolean): Promise<void> {
    const { clock, desk, telephony } = this.#deps;
    // An answer that was lost says nothing: a customer who does stand in the bridge must not get a second agent, nor
    // this agent a second customer.
    if (!gone && (await isIn(telephony, live.channelId, desk.legs.bridgeOf(agentId)))) {
      if (this.#isOffered(live, agentId)) this.#joined(live);
      return;
    }
    if (!this.#isOffered(live, agentId)) return;
    if (gone) live.suspectAgent = agentId;
    // His bridge or leg would not take a customer: he gets no other before his leg has been made anew.
    else desk.legs.renew(agentId);
    if (this.#isOffered(live, agentId))
      this.step(live.intent.attemptId, { type: 'join-failed', gone, at: clock.now() });
  }

  #searched(live: LiveCall, event: CallEvent): void {
    const { desk } = this.#deps;
    const suspect = live.suspectAgent;
    live.suspectAgent = undefined;
    // The customer is there, so it was the agent's bridge that was not.
    if (event.type === 'still-there' && suspect !== undefined && desk.get(suspect)?.state === 'idle')
      desk.legs.renew(suspect);
    this.step(live.intent.attemptId, event);
  }

  async #announce(live: LiveCall): Promise<void> {
    const { clock, telephony } = this.#deps;
    try {
      await telephony.abandon(live.channelId);
    } catch (error) {
      const gone = error instanceof TelephonyRefused && error.kind === 'gone';
      this.step(live.intent.attemptId, { type: 'announce-failed', gone, at: clock.now() });
      if (gone && this.#calls.has(live.intent.attemptId) && !this.#closed) this.#search.watchEnding(live);
    }
  }

  #leaveLine(live: LiveCall): void {
    const at = this.#line.indexOf(live);
    if (at >= 0) this.#line.splice(at, 1);
  }

  #quietly(work: Promise<void>, what: string): void {
    work.catch((error: unknown) => {
      if (error instanceof TelephonyRefused && error.kind === 'gone') return;
      this.#deps.log.warn({ error: String(error) }, what);
    });
  }
}

function connectedNever(call: Call): boolean {
  return call.connectedAt === undefined && call.state !== 'announcing' && call.state !== 'ended';
}
