import type { Clock, Timer } from '../shared/clock.ts';
import { agentBridge, agentChannel } from './names.ts';
import { PhoneWatch } from './phone-watch.ts';
import type { AgentSeat, Log, Telephony } from './ports.ts';
import { TelephonyRefused } from './ports.ts';

/** Waits before each new try to reach an agent's phone, ms; after the last the leg has failed. */
export const LEG_RETRY_MS = [0, 1_000, 2_000, 5_000, 10_000] as const;
const LEG_RING_MS = 15_000;
/** Q.850 cause with which the node ends a leg at its `rtp_timeout` (measured). */
const SILENT_CAUSE = 44;
/** An agent's leg may stand a whole shift; then the node ends it whoever is dead (ASTERISK.md 16). */
const LEG_LIFE_SECONDS = 14 * 3600;

export interface LegWatcher {
  up(agentId: string): void;
  lost(agentId: string): void;
  /** The node ended a leg from which nothing had come for too long (FAULTS 27). */
  silent(agentId: string): void;
  failed(agentId: string, why: string): void;
}

interface Leg {
  seat: AgentSeat;
  channelId: string | undefined;
  state: 'none' | 'ringing' | 'joining' | 'up';
  /** His newest registration, as far as it was told; and the one that the present try rings. */
  place: string | undefined;
  rings: string | undefined;
  /** No place was known when the try began: it rings at the first that is told of since, as far as can be seen. */
  guessed: boolean;
  upAt: number;
  /** It was sent into a colleague's bridge. */
  lent: boolean;
  tries: number;
  timer: Timer | undefined;
  /** The requests of the present try; never rejects. */
  work: Promise<void> | undefined;
}

export interface LegDeps {
  clock: Clock;
  telephony: Telephony;
  log: Log;
  groupKey: string;
}

/**
 * Keeps each signed-in agent's phone in his own bridge before any call is placed, so that an answer is one join away.
 * A leg that ends is called again, with growing pauses; a leg is `up` only once it stands in the bridge.
 */
export class AgentLegs {
  readonly #deps: LegDeps;
  readonly #watcher: LegWatcher;
  readonly #phones: PhoneWatch;
  readonly #legs = new Map<string, Leg>();
  /** Phones being taken down: the same agent's next leg waits for it, or its endpoint would be deleted under it. */
  readonly #dropping = new Map<string, Promise<void>>();
  #linkUp = false;
  #closed = false;
  #lastName = 0;

  constructor(deps: LegDeps, watcher: LegWatcher) {
    this.#deps = deps;
    this.#watcher = watcher;
    this.#phones = new PhoneWatch(deps, (agentId, channelId) => {
      if (this.#legs.get(agentId)?.channelId === channelId) this.#forsaken(agentId);
    });
  }

  bridgeOf(agentId: string): string {
    return agentBridge(this.#deps.groupKey, agentId);
  }

  /** Starts calling the agent's phone; nothing when it is being called or is up. */
  ring(seat: AgentSeat): void {
    const leg = this.#legs.get(seat.agentId) ?? this.#make(seat);
    leg.seat = seat;
    if (leg.state !== 'none' || leg.timer !== undefined) return;
    leg.tries = 0;
    this.#start(leg);
  }

  /** The phone has registered: a leg that waits for its next try is called at once. False: no leg waits. */
  phoneBack(agentId: string): boolean {
    const leg = this.#legs.get(agentId);
    if (leg?.state !== 'none' || leg.timer === undefined) return false;
    this.#stopTimer(leg);
    leg.tries = 0;
    this.#start(leg);
    return true;
  }

  /**
   * Where his phone is has changed. A page that is reloaded says good-bye before its socket closes, so the leg that is
   * called anew may ring at the page that goes, until the ring time-out and past every deadline: a try that rings where
   * nobody is any more is given up, and the new place is called at once.
   */
  moved(agentId: string, place: string, gone: boolean): void {
    const leg = this.#legs.get(agentId);
    if (!leg || leg.seat.contactUri !== undefined) return;
    if (!gone) leg.place = place;
    else if (leg.place === place) leg.place = undefined;
    const { channelId, work } = leg;
    if (leg.state !== 'ringing' || channelId === undefined || this.#ringsRightly(leg, place, gone)) return;
    this.#deps.log.info({ agentId }, 'the agent leg rang where no phone is any more: called again');
    if (!gone) leg.tries = 0;
    // A leg whose originate is still out would outlive a hang-up that comes before it.
    void (work ?? Promise.resolve()).then(() =>
      this.#quietly(this.#deps.telephony.hangUp(channelId), 'agent leg not hung up'),
    );
    this.ended(agentId, channelId);
  }

  /**
   * A try that began before any place was known may ring at the one that is told of only now: the node knows a phone
   * before it says so, and giving that try up would ring a good phone twice. Was it refused instead, the next try is at
   * once. If a place goes meanwhile, nobody can say which of the two it rings.
   */
  #ringsRightly(leg: Leg, place: string, gone: boolean): boolean {
    if (gone) return !leg.guessed && leg.rings !== place;
    if (!leg.guessed || leg.rings !== undefined) return leg.rings === place;
    leg.rings = place;
    leg.tries = 0;
    return true;
  }

  /** The phone's registration came or went: is anybody still behind the leg that stands? */
  look(agentId: string): void {
    const leg = this.#legs.get(agentId);
    // A desk phone has no registration of ours.
    if (leg?.state === 'up' && leg.channelId !== undefined && leg.seat.contactUri === undefined)
      this.#phones.look(agentId, leg.channelId);
  }

  /** The same for all: what came and went while nobody listened to the node is not known. */
  lookAtAll(): void {
    for (const agentId of this.#legs.keys()) this.look(agentId);
  }

  /** Takes over a leg that stands already (another life of the engine made it). */
  async adopt(seat: AgentSeat, channelId: string, inBridge: boolean): Promise<void> {
    const leg = this.#legs.get(seat.agentId) ?? this.#make(seat);
    this.#stopTimer(leg);
    leg.channelId = channelId;
    leg.state = 'joining';
    if (inBridge) this.#stands(leg);
    else await this.#intoBridge(leg, channelId);
  }

  /** Hangs the agent's phone up and forgets it, its endpoint and its bridge. Never rejects. */
  async drop(agentId: string): Promise<void> {
    const leg = this.#legs.get(agentId);
    if (leg) this.#stopTimer(leg);
    this.#phones.forget(agentId);
    this.#legs.delete(agentId);
    const work = this.#takeDown(agentId, leg, this.#dropping.get(agentId));
    this.#dropping.set(agentId, work);
    await work;
    if (this.#dropping.get(agentId) === work) this.#dropping.delete(agentId);
  }

  /** Hangs up a leg that would take no customer, and calls the phone again. */
  renew(agentId: string): void {
    const leg = this.#legs.get(agentId);
    if (leg?.state !== 'up' || leg.channelId === undefined) return;
    const { channelId } = leg;
    void this.#quietly(this.#deps.telephony.hangUp(channelId), 'agent leg not hung up');
    this.ended(agentId, channelId);
  }

  /** Takes the leg into a colleague's bridge; false when it did not get there. Never rejects. */
  async lend(agentId: string, bridgeId: string): Promise<boolean> {
    const leg = this.#legs.get(agentId);
    if (leg?.state !== 'up' || leg.channelId === undefined) return false;
    // Also when the answer is lost: then nobody knows where it stands.
    leg.lent = true;
    return this.#takeTo(leg, leg.channelId, bridgeId);
  }

  /** Back into its own bridge; true when it stands there. Never rejects. */
  async home(agentId: string): Promise<boolean> {
    const leg = this.#legs.get(agentId);
    if (leg?.state !== 'up' || leg.channelId === undefined) return false;
    if (leg.lent) leg.lent = !(await this.#takeTo(leg, leg.channelId, this.bridgeOf(agentId)));
    return leg.state === 'up' && !leg.lent;
  }

  async #takeTo(leg: Leg, channelId: string, bridgeId: string): Promise<boolean> {
    try {
      await this.#deps.telephony.join(channelId, bridgeId);
      return this.#isCurrent(leg, channelId);
    } catch (error) {
      this.#deps.log.info({ agentId: leg.seat.agentId, error: String(error) }, 'agent leg could not be moved');
      return false;
    }
  }

  channelOf(agentId: string): string | undefined {
    return this.#legs.get(agentId)?.channelId;
  }

  isUp(agentId: string): boolean {
    return this.#legs.get(agentId)?.state === 'up';
  }

  /** Whether the phone is up, is being called, or waits for its next try. */
  isKept(agentId: string): boolean {
    const leg = this.#legs.get(agentId);
    return leg !== undefined && (leg.state !== 'none' || leg.timer !== undefined || !this.#linkUp);
  }

  entered(agentId: string, channelId: string): void {
    const leg = this.#legs.get(agentId);
    if (!leg || leg.channelId !== channelId) {
      void this.#quietly(this.#deps.telephony.hangUp(channelId), 'stray agent leg not hung up');
      return;
    }
    if (leg.state !== 'ringing') return;
    leg.state = 'joining';
    void this.#intoBridge(leg, channelId);
  }

  ended(agentId: string, channelId: string, cause?: number): void {
    const leg = this.#legs.get(agentId);
    if (this.#closed || !leg || leg.channelId !== channelId) return;
    const wasUp = leg.state === 'up';
    leg.channelId = undefined;
    leg.state = 'none';
    this.#stopTimer(leg);
    // A leg that stood is asked for again by the agent's own machine; one that never stood is tried again here.
    this.#phones.forget(agentId);
    if (wasUp && cause === SILENT_CAUSE) this.#watcher.silent(agentId);
    else if (wasUp) this.#watcher.lost(agentId);
    else this.#again(leg, 'the phone did not answer');
  }

  #forsaken(agentId: string): void {
    this.#deps.log.info({ agentId }, 'nobody is behind the agent leg any more: called again');
    this.renew(agentId);
  }

  /** The node is gone or back: legs of a restarted node are lost without events (ASTERISK.md 10). */
  link(up: boolean, restarted: boolean): void {
    this.#linkUp = up;
    for (const [agentId, leg] of [...this.#legs]) {
      if (restarted) {
        const wasUp = leg.state === 'up';
        leg.state = 'none';
        leg.channelId = undefined;
        this.#stopTimer(leg);
        leg.tries = 0;
        if (wasUp) this.#watcher.lost(agentId);
      }
      if (up && leg.state === 'none' && leg.timer === undefined && this.#legs.get(agentId) === leg) this.#start(leg);
    }
  }

  /** Compares with what the node had at `seenAt`: a leg that was up before and is not there is lost. */
  check(present: ReadonlySet<string>, seenAt: number): void {
    for (const [agentId, { state, channelId, upAt }] of [...this.#legs])
      if (state === 'up' && channelId && upAt < seenAt && !present.has(channelId)) this.ended(agentId, channelId);
  }

  bridges(): Set<string> {
    return new Set([...this.#legs.keys()].map((id) => this.bridgeOf(id)));
  }

  /** For a group that is left: legs stay up for the next owner, and nothing here touches them any more. */
  close(): void {
    this.#closed = true;
    this.#phones.close();
    for (const leg of this.#legs.values()) this.#stopTimer(leg);
  }

  #make(seat: AgentSeat): Leg {
    const leg: Leg = {
      seat,
      channelId: undefined,
      state: 'none',
      place: undefined,
      rings: undefined,
      guessed: false,
      upAt: 0,
      lent: false,
      tries: 0,
      timer: undefined,
      work: undefined,
    };
    this.#legs.set(seat.agentId, leg);
    return leg;
  }

  #stopTimer(leg: Leg): void {
    leg.timer?.cancel();
    leg.timer = undefined;
  }

  #isCurrent(leg: Leg, channelId: string): boolean {
    return !this.#closed && this.#legs.get(leg.seat.agentId) === leg && leg.channelId === channelId;
  }

  #start(leg: Leg): void {
    // Not connected: `link` starts it.
    if (!this.#linkUp || this.#closed) return;
    const { clock, telephony, groupKey } = this.#deps;
    const { agentId } = leg.seat;
    this.#lastName = Math.max(this.#lastName + 1, clock.now());
    const channelId = agentChannel(groupKey, agentId, this.#lastName);
    leg.state = 'ringing';
    leg.rings = leg.place;
    leg.guessed = leg.place === undefined;
    leg.channelId = channelId;
    // Whatever happens to the events, a leg that does not stand in time is hung up and tried anew.
    leg.timer = clock.after(LEG_RING_MS + 5_000, () => {
      leg.timer = undefined;
      void this.#quietly(telephony.hangUp(channelId), 'late agent leg not hung up');
      this.ended(agentId, channelId);
    });
    const work = this.#try(leg, channelId).finally(() => {
      if (leg.work === work) leg.work = undefined;
    });
    leg.work = work;
  }

  async #try(leg: Leg, channelId: string): Promise<void> {
    const { telephony, log } = this.#deps;
    const { agentId, sipUser, sipPassword, contactUri } = leg.seat;
    try {
      await this.#dropping.get(agentId);
      if (!this.#isCurrent(leg, channelId)) return;
      await telephony.makePhone({ sipUser, password: sipPassword, contactUri });
      await telephony.makeBridge(this.bridgeOf(agentId));
      if (!this.#isCurrent(leg, channelId)) return;
      const outcome = await telephony.ringPhone({
        channelId,
        sipUser,
        ringTimeoutMs: LEG_RING_MS,
        maxSeconds: LEG_LIFE_SECONDS,
      });
      if (outcome.kind === 'refused') this.ended(agentId, channelId);
    } catch (error) {
      log.warn({ agentId, error: String(error) }, 'agent leg could not be set up');
      this.ended(agentId, channelId);
    }
  }

  async #intoBridge(leg: Leg, channelId: string): Promise<void> {
    const { telephony, log } = this.#deps;
    const agentId = leg.seat.agentId;
    try {
      await telephony.makeBridge(this.bridgeOf(agentId));
      await telephony.join(channelId, this.bridgeOf(agentId));
    } catch (error) {
      log.warn({ agentId, error: String(error) }, 'agent leg did not get into its bridge');
      await this.#quietly(telephony.hangUp(channelId), 'agent leg not hung up');
      this.ended(agentId, channelId);
      return;
    }
    if (this.#isCurrent(leg, channelId) && leg.state === 'joining') this.#stands(leg);
  }

  #stands(leg: Leg): void {
    this.#stopTimer(leg);
    leg.state = 'up';
    leg.lent = false;
    leg.upAt = this.#deps.clock.now();
    leg.tries = 0;
    this.#watcher.up(leg.seat.agentId);
  }

  #again(leg: Leg, why: string): void {
    const agentId = leg.seat.agentId;
    const wait = LEG_RETRY_MS[leg.tries];
    if (wait === undefined) {
      leg.tries = 0;
      this.#watcher.failed(agentId, why);
      return;
    }
    leg.tries += 1;
    leg.timer = this.#deps.clock.after(wait, () => {
      leg.timer = undefined;
      if (this.#legs.get(agentId) === leg && leg.state === 'none') this.#start(leg);
    });
  }

  async #takeDown(agentId: string, leg: Leg | undefined, previous: Promise<void> | undefined): Promise<void> {
    const { telephony } = this.#deps;
    await previous;
    // A leg whose originate is still out would outlive a hang-up that comes before it.
    await leg?.work;
    if (leg?.channelId) await this.#quietly(telephony.hangUp(leg.channelId), 'agent leg not hung up');
    await this.#quietly(telephony.removeBridge(this.bridgeOf(agentId)), 'agent bridge not removed');
    if (leg) await this.#quietly(telephony.removePhone(leg.seat.sipUser), 'agent endpoint not removed');
  }

  async #quietly(work: Promise<void>, what: string): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof TelephonyRefused && error.kind === 'gone') return;
      this.#deps.log.warn({ error: String(error) }, what);
    }
  }
}
