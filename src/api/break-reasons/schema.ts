import { Type } from 'typebox';
import { closed, orNull } from '../schemas.ts';

export const KeyParams = closed({ key: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }) });

export const BreakReason = Type.Object({
  key: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  /** 'not-ready' 示忙 or 'break' 小休. */
  kind: Type.String(),
  minutes: orNull(Type.Integer()),
  mostAtOnce: orNull(Type.Integer()),
});
export const BreakReasons = Type.Object({ items: Type.Array(BreakReason) });

/** null: without a limit. */
export const BreakReasonChange = closed(
  {
    minutes: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 480 }))),
    mostAtOnce: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 10_000 }))),
  },
  { minProperties: 1 },
);
