import { Type } from 'typebox';
import { PERMISSIONS } from '../../domain/roles.ts';
import { closed, Id, oneOf, orNull, Time, text } from '../schemas.ts';

export const NewToken = closed({
  name: text(80),
  permissions: Type.Array(oneOf(PERMISSIONS), { minItems: 1, maxItems: PERMISSIONS.length, uniqueItems: true }),
  expiresAt: Type.Optional(Time),
});

export const Token = Type.Object({
  id: Id,
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  createdAt: Time,
  expiresAt: orNull(Time),
  revokedAt: orNull(Time),
});

export const Tokens = Type.Object({ items: Type.Array(Token) });
/** The token itself is shown here and never again. */
export const MadeToken = Type.Object({ ...Token.properties, token: Type.String() });
