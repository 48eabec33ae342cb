/** Public holidays and make-up workdays (节假日与调休) of the mainland as data, and the table of hours by region. */
import type { DayCalendar, RegionHours } from '../dialer/ports.ts';

const DAY = 86_400_000;

/**
 * The State Council's schedule for 2026 (国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04). A year that is not here has
 * no holidays: the next schedule comes each November and is put in by the setting `gate.calendar`.
 */
export const CN_CALENDAR: DayCalendar = {
  holidays: [
    ...days('2026-01-01', 3),
    ...days('2026-02-15', 9),
    ...days('2026-04-04', 3),
    ...days('2026-05-01', 5),
    ...days('2026-06-19', 3),
    ...days('2026-09-25', 3),
    ...days('2026-10-01', 7),
  ],
  // A make-up workday goes by the windows of an ordinary one, Monday's: the notice names the days, not whom they stand for.
  workdays: Object.fromEntries(
    ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map((day) => [day, 1]),
  ),
};

/** RULES.md "Frequency": shipped for 新疆 and 西藏, off until a campaign turns it on. */
export const REGION_HOURS: readonly RegionHours[] = [
  { region: '新疆', legal: { from: 600, to: 1260 } },
  { region: '西藏', legal: { from: 600, to: 1260 } },
];

/** Days counted from 1970-01-01 → 0 (closed) or the ISO weekday whose windows hold. Nonsense is left out by the doors. */
export function specialDays(calendar: DayCalendar): ReadonlyMap<number, number> {
  return new Map([
    ...calendar.holidays.map((day): [number, number] => [dayNumber(day), 0]),
    ...Object.entries(calendar.workdays).map(([day, weekday]): [number, number] => [dayNumber(day), weekday]),
  ]);
}

function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);
}

function days(first: string, count: number): string[] {
  const from = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10));
}
