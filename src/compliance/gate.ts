/**
 * The one gate (合规闸) in front of every attempt: pure rules over given facts. Whoever dials asks here, inside the
 * transaction that commits the intent (DESIGN.md promises 1 and 5); the feeder asks first, so that the queue holds only
 * contacts that may be dialed. Order (issue 5): number, hours of the callee's place, do-not-call, region, in flight,
 * frequency, lock-out after an abandoned call, contact and its list and owner, retry delay, attempts, consent. Lines come
 * after it, where they are chosen.
 */
import type { CallingHours, CampaignPlan, FrequencyRule, GateFacts, GateVerdict } from '../dialer/ports.ts';
import { checkHours, type HoursVerdict, nextOpening } from './hours.ts';
import { isAllowed, numberKind } from './numbers.ts';
import { clock, OVERRIDABLE, type RefusalCode } from './reasons.ts';
import { gateRules, hoursFor, isIn, partOf } from './rules.ts';
import { startOfDay, wallClock } from './wall-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How soon a number in flight is looked at again; its call may last, but it may also be refused at once. */
const IN_FLIGHT_RETRY = MINUTE;
/** How soon is looked again at what only a person's act opens: settings, lists, owners, a legal basis. */
const SETTING_RETRY = HOUR;

/** What the gate reads of a campaign. */
export type GatePlan = Pick<CampaignPlan, 'hours' | 'frequency' | 'maxAttempts' | 'maxAttemptsPerDay' | 'gate'>;

/**
 * `queue`: an open contact asks for a place in the ready queue. `intent`: a queued one is about to be dialed. `manual`: an
 * agent dials this very contact by hand: it may be open, queued or closed, it need not be due, and the attempts of the
 * campaign's retry rule may be used up; all that protects the callee holds for it as for every other.
 */
export type GateStage = 'queue' | 'intent' | 'manual';

/** One gate that is shut. `retryAt` undefined: never by itself. */
export interface Finding {
  code: RefusalCode;
  retryAt: number | undefined;
  /** The facts behind it, without personal data. */
  facts: Readonly<Record<string, string | number>>;
}

/**
 * The first gate that is shut, or a pass. The caller moves only a contact that is in the stage's own state: a refusal
 * of one that is closed, dialing or no longer queued changes nothing about it.
 */
export function judge(facts: GateFacts, plan: GatePlan, stage: GateStage = 'intent'): GateVerdict {
  for (const [, gate] of GATES) {
    const finding = held(gate(facts, plan, stage), facts, stage);
    if (finding !== undefined) return { pass: false, ...finding };
  }
  return { pass: true };
}

/** The gates by name, in their order: `finding` undefined where it is open. For one contact's page. */
export function everyGate(
  facts: GateFacts,
  plan: GatePlan,
  stage: GateStage,
): { gate: string; finding: Finding | undefined }[] {
  return GATES.map(([name, gate]) => ({ gate: name, finding: held(gate(facts, plan, stage), facts, stage) }));
}

/**
 * The one reason that a contact gives to "why is it not dialing?", undefined: ready. What is closed, dialing, or waits for
 * one agent says so, whatever the hour; every other says what the gate would say to whoever dials it by pacing.
 */
export function reasonOf(facts: GateFacts, plan: GatePlan, bound: boolean): RefusalCode | undefined {
  const { state } = facts.contact;
  if (state === 'closed') return 'contact-closed';
  if (state === 'dialing') return 'contact-dialing';
  const verdict = judge(facts, plan, state === 'open' ? 'queue' : 'intent');
  if (!verdict.pass) return verdict.code as RefusalCode;
  return bound && state === 'open' ? 'bound' : undefined;
}

/** What a person took upon himself does not hold him up: one call by hand, and only the codes that allow it. */
function held(finding: Finding | undefined, facts: GateFacts, stage: GateStage): Finding | undefined {
  const waived = finding !== undefined && stage === 'manual' && facts.override && OVERRIDABLE.has(finding.code);
  return waived ? undefined : finding;
}

/** Every gate that is shut, in order: the answer to "why is it not dialing?" for one contact. */
export function findings(facts: GateFacts, plan: GatePlan, stage: GateStage = 'intent'): Finding[] {
  return everyGate(facts, plan, stage).flatMap(({ finding }) => finding ?? []);
}

type Gate = (facts: GateFacts, plan: GatePlan, stage: GateStage) => Finding | undefined;

const GATES: readonly (readonly [string, Gate])[] = [
  ['number', number],
  ['hours', hours],
  ['do-not-call', doNotCall],
  ['region', region],
  ['in-flight', inFlight],
  ['frequency', frequency],
  ['abandoned-lock', abandonedLock],
  ['contact', state],
  ['list', list],
  ['owner', owner],
  ['due', due],
  ['attempts-day', attemptsDay],
  ['attempts-day-part', attemptsInPart],
  ['attempts-total', attempts],
  ['consent', consent],
];

function number({ now, place: { prefix } }: GateFacts, plan: GatePlan): Finding | undefined {
  if (isAllowed(prefix, gateRules(plan.gate).allowPrefixes)) return undefined;
  const kind = prefix === undefined ? 'unknown' : numberKind(prefix);
  return shut('number-not-allowed', now + SETTING_RETRY, { prefix: prefix ?? '?', kind });
}

function hours(facts: GateFacts, plan: GatePlan): Finding | undefined {
  const own = hoursFor(facts, plan);
  const verdict = checkHours(facts.now, facts.zones, own);
  if (verdict.open) return undefined;
  if (verdict.which === 'unknown') return shut('place-unknown', undefined, { zones: facts.zones.join(' ') });
  // A campaign whose windows never open is a mistake of its settings: its contacts wait, they are not closed.
  const retryAt = nextOpening(facts.now, facts.zones, own) ?? facts.now + DAY;
  return shut(verdict.which === 'legal' ? 'hours-legal' : 'hours-campaign', retryAt, hoursFacts(verdict, own));
}

function hoursFacts(verdict: Exclude<HoursVerdict, { open: true }>, own: CallingHours): Finding['facts'] {
  const where = { zone: verdict.zone ?? '', localMinute: verdict.localMinute ?? -1 };
  if (verdict.which === 'legal') return { ...where, ...own.legal };
  const day = verdict.day ?? 0;
  const weekday = own.days?.get(day) ?? ((((day + 3) % 7) + 7) % 7) + 1;
  const windows = (own.campaign[String(weekday)] ?? []).map(({ from, to }) => `${clock(from)}-${clock(to)}`);
  return { ...where, windows: windows.join(' ') || '-', ...(weekday === 0 ? { day: 'holiday' } : {}) };
}

function region(facts: GateFacts, plan: GatePlan): Finding | undefined {
  const { country, region: own } = facts.place;
  const blocked = gateRules(plan.gate).blockRegions.find((name) => name === country || isIn(own, name));
  return blocked === undefined ? undefined : shut('region-blocked', facts.now + SETTING_RETRY, { region: blocked });
}

function doNotCall(facts: GateFacts): Finding | undefined {
  if (facts.doNotCall === undefined) return undefined;
  return shut('do-not-call', undefined, { scope: facts.doNotCall.scope, reason: facts.doNotCall.reason });
}

function inFlight(facts: GateFacts): Finding | undefined {
  return facts.inFlight ? shut('in-flight', facts.now + IN_FLIGHT_RETRY) : undefined;
}

function frequency(facts: GateFacts, plan: GatePlan): Finding | undefined {
  const { windows } = plan.frequency;
  const freeAt = frequencyFreeAt(facts.chargedAt, windows, facts.now, facts.zones);
  if (freeAt === undefined) return undefined;
  const over = windows.find(
    (window) => frequencyFreeAt(facts.chargedAt, [window], facts.now, facts.zones) !== undefined,
  );
  const rule = { max: over?.max ?? 0, windowMinutes: Math.round((over?.windowMs ?? 0) / MINUTE) };
  return shut('frequency', freeAt, { charged: facts.chargedAt.length, ...rule });
}

function abandonedLock(facts: GateFacts, _plan: GatePlan, stage: GateStage): Finding | undefined {
  const until = facts.abandonedLockUntil;
  if (until === undefined || until <= facts.now) return undefined;
  // Where the regime locks automated calls only: an agent who is reserved already may call.
  const isFor = stage === 'manual' || facts.forAgent !== undefined;
  return isFor && facts.lockLiftedBy === 'agent-reserved' ? undefined : shut('abandoned-lock', until, { until });
}

function state(facts: GateFacts, _plan: GatePlan, stage: GateStage): Finding | undefined {
  if (stage === 'manual' && facts.contact.state !== 'dialing') return undefined;
  const wanted = stage === 'queue' ? 'open' : 'queued';
  if (facts.contact.state === wanted) return undefined;
  if (facts.contact.state === 'closed') return shut('contact-closed', undefined);
  if (facts.contact.state === 'dialing') return shut('contact-dialing', facts.now + IN_FLIGHT_RETRY);
  return shut('contact-not-queued', facts.now, { state: facts.contact.state });
}

function list(facts: GateFacts): Finding | undefined {
  if (facts.customer.deleted) return shut('customer-deleted', undefined);
  return facts.list.active ? undefined : shut('list-inactive', facts.now + SETTING_RETRY);
}

function owner({ now, customer: { protectedBy }, forAgent }: GateFacts): Finding | undefined {
  return protectedBy === undefined || protectedBy === forAgent ? undefined : shut('protected', now + SETTING_RETRY);
}

function due(facts: GateFacts, _plan: GatePlan, stage: GateStage): Finding | undefined {
  const { dueAt } = facts.contact;
  return stage === 'manual' || dueAt <= facts.now ? undefined : shut('not-due', dueAt, { dueAt });
}

function attemptsDay(facts: GateFacts, plan: GatePlan): Finding | undefined {
  const { attemptsToday } = facts.contact;
  if (attemptsToday < plan.maxAttemptsPerDay) return undefined;
  const tomorrow = facts.zones.map((zone) => startOfDay(facts.now, zone, 1) ?? facts.now + DAY);
  return shut('attempts-day', Math.max(facts.now, ...tomorrow), { attemptsToday, most: plan.maxAttemptsPerDay });
}

function attemptsInPart(facts: GateFacts, plan: GatePlan): Finding | undefined {
  const most = gateRules(plan.gate).partOfDay;
  const made = facts.contact.attemptsInPart;
  if (most === undefined || made < most) return undefined;
  const next = facts.zones.map((zone) => {
    const local = wallClock(facts.now, zone);
    return local === undefined ? facts.now + DAY : facts.now + (partOf(local.minute).to - local.minute) * MINUTE;
  });
  return shut('attempts-day-part', Math.max(facts.now, ...next), { made, most });
}

/** An agent who calls by hand answers for it himself; his call is in the audit and the record. */
function consent(facts: GateFacts, plan: GatePlan, stage: GateStage): Finding | undefined {
  if (stage === 'manual' || facts.consent || !gateRules(plan.gate).consent) return undefined;
  return shut('consent', facts.now + SETTING_RETRY);
}

function attempts(facts: GateFacts, plan: GatePlan, stage: GateStage): Finding | undefined {
  if (stage === 'manual') return undefined;
  const { attempts: made } = facts.contact;
  return made < plan.maxAttempts ? undefined : shut('attempts-total', undefined, { made, most: plan.maxAttempts });
}

/**
 * When the number is free again under every window, or undefined when it is free now. A rolling window of `windowMs`
 * holds the charges later than now − windowMs; one made exactly `windowMs` ago has fallen out. A calendar day is the
 * callee's: of several candidate zones the one whose day began first, and free when the last of them has a new day.
 */
export function frequencyFreeAt(
  chargedAt: readonly number[],
  windows: FrequencyRule['windows'],
  now: number,
  zones: readonly string[] = [],
): number | undefined {
  const newestFirst = [...chargedAt].sort((a, b) => b - a);
  let freeAt: number | undefined;
  for (const { max, windowMs, calendarDay } of windows) {
    // A cap of nonsense or 0 lets nobody through; looked at again when a whole window has passed.
    const capped = max >= 1 ? newestFirst[Math.floor(max) - 1] : now;
    if (capped === undefined) continue;
    const free = calendarDay === true && max >= 1 ? dayAfter(capped, now, zones) : capped + windowMs;
    if (free > now) freeAt = Math.max(freeAt ?? 0, free);
  }
  return freeAt;
}

/** The end of the calendar day, if the charge was made in it. */
function dayAfter(chargedAt: number, now: number, zones: readonly string[]): number {
  const begins = zones.map((zone) => startOfDay(now, zone) ?? now - DAY);
  if (chargedAt < Math.min(now, ...begins)) return now;
  return Math.max(now + 1, ...zones.map((zone) => startOfDay(now, zone, 1) ?? now + DAY));
}

function shut(code: RefusalCode, retryAt: number | undefined, facts: Finding['facts'] = {}): Finding {
  return { code, retryAt, facts };
}
