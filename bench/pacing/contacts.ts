import type { PacedFailure } from '../../src/pacing/index.ts';
import { duration, type Spread, uniform } from './draws.ts';

/** Who is called. Common random numbers: what contact n of a campaign does depends on the seed, the campaign and n alone. */
export interface People {
  /** Chance that a person answers a call placed `t` ms after the start. */
  answer: (t: number) => number;
  /** Kinds of contacts, told to the pacer as a feature: the factor is on the chance of an answer. */
  kinds?: readonly { name: string; share: number; factor: number }[];
  setupMs: readonly [number, number];
  ringMs: Spread;
  talkMs: Spread;
  wrapMs: Spread;
  ringTimeoutMs: number;
  /** Of those whom no person answers: share of voicemail (at 18-24 s) and of early ends; the others ring out. */
  voicemail: number;
  early: number;
  /** While true the carrier refuses every call after half a second. */
  carrierDown?: (t: number) => boolean;
  /** Machine detection: its time, how often it takes a person for a machine and voicemail for a person. */
  detection?: { ms: number; persons: number; machines: number };
}

export interface Contact {
  /** Taken for a person: what the pacer is told. */
  answers: boolean;
  setupMs: number;
  /** From placing to the answer (after detection) or to the end. */
  endMs: number;
  failure: PacedFailure;
  talkMs: number;
  wrapMs: number;
  kind: string | undefined;
}

const MACHINE_TALK_MS = 8_000;
const MACHINE_WRAP_MS = 5_000;

export function contact(people: People, seed: number, id: number, t: number): Contact {
  const u = (k: number): number => uniform(seed, id, k);
  const [least, most] = people.setupMs;
  const setupMs = Math.round(least + (most - least) * u(0));
  const kind = kindOf(people, u(1));
  const made: Contact = {
    answers: false,
    setupMs,
    endMs: setupMs + people.ringTimeoutMs,
    failure: 'no-answer',
    talkMs: duration(people.talkMs, seed, id, 4),
    wrapMs: duration(people.wrapMs, seed, id, 6),
    kind: kind?.name,
  };
  if (people.carrierDown?.(t)) return { ...made, endMs: 500, failure: 'congestion' };
  const ringMs = duration(people.ringMs, seed, id, 2);
  const person = u(8) < people.answer(t) * (kind?.factor ?? 1) && ringMs < people.ringTimeoutMs;
  const other = u(9);
  const { detection } = people;
  const wrong = u(11);
  if (person) {
    made.endMs = setupMs + ringMs + (detection?.ms ?? 0);
    made.answers = detection === undefined || wrong >= detection.persons;
    made.failure = 'machine';
  } else if (other < people.voicemail) {
    made.endMs = setupMs + Math.round(18_000 + 6_000 * u(10)) + (detection?.ms ?? 0);
    made.failure = 'machine';
    if (detection !== undefined && wrong < detection.machines) {
      made.answers = true;
      made.talkMs = MACHINE_TALK_MS;
      made.wrapMs = MACHINE_WRAP_MS;
    }
  } else if (other < people.voicemail + people.early) {
    made.endMs = Math.round(1_000 + setupMs * u(10));
    made.failure = 'busy';
  }
  return made;
}

function kindOf(people: People, u: number): { name: string; factor: number } | undefined {
  let left = u;
  for (const kind of people.kinds ?? []) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return undefined;
}
