import { Type } from 'typebox';
import { closed, Id, orNull, PageQuery, pageOf, Time } from '../schemas.ts';

export const AuditQuery = closed({
  ...PageQuery,
  action: Type.Optional(
    Type.String({ pattern: '^[a-z][a-z.-]{0,63}$', description: 'a deed as the audit names it, e.g. campaign.change' }),
  ),
  subjectId: Type.Optional(Id),
});

export const AuditRow = Type.Object({
  seq: Type.Integer(),
  at: Time,
  actorId: orNull(Id),
  action: Type.String(),
  subjectKind: Type.String(),
  subjectId: orNull(Type.String()),
  departmentId: orNull(Id),
  reason: orNull(Type.String()),
  details: Type.Record(Type.String(), Type.Unknown()),
  hash: Type.String(),
});
export const AuditRows = pageOf(AuditRow);

export const Verdict = Type.Object({
  whole: Type.Boolean(),
  rows: Type.Integer(),
  faults: Type.Array(Type.Object({ seq: Type.Integer(), why: Type.String() })),
});
