import { USUAL_PACE } from './agent-pace.ts';
import type { PacedAgentState, PacedFailure, PacingEvent } from './types.ts';

/**
 * Who is at work and which calls are on their way: nothing but facts.
 *
 *   placed ──► dialing ──answered──► waiting ──connected──► talking ──ended──► gone
 *                 │                     │──abandoned──► message ──ended──► gone
 *                 └────── failed ───────┴──failed (hung-up-waiting)──► gone
 *
 * An event that does not fit its call's phase (repeated, unknown, out of order) is counted in `odd` and otherwise left.
 */
export interface FloorAgent {
  state: PacedAgentState;
  since: number;
  leaving: boolean;
  /** Bins of the duration model that this spell has been charged with (learning.ts). */
  bins: number;
  /** How fast he works beside the group (agent-pace.ts). */
  pace: number;
}

export interface FloorCall {
  campaignId: string;
  phase: 'dialing' | 'waiting' | 'talking' | 'message';
  placedAt: number;
  /** First 180/183; -1 until then. */
  ringingAt: number;
  /** Factor on the odds of an answer, from the contact's features. */
  factor: number;
  features: readonly string[];
  /** Bins of the hazard model charged so far, and how much of one trial of the answer chance is used up (0…1). */
  bins: number;
  trial: number;
  /** Risk to be abandoned if answered that it was placed at (budget.ts). */
  planned: number;
}

/** What an event turned out to mean, for those who learn from it. */
export type FloorChange =
  | { kind: 'placed' | 'ringing' | 'answered' | 'connected' | 'abandoned'; call: FloorCall }
  | { kind: 'failed'; call: FloorCall; reason: PacedFailure; wasWaiting: boolean }
  | {
      kind: 'spell-ended';
      agentId: string;
      state: PacedAgentState;
      since: number;
      bins: number;
      next: PacedAgentState;
    }
  | { kind: 'reclassified'; campaignId: string; was: Outcome; as: 'person' | 'machine' };

/** How a finished call counted, kept for a while so that it can be reclassified. */
export type Outcome = 'connected' | 'abandoned' | 'machine';

const REMEMBERED = 500;
/** A call silent for this long beyond its time-outs was lost on the way and holds no line any more. */
const LOST_GRACE_MS = 60_000;
const SETUP_TIMEOUT_MS = 10_000;

export interface SavedFloor {
  agents: [string, FloorAgent][];
  calls: [string, FloorCall][];
  outcomes: [string, [string, Outcome]][];
  odd: number;
  lost: number;
}

export class Floor {
  readonly agents = new Map<string, FloorAgent>();
  readonly calls = new Map<string, FloorCall>();
  /** Calls in the phases dialing and waiting. */
  dialing = 0;
  waiting = 0;
  odd = 0;
  lost = 0;
  readonly #outcomes = new Map<string, [campaignId: string, outcome: Outcome]>();

  /** Agents at work in this group: each may have lines dialed for him. */
  working(): number {
    let n = 0;
    for (const agent of this.agents.values()) if (isWorking(agent)) n++;
    return n;
  }

  available(): number {
    let n = 0;
    for (const agent of this.agents.values()) if (agent.state === 'available') n++;
    return n;
  }

  /** Calls that hold a line and may still want an agent. */
  lines(): number {
    return this.dialing + this.waiting;
  }

  apply(event: PacingEvent): FloorChange | undefined {
    switch (event.type) {
      case 'agent':
        return this.#agent(event.agentId, event.state, event.leaving === true, event.at);
      case 'placed':
        return this.#placed(event.callId, event.campaignId, event.features, event.at);
      case 'ringing':
        return this.#ringing(event.callId, event.at);
      case 'answered':
        return this.#move(event.callId, 'dialing', 'waiting', 'answered');
      case 'connected':
        return this.#connected(event.callId, event.agentId, event.at);
      case 'abandoned':
        return this.#abandoned(event.callId);
      case 'failed':
        return this.#failed(event.callId, event.reason);
      case 'ended':
        return this.#ended(event.callId);
      case 'reclassified':
        return this.#reclassified(event.callId, event.as);
      case 'history':
        return undefined;
    }
  }

  /** Drops calls whose end was never told; returns how many. */
  dropLost(now: number, ringTimeoutMs: number): number {
    const oldest = now - ringTimeoutMs - SETUP_TIMEOUT_MS - LOST_GRACE_MS;
    let lost = 0;
    for (const call of this.calls.values()) if (isLost(call, oldest)) lost++;
    // Pairs of id and call are made only when there is something to drop: they were most of what a decision allocated.
    if (lost === 0) return 0;
    let dropped = 0;
    for (const [id, call] of this.calls) {
      if (!isLost(call, oldest)) continue;
      this.#remove(id, call);
      dropped++;
    }
    this.lost += dropped;
    return dropped;
  }

  save(): SavedFloor {
    return {
      agents: [...this.agents].map(([id, a]) => [id, { ...a }]),
      calls: [...this.calls].map(([id, c]) => [id, { ...c }]),
      outcomes: [...this.#outcomes],
      odd: this.odd,
      lost: this.lost,
    };
  }

  restore(saved: SavedFloor): void {
    for (const [id, agent] of saved.agents) this.agents.set(id, { ...agent });
    for (const [id, call] of saved.calls) {
      this.calls.set(id, { ...call });
      this.#count(call, 1);
    }
    for (const [id, outcome] of saved.outcomes) this.#outcomes.set(id, outcome);
    this.odd = saved.odd;
    this.lost = saved.lost;
  }

  #agent(id: string, state: PacedAgentState, leaving: boolean, at: number): FloorChange | undefined {
    const agent = this.agents.get(id);
    if (state === 'offline') this.agents.delete(id);
    if (agent === undefined) {
      if (state !== 'offline') this.agents.set(id, { state, since: at, leaving, bins: 0, pace: USUAL_PACE });
      return undefined;
    }
    agent.leaving = leaving;
    if (agent.state === state) return undefined;
    const change: FloorChange = {
      kind: 'spell-ended',
      agentId: id,
      state: agent.state,
      since: agent.since,
      bins: agent.bins,
      next: state,
    };
    agent.state = state;
    agent.since = at;
    agent.bins = 0;
    return change;
  }

  #placed(id: string, campaignId: string, features: Features, at: number): FloorChange | undefined {
    if (this.calls.has(id) || this.#outcomes.has(id)) return this.#strange();
    const call: FloorCall = {
      campaignId,
      phase: 'dialing',
      placedAt: at,
      ringingAt: -1,
      factor: 1,
      features: features === undefined ? [] : Object.entries(features).map(([name, value]) => `${name}=${value}`),
      bins: 0,
      trial: 0,
      planned: 0,
    };
    this.calls.set(id, call);
    this.dialing++;
    return { kind: 'placed', call };
  }

  #ringing(id: string, at: number): FloorChange | undefined {
    const call = this.calls.get(id);
    if (call === undefined || call.phase !== 'dialing') return this.#strange();
    if (call.ringingAt >= 0) return undefined;
    call.ringingAt = at;
    return { kind: 'ringing', call };
  }

  #connected(id: string, agentId: string, at: number): FloorChange | undefined {
    const agent = this.agents.get(agentId);
    if (agent !== undefined && agent.state === 'available') {
      agent.state = 'talking';
      agent.since = at;
      agent.bins = 0;
    }
    const change = this.#move(id, 'waiting', 'talking', 'connected');
    if (change !== undefined) this.#remember(id, change.call.campaignId, 'connected');
    return change;
  }

  #abandoned(id: string): FloorChange | undefined {
    const change = this.#move(id, 'waiting', 'message', 'abandoned');
    if (change !== undefined) this.#remember(id, change.call.campaignId, 'abandoned');
    return change;
  }

  #move<K extends 'answered' | 'connected' | 'abandoned'>(
    id: string,
    from: FloorCall['phase'],
    to: FloorCall['phase'],
    kind: K,
  ): { kind: K; call: FloorCall } | undefined {
    const call = this.calls.get(id);
    if (call === undefined || call.phase !== from) return this.#strange();
    this.#count(call, -1);
    call.phase = to;
    this.#count(call, 1);
    return { kind, call };
  }

  #failed(id: string, reason: PacedFailure): FloorChange | undefined {
    const call = this.calls.get(id);
    if (call === undefined || (call.phase !== 'dialing' && call.phase !== 'waiting')) return this.#strange();
    const wasWaiting = call.phase === 'waiting';
    this.#remove(id, call);
    if (reason === 'machine') this.#remember(id, call.campaignId, 'machine');
    return { kind: 'failed', call, reason, wasWaiting };
  }

  #ended(id: string): FloorChange | undefined {
    const call = this.calls.get(id);
    if (call === undefined) return this.#strange();
    if (call.phase === 'talking' || call.phase === 'message') {
      this.calls.delete(id);
      return undefined;
    }
    // Its own outcome was never told: the line is free all the same.
    this.odd++;
    return this.#failed(id, call.phase === 'waiting' ? 'hung-up-waiting' : 'cancelled');
  }

  #reclassified(id: string, as: 'person' | 'machine'): FloorChange | undefined {
    const known = this.#outcomes.get(id);
    if (known === undefined) return this.#strange();
    const [campaignId, was] = known;
    if ((was === 'machine') === (as === 'machine')) return this.#strange();
    this.#outcomes.set(id, [campaignId, as === 'machine' ? 'machine' : 'abandoned']);
    return { kind: 'reclassified', campaignId, was, as };
  }

  #remember(id: string, campaignId: string, outcome: Outcome): void {
    this.#outcomes.set(id, [campaignId, outcome]);
    if (this.#outcomes.size <= REMEMBERED) return;
    const oldest = this.#outcomes.keys().next();
    if (!oldest.done) this.#outcomes.delete(oldest.value);
  }

  #remove(id: string, call: FloorCall): void {
    this.#count(call, -1);
    this.calls.delete(id);
  }

  #count(call: FloorCall, by: 1 | -1): void {
    if (call.phase === 'dialing') this.dialing += by;
    else if (call.phase === 'waiting') this.waiting += by;
  }

  #strange(): undefined {
    this.odd++;
    return undefined;
  }
}

function isLost(call: FloorCall, oldest: number): boolean {
  return (call.phase === 'dialing' || call.phase === 'waiting') && Math.max(call.placedAt, call.ringingAt) <= oldest;
}

type Features = Readonly<Record<string, number | string>> | undefined;

/** Whether lines may be dialed for him: signed in, not paused, not held by something else, not about to go. */
export function isWorking(agent: FloorAgent): boolean {
  return agent.state === 'available' || ((agent.state === 'talking' || agent.state === 'wrapping') && !agent.leaving);
}
