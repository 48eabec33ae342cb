import { Type } from 'typebox';
import { Prefixes, WeekWindows } from '../campaigns/schema.ts';
import { closed, orNull, text } from '../schemas.ts';

export const PrefixBody = closed({ prefixes: orNull(Prefixes) });
export const HoursBody = closed({ hours: orNull(WeekWindows) });
export const ZonesBody = closed({
  zones: orNull(Type.Array(text(64), { minItems: 1, maxItems: 10, uniqueItems: true })),
});
