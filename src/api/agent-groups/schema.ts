import { Type } from 'typebox';
import { AGENT_STATES } from '../../domain/agent.ts';
import { DIAL_MODES } from '../../domain/office.ts';
import { closed, Id, oneOf, orNull, Time, text } from '../schemas.ts';

const Lines = Type.Number({ minimum: 1, maximum: 20 });
const MostLines = Type.Number({ minimum: 1, maximum: 40 });
const Node = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
  description: 'the name of a node in ARI_NODES',
});
/** Stands in channel names and in the ARI application. */
export const Key = Type.String({ pattern: '^[a-z0-9]{1,16}$', description: '1 to 16 lower-case letters or digits' });

export const NewGroup = closed({
  key: Key,
  name: text(80),
  node: Node,
  departmentId: Type.Optional(Id),
  mode: Type.Optional(oneOf(DIAL_MODES)),
  linesPerAgent: Type.Optional(Lines),
  maxLinesPerAgent: Type.Optional(MostLines),
});

export const GroupChange = closed(
  {
    name: Type.Optional(text(80)),
    node: Type.Optional(Node),
    mode: Type.Optional(oneOf(DIAL_MODES)),
    linesPerAgent: Type.Optional(Lines),
    maxLinesPerAgent: Type.Optional(MostLines),
  },
  { minProperties: 1 },
);

export const Group = Type.Object({
  id: Id,
  key: Type.String(),
  name: Type.String(),
  departmentId: Id,
  node: Type.String(),
  mode: oneOf(DIAL_MODES),
  linesPerAgent: Type.Number(),
  maxLinesPerAgent: Type.Number(),
  createdAt: Time,
});

/** Who has his seat in the group. */
export const GroupAgents = Type.Object({
  items: Type.Array(
    Type.Object({
      agentId: Id,
      name: Type.String(),
      username: Type.String({ description: '工号' }),
      squadId: orNull(Id),
      state: oneOf(AGENT_STATES),
      reason: orNull(Type.String()),
      since: Time,
      leaving: Type.Boolean({ description: 'will pause or sign out after this call' }),
    }),
  ),
});

export const Groups = Type.Object({ items: Type.Array(Group) });
