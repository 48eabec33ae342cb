import { describe, expect, it } from 'vitest';
import { exactTable } from '../../../bench/pacing/exact-table.ts';

/** PACING.md "Exact optimum in the memoryless world": agents, chance of an answer, optimum, the index rule. */
const KNOWN = [
  [5, 0.1, 0.777, 0.776],
  [5, 0.25, 0.836, 0.835],
  [10, 0.25, 0.868, 0.867],
  [20, 0.25, 0.906, 0.906],
  [50, 0.25, 0.948, 0.947],
] as const;

describe('the exact optimum where nothing has a memory', () => {
  it('is that of the table, and the rule of the forecast, told the truth, comes within 0.003 of it', () => {
    const rows = exactTable();
    expect(rows).toHaveLength(KNOWN.length);
    for (const [i, [agents, answer, optimum, rule]] of KNOWN.entries()) {
      const row = rows[i];
      const about = `${agents} agents, ${answer}`;
      expect(row).toMatchObject({ agents, answer });
      expect(Math.abs((row?.optimum ?? 0) - optimum), `${about}: optimum ${row?.optimum}`).toBeLessThan(0.003);
      expect(Math.abs((row?.rule ?? 0) - rule), `${about}: rule ${row?.rule}`).toBeLessThan(0.003);
      expect(row?.rule, `${about}: no rule beats the optimum`).toBeLessThanOrEqual((row?.optimum ?? 0) + 2e-4);
    }
  }, 60_000);
});
