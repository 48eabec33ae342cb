import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { NodeSettings } from '../../../src/config/settings.ts';
import { SeededRng } from '../../../src/shared/rng.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { SimAsterisk } from '../../../src/sim/asterisk.ts';
import { byNumber, type CarrierModel } from '../../../src/sim/callees.ts';
import { Floor, type FloorOptions } from '../floor.ts';
import { SimTransport } from './sim-transport.ts';

/** About a millisecond: most answers of the stores are there by then. */
const SPINS = 200;

const NODE: NodeSettings = {
  name: 'sim',
  url: 'http://sim.invalid/ari',
  user: 'boda',
  password: 'secret',
  sipHost: '127.0.0.1',
  soundsDir: '/nowhere',
  recordingsDir: '/nowhere',
  legs: 2_000,
  callsPerSecond: 200,
};

/**
 * A whole floor on time of its own: engine, node, carrier and people on one virtual clock and one seed, Postgres and Redis
 * real. The clock moves only while neither store owes an answer, so hours pass in as long as the work takes (SETUP.md).
 */
export class VirtualWorld {
  readonly clock: VirtualClock;
  readonly sim: SimAsterisk;
  readonly floor: Floor;

  private constructor(sim: SimAsterisk, floor: Floor, clock: VirtualClock) {
    this.sim = sim;
    this.floor = floor;
    this.clock = clock;
  }

  static async open(
    seed: number,
    /** `at`: what time it is at first, ms. */
    options: Omit<FloorOptions, 'node' | 'world'> & { nodeLegs?: number; at?: number },
    model: CarrierModel = byNumber(),
  ): Promise<VirtualWorld> {
    const clock = new VirtualClock(options.at);
    const sim = new SimAsterisk({ clock, rng: new SeededRng(seed), model, autoRegisterMs: 50 });
    const transport = new SimTransport(sim, clock);
    const world = { clock, rng: new SeededRng(seed + 1), transport };
    return new VirtualWorld(
      sim,
      await Floor.open({ ...options, node: { ...NODE, legs: options.nodeLegs ?? NODE.legs }, world }),
      clock,
    );
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.#settle();
    while (this.clock.step(end)) await this.#settle();
    this.clock.moveTo(end);
  }

  /** Lets time pass until `condition` holds; throws when it does not within `mostMs`. Resolves to the time it took, ms. */
  async until(what: string, condition: () => boolean, mostMs: number): Promise<number> {
    const from = this.clock.now();
    await this.#settle();
    while (!condition()) {
      if (!this.clock.step(from + mostMs)) throw new Error(`not within ${mostMs} ms: ${what}`);
      await this.#settle();
    }
    return this.clock.now() - from;
  }

  /** Carries `work` out while time stands still. */
  async now<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    await this.#settle();
    return result;
  }

  async close(): Promise<void> {
    let closed = false;
    const closing = this.floor.close().finally(() => {
      closed = true;
    });
    // What is being closed may wait for time to pass.
    while (!closed) {
      await turn();
      if (this.floor.outstanding() === 0) this.clock.step();
    }
    await closing;
  }

  /** Until nothing is owed by Postgres or Redis, and what their answers set going is done. */
  async #settle(): Promise<void> {
    for (let quiet = 0, turns = 0; quiet < 2; turns++) {
      // A store that takes long is not helped by a loop that takes its CPU.
      await (turns < SPINS ? turn() : sleep(1));
      quiet = this.floor.outstanding() === 0 ? quiet + 1 : 0;
    }
  }
}
