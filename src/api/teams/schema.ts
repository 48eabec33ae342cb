import { Type } from 'typebox';
import { closed, Id, oneOf, orNull, text } from '../schemas.ts';

const TEAM_KINDS = ['department', 'squad'] as const;

export const NewTeam = closed({ kind: oneOf(TEAM_KINDS), name: text(80), parentId: Type.Optional(Id) });
export const TeamChange = closed({ name: text(80) });
export const Team = Type.Object({
  id: Id,
  kind: oneOf(TEAM_KINDS),
  name: Type.String(),
  parentId: orNull(Id),
  prefixes: orNull(Type.Array(Type.String(), { description: 'of a department; null: as shipped' })),
});
export const Teams = Type.Object({ items: Type.Array(Team) });
