import type { Clock } from '../shared/clock.ts';
import { isLate } from './answers.ts';
import type { CallBook } from './book.ts';
import type { AgentDesk } from './desk.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { type AgentStore, type AgentWish, type CallRecords, isAsked, type Log } from './ports.ts';
import type { Standing } from './standing.ts';

/** A wish that cannot be carried out because a store is away is tried again at each turn for so long, ms. */
const KEPT_MS = 30_000;
/** When a group is left with a word to those who come next, Postgres may take so long to write what is held, ms. */
const FLUSH_MS = 2_000;
/** Wishes about a call that the book must know. */
const OF_THE_BOOK: ReadonlySet<AgentWish['type']> = new Set(['hang-up', 'hold', 'dtmf', 'transfer', 'conference']);

export interface WishTrayDeps {
  clock: Clock;
  log: Log;
  agents: AgentStore;
  records: CallRecords;
  lease: LeaseKeeper;
  standing: Standing;
  book: CallBook;
  desk: AgentDesk;
  /** Rejects when a store is away. */
  carryOut(wish: AgentWish): Promise<void>;
}

interface Waiting {
  wish: AgentWish;
  since: number;
}

/**
 * The wishes of a group on their way through this process. None is ticked off before what came of it is in Postgres, so
 * that whoever owns the group next finds all that this process did not bring to its end (docs/decisions/0022).
 */
export class WishTray {
  readonly #deps: WishTrayDeps;
  #waiting: Waiting[] = [];
  /** Results given while still talking: carried out when the call ends. */
  #early: AgentWish[] = [];
  /** Carried out; what came of it is not all in Postgres. */
  readonly #unwritten = new Set<string>();
  /** To be ticked off. */
  readonly #done = new Set<string>();

  constructor(deps: WishTrayDeps) {
    this.#deps = deps;
  }

  /** Taken, and not carried out. */
  get waiting(): readonly AgentWish[] {
    return this.#waiting.map(({ wish }) => wish);
  }

  async take(): Promise<void> {
    const { agents, clock, lease } = this.#deps;
    if (!this.#isOurs()) return;
    this.#ripen();
    const done = [...this.#done];
    const open = [...this.waiting, ...this.#early].map((wish) => wish.id);
    const taken = await agents.takeWishes(lease.lease, clock.now(), { done, inHand: [...open, ...this.#unwritten] });
    for (const id of done) this.#done.delete(id);
    this.#waiting.push(...taken.map((wish) => ({ wish, since: clock.now() })));
  }

  /** A store that fails one wish must not cost the others: each is carried out by itself. */
  async grant(): Promise<void> {
    const { carryOut, clock, log } = this.#deps;
    const wishes = this.#waiting;
    this.#waiting = [];
    const carriedOut: AgentWish[] = [];
    for (const each of wishes) {
      const { wish, since } = each;
      const isKept = clock.now() - since < KEPT_MS;
      if (!this.#isOurs() || (isKept && this.#mustWait(wish))) {
        this.#waiting.push(each);
        continue;
      }
      try {
        await carryOut(wish);
        // Left in the middle of it: perhaps nobody has heard. The next owner will ask himself.
        if (this.#deps.standing.left === undefined) carriedOut.push(wish);
      } catch (error) {
        log.warn({ agentId: wish.agentId, wish: wish.type, error: String(error) }, 'wish could not be carried out');
        if (isKept) this.#waiting.push(each);
        else this.#done.add(wish.id);
      }
    }
    this.#carriedOut(carriedOut);
  }

  /** For a group that is left: what was not begun is there for its next owner at once. Never rejects. */
  async handBack(): Promise<void> {
    const { agents, clock, log } = this.#deps;
    const now = clock.now();
    const done = [...this.#done];
    const back = this.waiting.filter((wish) => isAsked(wish) && !isLate(wish, now)).map((wish) => wish.id);
    this.#waiting = [];
    this.#done.clear();
    if (done.length + back.length === 0) return;
    await agents
      .leaveWishes({ done, back }, now)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'wishes not handed back'));
  }

  /** For a group that is left in good order: its next owner finds all that was done here, and does nothing again. Never rejects. */
  async handOver(): Promise<void> {
    const { agents, records } = this.#deps;
    await Promise.allSettled([agents.flush(), records.flush(FLUSH_MS)]);
    await this.handBack();
  }

  /** A process that slept through its lease leaves wishes to the next owner. */
  #isOurs(): boolean {
    const { lease, standing } = this.#deps;
    return lease.isHeld && standing.left === undefined;
  }

  /** Of a call that another life of the engine placed, and that is not found on the node yet. */
  #mustWait(wish: AgentWish): boolean {
    const { book, standing } = this.#deps;
    if (!OF_THE_BOOK.has(wish.type) || !('attemptId' in wish)) return false;
    return standing.link !== undefined && book.get(wish.attemptId) === undefined;
  }

  #carriedOut(wishes: readonly AgentWish[]): void {
    const isEarly = (wish: AgentWish): boolean => wish.type === 'disposition' && this.#isTalking(wish);
    this.#early.push(...wishes.filter(isEarly));
    this.#tickOnceWritten(wishes.filter((wish) => !isAsked(wish) && !isEarly(wish)));
  }

  #ripen(): void {
    const ripe = this.#early.filter((wish) => !this.#isTalking(wish));
    if (ripe.length === 0) return;
    this.#early = this.#early.filter((wish) => this.#isTalking(wish));
    this.#tickOnceWritten(ripe);
  }

  #isTalking(wish: AgentWish): boolean {
    const agent = this.#deps.desk.get(wish.agentId);
    return agent?.state === 'talking' && 'attemptId' in wish && agent.attemptId === wish.attemptId;
  }

  #tickOnceWritten(wishes: readonly AgentWish[]): void {
    if (wishes.length === 0) return;
    const { agents, records } = this.#deps;
    for (const { id } of wishes) this.#unwritten.add(id);
    void Promise.all([agents.written(), records.written()]).then(() => {
      for (const { id } of wishes) {
        this.#unwritten.delete(id);
        this.#done.add(id);
      }
    });
  }
}
