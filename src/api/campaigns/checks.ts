import { abandonRuleOf, DEFAULT_REGIME, laxer, regimeOf } from '../../compliance/regimes/index.ts';
import type { CampaignHours, CampaignSettings, MinuteWindow } from '../../domain/office.ts';
import type { FieldFault } from '../../domain/refused.ts';
import { ApiError } from '../errors.ts';

/** What the schema cannot say: windows must not end before they begin or overlap. Throws `invalid`. */
function checkHours(hours: CampaignHours | undefined): void {
  if (hours === undefined) return;
  refuse([...backwards('hours.legal', hours.legal), ...windowFaults('hours.campaign', hours.campaign)]);
}

/** The same for windows by weekday alone, in the field `name`. */
export function checkWindows(name: string, days: CampaignHours['campaign']): void {
  refuse(windowFaults(name, days));
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new ApiError('invalid', { details: faults.slice(0, 10) });
}

function windowFaults(name: string, days: CampaignHours['campaign']): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [day, windows] of Object.entries(days)) {
    windows.forEach((window, i) => {
      faults.push(...backwards(`${name}.${day}.${i}`, window));
      const before = windows[i - 1];
      if (before !== undefined && window.from < before.to) {
        const came = `from ${window.from} after a window to ${before.to}`;
        faults.push({ field: `${name}.${day}.${i}`, came, wanted: 'windows in order that do not overlap' });
      }
    });
  }
  return faults;
}

export function presentDays(days: object): Record<string, MinuteWindow[]> {
  return present<MinuteWindow[]>(days);
}

function backwards(field: string, window: MinuteWindow): FieldFault[] {
  if (window.from < window.to) return [];
  return [{ field, came: `from ${window.from} to ${window.to}`, wanted: 'an end after the beginning' }];
}

interface Given {
  hours?: { legal: MinuteWindow; campaign: object };
  retryMs?: object;
}

/** The body as settings: its hours checked, days and results that did not come left out. */
export function settingsOf<B extends Given>(
  body: B,
): Omit<B, keyof Given> & Partial<Pick<CampaignSettings, 'hours' | 'retryMs'>> {
  const { hours, retryMs, ...rest } = body;
  const clean =
    hours === undefined ? undefined : { legal: hours.legal, campaign: present<MinuteWindow[]>(hours.campaign) };
  checkHours(clean);
  return {
    ...rest,
    ...(clean === undefined ? {} : { hours: clean }),
    ...(retryMs === undefined ? {} : { retryMs: present<number | null>(retryMs) }),
  };
}

function present<T>(object: object): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Record<string, T>;
}

/** What a regime has a word on, as a campaign may set it. */
type Ruled = Pick<CampaignSettings, 'regime' | 'abandonTarget' | 'patienceMs' | 'ringTimeoutMs' | 'message'>;
const RULED: readonly (keyof Ruled)[] = ['regime', 'abandonTarget', 'patienceMs', 'ringTimeoutMs', 'message'];

export function bearsOnRegime(change: Partial<Ruled>): boolean {
  return RULED.some((name) => change[name] !== undefined);
}

/** Throws `invalid` where the campaign would be laxer than its regime: it may only be stricter. */
export function stricterOnly(campaign: Ruled): void {
  const faults = laxer(campaign, regimeOf(campaign.regime));
  if (faults.length > 0) throw new ApiError('invalid', { details: faults });
}

/** A new campaign with what its regime asks for where nothing was said. Throws `invalid` where it is laxer. */
export function underRegime<B extends Partial<Ruled>>(body: B): B & Ruled {
  const key = body.regime ?? DEFAULT_REGIME;
  const { limit, aim, deadlineMs, ringMinimumMs = 0 } = abandonRuleOf(regimeOf(key));
  const ruled = {
    abandonTarget: aim ?? limit,
    patienceMs: Math.min(2_000, deadlineMs),
    ringTimeoutMs: Math.max(30_000, ringMinimumMs),
    message: 'boda-abandoned',
    ...body,
    regime: key,
  };
  stricterOnly(ruled);
  return ruled;
}
