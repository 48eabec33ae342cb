/**
 * Calling hours (可呼时段) at the callee's place: the legal window and the campaign's own windows, over every zone that
 * the number may be in. All of them must be open (RULES.md "Frequency", LIBRARIES.md "time zones").
 */
import type { CallingHours } from '../dialer/ports.ts';
import { offsetCertainUntil, type WallClock, wallClock } from './wall-clock.ts';

const MINUTE = 60_000;
/** A week's pattern behind the longest holidays (nine days), and a day more for changes of the clock. */
const LOOK_AHEAD = 18 * 24 * 60 * MINUTE;
/** How long "it never opens", the dearest answer to find, is believed. */
const NEVER_TRUSTED = 60 * MINUTE;

export type HoursVerdict =
  | { open: true }
  /** `unknown`: no zone, or one that does not exist: nobody may be dialed where the time is not known. */
  | {
      open: false;
      which: 'unknown' | 'legal' | 'campaign';
      zone: string | undefined;
      localMinute: number | undefined;
      /** Counted from 1970-01-01, there. */
      day?: number;
    };

/** Whether every zone is open at `at`. The legal window is judged first, over all zones, then the campaign's. */
export function checkHours(at: number, zones: readonly string[], hours: CallingHours): HoursVerdict {
  if (zones.length === 0) return { open: false, which: 'unknown', zone: undefined, localMinute: undefined };
  for (const zone of zones) {
    const local = wallClock(at, zone);
    if (local === undefined) return { open: false, which: 'unknown', zone, localMinute: undefined };
    if (!within(local.minute, hours.legal))
      return { open: false, which: 'legal', zone, localMinute: local.minute, day: local.day };
  }
  for (const zone of zones) {
    const local = wallClock(at, zone);
    if (local === undefined || !campaignOpen(local, hours))
      return { open: false, which: 'campaign', zone, localMinute: local?.minute, day: local?.day ?? 0 };
  }
  return { open: true };
}

const openings = new WeakMap<CallingHours, Map<string, { from: number; next: number | undefined }>>();

/**
 * The first minute at or after `from` in which all zones are open; undefined when there is none within eighteen days (an
 * empty set of windows, zones that never overlap, an unknown zone).
 */
export function nextOpening(from: number, zones: readonly string[], hours: CallingHours): number | undefined {
  const known = openings.get(hours) ?? new Map<string, { from: number; next: number | undefined }>();
  openings.set(hours, known);
  const key = zones.join(' ');
  const last = known.get(key);
  // Searched from an earlier moment of the same closed time: the answer is the same.
  if (last !== undefined && last.from <= from && from <= (last.next ?? last.from + NEVER_TRUSTED)) return last.next;
  const next = search(from, zones, hours);
  if (known.size > 500) known.clear();
  known.set(key, { from, next });
  return next;
}

function search(from: number, zones: readonly string[], hours: CallingHours): number | undefined {
  let at = from;
  while (at <= from + LOOK_AHEAD) {
    const verdict = checkHours(at, zones, hours);
    if (verdict.open) return at;
    if (verdict.zone === undefined || verdict.localMinute === undefined) return undefined;
    at = nextMomentToLook(at, verdict.zone, verdict.localMinute, hours);
  }
  return undefined;
}

/** The next window start of the closed zone, unless its clock may change before: then that moment. */
function nextMomentToLook(at: number, zone: string, localMinute: number, hours: CallingHours): number {
  const starts = [hours.legal.from, ...Object.values(hours.campaign).flatMap((day) => day.map((w) => w.from)), 24 * 60];
  const nextStart = Math.min(...starts.filter((start) => start > localMinute), 24 * 60);
  const wholeMinute = Math.floor(at / MINUTE) * MINUTE;
  return Math.min(
    offsetCertainUntil(at, zone),
    wholeMinute + Math.max(1, Math.floor(nextStart - localMinute)) * MINUTE,
  );
}

function campaignOpen(local: WallClock, hours: CallingHours): boolean {
  const windows = hours.campaign[String(hours.days?.get(local.day) ?? local.weekday)] ?? [];
  return windows.some((window) => within(local.minute, window));
}

/** `to` is exclusive. A window of nonsense (NaN, from after to) is never open: it fails closed. */
function within(minute: number, window: { from: number; to: number }): boolean {
  return minute >= window.from && minute < window.to;
}
