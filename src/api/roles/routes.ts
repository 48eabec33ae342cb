import type { FastifyInstance } from 'fastify';
import type { RoleView } from '../../domain/people.ts';
import { PERMISSIONS } from '../../domain/roles.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers } from '../schemas.ts';
import { typed } from '../typed.ts';
import { NewRole, Role, Roles } from './schema.ts';

export function roleRoutes(app: FastifyInstance, { people }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['roles'];

  routes.get('/roles', { config: { access: 'roles.read' }, schema: { tags, response: answers(Roles) } }, async () => ({
    items: (await people.roles()).map(shownRole),
    permissions: [...PERMISSIONS],
  }));

  routes.post(
    '/roles',
    {
      config: { access: 'roles.write', keep: 'answer' },
      schema: { tags, body: NewRole, response: answers(Role, 201) },
    },
    async (request, reply) => reply.status(201).send(shownRole(await people.createRole(who(request), request.body))),
  );
}

function shownRole(role: RoleView) {
  return { ...role, permissions: [...role.permissions] };
}
