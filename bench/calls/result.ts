import type { CpuUse, Part } from './cpu.ts';
import { fullCpu, PARTS } from './cpu.ts';
import type { LegTimes } from './tap.ts';

/** DESIGN's aim for a rate that is held: every call connected, 99 of 100 within this. */
export const P99_LIMIT_MS = 150;
/** A rate counts as reached from this share of what was offered on; compared is what was reached. */
const REACHED = 0.9;

export interface StepResult {
  side: 'probe' | 'engine' | 'engine-audio';
  calls: number;
  offered: number;
  /** Calls connected a second, from the first to the last. */
  reached: number;
  connected: number;
  failed: number;
  /** What became of those who were not connected. */
  failures: Record<string, number>;
  /** When what happened to them, the first few. */
  lost: readonly string[];
  /** Answered → connected by Asterisk's own stamps, ms. */
  p50Ms: number;
  p99Ms: number;
  /** Entered the application → connected as the engine itself sees it, ms. */
  own?: { p50Ms: number; p99Ms: number };
  cpuMsPerCall: Record<Part, number>;
  /** Cores busy by the parts, by everything on the machine, and there. */
  cores: { ours: number; all: number; there: number };
  full: string;
  sustained: boolean;
  /** Legs of talks that were asked, and those in which audio went both ways. */
  audio?: { asked: number; bothWays: number };
}

export interface Raw {
  side: StepResult['side'];
  offered: number;
  calls: number;
  legs: readonly LegTimes[];
  failures: Record<string, number>;
  cpu: CpuUse;
  ownMs?: readonly number[];
  lost?: readonly string[];
  audio?: { asked: number; bothWays: number };
}

export function summarize({ side, offered, calls, legs, failures, cpu, ownMs, lost, audio }: Raw): StepResult {
  const waits: number[] = [];
  const joined: number[] = [];
  for (const { upAt, joinedAt } of legs) {
    if (joinedAt === undefined) continue;
    joined.push(joinedAt);
    if (upAt !== undefined) waits.push(joinedAt - upAt);
  }
  joined.sort((a, b) => a - b);
  const span = ((joined.at(-1) ?? 0) - (joined[0] ?? 0)) / 1_000;
  const reached = span > 0 ? (joined.length - 1) / span : 0;
  const p99Ms = quantile(waits, 0.99);
  const failed = calls - joined.length;
  const ours = PARTS.reduce((sum, part) => sum + cpu.ms[part], 0) / 1_000 / cpu.seconds;
  return {
    side,
    calls,
    offered,
    reached: round(reached, 1),
    connected: joined.length,
    failed,
    failures,
    lost: lost?.slice(0, 5) ?? [],
    p50Ms: quantile(waits, 0.5),
    p99Ms,
    ...(ownMs === undefined ? {} : { own: { p50Ms: quantile(ownMs, 0.5), p99Ms: quantile(ownMs, 0.99) } }),
    cpuMsPerCall: perCall(cpu, calls),
    cores: { ours: round(ours, 2), all: round(cpu.busyCores, 2), there: cpu.cores },
    full: fullCpu(cpu),
    sustained: failed === 0 && p99Ms < P99_LIMIT_MS && reached >= REACHED * offered,
    ...(audio === undefined ? {} : { audio }),
  };
}

export const HEADING =
  'side          offered  reached  failed  p50 ms  p99 ms | CPU ms a call: engine asterisk carrier postgres redis | cores ours/all | full';

export function line(r: StepResult): string {
  const { cpuMsPerCall: cpu } = r;
  const cells = [
    r.side.padEnd(13),
    cell(r.offered, 7),
    cell(r.reached, 8),
    cell(r.failed, 7),
    cell(r.p50Ms, 7),
    cell(r.p99Ms, 7),
    `|${' '.repeat(14)}`,
    cell(cpu.engine, 7),
    cell(cpu.asterisk, 8),
    cell(cpu.carrier, 7),
    cell(cpu.postgres, 8),
    cell(cpu.redis, 5),
    `| ${r.cores.ours}/${r.cores.all}`.padEnd(16),
    `| ${r.full}`,
  ];
  return cells.join(' ');
}

/** The value below which `share` of the values lie; 0 when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 1);
}

function perCall(cpu: CpuUse, calls: number): Record<Part, number> {
  const of = (part: Part): number => round(cpu.ms[part] / calls, 2);
  return {
    engine: of('engine'),
    asterisk: of('asterisk'),
    carrier: of('carrier'),
    postgres: of('postgres'),
    redis: of('redis'),
  };
}

function cell(value: number, width: number): string {
  return String(value).padStart(width);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
