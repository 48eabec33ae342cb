/**
 * The rules of a country (or of a line of business in it) as data. A preset is a help to whoever sets up a campaign, not
 * legal advice: each says where it comes from, when it was looked at, and how sure that is.
 */
export interface Regime {
  /** Also the name under which a campaign chooses it. */
  key: string;
  nameZh: string;
  nameEn: string;
  /** Undefined: no rule about abandoned calls that we know of; then the house rule of China is a sound choice. */
  abandon: AbandonRule | undefined;
  /** Undefined: no rule about hours that we know of. */
  hours: HoursRule | undefined;
  attempts: readonly AttemptRule[];
  /** Undefined: nothing known beyond showing a number that can be called back. */
  callerNumber: string | undefined;
  consent: 'opt-in' | 'opt-out' | undefined;
  /** Records that must be kept, days; undefined: nothing known. */
  retentionDays: number | undefined;
  source: readonly string[];
  /**
   * Day on which somebody last held this against its source, YYYY-MM-DD, and how: the text itself or what others say of
   * it. Undefined: nobody has yet, the figures come from this project's own notes; check them before relying on them.
   */
  verifiedOn: string | undefined;
  verifiedBy: 'law text' | 'secondary' | 'nobody';
  confidence: 'high' | 'medium' | 'low';
  notes: readonly string[];
}

export type AbandonPeriod =
  | { type: 'rolling'; ms: number }
  | { type: 'calendar-day' }
  | { type: 'calendar-month' }
  /** From the campaign's first call, begun anew every `ms`. */
  | { type: 'campaign'; ms: number };

export interface AbandonRule {
  /** Share of the denominator, not to be passed. */
  limit: number;
  /** What to aim at, where the law's practice asks for less than the limit. */
  aim: number | undefined;
  /** All are held at once. */
  periods: readonly AbandonPeriod[];
  scope: 'campaign' | 'centre' | 'organisation';
  /** What the abandoned calls are a share of: people (connected + abandoned), the UK estimate, connected alone, all calls. */
  denominator: 'live' | 'uk-estimate' | 'connected' | 'all';
  /** False: no law says so, it is a house rule. */
  law: boolean;
  /** An agent must be there (or a message begin) within this time of that moment. */
  deadlineMs: number;
  deadlineFrom: 'off-hook' | 'greeting-start' | 'greeting-end';
  ringMinimumMs: number | undefined;
  /** What the message to an abandoned person must say; empty: no message is demanded. */
  message: readonly ('name' | 'number' | 'purpose' | 'opt-out')[];
  /** No automated call to an abandoned number for so long, unless as said. */
  lockOut: { ms: number; liftedBy: 'agent-reserved' | 'nothing' } | undefined;
  /** People hung up on as machines count as abandoned. */
  detectionErrorsCount: boolean;
}

export interface AttemptRule {
  max: number;
  windowMs: number;
  per: 'number' | 'debt';
  /** Starts again after a conversation or refusal: silence for so long. */
  silenceAfter?: { what: 'conversation' | 'refusal'; ms: number };
}

/** Minutes of the day. */
export interface Span {
  from: number;
  to: number;
}

export interface HoursRule {
  /** By ISO weekday, 1 = Monday; a day that is missing is closed. */
  days: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, readonly Span[]>>>;
  /** Public holidays of the place. */
  holidays: 'open' | 'closed';
  /** Whose clock counts. */
  zone: 'called' | 'caller';
}
