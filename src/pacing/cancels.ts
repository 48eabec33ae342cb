import type { Floor, FloorCall } from './floor.ts';
import type { Learning } from './learning.ts';
import type { PacedCampaign } from './types.ts';

const PEAK_MS = 60_000;
/** Agents have vanished when fewer than this share of the last minute's are left … */
const VANISHED_BELOW = 0.75;
/** … and calls are worth cancelling when an answer would more likely than this find nobody. */
const HOPELESS = 0.3;

/** The most agents at work in about the last minute. */
export class WorkingPeak {
  #peak = 0;
  #at: number | null = null;

  look(now: number, working: number): void {
    const faded = this.#peak * Math.exp(-(now - (this.#at ?? now)) / PEAK_MS);
    this.#peak = Math.max(working, faded);
    this.#at = now;
  }

  vanished(working: number): boolean {
    return working < VANISHED_BELOW * this.#peak;
  }

  save(): [number, number | null] {
    return [this.#peak, this.#at];
  }

  restore([peak, at]: [number, number | null]): void {
    this.#peak = peak;
    this.#at = at;
  }
}

/**
 * The ringing calls to cancel after agents have vanished: as many as answers are expected beyond the agents expected, the
 * likeliest answers first. Only calls of campaigns that say how long a call must ring (`ringMinimumMs`), and have.
 */
export function hopelessCalls(
  floor: Floor,
  learning: Learning,
  campaigns: readonly PacedCampaign[],
  now: number,
  index: number,
  excess: number,
): string[] {
  if (!(index > HOPELESS) || excess <= 0) return [];
  const minimum = new Map(campaigns.map((c) => [c.id, c.ringMinimumMs ?? Number.POSITIVE_INFINITY]));
  const ripe: { id: string; q: number }[] = [];
  for (const [id, call] of floor.calls)
    if (call.phase === 'dialing' && call.ringingAt >= 0 && now - call.ringingAt >= (minimum.get(call.campaignId) ?? 0))
      ripe.push({ id, q: chanceLeft(call, learning, now) });
  ripe.sort((a, b) => b.q - a.q || (a.id < b.id ? -1 : 1));
  const cancelled: string[] = [];
  for (const { id, q } of ripe) {
    if (excess <= 0) break;
    cancelled.push(id);
    excess -= q;
  }
  return cancelled;
}

function chanceLeft(call: FloorCall, learning: Learning, now: number): number {
  const p = Math.min(0.98, learning.chance.of(call.campaignId).mean * call.factor);
  const age = learning.ageOf(call, now);
  const g = learning.ring.g(age);
  const left = 1 - p * g - (1 - p) * learning.ring.h(age);
  return left < 1e-9 ? 0 : (p * (1 - g)) / left;
}
