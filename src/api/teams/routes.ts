import type { FastifyInstance } from 'fastify';
import type { TeamView } from '../../domain/people.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, IdParams, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { NewTeam, Team, TeamChange, Teams } from './schema.ts';

export function teamRoutes(app: FastifyInstance, { people }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['teams'];

  routes.get(
    '/teams',
    { config: { access: 'teams.read' }, schema: { tags, response: answers(Teams) } },
    async (request) => ({ items: (await people.teams(who(request).scope)).map(shownTeam) }),
  );

  routes.post(
    '/teams',
    {
      config: { access: 'teams.write', keep: 'answer' },
      schema: { tags, body: NewTeam, response: answers(Team, 201) },
    },
    async (request, reply) => {
      const { kind, name, parentId } = request.body;
      return reply.status(201).send(shownTeam(await people.createTeam(who(request), { kind, name, parentId })));
    },
  );

  routes.patch(
    '/teams/:id',
    {
      config: { access: 'teams.write' },
      schema: { tags, params: IdParams, body: TeamChange, response: answers(Team) },
    },
    async (request) => shownTeam(await people.renameTeam(who(request), request.params.id, request.body.name)),
  );
}

export function shownTeam(team: TeamView) {
  const { parentId, prefixes } = team;
  return { ...team, parentId: nullable(parentId), prefixes: prefixes === undefined ? null : [...prefixes] };
}
