import { Type } from 'typebox';
import { SORT_TYPES } from '../../domain/contact-order.ts';
import { RESET_RESULTS } from '../../domain/list-reset.ts';
import { AGENT_RESULTS, SYSTEM_RESULTS } from '../../domain/results.ts';
import { MIN_RETRY_MS, MOST_RETRIES, MOST_RETRY_MS } from '../../domain/retry-rule.ts';
import { closed, Day, Id, oneOf, orNull, Reason, Time, text } from '../schemas.ts';

// ---------------------------------------------------------------- retry rules

const Delay = Type.Integer({ minimum: MIN_RETRY_MS, maximum: MOST_RETRY_MS, description: 'ms, at least 120 s' });
const Rule = closed({
  delayMs: Type.Optional(orNull(Delay)),
  factor: Type.Optional(
    Type.Number({ minimum: 1, maximum: 10, description: 'each further wait is so many times longer' }),
  ),
  mostMs: Type.Optional(Delay),
  attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_RETRIES })),
  number: Type.Optional(oneOf(['same', 'next'])),
});
const RESULTS = [...SYSTEM_RESULTS, ...AGENT_RESULTS];

/** By result; one that is left out is as shipped. */
export const RetryRulesBody = closed({
  rules: closed(Object.fromEntries(RESULTS.map((result) => [result, Type.Optional(Rule)]))),
});
const WholeRule = Type.Object({
  delayMs: orNull(Type.Number()),
  factor: Type.Number(),
  mostMs: Type.Number(),
  attempts: Type.Integer(),
  number: oneOf(['same', 'next']),
  own: Type.Boolean({ description: 'the campaign says it; else as shipped' }),
});
export const RetryRules = Type.Object({ rules: Type.Record(Type.String(), WholeRule) });

// ---------------------------------------------------------------- order

const By = Type.String({
  pattern: '^(name|externalId|createdAt|attempts|field:.{1,100})$',
  description: 'name, externalId, createdAt, attempts, or field:<column of the list>',
});
const Sort = closed({ by: By, type: oneOf(SORT_TYPES), descending: Type.Boolean() });
const Mix = Type.Array(closed({ listId: Id, weight: Type.Integer({ minimum: 1, maximum: 100 }) }), {
  maxItems: 100,
  description: 'lists by weight, of equal priority; a list left out weighs 1',
});
/** `keys` with kind sort, `seed` with kind random, and nothing of them else. */
export const OrderBody = closed({
  kind: oneOf(['due', 'newest', 'random', 'sort']),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  keys: Type.Optional(Type.Array(Sort, { minItems: 1, maxItems: 5 })),
  mix: Type.Optional(Mix),
});
export const Order = Type.Object({
  kind: oneOf(['due', 'newest', 'random', 'sort']),
  seed: Type.Optional(Type.Integer()),
  keys: Type.Optional(
    Type.Array(Type.Object({ by: Type.String(), type: oneOf(SORT_TYPES), descending: Type.Boolean() })),
  ),
  mix: Type.Array(Type.Object({ listId: Id, weight: Type.Integer() })),
});

// ---------------------------------------------------------------- calendar

const Days = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true });
const calendar = {
  from: orNull(Day),
  to: orNull(Day),
  days: Days,
  holidays: oneOf(['closed', 'open']),
};
export const CalendarBody = closed({ calendar: orNull(closed(calendar)) });
export const Calendar = Type.Object({ calendar: orNull(Type.Object(calendar)) });

// ---------------------------------------------------------------- lists

const Results = Type.Array(oneOf(RESET_RESULTS), { minItems: 1, maxItems: 40, uniqueItems: true });
export const ListChange = closed({ active: Type.Boolean() });
export const ResetBody = closed({ results: Results, reason: Reason });
export const Reset = Type.Object({
  id: Id,
  listId: Id,
  results: Type.Array(Type.String()),
  reason: orNull(text(200, 0)),
  askedBy: orNull(Id),
  askedAt: Time,
  scheduledFor: orNull(Time),
  state: oneOf(['queued', 'running', 'done']),
  opened: Type.Integer(),
  endedAt: orNull(Time),
});
export const Resets = Type.Object({ items: Type.Array(Reset) });

const schedule = {
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
  at: Type.Integer({ minimum: 0, maximum: 1_439, description: "minute of the floor's day" }),
  results: Results,
};
export const ScheduleBody = closed({ schedule: orNull(closed(schedule)) });
export const Schedule = Type.Object({
  schedule: orNull(Type.Object({ ...schedule, results: Type.Array(Type.String()) })),
});
