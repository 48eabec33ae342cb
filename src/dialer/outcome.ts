import { AGENT_HUNG_UP, type Call, type CallOutcome } from '../domain/call.ts';
import type { SystemResult } from '../domain/results.ts';
import type { EndedBy, Telephony } from './ports.ts';

/** RULES.md "Results": a talk of at most this long that the customer ended is HUNGUP 秒挂. */
export const HUNGUP_MAX_TALK_MS = 6_000;

export interface Ending {
  result: SystemResult;
  endedBy: EndedBy;
  /** False only when it is certain that no carrier saw the call (MODEL.md). */
  charged: boolean;
  cause: number | undefined;
  techCause: number | undefined;
  causeText: string | undefined;
}

/** What an outcome means for the record: MODEL.md's table. `classify` reads causes (ASTERISK.md 14). */
export function endingOf(call: Call, outcome: CallOutcome, classify: Telephony['classify']): Ending {
  const none = { cause: undefined, techCause: undefined, causeText: undefined };
  switch (outcome.type) {
    case 'line': {
      const { cause, techCause, causeText, ourTimeout } = outcome;
      const result = classify({
        cause,
        techCause,
        ourTimeout,
        ringingSeen: call.ringingAt !== undefined,
        answered: call.answeredAt !== undefined,
      });
      return {
        result,
        endedBy: ourTimeout ? 'system' : 'carrier',
        charged: result !== 'LOCAL_FAIL',
        cause,
        techCause,
        causeText,
      };
    }
    case 'not-sent':
      return { result: 'CANCELLED', endedBy: 'system', charged: false, ...none, causeText: outcome.why };
    case 'local-failure':
      return { result: 'LOCAL_FAIL', endedBy: 'system', charged: false, ...none, causeText: outcome.why };
    case 'cancelled':
      return {
        ...{ result: 'CANCELLED', endedBy: outcome.why === AGENT_HUNG_UP ? 'agent' : 'system' },
        ...{ charged: outcome.leftNode, ...none, causeText: outcome.why },
      };
    case 'hung-up-waiting':
      return { result: 'HUNGUP_WAITING', endedBy: 'customer', charged: true, ...none };
    case 'abandoned':
      return { result: 'ABANDONED', endedBy: call.customerHungUp ? 'customer' : 'system', charged: true, ...none };
    case 'talked': {
      const talkMs = (call.endedAt ?? 0) - (call.connectedAt ?? 0);
      const short = outcome.by === 'customer' && talkMs <= HUNGUP_MAX_TALK_MS;
      return { result: short ? 'HUNGUP' : 'CONNECTED', endedBy: outcome.by, charged: true, ...none };
    }
    case 'node-lost':
      return { result: 'NODE_LOST', endedBy: 'system', charged: true, ...none };
    case 'unknown':
      return { result: 'UNKNOWN', endedBy: 'unknown', charged: true, ...none, causeText: outcome.why };
    default: {
      const never: never = outcome;
      return never;
    }
  }
}
