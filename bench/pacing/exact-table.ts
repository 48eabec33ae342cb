import { Floor } from '../../src/pacing/floor.ts';
import { Forecast, type Knowledge } from '../../src/pacing/forecast.ts';
import { atLimit, Chain, exactOptimum, MEMORYLESS, type Memoryless } from './exact.ts';

const LIMIT = 0.03;
const HORIZONS = 6;

export interface ExactRow {
  agents: number;
  answer: number;
  optimum: number;
  /** The product's index rule, told the truth, its policy evaluated without a simulation. */
  rule: number;
}

/** PACING.md's memoryless world. */
export function exactTable(
  sizes = [
    [5, 0.1],
    [5, 0.25],
    [10, 0.25],
    [20, 0.25],
    [50, 0.25],
  ] as const,
): ExactRow[] {
  return sizes.map(([agents, answer]) => {
    const m = { ...MEMORYLESS, agents, answer };
    return { agents, answer, optimum: exactOptimum(m, LIMIT), rule: indexRule(m) };
  });
}

/** Long-run utilisation at the limit of the rule of src/pacing/forecast.ts. */
function indexRule(m: Memoryless): number {
  const chain = new Chain(m);
  const table = indices(m, chain);
  const upTo = (theta: number): number[] =>
    table.map((row) => row.findIndex((index) => index > theta)).map((r) => (r < 0 ? chain.ring : r));
  return atLimit((theta) => chain.evaluate(upTo(theta)), 0.003, 0.1, LIMIT).utilisation;
}

/** The index in each state: customers n, calls ringing r. Without a memory, ages say nothing. */
function indices(m: Memoryless, chain: Chain): number[][] {
  const truth = memoryless(m);
  const chances = new Map([['c', { mean: m.answer, sd: 0 }]]);
  const chance = chances.get('c') ?? { mean: 0, sd: 0 };
  return Array.from({ length: chain.top + 1 }, (_, n) => {
    const floor = new Floor();
    for (let i = 0; i < m.agents; i++)
      floor.apply({ at: 0, type: 'agent', agentId: `a${i}`, state: i < n ? 'talking' : 'available' });
    for (let i = m.agents; i < n; i++) {
      floor.apply({ at: 0, type: 'placed', callId: `w${i}`, campaignId: 'c' });
      floor.apply({ at: 0, type: 'answered', callId: `w${i}` });
    }
    const forecast = new Forecast();
    forecast.look(floor, truth, 0, chances);
    return Array.from({ length: chain.ring + 1 }, () => {
      const index = forecast.index(chance);
      forecast.addDial(chance, truth);
      return index;
    });
  });
}

function memoryless(m: Memoryless): Knowledge {
  const within = (mean: number, s: number): number => 1 - Math.exp(-s / mean);
  const horizons = Float64Array.from(
    { length: HORIZONS },
    (_, i) => -1_000 * m.ringS * Math.log(1 - (i + 0.5) / HORIZONS),
  );
  const free = Array.from(horizons, (ms) => within(m.handleS, ms / 1_000 + m.patienceS));
  return {
    ring: { horizons, g: (age) => within(m.ringS, age / 1_000), h: (age) => within(m.ringS, age / 1_000) },
    releases: { chance: (_agent, _now, h) => free[h] ?? 0 },
    chance: { of: () => ({ mean: m.answer, sd: 0 }) },
    ageOf: () => 0,
  };
}
