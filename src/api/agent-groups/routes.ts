import type { FastifyInstance } from 'fastify';
import type { AgentStateName } from '../../domain/agent.ts';
import type { GroupAgentView, GroupView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, NoContent, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { Group, GroupAgents, GroupChange, Groups, NewGroup } from './schema.ts';

export function groupRoutes(app: FastifyInstance, { groups }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['agent groups'];

  routes.get(
    '/agent-groups',
    { config: { access: 'groups.read' }, schema: { tags, response: answers(Groups) } },
    async (request) => ({ items: (await groups.list(who(request).scope)).map(shownGroup) }),
  );

  routes.get(
    '/agent-groups/:id',
    { config: { access: 'groups.read' }, schema: { tags, params: IdParams, response: answers(Group) } },
    async (request) => shownGroup(found(await groups.get(who(request).scope, request.params.id))),
  );

  routes.get(
    '/agent-groups/:id/agents',
    { config: { access: 'groups.read' }, schema: { tags, params: IdParams, response: answers(GroupAgents) } },
    async (request) => ({ items: found(await groups.agents(who(request).scope, request.params.id)).map(shownAgent) }),
  );

  routes.post(
    '/agent-groups',
    {
      config: { access: 'groups.write', keep: 'answer' },
      schema: { tags, body: NewGroup, response: answers(Group, 201) },
    },
    async (request, reply) => {
      const { key, name, node, departmentId, mode, linesPerAgent, maxLinesPerAgent } = request.body;
      const made = await groups.create(who(request), {
        key,
        name,
        node,
        departmentId,
        mode: mode ?? 'predictive',
        linesPerAgent: linesPerAgent ?? 1.5,
        maxLinesPerAgent: maxLinesPerAgent ?? 8,
      });
      return reply.status(201).send(shownGroup(made));
    },
  );

  routes.patch(
    '/agent-groups/:id',
    {
      config: { access: 'groups.write' },
      schema: { tags, params: IdParams, body: GroupChange, response: answers(Group) },
    },
    async (request) => shownGroup(await groups.change(who(request), request.params.id, request.body)),
  );

  routes.delete(
    '/agent-groups/:id',
    { config: { access: 'groups.write' }, schema: { tags, params: IdParams, response: NoContent } },
    async (request, reply) => {
      await groups.remove(who(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function shownAgent(agent: GroupAgentView) {
  const { squadId, reason, since } = agent;
  return {
    ...agent,
    state: agent.state as AgentStateName,
    squadId: nullable(squadId),
    reason: nullable(reason),
    since: iso(since),
  };
}

function shownGroup(group: GroupView) {
  return { ...group, createdAt: iso(group.createdAt) };
}
