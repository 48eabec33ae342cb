import { startOfDay, wallClock } from '../wall-clock.ts';
import { DAY, HOUR } from './parts.ts';
import type { AbandonPeriod, Regime } from './types.ts';

/** As the pacer wants it (src/pacing `AbandonWindow`). */
export interface AbandonWindow {
  name: string;
  limit: number;
  lengthMs?: number;
  sinceMs?: number;
}

/**
 * The windows in which a campaign's abandoned calls are held under this regime, all at once, at `now`. Those of calendar days,
 * months and campaigns begin anew: ask again each hour and give them to the pacer.
 * @param zone IANA zone of the organisation, for calendar periods; one that is not known gives the longest period before `now`
 * @param startedAt the campaign's first call
 */
export function abandonWindows(regime: Regime, now: number, zone: string, startedAt: number): AbandonWindow[] {
  const rule = regime.abandon;
  if (rule === undefined) return [];
  // Three in a hundred connected are three in a hundred and three of all that people answered.
  const share = rule.aim ?? rule.limit;
  const limit = rule.denominator === 'connected' ? share / (1 + share) : share;
  return rule.periods.map((period) => ({ limit, ...spanOf(period, now, zone, startedAt) }));
}

function spanOf(period: AbandonPeriod, now: number, zone: string, startedAt: number): Omit<AbandonWindow, 'limit'> {
  switch (period.type) {
    case 'rolling':
      return { name: rollingName(period.ms), lengthMs: period.ms };
    case 'calendar-day':
      return { name: 'day', sinceMs: startOfDay(now, zone) ?? now - DAY };
    case 'calendar-month':
      return { name: 'month', sinceMs: startOfMonth(now, zone) };
    case 'campaign':
      return { name: 'campaign', sinceMs: startedAt + Math.floor((now - startedAt) / period.ms) * period.ms };
  }
}

/** `24h`, `30d`: windows of one regime are told apart by name. */
function rollingName(ms: number): string {
  return ms > DAY && ms % DAY === 0 ? `${ms / DAY}d` : `${ms / HOUR}h`;
}

function startOfMonth(now: number, zone: string): number {
  const local = wallClock(now, zone);
  if (local === undefined) return now - 31 * DAY;
  const dayOfMonth = new Date(local.day * DAY).getUTCDate();
  return startOfDay(now, zone, 1 - dayOfMonth) ?? now - 31 * DAY;
}
