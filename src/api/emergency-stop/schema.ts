import { Type } from 'typebox';
import { closed, Id, orNull, Reason, Time } from '../schemas.ts';

/** Without a trunk everything stops. */
export const StopBody = closed({ trunkId: Type.Optional(Id), reason: Reason });
/** `id` of one stop; without it all are lifted. */
export const LiftBody = closed({ id: Type.Optional(Id), reason: Reason });

export const Stop = Type.Object({
  id: Id,
  trunkId: orNull(Id),
  reason: Type.String(),
  stoppedBy: orNull(Id),
  stoppedAt: Time,
});
export const Stops = Type.Object({ items: Type.Array(Stop) });
export const Lifted = Type.Object({ lifted: Type.Integer() });
