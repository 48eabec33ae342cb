/** What agents ask for, and what they are told; part of ports.ts. */
import type { AgentResult, CallBackFor } from '../domain/results.ts';

/** What a person (or his page) asks of his own seat; written by the API, carried out by the runner. */
export type AgentWish =
  | { id: string; agentId: string; type: 'sign-in'; at: number }
  | { id: string; agentId: string; type: 'ready'; at: number }
  /** `most`: so many of the group at once may have this reason; the wish then waits for an answer. */
  | { id: string; agentId: string; type: 'pause'; reason: string; most?: number; at: number }
  | { id: string; agentId: string; type: 'sign-out'; at: number }
  /** The session through which he works was revoked: off the seat at once, with his phone (FAULTS 57). */
  | { id: string; agentId: string; type: 'revoked'; at: number }
  | { id: string; agentId: string; type: 'hang-up'; attemptId: string; at: number }
  | { id: string; agentId: string; type: 'extend-wrap-up'; attemptId: string; at: number }
  | { id: string; agentId: string; type: 'hold'; attemptId: string; on: boolean; at: number }
  /** Waits for an answer: digits that come late, or twice, would be heard in another menu. */
  | { id: string; agentId: string; type: 'dtmf'; attemptId: string; digits: string; at: number }
  /** The customer to this colleague of the group. Waits for an answer. */
  | { id: string; agentId: string; type: 'transfer'; attemptId: string; colleague: string; at: number }
  /** The colleague to the customer; `private`: who is put on hold first. Waits for an answer. */
  | {
      id: string;
      agentId: string;
      type: 'conference';
      attemptId: string;
      colleague: string;
      private: boolean;
      at: number;
    }
  /** One-click dial; the attempt gets the wish's id. Waits for an answer. */
  | {
      id: string;
      agentId: string;
      type: 'dial';
      contactId: string;
      campaignId: string;
      blindIndex: string;
      /** He may, and has said why (it is in the audit). */
      override?: boolean;
      at: number;
    }
  /** Dials what he is shown. Waits for an answer. */
  | { id: string; agentId: string; type: 'accept'; attemptId: string; at: number }
  | { id: string; agentId: string; type: 'skip'; attemptId: string; reason: string; at: number }
  | {
      id: string;
      agentId: string;
      type: 'disposition';
      attemptId: string;
      result: AgentResult;
      /** His department's own result, which counts as `result`. */
      resultKey?: string | undefined;
      callBackAt: number | undefined;
      callBackFor?: CallBackFor | undefined;
      at: number;
    };

export type AgentWishOf<T extends AgentWish['type']> = Extract<AgentWish, { type: T }>;

/** Kinds whose asker waits for the runner's word. */
export const ASKED_WISHES = ['dial', 'accept', 'transfer', 'conference', 'dtmf'] as const;
const ASKED: ReadonlySet<string> = new Set(ASKED_WISHES);

/** Whether its asker waits for the runner's word, and is told when none comes. */
export function isAsked(wish: AgentWish): boolean {
  return ASKED.has(wish.type) || (wish.type === 'pause' && wish.most !== undefined);
}

/** The runner's word on a wish that waits for one. */
export type WishAnswer =
  | { kind: 'done'; attemptId: string | undefined }
  /** The gate's no: `code` is one of src/compliance codes. */
  | { kind: 'gate'; code: string; facts: Readonly<Record<string, string | number>> }
  | { kind: 'refused'; why: WishRefusal; facts: Readonly<Record<string, string | number>> };

/** Why a wish is not carried out though no gate is shut. */
export type WishRefusal =
  | 'agent-state'
  | 'agent-phone'
  | 'result-missing'
  | 'preview-over'
  | 'campaign-stopped'
  | 'emergency-stop'
  | 'lines'
  | 'calls-per-second'
  | 'not-dialing'
  | 'too-late'
  /** The node did not take the digits. */
  | 'digits-lost'
  | 'break-full'
  /** Of a transfer or a conference: he is not idle, is not there, is the asker, did not come; or another one is there. */
  | 'colleague-busy'
  | 'colleague-away'
  | 'oneself'
  | 'colleague-lost'
  | 'colleague-there';
