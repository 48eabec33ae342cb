import { type Call, newCall } from '../domain/call.ts';
import type { CallSegment } from '../domain/call-segments.ts';
import type { Clock } from '../shared/clock.ts';
import { type Found, foundCall } from './adoption.ts';
import type { CallBook } from './book.ts';
import type { Closer } from './closing.ts';
import type { AgentDesk } from './desk.ts';
import { readBridge, readChannel } from './names.ts';
import { PLACE_BY_MS } from './placing.ts';
import type {
  AttemptStore,
  CampaignPlan,
  EngineMetrics,
  LiveBridge,
  LiveChannel,
  Log,
  OpenAttempt,
  Telephony,
} from './ports.ts';

/** A leg younger than this may still be on its way into the books; it is left to the next turn. */
const YOUNG_MS = 3_000;
/** A leg that is missing is looked for once more so much later: its end may be on the wire while the list is read. */
const SECOND_LOOK_MS = 1_000;
/** An originate that has said nothing for so long has lost its answer (its own time-out is 2 s). */
const SENDING_MOST_MS = 10_000;
/** A leg that should hear the message and still stands in the application is sent to it again. */
const ANNOUNCE_AGAIN_MS = 3_000;

export interface ReconcileDeps {
  clock: Clock;
  telephony: Telephony;
  attempts: AttemptStore;
  book: CallBook;
  desk: AgentDesk;
  closer: Closer;
  metrics: EngineMetrics;
  log: Log;
  groupId: string;
  groupKey: string;
  node: string;
  /** The campaign as planned; also of campaigns that no longer run or are gone. */
  campaignOf(campaignId: string): CampaignPlan;
  /** The epoch under which this process commits: its own intents that are not in the book were never sent. */
  epoch(): number;
  /** An adopted call is told to the pacer. */
  adopted(attemptId: string): void;
}

/**
 * Makes the engine's books agree with the node and Postgres: adopts, announces-and-ends or closes (DESIGN.md promise 3).
 * Runs on start, after each reconnect, and every few seconds as a sweep.
 */
export class Reconciler {
  readonly #deps: ReconcileDeps;
  #running: Promise<void> | undefined;

  constructor(deps: ReconcileDeps) {
    this.#deps = deps;
  }

  /** Joins a turn that is under way. @throws whatever the node or Postgres throw when they are away. */
  run(): Promise<void> {
    this.#running ??= this.#once().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** A turn that begins now: one that is under way may have read the node before the wire was cut. */
  async runAnew(): Promise<void> {
    await this.#running?.catch(() => undefined);
    return this.run();
  }

  async #once(): Promise<void> {
    const { clock, telephony, attempts, groupId, groupKey, desk, book, closer } = this.#deps;
    const startedAt = clock.now();
    const open = await attempts.open(groupId);
    const [channels, bridges] = await Promise.all([telephony.channels(), telephony.bridges()]);
    const bridgeOf = new Map(bridges.flatMap((b) => b.channelIds.map((c) => [c, b] as const)));
    const present = new Set(channels.map((c) => c.channelId));
    const openById = new Map(open.map((a) => [a.attemptId, a]));

    // Legs that stand in a bridge first: of two legs of one agent, that is the one with the customer.
    const byBridge = [...channels].sort(
      (a, b) => Number(bridgeOf.has(b.channelId)) - Number(bridgeOf.has(a.channelId)),
    );
    const strays: LiveChannel[] = [];
    for (const channel of byBridge) {
      const name = readChannel(groupKey, channel.channelId);
      const bridge = bridgeOf.get(channel.channelId);
      if (name.kind === 'agent') await this.#agentLeg(name.agentId, channel, bridge);
      if (name.kind !== 'call') continue;
      const attempt = openById.get(name.attemptId);
      if (book.get(name.attemptId)) this.#sync(name.attemptId, channel);
      else if (attempt && !closer.has(name.attemptId)) this.#adopt(attempt, channel, bridge, present);
      else if (startedAt - (closer.endedAt(name.attemptId) ?? channel.createdAt) > YOUNG_MS) strays.push(channel);
    }
    desk.legs.check(present, startedAt);
    this.#missing(present, startedAt);
    for (const attempt of open) this.#closeUnplaced(attempt, present, startedAt);
    await this.#endStrays(strays);
    await this.#removeOrphans(bridges);
  }

  async #agentLeg(agentId: string, channel: LiveChannel, bridge: LiveBridge | undefined): Promise<void> {
    const { desk, telephony, log } = this.#deps;
    const known = desk.legs.channelOf(agentId);
    if (known === channel.channelId) {
      // Its coming into the application was not heard.
      if (channel.inApplication && !desk.legs.isUp(agentId)) desk.legs.entered(agentId, channel.channelId);
      return;
    }
    const seat = desk.seatOf(agentId);
    if (seat && known === undefined && channel.inApplication) {
      await desk.legs.adopt(seat, channel.channelId, bridge?.bridgeId === desk.legs.bridgeOf(agentId));
      return;
    }
    log.info({ agentId }, 'stray agent leg hung up');
    await telephony.hangUp(channel.channelId).catch(() => undefined);
  }

  /** A call that is in the book: makes up for events lost while the wire was down. */
  #sync(attemptId: string, channel: LiveChannel): void {
    const { book, clock, telephony } = this.#deps;
    const live = book.get(attemptId);
    if (!live) return;
    const at = clock.now();
    const is = (...states: string[]): boolean => states.includes(live.call.state);
    if (is('lost', 'sending')) book.step(attemptId, { type: 'found', at });
    if (channel.state === 'ringing' && is('placed')) book.step(attemptId, { type: 'ringing', at });
    if (channel.state !== 'up') return;
    if (channel.inApplication) {
      if (is('placed', 'ringing', 'answered')) book.step(attemptId, { type: 'entered', at });
      if (is('announcing') && at - (live.call.announcedAt ?? 0) > ANNOUNCE_AGAIN_MS)
        telephony.abandon(channel.channelId).catch(() => undefined);
    } else if (is('placed', 'ringing')) book.step(attemptId, { type: 'answered', at });
    else if (is('waiting', 'offering')) book.step(attemptId, { type: 'left', at });
  }

  #adopt(attempt: OpenAttempt, channel: LiveChannel, bridge: LiveBridge | undefined, present: Found['present']): void {
    const { book, desk, groupKey, log, clock } = this.#deps;
    const { attemptId, placedAt, campaignId, contactId } = attempt;
    const campaign = this.#deps.campaignOf(campaignId);
    const { agentId, connectedAt } = attempt.progress;
    const isHis = connectedAt !== undefined && agentId !== undefined && desk.get(agentId)?.attemptId === attemptId;
    const call = foundCall(groupKey, attempt, channel, { bridge, present, isHis }, clock.now());
    log.info({ attemptId, state: call.state }, 'call adopted');
    const live = book.open(attempt, campaign, call, talkedBefore(attempt));
    if (call.agentId !== undefined && (call.state === 'talking' || call.state === 'held'))
      desk.adoptWork(call.agentId, { attemptId, placedAt, campaignId, contactId, wrapUpMs: campaign.wrapUpMs });
    if (call.agentId !== undefined) this.#freeOthers(attemptId, call.agentId);
    this.#deps.adopted(attemptId);
    book.resume(live);
    // His phone stands already: nobody else will say that it is back.
    if (call.onHold && call.agentId !== undefined && desk.legs.isUp(call.agentId))
      book.step(attemptId, { type: 'agent-back', at: clock.now() });
  }

  /** The customer is with whoever's bridge holds him: a colleague who was in this call, or gave it away, has it no more. */
  #freeOthers(attemptId: string, agentId: string): void {
    const { desk } = this.#deps;
    for (const agent of desk.agents())
      if (agent.id !== agentId && agent.attemptId === attemptId && agent.state === 'talking')
        desk.freed(agent.id, attemptId, false);
  }

  /** Calls in the book without a leg, or without an answer to their originate. */
  #missing(present: ReadonlySet<string>, startedAt: number): void {
    const { book, clock } = this.#deps;
    for (const { call, intent, channelId } of book.all()) {
      if (present.has(channelId)) continue;
      if (call.state === 'sending' && startedAt - intent.placedAt > SENDING_MOST_MS)
        book.step(intent.attemptId, { type: 'unknown', why: 'no answer to the originate', at: clock.now() });
      if (call.seen && (call.sentAt ?? startedAt) < startedAt - YOUNG_MS)
        clock.after(SECOND_LOOK_MS, () => this.#lookAgain(intent.attemptId, channelId));
    }
  }

  #lookAgain(attemptId: string, channelId: string): void {
    const { book, telephony, clock } = this.#deps;
    if (!book.get(attemptId)) return;
    telephony.find(channelId).then(
      (found) => {
        if (!found) book.step(attemptId, { type: 'vanished', at: clock.now() });
      },
      // The node does not answer: the next turn looks again.
      () => undefined,
    );
  }

  /** An open attempt without a leg: closed once nobody can send it any more and its leg cannot be on the way. */
  #closeUnplaced(attempt: OpenAttempt, present: ReadonlySet<string>, startedAt: number): void {
    const { book, closer, groupKey, clock, log, node } = this.#deps;
    const { attemptId, progress } = attempt;
    if (book.get(attemptId) || closer.has(attemptId) || present.has(`${groupKey}.${attemptId}`)) return;
    if (startedAt < attempt.placeBy + PLACE_BY_MS) return;
    const campaign = this.#deps.campaignOf(attempt.campaignId);
    const at = clock.now();
    log.info({ attemptId }, 'open attempt without a leg closed');
    if (attempt.epoch === this.#deps.epoch() && progress.answeredAt === undefined) {
      book.open(attempt, campaign, newCall());
      book.step(attemptId, { type: 'not-sent', why: 'commit was not heard of', at });
      return;
    }
    const talked = progress.connectedAt !== undefined;
    const { answeredAt, connectedAt, segments } = progress;
    const agentId = talked ? progress.agentId : undefined;
    const state = talked ? 'talking' : 'lost';
    const call: Call = { ...newCall(), state, seen: true, answeredAt, connectedAt, agentId };
    // Who talked talks no more: nothing is added by how it ended.
    book.open(attempt, campaign, call).segments = segments ?? [];
    // A group that was moved: what stood on its former node is out of reach.
    book.step(attemptId, { type: attempt.node === node ? 'vanished' : 'node-lost', at });
  }

  /** Legs whose attempt is closed or was never committed: announced when answered, then gone (DESIGN.md promise 3). */
  async #endStrays(strays: readonly LiveChannel[]): Promise<void> {
    const { telephony, log, metrics } = this.#deps;
    for (const channel of strays) {
      metrics.oddEvent('stray-leg');
      log.warn({ channelId: channel.channelId }, 'leg without an open attempt ended');
      if (channel.state === 'up' && channel.inApplication)
        await telephony.abandon(channel.channelId).catch(() => undefined);
      else if (channel.state !== 'up') await telephony.hangUp(channel.channelId).catch(() => undefined);
      // An answered leg outside the application is in the dialplan, which speaks and hangs up by itself.
    }
  }

  async #removeOrphans(bridges: readonly LiveBridge[]): Promise<void> {
    const { desk, groupKey, telephony } = this.#deps;
    const ours = desk.legs.bridges();
    for (const bridge of bridges) {
      if (readBridge(groupKey, bridge.bridgeId) === undefined) continue;
      if (ours.has(bridge.bridgeId) || bridge.channelIds.length > 0) continue;
      await telephony.removeBridge(bridge.bridgeId).catch(() => undefined);
    }
  }
}

/** Who is known to have talked; one alone is not written as a segment. */
function talkedBefore({ progress: { segments, agentId, connectedAt: from } }: OpenAttempt): readonly CallSegment[] {
  if (segments !== undefined) return segments;
  return agentId === undefined || from === undefined ? [] : [{ agentId, kind: 'talk', from, to: undefined }];
}
