import { Type } from 'typebox';
import { PERMISSIONS, SCOPE_KINDS } from '../../domain/roles.ts';
import { closed, oneOf, text } from '../schemas.ts';

export const NewRole = closed({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$', description: '2 to 40 lower-case letters, digits or -' }),
  name: text(80),
  scope: oneOf(SCOPE_KINDS),
  permissions: Type.Array(oneOf(PERMISSIONS), { maxItems: PERMISSIONS.length, uniqueItems: true }),
});

export const Role = Type.Object({
  key: Type.String(),
  name: Type.String(),
  scope: oneOf(SCOPE_KINDS),
  permissions: Type.Array(Type.String()),
  builtIn: Type.Boolean(),
});

export const Roles = Type.Object({ items: Type.Array(Role), permissions: Type.Array(Type.String()) });
