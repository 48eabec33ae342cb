import type { FastifyInstance } from 'fastify';
import type { BreakReasonView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { BreakReason, BreakReasonChange, BreakReasons, KeyParams } from './schema.ts';

/** Kinds of breaks: how long each lasts, and how many of a group may be on it at once. */
export function breakReasonRoutes(app: FastifyInstance, { seats }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['settings'];

  routes.get(
    '/break-reasons',
    { config: { access: 'settings.read' }, schema: { tags, response: answers(BreakReasons) } },
    async () => ({ items: (await seats.breakReasons()).map(shownReason) }),
  );

  routes.patch(
    '/break-reasons/:key',
    {
      config: { access: 'settings.write' },
      schema: { tags, params: KeyParams, body: BreakReasonChange, response: answers(BreakReason) },
    },
    async (request) =>
      shownReason(await seats.changeBreakReason(who(request), request.params.key, { ...request.body })),
  );
}

export function shownReason(reason: BreakReasonView) {
  return { ...reason, minutes: nullable(reason.minutes), mostAtOnce: nullable(reason.mostAtOnce) };
}
