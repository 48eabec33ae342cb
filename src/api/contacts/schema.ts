import { Type } from 'typebox';
import { REFUSAL_CODES } from '../../compliance/reasons.ts';
import { CONTACT_STATES } from '../../domain/contact.ts';
import { AGENT_RESULTS, SYSTEM_RESULTS } from '../../domain/results.ts';
import { closed, Id, NumberTail, oneOf, orNull, PageQuery, pageOf, Time } from '../schemas.ts';

export const CONTACT_FILTER = {
  campaignId: Type.Optional(Id),
  listId: Type.Optional(Id),
  state: Type.Optional(oneOf(CONTACT_STATES)),
  lastResult: Type.Optional(oneOf([...SYSTEM_RESULTS, ...AGENT_RESULTS])),
  numberTail: Type.Optional(NumberTail),
};
export const ContactQuery = closed({ ...PageQuery, ...CONTACT_FILTER });

export const Contact = Type.Object({
  id: Id,
  campaignId: Id,
  listId: Id,
  customerId: orNull(Id),
  name: orNull(Type.String()),
  number: Type.String({ description: 'masked' }),
  region: orNull(Type.String()),
  carrier: orNull(Type.String()),
  fields: Type.Record(Type.String(), Type.String()),
  zones: Type.Array(Type.String(), { description: 'where his hours are counted' }),
  ownZones: Type.Boolean({ description: 'his own, not those of his number' }),
  state: oneOf(CONTACT_STATES),
  priority: Type.Integer(),
  dueAt: Time,
  attempts: Type.Integer(),
  lastResult: orNull(Type.String()),
  lastAttemptAt: orNull(Time),
  createdAt: Time,
});

export const Contacts = pageOf(Contact);

export const ContactGates = Type.Object({
  contactId: Id,
  campaignId: Id,
  at: Time,
  reason: orNull(oneOf(REFUSAL_CODES)),
  gates: Type.Array(
    Type.Object({
      gate: Type.String(),
      open: Type.Boolean(),
      code: orNull(oneOf(REFUSAL_CODES)),
      'zh-CN': Type.String(),
      en: Type.String(),
      retryAt: orNull(Time),
      facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    }),
  ),
});
