import type { AgentResult } from './results.ts';

/** A campaign's own retry rule (重呼规则) for one result, as data. RULES.md "Retry". */

/** RULES.md "Retry": never sooner than this after a call that a carrier may have seen, ms. */
export const MIN_RETRY_MS = 120_000;
export const MOST_RETRIES = 10;
/** The longest wait that a rule may ask for, ms. */
export const MOST_RETRY_MS = 366 * 86_400_000;

export interface RetryRule {
  /** Wait after the first time with this result, ms; null = this number is not dialed again. */
  delayMs: number | null;
  /** Each further time with the same result waits so many times as long as the one before; 1 = fixed. */
  factor: number;
  /** No wait grows beyond this, ms. */
  mostMs: number;
  /** How often a number may end with this result, 1…10; then it is done. */
  attempts: number;
  /** Which number of the contact comes next, where it has several. */
  number: 'same' | 'next';
}

/** As it lies in the campaign: a plain number is a fixed wait in ms, null is never. */
export type RetryValue = number | null | Partial<RetryRule>;

/** The rule whole; what it leaves out is taken from `shipped` (ms, undefined = never). */
export function wholeRule(value: RetryValue | undefined, shipped: number | undefined): RetryRule {
  const given = value === undefined ? {} : typeof value === 'object' && value !== null ? value : { delayMs: value };
  const { delayMs, factor = 1, mostMs = MOST_RETRY_MS, attempts = MOST_RETRIES, number = 'same' } = given;
  return { delayMs: delayMs === undefined ? (shipped ?? null) : delayMs, factor, mostMs, attempts, number };
}

/** How one attempt came after those before it: what the retry rule must know of a contact's past. */
export interface RetryPast {
  /** Attempts of the contact so far that count, this one included. */
  attempts: number;
  /** How often this number ended with the same result since the list was last reset, this time included. */
  same: number;
}

/** What an intent tells of the number's past, read in its transaction. */
export interface IntentPast {
  /** How often this number of the contact ended with each result since the list was last reset; what counts alone. */
  results: Readonly<Record<string, number>>;
  /** Another line has said of late that there is no such number. */
  deniedElsewhere: boolean;
}

export const NO_PAST: IntentPast = { results: {}, deniedElsewhere: false };

/** src/compliance/retry.ts, handed to where an agent's word is written down: there stands what it must know. */
export type PlanRetry = (
  result: AgentResult,
  past: RetryPast,
  plan: {
    retryMs: Readonly<Record<string, RetryValue>>;
    maxAttempts: number;
    recallAbandoned: boolean;
    frequency: { windows: readonly { max: number; windowMs: number }[] };
  },
  now: number,
) => RetryPlanned;

/** When the contact may be dialed again after an attempt; both undefined: it is closed. */
export interface RetryPlanned {
  /** The same number, ms; undefined: this number is done. */
  retryAt: number | undefined;
  /** Another number of the contact, ms: it goes before the same one. */
  otherAt: number | undefined;
}
