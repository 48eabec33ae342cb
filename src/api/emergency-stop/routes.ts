import type { FastifyInstance } from 'fastify';
import type { StopView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, iso, nullable } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { LiftBody, Lifted, Stop, StopBody, Stops } from './schema.ts';

/** Acts within a second on every process and survives restarts; lifted only by who may (DESIGN.md "HTTP"). */
export function emergencyStopRoutes(app: FastifyInstance, { stops }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['emergency stop'];

  routes.get(
    '/emergency-stop',
    { config: { access: 'signed-in' }, schema: { tags, response: answers(Stops) } },
    async () => ({ items: (await stops.active()).map(shownStop) }),
  );

  routes.post(
    '/emergency-stop',
    { config: { access: 'stop.set' }, schema: { tags, body: StopBody, response: answers(Stop, 201) } },
    async (request, reply) => {
      const { trunkId, reason } = request.body;
      return reply.status(201).send(shownStop(await stops.stop(who(request), { trunkId, reason })));
    },
  );

  // The reason is in the body, as an address with free text would end up in the logs of proxies.
  routes.delete(
    '/emergency-stop',
    { config: { access: 'stop.lift' }, schema: { tags, body: LiftBody, response: answers(Lifted) } },
    async (request) => {
      const { id, reason } = request.body;
      return { lifted: await stops.lift(who(request), { id, reason }) };
    },
  );
}

function shownStop(stop: StopView) {
  const { id, trunkId, reason, stoppedBy, stoppedAt } = stop;
  return {
    id,
    trunkId: nullable(trunkId),
    reason: shownText(reason) ?? '',
    stoppedBy: nullable(stoppedBy),
    stoppedAt: iso(stoppedAt),
  };
}
