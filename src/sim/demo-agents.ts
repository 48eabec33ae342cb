import type { Clock } from '../shared/clock.ts';
import type { Rng } from '../shared/rng.ts';

/** What the demo's people need of the service: its public HTTP interface, nothing else. */
export interface AgentDoor {
  signIn(staffNo: string, password: string): Promise<string>;
  /** The seat as `GET /api/v1/agents/me` shows it; undefined when the session is over. */
  seat(
    token: string,
  ): Promise<{ state: string; attemptId: string | undefined; unfilled: readonly string[] } | undefined>;
  want(token: string, state: 'ready' | 'paused' | 'offline', reason?: string): Promise<void>;
  dispose(token: string, attemptId: string, result: string): Promise<void>;
}

export interface DemoAgentsOptions {
  clock: Clock;
  rng: Rng;
  door: AgentDoor;
  people: readonly { username: string; password: string }[];
  /** How often each looks at his seat, ms. */
  lookMs?: number;
  log(message: string, fields: Record<string, unknown>): void;
}

interface Person {
  username: string;
  password: string;
  token: string | undefined;
  /** When the result of this call will be given. */
  wrap: { attemptId: string; at: number } | undefined;
  breakUntil: number | undefined;
  nextBreakAt: number;
}

/** Shares of what demo agents say of a talk; they sum to 1. */
const RESULTS: readonly [string, number][] = [
  ['NOINTEREST', 0.62],
  ['INTENT_C', 0.12],
  ['INTENT_B', 0.08],
  ['CALLBACK', 0.07],
  ['INTENT_A', 0.04],
  ['SALE', 0.03],
  ['WRONG', 0.03],
  ['DNCREQ', 0.01],
];

/** Simulated agents who work as real ones do: through the service's own doors, with wrap-ups of 5-25 s and short breaks. */
export class DemoAgents {
  readonly #options: DemoAgentsOptions;
  readonly #people: Person[];
  #stopped = false;

  constructor(options: DemoAgentsOptions) {
    this.#options = options;
    const now = options.clock.now();
    this.#people = options.people.map((p) => ({
      ...p,
      token: undefined,
      wrap: undefined,
      breakUntil: undefined,
      nextBreakAt: now + this.#between(20, 90) * 60_000,
    }));
  }

  start(): void {
    const { clock, lookMs = 1_000 } = this.#options;
    this.#people.forEach((person, i) => {
      clock.after((i * lookMs) / this.#people.length, () => void this.#turn(person, lookMs));
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #turn(person: Person, lookMs: number): Promise<void> {
    if (this.#stopped) return;
    const { clock, log } = this.#options;
    let wait = lookMs;
    try {
      await this.#look(person);
    } catch (error) {
      // The service may be starting or restarting: a person would try again.
      log('demo agent could not reach the service', { username: person.username, error: String(error) });
      wait = 3_000;
    }
    clock.after(wait, () => void this.#turn(person, lookMs));
  }

  async #look(person: Person): Promise<void> {
    const { door, clock } = this.#options;
    person.token ??= await door.signIn(person.username, person.password);
    const seat = await door.seat(person.token);
    if (!seat) {
      person.token = undefined;
      return;
    }
    const now = clock.now();
    switch (seat.state) {
      case 'offline':
        return door.want(person.token, 'ready');
      case 'paused':
        if (person.breakUntil !== undefined && now < person.breakUntil) return;
        person.breakUntil = undefined;
        // Whoever owes a result gives it first, or he is not let go on.
        for (const attemptId of seat.unfilled) await door.dispose(person.token, attemptId, this.#result());
        if (seat.unfilled.length > 0) return;
        return door.want(person.token, 'ready');
      case 'idle':
        if (now < person.nextBreakAt) return;
        person.nextBreakAt = now + this.#between(30, 90) * 60_000;
        person.breakUntil = now + this.#between(2, 8) * 60_000;
        return door.want(person.token, 'paused', 'rest');
      case 'wrapup':
        return this.#wrapUp(person, person.token, seat.attemptId, now);
      default:
        return;
    }
  }

  async #wrapUp(person: Person, token: string, attemptId: string | undefined, now: number): Promise<void> {
    if (attemptId === undefined) return;
    if (person.wrap?.attemptId !== attemptId) {
      person.wrap = { attemptId, at: now + this.#between(5, 25) * 1_000 };
      return;
    }
    if (now >= person.wrap.at) await this.#options.door.dispose(token, attemptId, this.#result());
  }

  #between(low: number, high: number): number {
    return low + this.#options.rng.next() * (high - low);
  }

  #result(): string {
    let left = this.#options.rng.next();
    for (const [result, share] of RESULTS) {
      left -= share;
      if (left < 0) return result;
    }
    return 'NOINTEREST';
  }
}
