import type { PopOrder } from '../db/screen-pops.ts';
import type { ScreenPop } from '../domain/screen-pop.ts';

/** Calls that ring together are read by one statement; a longer one would keep the first of them waiting. */
const MOST_AT_ONCE = 50;
/** Calls whose end was never told (their group went to another process) must not be remembered for ever. */
const MOST_KEPT = 5_000;

interface Kept {
  readonly order: PopOrder;
  /** Left out while it waits for its turn, and after a reading that failed. */
  pop?: Promise<ScreenPop | undefined>;
  answeredAt?: number;
}

/**
 * Screen pops read while their calls ring, so that an answer has only to send (RULES.md: sent within 150 ms). One
 * statement is under way at a time and takes all that began to ring meanwhile: calls that nobody answers cost little. What
 * is read is what any agent may see of the call, and is dropped with it.
 */
export class PopsAhead {
  readonly #pops: { all(orders: readonly PopOrder[]): Promise<ReadonlyMap<string, ScreenPop>> };
  readonly #kept = new Map<string, Kept>();
  #waiting: Kept[] = [];
  #isReading = false;

  constructor(pops: { all(orders: readonly PopOrder[]): Promise<ReadonlyMap<string, ScreenPop>> }) {
    this.#pops = pops;
  }

  ringing(attemptId: string, campaignId: string): void {
    if (this.#kept.has(attemptId)) return;
    const kept = this.#keep({ attemptId, campaignId });
    this.#waiting.push(kept);
    void this.#readWaiting();
  }

  /** `at`: ms. What was not read ahead is read now. */
  answered(attemptId: string, campaignId: string, at: number): void {
    const kept = this.#kept.get(attemptId) ?? this.#keep({ attemptId, campaignId });
    if (kept.answeredAt !== undefined) return;
    kept.answeredAt = at;
    kept.pop ??= this.#readNow(kept);
  }

  /** Undefined: there is no such contact or campaign. Rejects when it could not be read, ahead or now. */
  async of(order: PopOrder): Promise<ScreenPop | undefined> {
    const kept = this.#kept.get(order.attemptId) ?? { order };
    const pop = await (kept.pop ?? this.#readNow({ order })).catch(() => this.#readNow({ order }));
    const { answeredAt } = kept;
    if (pop === undefined || answeredAt === undefined) return pop;
    return { ...pop, call: { ...pop.call, answeredAt: new Date(answeredAt).toISOString() } };
  }

  /** The call is over, answered or not. */
  forget(attemptId: string): void {
    this.#kept.delete(attemptId);
  }

  get size(): number {
    return this.#kept.size;
  }

  #keep(order: PopOrder): Kept {
    const kept: Kept = { order };
    this.#kept.set(order.attemptId, kept);
    if (this.#kept.size > MOST_KEPT) {
      // The first entry is the oldest: maps keep the order of insertion.
      const [oldest = ''] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
    return kept;
  }

  #readNow({ order }: Kept): Promise<ScreenPop | undefined> {
    const read = this.#pops.all([order]).then((found) => found.get(order.attemptId));
    read.catch(() => undefined);
    return read;
  }

  /** Never rejects: what could not be read ahead is read when it is needed. */
  async #readWaiting(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting
        .splice(0, MOST_AT_ONCE)
        .filter((kept) => kept.pop === undefined && this.#kept.has(kept.order.attemptId));
      if (some.length === 0) continue;
      const read = this.#pops.all(some.map(({ order }) => order));
      for (const kept of some) {
        kept.pop = read.then((found) => found.get(kept.order.attemptId));
        kept.pop.catch(() => {
          delete kept.pop;
        });
      }
      await read.catch(() => undefined);
    }
    this.#isReading = false;
  }
}
