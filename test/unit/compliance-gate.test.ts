import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings, frequencyFreeAt, type GatePlan, judge } from '../../src/compliance/gate.ts';
import { checkHours } from '../../src/compliance/hours.ts';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { isRefusalCode, REFUSAL_CODES, sentence } from '../../src/compliance/reasons.ts';
import type { GateFacts } from '../../src/dialer/ports.ts';

const MIN = 60_000;
const HOUR = 60 * MIN;
/** Monday 10:00 in Shanghai. */
const NOW = Date.parse('2026-01-05T02:00:00Z');
const PLAN: GatePlan = { hours: CN_HOURS, frequency: CN_FREQUENCY, maxAttempts: 6, maxAttemptsPerDay: 3 };

function facts(change: Partial<GateFacts> = {}, contact: Partial<GateFacts['contact']> = {}): GateFacts {
  return {
    now: NOW,
    contact: { state: 'queued', dueAt: NOW, attempts: 0, attemptsToday: 0, attemptsInPart: 0, ...contact },
    place: { prefix: '+86138', country: 'CN', region: '广东深圳' },
    list: { active: true, hours: undefined },
    customer: { deleted: false, protectedBy: undefined },
    consent: true,
    forAgent: undefined,
    override: false,
    lockLiftedBy: undefined,
    zones: ['Asia/Shanghai'],
    doNotCall: undefined,
    chargedAt: [],
    abandonedLockUntil: undefined,
    inFlight: false,
    ...change,
  };
}

const dnc = { scope: 'global', reason: 'asked by the customer' };

describe('the gate', () => {
  it('passes a contact that nothing speaks against', () => {
    expect(judge(facts(), PLAN)).toEqual({ pass: true });
    expect(judge(facts({}, { state: 'open' }), PLAN, 'queue')).toEqual({ pass: true });
  });

  it.each([
    ['place-unknown', facts({ zones: [] }), undefined],
    ['place-unknown', facts({ zones: ['Etc/Invalid'] }), undefined],
    ['hours-legal', facts({ now: Date.parse('2026-01-05T13:00:00Z') }), Date.parse('2026-01-06T01:00:00Z')],
    ['hours-campaign', facts({ now: Date.parse('2026-01-05T04:00:00Z') }), Date.parse('2026-01-05T05:30:00Z')],
    ['do-not-call', facts({ doNotCall: dnc }), undefined],
    ['in-flight', facts({ inFlight: true }), NOW + MIN],
    ['frequency', facts({ chargedAt: [NOW - 1, NOW - MIN, NOW - 2 * MIN] }), NOW + 3 * MIN],
    ['abandoned-lock', facts({ abandonedLockUntil: NOW + 1 }), NOW + 1],
    ['contact-closed', facts({}, { state: 'closed' }), undefined],
    ['contact-dialing', facts({}, { state: 'dialing' }), NOW + MIN],
    ['contact-not-queued', facts({}, { state: 'open' }), NOW],
    ['not-due', facts({}, { dueAt: NOW + 1 }), NOW + 1],
    ['attempts-day', facts({}, { attemptsToday: 3 }), Date.parse('2026-01-05T16:00:00Z')],
    ['attempts-total', facts({}, { attempts: 6 }), undefined],
  ])('refuses: %s', (code, given, retryAt) => {
    expect(judge(given, PLAN)).toMatchObject({ pass: false, code, retryAt });
  });

  it.each([
    [{ abandonedLockUntil: NOW }, {}],
    [{ chargedAt: [NOW - 5 * MIN, NOW - 5 * MIN, NOW - 5 * MIN] }, {}],
    [{}, { attempts: 5, attemptsToday: 2 }],
  ])('the limits are exact: %j passes', (change, contact) => {
    expect(judge(facts(change, contact), PLAN)).toEqual({ pass: true });
  });

  it('keeps the order of the gates, and tells all that are shut', () => {
    const all = facts(
      {
        now: Date.parse('2026-01-05T13:00:00Z'),
        doNotCall: dnc,
        inFlight: true,
        abandonedLockUntil: NOW + 24 * HOUR,
        chargedAt: Array.from({ length: 5 }, () => NOW),
      },
      { state: 'closed', dueAt: NOW + 24 * HOUR, attempts: 6, attemptsToday: 3 },
    );
    const codes = [
      'hours-legal',
      'do-not-call',
      'in-flight',
      'frequency',
      'abandoned-lock',
      'contact-closed',
      'not-due',
      'attempts-day',
      'attempts-total',
    ];
    expect(findings(all, PLAN).map((finding) => finding.code)).toEqual(codes);
    expect(judge(all, PLAN)).toMatchObject({ code: 'hours-legal' });
  });

  it('does not close contacts because a campaign has no hours', () => {
    const plan = { ...PLAN, hours: { ...CN_HOURS, campaign: {} } };
    expect(judge(facts(), plan)).toMatchObject({ pass: false, code: 'hours-campaign', retryAt: NOW + 24 * HOUR });
  });

  it.each([
    ['do-not-call', facts({ doNotCall: dnc })],
    ['in-flight', facts({ inFlight: true })],
    ['frequency', facts({ chargedAt: [NOW - 1, NOW - MIN, NOW - 2 * MIN] })],
    ['hours-legal', facts({ now: Date.parse('2026-01-05T13:00:00Z') })],
    ['abandoned-lock', facts({ abandonedLockUntil: NOW + 1 })],
    ['contact-dialing', facts({}, { state: 'dialing' })],
    ['attempts-day', facts({}, { attemptsToday: 3 })],
  ])('is shut for a call by hand as for every other: %s', (code, given) => {
    expect(judge(given, PLAN, 'manual')).toMatchObject({ pass: false, code });
  });

  it('leaves to the agent when he calls by hand, and how often in all', () => {
    for (const state of ['open', 'queued', 'closed'])
      expect(judge(facts({}, { state, dueAt: NOW + HOUR, attempts: 6 }), PLAN, 'manual')).toEqual({ pass: true });
  });

  it('has a sentence in both languages for every code', () => {
    for (const code of REFUSAL_CODES) {
      expect(sentence(code, 'zh-CN')).toMatch(/[\u4e00-\u9fff].*。$/u);
      expect(sentence(code, 'en')).toMatch(/^[A-Z].*\.$/);
      expect(isRefusalCode(code)).toBe(true);
    }
    expect(isRefusalCode('constructor')).toBe(false);
  });
});

describe('frequency (CN preset: 5 in 24 h, 3 in 5 min)', () => {
  const free = (...agoMs: number[]) =>
    frequencyFreeAt(
      agoMs.map((ago) => NOW - ago),
      CN_FREQUENCY.windows,
      NOW,
    );
  it.each([
    [[], undefined],
    [[0, 1], undefined],
    [[0, 0, 0], NOW + 5 * MIN],
    [[0, MIN, 5 * MIN - 1], NOW + 1],
    [[0, MIN, 5 * MIN], undefined],
    [[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR], undefined],
    [[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR], NOW + 19 * HOUR],
    [[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 24 * HOUR - 1], NOW + 1],
    [[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 24 * HOUR], undefined],
    // Over the cap already (a rule made stricter): free when the fifth newest falls out.
    [[HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR, 7 * HOUR], NOW + 19 * HOUR],
    // Both windows: the later of the two.
    [[0, 1, 2, 23 * HOUR, 23 * HOUR], NOW + HOUR],
  ])('charged %j ms ago: free at %s', (agoMs, freeAt) => {
    expect(free(...agoMs)).toBe(freeAt);
  });

  it('a cap of 0 or of nonsense lets nobody through', () => {
    for (const max of [0, -1, Number.NaN]) expect(frequencyFreeAt([], [{ max, windowMs: HOUR }], NOW)).toBe(NOW + HOUR);
  });
});

const anyFacts: fc.Arbitrary<GateFacts> = fc.record({
  // Days of both changes of the clock, and an ordinary week.
  now: fc.oneof(
    ...['2026-03-06', '2026-03-28', '2026-10-24', '2026-10-31', '2026-01-05'].map((day) =>
      fc.integer({ min: Date.parse(day), max: Date.parse(day) + 72 * HOUR }),
    ),
  ),
  contact: fc.record({
    state: fc.constantFrom('queued', 'queued', 'queued', 'queued', 'queued', 'open', 'dialing', 'closed'),
    dueAt: fc.constant(0),
    attempts: fc.nat(7),
    attemptsToday: fc.nat(3),
    attemptsInPart: fc.constant(0),
  }),
  place: fc.record({
    prefix: fc.constantFrom('+86138', '+86138', '+86138', '+86105', '+1212', 'short', '+88161', undefined),
    country: fc.constant('CN'),
    region: fc.constantFrom('广东深圳', '新疆乌鲁木齐', undefined),
  }),
  list: fc.record({ active: fc.constantFrom(true, true, true, false), hours: fc.constant(undefined) }),
  customer: fc.record({
    deleted: fc.constantFrom(false, false, false, true),
    protectedBy: fc.constantFrom(undefined, undefined, undefined, 'another'),
  }),
  consent: fc.boolean(),
  forAgent: fc.constant(undefined),
  override: fc.boolean(),
  lockLiftedBy: fc.constant(undefined),
  zones: fc.array(
    fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'America/Los_Angeles',
      'Europe/London',
      'Asia/Tokyo',
      'Nowhere',
    ),
    { maxLength: 2 },
  ),
  doNotCall: fc.constantFrom(undefined, undefined, undefined, dnc),
  chargedAt: fc.constant([]),
  abandonedLockUntil: fc.constant(undefined),
  inFlight: fc.constantFrom(false, false, false, true),
});
const withCharges = anyFacts.chain((given) =>
  fc
    .array(fc.integer({ min: 0, max: 26 * HOUR }), { maxLength: 6 })
    .map((ago) => ({ ...given, chargedAt: ago.map((ms) => given.now - ms).sort((a, b) => b - a) })),
);

describe('whatever the facts', () => {
  const WIDE: GatePlan = { ...PLAN, hours: { ...CN_HOURS, legal: { from: 300, to: 1380 } } };
  it('no pass with a do-not-call entry, outside the hours, over a cap, in flight, or in a wrong state', () => {
    let passes = 0;
    fc.assert(
      fc.property(withCharges, fc.constantFrom(PLAN, WIDE), (given, plan) => {
        const verdict = judge(given, plan);
        if (!verdict.pass) return isRefusalCode(verdict.code);
        passes++;
        for (const { max, windowMs } of CN_FREQUENCY.windows)
          expect(given.chargedAt.filter((t) => t > given.now - windowMs).length).toBeLessThan(max);
        expect(given.doNotCall).toBeUndefined();
        expect(checkHours(given.now, given.zones, plan.hours).open).toBe(true);
        expect(given).toMatchObject({ inFlight: false, contact: { state: 'queued' }, list: { active: true } });
        expect(given.customer).toEqual({ deleted: false, protectedBy: undefined });
        expect(given.place.prefix?.startsWith('+86')).toBe(true);
        expect(given.contact.attempts).toBeLessThan(6);
        expect(given.contact.attemptsToday).toBeLessThan(3);
        return true;
      }),
      { numRuns: 6000, seed: 7 },
    );
    expect(passes).toBeGreaterThan(5);
  });

  it('no way of dialing passes what protects the callee: queue, pacing, preview, by hand, with or without an override', () => {
    const lock = fc.constantFrom(undefined, undefined, -1, 1);
    const ways = fc.record({
      ...{ given: withCharges, stage: fc.constantFrom('queue', 'intent', 'manual'), lock },
      ...{ agent: fc.constantFrom(undefined, 'me', 'another'), liftedBy: fc.constantFrom(undefined, 'agent-reserved') },
    } as const);
    const round = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: 0, to: 1_440 }]]));
    const plan: GatePlan = { ...PLAN, hours: { legal: { from: 300, to: 1380 }, campaign: round } };
    const fit = { queue: 'open', intent: 'queued', manual: 'closed' } as const;
    const passes = { queue: 0, intent: 0, manual: 0 };
    fc.assert(
      fc.property(ways, ({ given, stage, lock: away, agent: forAgent, liftedBy: lockLiftedBy }) => {
        const abandonedLockUntil = away === undefined ? undefined : given.now + away;
        const state = given.contact.state === 'queued' ? fit[stage] : given.contact.state;
        const contact = { ...given.contact, state };
        const all = { ...given, contact, forAgent, lockLiftedBy, abandonedLockUntil };
        if (!judge(all, plan, stage).pass) return;
        passes[stage]++;
        expect(all.doNotCall).toBeUndefined();
        expect(all.place.prefix?.startsWith('+86')).toBe(true);
        expect(checkHours(all.now, all.zones, plan.hours).open).toBe(true);
        for (const { max, windowMs } of CN_FREQUENCY.windows)
          expect(all.chargedAt.filter((t) => t > all.now - windowMs).length).toBeLessThan(max);
        expect(all).toMatchObject({ inFlight: false, list: { active: true }, customer: { deleted: false } });
        if (all.customer.protectedBy !== undefined) expect(all.customer.protectedBy).toBe(forAgent);
        expect(all.contact.state).not.toBe('dialing');
        const reserved = stage === 'manual' || forAgent !== undefined;
        if ((away ?? -1) > 0)
          expect({ reserved, lockLiftedBy }).toEqual({ reserved: true, lockLiftedBy: 'agent-reserved' });
      }),
      { numRuns: 8_000, seed: 5 },
    );
    for (const count of Object.values(passes)) expect(count).toBeGreaterThan(10);
  });

  it('a time to try again is never in the past, and the gate that named it is open then', () => {
    fc.assert(
      fc.property(withCharges, (given) => {
        for (const finding of findings(given, PLAN)) {
          if (finding.retryAt === undefined || finding.code.startsWith('contact-')) continue;
          expect(finding.retryAt).toBeGreaterThanOrEqual(given.now);
          if (finding.code !== 'frequency' && !finding.code.startsWith('hours-')) continue;
          const later = findings({ ...given, now: finding.retryAt }, PLAN).map((other) => other.code);
          const never = finding.retryAt === given.now + 24 * HOUR;
          if (!never) expect(later).not.toContain(finding.code);
        }
      }),
      { numRuns: 600, seed: 11 },
    );
  });
});
