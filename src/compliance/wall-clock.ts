/**
 * The wall clock of a time zone, fast enough for every contact of every tick. Intl.DateTimeFormat is asked twice per
 * zone and day of UTC; only on a day whose ends differ is it asked per quarter of an hour, because every change of
 * offset since 1972 falls on such a quarter.
 */
const QUARTER = 15 * 60_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Offsets remembered per zone; a look-ahead of eight days takes 9, and 96 for each day of a change. */
const MOST_OFFSETS = 4096;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone | undefined>();

/** A place's local time. `minute` of the day 0…1439, ISO `weekday` 1 (Monday)…7, `day` counted from 1970-01-01. */
export interface WallClock {
  minute: number;
  weekday: number;
  day: number;
}

/** Local time in `zone` (IANA name) at `at` (ms), or undefined when there is no such zone. */
export function wallClock(at: number, zone: string): WallClock | undefined {
  const offset = offsetMs(at, zone);
  if (offset === undefined) return undefined;
  const local = at + offset;
  const day = Math.floor(local / DAY);
  return { day, minute: Math.floor((local - day * DAY) / MINUTE), weekday: ((((day + 3) % 7) + 7) % 7) + 1 };
}

/**
 * First instant of the local day that `at` belongs to, moved by `days` (1 = the next day); undefined for an unknown
 * zone. Where midnight does not exist (daylight saving begins at 00:00) it is the first instant of that date.
 */
export function startOfDay(at: number, zone: string, days = 0): number | undefined {
  const offset = offsetMs(at, zone);
  if (offset === undefined) return undefined;
  const day = Math.floor((at + offset) / DAY) + days;
  const localDay = (t: number): number => Math.floor((t + (offsetMs(t, zone) ?? 0)) / DAY);
  let start = day * DAY - offset;
  while (localDay(start) >= day) start -= QUARTER;
  while (localDay(start) < day) start += QUARTER;
  return start;
}

/** Until when the offset of this zone is certain to stay as it is at `at`: the end of the day of UTC, or of its quarter. */
export function offsetCertainUntil(at: number, name: string): number {
  const zone = zoneOf(name);
  const dayStart = Math.floor(at / DAY) * DAY;
  if (zone !== undefined && asked(zone, dayStart) === asked(zone, dayStart + DAY)) return dayStart + DAY;
  return (Math.floor(at / QUARTER) + 1) * QUARTER;
}

function offsetMs(at: number, name: string): number | undefined {
  if (!Number.isFinite(at)) return undefined;
  const zone = zoneOf(name);
  if (zone === undefined) return undefined;
  const dayStart = Math.floor(at / DAY) * DAY;
  const atStart = asked(zone, dayStart);
  if (atStart === asked(zone, dayStart + DAY)) return atStart;
  return asked(zone, Math.floor(at / QUARTER) * QUARTER);
}

function asked(zone: Zone, at: number): number {
  const known = zone.offsets.get(at);
  if (known !== undefined) return known;
  const offset = askIntl(zone.format, at);
  if (zone.offsets.size >= MOST_OFFSETS) zone.offsets.clear();
  zone.offsets.set(at, offset);
  return offset;
}

function zoneOf(name: string): Zone | undefined {
  if (zones.has(name)) return zones.get(name);
  const zone = makeZone(name);
  // Names come from data: a flood of nonsense must not grow the cache for ever.
  if (zones.size < 1000) zones.set(name, zone);
  return zone;
}

function makeZone(timeZone: string): Zone | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return { format, offsets: new Map() };
  } catch {
    return undefined;
  }
}

function askIntl(format: Intl.DateTimeFormat, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}
