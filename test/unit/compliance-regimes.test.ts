import { describe, expect, it } from 'vitest';
import {
  abandonWindows,
  bounded,
  laxer,
  lockAfter,
  REGIMES,
  type Regime,
  regimeOf,
  ukAbandonedRate,
  windowsOf,
} from '../../src/compliance/regimes/index.ts';
import { createPacer } from '../../src/pacing/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const named = (key: string): Regime => {
  const regime = REGIMES.get(key);
  if (regime === undefined) throw new Error(`no regime ${key}`);
  return regime;
};

describe('regimes', () => {
  it('hold every country of PACING.md, each with source, date and how sure it is', () => {
    expect([...REGIMES.keys()].sort()).toEqual(
      ['au', 'br', 'ca', 'cn', 'de', 'fr', 'it', 'jp', 'uk', 'us', 'us-debt', 'us-fl-ok'].sort(),
    );
    for (const regime of REGIMES.values()) {
      expect(regime.source.length, regime.key).toBeGreaterThan(0);
      // Whoever says that he looked says when.
      if (regime.verifiedBy === 'nobody') expect(regime.verifiedOn).toBeUndefined();
      else expect(regime.verifiedOn).toMatch(/^20\d\d-\d\d-\d\d$/);
      for (const spans of Object.values(regime.hours?.days ?? {}))
        for (const { from, to } of spans) expect(from < to && from >= 0 && to <= 1_440, regime.key).toBe(true);
    }
  });

  it('UK estimate: 29 abandoned, 9 people, 7 machines are 64.44 %', () => {
    expect(ukAbandonedRate(29, 9, 7)).toBeCloseTo(0.6444, 4);
    expect(ukAbandonedRate(0, 0, 0)).toBe(0);
    expect(ukAbandonedRate(3, 97, 0)).toBeCloseTo(0.03, 9);
  });
});

describe('the windows of a regime', () => {
  const now = Date.UTC(2026, 2, 31, 22, 30);

  it('US: thirty days of the campaign, then anew', () => {
    const started = now - 31 * DAY;
    expect(abandonWindows(named('us'), now, 'UTC', started)).toEqual([
      { name: 'campaign', limit: 0.03, sinceMs: started + 30 * DAY },
    ]);
  });

  it('Canada: the month of the place, over the change to summer time', () => {
    // 22:30 UTC of 31 March is still March in Toronto; the month began at 05:00 UTC, before summer time.
    expect(abandonWindows(named('ca'), now, 'America/Toronto', 0)).toEqual([
      { name: 'month', limit: 0.05, sinceMs: Date.UTC(2026, 2, 1, 5) },
    ]);
    expect(abandonWindows(named('ca'), now, 'Asia/Tokyo', 0)[0]?.sinceMs, 'April already').toBe(
      Date.UTC(2026, 2, 31, 15),
    );
  });

  it('UK aims below its limit; Italy counts of the connected; no rule, no window', () => {
    expect(abandonWindows(named('uk'), now, 'UTC', 0)).toEqual([{ name: '24h', limit: 0.0175, lengthMs: DAY }]);
    expect(abandonWindows(named('it'), now, 'UTC', now)[0]?.limit).toBeCloseTo(3 / 103, 9);
    expect(abandonWindows(named('jp'), now, 'UTC', 0)).toEqual([]);
  });

  it('are windows that the pacer takes and holds', () => {
    for (const regime of REGIMES.values()) {
      const windows = abandonWindows(regime, now, 'UTC', now - DAY);
      if (windows.length === 0) continue;
      const pacer = createPacer({
        mode: 'predictive',
        abandonTarget: 0.03,
        abandonWindowMs: DAY,
        answerPatienceMs: 2_000,
        ringTimeoutMs: 25_000,
        maxLinesPerAgent: 10,
        campaigns: [{ id: 'a', weight: 1, windows }],
      });
      pacer.observe({ at: now, type: 'agent', agentId: 'x', state: 'available' });
      pacer.observe({
        at: now,
        type: 'history',
        campaignId: 'a',
        answered: 1_000,
        abandoned: 1_000,
        from: now,
        to: now,
      });
      expect(pacer.decide(now), regime.key).toMatchObject({
        dials: [{ campaignId: 'a', count: 1 }],
        limitedBy: 'budget',
      });
    }
  });
});

describe('a campaign under its regime', () => {
  const now = Date.UTC(2026, 2, 31, 22, 30);
  const campaign = { abandonTarget: 0.03, abandonWindowMs: 30 * DAY, firstStartedAt: now - DAY };

  it('is held in every window of the regime and in its own, each at the stricter share', () => {
    expect(windowsOf(campaign, named('cn'), now, 'UTC')).toEqual([
      { name: '24h', limit: 0.03, lengthMs: DAY },
      { name: '30d', limit: 0.03, lengthMs: 30 * DAY },
    ]);
    expect(windowsOf({ ...campaign, abandonTarget: 0.02 }, named('uk'), now, 'UTC')).toEqual([
      { name: '24h', limit: 0.0175, lengthMs: DAY },
      { name: 'own', limit: 0.02, lengthMs: 30 * DAY },
    ]);
    // No rule of its own about abandoned calls: the house rule.
    expect(windowsOf(campaign, named('jp'), now, 'UTC')).toEqual(windowsOf(campaign, named('cn'), now, 'UTC'));
    expect(regimeOf('atlantis').key).toBe('cn');
  });

  it('may be stricter and never laxer', () => {
    const settings = { abandonTarget: 0.03, patienceMs: 2_000, ringTimeoutMs: 30_000, message: 'm' };
    expect(laxer(settings, named('us'))).toEqual([]);
    const lax = { abandonTarget: 0.04, patienceMs: 2_500, ringTimeoutMs: 10_000, message: '' };
    expect(laxer(lax, named('us')).map(({ field }) => field)).toEqual([
      'abandonTarget',
      'patienceMs',
      'ringTimeoutMs',
      'message',
    ]);
    expect(bounded(lax, named('us'))).toMatchObject({ patienceMs: 2_000, ringTimeoutMs: 15_000 });
    expect(bounded(settings, named('it'))).toEqual(settings);
  });

  it('leaves an abandoned number alone as long as the regime wants', () => {
    expect(lockAfter(named('uk'), 0, undefined)).toEqual({ until: 72 * HOUR, liftedBy: 'agent-reserved' });
    // A recall that the campaign wants sooner does not shorten a lock-out of the law, a later one lengthens it.
    expect(lockAfter(named('it'), 0, HOUR)).toEqual({ until: 5 * DAY, liftedBy: 'nothing' });
    expect(lockAfter(named('it'), 0, 6 * DAY).until).toBe(6 * DAY);
    expect(lockAfter(named('cn'), 0, HOUR)).toEqual({ until: HOUR, liftedBy: 'nothing' });
  });
});
