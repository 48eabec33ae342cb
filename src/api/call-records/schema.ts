import { Type } from 'typebox';
import { SEGMENT_KINDS } from '../../domain/call-segments.ts';
import { AGENT_RESULTS, SYSTEM_RESULTS } from '../../domain/results.ts';
import { closed, Id, NumberTail, oneOf, orNull, PageQuery, pageOf, Time } from '../schemas.ts';

export const RECORD_FILTER = {
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  campaignId: Type.Optional(Id),
  agentId: Type.Optional(Id),
  contactId: Type.Optional(Id),
  result: Type.Optional(oneOf(SYSTEM_RESULTS)),
  disposition: Type.Optional(oneOf(AGENT_RESULTS)),
  numberTail: Type.Optional(NumberTail),
};
export const RecordQuery = closed({ ...PageQuery, ...RECORD_FILTER });

export const CallRecord = Type.Object({
  attemptId: Id,
  groupId: Id,
  campaignId: Id,
  listId: Id,
  contactId: Id,
  customerId: orNull(Id),
  number: Type.String({ description: 'masked' }),
  trunkId: Id,
  callerIdId: orNull(Id),
  agentId: orNull(Id),
  node: Type.String(),
  mode: Type.String(),
  source: Type.String(),
  placedAt: Time,
  sentAt: orNull(Time),
  ringingAt: orNull(Time),
  answeredAt: orNull(Time),
  offeredAt: orNull(Time),
  connectedAt: orNull(Time),
  endedAt: Time,
  wrappedAt: orNull(Time),
  result: Type.String(),
  disposition: orNull(Type.String()),
  resultKey: orNull(Type.String({ description: 'the department’s own result, which counts as `disposition`' })),
  cause: orNull(Type.Integer()),
  techCause: orNull(Type.Integer()),
  endedBy: Type.String(),
  abandon: orNull(
    Type.Object({
      answeredAt: orNull(Time),
      messageStartedAt: orNull(Time),
      messagePlayedAt: orNull(Time),
      patienceMs: orNull(Type.Integer()),
      rule: orNull(Type.String()),
      writtenBy: orNull(Type.String()),
    }),
  ),
});

/** Of a single one also who talked, where that was more than one agent. */
export const CallRecordInFull = Type.Object({
  ...CallRecord.properties,
  segments: Type.Array(Type.Object({ agentId: Id, kind: oneOf(SEGMENT_KINDS), from: Time, to: orNull(Time) })),
});

export const CallRecords = pageOf(CallRecord);
