/** What to dial, as managers set it; part of ports.ts. */
import type { CallerRotation } from '../domain/caller-number.ts';
import type { SystemResult } from '../domain/results.ts';
import type { RetryValue } from '../domain/retry-rule.ts';
import type { BindingHook } from './binding-port.ts';
import type { CallerNumber } from './caller-port.ts';

/** A line of a trunk's table SIP code × prompt → result (RULES.md "Results"); what is undefined fits everything. */
export interface ResultRule {
  sip: number | undefined;
  /** Name of a recognised announcement. */
  prompt: string | undefined;
  result: SystemResult;
}

export interface TrunkPlan {
  id: string;
  key: string;
  sipUri: string;
  codecs: readonly string[];
  callsPerSecond: number;
  channels: number;
  /** Calls that other processes' groups have on it now; may lag by a look at the plan. */
  usedElsewhere: number;
  enabled: boolean;
  /** Digits put before the national number etc.; applied to the E.164 number. */
  dialPrefix: string;
  stripPlus: boolean;
  nationalOnly: boolean;
  weight: number;
  /** Trunks of a lower order are used first. */
  failoverOrder: number;
  /** Area code (without 0) and 归属地 of its own city: numbers of other places get `awayPrefix` (外地加0). */
  homeArea: string | undefined;
  homeRegion: string | undefined;
  awayPrefix: string;
  resultRules: readonly ResultRule[];
  /** The numbers that the carrier lets it show; undefined = any. */
  callerList: readonly string[] | undefined;
  /** Asked before each call for the number to dial and to show. */
  binding: BindingHook | undefined;
}

export interface CampaignPlan {
  id: string;
  name: string;
  /** It was started, and its calendar is open today. */
  running: boolean;
  /** It was started, but its calendar is shut (活动日历): it goes on by itself. */
  calendarShut: boolean;
  /** 'auto': by the group's pacing; 'preview': each contact is shown to an agent first (docs/decisions/0006). */
  mode: 'auto' | 'preview';
  /** How long a contact is shown, and what happens then. */
  previewMs: number;
  previewThen: 'dial' | 'skip';
  /** When a skipped contact may come again. */
  previewSkipMs: number;
  weight: number;
  priority: number;
  /** Key of its legal regime (src/compliance/regimes): what is set here may only be stricter. */
  regime: string;
  /** First start, else the making of it: windows of the campaign's own time are counted from here. */
  firstStartedAt: number;
  abandonTarget: number;
  abandonWindowMs: number;
  patienceMs: number;
  ringTimeoutMs: number;
  setupTimeoutMs: number;
  wrapUpMs: number;
  maxTalkSeconds: number;
  message: string;
  recallAbandoned: boolean;
  rule: string;
  trunkIds: readonly string[];
  /** Its own numbers and its pool's, without those that must not be shown at all (src/domain/caller-number.ts). */
  callerIds: readonly CallerNumber[];
  callerRotation: CallerRotation;
  /** It has numbers, be they usable or not: then it never dials without one. */
  wantsCaller: boolean;
  hours: CallingHours;
  frequency: FrequencyRule;
  maxAttempts: number;
  maxAttemptsPerDay: number;
  /** The retry rule by result (src/domain/retry-rule.ts). */
  retryMs: Readonly<Record<string, RetryValue>>;
  /** Undefined: everything as shipped. */
  gate?: GateSettings;
}

/** What people have set of the gate beside hours and frequency, as it lies in the store; src/compliance/rules.ts reads it. */
export interface GateSettings {
  campaign: CampaignGate;
  /** Of the campaign's department. */
  department: { allowPrefixes?: readonly string[] };
  /** Undefined: the one that is shipped. */
  calendar?: DayCalendar | null;
  /** Undefined: the table that is shipped. */
  regionHours?: readonly RegionHours[] | null;
}

export interface CampaignGate {
  /** How numbers may begin, E.164: `+86`, `+861`. Not given: as the department says, else the mainland alone. */
  allowPrefixes?: readonly string[];
  /** 归属地 or country (ISO) that is not called; 新疆 holds for 新疆乌鲁木齐 too. */
  blockRegions?: readonly string[];
  /** 'basis': only contacts with a legal basis written down. */
  consent?: 'none' | 'basis';
  /** At most so many attempts to a contact in one part of the floor's day: before 12:00, before 18:00, after. */
  partOfDay?: { max: number };
  /** 'closed': the calendar's holidays are closed, its make-up workdays (调休) go by their weekday's windows. */
  holidays?: 'open' | 'closed';
  /** Whether the table of hours by region holds. */
  regionHours?: boolean;
}

/** Days (YYYY-MM-DD) that are not what their weekday says: holidays, and make-up workdays (调休) with the ISO weekday they stand for. */
export interface DayCalendar {
  holidays: readonly string[];
  workdays: Readonly<Record<string, number>>;
}

/** 归属地 → hours (RULES.md "Frequency"); `legal` null: no calls. */
export interface RegionHours {
  region: string;
  legal: { from: number; to: number } | null;
}

/** Minutes of the day, floor's or callee's wall clock; `to` is exclusive. */
export interface CallingHours {
  /** The legal window at the number's place, e.g. 08:00-21:00. */
  legal: { from: number; to: number };
  /** The campaign's own windows, per ISO weekday 1..7. */
  campaign: Readonly<Record<string, readonly { from: number; to: number }[]>>;
  /** Days that are not as their weekday, counted from 1970-01-01: closed (0), or with the windows of that weekday. */
  days?: ReadonlyMap<number, number>;
}

export interface FrequencyRule {
  /** Each: at most `max` attempts to one number in any rolling `windowMs`, or in the callee's calendar day. */
  windows: readonly { max: number; windowMs: number; calendarDay?: boolean }[];
}

export interface GroupPlan {
  id: string;
  key: string;
  name: string;
  node: string;
  mode: 'progressive' | 'ratio' | 'predictive';
  linesPerAgent: number;
  maxLinesPerAgent: number;
  campaigns: readonly CampaignPlan[];
  trunks: readonly TrunkPlan[];
  /** Legs that other processes' groups hold on this node now, phones and calls; may lag by a look at the plan. */
  legsElsewhere: number;
  /** Stops in force: `all`, or the ids of trunks. Survive restarts (DESIGN.md). */
  emergencyStop: { all: boolean; trunkIds: readonly string[] };
  /** IANA zone of the organisation: calendar days and months of its rules. */
  zone: string;
}

/** What of the records counts under a campaign's regime. */
export interface AbandonScope {
  campaignId: string;
  regime: string;
  /** Whose calls count beside its own: nobody's, those of campaigns of the same regime in its department, or in all. */
  scope: 'campaign' | 'centre' | 'organisation';
  from: number;
  to: number;
}

/** Calls that a person answered, counted from the records by hours (for the pacer's memory of its windows). */
export interface AbandonHistory {
  /** Of the campaign itself, or of the others in its scope. */
  own: boolean;
  /** Connected + abandoned. */
  answered: number;
  abandoned: number;
  from: number;
  to: number;
}

/** What is new: agents' wishes alone, or perhaps the plan too. */
export type Nudge = 'wish' | 'plan';

export interface PlanStore {
  /** What the records tell of a campaign's abandon windows, one row for each hour (`own` and others apart) that has any. */
  abandonHistory(asked: AbandonScope): Promise<AbandonHistory[]>;
  /** Groups that dial at all. */
  groups(): Promise<{ id: string; key: string; node: string }[]>;
  /** The group's plan as it stands; looked at at least each 800 ms, so that start, pause, stop and emergency stop act within 1 s. */
  load(groupId: string): Promise<GroupPlan | undefined>;
  /** Attempts in flight whose number came onto a do-not-call list (DESIGN.md promise 5). */
  nowForbidden(attemptIds: readonly string[], now: number): Promise<Set<string>>;
  /** Calls `nudge` when something of this group changed (a wish, a campaign, a stop), so that nobody waits for the next poll. */
  watch(groupId: string, nudge: (what: Nudge) => void): () => void;
  /** Whether nudges arrive at present; without them the plan is polled more often. */
  readonly nudges: boolean;
}
