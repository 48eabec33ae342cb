import { Type } from 'typebox';
import { closed, Id, oneOf, orNull, PageQuery, pageOf, Reason, Time } from '../schemas.ts';

export const DoNotCallQuery = closed(PageQuery);
/** Exactly one of `number`, `contactId`, `customerId` (the last two: all their numbers); forbidden everywhere unless a scope is named. */
export const NewEntry = closed({
  number: Type.Optional(
    Type.String({ minLength: 3, maxLength: 32, description: 'a phone number; without + it is a mainland one' }),
  ),
  contactId: Type.Optional(Id),
  customerId: Type.Optional(Id),
  scope: Type.Optional(oneOf(['global', 'department', 'campaign', 'list'] as const)),
  scopeId: Type.Optional(Type.Unsafe<string>({ ...Id, description: 'of the campaign or list' })),
  reason: Reason,
  expiresAt: Type.Optional(Time),
});
export const Removal = closed({ reason: Reason });

export const Entry = Type.Object({
  id: Id,
  number: orNull(Type.String({ description: 'masked; null where the number was never a customer’s' })),
  scope: Type.String(),
  reason: Type.String(),
  source: Type.String(),
  createdBy: orNull(Id),
  createdAt: Time,
  expiresAt: orNull(Time),
});
export const Entries = pageOf(Entry);
