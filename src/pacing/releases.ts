import { CLASSES, factorsOf } from './agent-pace.ts';
import type { DurationModel } from './durations.ts';
import type { FloorAgent } from './floor.ts';

const TALK_ROW_MS = 10_000;
const TALK_ROWS = 90;
const WRAP_ROW_MS = 1_000;
const WRAP_ROWS = 120;
const HALF_MS = 500;

/** Chances by elapsed time and horizon, for one pace. */
interface Table {
  talk: Float64Array;
  wrap: Float64Array;
  /** Of the last `fit`. */
  fresh: boolean;
}

/**
 * Chance that a busy agent is free in time for a person who answers at horizon T (within T + patience): a talking one
 * needs what is left of his talk and a whole wrap-up, a wrapping one what is left of it. Tabled by elapsed time, for each pace
 * (agent-pace.ts) that some agent has: a table is made when it is first asked for after a fit.
 */
export class ReleaseTable {
  #lives: { talk: DurationModel; wrap: DurationModel } | undefined;
  #withinMs = new Float64Array(0);
  readonly #tables: (Table | undefined)[] = new Array<Table | undefined>(CLASSES * CLASSES).fill(undefined);

  fit(talk: DurationModel, wrap: DurationModel, horizons: Float64Array, slackMs: number): void {
    this.#lives = { talk, wrap };
    this.#withinMs = horizons.map((ms) => ms + slackMs);
    for (const table of this.#tables) if (table !== undefined) table.fresh = false;
  }

  /** @returns the chance at horizon `h`; 0 for one who does not come back to the group */
  chance(agent: FloorAgent, now: number, h: number): number {
    if (agent.leaving || (agent.state !== 'talking' && agent.state !== 'wrapping')) return 0;
    let table = this.#tables[agent.pace];
    if (table === undefined || !table.fresh) table = this.#table(agent.pace, table);
    const elapsed = now - agent.since;
    const horizons = this.#withinMs.length;
    if (agent.state === 'talking') return table.talk[row(elapsed, TALK_ROW_MS, TALK_ROWS) * horizons + h] ?? 0;
    return table.wrap[row(elapsed, WRAP_ROW_MS, WRAP_ROWS) * horizons + h] ?? 0;
  }

  #table(pace: number, old: Table | undefined): Table {
    const withinMs = this.#withinMs;
    const horizons = withinMs.length;
    const size = TALK_ROWS * horizons;
    const table =
      old?.talk.length === size
        ? old
        : { talk: new Float64Array(size), wrap: new Float64Array(WRAP_ROWS * horizons), fresh: true };
    this.#tables[pace] = table;
    table.fresh = true;
    if (this.#lives === undefined) return table;
    const { talk, wrap } = this.#lives;
    const factor = factorsOf(pace);
    const within = wrapWithin(wrap, withinMs[horizons - 1] ?? 0, factor.wrap);
    for (let r = 0; r < TALK_ROWS; r++) {
      const ends = endsBySecond(talk, (r + 0.5) * TALK_ROW_MS, within.length / 2, factor.talk);
      for (let h = 0; h < horizons; h++) {
        const halves = Math.floor((withinMs[h] ?? 0) / HALF_MS);
        let free = 0;
        for (let s = 0; 2 * s + 1 <= halves; s++) free += (ends[s] ?? 0) * (within[halves - 2 * s - 1] ?? 0);
        table.talk[r * horizons + h] = free;
      }
    }
    for (let r = 0; r < WRAP_ROWS; r++)
      for (let h = 0; h < horizons; h++)
        table.wrap[r * horizons + h] = wrap.endsWithin(
          (r * WRAP_ROW_MS) / factor.wrap,
          (withinMs[h] ?? 0) / factor.wrap,
        );
    return table;
  }
}

function row(elapsedMs: number, rowMs: number, rows: number): number {
  return Math.min(rows - 1, Math.floor(elapsedMs / rowMs));
}

/** Chance that a whole wrap-up takes at most i half seconds. */
function wrapWithin(wrap: DurationModel, mostMs: number, factor: number): Float64Array {
  const within = new Float64Array(2 * (Math.floor(mostMs / (2 * HALF_MS)) + 2));
  for (let i = 0; i < within.length; i++) within[i] = 1 - wrap.survival((i * HALF_MS) / factor);
  return within;
}

/** Chance that a talk of `elapsedMs` ends in the second from s to s + 1, seconds from now. */
function endsBySecond(talk: DurationModel, elapsedMs: number, seconds: number, factor: number): Float64Array {
  const ends = new Float64Array(seconds);
  const now = Math.max(1e-12, talk.survival(elapsedMs / factor));
  let before = now;
  for (let s = 0; s < seconds; s++) {
    const after = talk.survival((elapsedMs + (s + 1) * 1_000) / factor);
    ends[s] = (before - after) / now;
    before = after;
  }
  return ends;
}
