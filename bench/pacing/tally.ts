import type { PacingEvent } from '../../src/pacing/index.ts';

const MINUTE_MS = 60_000;

/** An attempt that is over, or a talk: what simple pacers learn from. */
export interface Attempt {
  at: number;
  answered: boolean;
  /** From placing to the answer or the end. */
  ringMs: number;
}

/** The plain counts that simple pacers go by. */
export class Tally {
  ready = 0;
  talking = 0;
  wrapping = 0;
  ringing = 0;
  waiting = 0;
  answered = 0;
  abandoned = 0;
  /** Means so far, with a little prior. */
  handleMs = 60_000;
  /** The last attempts that are over, and the last handle times. */
  readonly attempts: Attempt[] = [];
  readonly handles: number[] = [];
  readonly agents = new Map<string, { state: string; since: number; busySince: number }>();
  readonly #placedAt = new Map<string, number>();
  #recent: { at: number; abandoned: boolean }[] = [];
  #handleSum = 60_000;
  #handleCount = 1;

  observe(event: PacingEvent): void {
    switch (event.type) {
      case 'agent':
        return this.#agent(event.agentId, event.state, event.at);
      case 'placed':
        this.ringing++;
        this.#placedAt.set(event.callId, event.at);
        return;
      case 'failed':
        this.ringing--;
        return this.#over(event.callId, event.at, false);
      case 'answered':
        this.ringing--;
        this.waiting++;
        return this.#over(event.callId, event.at, true);
      case 'connected':
      case 'abandoned':
        this.waiting--;
        this.answered++;
        if (event.type === 'abandoned') this.abandoned++;
        this.#recent.push({ at: event.at, abandoned: event.type === 'abandoned' });
        while ((this.#recent[0]?.at ?? event.at) <= event.at - MINUTE_MS) this.#recent.shift();
        return;
      default:
    }
  }

  lastMinute(): { answered: number; abandoned: number } {
    let abandoned = 0;
    for (const r of this.#recent) if (r.abandoned) abandoned++;
    return { answered: this.#recent.length, abandoned };
  }

  /** Answers ÷ attempts that are over, of the last `n`, with a prior of 20 at a quarter. */
  answerRate(n: number): number {
    const from = Math.max(0, this.attempts.length - n);
    let answers = 5;
    for (let i = from; i < this.attempts.length; i++) if (this.attempts[i]?.answered) answers++;
    return answers / (20 + this.attempts.length - from);
  }

  #over(callId: string, at: number, answered: boolean): void {
    const placedAt = this.#placedAt.get(callId);
    this.#placedAt.delete(callId);
    if (placedAt === undefined) return;
    this.attempts.push({ at, answered, ringMs: at - placedAt });
    if (this.attempts.length > 2_000) this.attempts.splice(0, 1_000);
  }

  #agent(id: string, state: string, at: number): void {
    const agent = this.agents.get(id) ?? { state: '', since: at, busySince: at };
    this.agents.set(id, agent);
    if (agent.state === state) return;
    this.#count(agent.state, -1);
    this.#count(state, 1);
    if (state === 'talking') agent.busySince = at;
    if (agent.state === 'wrapping') this.#handled(at - agent.busySince);
    agent.state = state;
    agent.since = at;
  }

  #handled(ms: number): void {
    this.#handleSum += ms;
    this.#handleCount++;
    this.handleMs = this.#handleSum / this.#handleCount;
    this.handles.push(ms);
    if (this.handles.length > 200) this.handles.splice(0, 100);
  }

  #count(state: string, by: 1 | -1): void {
    if (state === 'available') this.ready += by;
    else if (state === 'talking') this.talking += by;
    else if (state === 'wrapping') this.wrapping += by;
  }
}
