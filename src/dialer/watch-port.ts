/** What the engine tells whoever watches it: events, metrics, log; part of ports.ts. */
import type { AgentStateName } from '../domain/agent.ts';
import type { Colleague } from '../domain/call.ts';
import type { SystemResult } from '../domain/results.ts';

/** Told to whoever watches (API, sockets, tests). Never a clear number. */
export type EngineEvent =
  | {
      type: 'agent';
      groupId: string;
      agentId: string;
      state: AgentStateName;
      reason: string | undefined;
      at: number;
      /** When the state began: what is written of the seat says the same, to the millisecond. Left out: `at`. */
      since?: number;
      /** The call that he has or wraps up. */
      attemptId?: string;
      /** That call is a colleague's. */
      guest?: boolean;
      /** Will pause or sign out after this call. */
      leaving?: boolean;
      /** When an unset result becomes 未填. */
      wrapUpEndsAt?: number;
      /** When a preview is decided for him. */
      previewEndsAt?: number;
    }
  | {
      /** A contact is shown to an agent before it is dialed. */
      type: 'preview';
      groupId: string;
      agentId: string;
      /** Names the preview; the attempt that comes of it has this id. */
      attemptId: string;
      contactId: string;
      campaignId: string;
      endsAt: number;
      at: number;
    }
  | {
      type: 'offer';
      groupId: string;
      agentId: string;
      attemptId: string;
      contactId: string;
      campaignId: string;
      at: number;
    }
  | {
      type: 'call';
      groupId: string;
      attemptId: string;
      campaignId: string;
      state: string;
      result: SystemResult | undefined;
      at: number;
      /** Whose call it is. */
      agentId?: string;
      /** A second agent on it, or on his way to it. */
      colleague?: Colleague;
    }
  | { type: 'pacing'; groupId: string; limitedBy: string; explain: Record<string, number>; at: number };

export interface EngineMetrics {
  attemptEnded(result: SystemResult): void;
  answeredToConnected(ms: number): void;
  abandoned(): void;
  /** The pacing loop has turned once more. */
  pacingTurn(groupKey: string): void;
  limitedBy(groupKey: string, reason: string): void;
  oddEvent(kind: string): void;
  refused(code: string): void;
  /** A trunk's binding hook was asked: `bound`, or why there is no number. */
  bound(outcome: string): void;
  /** A binding was given back, or the other side did not hear of it. */
  unbound(done: boolean): void;
}

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
