import { describe, expect, it } from 'vitest';
import { checkHours, nextOpening } from '../../src/compliance/hours.ts';
import { CN_HOURS, ROUND_THE_CLOCK } from '../../src/compliance/presets.ts';
import { startOfDay, wallClock } from '../../src/compliance/wall-clock.ts';
import type { CallingHours } from '../../src/dialer/ports.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());
const CN = ['Asia/Shanghai'];
const NY = ['America/New_York'];
const everyDay = (windows: { from: number; to: number }[]): CallingHours['campaign'] =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, windows]));
const legalOnly = (from: number, to: number): CallingHours => ({
  legal: { from, to },
  campaign: everyDay([{ from: 0, to: 1440 }]),
});

describe('wall clock', () => {
  it.each([
    ['2026-01-05T00:00:00Z', 'Asia/Shanghai', 480, 1],
    ['2026-01-04T15:59:59Z', 'Asia/Shanghai', 1439, 7],
    ['2026-03-08T06:59:00Z', 'America/New_York', 119, 7],
    ['2026-03-08T07:00:00Z', 'America/New_York', 180, 7],
    ['2026-11-01T05:59:00Z', 'America/New_York', 119, 7],
    ['2026-11-01T06:00:00Z', 'America/New_York', 60, 7],
    ['2026-06-01T00:00:00Z', 'Asia/Kathmandu', 345, 1],
    // Lord Howe moves by half an hour, at 15:00 or 15:30 UTC.
    ['2026-04-04T14:59:00Z', 'Australia/Lord_Howe', 119, 7],
    ['2026-04-04T15:00:00Z', 'Australia/Lord_Howe', 90, 7],
  ])('%s in %s is minute %d of weekday %d', (instant, zone, minute, weekday) => {
    expect(wallClock(at(instant), zone)).toMatchObject({ minute, weekday });
  });

  it('knows no zone that does not exist', () => {
    expect(wallClock(at('2026-01-05T00:00:00Z'), 'Etc/Invalid')).toBeUndefined();
    expect(startOfDay(at('2026-01-05T00:00:00Z'), '')).toBeUndefined();
  });

  it.each([
    ['2026-01-05T03:00:00Z', 'Asia/Shanghai', 0, '2026-01-04T16:00:00.000Z'],
    ['2026-01-05T03:00:00Z', 'Asia/Shanghai', 1, '2026-01-05T16:00:00.000Z'],
    ['2026-03-08T20:00:00Z', 'America/New_York', 0, '2026-03-08T05:00:00.000Z'],
    ['2026-03-08T20:00:00Z', 'America/New_York', 1, '2026-03-09T04:00:00.000Z'],
    ['2026-11-01T20:00:00Z', 'America/New_York', 1, '2026-11-02T05:00:00.000Z'],
    // Cairo's summer begins at midnight: Friday 2026-04-24 starts at 01:00 local.
    ['2026-04-24T10:00:00Z', 'Africa/Cairo', 0, '2026-04-23T22:00:00.000Z'],
  ])('the day of %s in %s, %d days on, starts at %s', (instant, zone, days, start) => {
    expect(iso(startOfDay(at(instant), zone, days))).toBe(start);
  });
});

describe('calling hours', () => {
  it.each([
    ['2026-01-05T00:59:59Z', false],
    ['2026-01-05T01:00:00Z', true],
    ['2026-01-05T03:59:59Z', true],
    ['2026-01-05T04:00:00Z', false],
    ['2026-01-05T05:30:00Z', true],
    ['2026-01-05T11:59:59Z', true],
    ['2026-01-05T12:00:00Z', false],
  ])('CN preset at %s: open %s', (instant, open) => {
    expect(checkHours(at(instant), CN, CN_HOURS).open).toBe(open);
  });

  it.each([
    ['2026-01-05T00:30:00Z', 'campaign'],
    ['2026-01-05T12:59:00Z', 'campaign'],
    ['2026-01-05T13:00:00Z', 'legal'],
    ['2026-01-04T23:59:00Z', 'legal'],
  ])('at %s it is the %s window that is shut', (instant, which) => {
    expect(checkHours(at(instant), CN, CN_HOURS)).toMatchObject({ open: false, which, zone: 'Asia/Shanghai' });
  });

  it('all candidate zones must be open', () => {
    const zones = ['America/New_York', 'America/Los_Angeles'];
    const hours = legalOnly(480, 1260);
    expect(checkHours(at('2026-07-01T14:59:00Z'), zones, hours)).toMatchObject({ zone: 'America/Los_Angeles' });
    expect(checkHours(at('2026-07-01T15:00:00Z'), zones, hours).open).toBe(true);
    expect(checkHours(at('2026-07-02T00:59:00Z'), zones, hours).open).toBe(true);
    expect(checkHours(at('2026-07-02T01:00:00Z'), zones, hours)).toMatchObject({ zone: 'America/New_York' });
  });

  it('nobody is dialed where the place is not known', () => {
    for (const zones of [[], ['Etc/Invalid'], ['Asia/Shanghai', 'Etc/Invalid']])
      expect(checkHours(at('2026-01-05T02:00:00Z'), zones, ROUND_THE_CLOCK)).toMatchObject({ which: 'unknown' });
  });

  it('a window of nonsense is shut, and so is a weekday without windows', () => {
    const noon = at('2026-01-05T04:00:00Z');
    expect(checkHours(noon, CN, legalOnly(Number.NaN, 1260)).open).toBe(false);
    expect(checkHours(noon, CN, legalOnly(1260, 480)).open).toBe(false);
    expect(checkHours(noon, CN, { legal: { from: 0, to: 1440 }, campaign: { 2: [{ from: 0, to: 1440 }] } }).open).toBe(
      false,
    );
  });
});

describe('next opening', () => {
  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05T01:00:00.000Z'],
    ['2026-01-05T04:00:00Z', '2026-01-05T05:30:00.000Z'],
    ['2026-01-05T04:10:31Z', '2026-01-05T05:30:00.000Z'],
    ['2026-01-05T12:00:00Z', '2026-01-06T01:00:00.000Z'],
    ['2026-01-05T02:00:00Z', '2026-01-05T02:00:00.000Z'],
  ])('CN preset from %s: %s', (from, opening) => {
    expect(iso(nextOpening(at(from), CN, CN_HOURS))).toBe(opening);
  });

  it.each([
    // 08:00 in New York, the days before and of both changes of 2026.
    ['2026-03-07T05:00:00Z', '2026-03-07T13:00:00.000Z'],
    ['2026-03-08T05:00:00Z', '2026-03-08T12:00:00.000Z'],
    ['2026-10-31T05:00:00Z', '2026-10-31T12:00:00.000Z'],
    ['2026-11-01T05:00:00Z', '2026-11-01T13:00:00.000Z'],
  ])('08:00 in New York from %s: %s', (from, opening) => {
    expect(iso(nextOpening(at(from), NY, legalOnly(480, 1260)))).toBe(opening);
  });

  it('a start that the spring change skips opens at the change', () => {
    expect(iso(nextOpening(at('2026-03-08T06:00:00Z'), NY, legalOnly(150, 240)))).toBe('2026-03-08T07:00:00.000Z');
  });

  it('a window that the spring change skips wholly opens the next day', () => {
    expect(iso(nextOpening(at('2026-03-08T06:00:00Z'), NY, legalOnly(130, 170)))).toBe('2026-03-09T06:10:00.000Z');
  });

  it('an hour that comes twice opens twice', () => {
    const hours = legalOnly(75, 90);
    expect(iso(nextOpening(at('2026-11-01T05:20:00Z'), NY, hours))).toBe('2026-11-01T05:20:00.000Z');
    expect(iso(nextOpening(at('2026-11-01T05:30:00Z'), NY, hours))).toBe('2026-11-01T06:15:00.000Z');
  });

  it('waits for the weekday, and for the time that both coasts share', () => {
    const mondayOnly: CallingHours = { legal: { from: 480, to: 1260 }, campaign: { 1: [{ from: 545, to: 600 }] } };
    expect(iso(nextOpening(at('2026-01-05T02:00:00Z'), CN, mondayOnly))).toBe('2026-01-12T01:05:00.000Z');
    const coasts = ['America/New_York', 'America/Los_Angeles'];
    expect(iso(nextOpening(at('2026-07-01T12:00:00Z'), coasts, legalOnly(480, 1260)))).toBe('2026-07-01T15:00:00.000Z');
  });

  it('there is none where no window ever opens', () => {
    const never: CallingHours = { legal: { from: 480, to: 1260 }, campaign: {} };
    expect(nextOpening(at('2026-01-05T02:00:00Z'), CN, never)).toBeUndefined();
    const apart = ['Asia/Shanghai', 'America/New_York'];
    expect(nextOpening(at('2026-01-05T02:00:00Z'), apart, legalOnly(540, 720))).toBeUndefined();
    expect(nextOpening(at('2026-01-05T02:00:00Z'), ['Etc/Invalid'], CN_HOURS)).toBeUndefined();
  });
});
