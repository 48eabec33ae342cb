/** What is said of an agent: states, events, commands. The machine itself is agent.ts. */

export const AGENT_STATES = [
  'offline',
  'connecting',
  'idle',
  'preview',
  'dialing',
  'reserved',
  'talking',
  'wrapup',
  'paused',
] as const;
export type AgentStateName = (typeof AGENT_STATES)[number];

/** Reason of a pause that the engine made because a result is missing (RULES.md "Results": 示忙(未填结果)). */
export const UNFILLED_REASON = 'unfilled-result';
/** 示忙: not ready at will; what `unfilled-result` turns into once the last missing result is there. */
export const NOT_READY_REASON = 'busy';

export interface Agent {
  readonly id: string;
  readonly state: AgentStateName;
  /** Break or pause reason while `paused`; why the engine paused him otherwise. */
  readonly reason: string | undefined;
  readonly since: number;
  readonly leg: 'none' | 'ringing' | 'up';
  /** The attempt he looks at, is reserved for, talks on, or wraps up. */
  readonly attemptId: string | undefined;
  /** A colleague asked him into this call, which is not his: no result is asked of him. */
  readonly guest: boolean;
  /** His call was placed for him alone: the pacer must not count with him before he wraps up. */
  readonly alone: boolean;
  /** What follows the present call or wrap-up instead of `idle`. */
  readonly after: { type: 'idle' } | { type: 'pause'; reason: string } | { type: 'sign-out' };
  /** Whether he wants to be idle as soon as the leg stands. */
  readonly wantsReady: boolean;
  readonly extended: boolean;
  /** Calls whose result he owes (未填): until they have one he cannot be idle. */
  readonly owes: readonly string[];
}

export type AgentEvent =
  | { type: 'sign-in'; at: number }
  | { type: 'leg-up'; at: number }
  | { type: 'leg-lost'; at: number }
  | { type: 'leg-failed'; at: number; why: string }
  /** The phone has registered again. */
  | { type: 'phone-back'; at: number }
  | { type: 'ready'; at: number }
  | { type: 'pause'; reason: string; at: number }
  | { type: 'sign-out'; at: number }
  /** A contact is shown to him. */
  | { type: 'preview'; attemptId: string; at: number }
  /** It is shown no more: skipped, taken back, or its time is over. */
  | { type: 'preview-over'; attemptId: string; at: number }
  /** A call is placed for him alone. */
  | { type: 'dial'; attemptId: string; at: number }
  /** `guest`: he is asked into a colleague's call. */
  | { type: 'offer'; attemptId: string; guest?: boolean; at: number }
  /** He has nothing to do with the call any more, and no result is asked of him. */
  | { type: 'offer-failed'; attemptId: string; at: number }
  | { type: 'joined'; attemptId: string; at: number }
  /** The call in which he was a guest is his now. */
  | { type: 'promoted'; attemptId: string; at: number }
  | { type: 'call-ended'; attemptId: string; at: number }
  | { type: 'disposition'; attemptId: string; at: number }
  /** A result that he owed is there. */
  | { type: 'filled'; attemptId: string; at: number }
  | { type: 'extend'; attemptId: string; at: number }
  | { type: 'wrap-up-expired'; attemptId: string; at: number };

export type AgentCommand =
  | { type: 'ring-leg' }
  | { type: 'drop-leg' }
  | { type: 'restart-wrap-up-timer' }
  /** He can look at it no longer: the contact goes back to where it came from. */
  | { type: 'release-preview'; attemptId: string }
  /** The customer on this attempt has lost the agent's leg: hold him, or stop calling him, and bring the leg back. */
  | { type: 'hold-customer'; attemptId: string }
  | { type: 'leg-restored'; attemptId: string }
  /** The event does not fit the state: counted and ignored (STYLE.md 1). */
  | { type: 'odd'; event: AgentEvent['type'] };

export function newAgent(id: string, at: number): Agent {
  return {
    id,
    state: 'offline',
    reason: undefined,
    since: at,
    leg: 'none',
    attemptId: undefined,
    guest: false,
    alone: false,
    after: { type: 'idle' },
    wantsReady: false,
    extended: false,
    owes: [],
  };
}
