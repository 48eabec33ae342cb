import { CLASSES, factorOf } from './agent-pace.ts';
import type { DurationModel } from './durations.ts';
import type { FloorAgent } from './floor.ts';

const TALK_ROW_MS = 10_000;
const TALK_ROWS = 90;
const WRAP_ROW_MS = 1_000;
const WRAP_ROWS = 120;
const HALF_MS = 500;

/** Numbers that are made when they are first asked for after a fit. */
interface Kept {
  values: Float64Array;
  fresh: boolean;
}

/**
 * Chance that a busy agent is free in time for a person who answers at horizon T (within T + patience): a talking one
 * needs what is left of his talk and a whole wrap-up, a wrapping one what is left of it. Tabled by elapsed time, for each pace
 * (agent-pace.ts) that some agent has. What depends on the talk's class or the wrap-up's alone is made once for all of them.
 */
export class ReleaseTable {
  #lives: { talk: DurationModel; wrap: DurationModel } | undefined;
  #withinMs = new Float64Array(0);
  #seconds = 0;
  readonly #talking = slots(CLASSES * CLASSES);
  readonly #wrapping = slots(CLASSES);
  readonly #ends = slots(CLASSES);
  readonly #within = slots(CLASSES);

  fit(talk: DurationModel, wrap: DurationModel, horizons: Float64Array, slackMs: number): void {
    this.#lives = { talk, wrap };
    this.#withinMs = horizons.map((ms) => ms + slackMs);
    this.#seconds = Math.floor((this.#withinMs.at(-1) ?? 0) / (2 * HALF_MS)) + 2;
    for (const kept of [this.#talking, this.#wrapping, this.#ends, this.#within])
      for (const one of kept) if (one !== undefined) one.fresh = false;
  }

  /** @returns the chance at horizon `h`; 0 for one who does not come back to the group */
  chance(agent: FloorAgent, now: number, h: number): number {
    if (agent.leaving || (agent.state !== 'talking' && agent.state !== 'wrapping')) return 0;
    const elapsed = now - agent.since;
    const horizons = this.#withinMs.length;
    if (agent.state === 'talking')
      return this.#talk(agent.pace)[row(elapsed, TALK_ROW_MS, TALK_ROWS) * horizons + h] ?? 0;
    return this.#wrap(agent.pace % CLASSES)[row(elapsed, WRAP_ROW_MS, WRAP_ROWS) * horizons + h] ?? 0;
  }

  #talk(pace: number): Float64Array {
    const known = this.#talking[pace];
    if (known?.fresh) return known.values;
    const horizons = this.#withinMs.length;
    const seconds = this.#seconds;
    const table = renewed(this.#talking, pace, TALK_ROWS * horizons);
    const ends = this.#endsBySecond(Math.floor(pace / CLASSES));
    const within = this.#wrapWithin(pace % CLASSES);
    for (let r = 0; r < TALK_ROWS; r++)
      for (let h = 0; h < horizons; h++) {
        const halves = Math.floor((this.#withinMs[h] ?? 0) / HALF_MS);
        let free = 0;
        for (let s = 0; 2 * s + 1 <= halves; s++)
          free += (ends[r * seconds + s] ?? 0) * (within[halves - 2 * s - 1] ?? 0);
        table[r * horizons + h] = free;
      }
    return table;
  }

  #wrap(ofClass: number): Float64Array {
    const known = this.#wrapping[ofClass];
    if (known?.fresh) return known.values;
    const horizons = this.#withinMs.length;
    const table = renewed(this.#wrapping, ofClass, WRAP_ROWS * horizons);
    const factor = factorOf(ofClass);
    for (let r = 0; r < WRAP_ROWS; r++)
      for (let h = 0; h < horizons; h++)
        table[r * horizons + h] =
          this.#lives?.wrap.endsWithin((r * WRAP_ROW_MS) / factor, (this.#withinMs[h] ?? 0) / factor) ?? 0;
    return table;
  }

  /** Chance that a whole wrap-up takes at most i half seconds. */
  #wrapWithin(ofClass: number): Float64Array {
    const known = this.#within[ofClass];
    if (known?.fresh) return known.values;
    const within = renewed(this.#within, ofClass, 2 * this.#seconds);
    const factor = factorOf(ofClass);
    for (let i = 0; i < within.length; i++) within[i] = 1 - (this.#lives?.wrap.survival((i * HALF_MS) / factor) ?? 0);
    return within;
  }

  /** Chance that a talk ends in the second from s to s + 1, seconds from now; a row for each elapsed time. */
  #endsBySecond(ofClass: number): Float64Array {
    const known = this.#ends[ofClass];
    if (known?.fresh) return known.values;
    const seconds = this.#seconds;
    const ends = renewed(this.#ends, ofClass, TALK_ROWS * seconds);
    const talk = this.#lives?.talk;
    const factor = factorOf(ofClass);
    for (let r = 0; r < TALK_ROWS && talk !== undefined; r++) {
      const elapsedMs = (r + 0.5) * TALK_ROW_MS;
      const now = Math.max(1e-12, talk.survival(elapsedMs / factor));
      let before = now;
      for (let s = 0; s < seconds; s++) {
        const after = talk.survival((elapsedMs + (s + 1) * 1_000) / factor);
        ends[r * seconds + s] = (before - after) / now;
        before = after;
      }
    }
    return ends;
  }
}

function slots(n: number): (Kept | undefined)[] {
  return new Array<Kept | undefined>(n).fill(undefined);
}

/** The place for `size` numbers, used again where it has the size. */
function renewed(kept: (Kept | undefined)[], at: number, size: number): Float64Array {
  const old = kept[at]?.values;
  const values = old?.length === size ? old : new Float64Array(size);
  kept[at] = { values, fresh: true };
  return values;
}

function row(elapsedMs: number, rowMs: number, rows: number): number {
  return Math.min(rows - 1, Math.floor(elapsedMs / rowMs));
}
