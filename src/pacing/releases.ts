import type { DurationModel } from './durations.ts';
import type { FloorAgent } from './floor.ts';

const TALK_ROW_MS = 10_000;
const TALK_ROWS = 90;
const WRAP_ROW_MS = 1_000;
const WRAP_ROWS = 120;
const HALF_MS = 500;

/**
 * Chance that a busy agent is free in time for a person who answers at horizon T (within T + patience): a talking one
 * needs what is left of his talk and a whole wrap-up, a wrapping one what is left of it. Tabled by elapsed time.
 */
export class ReleaseTable {
  #horizons = 0;
  #talk = new Float64Array(0);
  #wrap = new Float64Array(0);

  fit(talk: DurationModel, wrap: DurationModel, horizons: Float64Array, slackMs: number): void {
    if (this.#horizons !== horizons.length) {
      this.#horizons = horizons.length;
      this.#talk = new Float64Array(TALK_ROWS * horizons.length);
      this.#wrap = new Float64Array(WRAP_ROWS * horizons.length);
    }
    const within = wrapWithin(wrap, (horizons[horizons.length - 1] ?? 0) + slackMs);
    for (let row = 0; row < TALK_ROWS; row++) {
      const ends = endsBySecond(talk, (row + 0.5) * TALK_ROW_MS, within.length / 2);
      for (let h = 0; h < horizons.length; h++) {
        const halves = Math.floor(((horizons[h] ?? 0) + slackMs) / HALF_MS);
        let free = 0;
        for (let s = 0; 2 * s + 1 <= halves; s++) free += (ends[s] ?? 0) * (within[halves - 2 * s - 1] ?? 0);
        this.#talk[row * horizons.length + h] = free;
      }
    }
    for (let row = 0; row < WRAP_ROWS; row++)
      for (let h = 0; h < horizons.length; h++)
        this.#wrap[row * horizons.length + h] = wrap.endsWithin(row * WRAP_ROW_MS, (horizons[h] ?? 0) + slackMs);
  }

  /** @returns the chance at horizon `h`; 0 for one who does not come back to the group */
  chance(agent: FloorAgent, now: number, h: number): number {
    if (agent.leaving) return 0;
    const elapsed = now - agent.since;
    if (agent.state === 'talking') return this.#talk[row(elapsed, TALK_ROW_MS, TALK_ROWS) * this.#horizons + h] ?? 0;
    if (agent.state === 'wrapping') return this.#wrap[row(elapsed, WRAP_ROW_MS, WRAP_ROWS) * this.#horizons + h] ?? 0;
    return 0;
  }
}

function row(elapsedMs: number, rowMs: number, rows: number): number {
  return Math.min(rows - 1, Math.floor(elapsedMs / rowMs));
}

/** Chance that a whole wrap-up takes at most i half seconds. */
function wrapWithin(wrap: DurationModel, mostMs: number): Float64Array {
  const within = new Float64Array(2 * (Math.floor(mostMs / (2 * HALF_MS)) + 2));
  for (let i = 0; i < within.length; i++) within[i] = 1 - wrap.survival(i * HALF_MS);
  return within;
}

/** Chance that a talk of `elapsedMs` ends in the second from s to s + 1, seconds from now. */
function endsBySecond(talk: DurationModel, elapsedMs: number, seconds: number): Float64Array {
  const ends = new Float64Array(seconds);
  const now = Math.max(1e-12, talk.survival(elapsedMs));
  let before = now;
  for (let s = 0; s < seconds; s++) {
    const after = talk.survival(elapsedMs + (s + 1) * 1_000);
    ends[s] = (before - after) / now;
    before = after;
  }
  return ends;
}
