import { Type } from 'typebox';
import { REFUSAL_CODES } from '../../compliance/reasons.ts';
import { REGIMES } from '../../compliance/regimes/index.ts';
import { CAMPAIGN_MODES, PREVIEW_THEN } from '../../domain/office.ts';
import { AGENT_RESULTS, SYSTEM_RESULTS } from '../../domain/results.ts';
import { closed, Id, oneOf, orNull, PageQuery, pageOf, Time, text } from '../schemas.ts';

const DAY_MINUTES = 24 * 60;
const Window = closed({
  from: Type.Integer({ minimum: 0, maximum: DAY_MINUTES }),
  to: Type.Integer({ minimum: 1, maximum: DAY_MINUTES }),
});
const Day = Type.Optional(Type.Array(Window, { maxItems: 12 }));

/** Minutes of the day, `to` exclusive; by ISO weekday. A day left out is closed. */
export const WeekWindows = closed({ 1: Day, 2: Day, 3: Day, 4: Day, 5: Day, 6: Day, 7: Day });
export const Hours = closed({ legal: Window, campaign: WeekWindows });

export const Frequency = closed({
  windows: Type.Array(
    closed({
      max: Type.Integer({ minimum: 1, maximum: 100 }),
      windowMs: Type.Integer({ minimum: 60_000, maximum: 31 * 86_400_000 }),
      calendarDay: Type.Optional(
        Type.Boolean({ description: 'counted by the callee’s calendar day instead of any rolling window' }),
      ),
    }),
    { minItems: 1, maxItems: 8 },
  ),
});

export const Prefixes = Type.Array(
  Type.String({ pattern: '^\\+[1-9]\\d{0,4}$', description: '+ and up to five digits' }),
  {
    minItems: 1,
    maxItems: 200,
    uniqueItems: true,
  },
);

/** Settings of the gate beside hours and frequency; what is left out is as shipped. */
export const Gate = closed({
  allowPrefixes: Type.Optional(Prefixes),
  blockRegions: Type.Optional(Type.Array(text(40), { maxItems: 500, uniqueItems: true })),
  consent: Type.Optional(oneOf(['none', 'basis'] as const)),
  partOfDay: Type.Optional(closed({ max: Type.Integer({ minimum: 1, maximum: 10 }) })),
  holidays: Type.Optional(oneOf(['open', 'closed'] as const)),
  regionHours: Type.Optional(Type.Boolean()),
});

/** RULES.md "Retry": at least 120 s, or never. */
const Wait = Type.Optional(orNull(Type.Integer({ minimum: 120_000, maximum: 366 * 86_400_000 })));
const Retry = closed(Object.fromEntries([...SYSTEM_RESULTS, ...AGENT_RESULTS].map((result) => [result, Wait])));

const settings = {
  name: text(120),
  weight: Type.Integer({ minimum: 1, maximum: 1_000 }),
  priority: Type.Integer({ minimum: -99, maximum: 99 }),
  regime: oneOf([...REGIMES.keys()]),
  abandonTarget: Type.Number({ minimum: 0, maximum: 0.2 }),
  abandonWindowMs: Type.Integer({ minimum: 3_600_000, maximum: 366 * 86_400_000 }),
  patienceMs: Type.Integer({ minimum: 500, maximum: 10_000 }),
  ringTimeoutMs: Type.Integer({ minimum: 5_000, maximum: 120_000 }),
  setupTimeoutMs: Type.Integer({ minimum: 1_000, maximum: 60_000 }),
  wrapUpMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
  maxTalkSeconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
  message: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
    description: 'the name of a sound: letters, digits, -',
  }),
  recallAbandoned: Type.Boolean(),
  mode: oneOf(CAMPAIGN_MODES),
  previewMs: Type.Integer({ minimum: 1_000, maximum: 1_200_000 }),
  previewThen: oneOf(PREVIEW_THEN),
  previewSkipMs: Type.Integer({ minimum: 120_000, maximum: 30 * 86_400_000 }),
  hours: Hours,
  frequency: Frequency,
  gate: Gate,
  maxAttempts: Type.Integer({ minimum: 1, maximum: 10 }),
  maxAttemptsPerDay: Type.Integer({ minimum: 1, maximum: 10 }),
  retryMs: Retry,
  trunkIds: Type.Array(Id, { maxItems: 50, uniqueItems: true }),
  callerIdIds: Type.Array(Id, { maxItems: 5_000, uniqueItems: true }),
  callerPoolId: orNull(Id),
  callerUse: orNull(text(40)),
};

export const NewCampaignBody = closed({
  ...Type.Partial(closed(settings)).properties,
  name: settings.name,
  groupId: Id,
});
export const CampaignChange = closed(Type.Partial(closed(settings)).properties, { minProperties: 1 });
export const CampaignQuery = closed(PageQuery);

const STATES = ['stopped', 'running', 'paused'] as const;
const ShownWindow = Type.Object({ from: Type.Integer(), to: Type.Integer() });
export const ShownDays = Type.Record(Type.String(), Type.Array(ShownWindow));

export const Campaign = Type.Object({
  ...settings,
  id: Id,
  departmentId: Id,
  groupId: Id,
  status: oneOf(STATES),
  regime: Type.String(),
  rule: Type.String(),
  hours: Type.Object({ legal: ShownWindow, campaign: ShownDays }),
  retryMs: Type.Record(Type.String(), orNull(Type.Number())),
  createdAt: Time,
});

export const Campaigns = pageOf(Campaign);

const Count = Type.Integer();

/** How it goes now. `engine` is null when no process that dials for the group tells this one. */
export const Live = Type.Object({
  campaignId: Id,
  groupId: Id,
  status: oneOf(STATES),
  at: Time,
  engine: orNull(
    Type.Object({
      agents: Type.Record(Type.String(), Count),
      lines: Type.Object({ ringing: Count, waiting: Count, talking: Count }),
      queued: Count,
      /** Why this campaign, in one word, does not dial more now. */
      limitedBy: Type.String(),
      pacing: Type.Object({ limitedBy: Type.String(), explain: Type.Record(Type.String(), Type.Number()) }),
    }),
  ),
  abandon: Type.Object({
    target: Type.Number(),
    windowMs: Type.Integer(),
    from: Time,
    connected: Count,
    abandoned: Count,
    /** Abandoned ÷ (abandoned + connected), people only; null while nobody answered. */
    rate: orNull(Type.Number()),
    regime: Type.String(),
    scope: Type.String({ description: 'whose calls count: campaign, centre (its department) or organisation' }),
    /** All are held at once; `left`: calls that may yet be abandoned before the limit is broken. */
    windows: Type.Array(
      Type.Object({
        name: Type.String(),
        limit: Type.Number(),
        from: Time,
        connected: Count,
        abandoned: Count,
        left: Type.Number(),
      }),
    ),
  }),
});

const WORDS = { 'zh-CN': Type.String(), en: Type.String() };

/** `ready` + the contacts of all reasons = `contacts`. */
export const Gates = Type.Object({
  campaignId: Id,
  status: oneOf(STATES),
  at: Time,
  contacts: Count,
  ready: Count,
  reasons: Type.Array(
    Type.Object({
      code: oneOf(REFUSAL_CODES),
      contacts: Count,
      ...WORDS,
      cases: Type.Array(Type.Object({ ...WORDS, contacts: Count, opensAt: orNull(Time) }), {
        description: 'the commonest, in words with their facts; of hours, numbers and regions only',
      }),
    }),
  ),
});
