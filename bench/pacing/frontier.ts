/** Utilisation against abandoned calls, each policy over its own parameter, drawn for docs/pacing-frontier.svg. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { informed, Truth } from './informed.ts';
import { judge, type Make } from './judge.ts';
import {
  expectedValue,
  fixedLevel,
  impactDialing,
  issabel,
  ours,
  ratioOnAvailable,
  vicidialAdapt,
} from './policies.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const FILE = fileURLToPath(new URL('../../docs/pacing-frontier.svg', import.meta.url));
/** The scenarios that are drawn. */
export const DRAWN = ['12-p25', '55-p25'];
const SEEDS = [3_001, 3_002];
const MOST_ABANDONED = 0.08;

export interface Line {
  name: string;
  colour: string;
  points: { abandoned: number; utilisation: number }[];
}

/** Draws the lines of the scenarios in `DRAWN`. */
export function drawFrontier(lines: ReadonlyMap<string, Line[]>): void {
  const panels = SCENARIOS.flatMap((scenario) => {
    const found = lines.get(scenario.name);
    return found === undefined ? [] : [{ scenario, lines: found }];
  });
  writeFileSync(FILE, draw(panels));
}

/** Each policy over its own parameter, in one scenario. */
export function linesOf(scenario: Scenario): Line[] {
  const truth = new Truth({ ...scenario.world, seed: 0 });
  const run = (name: string, colour: string, makes: readonly Make[]): Line => ({
    name,
    colour,
    points: makes.map((make) => judge(scenario, make, SEEDS)),
  });
  const limits = [0.01, 0.02, 0.03, 0.04, 0.06];
  return [
    run(
      'told the truth',
      '#999999',
      [0.001, 0.004, 0.009, 0.016, 0.025, 0.04, 0.06].map((theta) => (w) => informed(w, theta, truth)),
    ),
    run(
      'Boda predictive',
      '#c00000',
      limits.map((limit) => (w) => ours(w, 'predictive', limit)),
    ),
    run(
      'ratio on available',
      '#1f77b4',
      [1, 1.4, 1.8, 2.2, 2.6, 3, 3.5].map((level) => (w) => ratioOnAvailable(w, level)),
    ),
    run(
      'VICIdial RATIO',
      '#2ca02c',
      [1, 1.1, 1.2, 1.35, 1.5, 1.7].map((level) => (w) => fixedLevel(w, level)),
    ),
    run(
      'expected value',
      '#9467bd',
      [0.2, 0.35, 0.5, 0.65, 0.8].map((gain) => (w) => expectedValue(w, gain)),
    ),
    run(
      'VICIdial ADAPT',
      '#ff7f0e',
      limits.map((limit) => (w) => vicidialAdapt(w, 'average', limit)),
    ),
    run(
      'Impact Dialing',
      '#8c564b',
      limits.map((limit) => (w) => impactDialing(w, limit)),
    ),
    run('Issabel', '#17becf', [(w) => issabel(w, false)]),
  ];
}

const WIDTH = 460;
const HEIGHT = 340;
const LEFT = 56;
const TOP = 34;

function draw(panels: readonly { scenario: Scenario; lines: Line[] }[]): string {
  const parts = panels.map(({ scenario, lines }, i) => panel(scenario, lines, i * (WIDTH + 40)));
  const names = (panels[0]?.lines ?? []).map(
    ({ name, colour }, i) =>
      `<g transform="translate(${LEFT + (i % 4) * 220},${TOP + HEIGHT + 52 + Math.floor(i / 4) * 20})"><rect width="14" height="4" y="-5" fill="${colour}"/><text x="20">${name}</text></g>`,
  );
  const width = panels.length * (WIDTH + 40) + LEFT;
  const height = TOP + HEIGHT + 90;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><title>Utilisation against abandoned calls</title><rect width="100%" height="100%" fill="white"/>${parts.join('')}${names.join('')}</svg>\n`;
}

function panel(scenario: Scenario, lines: readonly Line[], left: number): string {
  const x = (abandoned: number): number => LEFT + (abandoned / MOST_ABANDONED) * (WIDTH - LEFT);
  const y = (utilisation: number): number => TOP + HEIGHT - ((utilisation - 0.5) / 0.5) * HEIGHT;
  const grid: string[] = [];
  for (let u = 0.5; u <= 1.001; u += 0.1)
    grid.push(
      `<line x1="${x(0)}" x2="${x(MOST_ABANDONED)}" y1="${y(u)}" y2="${y(u)}" stroke="#dddddd"/><text x="${LEFT - 8}" y="${y(u) + 4}" text-anchor="end">${Math.round(100 * u)} %</text>`,
    );
  for (let a = 0; a <= MOST_ABANDONED; a += 0.01)
    grid.push(`<text x="${x(a)}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${Math.round(100 * a)}</text>`);
  grid.push(
    `<line x1="${x(0.03)}" x2="${x(0.03)}" y1="${TOP}" y2="${TOP + HEIGHT}" stroke="#c00000" stroke-dasharray="4 4"/>`,
    `<text x="${LEFT}" y="${TOP - 12}" font-weight="bold">${scenario.note}: talk and wrap-up ÷ signed in</text>`,
    `<text x="${LEFT}" y="${TOP + HEIGHT + 32}">abandoned, % of answers</text>`,
  );
  return `<g transform="translate(${left},0)">${grid.join('')}${lines.map((line) => drawn(line, x, y)).join('')}</g>`;
}

function drawn({ points, colour }: Line, x: (a: number) => number, y: (u: number) => number): string {
  const inside = points.filter((p) => p.abandoned <= MOST_ABANDONED && p.utilisation >= 0.5);
  const at = inside.map((p) => [x(p.abandoned).toFixed(1), y(p.utilisation).toFixed(1)] as const);
  const dots = at.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3" fill="${colour}"/>`).join('');
  return `<polyline points="${at.map((p) => p.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots}`;
}
