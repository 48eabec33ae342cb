import type { CampaignPlan } from '../../dialer/ports.ts';
import type { FieldFault } from '../../domain/refused.ts';
import { ASIA_PACIFIC } from './asia-pacific.ts';
import { DAY } from './parts.ts';
import type { AbandonRule, Regime } from './types.ts';
import { type AbandonWindow, abandonWindows } from './windows.ts';

/** The regime of a campaign whose key nobody knows: one that was taken out, or a slip in the database. */
export const DEFAULT_REGIME = 'cn';

/** What a regime without a rule of its own about abandoned calls is held to (RULES.md: the house rule of China). */
const HOUSE = ASIA_PACIFIC.find((regime) => regime.key === DEFAULT_REGIME)?.abandon as AbandonRule;

/** The rule about abandoned calls that binds under this regime. */
export function abandonRuleOf(regime: Regime): AbandonRule {
  return regime.abandon ?? HOUSE;
}

export type Bound = Pick<CampaignPlan, 'abandonTarget' | 'abandonWindowMs' | 'firstStartedAt'>;

/**
 * Every window in which the campaign's abandoned calls are held at `now`: those of its regime, each at the regime's share or the
 * campaign's own where that is stricter, and the campaign's own window where the regime has none of that length.
 * @param zone IANA zone of the organisation
 */
export function windowsOf(campaign: Bound, regime: Regime, now: number, zone: string): AbandonWindow[] {
  const ruled = { ...regime, abandon: abandonRuleOf(regime) };
  const windows = abandonWindows(ruled, now, zone, campaign.firstStartedAt ?? now).map((window) => ({
    ...window,
    limit: Math.min(window.limit, campaign.abandonTarget),
  }));
  if (windows.some(({ lengthMs }) => lengthMs === campaign.abandonWindowMs)) return windows;
  return [...windows, { name: 'own', limit: campaign.abandonTarget, lengthMs: campaign.abandonWindowMs }];
}

/** From when on answers count in any of these windows. */
export function earliestOf(windows: readonly AbandonWindow[], now: number): number {
  return Math.min(now, ...windows.map(({ sinceMs, lengthMs }) => sinceMs ?? now - (lengthMs ?? 31 * DAY)));
}

/** The campaign as it may dial: what its settings leave laxer than the regime is drawn tight. */
export function bounded<C extends Pick<CampaignPlan, 'patienceMs' | 'ringTimeoutMs'>>(campaign: C, regime: Regime): C {
  const { deadlineMs, ringMinimumMs = 0 } = abandonRuleOf(regime);
  return {
    ...campaign,
    patienceMs: Math.min(campaign.patienceMs, deadlineMs),
    ringTimeoutMs: Math.max(campaign.ringTimeoutMs, ringMinimumMs),
  };
}

/** What a campaign may set for itself under its regime, as far as it is laxer. */
export function laxer(
  settings: Pick<CampaignPlan, 'abandonTarget' | 'patienceMs' | 'ringTimeoutMs' | 'message'>,
  regime: Regime,
): FieldFault[] {
  const { limit, deadlineMs, ringMinimumMs = 0, message } = abandonRuleOf(regime);
  const faults: FieldFault[] = [];
  const wants = `under the regime ${regime.key}`;
  if (settings.abandonTarget > limit)
    faults.push({ field: 'abandonTarget', came: String(settings.abandonTarget), wanted: `at most ${limit} ${wants}` });
  if (settings.patienceMs > deadlineMs)
    faults.push({
      field: 'patienceMs',
      came: String(settings.patienceMs),
      wanted: `at most ${deadlineMs} ms ${wants}`,
    });
  if (settings.ringTimeoutMs < ringMinimumMs)
    faults.push({
      field: 'ringTimeoutMs',
      came: String(settings.ringTimeoutMs),
      wanted: `at least ${ringMinimumMs} ms ${wants}`,
    });
  if (message.length > 0 && settings.message === '')
    faults.push({ field: 'message', came: 'no message', wanted: `a message ${wants}: ${message.join(', ')}` });
  return faults;
}

/**
 * How long the number of an abandoned person must be left alone, from `endedAt` on, and what lifts that before. A regime without
 * a rule of its own takes the strictest that is known (UK), as long as the campaign does not call him back sooner itself.
 */
export function lockAfter(
  regime: Regime,
  endedAt: number,
  recallAt: number | undefined,
): { until: number; liftedBy: 'agent-reserved' | 'nothing' } {
  const rule = abandonRuleOf(regime).lockOut;
  if (rule !== undefined) return { until: Math.max(endedAt + rule.ms, recallAt ?? 0), liftedBy: rule.liftedBy };
  return { until: recallAt ?? endedAt + 3 * DAY, liftedBy: 'nothing' };
}
