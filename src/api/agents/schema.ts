import { Type } from 'typebox';
import { AGENT_STATES } from '../../domain/agent.ts';
import { BreakReason } from '../break-reasons/schema.ts';
import { closed, Id, oneOf, orNull, Time } from '../schemas.ts';

export const WISHED_STATES = ['ready', 'paused', 'offline'] as const;

export const StateWish = closed({
  state: oneOf(WISHED_STATES),
  /** Key of a break reason; needed for `paused`. */
  reason: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'the key of a break reason' })),
  /** Only needed where the department has several groups. */
  groupId: Type.Optional(Id),
});

export const Accepted = Type.Object({ accepted: Type.Boolean() });

const Draft = Type.Object({
  result: Type.Optional(Type.String()),
  callBackAt: Type.Optional(Time),
  callBackFor: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
});

const Call = Type.Object({
  attemptId: Id,
  campaignId: Id,
  contactId: Id,
  customerId: orNull(Id),
  name: orNull(Type.String()),
  number: Type.String({ description: 'masked' }),
  region: orNull(Type.String()),
  fields: Type.Record(Type.String(), Type.String()),
  answeredAt: orNull(Time),
  connectedAt: orNull(Time),
  /** What he has written of it so far. */
  draft: orNull(Draft),
});

export const MyColleagues = Type.Object({
  items: Type.Array(
    Type.Object({ agentId: Id, name: Type.String(), username: Type.String(), state: oneOf(AGENT_STATES) }),
  ),
});

export const MyDay = Type.Object({
  from: Type.String({ format: 'date-time', description: 'midnight of the organisation’s zone' }),
  calls: Type.Integer({ minimum: 0, description: 'placed since then, for him or joined to him' }),
  connected: Type.Integer({ minimum: 0 }),
  talkMs: Type.Integer({ minimum: 0 }),
  wrapUpMs: Type.Integer({ minimum: 0 }),
  results: Type.Record(Type.String(), Type.Integer({ minimum: 1 }), { description: 'calls by result code' }),
});

export const MySeat = Type.Object({
  agentId: Id,
  groupId: orNull(Id),
  state: oneOf(AGENT_STATES),
  reason: orNull(Type.String()),
  since: orNull(Time),
  leaving: Type.Boolean(),
  guest: Type.Boolean({ description: 'the call in his hand is a colleague’s, who asked him in' }),
  colleague: orNull(Type.Object({ agentId: Id, name: Type.String() }, { description: 'the other agent on that call' })),
  phone: orNull(
    Type.Object(
      { sipUser: Type.String(), sipPassword: Type.String(), sipUri: Type.String(), expiresAt: Time },
      { description: 'the phone in the browser, for this sign-in; null: signed out, or a desk phone' },
    ),
  ),
  call: orNull(Call),
  wrapUp: orNull(Type.Object({ attemptId: Id, endsAt: Time, extended: Type.Boolean(), draft: orNull(Draft) })),
  preview: orNull(Type.Object({ attemptId: Id, endsAt: Time })),
  unfilled: Type.Array(
    Type.Object({
      attemptId: Id,
      campaignId: Id,
      contactId: Id,
      name: orNull(Type.String()),
      number: Type.String({ description: 'masked' }),
      placedAt: Time,
      draft: orNull(Draft),
    }),
  ),
  pause: orNull(
    Type.Object({ kind: orNull(Type.String()), endsAt: orNull(Time), overSeconds: Type.Integer({ minimum: 0 }) }),
  ),
  waiting: orNull(
    Type.Object(
      { limitedBy: Type.String({ description: 'why his group has no call more, in one word, as on the live page' }) },
      { description: 'while he is idle; null too when no engine tells the figures of his group' },
    ),
  ),
  breakReasons: Type.Array(BreakReason),
});
