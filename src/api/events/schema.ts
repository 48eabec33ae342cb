import { Type } from 'typebox';
import { LAST_CONTACTS } from '../../domain/screen-pop.ts';
import { Id, orNull, Time } from '../schemas.ts';

const Text = Type.String();

/** The screen pop: body of GET /agents/me/screen-pop and `data` of the frame `call.offer`; at most 8 KB. */
export const Pop = Type.Object({
  call: Type.Object({
    attemptId: Id,
    campaignId: Id,
    campaignName: Text,
    mode: Text,
    answeredAt: orNull(Time),
    connectedAt: orNull(Time),
  }),
  contact: Type.Object({
    id: Id,
    fields: Type.Record(Text, Text, { description: 'own columns, each cut at 200 characters' }),
    fieldsLeftOut: Type.Integer({ description: 'columns that did not fit; GET /contacts/{id} has them' }),
    attempts: Type.Integer(),
  }),
  customer: Type.Object({
    id: orNull(Id),
    name: orNull(Text),
    number: Type.String({ description: 'masked' }),
    region: orNull(Text),
    carrier: orNull(Text),
    level: orNull(Text),
  }),
  lastContacts: Type.Array(
    Type.Object({
      at: Time,
      result: Text,
      disposition: orNull(Text),
      agentName: orNull(Text),
      talkSeconds: Type.Integer(),
      note: orNull(Type.String({ description: 'cut at 200 characters; null until agents can write notes' })),
    }),
    { maxItems: LAST_CONTACTS, description: 'newest first' },
  ),
  tasks: Type.Array(Type.Object({}), { maxItems: 0, description: 'always empty: there are no tasks yet' }),
  opportunities: Type.Array(Type.Object({}), { maxItems: 0, description: 'always empty: there are none yet' }),
  script: Type.Null({ description: 'always null: there are no scripts yet' }),
  results: Type.Array(
    Type.Object({
      key: Text,
      nameZh: Text,
      nameEn: Text,
      hotKey: Type.String({ description: 'a digit; empty: none' }),
      needs: Type.Array(Type.String({ description: 'a field of POST /calls/{id}/disposition' })),
    }),
  ),
});

export const NoPop = Type.Null({ description: 'no call, preview or wrap-up' });
