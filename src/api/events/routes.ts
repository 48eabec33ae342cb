import type { FastifyInstance } from 'fastify';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers } from '../schemas.ts';
import { typed } from '../typed.ts';
import { NoPop, Pop } from './schema.ts';

export function screenPopRoutes(app: FastifyInstance, { screenPops }: ApiDeps): void {
  typed(app).get(
    '/agents/me/screen-pop',
    {
      config: { access: 'agent.work' },
      schema: { tags: ['agents'], response: { ...answers(Pop), 204: NoPop } },
    },
    async (request, reply) => {
      const pop = await screenPops.current(who(request).userId);
      return pop ?? reply.status(204).send(null);
    },
  );
}
