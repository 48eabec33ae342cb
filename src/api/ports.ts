/**
 * What the API needs from the rest, as commands and queries. Every query takes the asker's scope and shows nothing beyond
 * it; every command writes its audit row in the transaction of the change. Refusals are `Refused` (src/domain/refused.ts).
 */

import type { WishAnswer } from '../dialer/ports.ts';
import type { AbandonEvidenceFile, EvidenceWindow } from '../domain/abandon-evidence.ts';
import type { AgentDay } from '../domain/agent-day.ts';
import type { AuditRow } from '../domain/audit.ts';
import type { RecordInFull } from '../domain/call-segments.ts';
import type { ColleagueView, CompanyView } from '../domain/colleague-view.ts';
import type { Position, ResyncReason } from '../domain/event-frame.ts';
import type {
  BreakReasonView,
  CallerHealth,
  CallerIdSettings,
  CallerIdView,
  CallerPoolSettings,
  CallerPoolView,
  CampaignSettings,
  CampaignStatus,
  CampaignView,
  ContactFilter,
  ContactView,
  DialOrder,
  DoNotCallScope,
  DoNotCallTarget,
  DoNotCallView,
  Draft,
  GroupAgentView,
  GroupSettings,
  GroupView,
  ListView,
  NewCampaign,
  NewList,
  Page,
  PageRequest,
  RecordFilter,
  RecordView,
  SeatView,
  StopView,
  TrunkSettings,
  TrunkView,
} from '../domain/office.ts';
import type {
  Actor,
  NewUser,
  Principal,
  RoleView,
  SignInAnswer,
  TeamView,
  TokenView,
  UserChange,
  UserView,
} from '../domain/people.ts';
import type { AgentResult, CallBackFor } from '../domain/results.ts';
import type { Permission, Scope } from '../domain/roles.ts';
import type { ScreenPop } from '../domain/screen-pop.ts';

export interface Sessions {
  /** Checks the throttle, then the password, always in the time of one argon2. */
  signIn(asked: { staffNo: string; password: string; address: string }): Promise<SignInAnswer>;
  /** Who stands behind a token now: revoked, expired, suspended → undefined. Never cached. */
  resolve(token: string): Promise<Principal | undefined>;
  /** The same for sockets that stay open: who stands behind each of these sessions and tokens now, by `via.id`; ended ones are left out. */
  present(vias: readonly Principal['via'][]): Promise<Map<string, Principal>>;
  signOut(principal: Principal): Promise<void>;
  /** All other sessions of the person end. Rejects with `Refused` when the old password is wrong. */
  changePassword(principal: Principal, change: { old: string; new: string }): Promise<void>;
}

/** What a ticket opens: the stream of events, or the way to a node's SIP. */
export const TICKET_KINDS = ['events', 'sip'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** One-time tickets for WebSockets, because a browser cannot send a header with one and an address lands in logs. */
export interface Tickets {
  issue(principal: Principal, kind: TicketKind): Promise<{ ticket: string; expiresAt: number }>;
  /**
   * Who holds it, as he stands now; in whichever process, once. Undefined: forged, used, expired, of the other kind, or
   * its session has ended.
   */
  redeem(ticket: string, kind: TicketKind): Promise<Principal | undefined>;
}

export interface People {
  users(
    scope: Scope,
    filter: { status: string | undefined; squadId: string | undefined },
    page: PageRequest,
  ): Promise<Page<UserView>>;
  user(scope: Scope, id: string): Promise<UserView | undefined>;
  createUser(actor: Actor, user: NewUser): Promise<UserView>;
  /** Suspending ends every session and token of the person in the same transaction. */
  setUserStatus(actor: Actor, id: string, status: 'active' | 'suspended' | 'left', reason: string): Promise<UserView>;
  /** Throws `Refused` where either role may do more than the actor's. What the person may do changes with his next request. */
  changeUser(actor: Actor, id: string, change: UserChange): Promise<UserView>;
  /** To one that the person must change; ends his sessions and tokens in the same transaction. */
  resetPassword(actor: Actor, id: string, password: string, reason: string): Promise<void>;
  teams(scope: Scope): Promise<TeamView[]>;
  renameTeam(actor: Actor, id: string, name: string): Promise<TeamView>;
  createTeam(
    actor: Actor,
    team: { kind: 'department' | 'squad'; parentId: string | undefined; name: string },
  ): Promise<TeamView>;
  roles(): Promise<RoleView[]>;
  createRole(
    actor: Actor,
    role: { key: string; name: string; scope: Scope['kind']; permissions: Permission[] },
  ): Promise<RoleView>;
  tokens(userId: string): Promise<TokenView[]>;
  createToken(
    actor: Actor,
    token: { name: string; permissions: Permission[]; expiresAt: number | undefined },
  ): Promise<TokenView & { token: string }>;
  revokeToken(actor: Actor, id: string): Promise<void>;
}

export interface Groups {
  list(scope: Scope): Promise<GroupView[]>;
  get(scope: Scope, id: string): Promise<GroupView | undefined>;
  create(actor: Actor, group: GroupSettings & { key: string; departmentId: string | undefined }): Promise<GroupView>;
  change(actor: Actor, id: string, change: Partial<GroupSettings>): Promise<GroupView>;
  remove(actor: Actor, id: string): Promise<void>;
  /** Which of the group's agents the asker may see; undefined = all of them. */
  agentsSeen(scope: Scope, id: string): Promise<ReadonlySet<string> | undefined>;
  /** Who has his seat in the group, as far as the asker sees people; undefined: no such group for him. */
  agents(scope: Scope, id: string): Promise<GroupAgentView[] | undefined>;
}

export interface Campaigns {
  list(scope: Scope, page: PageRequest): Promise<Page<CampaignView>>;
  get(scope: Scope, id: string): Promise<CampaignView | undefined>;
  create(actor: Actor, campaign: NewCampaign): Promise<CampaignView>;
  change(actor: Actor, id: string, change: Partial<CampaignSettings>): Promise<CampaignView>;
  /** Refused with `conflict` when it lacks a trunk, a caller number or hours. */
  setStatus(actor: Actor, id: string, status: CampaignStatus): Promise<CampaignView>;
  /** Abandoned and connected (people) since `from`, from the call records; `width`: whose count beside its own. */
  abandonFigures(
    scope: Scope,
    id: string,
    from: number,
    width?: 'campaign' | 'centre' | 'organisation',
  ): Promise<{ connected: number; abandoned: number }>;
}

export interface Lists {
  list(scope: Scope, campaignId: string | undefined, page: PageRequest): Promise<Page<ListView>>;
  get(scope: Scope, id: string): Promise<ListView | undefined>;
  create(actor: Actor, list: NewList): Promise<ListView>;
}

export interface Contacts {
  list(scope: Scope, filter: ContactFilter, page: PageRequest): Promise<Page<ContactView>>;
  get(scope: Scope, id: string): Promise<ContactView | undefined>;
}

export interface AbandonEvidenceSource {
  /** Calls placed in [from, to) and their totals, of one moment; noted in the audit. `Refused` when they are too many. */
  file(
    actor: Principal,
    order: {
      campaignId: string;
      from: number;
      to: number;
      reason: string;
      format: string;
      windows: readonly EvidenceWindow[];
    },
  ): Promise<AbandonEvidenceFile>;
}

export interface Records {
  list(scope: Scope, filter: RecordFilter, page: PageRequest): Promise<Page<RecordView>>;
  get(scope: Scope, attemptId: string): Promise<RecordInFull | undefined>;
  /** His calls placed since `from`, ms. */
  dayOf(agentId: string, from: number): Promise<AgentDay>;
}

/** `no-answer`: the group's runner said nothing in time, and what was asked is taken back. */
export type SeatAnswer = WishAnswer | { kind: 'no-answer' };

export interface Seats {
  get(agentId: string): Promise<(SeatView & CompanyView) | undefined>;
  breakReasons(): Promise<BreakReasonView[]>;
  changeBreakReason(
    actor: Actor,
    key: string,
    change: { minutes?: number | null; mostAtOnce?: number | null },
  ): Promise<BreakReasonView>;
  /** Makes the seat on the first sign-in, and hands the wish to the group's runner. */
  wishState(
    principal: Principal,
    wish: { state: 'ready' | 'paused' | 'offline'; reason: string | undefined; groupId: string | undefined },
  ): Promise<SeatAnswer>;
  /** One-click dial. Waits for the runner's word, at most some seconds. */
  dial(principal: Principal, order: DialOrder): Promise<SeatAnswer>;
  /** Dials the preview that he looks at; waits likewise. */
  accept(principal: Principal, attemptId: string): Promise<SeatAnswer>;
  /** A colleague to his call, or his call to a colleague, or digits to his customer; waits likewise. `not-found` when the call is not his. */
  ask(
    principal: Principal,
    wish:
      | { type: 'transfer'; attemptId: string; colleague: string }
      | { type: 'conference'; attemptId: string; colleague: string; private: boolean }
      | { type: 'dtmf'; attemptId: string; digits: string },
  ): Promise<SeatAnswer>;
  /** `not-found` when the call is not his. */
  wish(
    principal: Principal,
    wish:
      | { type: 'hang-up' | 'extend-wrap-up'; attemptId: string }
      | { type: 'hold'; attemptId: string; on: boolean }
      | { type: 'skip'; attemptId: string; reason: string },
  ): Promise<void>;
  wishDisposition(
    principal: Principal,
    wish: {
      attemptId: string;
      result: AgentResult;
      /** The department's own result that counts as `result`. */
      resultKey: string | undefined;
      callBackAt: number | undefined;
      callBackFor: CallBackFor | undefined;
      note: string | undefined;
    },
  ): Promise<void>;
  keepDraft(principal: Principal, attemptId: string, draft: Draft): Promise<void>;
}

export interface Colleagues {
  /** Who is signed in beside him in his group, by name. */
  of(agentId: string): Promise<ColleagueView[]>;
}

export interface DoNotCall {
  list(page: PageRequest): Promise<Page<DoNotCallView>>;
  get(id: string): Promise<DoNotCallView | undefined>;
  /**
   * Already there is success. Rejects with `Refused` when it is no number, or nothing of the asker's. Of a contact or
   * customer all numbers; the answer is the entry of the first.
   */
  add(
    actor: Actor,
    entry: DoNotCallTarget & { scope: DoNotCallScope; reason: string; expiresAt: number | undefined },
  ): Promise<DoNotCallView>;
  remove(actor: Actor, id: string, reason: string): Promise<void>;
}

export interface Lines {
  trunks(): Promise<TrunkView[]>;
  trunk(id: string): Promise<TrunkView | undefined>;
  createTrunk(actor: Actor, trunk: TrunkSettings & { key: string }): Promise<TrunkView>;
  changeTrunk(actor: Actor, id: string, change: Partial<TrunkSettings>): Promise<TrunkView>;
  callerIds(): Promise<CallerIdView[]>;
  callerId(id: string): Promise<CallerIdView | undefined>;
  createCallerId(actor: Actor, callerId: CallerIdSettings & { number: string }): Promise<CallerIdView>;
  changeCallerId(actor: Actor, id: string, change: Partial<CallerIdSettings>): Promise<CallerIdView>;
  callerPools(): Promise<CallerPoolView[]>;
  createCallerPool(actor: Actor, pool: CallerPoolSettings): Promise<CallerPoolView>;
  changeCallerPool(actor: Actor, id: string, change: Partial<CallerPoolSettings>): Promise<CallerPoolView>;
  /** Up to now, or the last `windowMs` of what is not said. Rejects with `Refused` when the window is none or too long. */
  callerHealth(asked: {
    from: number | undefined;
    to: number | undefined;
    callerIdId: string | undefined;
    windowMs: number;
  }): Promise<{ from: number; to: number; items: CallerHealth[] }>;
}

export interface Stops {
  active(): Promise<StopView[]>;
  stop(actor: Actor, stop: { trunkId: string | undefined; reason: string }): Promise<StopView>;
  /** Lifts every stop in force, or the one named; how many were lifted. */
  lift(actor: Actor, which: { id: string | undefined; reason: string }): Promise<number>;
}

export interface AuditTrail {
  list(
    scope: Scope,
    filter: { action: string | undefined; subjectId: string | undefined },
    page: PageRequest,
  ): Promise<Page<AuditRow>>;
  /** Follows the whole chain. */
  verify(): Promise<{ rows: number; faults: { seq: number; why: string }[] }>;
  /** Notes that somebody asked for a lead or record beyond his scope, if there is such a row (FAULTS 56). */
  noteForeign(
    principal: Principal,
    subject: { kind: 'contact' | 'call-record' | 'attempt'; id: string },
  ): Promise<void>;
}

export interface SystemSettings {
  all(): Promise<Record<string, unknown>>;
  put(actor: Actor, key: string, value: unknown): Promise<void>;
}

/** Keeps the answer to a write under the key that its sender chose. */
export interface IdempotentAnswers {
  /** `first`: carry it out, then `keep` or `forget`. */
  claim(asked: {
    userId: string;
    key: string;
    fingerprint: string;
  }): Promise<
    | { kind: 'first' }
    | { kind: 'running' }
    | { kind: 'other-request' }
    | { kind: 'answered'; status: number; body: string }
  >;
  keep(asked: { userId: string; key: string; status: number; body: string; fingerprint: string }): Promise<void>;
  forget(asked: { userId: string; key: string }): Promise<void>;
}

/** The engine's view of one group now; undefined when this process does not know. */
export interface GroupFigures {
  at: number;
  agents: Readonly<Record<string, number>>;
  campaigns: Readonly<
    Record<string, { ringing: number; waiting: number; talking: number; queued: number; limitedBy?: string }>
  >;
  pacing: { limitedBy: string; explain: Readonly<Record<string, number>> };
}

export interface LiveFigures {
  group(groupId: string): Promise<GroupFigures | undefined> | GroupFigures | undefined;
}

/** How a reader of a topic is told what happens in it (domain/event-frame.ts). Calls come in order. */
export interface FeedWatcher {
  /** Each frame once, in order, without a gap. `text` is the whole JSON. */
  frame(text: string): void;
  /** The present states of the topic, as frames at the place where the reader begins (again). */
  present(frames: readonly string[], at: Position): void;
  /** What came before `at` cannot be told; `present` follows. */
  lost(why: ResyncReason, at: Position): void;
  /** Another reader claimed the topic later, in whichever process. */
  replaced(): void;
}

export interface EventFeed {
  /** From `since` on, or from now on; `claim`: as the topic's only reader. Rejects while the store of events is away. */
  follow(
    topic: string,
    order: { since: Position | undefined; claim: boolean },
    watcher: FeedWatcher,
  ): Promise<{ stop(): void }>;
}

export interface ScreenPops {
  /** The pop of the agent's present call, preview or wrap-up. */
  current(agentId: string): Promise<ScreenPop | undefined>;
}

/** Something that must work for this process to be of use. `problem` undefined = well; else a short reason without secrets. */
export interface HealthCheck {
  name: 'postgres' | 'redis' | 'node-link' | 'event-loop' | 'node-sessions';
  problem(): Promise<string | undefined> | string | undefined;
  /** What will become a problem: told, and the service is ready all the same. */
  warning?(): string | undefined;
}

export interface HttpMetrics {
  request(method: string, route: string, status: number, ms: number): void;
  /** Prometheus text. */
  text(): Promise<string>;
  contentType: string;
}
