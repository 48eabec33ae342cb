import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../domain/people.ts';
import { clearSessionCookie, setSessionCookie, who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers, iso, NoContent, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { Me, PasswordChange, SignedIn, SignIn, Ticket, TicketOrder } from './schema.ts';

export function sessionRoutes(app: FastifyInstance, { sessions, tickets, floorZone }: ApiDeps): void {
  const routes = typed(app);

  routes.post(
    '/session',
    { config: { access: 'open' }, schema: { tags: ['session'], body: SignIn, response: answers(SignedIn) } },
    async (request, reply) => {
      const { username, password } = request.body;
      const answer = await sessions.signIn({ staffNo: username, password, address: request.ip });
      if (answer.kind === 'wrong') throw new ApiError('wrong_credentials');
      if (answer.kind === 'throttled') throw new ApiError('too_many_requests', { retryAfterMs: answer.retryAfterMs });
      setSessionCookie(request, reply, answer.token, answer.expiresAt);
      return { token: answer.token, expiresAt: iso(answer.expiresAt), user: me(answer.principal, floorZone) };
    },
  );

  routes.get(
    '/session',
    { config: { access: 'before-password' }, schema: { tags: ['session'], response: answers(Me) } },
    async (request) => me(who(request), floorZone),
  );

  routes.delete(
    '/session',
    { config: { access: 'before-password' }, schema: { tags: ['session'], response: NoContent } },
    async (request, reply) => {
      await sessions.signOut(who(request));
      clearSessionCookie(request, reply);
      return reply.status(204).send(null);
    },
  );

  routes.post(
    '/session/ticket',
    {
      config: { access: 'signed-in', keep: 'secret' },
      schema: { tags: ['session'], body: TicketOrder, response: answers(Ticket) },
    },
    async (request) => {
      const { ticket, expiresAt } = await tickets.issue(who(request), request.body.kind);
      return { ticket, expiresAt: iso(expiresAt) };
    },
  );

  routes.put(
    '/session/password',
    {
      config: { access: 'before-password', keep: 'secret' },
      schema: { tags: ['session'], body: PasswordChange, response: NoContent },
    },
    async (request, reply) => {
      await sessions.changePassword(who(request), request.body);
      return reply.status(204).send(null);
    },
  );
}

function me(principal: Principal, timeZone: string) {
  return {
    id: principal.userId,
    username: principal.staffNo,
    name: principal.name,
    role: principal.roleKey,
    scope: principal.scope.kind,
    permissions: [...principal.permissions].sort(),
    departmentId: principal.scope.departmentId,
    squadId: nullable(principal.scope.squadId),
    locale: principal.locale,
    timeZone,
    mustChangePassword: principal.mustChangePassword,
  };
}
