import { Type } from 'typebox';

export const Alive = Type.Object({ status: Type.String() });
const Told = Type.Array(Type.Object({ name: Type.String(), reason: Type.String() }));
export const Ready = Type.Object({
  status: Type.String({ description: 'ready or unready' }),
  problems: Told,
  warnings: Type.Array(Told.items, { description: 'what will become a problem; the service is ready all the same' }),
});
