/**
 * The days on which a campaign dials (活动日历): it goes to work and rests by itself, on the floor's own days. Hours within a
 * day are the calling hours' (compliance/hours.ts).
 */
export interface CampaignCalendar {
  /** First and last day, YYYY-MM-DD, both included; null: open on that side. */
  from: string | null;
  to: string | null;
  /** ISO weekdays 1…7. */
  days: readonly number[];
  /** On public holidays; a make-up workday (调休) is dialed on whatever its weekday is. */
  holidays: 'closed' | 'open';
}

/** A day on the floor. `kind`: what the calendar of holidays says of it, if it says anything. */
export interface FloorDay {
  /** YYYY-MM-DD. */
  date: string;
  /** ISO weekday 1…7. */
  weekday: number;
  kind: 'holiday' | 'workday' | undefined;
}

export function isCalendarOpen(calendar: CampaignCalendar | undefined, day: FloorDay): boolean {
  if (calendar === undefined) return true;
  // Dates of one form compare as text.
  if (calendar.from !== null && day.date < calendar.from) return false;
  if (calendar.to !== null && day.date > calendar.to) return false;
  if (calendar.holidays === 'closed') {
    if (day.kind === 'holiday') return false;
    if (day.kind === 'workday') return true;
  }
  return calendar.days.includes(day.weekday);
}
