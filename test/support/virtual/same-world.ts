import type { Contact } from '../../../bench/pacing/contacts.ts';
import { LIFELIKE, type Outcome, runWorld, type World } from '../../../bench/pacing/world.ts';
import type { PacedFailure, Pacer, PacingSettings } from '../../../src/pacing/index.ts';
import { createPacer } from '../../../src/pacing/index.ts';
import { SeededRng } from '../../../src/shared/rng.ts';
import type { CalleePlan } from '../../../src/sim/callees.ts';
import { hash, lognormal, type Population, population } from '../../../src/sim/population.ts';

/** A floor as the engine's shift has it, for the pure simulation. */
export interface SameWorld {
  seed: number;
  agents: number;
  hours: number;
  people: Partial<Population>;
  wrapUpMs: { mean: number; sd: number };
  ringTimeoutMs: number;
  setupTimeoutMs: number;
  patienceMs: number;
  /** Numbers in the order in which they are dialed. */
  numbers: (nth: number) => string;
  pacing: Omit<PacingSettings, 'answerPatienceMs' | 'ringTimeoutMs' | 'campaigns'>;
}

/** What becomes of a refusal, as the engine tells its pacer (src/domain/results.ts). */
const FAILURES: Readonly<Record<string, PacedFailure>> = {
  busy: 'busy',
  rejected: 'busy',
  invalid: 'invalid',
  congestion: 'congestion',
};

/**
 * The same people as the simulated carrier's in the same order, the same agents' wrap-ups drawn from the same
 * distribution and the same pacer, without anything in between: no node, no stores, no queue, no wire.
 */
export function pureShift(world: SameWorld, wrapUpSeed = 0): Outcome {
  const carrier = population(world.seed, world.people);
  const meets = (nth: number): Contact => {
    const number = world.numbers(nth);
    const wrapUp = new SeededRng(hash(`${world.seed}/wrap-up/${wrapUpSeed}/${nth}`));
    const plan = carrier({ number, callerId: '', trunk: '', nth: 1 });
    return contactOf(plan, world, lognormal(wrapUp, world.wrapUpMs));
  };
  const of: World = {
    ...LIFELIKE,
    seed: world.seed,
    agents: world.agents,
    hours: world.hours,
    patienceMs: world.patienceMs,
    ringTimeoutMs: world.ringTimeoutMs,
    answer: () => 0,
    meets,
  };
  return runWorld(of, pacerOf(world));
}

function pacerOf(world: SameWorld): Pacer {
  return createPacer({
    ...world.pacing,
    answerPatienceMs: world.patienceMs,
    ringTimeoutMs: world.ringTimeoutMs,
    campaigns: [{ id: 'campaign', weight: 1 }],
  });
}

/** A callee of the simulated carrier as a contact of the pure world. Whatever answers is taken for a person, as by the engine. */
function contactOf(plan: CalleePlan, world: SameWorld, wrapMs: number): Contact {
  const setupMs = plan.progress?.afterMs ?? Number.POSITIVE_INFINITY;
  // One kind for all, as one list tells its pacer: it must not matter.
  const common = { setupMs, wrapMs, kind: 'list', failure: 'no-answer' as const };
  const ringsUntil = setupMs + world.ringTimeoutMs;
  if (plan.answerMs !== undefined && plan.answerMs <= ringsUntil)
    return { ...common, answers: true, endMs: plan.answerMs, talkMs: plan.talkMs ?? plan.hangUpMs ?? 0 };
  const failed = { ...common, answers: false, talkMs: 0 };
  const gone = Math.min(ringsUntil, plan.refuse?.afterMs ?? (plan.progress ? ringsUntil : world.setupTimeoutMs));
  const refused = plan.refuse !== undefined && plan.refuse.afterMs <= gone;
  return { ...failed, endMs: gone, failure: refused ? (FAILURES[plan.kind] ?? 'no-answer') : 'no-answer' };
}

export interface Figures {
  utilisation: number;
  /** Abandoned ÷ (abandoned + connected). */
  rate: number;
}

export interface Compared {
  /** Means of the pure runs, and how far one such run lies from them by chance: standard deviations. */
  pure: Figures;
  sd: Figures;
  /** Engine less pure. */
  off: Figures;
}

const PURE_RUNS = 8;

/** The engine's figures beside those of the same world without the engine, each run with other wrap-ups. */
export function compare(engine: Figures, world: SameWorld): Compared {
  const runs = Array.from({ length: PURE_RUNS }, (_, i): Figures => {
    const { utilisation, abandoned, connected } = pureShift(world, i);
    return { utilisation, rate: abandoned / Math.max(1, abandoned + connected) };
  });
  const of = (name: keyof Figures) => {
    const mean = runs.reduce((sum, run) => sum + run[name], 0) / runs.length;
    const sd = Math.sqrt(runs.reduce((sum, run) => sum + (run[name] - mean) ** 2, 0) / (runs.length - 1));
    return { mean, sd, off: engine[name] - mean };
  };
  const [utilisation, rate] = [of('utilisation'), of('rate')];
  return {
    pure: { utilisation: utilisation.mean, rate: rate.mean },
    sd: { utilisation: utilisation.sd, rate: rate.sd },
    off: { utilisation: utilisation.off, rate: rate.off },
  };
}
