/**
 * What the office (pages, REST) sees and orders of campaigns, lines, lists, contacts and records. Numbers of customers
 * are masked here already: a clear one never passes. Times are milliseconds since the epoch.
 */
import type { CallerProofView, CallerRotation, CallerTrouble } from './caller-number.ts';

/** One page of a list; `next` is handed back as `cursor` for the following one. */
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

export interface PageRequest {
  cursor: string | undefined;
  /** 1…200. */
  limit: number;
}

/** 'auto': by the group's pacing; 'preview': shown to an agent first (docs/decisions/0006). */
export const CAMPAIGN_MODES = ['auto', 'preview'] as const;
export type CampaignMode = (typeof CAMPAIGN_MODES)[number];
export const PREVIEW_THEN = ['dial', 'skip'] as const;
export type PreviewThen = (typeof PREVIEW_THEN)[number];

export const DIAL_MODES = ['progressive', 'ratio', 'predictive'] as const;
export type DialMode = (typeof DIAL_MODES)[number];

export interface GroupView {
  id: string;
  key: string;
  name: string;
  departmentId: string;
  node: string;
  mode: DialMode;
  linesPerAgent: number;
  maxLinesPerAgent: number;
  createdAt: number;
}

export interface GroupSettings {
  name: string;
  node: string;
  mode: DialMode;
  linesPerAgent: number;
  maxLinesPerAgent: number;
}

/** An agent of a group, as its managers see him. */
export interface GroupAgentView {
  agentId: string;
  name: string;
  username: string;
  squadId: string | undefined;
  state: string;
  reason: string | undefined;
  since: number;
  /** Will pause or sign out after this call. */
  leaving: boolean;
}

/** Minutes of the day, `to` exclusive. */
export interface MinuteWindow {
  from: number;
  to: number;
}

export interface CampaignHours {
  legal: MinuteWindow;
  /** By ISO weekday 1…7; a day left out is closed. */
  campaign: Readonly<Record<string, readonly MinuteWindow[]>>;
}

export interface CampaignGateSettings {
  allowPrefixes?: readonly string[];
  blockRegions?: readonly string[];
  consent?: 'none' | 'basis';
  partOfDay?: { max: number };
  holidays?: 'open' | 'closed';
  regionHours?: boolean;
}

export interface CampaignSettings {
  name: string;
  weight: number;
  priority: number;
  /** Key of its legal regime (src/compliance/regimes). */
  regime: string;
  abandonTarget: number;
  abandonWindowMs: number;
  patienceMs: number;
  ringTimeoutMs: number;
  setupTimeoutMs: number;
  wrapUpMs: number;
  maxTalkSeconds: number;
  message: string;
  recallAbandoned: boolean;
  mode: CampaignMode;
  /** How long a contact is shown before it is dialed or passed over, 1 s to 20 min. */
  previewMs: number;
  previewThen: PreviewThen;
  /** When a skipped contact may come again. */
  previewSkipMs: number;
  hours: CampaignHours;
  frequency: { windows: readonly { max: number; windowMs: number; calendarDay?: boolean }[] };
  /** Settings of the gate beside these two (src/dialer/plan-port.ts `CampaignGate`). */
  gate: CampaignGateSettings;
  maxAttempts: number;
  maxAttemptsPerDay: number;
  /** Wait before the next attempt by result, ms; null = never. */
  retryMs: Readonly<Record<string, number | null>>;
  trunkIds: readonly string[];
  callerIdIds: readonly string[];
  /** Its numbers may be shown too, by the pool's rotation. */
  callerPoolId: string | null;
  /** What its calls are for: a caller number that names its uses must name this one. */
  callerUse: string | null;
}

export type CampaignStatus = 'stopped' | 'running' | 'paused';

export interface CampaignView extends CampaignSettings {
  id: string;
  departmentId: string;
  groupId: string;
  status: CampaignStatus;
  rule: string;
  /** First start, else the making of it: windows of the campaign's own time are counted from here. */
  firstStartedAt: number;
  createdAt: number;
}

/** What must be said to make one; all else has a default. */
export type NewCampaign = Pick<CampaignSettings, 'name' | 'hours' | 'frequency'> &
  Partial<CampaignSettings> & { groupId: string };

export interface ListView {
  id: string;
  campaignId: string;
  name: string;
  active: boolean;
  source: string | undefined;
  legalBasis: string | undefined;
  /** Windows of its own by ISO weekday; undefined: its campaign's. */
  hours: CampaignHours['campaign'] | undefined;
  contacts: number;
  createdAt: number;
}

export interface NewList {
  campaignId: string;
  name: string;
  source: string | undefined;
  legalBasis: string | undefined;
}

export interface ContactView {
  id: string;
  campaignId: string;
  listId: string;
  customerId: string | undefined;
  name: string | undefined;
  /** Masked (RULES.md "Masking"). */
  number: string;
  region: string | undefined;
  carrier: string | undefined;
  fields: Readonly<Record<string, unknown>>;
  /** Where his hours are counted: his own zones, else his number's. */
  zones: readonly string[];
  ownZones: boolean;
  state: string;
  priority: number;
  dueAt: number;
  attempts: number;
  lastResult: string | undefined;
  lastAttemptAt: number | undefined;
  createdAt: number;
}

export interface ContactFilter {
  campaignId: string | undefined;
  listId: string | undefined;
  state: string | undefined;
  lastResult: string | undefined;
  /** The last four digits. */
  numberTail: string | undefined;
}

export interface RecordView {
  attemptId: string;
  groupId: string;
  campaignId: string;
  listId: string;
  contactId: string;
  customerId: string | undefined;
  /** Masked. */
  number: string;
  trunkId: string;
  callerIdId: string | undefined;
  agentId: string | undefined;
  node: string;
  mode: string;
  source: string;
  placedAt: number;
  sentAt: number | undefined;
  ringingAt: number | undefined;
  answeredAt: number | undefined;
  offeredAt: number | undefined;
  connectedAt: number | undefined;
  endedAt: number;
  wrappedAt: number | undefined;
  result: string;
  disposition: string | undefined;
  /** The department's own result, which counts as `disposition`; undefined: a shipped one. */
  resultKey: string | undefined;
  cause: number | undefined;
  techCause: number | undefined;
  endedBy: string;
  abandon: unknown;
}

export interface RecordFilter {
  from: number | undefined;
  to: number | undefined;
  campaignId: string | undefined;
  agentId: string | undefined;
  contactId: string | undefined;
  result: string | undefined;
  disposition: string | undefined;
  /** The last four digits. */
  numberTail: string | undefined;
}

export interface TrunkView extends TrunkSettings {
  id: string;
  binding: { url: string; timeoutMs: number } | null;
  key: string;
  createdAt: number;
}

export interface TrunkSettings {
  name: string;
  sipUri: string;
  codecs: readonly string[];
  callsPerSecond: number;
  channels: number;
  weight: number;
  enabled: boolean;
  dialPrefix: string;
  stripPlus: boolean;
  nationalOnly: boolean;
  /** 0…99: trunks of a lower order are used first. */
  failoverOrder: number;
  /** 外地加0: area code (without 0) and 归属地 of its own city; null = no rule by place. */
  homeArea: string | null;
  homeRegion: string | null;
  awayPrefix: string;
  resultRules: readonly TrunkResultRule[];
  /** The numbers that the carrier lets it show; null = any. */
  callerList: readonly string[] | null;
}

/** RULES.md "Results": SIP code × prompt → result; the first that fits. Null fits everything. */
export interface TrunkResultRule {
  sip: number | null;
  prompt: string | null;
  result: string;
}

export interface CallerIdSettings {
  trunkId: string | null;
  holder: string | null;
  enabled: boolean;
  /** The last day of use. */
  expiresOn: string | null;
  poolId: string | null;
  /** What proves that it may be shown (authorisation, 报备): without it the number is not used. */
  authorisation: string | null;
  /** Empty = every use, every region. */
  allowedUse: readonly string[];
  allowedRegions: readonly string[];
  /** Its own 归属地. */
  region: string | null;
  perHour: number | null;
  perDay: number | null;
  minGapMs: number;
  /** So many refusals in a row, and it rests `coolDownMs`. */
  coolAfter: number | null;
  coolDownMs: number;
}

/** Our own number, shown to every callee: not masked. */
export interface CallerIdView extends CallerIdSettings {
  id: string;
  number: string;
  createdAt: number;
  proof: CallerProofView | null;
  /** Why it is not used now; empty = it is. */
  troubles: readonly CallerTrouble[];
  /** Days to the last day of use, within the warning; undefined = longer, or without end. */
  expiresInDays: number | undefined;
}

export interface CallerPoolSettings {
  name: string;
  rotation: CallerRotation;
}

export interface CallerPoolView extends CallerPoolSettings {
  id: string;
  numbers: number;
  createdAt: number;
}

/** How calls from one of our numbers went, of those placed in [from, to) that a carrier may have seen. */
export interface CallerHealth {
  callerIdId: string;
  number: string;
  calls: number;
  answered: number;
  connected: number;
  /** HUNGUP 秒挂: the customer ended a talk of at most 6 s. */
  shortHangUps: number;
  blocked: number;
  rejected: number;
}

export interface DoNotCallView {
  id: string;
  /** Masked, undefined when the number was never a customer's. */
  number: string | undefined;
  scope: string;
  reason: string;
  source: string;
  createdBy: string | undefined;
  createdAt: number;
  expiresAt: number | undefined;
}

/** Whose number may not be called: as typed, or by id within the asker's scope. */
export type DoNotCallTarget = { number: string } | { contactId: string } | { customerId: string };

/** Where an entry holds; `id` of the campaign or list. */
export interface DoNotCallScope {
  kind: 'global' | 'department' | 'campaign' | 'list';
  id: string | undefined;
}

export interface StopView {
  id: string;
  /** Undefined: everything. */
  trunkId: string | undefined;
  reason: string;
  stoppedBy: string | undefined;
  stoppedAt: number;
}

/** The agent's own place of work. */
/** What a browser needs to be the phone of one sign-in. */
export interface SoftphoneView {
  sipUser: string;
  sipPassword: string;
  sipUri: string;
  /** After this the door to the node's SIP is shut to it. */
  expiresAt: number;
}

export interface SeatView {
  agentId: string;
  groupId: string;
  state: string;
  reason: string | undefined;
  since: number;
  leaving: boolean;
  /** His phone in the browser; undefined: he is signed out, or has a desk phone. */
  phone: SoftphoneView | undefined;
  call: CurrentCall | undefined;
  /** While he wraps up; `endsAt`: then an unset result becomes 未填. */
  wrapUp: { attemptId: string; endsAt: number; extended: boolean; draft: Draft | undefined } | undefined;
  /** A contact that he looks at before it is dialed. */
  preview: { attemptId: string; endsAt: number } | undefined;
  /** Calls whose result he owes, oldest first: until they have one he cannot be ready. */
  unfilled: UnfilledCall[];
  /** While he is paused. */
  pause: { kind: string | undefined; endsAt: number | undefined; overMs: number } | undefined;
}

/** What an agent has written of a call's result so far. */
export interface Draft {
  result?: string;
  callBackAt?: string;
  callBackFor?: string;
  note?: string;
}

export interface UnfilledCall {
  attemptId: string;
  campaignId: string;
  contactId: string;
  name: string | undefined;
  /** Masked. */
  number: string;
  placedAt: number;
  draft: Draft | undefined;
}

/** Whom to dial by one click. */
export type DialOrder = ({ contactId: string } | { customerId: string } | { number: string }) & {
  /** Why gates that may be overridden are not to hold this call up (docs/decisions/0011). */
  override?: { reason: string };
};

export interface CurrentCall {
  attemptId: string;
  campaignId: string;
  contactId: string;
  customerId: string | undefined;
  name: string | undefined;
  /** Masked. */
  number: string;
  region: string | undefined;
  fields: Readonly<Record<string, unknown>>;
  answeredAt: number | undefined;
  connectedAt: number | undefined;
  /** What its agent has written of it so far. */
  draft: Draft | undefined;
}

export interface BreakReasonView {
  key: string;
  nameZh: string;
  nameEn: string;
  /** 'not-ready' 示忙 (at will) or 'break' 小休 (asked and timed). */
  kind: string;
  minutes: number | undefined;
  /** So many of a group at once; undefined: any number. */
  mostAtOnce: number | undefined;
}
