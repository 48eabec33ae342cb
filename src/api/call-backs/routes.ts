import type { FastifyInstance } from 'fastify';
import type { CallBackView } from '../../domain/call-back.ts';
import type { CallBackFor } from '../../domain/results.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, ms, nullable, pageRequest, present } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { CallBack, CallBackQuery, CallBacks, Cancel, HandOver, Reschedule } from './schema.ts';

export function callBackRoutes(app: FastifyInstance, { callBacks }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['call-backs'];

  routes.get(
    '/call-backs',
    {
      config: { access: 'contacts.read' },
      schema: { tags, querystring: CallBackQuery, response: answers(CallBacks) },
    },
    async (request) => {
      const { state, agentId, campaignId } = request.query;
      const page = pageRequest(request.query);
      return present(await callBacks.list(who(request).scope, { state, agentId, campaignId }, page), shown);
    },
  );

  routes.get(
    '/call-backs/:id',
    { config: { access: 'contacts.read' }, schema: { tags, params: IdParams, response: answers(CallBack) } },
    async (request) => shown(found(await callBacks.get(who(request).scope, request.params.id))),
  );

  routes.post(
    '/call-backs/:id/reschedule',
    {
      config: { access: 'call-backs.write' },
      schema: { tags, params: IdParams, body: Reschedule, response: answers(CallBack) },
    },
    async (request) => shown(await callBacks.reschedule(who(request), request.params.id, ms(request.body.dueAt))),
  );

  routes.post(
    '/call-backs/:id/cancel',
    {
      config: { access: 'call-backs.write' },
      schema: { tags, params: IdParams, body: Cancel, response: answers(CallBack) },
    },
    async (request) => shown(await callBacks.cancel(who(request), request.params.id, request.body.reason)),
  );

  routes.post(
    '/call-backs/:id/hand-over',
    {
      config: { access: 'call-backs.hand-over' },
      schema: { tags, params: IdParams, body: HandOver, response: answers(CallBack) },
    },
    async (request) => {
      const { for: kind, agentId, squadId } = request.body;
      demandOwner(kind, agentId, squadId);
      return shown(await callBacks.handOver(who(request), request.params.id, { for: kind, agentId, squadId }));
    },
  );
}

/** 'me' is one agent's, 'squad' a squad's, 'anyone' nobody's: throws `invalid` when the rest says something else. */
function demandOwner(kind: CallBackFor, agentId: string | undefined, squadId: string | undefined): void {
  const wants = { agentId: kind === 'me', squadId: kind === 'squad' };
  const given = { agentId: agentId !== undefined, squadId: squadId !== undefined };
  const details = (['agentId', 'squadId'] as const).flatMap((field) => {
    if (wants[field] === given[field]) return [];
    const wanted = wants[field] ? `an id, with "for": "${kind}"` : `nothing, with "for": "${kind}"`;
    return [{ field, came: given[field] ? 'an id' : 'nothing', wanted }];
  });
  if (details.length > 0) throw new ApiError('invalid', { details });
}

function shown(callBack: CallBackView) {
  return {
    ...callBack,
    madeBy: nullable(callBack.madeBy),
    agentId: nullable(callBack.agentId),
    squadId: nullable(callBack.squadId),
    name: shownText(callBack.name),
    dueAt: iso(callBack.dueAt),
    createdAt: iso(callBack.createdAt),
    endedAt: iso(callBack.endedAt),
  };
}
