/**
 * Results of an attempt (通话结果) and what each counts for: MODEL.md's table.
 * System results are set by the engine; agent results by the agent's disposition.
 */
export const SYSTEM_RESULTS = [
  'NOANSWER',
  'BUSY',
  'CONGESTED',
  'INVALID',
  'POWEROFF',
  'SUSPENDED',
  'UNREACHABLE',
  'BLOCKED',
  'REJECTED',
  'ASSISTANT',
  'MACHINE',
  'ABANDONED',
  'HUNGUP',
  'HUNGUP_WAITING',
  'CANCELLED',
  'TRUNK_FAIL',
  'LOCAL_FAIL',
  'NODE_LOST',
  'UNKNOWN',
  'CONNECTED',
] as const;

/** `CONNECTED` stands until the agent's own result is known; the record then carries both. */
export type SystemResult = (typeof SYSTEM_RESULTS)[number];

export const AGENT_RESULTS = [
  'SALE',
  'INTENT_A',
  'INTENT_B',
  'INTENT_C',
  'CALLBACK',
  'NOINTEREST',
  'WRONG',
  'NOTSELF',
  'VOICEMAIL',
  'DNCREQ',
  'UNFILLED',
] as const;

/** What the agent says of the call; `UNFILLED` 未填 when the wrap-up deadline passed without a word. */
export type AgentResult = (typeof AGENT_RESULTS)[number];

/** How the pacer is told of an attempt that did not reach an agent (DESIGN.md, PacingEvent `failed`). */
export type FailureReason =
  | 'busy'
  | 'no-answer'
  | 'machine'
  | 'invalid'
  | 'congestion'
  | 'cancelled'
  | 'hung-up-waiting';

export type PacingOutcome = { type: 'connected' } | { type: 'abandoned' } | { type: 'failed'; reason: FailureReason };

export interface ResultMeaning {
  pacing: PacingOutcome;
  /** Whether the attempt stays charged to the number's frequency when its fate is certain. */
  charged: 'yes' | 'no' | 'if-carrier-saw';
  /** Counted as answered by a person in the US denominator (abandoned + connected). */
  inAbandonDenominator: boolean;
  reached: boolean;
  /** Default wait before the next attempt in ms; undefined = no retry by itself (RULES.md "Retry"). */
  retryMs: number | undefined;
}

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
const failed = (reason: FailureReason): PacingOutcome => ({ type: 'failed', reason });
const line = (reason: FailureReason, retryMs: number | undefined, charged: ResultMeaning['charged'] = 'yes') => ({
  pacing: failed(reason),
  charged,
  inAbandonDenominator: false,
  reached: false,
  retryMs,
});

/** MODEL.md's table with the shipped retry delays of RULES.md. `retryMs: 0` = at once. */
export const MEANING: Record<SystemResult, ResultMeaning> = {
  CONNECTED: {
    pacing: { type: 'connected' },
    charged: 'yes',
    inAbandonDenominator: true,
    reached: true,
    retryMs: undefined,
  },
  HUNGUP: {
    pacing: { type: 'connected' },
    charged: 'yes',
    inAbandonDenominator: true,
    reached: true,
    retryMs: undefined,
  },
  ABANDONED: {
    pacing: { type: 'abandoned' },
    charged: 'yes',
    inAbandonDenominator: true,
    reached: false,
    retryMs: undefined,
  },
  HUNGUP_WAITING: line('hung-up-waiting', 2 * HOUR),
  NOANSWER: line('no-answer', 2 * HOUR),
  BUSY: line('busy', 10 * MIN),
  REJECTED: line('busy', DAY),
  POWEROFF: line('no-answer', 4 * HOUR),
  SUSPENDED: line('no-answer', 15 * DAY),
  UNREACHABLE: line('no-answer', 2 * HOUR),
  INVALID: line('invalid', undefined),
  BLOCKED: line('invalid', undefined),
  MACHINE: line('machine', 4 * HOUR),
  ASSISTANT: line('machine', 4 * HOUR),
  CANCELLED: line('cancelled', 0),
  CONGESTED: line('congestion', 4 * HOUR, 'if-carrier-saw'),
  TRUNK_FAIL: line('congestion', 10 * MIN, 'if-carrier-saw'),
  LOCAL_FAIL: line('congestion', 0, 'no'),
  NODE_LOST: line('cancelled', DAY),
  UNKNOWN: line('cancelled', DAY),
};

/** Whose a call-back is (RULES.md "Call-backs"). */
export const CALL_BACK_FOR = ['anyone', 'squad', 'me'] as const;
export type CallBackFor = (typeof CALL_BACK_FOR)[number];

export interface AgentResultMeaning {
  /** Wait before the contact is dialed again, ms; undefined = closed. */
  retryMs: number | undefined;
  doNotCall: boolean;
  /** Fields without which the result is not taken. */
  needs: readonly ('callBackAt' | 'note')[];
}

/** What an agent's result does to the contact (RULES.md "Results"); CALLBACK takes the time that was agreed instead. */
export const AGENT_MEANING: Record<AgentResult, AgentResultMeaning> = {
  SALE: { retryMs: undefined, doNotCall: false, needs: [] },
  INTENT_A: { retryMs: undefined, doNotCall: false, needs: [] },
  INTENT_B: { retryMs: undefined, doNotCall: false, needs: [] },
  INTENT_C: { retryMs: undefined, doNotCall: false, needs: [] },
  CALLBACK: { retryMs: HOUR, doNotCall: false, needs: ['callBackAt'] },
  NOINTEREST: { retryMs: undefined, doNotCall: false, needs: [] },
  WRONG: { retryMs: undefined, doNotCall: false, needs: [] },
  NOTSELF: { retryMs: DAY, doNotCall: false, needs: [] },
  VOICEMAIL: { retryMs: 4 * HOUR, doNotCall: false, needs: [] },
  DNCREQ: { retryMs: undefined, doNotCall: true, needs: [] },
  UNFILLED: { retryMs: undefined, doNotCall: false, needs: [] },
};
