import type { FastifyInstance } from 'fastify';
import type { TokenView } from '../../domain/people.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers, IdParams, iso, ms, NoContent } from '../schemas.ts';
import { typed } from '../typed.ts';
import { MadeToken, NewToken, Tokens } from './schema.ts';

export function tokenRoutes(app: FastifyInstance, { people, clock }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['api tokens'];

  routes.get(
    '/tokens',
    { config: { access: 'tokens.write' }, schema: { tags, response: answers(Tokens) } },
    async (request) => ({ items: (await people.tokens(who(request).userId)).map(shownToken) }),
  );

  routes.post(
    '/tokens',
    {
      config: { access: 'tokens.write', keep: 'secret' },
      schema: { tags, body: NewToken, response: answers(MadeToken, 201) },
    },
    async (request, reply) => {
      const { name, permissions, expiresAt } = request.body;
      const until = ms(expiresAt);
      if (until !== undefined && until <= clock.now()) {
        throw new ApiError('invalid', {
          details: [{ field: 'expiresAt', came: String(expiresAt), wanted: 'a time to come' }],
        });
      }
      const made = await people.createToken(who(request), { name, permissions, expiresAt: until });
      return reply.status(201).send({ ...shownToken(made), token: made.token });
    },
  );

  routes.delete(
    '/tokens/:id',
    { config: { access: 'tokens.write' }, schema: { tags, params: IdParams, response: NoContent } },
    async (request, reply) => {
      await people.revokeToken(who(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function shownToken(token: TokenView) {
  const { id, name, permissions } = token;
  return {
    id,
    name,
    permissions: [...permissions],
    createdAt: iso(token.createdAt),
    expiresAt: iso(token.expiresAt),
    revokedAt: iso(token.revokedAt),
  };
}
