/** The tables of docs/PACING.md, as Markdown, and what they say as a whole. */
import type { Reference, Row } from './compare.ts';
import type { Scenario } from './scenarios.ts';

export interface Result {
  rows: Row[];
  reference: Reference;
  /** CPU time that the scenario took, s. */
  cpuS?: number;
}

/** Issue 4: share of runs in which every legal window must hold. */
const WINDOWS_AIM = 0.975;

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
    const { hours, agents } = scenario.world;
    return [
      `| ${scenario.name} | ${agents} | ${hours} h × ${ours.runs} | ${ours.utilisation.toFixed(3)} ± ${ours.utilisationPm.toFixed(3)} | ${rate(ours.abandoned)} | ${rate(ours.worst)} | ${ours.breaches} | ${ours.cold} | ${ours.held} of ${ours.watched} | ${atLimit.toFixed(3)} | ${share(reached)} | ${share(scenario.aim)} | ${share(lawful / atLimit)} |`,
    ];
  });
  return [
    '| scenario | agents | runs | utilisation | abandoned % | worst run % | over | while cold | windows held | told the truth, at 3 % | share % | aim % | best under the rule % |',
    `|${'---|'.repeat(13)}`,
    ...lines,
  ];
}

const FIELD = [
  ...['progressive', 'VICIdial RATIO', 'ratio on available', 'expected value', 'VICIdial ADAPT hard'],
  ...['VICIdial ADAPT tapered', 'VICIdial ADAPT average', 'Issabel', 'Issabel, by answer rate', 'Impact Dialing'],
];

/** Ours beside the field's ways: utilisation / abandoned % / ours at the same abandoned share less theirs, points. */
export function fieldTable(scenarios: readonly Scenario[], results: ReadonlyMap<string, Result>): string[] {
  const lines = scenarios.flatMap((scenario) => {
    const rows = results.get(scenario.name)?.rows ?? [];
    const [ours] = rows;
    if (ours === undefined || rows.length < FIELD.length) return [];
    const cells = FIELD.map((name) => {
      const row = rows.find(
        ({ policy }) => policy === name || (policy.startsWith(name) && !/^(Issabel|VICIdial ADAPT)/.test(name)),
      );
      return row === undefined
        ? ''
        : `${row.utilisation.toFixed(3)} / ${share(row.abandoned)} / ${points(row.behind ?? 0)}`;
    });
    return [`| ${scenario.name} | ${ours.utilisation.toFixed(3)} / ${share(ours.abandoned)} | ${cells.join(' | ')} |`];
  });
  return [`| scenario | Boda | ${FIELD.join(' | ')} |`, `|${'---|'.repeat(FIELD.length + 2)}`, ...lines];
}

function points(x: number): string {
  return `${x < 0 ? '−' : '+'}${Math.abs(100 * x).toFixed(1)}`;
}

/** Issue 4's sentences about all scenarios, and whether they are true. */
export function verdicts(scenarios: readonly Scenario[], results: ReadonlyMap<string, Result>): string[] {
  const found = scenarios.flatMap(({ name, aim }) => {
    const result = results.get(name);
    return result === undefined ? [] : [{ name, aim, rows: result.rows }];
  });
  const ours = found.flatMap(({ rows: [first] }) => (first === undefined ? [] : [first]));
  const sum = (of: (row: Row) => number): number => ours.reduce((total, row) => total + of(row), 0);
  const [held, watched] = [sum((row) => row.held), sum((row) => row.watched)];
  const short = found.filter(({ rows: [first], aim }) => (first?.ofInformed ?? 0) < aim);
  const others = found.flatMap(({ rows }) => rows.filter((row) => row.behind !== undefined));
  const worse = others.filter((row) => (row.behind ?? 0) < 0);
  const surely = worse.filter((row) => (row.behind ?? 0) + (row.behindPm ?? 0) < 0);
  const called = (rows: readonly Row[]): string =>
    rows
      .map((row) => `${row.scenario}: ${row.policy} (${points(row.behind ?? 0)} ± ${share(row.behindPm ?? 0)})`)
      .join('; ');
  const over = ours.filter((row) => row.abandoned > 0.03);
  return [
    `- Share of the reference: ${found.length - short.length} of ${found.length} scenarios reach the aim${short.length > 0 ? `; short of it: ${short.map(({ name }) => name).join(', ')}` : ''}.`,
    `- Over the limit at the end: ${sum((row) => row.breaches)} of ${sum((row) => row.runs)} runs; scenarios over 3 % in all: ${over.length === 0 ? 'none' : over.map((row) => row.scenario).join(', ')}.`,
    `- The limit held in every legal window, at every moment from 200 answers on: ${held} of ${watched} runs, ${share(held / Math.max(1, watched))} % (aim ${share(WINDOWS_AIM)} %).`,
    ...(others.length === 0
      ? []
      : [
          `- No worse than the field's ways at the same abandoned share: in ${others.length - worse.length} of ${others.length} comparisons${worse.length > 0 ? `; within its interval in ${worse.length - surely.length}, surely worse in ${surely.length}: ${called(worse)}` : ''}.`,
        ]),
  ];
}
