/** What the engine writes of each call: one record an attempt, and the agent's word on it. */
import type { AbandonAsked } from '../domain/abandon-evidence.ts';
import type { CallSegment } from '../domain/call-segments.ts';
import type { AgentResult, CallBackFor, SystemResult } from '../domain/results.ts';

export interface CallRecord {
  attemptId: string;
  groupId: string;
  campaignId: string;
  listId: string;
  contactId: string;
  customerId: string | undefined;
  phoneId: string;
  trunkId: string;
  callerIdId: string | undefined;
  node: string;
  mode: string;
  source: string;
  agentId: string | undefined;
  placedAt: number;
  sentAt: number | undefined;
  ringingAt: number | undefined;
  answeredAt: number | undefined;
  offeredAt: number | undefined;
  connectedAt: number | undefined;
  endedAt: number;
  result: SystemResult;
  cause: number | undefined;
  techCause: number | undefined;
  causeText: string | undefined;
  endedBy: EndedBy;
  /** False only when it is certain that no carrier saw the call. */
  charged: boolean;
  /** Whether it costs the contact one of its attempts, where that differs from `charged`: a full line never tried him (FAULTS 30). */
  counted?: boolean;
  abandon: AbandonRecord | undefined;
  /** Earliest next attempt by the retry rule on the same number; undefined = that number is done. */
  retryAt: number | undefined;
  /** The same for another number of the contact, which goes first; both undefined = the contact is closed. */
  otherAt?: number | undefined;
  /** The line said that there is no such number; a second one that says so proves it. */
  denied?: boolean;
  /** Who talked, where that was more than one agent. */
  segments?: readonly CallSegment[];
}

export type EndedBy = 'customer' | 'agent' | 'system' | 'carrier' | 'unknown';

export interface AbandonRecord {
  answeredAt: number;
  messageStartedAt: number | undefined;
  messagePlayedAt: number | undefined;
  patienceMs: number;
  rule: string;
  writtenBy: 'engine' | 'node';
  /** What the customer asked for by a key in the message; absent: nothing. */
  asked?: AbandonAsked;
  /** The regime under which it was abandoned, and how long its number is left alone therefore; absent in older records. */
  regime?: string;
  lockedUntil?: number;
  /** What lifts that before: an agent who is reserved for the call, or nothing. */
  lockLiftedBy?: 'agent-reserved' | 'nothing';
}

export interface WrapUpRecord {
  attemptId: string;
  placedAt: number;
  agentId: string;
  wrappedAt: number;
  disposition: AgentResult;
  /** The department's own result, which counts as `disposition`. */
  resultKey?: string;
  /** Whose a CALLBACK is. */
  callBackFor?: CallBackFor | undefined;
  /** When a call-back was agreed for; what the other results do is the retry rule's, when this is written. */
  retryAt: number | undefined;
  /** DNCREQ 勿扰: the number goes onto the global do-not-call list in the same transaction, its open rows are closed. */
  doNotCall: boolean;
}

/** Takes records and never loses one: spooled to disk while Postgres is away, written once each, in batches. */
export interface CallRecords {
  /** Closes the attempt, settles the contact, writes the record: one transaction, idempotent by attempt id. */
  settle(record: CallRecord): void;
  wrapUp(record: WrapUpRecord): void;
  /** Resolves when all that was handed over before is in Postgres; rejects after `withinMs`. */
  flush(withinMs: number): Promise<void>;
  /** Resolves once all that was handed over before is in Postgres, however long that takes; hurries nothing. */
  written(): Promise<void>;
}
