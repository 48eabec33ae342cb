import type { Clock, Timer } from '../shared/clock.ts';
import type { PlanKeeper } from './plan-keeper.ts';
import type { Nudge, PlanStore } from './ports.ts';
import type { Standing } from './standing.ts';

const POLL_MS = 400;
/** A plan read sooner is not polled again while nudges arrive. */
const KEPT_MS = 700;
/** Nudges that come sooner after a look wait for it: agents' wishes come by the dozen a second. */
const NUDGE_MS = 100;

export interface PlanWatchDeps {
  clock: Clock;
  store: PlanStore;
  keeper: PlanKeeper;
  groupId: string;
  standing: Standing;
  /** After each look. */
  looked(): Promise<void>;
}

/** When the plan and the wishes are looked at: soon after a nudge, and every so often without one. */
export class PlanWatch {
  readonly #deps: PlanWatchDeps;
  #unwatch: (() => void) | undefined;
  #poll: Timer | undefined;
  #waiting: Timer | undefined;
  #asked: Nudge = 'wish';
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: PlanWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { clock, store, groupId } = this.#deps;
    this.#unwatch = store.watch(groupId, (what) => this.#nudged(what));
    this.#poll = clock.every(POLL_MS, () => void this.#look(this.#due()));
  }

  stop(): void {
    this.#unwatch?.();
    this.#poll?.cancel();
    this.#waiting?.cancel();
  }

  #due(): Nudge {
    const { clock, store, keeper } = this.#deps;
    return store.nudges && clock.now() - keeper.readAt < KEPT_MS ? 'wish' : 'plan';
  }

  #nudged(what: Nudge): void {
    const { clock, standing } = this.#deps;
    if (what === 'plan') this.#asked = what;
    if (this.#waiting !== undefined || standing.left !== undefined) return;
    const wait = Math.min(NUDGE_MS, this.#lookedAt + NUDGE_MS - clock.now());
    if (wait <= 0) return void this.#look(what);
    this.#waiting = clock.after(wait, () => {
      this.#waiting = undefined;
      void this.#look('wish');
    });
  }

  async #look(what: Nudge): Promise<void> {
    const { clock, keeper, looked } = this.#deps;
    this.#lookedAt = clock.now();
    const asked = this.#asked === 'plan' ? 'plan' : what;
    this.#asked = 'wish';
    await keeper.refresh(asked);
    await looked();
  }
}
