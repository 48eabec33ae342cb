/** The tables of docs/PACING.md, as Markdown. */
import type { Reference, Row } from './compare.ts';
import type { Scenario } from './scenarios.ts';

export interface Result {
  rows: Row[];
  reference: Reference;
  /** CPU time that the scenario took, s. */
  cpuS?: number;
}

const share = (x: number): string => (100 * x).toFixed(1);
const rate = (x: number): string => (100 * x).toFixed(2);

/** Ours beside the reference: one line a scenario. */
export function sharesTable(scenarios: readonly Scenario[], results: ReadonlyMap<string, Result>): string[] {
  const lines = scenarios.flatMap((scenario) => {
    const result = results.get(scenario.name);
    const ours = result?.rows[0];
    if (result === undefined || ours === undefined) return [];
    const { atLimit, lawful } = result.reference;
    const reached = ours.ofInformed ?? 0;
    return [
      `| ${scenario.name} | ${scenario.world.hours} h × ${ours.runs} | ${ours.utilisation.toFixed(3)} ± ${ours.utilisationPm.toFixed(3)} | ${rate(ours.abandoned)} | ${rate(ours.worst)} | ${ours.breaches} | ${ours.cold} | ${atLimit.toFixed(3)} | ${share(reached)} | ${share(scenario.aim)} | ${share(lawful / atLimit)} |`,
    ];
  });
  return [
    '| scenario | runs | utilisation | abandoned % | worst run % | over | while cold | told the truth, at 3 % | share % | aim % | best under the rule % |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
  ];
}

/** Ours beside the field's ways: utilisation / abandoned % / runs over the limit. */
export function fieldTable(scenarios: readonly Scenario[], results: ReadonlyMap<string, Result>): string[] {
  const names = [
    ...['Boda', 'progressive', 'VICIdial RATIO', 'ratio on available', 'expected value', 'VICIdial ADAPT hard'],
    ...['VICIdial ADAPT tapered', 'VICIdial ADAPT average', 'Issabel', 'Issabel, by answer rate', 'Impact Dialing'],
  ];
  const lines = scenarios.flatMap((scenario) => {
    const rows = results.get(scenario.name)?.rows ?? [];
    if (rows.length < names.length) return [];
    const cells = names.map((name) => {
      const row = rows.find(
        ({ policy }) => policy === name || (policy.startsWith(name) && !/^(Issabel|VICIdial ADAPT)/.test(name)),
      );
      return row === undefined ? '' : `${row.utilisation.toFixed(3)} / ${share(row.abandoned)} / ${row.breaches}`;
    });
    return [`| ${scenario.name} | ${cells.join(' | ')} |`];
  });
  return [`| scenario | ${names.join(' | ')} |`, `|---|${names.map(() => '---|').join('')}`, ...lines];
}
