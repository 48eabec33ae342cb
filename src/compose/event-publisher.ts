import type { EngineEvent, Log } from '../dialer/ports.ts';
import { type AgentStateData, agentTopic, type CallStateData, frameBody, groupTopic } from '../domain/event-frame.ts';
import type { ScreenPop } from '../domain/screen-pop.ts';
import type { Append } from '../queue/event-stream.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { PopsAhead } from './pops-ahead.ts';

const HEAL_MS = 1_000;
const SWEEP_MS = 60_000;
/** Calls whose end was never told (their group went to another process) must not be remembered for ever. */
const MOST_CALLS = 20_000;

type AgentEvent = Extract<EngineEvent, { type: 'agent' }>;

interface PublisherDeps {
  clock: Clock;
  logger: Log;
  log: {
    append(append: Append, now: number): Promise<unknown>;
    sweep(now: number): Promise<number>;
  };
  pops: PopsAhead;
  /** Groups that this process runs. */
  groups(): readonly string[];
}

/**
 * What the engine tells, as frames for agents and supervisors. The engine never waits for it. Frames go out in the order
 * of the events; a pop follows as soon as its facts are read, unless its call is no longer the agent's. What could not be
 * handed to Redis is not sent later: the topic begins a new epoch with the present state, and its readers read anew.
 */
export class EventPublisher {
  readonly #deps: PublisherDeps;
  readonly #states = new Map<string, { groupId: string; data: AgentStateData }>();
  /** Who is on a call; the last of them stays until its record is closed. */
  readonly #agentsOf = new Map<string, Set<string>>();
  readonly #attemptOf = new Map<string, string>();
  /** Topics of which something was perhaps not heard. */
  readonly #lost = new Set<string>();
  readonly #timers: Timer[];

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#timers = [
      deps.clock.every(HEAL_MS, () => this.#heal()),
      deps.clock.every(SWEEP_MS, () => {
        deps.log.sweep(deps.clock.now()).catch(() => undefined);
      }),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
  }

  emit(event: EngineEvent): void {
    switch (event.type) {
      case 'agent':
        return this.#agent(event);
      case 'offer':
        this.#took(event.agentId, event.attemptId);
        void this.#pop(event);
        return;
      case 'preview':
        this.#attemptOf.set(event.agentId, event.attemptId);
        void this.#preview(event);
        return;
      case 'call':
        return this.#call(event);
      case 'pacing':
        // Goes out with the group's figures, once a second.
        return;
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  /** Redis has lost what was told of these groups: all of it is told again, in new epochs. */
  forgotten(groupIds: ReadonlySet<string>): void {
    for (const [agentId, { groupId }] of this.#states) {
      if (!groupIds.has(groupId)) continue;
      this.#lost.add(agentTopic(agentId));
      this.#lost.add(groupTopic(groupId));
    }
  }

  #agent(event: AgentEvent): void {
    const { agentId, groupId, state, reason, at } = event;
    const before = this.#states.get(agentId);
    const busy = state === 'reserved' || state === 'talking' || state === 'wrapup';
    const attemptId = event.attemptId ?? (busy ? this.#attemptOf.get(agentId) : undefined);
    if (attemptId === undefined) this.#left(agentId);
    else this.#took(agentId, attemptId);
    const data: AgentStateData = {
      agentId,
      groupId,
      state,
      reason: reason ?? null,
      since: before?.data.state === state ? before.data.since : new Date(event.since ?? at).toISOString(),
      leaving: event.leaving ?? false,
      attemptId: attemptId ?? null,
      guest: event.guest ?? false,
      wrapUpEndsAt: iso(event.wrapUpEndsAt),
      previewEndsAt: iso(event.previewEndsAt),
    };
    this.#states.set(agentId, { groupId, data });
    // Taken over in the middle of a call: the process before may have died before it told of it.
    if (before === undefined && (state === 'talking' || state === 'wrapup')) this.#lost.add(agentTopic(agentId));
    this.#tellState(agentId, at);
    this.#tellGroup(groupId, data, at);
  }

  #took(agentId: string, attemptId: string): void {
    this.#attemptOf.set(agentId, attemptId);
    const on = this.#agentsOf.get(attemptId);
    if (on === undefined) this.#agentsOf.set(attemptId, new Set([agentId]));
    else on.add(agentId);
  }

  /** Whoever gave the call to a colleague, or was a guest in it, hears no more of it. */
  #left(agentId: string): void {
    const on = this.#agentsOf.get(this.#attemptOf.get(agentId) ?? '');
    if (on !== undefined && on.size > 1) on.delete(agentId);
    this.#attemptOf.delete(agentId);
  }

  #call(event: Extract<EngineEvent, { type: 'call' }>): void {
    const { attemptId, campaignId, state, result, at, agentId, colleague } = event;
    const { pops } = this.#deps;
    // Read while it rings: whoever gets the customer waits for one thing less.
    if (state === 'ringing') pops.ringing(attemptId, campaignId);
    if (state === 'answered') pops.answered(attemptId, campaignId, at);
    const second = colleague && { agentId: colleague.agentId, as: colleague.as, isThere: colleague.isThere };
    const data: CallStateData = {
      ...{ attemptId, campaignId, state, result: result ?? null },
      ...{ agentId: agentId ?? null, colleague: second ?? null },
    };
    for (const on of this.#agentsOf.get(attemptId) ?? [])
      void this.#append({ topic: agentTopic(on), body: frameBody('call.state', at, data), replay: true });
    if (state !== 'closed') return;
    this.#agentsOf.delete(attemptId);
    pops.forget(attemptId);
  }

  async #pop(event: Extract<EngineEvent, { type: 'offer' }>): Promise<void> {
    const { agentId, attemptId, contactId, campaignId, at } = event;
    forgetOldest(this.#agentsOf);
    const read = this.#deps.pops.of({ attemptId, contactId, campaignId });
    await this.#show(agentId, attemptId, read, (pop) => {
      const call = { ...pop.call, connectedAt: iso(at) };
      return frameBody('call.offer', this.#deps.clock.now(), { ...pop, call });
    });
  }

  async #preview(event: Extract<EngineEvent, { type: 'preview' }>): Promise<void> {
    const { agentId, attemptId, contactId, campaignId, endsAt } = event;
    const read = this.#deps.pops.of({ attemptId, contactId, campaignId, mode: 'preview' });
    await this.#show(agentId, attemptId, read, (pop) =>
      frameBody('preview.offer', this.#deps.clock.now(), { ...pop, previewEndsAt: iso(endsAt) }),
    );
  }

  /** Never rejects. Nothing is shown when the agent has gone on to something else meanwhile. */
  async #show(
    agentId: string,
    attemptId: string,
    read: Promise<ScreenPop | undefined>,
    body: (pop: ScreenPop) => string,
  ): Promise<void> {
    const topic = agentTopic(agentId);
    try {
      const pop = await read;
      if (pop === undefined || this.#attemptOf.get(agentId) !== attemptId) return;
      await this.#append({ topic, body: body(pop), replay: true });
    } catch (error) {
      this.#deps.logger.warn({ attemptId, error: String(error) }, 'a screen pop could not be read');
      // His page asks for it when it reads its state anew.
      this.#lost.add(topic);
    }
  }

  #tellState(agentId: string, at: number): void {
    const known = this.#states.get(agentId);
    if (known === undefined) return;
    const body = frameBody('agent.state', at, known.data);
    void this.#append({ topic: agentTopic(agentId), body, state: 'agent.state', replay: true });
  }

  #tellGroup(groupId: string, data: AgentStateData, at: number): void {
    const body = frameBody('agent.state', at, data);
    void this.#append({ topic: groupTopic(groupId), body, state: data.agentId, replay: false });
  }

  /** Never rejects. */
  async #append(append: Omit<Append, 'anew'>): Promise<void> {
    const { log, clock } = this.#deps;
    const anew = this.#lost.delete(append.topic);
    try {
      await log.append({ ...append, anew }, clock.now());
    } catch (error) {
      if (this.#lost.size === 0) this.#deps.logger.warn({ error: String(error) }, 'events cannot be told');
      this.#lost.add(append.topic);
    }
  }

  /** Tells the present state where something was lost; while Redis is away it stays lost. */
  #heal(): void {
    if (this.#lost.size === 0) return;
    const at = this.#deps.clock.now();
    const own = new Set(this.#deps.groups());
    const groups = new Map<string, AgentStateData[]>();
    for (const [agentId, { groupId, data }] of this.#states) {
      if (!own.has(groupId)) {
        // Another process tells of them now, and knows better.
        this.#states.delete(agentId);
        this.#lost.delete(agentTopic(agentId));
        this.#lost.delete(groupTopic(groupId));
        continue;
      }
      if (this.#lost.has(agentTopic(agentId))) this.#tellState(agentId, at);
      if (this.#lost.has(groupTopic(groupId))) groups.set(groupId, [...(groups.get(groupId) ?? []), data]);
    }
    for (const [groupId, all] of groups) for (const data of all) this.#tellGroup(groupId, data, at);
  }
}

/** The first entry is the oldest: maps keep the order of insertion. */
function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= MOST_CALLS) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
