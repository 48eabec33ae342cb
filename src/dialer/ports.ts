/**
 * What the engine needs from the world, in verbs of the domain. Adapters implement these and import nothing else of the
 * dialer; the engine knows no adapter. All times are milliseconds since the epoch.
 */
import type { AgentStateName } from '../domain/agent.ts';
import type { CallSegment } from '../domain/call-segments.ts';
import type { IntentPast } from '../domain/retry-rule.ts';
import type { CallerOrder } from './caller-port.ts';
import type { CallingHours } from './plan-port.ts';
import type { AgentWish, WishAnswer } from './wish-port.ts';

export * from './binding-port.ts';
export * from './caller-port.ts';
export * from './plan-port.ts';
export * from './record-port.ts';
export * from './telephony-port.ts';
export * from './watch-port.ts';
export * from './wish-port.ts';

// ---------------------------------------------------------------- lease

export interface Lease {
  groupId: string;
  owner: string;
  epoch: number;
  expiresAt: number;
}

/** Thrown when the lease is not (or no longer) ours: the runner stops at once. */
export class LeaseLost extends Error {
  constructor(groupId: string) {
    super(`the lease of group ${groupId} is held by another process`);
    this.name = 'LeaseLost';
  }
}

export interface LeaseStore {
  /** Takes the group if it is free or its lease ran out; undefined when another holds it. The epoch grows by one. */
  acquire(
    groupId: string,
    owner: string,
    now: number,
    forMs: number,
  ): Promise<(Lease & { previousExpiry: number }) | undefined>;
  /** Throws `LeaseLost`. */
  renew(lease: Lease, now: number, forMs: number): Promise<Lease>;
  release(lease: Lease, now: number): Promise<void>;
  /** What the group's pacing had learned when it was last kept (plain JSON); undefined: nothing yet. */
  learned(groupId: string): Promise<unknown>;
  /** Keeps what the group's pacing has learned; without effect when the lease is no longer ours. */
  keepLearned(lease: Lease, learned: unknown): Promise<void>;
}

// ---------------------------------------------------------------- gate, intents

/** A contact taken from the ready queue. */
export interface Claim {
  contactId: string;
  campaignId: string;
  /** Hex of the number's keyed blind index. */
  blindIndex: string;
  source: ContactSourceKind;
  priority: number;
}

export type ContactSourceKind = 'new' | 'retry' | 'call-back' | 'other-number' | 'api';

/** What the gate is told of one contact, read inside the intent's transaction. */
export interface GateFacts {
  now: number;
  contact: {
    state: string;
    dueAt: number;
    attempts: number;
    attemptsToday: number;
    /** Of these, in the present part of the floor's day (before 12:00, before 18:00, after). */
    attemptsInPart: number;
  };
  place: NumberPlaceFacts;
  list: { active: boolean /** Windows that go before the campaign's. */; hours: CallingHours['campaign'] | undefined };
  /** `protectedBy`: the agent whose 私海 he is in. */
  customer: { deleted: boolean; protectedBy: string | undefined };
  /** On what right he may be called is written down (legal basis of his list or of the import that brought him). */
  consent: boolean;
  /** The one agent for whom the call is meant; undefined: whoever is free. */
  forAgent: string | undefined;
  /** Somebody who may do so takes this one call by hand upon himself (docs/decisions/0011). */
  override: boolean;
  /** Zone names in which it must be open: all of them. */
  zones: readonly string[];
  doNotCall: { scope: string; reason: string } | undefined;
  /** Times (ms) of charged attempts to this number within the longest window, newest first. */
  chargedAt: readonly number[];
  abandonedLockUntil: number | undefined;
  /** Whose reservation lifts the lock-out, where the regime says so. */
  lockLiftedBy: 'agent-reserved' | undefined;
  /** Another attempt to this number is open. */
  inFlight: boolean;
}

/** Where a number belongs, as far as the gate asks. */
export interface NumberPlaceFacts {
  /** How it begins (src/domain/phone-mask.ts `prefixOf`); undefined: not known, so no list allows it. */
  prefix: string | undefined;
  country: string | undefined;
  /** 归属地, or of a contact's own. */
  region: string | undefined;
}

export type GateVerdict =
  | { pass: true }
  /** `retryAt`: may be tried again from then; undefined = never. `code` is one of src/compliance codes. */
  | { pass: false; code: string; retryAt: number | undefined; facts?: Readonly<Record<string, string | number>> };

export interface IntentDraft {
  attemptId: string;
  claim: Claim;
  trunkId: string;
  trunkKey: string;
  callerIdId: string | undefined;
  /** The numbers among which the transaction chooses, by what all dialers have used them for; then `callerIdId` is not read. */
  callers?: CallerOrder | undefined;
  mode: string;
  /** The one agent for whom it is placed (manual, preview). */
  ownerId?: string | undefined;
  /** By hand only: gates that may be overridden are (docs/decisions/0011). */
  override?: boolean | undefined;
}

/** A committed intent: may be sent until `placeBy`. */
export interface Intent {
  attemptId: string;
  groupId: string;
  campaignId: string;
  listId: string;
  contactId: string;
  customerId: string | undefined;
  phoneId: string;
  blindIndex: string;
  trunkId: string;
  trunkKey: string;
  callerIdId: string | undefined;
  callerId: string;
  node: string;
  epoch: number;
  mode: string;
  source: ContactSourceKind;
  placedAt: number;
  placeBy: number;
  /** Attempts of this contact so far, this one included. */
  attempts: number;
  /** The one agent to whom an answer goes, and to nobody else. */
  ownerId: string | undefined;
  /** The contact was closed before it was dialed by hand, and is again afterwards. */
  wasClosed: boolean;
  past: IntentPast;
}

export type IntentResult =
  | {
      kind: 'committed';
      intent: Intent;
      /** Clear number, E.164, for the line only. */
      number: string;
      /** Its 归属地. */
      region: string | undefined;
    }
  | { kind: 'refused'; claim: Claim; code: string; facts: Readonly<Record<string, string | number>> };

/** An attempt that a former life of the engine left open. */
export interface OpenAttempt extends Intent {
  /** What the engine had already written down of it. */
  progress: AttemptProgress;
}

export interface AttemptProgress {
  /** Who has talked in it so far, where that is more than one agent. */
  segments?: readonly CallSegment[];
  answeredAt: number | undefined;
  connectedAt: number | undefined;
  agentId: string | undefined;
}

export interface AttemptStore {
  /**
   * One transaction: checks the lease's epoch (throws `LeaseLost`), locks each number's blind index, reads the facts,
   * asks `judge`, inserts the intents that pass and moves the contacts that do not (RULES.md, DESIGN.md promise 1).
   * An intent of a preview ends it; a manual one (mode 'manual') takes any contact that nobody dials now, and moves it
   * only when it passes.
   */
  commitIntents(
    lease: Lease,
    node: string,
    drafts: readonly IntentDraft[],
    judge: (facts: GateFacts, draft: IntentDraft) => GateVerdict,
    times: { now: number; placeByMs: number },
  ): Promise<IntentResult[]>;
  /** Open attempts of the group, whoever placed them. */
  open(groupId: string): Promise<OpenAttempt[]>;
  /** Which of these attempts are closed: a live channel of one of them is hung up (DESIGN.md promise 3). */
  closedAmong(attemptIds: readonly string[]): Promise<Set<string>>;
  /** Notes answer and joining, so that another life of the engine knows who talks to whom. Batched; may lag. */
  noteProgress(notes: readonly ({ attemptId: string } & AttemptProgress)[]): Promise<void>;
}

// ---------------------------------------------------------------- ready queue, caps

export type ClaimAnswer =
  | { kind: 'claims'; claims: Claim[] }
  /** Redis lost its data or went back in time: nothing is dialed until the queue is rebuilt. */
  | { kind: 'rebuild-needed' };

export interface ReadyQueue {
  claim(campaignId: string, count: number, now: number): Promise<ClaimAnswer>;
  /** Gives back what was claimed and not attempted, at its old place. */
  putBack(claims: readonly Claim[], now: number): Promise<void>;
  /** The number is free for other claims again (the attempt ended). */
  release(blindIndexes: readonly string[]): Promise<void>;
  size(campaignId: string): Promise<number>;
}

/** Fills the ready queues of a group's campaigns from Postgres (RULES.md "Ready queue"). */
export interface Feeder {
  /** Throws away what Redis holds of these campaigns and makes it anew from Postgres. */
  rebuild(campaignIds: readonly string[], now: number): Promise<void>;
  /** Tops up or trims to the target size. */
  feed(campaignId: string, target: number, now: number): Promise<{ added: number; size: number }>;
}

/** Tokens of calls per second, shared by all dialers (GCRA in Redis). */
export interface CallTokens {
  /** How many of `wanted` may be sent now under every one of the caps; takes those tokens. */
  take(
    caps: readonly { key: string; perSecond: number; burst: number }[],
    wanted: number,
    now: number,
  ): Promise<number>;
}

// ---------------------------------------------------------------- previews

/** A contact that is shown to one agent; nobody else gets it meanwhile. */
export interface Preview {
  /** Becomes the attempt's. */
  id: string;
  agentId: string;
  claim: Claim;
  endsAt: number;
}

export interface PreviewStore {
  /** Whether any call-back of one agent or squad is due in these campaigns: a cheap look before the claims. */
  boundDue(campaignIds: readonly string[], now: number): Promise<boolean>;
  /**
   * Claims the next contact for this agent, in one transaction: a due call-back of his own first, then one of his squad
   * or overdue, then the next of the campaigns in preview, in their order. The gate is asked as for the ready queue.
   * Throws `LeaseLost`.
   */
  claim(
    lease: Lease,
    order: PreviewOrder,
    judge: (facts: GateFacts, campaignId: string) => GateVerdict,
  ): Promise<Preview | undefined>;
  /** The contact goes back, due now. Without effect when the preview has ended already. */
  release(previewId: string): Promise<void>;
  /** It goes back, due later, and the skip is kept. */
  skip(
    previewId: string,
    skip: { by: 'agent' | 'over'; reason: string | undefined; dueAt: number; at: number },
  ): Promise<void>;
  /** Previews that a former life of the engine left: all go back. How many. */
  releaseAll(groupId: string): Promise<number>;
}

export interface PreviewOrder {
  previewId: string;
  agentId: string;
  groupId: string;
  /** Running campaigns of the group, for call-backs; `preview`: also their other contacts are shown. */
  campaigns: readonly { id: string; preview: boolean; previewMs: number }[];
  /** Whether call-backs are looked for. */
  bound: boolean;
  now: number;
}

// ---------------------------------------------------------------- agents

export interface AgentSeat {
  agentId: string;
  groupId: string;
  sipUser: string;
  sipPassword: string;
  contactUri: string | undefined;
  state: AgentStateName;
  reason: string | undefined;
  since: number;
  leaving: boolean;
  /** Until when he wraps up or looks at a preview, as last written. */
  deadlineAt: number | undefined;
  extended: boolean;
  /** The call in his hand is a colleague's. */
  guest: boolean;
  /** Calls whose result he owes, oldest first. */
  owes: readonly Owed[];
  /** The call he is dialing, he talked on or wrapped up when this was written; also when its attempt is closed by now. */
  work: { attemptId: string; placedAt: number; campaignId: string; contactId: string } | undefined;
}

/** A call whose result an agent owes (未填). */
export interface Owed {
  attemptId: string;
  placedAt: number;
}

export interface AgentStore {
  /** Seats of the group that are signed in, as last written down. */
  signedIn(groupId: string): Promise<AgentSeat[]>;
  seat(agentId: string): Promise<AgentSeat | undefined>;
  /**
   * The group's wishes that nobody has carried out, oldest first, but for those `inHand`; none without the lease. One that
   * is asked is taken with the lease and handed out once; any other is handed out, to the next owner too, until it is ticked
   * off (docs/decisions/0022). `done` is ticked off by the same statement.
   */
  takeWishes(
    lease: Lease,
    now: number,
    known: { inHand: readonly string[]; done: readonly string[] },
  ): Promise<AgentWish[]>;
  /** By an owner who leaves: `done` is ticked off; `back`, taken and not begun, is there for the next one. */
  leaveWishes(wishes: { done: readonly string[]; back: readonly string[] }, now: number): Promise<void>;
  /** Writes the new state and the interval that ended (for the reports: every second of a shift is in one state). */
  noteState(change: {
    agentId: string;
    groupId: string;
    state: AgentStateName;
    reason: string | undefined;
    attemptId: string | undefined;
    at: number;
    leaving: boolean;
    /** End of the wrap-up or of the preview. */
    deadlineAt: number | undefined;
    extended: boolean;
    /** The call in his hand is a colleague's. */
    guest?: boolean;
  }): void;
  /** Resolves once every state noted so far is in Postgres, however long that takes. */
  written(): Promise<void>;
  /** Writes what is held now; rejects when it cannot. */
  flush(): Promise<void>;
  /** A call of his whose result is missing, or undefined. */
  owed(agentId: string, attemptId: string): Promise<Owed | undefined>;
  /** Answers a wish that waits. */
  answer(wishId: string, answer: WishAnswer): Promise<void>;
}
