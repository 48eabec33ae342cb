import type { FastifyInstance } from 'fastify';
import { isBindingUrl } from '../../domain/binding.ts';
import type { LINE_RESULTS } from '../../domain/line-results.ts';
import type { TrunkView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso } from '../schemas.ts';
import { typed } from '../typed.ts';
import { callerRoutes } from './caller-routes.ts';
import { proofRoutes } from './proof-routes.ts';
import { BindingBody, NewTrunk, Trunk, TrunkChange, Trunks } from './schema.ts';

const TRUNK_DEFAULTS = {
  codecs: ['alaw', 'ulaw'],
  weight: 1,
  enabled: true,
  dialPrefix: '',
  stripPlus: true,
  nationalOnly: true,
  failoverOrder: 0,
  homeArea: null,
  homeRegion: null,
  awayPrefix: '0',
  resultRules: [],
  callerList: null,
};

export function lineRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { lines, bindings } = deps;
  const routes = typed(app);
  const tags = ['lines'];

  routes.get(
    '/trunks',
    { config: { access: 'lines.read' }, schema: { tags, response: answers(Trunks) } },
    async () => ({ items: (await lines.trunks()).map(shownTrunk) }),
  );

  routes.get(
    '/trunks/:id',
    { config: { access: 'lines.read' }, schema: { tags, params: IdParams, response: answers(Trunk) } },
    async (request) => shownTrunk(found(await lines.trunk(request.params.id))),
  );

  routes.post(
    '/trunks',
    {
      config: { access: 'lines.write', keep: 'answer' },
      schema: { tags, body: NewTrunk, response: answers(Trunk, 201) },
    },
    async (request, reply) => {
      const made = await lines.createTrunk(who(request), { ...TRUNK_DEFAULTS, ...request.body });
      return reply.status(201).send(shownTrunk(made));
    },
  );

  routes.patch(
    '/trunks/:id',
    {
      config: { access: 'lines.write' },
      schema: { tags, params: IdParams, body: TrunkChange, response: answers(Trunk) },
    },
    async (request) => shownTrunk(await lines.changeTrunk(who(request), request.params.id, request.body)),
  );

  routes.put(
    '/trunks/:id/binding',
    {
      config: { access: 'lines.write' },
      schema: {
        tags,
        description:
          'the hook that is asked before each call for the number to dial and to show (AXB 隐私号); null: none',
        params: IdParams,
        body: BindingBody,
        response: answers(Trunk),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { binding } = request.body;
      if (binding !== null && !isBindingUrl(binding.url)) {
        const wanted = 'https, or http on this machine, without user, query and fragment';
        throw new ApiError('invalid', { details: [{ field: 'binding.url', came: 'another address', wanted }] });
      }
      await bindings.put(who(request), id, binding);
      return shownTrunk(found(await lines.trunk(id)));
    },
  );

  callerRoutes(app, lines);
  proofRoutes(app, deps);
}

function shownTrunk(trunk: TrunkView) {
  const { callerList, resultRules } = trunk;
  return {
    ...trunk,
    codecs: [...trunk.codecs],
    callerList: callerList && [...callerList],
    resultRules: resultRules.map((rule) => ({ ...rule, result: rule.result as (typeof LINE_RESULTS)[number] })),
    createdAt: iso(trunk.createdAt),
  };
}
