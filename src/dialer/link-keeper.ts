import type { Clock, Timer } from '../shared/clock.ts';
import type { CallBook } from './book.ts';
import type { Closer } from './closing.ts';
import type { AgentDesk } from './desk.ts';
import { readChannel } from './names.ts';
import type { EngineMetrics, GroupPlan, LinkEvent, Log, Telephony, TelephonyEvent } from './ports.ts';
import type { Reconciler } from './reconcile.ts';
import { ClockSkew } from './skew.ts';
import type { Standing } from './standing.ts';

const MOST_EARLY = 10_000;
const RECONCILE_AGAIN_MS = 1_000;
/** A port that refuses for this long is a process that is gone, and not one that is just reading its settings, ms. */
const DEAD_AFTER_MS = 3_000;

export interface LinkKeeperDeps {
  clock: Clock;
  telephony: Telephony;
  metrics: EngineMetrics;
  log: Log;
  groupKey: string;
  standing: Standing;
  book: CallBook;
  desk: AgentDesk;
  closer: Closer;
  reconciler: Reconciler;
  plan(): GroupPlan;
  /** The link is up and the books agree with the node. */
  ready(): void;
  /** Another process took the application. */
  replaced(): void;
}

/** Listens to the node: brings events to calls and agents, and keeps the books right over each cut of the wire. */
export class LinkKeeper {
  readonly #deps: LinkKeeperDeps;
  readonly #skew = new ClockSkew();
  /** Events of legs that are not in the books yet, while these are being made up. */
  readonly #early: TelephonyEvent[] = [];
  /** Counts changes of the link, so that work begun under an earlier one cannot speak for this one. */
  #turn = 0;
  #again: Timer | undefined;

  constructor(deps: LinkKeeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#deps.telephony.start({ event: (event) => this.#heard(event), link: (event) => this.#link(event) });
  }

  stop(): void {
    this.#turn += 1;
    this.#again?.cancel();
    this.#early.length = 0;
  }

  /** Compares books and node once more; also what nobody heard of. Never rejects. */
  async sweep(): Promise<void> {
    const { standing, reconciler, log } = this.#deps;
    if (standing.left !== undefined || standing.link !== undefined) return;
    try {
      await reconciler.run();
    } catch (error) {
      log.warn({ error: String(error) }, 'sweep failed');
    }
  }

  #heard(event: TelephonyEvent): void {
    const { clock, groupKey, book, desk, standing, telephony } = this.#deps;
    if (standing.left !== undefined) return;
    if (event.type === 'contact') {
      desk.contact(event);
      return;
    }
    const at = this.#skew.toOurs(event.at, clock.now());
    const name = readChannel(groupKey, event.channelId);
    if (name.kind === 'agent') {
      if (event.type === 'entered') desk.legs.entered(name.agentId, event.channelId);
      if (event.type === 'ended') desk.legs.ended(name.agentId, event.channelId, event.cause);
      return;
    }
    if (name.kind === 'foreign') {
      if (event.type !== 'entered' || event.role === 'probe') return;
      if (event.role !== 'agent') return this.#unknownLeg(event.channelId);
      telephony.hangUp(event.channelId).catch(() => undefined);
      return;
    }
    if (book.get(name.attemptId)) return this.#toCall(name.attemptId, event, at);
    // While the books are being made up, a leg may speak before it is adopted: heard again afterwards.
    if (standing.link === 'reconciling' && this.#early.length < MOST_EARLY) this.#early.push(event);
    else if (event.type === 'entered') void this.#unclaimed(name.attemptId, event.channelId);
  }

  #toCall(attemptId: string, event: Exclude<TelephonyEvent, { type: 'contact' }>, at: number): void {
    const { book } = this.#deps;
    switch (event.type) {
      case 'created':
      case 'ringing':
      case 'answered':
      case 'entered':
      case 'left':
      case 'hangup-requested':
        return book.step(attemptId, { type: event.type, at });
      case 'ended': {
        const { cause, techCause, causeText } = event;
        return book.step(attemptId, { type: 'ended', cause, techCause, causeText, at });
      }
      case 'joined':
        return book.enteredBridge(attemptId, event.bridgeId);
      case 'unjoined':
      case 'dtmf':
        return;
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  /** A leg of ours that the books do not hold has come under command: adopted, or never left in silence. */
  async #unclaimed(attemptId: string, channelId: string): Promise<void> {
    await this.sweep();
    const { standing, book } = this.#deps;
    if (standing.left === undefined && standing.link === undefined && !book.get(attemptId)) this.#unknownLeg(channelId);
  }

  /** FAULTS 18: a leg that nobody knows is never left in silence. */
  #unknownLeg(channelId: string): void {
    const { telephony, metrics, log } = this.#deps;
    metrics.oddEvent('unknown-leg');
    log.warn({ channelId }, 'unknown leg entered the application: announced and ended');
    telephony.abandon(channelId).catch((error: unknown) => {
      log.warn({ channelId, error: String(error) }, 'unknown leg could not be announced: hung up');
      telephony.hangUp(channelId).catch(() => undefined);
    });
  }

  #link(event: LinkEvent): void {
    const { standing, desk, closer, log } = this.#deps;
    if (standing.left !== undefined) return;
    this.#turn += 1;
    this.#again?.cancel();
    switch (event.type) {
      case 'down':
        standing.link = 'node-down';
        log.warn({ why: event.why }, 'link to the node is down: not dialing');
        desk.legs.link(false, false);
        closer.link(false);
        if (event.dead) this.#again = this.#deps.clock.after(DEAD_AFTER_MS, () => this.#nodeLost(false));
        return;
      case 'replaced':
        log.warn({}, 'application taken by another process: leaving the group');
        return this.#deps.replaced();
      case 'up':
        closer.link(true);
        if (event.restarted) this.#nodeLost(true);
        else desk.legs.link(true, false);
        standing.link = 'reconciling';
        void this.#afterConnect(this.#turn);
        return;
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  /** The node's process is another one or none: its calls and legs are gone without events (FAULTS 7, 8). */
  #nodeLost(linkUp: boolean): void {
    const { book, desk, clock, log } = this.#deps;
    log.warn({ calls: book.size }, 'the node was restarted or is dead: its calls are closed');
    for (const { intent } of book.all()) book.step(intent.attemptId, { type: 'node-lost', at: clock.now() });
    desk.legs.link(linkUp, true);
  }

  async #afterConnect(turn: number): Promise<void> {
    const { telephony, log, clock, standing, desk, closer, reconciler, plan, ready } = this.#deps;
    try {
      for (const { enabled, key, sipUri, codecs } of plan().trunks)
        if (enabled) await telephony.useTrunk({ key, sipUri, codecs });
      await reconciler.runAnew();
      await closer.collect();
    } catch (error) {
      if (turn !== this.#turn) return;
      log.warn({ error: String(error) }, 'reconciling after connect failed, again in a second');
      this.#again = clock.after(RECONCILE_AGAIN_MS, () => void this.#afterConnect(turn));
      return;
    }
    if (turn !== this.#turn) return;
    desk.ringMissing();
    desk.legs.lookAtAll();
    standing.link = undefined;
    for (const event of this.#early.splice(0)) this.#heard(event);
    ready();
  }
}
