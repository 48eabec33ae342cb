/** The gate's rules beyond hours and frequency, with the vectors of RULES.md; holidays and changes of the clock. */
import { describe, expect, it } from 'vitest';
import { CN_CALENDAR } from '../../src/compliance/calendar.ts';
import {
  everyGate,
  frequencyFreeAt,
  type GatePlan,
  type GateStage,
  judge,
  reasonOf,
} from '../../src/compliance/gate.ts';
import { isAllowed, numberKind } from '../../src/compliance/numbers.ts';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { OVERRIDABLE, REFUSAL_CODES, sentence } from '../../src/compliance/reasons.ts';
import type { CampaignGate, GateFacts } from '../../src/dialer/ports.ts';
import { prefixOf } from '../../src/domain/phone-mask.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
/** In Shanghai, UTC+8 without changes. */
const shanghai = (local: string): number => Date.parse(`${local}+08:00`);
const NOW = shanghai('2026-01-05T10:00:00');
const WEEKDAYS = [
  { from: 540, to: 720 },
  { from: 810, to: 1200 },
];
const OFFICE = { ...CN_HOURS, campaign: { 1: WEEKDAYS, 2: WEEKDAYS, 3: WEEKDAYS, 4: WEEKDAYS, 5: WEEKDAYS } };

function plan(campaign: CampaignGate = {}, change: Partial<GatePlan> = {}): GatePlan {
  return {
    hours: CN_HOURS,
    frequency: CN_FREQUENCY,
    maxAttempts: 6,
    maxAttemptsPerDay: 3,
    gate: { campaign, department: {} },
    ...change,
  };
}

function facts(change: Partial<GateFacts> = {}, contact: Partial<GateFacts['contact']> = {}): GateFacts {
  return {
    now: NOW,
    contact: { state: 'queued', dueAt: 0, attempts: 0, attemptsToday: 0, attemptsInPart: 0, ...contact },
    place: { prefix: '+86138', country: 'CN', region: '广东深圳' },
    list: { active: true, hours: undefined },
    customer: { deleted: false, protectedBy: undefined },
    consent: true,
    forAgent: undefined,
    override: false,
    zones: ['Asia/Shanghai'],
    doNotCall: undefined,
    chargedAt: [],
    abandonedLockUntil: undefined,
    lockLiftedBy: undefined,
    inFlight: false,
    ...change,
  };
}

const code = (given: GateFacts, by: GatePlan = plan(), stage: GateStage = 'intent'): string | undefined => {
  const verdict = judge(given, by, stage);
  return verdict.pass ? undefined : verdict.code;
};
const at = (now: number, change: Partial<GateFacts> = {}): GateFacts => facts({ now, ...change });
const prefix = (text: string | undefined, country = 'CN'): GateFacts =>
  facts({ place: { prefix: text, country, region: undefined } });

describe('numbers that may be dialed', () => {
  it.each([
    ['+8613812341234', '+86138'],
    ['+861087655678', '+86108'],
    ['+12025550123', '+12025'],
    ['+8610086', 'short'],
    ['+86110', 'short'],
    ['+8695588', 'short'],
    ['+247123', 'short'],
  ])('of %s five digits are kept at most: %s', (e164, kept) => {
    expect(prefixOf(e164)).toBe(kept);
  });

  it.each([
    ['+86138', 'ordinary'],
    ['+19005', 'premium'],
    ['+44909', 'premium'],
    ['+88161', 'satellite'],
    ['+86174', 'satellite'],
    ['short', 'short'],
  ])('%s is %s', (text, kind) => {
    expect(numberKind(text)).toBe(kind);
  });

  it('dials the mainland alone until somebody allows more, and never what is not known or short', () => {
    expect(code(prefix('+86138'))).toBeUndefined();
    for (const text of ['+12025', '+44207', '+85291', 'short', undefined])
      expect(code(prefix(text))).toBe('number-not-allowed');
    expect(code(prefix('+12025'), plan({ allowPrefixes: ['+1', '+86'] }))).toBeUndefined();
    expect(code(prefix('short'), plan({ allowPrefixes: ['+86', '+1'] }))).toBe('number-not-allowed');
  });

  it('goes by the department where the campaign says nothing, and by the campaign where it does', () => {
    const department = { allowPrefixes: ['+1202'] };
    expect(code(prefix('+12025'), { ...plan(), gate: { campaign: {}, department } })).toBeUndefined();
    expect(code(prefix('+86138'), { ...plan(), gate: { campaign: {}, department } })).toBe('number-not-allowed');
    const own = { campaign: { allowPrefixes: ['+86'] }, department };
    expect(code(prefix('+12025'), { ...plan(), gate: own })).toBe('number-not-allowed');
  });

  it('denies premium and satellite numbers unless an entry names their range', () => {
    expect(isAllowed('+19005', ['+1'])).toBe(false);
    expect(isAllowed('+19005', ['+1', '+1900'])).toBe(true);
    expect(isAllowed('+88161', ['+8'])).toBe(false);
    expect(isAllowed('+86174', ['+86'])).toBe(false);
    expect(isAllowed('+44207', ['+44'])).toBe(true);
    expect(isAllowed('+44909', ['+44'])).toBe(false);
  });
});

describe('hours by region, list and calendar', () => {
  const urumqi = { place: { prefix: '+86138', country: 'CN', region: '新疆乌鲁木齐' } };

  it('calls 新疆 from 10:00 where the campaign has turned the table on, as shipped off', () => {
    const early = shanghai('2026-01-05T09:30:00');
    expect(code(at(early, urumqi))).toBeUndefined();
    const on = plan({ regionHours: true });
    expect(judge(at(early, urumqi), on)).toMatchObject({
      code: 'hours-legal',
      retryAt: shanghai('2026-01-05T10:00:00'),
      facts: { from: 600, to: 1260 },
    });
    expect(code(at(early), on)).toBeUndefined();
    expect(code(at(shanghai('2026-01-05T10:00:00'), urumqi), on)).toBeUndefined();
  });

  it('takes an edited table, and a region without calls', () => {
    const gate = { campaign: { regionHours: true }, department: {}, regionHours: [{ region: '广东', legal: null }] };
    expect(code(facts(), { ...plan(), gate })).toBe('hours-legal');
    expect(code(facts(urumqi), { ...plan(), gate })).toBeUndefined();
  });

  it('lets a list open its own windows, never the legal ones', () => {
    const noon = shanghai('2026-01-05T12:30:00');
    expect(code(at(noon))).toBe('hours-campaign');
    const list = { active: true, hours: { 1: [{ from: 0, to: 1440 }] } };
    expect(code(at(noon, { list }))).toBeUndefined();
    expect(code(at(shanghai('2026-01-05T21:00:00'), { list }))).toBe('hours-legal');
    expect(code(at(shanghai('2026-01-06T10:00:00'), { list }))).toBe('hours-campaign');
  });

  it.each([
    // The holidays of 2026, first and last day; 10:00 there.
    ['2026-01-01', 'hours-campaign'],
    ['2026-01-02', 'hours-campaign'],
    ['2026-02-16', 'hours-campaign'],
    ['2026-02-23', 'hours-campaign'],
    ['2026-02-24', undefined],
    ['2026-04-06', 'hours-campaign'],
    ['2026-05-05', 'hours-campaign'],
    ['2026-06-19', 'hours-campaign'],
    ['2026-09-25', 'hours-campaign'],
    ['2026-10-07', 'hours-campaign'],
    ['2026-10-08', undefined],
    // 调休: Saturdays and Sundays that are worked.
    ['2026-01-04', undefined],
    ['2026-02-14', undefined],
    ['2026-02-28', undefined],
    ['2026-05-09', undefined],
    ['2026-09-20', undefined],
    ['2026-10-10', undefined],
    // An ordinary Saturday.
    ['2026-03-07', 'hours-campaign'],
  ])('on %s a campaign that keeps holidays says %s', (day, expected) => {
    const given = at(shanghai(`${day}T10:00:00`));
    expect(code(given, plan({ holidays: 'closed' }, { hours: OFFICE }))).toBe(expected);
  });

  it('dials through holidays where the campaign says nothing of them', () => {
    expect(code(at(shanghai('2026-10-01T10:00:00')), plan({}, { hours: OFFICE }))).toBeUndefined();
    expect(code(at(shanghai('2026-10-10T10:00:00')), plan({}, { hours: OFFICE }))).toBe('hours-campaign');
  });

  it('finds the opening behind the nine days of 春节', () => {
    const given = at(shanghai('2026-02-14T20:30:00'));
    expect(judge(given, plan({ holidays: 'closed' }, { hours: OFFICE }))).toMatchObject({
      code: 'hours-campaign',
      retryAt: shanghai('2026-02-24T09:00:00'),
    });
  });

  it('goes by an edited calendar', () => {
    const calendar = { holidays: ['2027-01-01'], workdays: { '2027-01-03': 5 } };
    const gate = { campaign: { holidays: 'closed' } as const, department: {}, calendar };
    const by = { ...plan({}, { hours: OFFICE }), gate };
    expect(code(at(shanghai('2027-01-01T10:00:00')), by)).toBe('hours-campaign');
    expect(code(at(shanghai('2027-01-03T10:00:00')), by)).toBeUndefined();
    expect(code(at(shanghai('2026-10-01T10:00:00')), by)).toBeUndefined();
  });

  it('holds 33 holidays and six make-up workdays of 2026, none of them twice', () => {
    expect(new Set(CN_CALENDAR.holidays).size).toBe(33);
    const days = Object.keys(CN_CALENDAR.workdays);
    expect(days).toHaveLength(6);
    expect(days.filter((day) => CN_CALENDAR.holidays.includes(day))).toEqual([]);
    for (const day of days) expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
  });
});

describe('changes of the clock in America', () => {
  const us = plan(
    { allowPrefixes: ['+1'] },
    { hours: { legal: { from: 480, to: 1260 }, campaign: CN_HOURS.campaign } },
  );
  const there = (now: number) =>
    at(now, { zones: ['America/Los_Angeles'], place: { prefix: '+12135', country: 'US', region: undefined } });
  const wide = {
    ...us,
    hours: {
      ...us.hours,
      campaign: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((d) => [d, [{ from: 0, to: 1440 }]])),
    },
  };

  it.each([
    // The Saturdays before and the Sundays of both changes of 2026: 08:00 is 16:00Z in winter, 15:00Z in summer.
    ['2026-03-07T15:59:59Z', 'hours-legal'],
    ['2026-03-07T16:00:00Z', undefined],
    ['2026-03-08T14:59:59Z', 'hours-legal'],
    ['2026-03-08T15:00:00Z', undefined],
    ['2026-03-09T03:59:59Z', undefined],
    ['2026-03-09T04:00:00Z', 'hours-legal'],
    ['2026-10-31T15:00:00Z', undefined],
    ['2026-11-01T15:59:59Z', 'hours-legal'],
    ['2026-11-01T16:00:00Z', undefined],
    ['2026-11-02T04:59:59Z', undefined],
    ['2026-11-02T05:00:00Z', 'hours-legal'],
  ])('at %s: %s', (when, expected) => {
    expect(code(there(Date.parse(when)), wide)).toBe(expected);
  });

  it('names the next opening across the change', () => {
    const verdict = judge(there(Date.parse('2026-03-08T05:30:00Z')), wide);
    expect(verdict).toMatchObject({ retryAt: Date.parse('2026-03-08T15:00:00Z') });
  });

  it('says it in words: 08:00-21:00 in Los Angeles, now 07:12', () => {
    const verdict = judge(there(Date.parse('2026-03-08T14:12:00Z')), wide);
    if (verdict.pass) throw new Error('it is open');
    expect(sentence('hours-legal', 'en', verdict.facts)).toBe('Legal hours are 08:00-21:00 in Los Angeles, now 07:12.');
    expect(sentence('hours-legal', 'zh-CN', verdict.facts)).toContain('08:00-21:00，当地现在 07:12');
  });
});

describe('the other gates', () => {
  it('blocks a region or a country, without closing anybody', () => {
    expect(judge(facts(), plan({ blockRegions: ['广东'] }))).toMatchObject({
      code: 'region-blocked',
      facts: { region: '广东' },
    });
    expect(code(facts(), plan({ blockRegions: ['CN'] }))).toBe('region-blocked');
    expect(code(facts(), plan({ blockRegions: ['湖南'] }))).toBeUndefined();
  });

  it('keeps protected customers for their agent', () => {
    const customer = { deleted: false, protectedBy: 'zhang' };
    expect(code(facts({ customer }))).toBe('protected');
    expect(code(facts({ customer, forAgent: 'li' }), plan(), 'manual')).toBe('protected');
    expect(code(facts({ customer, forAgent: 'zhang' }))).toBeUndefined();
  });

  it('asks for a legal basis where the campaign does, except of a call by hand', () => {
    const without = facts({ consent: false });
    expect(code(without)).toBeUndefined();
    expect(code(without, plan({ consent: 'basis' }))).toBe('consent');
    expect(code(without, plan({ consent: 'basis' }), 'manual')).toBeUndefined();
  });

  it('caps attempts in one part of the day', () => {
    const two = facts({}, { attemptsInPart: 2, attemptsToday: 2 });
    expect(judge(two, plan({ partOfDay: { max: 2 } }))).toMatchObject({
      code: 'attempts-day-part',
      retryAt: shanghai('2026-01-05T12:00:00'),
    });
    expect(code(two, plan({ partOfDay: { max: 3 } }))).toBeUndefined();
  });

  it('refuses what is switched off or deleted', () => {
    expect(code(facts({ list: { active: false, hours: undefined } }))).toBe('list-inactive');
    expect(judge(facts({ customer: { deleted: true, protectedBy: undefined } }), plan())).toMatchObject({
      code: 'customer-deleted',
      retryAt: undefined,
    });
  });

  it('lets a reserved agent through a lock-out only where the regime lifts it for him', () => {
    const locked = { abandonedLockUntil: NOW + HOUR };
    expect(code(facts({ ...locked, lockLiftedBy: 'agent-reserved' }))).toBe('abandoned-lock');
    expect(code(facts({ ...locked, forAgent: 'li' }))).toBe('abandoned-lock');
    expect(code(facts({ ...locked, lockLiftedBy: 'agent-reserved', forAgent: 'li' }))).toBeUndefined();
    expect(code(facts({ ...locked, lockLiftedBy: 'agent-reserved' }), plan(), 'manual')).toBeUndefined();
  });

  it('counts the callee’s calendar day where the rule says so', () => {
    const day = [{ max: 2, windowMs: 24 * HOUR, calendarDay: true }];
    const midnight = shanghai('2026-01-05T00:00:00');
    const free = (charged: number[], now = NOW) => frequencyFreeAt(charged, day, now, ['Asia/Shanghai']);
    expect(free([midnight, midnight + HOUR])).toBe(midnight + 24 * HOUR);
    expect(free([midnight - 1, midnight + HOUR])).toBeUndefined();
    // Rolling, the same charges would still hold.
    expect(frequencyFreeAt([midnight - 1, midnight + HOUR], [{ max: 2, windowMs: 24 * HOUR }], NOW)).toBeDefined();
  });
});

describe('an override', () => {
  const cases: [string, GateFacts, GatePlan][] = [
    ['hours-campaign', at(shanghai('2026-01-05T12:30:00')), plan()],
    ['region-blocked', facts(), plan({ blockRegions: ['广东'] })],
    ['attempts-day', facts({}, { attemptsToday: 3 }), plan()],
    ['attempts-day-part', facts({}, { attemptsInPart: 1 }), plan({ partOfDay: { max: 1 } })],
    ['number-not-allowed', prefix('+12025', 'US'), plan()],
    ['place-unknown', facts({ zones: [] }), plan()],
    ['hours-legal', at(shanghai('2026-01-05T21:30:00')), plan()],
    ['do-not-call', facts({ doNotCall: { scope: 'global', reason: 'asked' } }), plan()],
    ['in-flight', facts({ inFlight: true }), plan()],
    ['frequency', facts({ chargedAt: [NOW, NOW, NOW] }), plan()],
    ['abandoned-lock', facts({ abandonedLockUntil: NOW + 1 }), plan()],
    ['contact-dialing', facts({}, { state: 'dialing' }), plan()],
    ['list-inactive', facts({ list: { active: false, hours: undefined } }), plan()],
    ['customer-deleted', facts({ customer: { deleted: true, protectedBy: undefined } }), plan()],
    ['protected', facts({ customer: { deleted: false, protectedBy: 'zhang' } }), plan()],
  ];
  it.each(cases)('of %s holds by hand where it may, and nowhere else', (name, given, by) => {
    expect(code(given, by, 'manual')).toBe(name);
    const mayBe = (['hours-campaign', 'region-blocked', 'attempts-day', 'attempts-day-part'] as string[]).includes(
      name,
    );
    expect(code({ ...given, override: true }, by, 'manual')).toBe(mayBe ? undefined : name);
    expect(code({ ...given, override: true }, by, 'intent')).toBe(name);
  });

  it('knows no other code', () => {
    expect([...OVERRIDABLE].sort()).toEqual(['attempts-day', 'attempts-day-part', 'hours-campaign', 'region-blocked']);
  });
});

describe('why is it not dialing', () => {
  it('gives a contact one reason: its own state first, a promise to one agent last', () => {
    const night = shanghai('2026-01-05T23:00:00');
    expect(reasonOf(at(night, {}), plan(), false)).toBe('hours-legal');
    expect(reasonOf({ ...at(night), contact: { ...facts().contact, state: 'closed' } }, plan(), false)).toBe(
      'contact-closed',
    );
    expect(reasonOf({ ...at(night), contact: { ...facts().contact, state: 'dialing' } }, plan(), false)).toBe(
      'contact-dialing',
    );
    expect(reasonOf(facts({}, { state: 'open' }), plan(), true)).toBe('bound');
    expect(reasonOf(facts({}, { state: 'open' }), plan(), false)).toBeUndefined();
    expect(reasonOf(facts(), plan(), false)).toBeUndefined();
  });

  it('lists every gate with what it says', () => {
    const gates = everyGate(facts({ inFlight: true }), plan(), 'intent');
    expect(gates).toHaveLength(15);
    expect(gates.filter(({ finding }) => finding !== undefined).map(({ gate }) => gate)).toEqual(['in-flight']);
  });

  it('has a code for all, told with facts in both languages without a gap', () => {
    const given = {
      prefix: '+1900',
      kind: 'premium',
      zone: 'Asia/Shanghai',
      from: 480,
      to: 1260,
      localMinute: 432,
      windows: '09:00-12:00',
      scope: 'global',
      reason: 'x',
      region: '广东',
      max: 5,
      windowMinutes: 1440,
      attemptsToday: 3,
      most: 3,
      made: 3,
    };
    for (const each of REFUSAL_CODES)
      for (const locale of ['zh-CN', 'en'] as const) {
        expect(sentence(each, locale, given)).not.toMatch(/[{}]|undefined|NaN/);
        expect(sentence(each, locale)).not.toMatch(/[{}]|undefined|NaN/);
      }
  });
});
