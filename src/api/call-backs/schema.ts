import { Type } from 'typebox';
import { CALL_BACK_STATES } from '../../domain/call-back.ts';
import { CALL_BACK_FOR } from '../../domain/results.ts';
import { closed, Id, oneOf, orNull, PageQuery, pageOf, Reason, Time } from '../schemas.ts';

export const CallBackQuery = closed({
  ...PageQuery,
  state: Type.Optional(oneOf(CALL_BACK_STATES)),
  agentId: Type.Optional(Id),
  campaignId: Type.Optional(Id),
});
export const Reschedule = closed({ dueAt: Time });
export const Cancel = closed({ reason: Reason });
/** To one agent, to a squad, or to anyone of the campaign's group. */
export const HandOver = closed({
  for: oneOf(CALL_BACK_FOR),
  agentId: Type.Optional(Id),
  squadId: Type.Optional(Id),
});

export const CallBack = Type.Object({
  id: Id,
  contactId: Id,
  campaignId: Id,
  departmentId: Id,
  madeBy: orNull(Id),
  for: oneOf(CALL_BACK_FOR),
  agentId: orNull(Id),
  squadId: orNull(Id),
  dueAt: Time,
  createdAt: Time,
  state: oneOf(CALL_BACK_STATES),
  endedAt: orNull(Time),
  number: Type.String({ description: 'masked' }),
  name: orNull(Type.String()),
});
export const CallBacks = pageOf(CallBack);
