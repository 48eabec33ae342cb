import type { Clock, Timer } from '../shared/clock.ts';
import type { FarEnd, Heard } from './channel.ts';
import type { FarHooks, Invitation } from './channels.ts';
import type { Endpoints } from './endpoints.ts';

/** How an agent's phone behaves. */
export interface PhoneHabits {
  /** Rings so long before it picks up by itself. */
  answerMs: number;
  /** What it does with a call: picks up, rings for ever, refuses (486), or is not there at all. */
  onCall: 'answer' | 'ring' | 'refuse' | 'absent';
  /** Sound comes from it. A silent phone also has no packets to count (FAULTS.md 27). */
  audible: boolean;
}

const HABITS: PhoneHabits = { answerMs: 150, onCall: 'answer', audible: true };

/** How long a call to a phone that is not there is tried (PJSIP's timer B). */
const TIMER_B_MS = 32_000;

/** The agents' phones: one for each endpoint that is called without a number. They answer by themselves unless told otherwise. */
export class Phones {
  readonly #clock: Clock;
  readonly #endpoints: Endpoints;
  readonly #habits = new Map<string, PhoneHabits>();
  readonly #calls = new Map<string, Set<PhoneCall>>();
  #sockets = 0;
  /** Habits of phones that were told nothing else. */
  defaults: PhoneHabits = HABITS;

  constructor(clock: Clock, endpoints: Endpoints) {
    this.#clock = clock;
    this.#endpoints = endpoints;
  }

  habits(user: string): PhoneHabits {
    return this.#habits.get(user) ?? this.defaults;
  }

  /** From now on; a talk under way falls silent or comes back at once. */
  setHabits(user: string, habits: Partial<PhoneHabits>): void {
    this.#habits.set(user, { ...this.habits(user), ...habits });
    for (const call of this.#calls.get(user) ?? []) call.voiceChanged();
  }

  /** Each socket that registers is another place. */
  register(user: string): void {
    this.#endpoints.register(user, `sip:${user}@127.0.0.1:${5_062 + this.#sockets++}`);
  }

  /** The network is gone: no contact, no sound, no answer; the leg stays up (ASTERISK.md 20). */
  loseContact(user: string): void {
    this.setHabits(user, { audible: false, onCall: 'absent' });
    this.#endpoints.unregister(user);
  }

  /** The socket blinked: the contact goes, the sound does not (do nothing). */
  loseSocket(user: string): void {
    this.#endpoints.unregister(user);
  }

  /** The page is closed or reloaded: its contact is gone, and its calls, still up, will never carry a sound again. */
  closePage(user: string): void {
    for (const call of this.#calls.get(user) ?? []) call.die();
    this.#endpoints.unregister(user);
  }

  comeBack(user: string): void {
    this.setHabits(user, { audible: true, onCall: 'answer' });
    this.register(user);
  }

  /** Hangs up what it talks on. Says how many calls that were. */
  drop(user: string): number {
    const calls = [...(this.#calls.get(user) ?? [])];
    for (const call of calls) call.leave(16);
    return calls.length;
  }

  invite(invitation: Invitation, hooks: FarHooks): FarEnd {
    const user = invitation.endpoint;
    const set = this.#calls.get(user) ?? new Set();
    this.#calls.set(user, set);
    const rtpTimeoutMs = Number(this.#endpoints.field('endpoint', user, 'rtp_timeout')) * 1_000;
    const call = new PhoneCall(
      this.#clock,
      () => this.habits(user),
      rtpTimeoutMs,
      hooks,
      () => set.delete(call),
    );
    set.add(call);
    return call;
  }
}

class PhoneCall implements FarEnd {
  readonly role = 'phone';
  readonly #clock: Clock;
  readonly #habits: () => PhoneHabits;
  readonly #rtpTimeoutMs: number;
  readonly #hooks: FarHooks;
  readonly #closed: () => void;
  #timer: Timer | undefined;
  #rtpTimer: Timer | undefined;
  #answered = false;
  #over = false;
  /** Nobody is behind it any more. */
  #dead = false;
  #packets = 0;
  #audibleSince: number | undefined;

  constructor(clock: Clock, habits: () => PhoneHabits, rtpTimeoutMs: number, hooks: FarHooks, closed: () => void) {
    this.#clock = clock;
    this.#habits = habits;
    this.#rtpTimeoutMs = rtpTimeoutMs;
    this.#hooks = hooks;
    this.#closed = closed;
    this.#timer = clock.after(1, () => this.#called());
  }

  audible(): boolean {
    return this.#answered && !this.#over && this.#sends();
  }

  hear(_what: Heard): void {
    // An agent does nothing about what he hears.
  }

  packets(): number {
    if (this.#audibleSince === undefined) return this.#packets;
    return this.#packets + Math.floor((this.#clock.now() - this.#audibleSince) / 20);
  }

  end(): void {
    this.#close();
  }

  leave(cause: number): void {
    if (this.#over) return;
    this.#close();
    if (this.#answered) this.#hooks.hungUp(cause);
    else this.#hooks.refused(486);
  }

  /** The phone fell silent or is heard again: packets stop or go on, and silence of `rtp_timeout` ends the leg. */
  voiceChanged(): void {
    if (!this.#answered || this.#over) return;
    this.#packets = this.packets();
    const audible = this.#sends();
    this.#audibleSince = audible ? this.#clock.now() : undefined;
    this.#rtpTimer?.cancel();
    this.#rtpTimer = undefined;
    // res_pjsip_sdp_rtp ends it with cause 44.
    if (!audible && this.#rtpTimeoutMs > 0) {
      this.#rtpTimer = this.#clock.after(this.#rtpTimeoutMs, () => this.leave(44));
    }
    this.#hooks.voiceChanged?.();
  }

  die(): void {
    this.#dead = true;
    this.voiceChanged();
  }

  #sends(): boolean {
    return !this.#dead && this.#habits().audible;
  }

  #called(): void {
    const { onCall, answerMs } = this.#habits();
    if (onCall === 'absent') this.#timer = this.#clock.after(TIMER_B_MS, () => this.#refuse(408));
    else if (onCall === 'refuse') this.#refuse(486);
    else {
      if (onCall === 'ring' || answerMs > 0) this.#hooks.progress(180);
      if (onCall === 'answer') this.#timer = this.#clock.after(answerMs, () => this.#answer());
    }
  }

  #answer(): void {
    this.#answered = true;
    this.voiceChanged();
    this.#hooks.answered();
  }

  #refuse(sip: number): void {
    this.#close();
    this.#hooks.refused(sip);
  }

  #close(): void {
    if (this.#over) return;
    this.#packets = this.packets();
    this.#audibleSince = undefined;
    this.#over = true;
    this.#timer?.cancel();
    this.#rtpTimer?.cancel();
    this.#closed();
  }
}
