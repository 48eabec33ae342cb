/**
 * What the abandon rule itself costs. The reference may spend its 3 % whenever it likes and over the limit in between; no dialer
 * may: before 1 ÷ limit answers no abandoned call is planned, and when one more would break the limit only progressive calls
 * are left. This is the best that anybody under that rule can do who knows the truth, how long the campaign lasts and, at once,
 * what became of each call: dynamic programming over answers and abandoned calls, on the reference's own frontier.
 */
import { COLD_PLANNED } from '../../src/pacing/budget.ts';

export interface Spent {
  /** Share of answers that is abandoned. */
  abandoned: number;
  utilisation: number;
}

/** Abandoned shares that the optimum chooses among. */
const GRID = [0, 1e-4, 3e-4, 6e-4, 1e-3, 2e-3, 4e-3, 7e-3, 0.01, 0.014, 0.018, 0.022, 0.026, 0.03, 0.035, 0.042, 0.05];
const ROUNDS = 4;

/**
 * Utilisation of the best spending of a run of `answers` answers, as a share of what it is at the limit without the rule.
 * @param frontier of the reference, from progressive calls to beyond the limit
 */
export function costOfRule(frontier: readonly Spent[], answers: number, limit: number): number {
  const curve = concave(frontier);
  const at = (share: number): number => utilisation(curve, share);
  let mean = at(limit);
  // Work done per time is a ratio: its best is found by pricing time at the best of the round before (Dinkelbach).
  for (let round = 0; round < ROUNDS; round++) mean = bestAt(at, Math.round(answers), limit, mean);
  return mean / at(limit);
}

function bestAt(at: (share: number) => number, answers: number, limit: number, price: number): number {
  const options = GRID.map((share) => option(at, share, price));
  const cold = [option(at, COLD_PLANNED * limit, price)];
  const progressive = [option(at, 0, price)];
  const most = Math.ceil(limit * answers) + 2;
  // Of the way from here to the end: cost at this price, time, work.
  let cost = new Float64Array(most + 2);
  let time = new Float64Array(most + 2);
  let work = new Float64Array(most + 2);
  for (let n = answers - 1; n >= 0; n--) {
    const next = [new Float64Array(most + 2), new Float64Array(most + 2), new Float64Array(most + 2)] as const;
    for (let k = 0; k <= most; k++) {
      const early = n < 1 / limit;
      const allowed = early && k === 0 ? cold : early || limit * n - k <= 1 ? progressive : options;
      let best = Number.POSITIVE_INFINITY;
      let chosen = allowed[0] as Option;
      for (const o of allowed) {
        const here = o.cost + o.share * (cost[k + 1] ?? 0) + (1 - o.share) * (cost[k] ?? 0);
        if (here < best) {
          best = here;
          chosen = o;
        }
      }
      const { share } = chosen;
      next[0][k] = best;
      next[1][k] = chosen.time + share * (time[k + 1] ?? 0) + (1 - share) * (time[k] ?? 0);
      next[2][k] = 1 - share + share * (work[k + 1] ?? 0) + (1 - share) * (work[k] ?? 0);
    }
    [cost, time, work] = next;
  }
  return (work[0] ?? 0) / (time[0] ?? 1);
}

interface Option {
  share: number;
  cost: number;
  time: number;
}

function option(at: (share: number) => number, share: number, price: number): Option {
  const time = (1 - share) / at(share);
  return { share, time, cost: time - (1 - share) / price };
}

/** Points that lie under the line of their neighbours are noise of the sample. */
function concave(points: readonly Spent[]): Spent[] {
  const kept: Spent[] = [];
  const sorted = [...points].sort((a, b) => a.abandoned - b.abandoned || a.utilisation - b.utilisation);
  for (const point of sorted) {
    for (;;) {
      const [a, b] = kept.slice(-2);
      if (a === undefined || b === undefined) break;
      const line =
        a.utilisation +
        ((b.abandoned - a.abandoned) / Math.max(1e-9, point.abandoned - a.abandoned)) *
          (point.utilisation - a.utilisation);
      if (b.utilisation >= line) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

function utilisation(curve: readonly Spent[], share: number): number {
  let from = curve[0] ?? { abandoned: 0, utilisation: 1 };
  if (share <= from.abandoned) return from.utilisation;
  for (const to of curve) {
    if (share <= to.abandoned)
      return (
        from.utilisation +
        ((share - from.abandoned) / Math.max(1e-9, to.abandoned - from.abandoned)) * (to.utilisation - from.utilisation)
      );
    from = to;
  }
  return from.utilisation;
}
