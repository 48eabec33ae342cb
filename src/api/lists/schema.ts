import { Type } from 'typebox';
import { ShownDays } from '../campaigns/schema.ts';
import { closed, Id, orNull, PageQuery, pageOf, Time, text } from '../schemas.ts';

export const ListQuery = closed({ ...PageQuery, campaignId: Type.Optional(Id) });
export const NewListBody = closed({
  campaignId: Id,
  name: text(120),
  source: Type.Optional(text(200)),
  legalBasis: Type.Optional(text(200)),
});

export const ContactList = Type.Object({
  id: Id,
  campaignId: Id,
  name: Type.String(),
  active: Type.Boolean(),
  source: orNull(Type.String()),
  legalBasis: orNull(Type.String()),
  hours: orNull(ShownDays),
  contacts: Type.Integer(),
  createdAt: Time,
});
export const Lists = pageOf(ContactList);
