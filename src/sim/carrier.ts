import type { Clock, Timer } from '../shared/clock.ts';
import type { CalleePlan, CarrierModel } from './callees.ts';
import type { FarEnd, Heard } from './channel.ts';
import type { FarHooks, Invitation } from './channels.ts';

/** One call as the other side saw it. Times are milliseconds since the epoch; the clear number stays in the simulation. */
export interface CarrierLogEntry {
  number: string;
  callerId: string;
  trunk: string;
  kind: string;
  invitedAt: number;
  ringingAt: number | undefined;
  answeredAt: number | undefined;
  /** Undefined while the call lives. */
  endedAt: number | undefined;
  endedBy: 'caller' | 'callee' | undefined;
  /** The final refusal, when there was one. */
  sip: number | undefined;
  /** What came to the callee's ear after he answered, milliseconds of each. */
  heard: Record<Heard, number>;
  /** Keys that came to him. */
  digits: string;
}

/** How a trunk limits and fails. */
export interface TrunkState {
  /** More INVITEs than this in one second are refused with 503 (FAULTS.md 30). */
  callsPerSecond: number;
  channels: number;
  /** `silent`: nothing comes back at all; `refuse`: 503 to everything. */
  outage: 'silent' | 'refuse' | undefined;
}

const FREE: TrunkState = {
  callsPerSecond: Number.POSITIVE_INFINITY,
  channels: Number.POSITIVE_INFINITY,
  outage: undefined,
};

/** PJSIP gives up an INVITE that nobody answers after 32 s (timer B), which shows as 408. */
const TIMER_B_MS = 32_000;

/** The carrier and all its subscribers, with a log of what really happened. */
export class Carrier {
  readonly #clock: Clock;
  readonly #unreachable: (uri: string) => boolean;
  readonly #trunks = new Map<string, TrunkState>();
  readonly #second = new Map<string, { startedAt: number; count: number }>();
  readonly #busy = new Map<string, number>();
  readonly #calls = new Map<string, number>();
  readonly #lines = new Set<Line>();
  model: CarrierModel;
  log: CarrierLogEntry[] = [];

  constructor(clock: Clock, model: CarrierModel, unreachable: (uri: string) => boolean) {
    this.#clock = clock;
    this.#unreachable = unreachable;
    this.model = model;
  }

  /** Settings of one trunk endpoint (`<trunk>-<group>`) or of all of them (`*`). */
  setTrunk(trunk: string, state: Partial<TrunkState>): void {
    this.#trunks.set(trunk, { ...this.#trunk(trunk), ...state });
  }

  /** Callees of this number who are on the line now hang up. Says how many. */
  hangUp(number: string): number {
    const lines = [...this.#lines].filter((line) => line.entry.number === number);
    for (const line of lines) line.leave();
    return lines.length;
  }

  /** Callees of this number whose phone rings answer now. Says how many. */
  pickUp(number: string): number {
    const lines = [...this.#lines].filter((line) => line.entry.number === number);
    return lines.filter((line) => line.pickUp()).length;
  }

  /** The callee presses a key. */
  press(number: string, digit: string): number {
    const lines = [...this.#lines].filter((line) => line.entry.number === number);
    for (const line of lines) line.press(digit);
    return lines.length;
  }

  invite(invitation: Invitation, hooks: FarHooks): FarEnd {
    const number = invitation.number ?? '';
    const nth = (this.#calls.get(number) ?? 0) + 1;
    const plan = this.#limited(invitation) ?? this.#modelled(invitation, number, nth);
    const entry = this.#entry(invitation, number, plan.kind);
    // A carrier that cannot be reached has no log of the call, and it says nothing about the callee.
    if (plan.kind !== 'unreachable') this.log.push(entry);
    if (plan.kind !== 'unreachable' && plan.kind !== 'limit') this.#calls.set(number, nth);
    this.#busy.set(invitation.endpoint, (this.#busy.get(invitation.endpoint) ?? 0) + 1);
    const line = new Line(this.#clock, plan, entry, hooks, () => {
      this.#lines.delete(line);
      this.#busy.set(invitation.endpoint, (this.#busy.get(invitation.endpoint) ?? 1) - 1);
    });
    this.#lines.add(line);
    return line;
  }

  #modelled(invitation: Invitation, number: string, nth: number): CalleePlan {
    return this.model({ number, callerId: invitation.callerId, trunk: invitation.endpoint, nth });
  }

  #limited(invitation: Invitation): CalleePlan | undefined {
    const trunk = this.#trunk(invitation.endpoint);
    if (trunk.outage === 'silent' || this.#unreachable(invitation.uri)) {
      return { kind: 'unreachable', refuse: { afterMs: TIMER_B_MS, sip: 408 }, voice: 'silent' };
    }
    const full = (this.#busy.get(invitation.endpoint) ?? 0) >= trunk.channels;
    if (trunk.outage !== 'refuse' && !full && !this.#tooFast(invitation.endpoint, trunk)) return undefined;
    return { kind: 'limit', refuse: { afterMs: 2, sip: 503 }, voice: 'silent' };
  }

  #tooFast(endpoint: string, trunk: TrunkState): boolean {
    if (trunk.callsPerSecond === Number.POSITIVE_INFINITY) return false;
    const now = this.#clock.now();
    let second = this.#second.get(endpoint);
    if (!second || now - second.startedAt >= 1_000) second = { startedAt: now, count: 0 };
    second.count += 1;
    this.#second.set(endpoint, second);
    return second.count > trunk.callsPerSecond;
  }

  #trunk(name: string): TrunkState {
    return this.#trunks.get(name) ?? this.#trunks.get('*') ?? FREE;
  }

  #entry(invitation: Invitation, number: string, kind: string): CarrierLogEntry {
    return {
      number,
      callerId: invitation.callerId,
      trunk: invitation.endpoint,
      kind,
      invitedAt: this.#clock.now(),
      ringingAt: undefined,
      answeredAt: undefined,
      endedAt: undefined,
      endedBy: undefined,
      sip: undefined,
      digits: '',
      heard: { agent: 0, message: 0, other: 0, nothing: 0 },
    };
  }
}

/** One call on the carrier's side: plays a plan and writes down what it hears. */
class Line implements FarEnd {
  readonly role = 'line';
  readonly entry: CarrierLogEntry;
  readonly #clock: Clock;
  readonly #plan: CalleePlan;
  readonly #hooks: FarHooks;
  readonly #closed: () => void;
  readonly #timers: Timer[] = [];
  #ear: Heard = 'nothing';
  #since = 0;
  #talking: Timer | undefined;
  #waiting: Timer | undefined;

  constructor(clock: Clock, plan: CalleePlan, entry: CarrierLogEntry, hooks: FarHooks, closed: () => void) {
    this.entry = entry;
    this.#clock = clock;
    this.#plan = plan;
    this.#hooks = hooks;
    this.#closed = closed;
    const { progress, answerMs, refuse } = plan;
    if (progress) this.#after(progress.afterMs, () => this.#progress(progress.sip));
    if (answerMs !== undefined) this.#after(answerMs, () => this.#answer());
    else if (refuse) this.#after(refuse.afterMs, () => this.#refuse(refuse.sip));
  }

  audible(): boolean {
    return this.entry.answeredAt !== undefined && this.#plan.voice !== 'silent';
  }

  packets(): number {
    const from = this.entry.answeredAt;
    if (from === undefined || !this.audible()) return 0;
    return Math.floor(((this.entry.endedAt ?? this.#clock.now()) - from) / 20);
  }

  keys(digits: string): void {
    if (this.entry.answeredAt !== undefined) this.entry.digits += digits;
  }

  hear(what: Heard): void {
    if (this.entry.answeredAt === undefined || what === this.#ear) return;
    this.#note();
    this.#ear = what;
    this.#waiting?.cancel();
    this.#waiting = undefined;
    if (what === 'nothing') this.#wait();
    const { talkMs } = this.#plan;
    if (what === 'agent' && talkMs !== undefined) this.#talking ??= this.#after(talkMs, () => this.leave());
  }

  /** Our side hung up. */
  end(): void {
    this.#close('caller');
  }

  /** The callee hangs up; before the answer that is a 486. */
  leave(): void {
    if (this.entry.endedAt !== undefined) return;
    if (this.entry.answeredAt === undefined) {
      this.#refuse(486);
      return;
    }
    this.#close('callee');
    this.#hooks.hungUp(16);
  }

  /** Answers out of turn. False: he talks already or is gone. */
  pickUp(): boolean {
    const rings = this.entry.answeredAt === undefined && this.entry.endedAt === undefined;
    if (rings) this.#answer();
    return rings;
  }

  press(digit: string): void {
    if (this.entry.answeredAt !== undefined && this.entry.endedAt === undefined) this.#hooks.digit(digit);
  }

  #pressOn(dtmf: NonNullable<CalleePlan['dtmf']>): void {
    this.press(dtmf.digit);
    if (dtmf.everyMs !== undefined && this.entry.endedAt === undefined)
      this.#after(dtmf.everyMs, () => this.#pressOn(dtmf));
  }

  #progress(sip: 180 | 183): void {
    this.entry.ringingAt = this.#clock.now();
    this.#hooks.progress(sip);
  }

  #answer(): void {
    if (this.entry.answeredAt !== undefined) return;
    const now = this.#clock.now();
    const { hangUpMs, dtmf } = this.#plan;
    this.entry.answeredAt = now;
    this.#since = now;
    if (hangUpMs !== undefined) this.#after(hangUpMs, () => this.leave());
    if (dtmf) this.#after(dtmf.afterMs, () => this.#pressOn(dtmf));
    this.#wait();
    this.#hooks.answered();
  }

  #refuse(sip: number): void {
    this.entry.sip = sip;
    this.#close('callee');
    this.#hooks.refused(sip);
  }

  #wait(): void {
    const { waitMs } = this.#plan;
    if (waitMs !== undefined) this.#waiting = this.#after(waitMs, () => this.leave());
  }

  #note(): void {
    const now = this.#clock.now();
    this.entry.heard[this.#ear] += now - this.#since;
    this.#since = now;
  }

  #close(by: 'caller' | 'callee'): void {
    if (this.entry.endedAt !== undefined) return;
    if (this.entry.answeredAt !== undefined) this.#note();
    this.entry.endedAt = this.#clock.now();
    this.entry.endedBy = by;
    for (const timer of this.#timers) timer.cancel();
    this.#closed();
  }

  #after(ms: number, fn: () => void): Timer {
    const timer = this.#clock.after(ms, fn);
    this.#timers.push(timer);
    return timer;
  }
}
