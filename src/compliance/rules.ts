/** What binds a contact of a campaign: the campaign's settings, its department's, what is shipped, and the list's own hours. */
import type { CallingHours, CampaignPlan, GateFacts, GateSettings, RegionHours } from '../dialer/ports.ts';
import { CN_CALENDAR, REGION_HOURS, specialDays } from './calendar.ts';
import { HOME_PREFIXES } from './numbers.ts';

/** Parts of the floor's day for the cap of attempts: before noon, before six, after. Minutes. */
const PARTS = [0, 12 * 60, 18 * 60, 24 * 60] as const;
/** Sets of hours remembered for one campaign: regions with hours of their own × lists with windows of their own. */
const MOST_HOURS = 2_000;

export interface GateRules {
  allowPrefixes: readonly string[];
  blockRegions: readonly string[];
  consent: boolean;
  partOfDay: number | undefined;
  holidays: boolean;
  regionHours: readonly RegionHours[];
  days: ReadonlyMap<number, number>;
}

const read = new WeakMap<GateSettings, GateRules>();
const SHIPPED: GateRules = rulesOf({ campaign: {}, department: {} });

/** The settings of the gate, as they bind. */
export function gateRules(settings: GateSettings | undefined): GateRules {
  if (settings === undefined) return SHIPPED;
  const known = read.get(settings);
  if (known !== undefined) return known;
  const rules = rulesOf(settings);
  read.set(settings, rules);
  return rules;
}

function rulesOf({ campaign, department, calendar, regionHours }: GateSettings): GateRules {
  return {
    allowPrefixes: campaign.allowPrefixes ?? department.allowPrefixes ?? HOME_PREFIXES,
    blockRegions: campaign.blockRegions ?? [],
    consent: campaign.consent === 'basis',
    partOfDay: campaign.partOfDay?.max,
    holidays: campaign.holidays === 'closed',
    regionHours: campaign.regionHours === true ? (regionHours ?? REGION_HOURS) : [],
    days: specialDays(calendar ?? CN_CALENDAR),
  };
}

const made = new WeakMap<GateRules, WeakMap<CallingHours, Map<string, CallingHours>>>();

/**
 * The hours that hold for this contact: the legal window narrowed by its region's, the list's windows in place of the
 * campaign's, and the calendar. The same object for the same question, because searches for an opening are remembered by it.
 */
export function hoursFor(
  facts: Pick<GateFacts, 'place' | 'list'>,
  plan: Pick<CampaignPlan, 'hours' | 'gate'>,
): CallingHours {
  const rules = gateRules(plan.gate);
  const region = rules.regionHours.find((row) => isIn(facts.place.region, row.region));
  const windows = facts.list.hours;
  if (region === undefined && windows === undefined && !rules.holidays) return plan.hours;
  const known = knownOf(rules, plan.hours);
  const key = `${region?.region ?? ''} ${windows === undefined ? '' : JSON.stringify(windows)}`;
  const there = known.get(key);
  if (there !== undefined) return there;
  const { legal } = plan.hours;
  const hours: CallingHours = {
    legal: region === undefined ? legal : narrowed(legal, region.legal),
    campaign: windows ?? plan.hours.campaign,
    ...(rules.holidays ? { days: rules.days } : {}),
  };
  if (known.size >= MOST_HOURS) known.clear();
  known.set(key, hours);
  return hours;
}

function knownOf(rules: GateRules, hours: CallingHours): Map<string, CallingHours> {
  const ofRules = made.get(rules) ?? new WeakMap<CallingHours, Map<string, CallingHours>>();
  made.set(rules, ofRules);
  const known = ofRules.get(hours) ?? new Map<string, CallingHours>();
  ofRules.set(hours, known);
  return known;
}

/** The place falls under `name`: the same country, or a 归属地 that begins like it. */
export function isIn(place: string | undefined, name: string): boolean {
  return place?.startsWith(name) === true;
}

/** The part of the day (minutes of the floor's clock) that `minute` falls into. */
export function partOf(minute: number): { from: number; to: number } {
  const at = PARTS.findLastIndex((start) => start <= minute);
  return { from: PARTS[at] ?? 0, to: PARTS[at + 1] ?? 24 * 60 };
}

function narrowed(legal: CallingHours['legal'], region: CallingHours['legal'] | null): CallingHours['legal'] {
  if (region === null) return { from: 0, to: 0 };
  return { from: Math.max(legal.from, region.from), to: Math.min(legal.to, region.to) };
}
