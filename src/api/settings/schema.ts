import { Type } from 'typebox';
import { closed, orNull, text } from '../schemas.ts';

/** One time zone a floor (RULES.md "Figures"). */
export const FloorSettings = closed({
  timeZone: text(64),
  /** RULES.md "Call-backs": an only-me call-back overdue by this goes to the squad. */
  callBackOverdueMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_440 })),
  /** The same: caps on one agent's open ones and on days ahead; when one that was not reached has expired. */
  callBackMostOpen: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  callBackMostDaysAhead: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  callBackExpireDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  /** RULES.md "Export": more rows wait for another person's approval. */
  exportRowCap: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
});
const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$', description: 'YYYY-MM-DD' });
const Minute = Type.Integer({ minimum: 0, maximum: 1_440 });

/** Holidays and make-up workdays; `standsFor`: the ISO weekday whose windows hold. */
const Calendar = closed({
  holidays: Type.Array(Day, { maxItems: 2_000, uniqueItems: true }),
  workdays: Type.Array(closed({ day: Day, standsFor: Type.Integer({ minimum: 1, maximum: 7 }) }), { maxItems: 500 }),
});

/** 归属地 → legal hours, minutes of the day; null: no calls. */
const RegionTable = Type.Array(closed({ region: text(40), legal: orNull(closed({ from: Minute, to: Minute })) }), {
  maxItems: 500,
});

/** What the gate of every campaign reads; what is left out stays as it is. */
export const GateChange = closed(
  { calendar: Type.Optional(Calendar), regionHours: Type.Optional(RegionTable) },
  { minProperties: 1 },
);
export const GateSettings = Type.Object({ calendar: Calendar, regionHours: RegionTable });
export const Settings = Type.Object({
  timeZone: Type.String(),
  callBackOverdueMinutes: Type.Integer(),
  callBackMostOpen: Type.Integer(),
  callBackMostDaysAhead: Type.Integer(),
  callBackExpireDays: Type.Integer(),
  exportRowCap: Type.Integer(),
});
