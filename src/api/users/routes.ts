import type { FastifyInstance } from 'fastify';
import type { UserView } from '../../domain/people.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, NoContent, nullable, pageRequest, present } from '../schemas.ts';
import { typed } from '../typed.ts';
import { NewUserBody, PasswordReset, StatusChange, User, UserChangeBody, UserQuery, Users } from './schema.ts';

export function userRoutes(app: FastifyInstance, { people }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['users'];

  routes.get(
    '/users',
    { config: { access: 'users.read' }, schema: { tags, querystring: UserQuery, response: answers(Users) } },
    async (request) => {
      const { status, squadId } = request.query;
      return present(
        await people.users(who(request).scope, { status, squadId }, pageRequest(request.query)),
        shownUser,
      );
    },
  );

  routes.get(
    '/users/:id',
    { config: { access: 'users.read' }, schema: { tags, params: IdParams, response: answers(User) } },
    async (request) => shownUser(found(await people.user(who(request).scope, request.params.id))),
  );

  routes.post(
    '/users',
    {
      config: { access: 'users.write', keep: 'answer' },
      schema: { tags, body: NewUserBody, response: answers(User, 201) },
    },
    async (request, reply) => {
      const { username, role, departmentId, squadId, locale, seat, entryDate, ...rest } = request.body;
      const actor = who(request);
      const made = await people.createUser(actor, {
        ...rest,
        staffNo: username,
        roleKey: role,
        departmentId: departmentId ?? actor.scope.departmentId,
        squadId,
        locale: locale ?? 'zh-CN',
        seat,
        entryDate,
      });
      return reply.status(201).send(shownUser(made));
    },
  );

  routes.patch(
    '/users/:id',
    {
      config: { access: 'users.write' },
      schema: { tags, params: IdParams, body: UserChangeBody, response: answers(User) },
    },
    async (request) => {
      const { name, role: roleKey, squadId, locale, seat, entryDate } = request.body;
      const change = { name, roleKey, squadId, locale, seat, entryDate };
      return shownUser(await people.changeUser(who(request), request.params.id, change));
    },
  );

  routes.post(
    '/users/:id/password',
    {
      config: { access: 'users.write' },
      schema: { tags, params: IdParams, body: PasswordReset, response: NoContent },
    },
    async (request, reply) => {
      const { password, reason } = request.body;
      await people.resetPassword(who(request), request.params.id, password, reason);
      return reply.status(204).send(null);
    },
  );

  routes.put(
    '/users/:id/status',
    {
      config: { access: 'users.write' },
      schema: { tags, params: IdParams, body: StatusChange, response: answers(User) },
    },
    async (request) => {
      const { status, reason } = request.body;
      return shownUser(await people.setUserStatus(who(request), request.params.id, status, reason));
    },
  );
}

function shownUser(user: UserView) {
  const { id, staffNo, name, roleKey, departmentId, locale, status } = user;
  return {
    id,
    username: staffNo,
    name,
    role: roleKey,
    departmentId,
    squadId: nullable(user.squadId),
    locale,
    seat: nullable(user.seat),
    entryDate: nullable(user.entryDate),
    status,
    createdAt: iso(user.createdAt),
  };
}
