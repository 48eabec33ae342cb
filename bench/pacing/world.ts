/**
 * A discrete-event model of a telesales floor that drives any pacer through its interface (docs/PACING.md). A decision each
 * 250 ms, after each change of an agent and after each connection, for every pacer alike.
 */
import type { PacedAgentState, Pacer, PacingEvent, PacingSettings } from '../../src/pacing/index.ts';
import { type Contact, contact, type People } from './contacts.ts';
import { duration, type Spread, uniform } from './draws.ts';
import { EventHeap } from './heap.ts';
import { Windows } from './windows.ts';

export interface World extends People {
  seed: number;
  agents: number;
  hours: number;
  patienceMs: number;
  /** From `at` on only the first `count` agents stay, the others pause when their call is over, unannounced. */
  presence?: readonly { at: number; count: number }[] | undefined;
  /** So many groups of their own, each with its share of the agents, its own pacer and its own people (judge.ts). */
  squads?: number | undefined;
  /** Agents sign in one by one, evenly over this time. */
  signInMs?: number | undefined;
  /** Each agent's own factor on talk and wrap-up: standard deviation of its logarithm. */
  speed?: number | undefined;
  /** Announced breaks of each agent: mean time between them, their length. */
  breaks?: { everyMs: number; ms: number } | undefined;
  /** Inbound calls of each agent while he is free: mean time between them, their length. Not counted as time signed in. */
  inbound?: { everyMs: number; ms: Spread } | undefined;
  /** Default: one campaign of weight 1. `answer` is a factor on the world's. */
  campaigns?: readonly (PacingSettings['campaigns'][number] & { answer: number })[] | undefined;
  /** The pacer is given up for a new one at these times, as when the engine restarts. */
  restarts?: readonly number[] | undefined;
  /** Who the nth call of a campaign (from 0) meets, instead of the people drawn here. */
  meets?: ((nth: number) => Contact) | undefined;
}

/** PACING.md "A lifelike world". */
export const LIFELIKE: Omit<World, 'seed' | 'agents' | 'hours' | 'answer'> = {
  patienceMs: 2_000,
  ringTimeoutMs: 25_000,
  setupMs: [1_500, 3_500],
  ringMs: { mean: 7_500, sd: 5_000 },
  talkMs: { mean: 120_000, sd: 140_000 },
  wrapMs: { mean: 20_000, sd: 10_000 },
  voicemail: 0.3,
  early: 0.1,
};

export const CAMPAIGN = 'campaign';

export interface Outcome {
  /** (talk + wrap-up) ÷ signed in. */
  utilisation: number;
  abandoned: number;
  connected: number;
  placed: number;
  decisions: number;
  /** The worst legal window of each campaign, from the 200th answer on (windows.ts). */
  worst: Record<string, number>;
  /** Abandoned before the (1 ÷ 0.03)th answer. */
  coldAbandoned: number;
  /** Abandoned and all answers, by campaign. */
  byCampaign: Record<string, [abandoned: number, answers: number]>;
}

const TICK_MS = 250;
/** While nobody is there. */
const NIGHT_TICK_MS = 10_000;
const COLD_ANSWERS = 33;
const TICK = 0;
const RINGING = 1;
const RESULT = 2;
const IMPATIENT = 3;
const TALK_ENDS = 4;
const WRAP_ENDS = 5;
const PRESENCE = 6;
const SIGN_IN = 7;
const BREAK = 8;
const BACK = 9;
const INBOUND = 10;
const INBOUND_ENDS = 11;
const RESTART = 12;

type State = 'out' | 'idle' | 'talking' | 'wrapping' | 'away' | 'inbound';

interface Call {
  contact: Contact;
  campaignId: string;
  id: string;
  waiting: boolean;
}

class Run {
  readonly #world: World;
  readonly #renew: ((old: Pacer) => Pacer) | undefined;
  #pacer: Pacer;
  readonly #heap = new EventHeap();
  readonly #end: number;
  #now = 0;
  readonly #calls: (Call | undefined)[] = [];
  readonly #nth = new Map<string, number>();
  /** Agents free, the longest waiting first; customers waiting, likewise. */
  readonly #idle: number[] = [];
  readonly #queue: number[] = [];
  readonly #state: State[];
  readonly #names: string[];
  readonly #factor: number[];
  readonly #callOf: number[] = [];
  readonly #wantsBreak: boolean[] = [];
  readonly #breaks: number[] = [];
  readonly #inbounds: number[] = [];
  readonly #windows = new Map<string, Windows>();
  #present: number;
  #busyMs = 0;
  #signedMs = 0;
  readonly #out: Outcome = {
    utilisation: 0,
    abandoned: 0,
    connected: 0,
    placed: 0,
    decisions: 0,
    worst: {},
    coldAbandoned: 0,
    byCampaign: {},
  };

  constructor(world: World, pacer: Pacer, renew: ((old: Pacer) => Pacer) | undefined) {
    this.#world = world;
    this.#pacer = pacer;
    this.#renew = renew;
    this.#end = world.hours * 3_600_000;
    this.#present = world.agents;
    this.#state = Array.from({ length: world.agents }, () => 'out');
    this.#names = this.#state.map((_, i) => `agent${i}`);
    const spread = world.speed ?? 0;
    this.#factor = this.#state.map((_, i) =>
      spread === 0
        ? 1
        : duration({ mean: 1_000_000, sd: 1_000_000 * spread }, world.seed, 7_000_000 + i, 0) / 1_000_000,
    );
  }

  run(): Outcome {
    const { agents, signInMs = 0, presence = [], breaks, inbound, restarts = [] } = this.#world;
    for (let i = 0; i < agents; i++) {
      const at = Math.round((i / agents) * signInMs);
      if (at === 0) this.#signIn(i);
      else this.#heap.push(at, SIGN_IN, i);
      if (breaks) this.#heap.push(this.#gap(breaks.everyMs, 8_000_000, i, this.#breaks), BREAK, i);
      if (inbound) this.#heap.push(this.#gap(inbound.everyMs, 9_000_000, i, this.#inbounds), INBOUND, i);
    }
    for (const [i, change] of presence.entries()) this.#heap.push(change.at, PRESENCE, i);
    for (const at of restarts) this.#heap.push(at, RESTART, 0);
    this.#heap.push(0, TICK, 0);
    while (this.#heap.pop() && this.#heap.at <= this.#end) {
      this.#now = this.#heap.at;
      this.#step(this.#heap.kind, this.#heap.id);
    }
    for (const state of this.#state) if (isSigned(state)) this.#signedMs += this.#end;
    this.#out.utilisation = this.#busyMs / this.#signedMs;
    return this.#out;
  }

  #step(kind: number, id: number): void {
    switch (kind) {
      case TICK:
        this.#heap.push(this.#now + (this.#present > 0 ? TICK_MS : NIGHT_TICK_MS), TICK, 0);
        return this.#decide();
      case RINGING:
        return this.#tell({ at: this.#now, type: 'ringing', callId: this.#call(id).id });
      case RESULT:
        return this.#result(id);
      case IMPATIENT:
        return this.#impatient(id);
      case TALK_ENDS:
        this.#talkEnds(id);
        return this.#decide();
      case WRAP_ENDS:
        this.#free(id);
        return this.#decide();
      case PRESENCE:
        this.#presenceChanges(id);
        return this.#decide();
      case SIGN_IN:
        this.#signIn(id);
        return this.#decide();
      case BREAK:
        return this.#break(id);
      case BACK:
        if (this.#state[id] === 'away' && id < this.#present) this.#signIn(id);
        return this.#decide();
      case INBOUND:
        return this.#inbound(id);
      case INBOUND_ENDS:
        this.#signedMs -= this.#now;
        this.#free(id);
        return this.#decide();
      default:
        return this.#restart();
    }
  }

  #decide(): void {
    this.#out.decisions++;
    for (const dial of this.#pacer.decide(this.#now).dials)
      for (let i = 0; i < dial.count; i++) this.#place(dial.campaignId);
  }

  #place(campaignId: string): void {
    const { seed, campaigns } = this.#world;
    const index = campaigns?.findIndex((c) => c.id === campaignId) ?? 0;
    const nth = this.#nth.get(campaignId) ?? 0;
    this.#nth.set(campaignId, nth + 1);
    const factor = campaigns?.[index]?.answer ?? 1;
    const people =
      factor === 1 ? this.#world : { ...this.#world, answer: (t: number) => factor * this.#world.answer(t) };
    const number = this.#calls.length;
    const call = {
      contact: this.#world.meets?.(nth) ?? contact(people, seed, index * 1e6 + nth, this.#now),
      campaignId,
      id: `c${number}`,
      waiting: false,
    };
    this.#calls.push(call);
    this.#out.placed++;
    const { kind, setupMs, endMs } = call.contact;
    const placed = { at: this.#now, type: 'placed', callId: call.id, campaignId } as const;
    this.#tell(kind === undefined ? placed : { ...placed, features: { kind } });
    if (setupMs < endMs) this.#heap.push(this.#now + setupMs, RINGING, number);
    this.#heap.push(this.#now + endMs, RESULT, number);
  }

  #result(number: number): void {
    const call = this.#call(number);
    if (!call.contact.answers) {
      this.#calls[number] = undefined;
      return this.#tell({ at: this.#now, type: 'failed', callId: call.id, reason: call.contact.failure });
    }
    this.#tell({ at: this.#now, type: 'answered', callId: call.id });
    const agent = this.#idle.shift();
    if (agent !== undefined) {
      this.#connect(number, agent);
      return this.#decide();
    }
    call.waiting = true;
    this.#queue.push(number);
    this.#heap.push(this.#now + this.#world.patienceMs, IMPATIENT, number);
  }

  #connect(number: number, agent: number): void {
    const call = this.#call(number);
    call.waiting = false;
    this.#out.connected++;
    this.#tell({ at: this.#now, type: 'connected', callId: call.id, agentId: this.#names[agent] ?? '' });
    this.#agent(agent, 'talking', 'talking');
    this.#callOf[agent] = number;
    this.#work(agent, call.contact.talkMs, TALK_ENDS);
    this.#count(call.campaignId, 0);
  }

  #impatient(number: number): void {
    const call = this.#calls[number];
    if (call?.waiting !== true) return;
    this.#calls[number] = undefined;
    this.#queue.splice(this.#queue.indexOf(number), 1);
    this.#out.abandoned++;
    if (this.#out.abandoned + this.#out.connected <= COLD_ANSWERS) this.#out.coldAbandoned++;
    this.#tell({ at: this.#now, type: 'abandoned', callId: call.id });
    this.#tell({ at: this.#now, type: 'ended', callId: call.id });
    this.#count(call.campaignId, 1);
  }

  #talkEnds(agent: number): void {
    const number = this.#callOf[agent] ?? -1;
    const call = this.#call(number);
    this.#calls[number] = undefined;
    this.#tell({ at: this.#now, type: 'ended', callId: call.id });
    this.#agent(agent, 'wrapping', 'wrapping');
    this.#work(agent, call.contact.wrapMs, WRAP_ENDS);
  }

  /** Has nothing to do any more: goes if he is wanted elsewhere, else takes the next customer or waits. */
  #free(agent: number): void {
    if (this.#wantsBreak[agent]) return this.#goOnBreak(agent);
    if (agent >= this.#present) return this.#leave(agent);
    const number = this.#queue.shift();
    this.#agent(agent, 'idle', 'available');
    if (number !== undefined) this.#connect(number, agent);
    else this.#idle.push(agent);
  }

  #break(agent: number): void {
    if (this.#state[agent] === 'idle') {
      this.#idle.splice(this.#idle.indexOf(agent), 1);
      this.#goOnBreak(agent);
    } else if (this.#state[agent] === 'talking' || this.#state[agent] === 'wrapping') {
      this.#wantsBreak[agent] = true;
      const state = this.#state[agent] as 'talking' | 'wrapping';
      this.#tell({ at: this.#now, type: 'agent', agentId: this.#names[agent] ?? '', state, leaving: true });
    } else this.#nextBreak(agent);
    this.#decide();
  }

  #goOnBreak(agent: number): void {
    this.#wantsBreak[agent] = false;
    this.#leave(agent);
    this.#heap.push(this.#now + (this.#world.breaks?.ms ?? 0), BACK, agent);
    this.#nextBreak(agent);
  }

  #nextBreak(agent: number): void {
    const { breaks } = this.#world;
    if (breaks) this.#heap.push(this.#gap(breaks.everyMs, 8_000_000, agent, this.#breaks), BREAK, agent);
  }

  #inbound(agent: number): void {
    const { inbound, seed } = this.#world;
    if (!inbound) return;
    const nth = this.#inbounds[agent] ?? 0;
    this.#heap.push(this.#gap(inbound.everyMs, 9_000_000, agent, this.#inbounds), INBOUND, agent);
    if (this.#state[agent] !== 'idle') return;
    this.#idle.splice(this.#idle.indexOf(agent), 1);
    this.#agent(agent, 'inbound', 'reserved');
    this.#signedMs += this.#now;
    this.#heap.push(this.#now + duration(inbound.ms, seed, 9_500_000 + agent * 1_000 + nth, 0), INBOUND_ENDS, agent);
    this.#decide();
  }

  #presenceChanges(change: number): void {
    this.#present = this.#world.presence?.[change]?.count ?? this.#world.agents;
    for (let agent = 0; agent < this.#world.agents; agent++) {
      if (agent < this.#present && this.#state[agent] === 'away') this.#signIn(agent);
      else if (agent >= this.#present && this.#state[agent] === 'idle') {
        this.#idle.splice(this.#idle.indexOf(agent), 1);
        this.#leave(agent);
      }
    }
  }

  #signIn(agent: number): void {
    this.#signedMs -= this.#now;
    this.#free(agent);
  }

  #leave(agent: number): void {
    this.#signedMs += this.#now;
    this.#agent(agent, 'away', 'paused');
  }

  /** Another life of the engine: it learns of the agents and of the calls in the air, as adoption tells it. */
  #restart(): void {
    if (this.#renew === undefined) return;
    this.#pacer = this.#renew(this.#pacer);
    for (const [id, [abandoned, answered]] of Object.entries(this.#out.byCampaign))
      this.#tell({ at: this.#now, type: 'history', campaignId: id, answered, abandoned, from: 0, to: this.#now });
    for (const [agent, state] of this.#state.entries())
      if (state === 'idle' || state === 'talking' || state === 'wrapping')
        this.#agent(agent, state, state === 'idle' ? 'available' : state);
    for (const call of this.#calls)
      if (call !== undefined && !this.#callOf.includes(Number(call.id.slice(1)))) this.#adopted(call);
  }

  #adopted(call: Call): void {
    const { id: callId, campaignId, waiting } = call;
    this.#tell({ at: this.#now, type: 'placed', callId, campaignId });
    if (waiting) this.#tell({ at: this.#now, type: 'answered', callId });
  }

  #work(agent: number, ms: number, ends: number): void {
    const own = Math.max(1, Math.round(ms * (this.#factor[agent] ?? 1)));
    this.#busyMs += Math.min(own, this.#end - this.#now);
    this.#heap.push(this.#now + own, ends, agent);
  }

  #count(campaignId: string, abandoned: 0 | 1): void {
    const counts = this.#out.byCampaign[campaignId] ?? [0, 0];
    counts[0] += abandoned;
    counts[1]++;
    this.#out.byCampaign[campaignId] = counts;
    const windows = this.#windows.get(campaignId) ?? new Windows();
    this.#windows.set(campaignId, windows);
    windows.add(this.#now, abandoned);
    if (windows.worst !== undefined) this.#out.worst[campaignId] = windows.worst;
  }

  /** Time until the next of an agent's doings, exponential and his own. */
  #gap(everyMs: number, stream: number, agent: number, counts: number[]): number {
    const nth = counts[agent] ?? 0;
    counts[agent] = nth + 1;
    const u = uniform(this.#world.seed, stream + agent * 1_000 + nth, 1);
    return this.#now + Math.max(1, Math.round(-everyMs * Math.log(1 - u)));
  }

  #agent(agent: number, state: State, told: PacedAgentState): void {
    this.#state[agent] = state;
    this.#tell({ at: this.#now, type: 'agent', agentId: this.#names[agent] ?? '', state: told });
  }

  #call(number: number): Call {
    return this.#calls[number] as Call;
  }

  #tell(event: PacingEvent): void {
    this.#pacer.observe(event);
  }
}

function isSigned(state: State): boolean {
  return state === 'idle' || state === 'talking' || state === 'wrapping';
}

/**
 * One shift of `world` under `pacer`, cold start included.
 * @param renew makes the pacer of the engine's next life at each of `world.restarts`
 */
export function runWorld(world: World, pacer: Pacer, renew?: (old: Pacer) => Pacer): Outcome {
  return new Run(world, pacer, renew).run();
}
