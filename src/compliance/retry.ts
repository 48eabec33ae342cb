/** The retry rule (重呼规则): when a contact may be dialed again after a result. RULES.md "Retry", MODEL.md's table. */
import type { CampaignPlan } from '../dialer/ports.ts';
import {
  AGENT_MEANING,
  type AgentResult,
  MEANING,
  type ResultMeaning,
  SYSTEM_RESULTS,
  type SystemResult,
} from '../domain/results.ts';
import { MIN_RETRY_MS, type RetryPast, type RetryPlanned, type RetryRule, wholeRule } from '../domain/retry-rule.ts';

/** Results that no callee has noticed: tried again at once (MODEL.md). */
const AT_ONCE: ReadonlySet<string> = new Set<SystemResult>(['CANCELLED', 'LOCAL_FAIL']);
/** Of unknown fate: it counts, so the next attempt waits until the longest window has passed. */
const UNKNOWN_FATE: ReadonlySet<string> = new Set<SystemResult>(['NODE_LOST', 'UNKNOWN']);
/** Results after which another number of the contact is worth a try though this one is done: nobody was reached on it. */
const NOBODY: ReadonlySet<string> = new Set<SystemResult | AgentResult>(['WRONG']);

export type RetryPlan = Pick<CampaignPlan, 'retryMs' | 'maxAttempts' | 'recallAbandoned' | 'frequency'>;

/**
 * When the contact may be dialed again, on the same number or on another of its own.
 *
 * The campaign's own rule for the result goes before the shipped one. All attempts that count together end the contact at
 * `maxAttempts`; a number is done when it ended with one result as often as that result's rule allows. A call-back's time
 * is the agent's word, not this rule's.
 */
export function retryPlanned(
  result: SystemResult | AgentResult,
  past: RetryPast,
  plan: RetryPlan,
  now: number,
): RetryPlanned {
  const closed = { retryAt: undefined, otherAt: undefined };
  if (past.attempts >= plan.maxAttempts) return closed;
  const rule = ruleOf(result, plan);
  const wait = waitOf(result, rule, past.same, plan);
  const reached = isSystem(result) ? MEANING[result].pacing.type !== 'failed' : !NOBODY.has(result);
  if (wait === undefined) return reached ? closed : { retryAt: undefined, otherAt: now + MIN_RETRY_MS };
  const retryAt = now + wait;
  return { retryAt, otherAt: rule.number === 'next' ? retryAt : undefined };
}

/** The rule that holds for a result: the campaign's own, and where it says nothing the shipped one. */
export function ruleOf(result: SystemResult | AgentResult, plan: Pick<RetryPlan, 'retryMs'>): RetryRule {
  const own = Object.hasOwn(plan.retryMs, result) ? plan.retryMs[result] : undefined;
  return wholeRule(own, isSystem(result) ? MEANING[result].retryMs : AGENT_MEANING[result].retryMs);
}

/** Wait in ms; undefined: this number is done. */
function waitOf(
  result: SystemResult | AgentResult,
  rule: RetryRule,
  same: number,
  plan: RetryPlan,
): number | undefined {
  // An abandoned customer is dialed again only where the campaign says so, then soon: he stands at the head (99).
  if (result === 'ABANDONED' && !plan.recallAbandoned) return undefined;
  const own = Object.hasOwn(plan.retryMs, result) && plan.retryMs[result] !== undefined;
  const first = result === 'ABANDONED' && !own ? MIN_RETRY_MS : rule.delayMs;
  if (first === null || same >= rule.attempts) return undefined;
  const grown = Math.min(first * rule.factor ** Math.max(0, same - 1), Math.max(first, rule.mostMs));
  if (!Number.isFinite(grown)) return undefined;
  if (AT_ONCE.has(result)) return Math.max(0, grown);
  const atLeast = UNKNOWN_FATE.has(result) ? longestWindow(plan) : 0;
  return Math.max(MIN_RETRY_MS, atLeast, grown);
}

function longestWindow(plan: RetryPlan): number {
  return Math.max(0, ...plan.frequency.windows.map((window) => window.windowMs));
}

function isSystem(result: SystemResult | AgentResult): result is SystemResult {
  return (SYSTEM_RESULTS as readonly string[]).includes(result);
}

/** SIP statuses and Q.850 causes by which a line says that there is no such number (RFC 3261 21.4, Q.850 table 1). */
const NO_SUCH_NUMBER: ReadonlySet<number> = new Set([404, 410, 484, 604]);
const UNALLOCATED: ReadonlySet<number> = new Set([1, 22, 28]);

/**
 * Whether this line denies the number. One line proves nothing (RULES.md "Retry": carriers send 404 for blocked or too
 * frequent callers too); a second line that says the same makes it INVALID 空号.
 */
export function isDenied(end: {
  result: SystemResult;
  cause: number | undefined;
  techCause: number | undefined;
}): boolean {
  if (end.result !== 'UNREACHABLE') return false;
  if (end.techCause !== undefined && end.techCause >= 400) return NO_SUCH_NUMBER.has(end.techCause);
  return end.cause !== undefined && UNALLOCATED.has(end.cause);
}

/** The results for which the API shows and takes a rule, with what is shipped for each. */
export function shippedRules(): Record<string, RetryRule> {
  const meanings: [string, Pick<ResultMeaning, 'retryMs'>][] = [
    ...Object.entries(MEANING),
    ...Object.entries(AGENT_MEANING),
  ];
  return Object.fromEntries(meanings.map(([result, { retryMs }]) => [result, wholeRule(undefined, retryMs)]));
}
