import type { Floor, FloorChange } from './floor.ts';

const MEMORY_MS = 15_000;
const FEWEST = 5;
const MOST_REFUSED = 0.5;

export interface SavedCarrierWatch {
  refused: number;
  other: number;
  at: number | null;
}

/**
 * Tells a carrier that refuses calls from a list that nobody answers. While more than half of the calls of the last
 * quarter minute were refused, one call at a time tries whether it rings, so that a dead trunk does not burn the list.
 */
export class CarrierWatch {
  #refused = 0;
  #other = 0;
  #at: number | null = null;

  observe(change: FloorChange, now: number): void {
    const refused = change.kind === 'failed' && change.reason === 'congestion';
    if (!refused && change.kind !== 'ringing' && change.kind !== 'answered' && change.kind !== 'failed') return;
    if (change.kind === 'failed' && (change.reason === 'cancelled' || change.wasWaiting)) return;
    this.#fade(now);
    if (refused) this.#refused++;
    else this.#other++;
  }

  /** How many calls may be placed. */
  room(now: number, floor: Floor): number {
    this.#fade(now);
    const down = this.#refused > FEWEST && this.#refused > MOST_REFUSED * (this.#refused + this.#other);
    if (!down) return Number.POSITIVE_INFINITY;
    for (const call of floor.calls.values()) if (call.phase === 'dialing' && call.ringingAt < 0) return 0;
    return 1;
  }

  save(): SavedCarrierWatch {
    return { refused: this.#refused, other: this.#other, at: this.#at };
  }

  restore(saved: SavedCarrierWatch): void {
    this.#refused = saved.refused;
    this.#other = saved.other;
    this.#at = saved.at;
  }

  #fade(now: number): void {
    const keep = Math.exp(-(now - (this.#at ?? now)) / MEMORY_MS);
    this.#refused *= keep;
    this.#other *= keep;
    this.#at = now;
  }
}
