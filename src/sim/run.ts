import type { Clock } from '../shared/clock.ts';
import { SystemClock } from '../shared/clock.ts';
import { SeededRng } from '../shared/rng.ts';
import { SimAsterisk } from './asterisk.ts';
import { byNumber } from './callees.ts';
import { type Population, population } from './population.ts';
import { type SimServer, startSimServer } from './server.ts';

export interface RunSimOptions {
  /** 0 = any free one. */
  port: number;
  host?: string;
  user?: string;
  password?: string;
  seed?: number;
  /** `numbers`: a number's last digits say how its callee behaves. `people` (default): drawn by chance from the seed. */
  callees?: 'numbers' | 'people';
  population?: Partial<Population>;
  sessionLimit?: number;
  clock?: Clock;
}

/** `boda sim`: a simulated Asterisk on a port, with people behind the numbers and phones that register and answer by themselves. */
export function runSim(options: RunSimOptions): Promise<SimServer> {
  const { seed = 1, callees = 'people', clock = new SystemClock(), ...server } = options;
  const model = callees === 'numbers' ? byNumber() : population(seed, options.population);
  const sim = new SimAsterisk({ clock, rng: new SeededRng(seed), model, autoRegisterMs: 50 });
  return startSimServer({ ...server, sim });
}
