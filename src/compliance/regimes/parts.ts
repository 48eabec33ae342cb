import type { AbandonRule, HoursRule, Span } from './types.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const span = (from: number, to: number): Span => ({ from: from * 60, to: to * 60 });

export const weekdays = (...spans: Span[]): HoursRule['days'] => ({ 1: spans, 2: spans, 3: spans, 4: spans, 5: spans });

export const everyDay = (...spans: Span[]): HoursRule['days'] => ({ ...weekdays(...spans), 6: spans, 7: spans });

/** What most rules have in common; each regime says what differs. */
export const COMMON: Omit<AbandonRule, 'limit' | 'periods'> = {
  aim: undefined,
  scope: 'campaign',
  denominator: 'live',
  law: true,
  deadlineMs: 2 * SECOND,
  deadlineFrom: 'greeting-end',
  ringMinimumMs: undefined,
  message: [],
  lockOut: undefined,
  detectionErrorsCount: false,
};
