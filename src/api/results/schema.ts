import { Type } from 'typebox';
import { GIVEN_RESULTS, RESULT_NEEDS } from '../../domain/result-table.ts';
import { closed, oneOf, orNull, text } from '../schemas.ts';

export const ResultKey = Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,30}$', description: 'A-Z, 0-9, _' });
const Seconds = orNull(Type.Integer({ minimum: 0, maximum: 86_400 }));

/** Short enough for a screen pop to hold all of them. */
const settings = {
  nameZh: text(20),
  nameEn: text(40),
  hotKey: orNull(Type.String({ pattern: '^[0-9]$' })),
  active: Type.Boolean(),
  needsNote: Type.Boolean({ description: 'not taken without a note' }),
  leastTalkSeconds: Seconds,
  mostTalkSeconds: Seconds,
  position: Type.Integer({ minimum: 0, maximum: 1_000 }),
};

export const NewResult = closed({
  ...Type.Partial(closed(settings)).properties,
  key: ResultKey,
  countsAs: oneOf(GIVEN_RESULTS),
  nameZh: settings.nameZh,
  nameEn: settings.nameEn,
});
export const ResultChange = closed(Type.Partial(closed(settings)).properties, { minProperties: 1 });
export const ResultParams = closed({ key: ResultKey });

const Flag = Type.Boolean();
export const CallResult = Type.Object({
  key: Type.String(),
  countsAs: oneOf(GIVEN_RESULTS),
  nameZh: Type.String(),
  nameEn: Type.String(),
  hotKey: orNull(Type.String()),
  active: Type.Boolean(),
  needs: Type.Array(oneOf(RESULT_NEEDS)),
  leastTalkSeconds: orNull(Type.Integer()),
  mostTalkSeconds: orNull(Type.Integer()),
  position: Type.Integer(),
  flags: Type.Object({
    person: Flag,
    contact: Flag,
    intent: Flag,
    sale: Flag,
    callBack: Flag,
    doNotCall: Flag,
    final: Flag,
    retry: Flag,
  }),
});
export const CallResults = Type.Object({ items: Type.Array(CallResult) });
