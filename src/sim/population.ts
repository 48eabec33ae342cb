import { SeededRng } from '../shared/rng.ts';
import type { CalleePlan, CarrierModel } from './callees.ts';

/** A population of callees. Shares of all calls; what is left rings without an answer. */
export interface Population {
  /** A person answers. */
  answer: number;
  /** Voice mail picks up after `machineRingMs`. */
  machine: number;
  busy: number;
  rejected: number;
  poweredOff: number;
  invalid: number;
  congestion: number;
  /** The carrier never says more than 100 Trying. */
  silent: number;
  /** From the INVITE to ringing, uniform. */
  setUpMs: readonly [number, number];
  /** From ringing to a person's answer, lognormal. */
  ringMs: { mean: number; sd: number };
  machineRingMs: readonly [number, number];
  /** From first hearing an agent to hanging up, lognormal. */
  talkMs: { mean: number; sd: number };
  /** How long a person listens to nothing, uniform. */
  waitMs: readonly [number, number];
}

/** PACING.md "A lifelike world". */
export const LIFELIKE: Population = {
  answer: 0.25,
  machine: 0.1,
  busy: 0.08,
  rejected: 0.05,
  poweredOff: 0.06,
  invalid: 0.03,
  congestion: 0.005,
  silent: 0.005,
  setUpMs: [1_500, 3_500],
  ringMs: { mean: 7_500, sd: 5_000 },
  machineRingMs: [18_000, 24_000],
  talkMs: { mean: 120_000, sd: 140_000 },
  waitMs: [3_000, 9_000],
};

/**
 * Draws every callee from `population`. What the nth call to a number meets depends on seed, number and n alone, so
 * policies that dial in another order meet the same people (common random numbers).
 */
export function population(seed: number, settings: Partial<Population> = {}): CarrierModel {
  const p: Population = { ...LIFELIKE, ...settings };
  return ({ number, nth }) => {
    const rng = new SeededRng(hash(`${seed}/${number}/${nth}`));
    const draw = rng.next();
    const setUp = between(rng, p.setUpMs);
    let upTo = p.answer;
    if (draw < upTo) return person(rng, p, setUp);
    upTo += p.machine;
    if (draw < upTo) {
      const answerMs = setUp + between(rng, p.machineRingMs);
      return { kind: 'machine', progress: { afterMs: setUp, sip: 180 }, answerMs, hangUpMs: 30_000, voice: 'machine' };
    }
    const endings: readonly (readonly [number, CalleePlan])[] = [
      [p.busy, { kind: 'busy', refuse: { afterMs: setUp, sip: 486 }, voice: 'silent' }],
      [
        p.rejected,
        {
          kind: 'rejected',
          progress: { afterMs: setUp, sip: 180 },
          refuse: { afterMs: setUp + 1_000 + rng.next() * 8_000, sip: 486 },
          voice: 'silent',
        },
      ],
      [p.poweredOff, { kind: 'powered-off', refuse: { afterMs: setUp, sip: 480 }, voice: 'silent' }],
      [p.invalid, { kind: 'invalid', refuse: { afterMs: setUp, sip: 404 }, voice: 'silent' }],
      [p.congestion, { kind: 'congestion', refuse: { afterMs: setUp, sip: 503 }, voice: 'silent' }],
      [p.silent, { kind: 'silent', voice: 'silent' }],
    ];
    for (const [share, plan] of endings) {
      upTo += share;
      if (draw < upTo) return plan;
    }
    return { kind: 'no-answer', progress: { afterMs: setUp, sip: 180 }, voice: 'silent' };
  };
}

function person(rng: SeededRng, p: Population, setUp: number): CalleePlan {
  return {
    kind: 'person',
    progress: { afterMs: setUp, sip: 180 },
    answerMs: setUp + lognormal(rng, p.ringMs),
    talkMs: lognormal(rng, p.talkMs),
    waitMs: between(rng, p.waitMs),
    voice: 'person',
  };
}

function between(rng: SeededRng, [least, most]: readonly [number, number]): number {
  return Math.round(least + rng.next() * (most - least));
}

/** Lognormal with this mean and standard deviation (not those of the logarithm), whole milliseconds. */
export function lognormal(rng: { next(): number }, { mean, sd }: { mean: number; sd: number }): number {
  const variance = Math.log(1 + (sd / mean) ** 2);
  const normal = Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  return Math.round(Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal));
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
