import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** The programs that a call passes through. `engine` is this very process: on the probe's side it is the bare client. */
export type Part = 'engine' | 'asterisk' | 'carrier' | 'postgres' | 'redis';
export const PARTS: readonly Part[] = ['engine', 'asterisk', 'carrier', 'postgres', 'redis'];

export interface CpuUse {
  seconds: number;
  /** CPU of each part, ms. */
  ms: Record<Part, number>;
  /** Cores that were busy, whoever used them. */
  busyCores: number;
  cores: number;
}

/** Linux counts in hundredths of a second. */
export const TICK_MS = 10;

/** Reads what the parts have used since it was made. */
export class CpuMeter {
  readonly #pids: Record<Exclude<Part, 'engine'>, number>;
  readonly #own = process.cpuUsage();
  readonly #from = performance.now();
  readonly #machine = machineTicks();
  readonly #before: Record<Exclude<Part, 'engine'>, number>;

  constructor(pids: Record<Exclude<Part, 'engine'>, number>) {
    this.#pids = pids;
    this.#before = this.#read();
  }

  take(): CpuUse {
    const own = process.cpuUsage(this.#own);
    const seconds = (performance.now() - this.#from) / 1_000;
    const now = this.#read();
    const machine = machineTicks();
    const spent = (part: Exclude<Part, 'engine'>): number => (now[part] - this.#before[part]) * TICK_MS;
    return {
      seconds,
      ms: {
        engine: (own.user + own.system) / 1_000,
        asterisk: spent('asterisk'),
        carrier: spent('carrier'),
        postgres: spent('postgres'),
        redis: spent('redis'),
      },
      busyCores: ((machine - this.#machine) * TICK_MS) / 1_000 / seconds,
      cores: cpus().length,
    };
  }

  #read(): Record<Exclude<Part, 'engine'>, number> {
    const { asterisk, carrier, postgres, redis } = this.#pids;
    return {
      asterisk: treeTicks(asterisk),
      carrier: treeTicks(carrier),
      postgres: treeTicks(postgres),
      redis: treeTicks(redis),
    };
  }
}

/** What fills up first: a part that uses most of one core while it has one thread for the work, or the whole machine. */
export function fullCpu(use: CpuUse): string {
  const engineCores = use.ms.engine / 1_000 / use.seconds;
  if (engineCores >= 0.85) return 'the engine’s one thread';
  if (use.busyCores < 0.9 * use.cores) return 'none';
  const [most] = [...PARTS].sort((a, b) => use.ms[b] - use.ms[a]);
  return `all ${use.cores} cores, most by ${most}`;
}

/** User and system time of a process and all that it has started, also of children that are gone. */
export function treeTicks(root: number): number {
  const stats = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (stat !== undefined) stats.set(Number(name), stat);
  }
  const inTree = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = stats.get(at)?.parent) {
      if (at === root) return true;
    }
    return false;
  };
  let ticks = 0;
  for (const [pid, stat] of stats) if (inTree(pid)) ticks += stat.ticks;
  return ticks;
}

function readStat(pid: number): { parent: number; ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces: the fields are counted behind it; the first is the state.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined;
  }
}

function machineTicks(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq + steal;
}
