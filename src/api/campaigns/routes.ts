import type { FastifyInstance } from 'fastify';
import type { CampaignStatus, CampaignView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, pageRequest, present } from '../schemas.ts';
import { typed } from '../typed.ts';
import { bearsOnRegime, settingsOf, stricterOnly, underRegime } from './checks.ts';
import { evidenceRoutes } from './evidence.ts';
import { gatesOf } from './gates.ts';
import { liveOf } from './live.ts';
import { Campaign, CampaignChange, CampaignQuery, Campaigns, Gates, Live, NewCampaignBody } from './schema.ts';

export function campaignRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { campaigns, campaignDefaults } = deps;
  const routes = typed(app);
  const tags = ['campaigns'];

  routes.get(
    '/campaigns',
    {
      config: { access: 'campaigns.read' },
      schema: { tags, querystring: CampaignQuery, response: answers(Campaigns) },
    },
    async (request) => present(await campaigns.list(who(request).scope, pageRequest(request.query)), shownCampaign),
  );

  routes.get(
    '/campaigns/:id',
    { config: { access: 'campaigns.read' }, schema: { tags, params: IdParams, response: answers(Campaign) } },
    async (request) => shownCampaign(found(await campaigns.get(who(request).scope, request.params.id))),
  );

  routes.post(
    '/campaigns',
    {
      config: { access: 'campaigns.write', keep: 'answer' },
      schema: { tags, body: NewCampaignBody, response: answers(Campaign, 201) },
    },
    async (request, reply) => {
      const asked = underRegime(settingsOf(request.body));
      const made = await campaigns.create(who(request), { ...campaignDefaults, ...asked });
      return reply.status(201).send(shownCampaign(made));
    },
  );

  routes.patch(
    '/campaigns/:id',
    {
      config: { access: 'campaigns.write' },
      schema: { tags, params: IdParams, body: CampaignChange, response: answers(Campaign) },
    },
    async (request) => {
      const change = settingsOf(request.body);
      const { id } = request.params;
      if (bearsOnRegime(change)) stricterOnly({ ...found(await campaigns.get(who(request).scope, id)), ...change });
      return shownCampaign(await campaigns.change(who(request), id, change));
    },
  );

  const statusRoute = (verb: string, status: CampaignStatus): void => {
    routes.post(
      `/campaigns/:id/${verb}`,
      { config: { access: 'campaigns.run' }, schema: { tags, params: IdParams, response: answers(Campaign) } },
      async (request) => shownCampaign(await campaigns.setStatus(who(request), request.params.id, status)),
    );
  };
  statusRoute('start', 'running');
  statusRoute('pause', 'paused');
  statusRoute('stop', 'stopped');

  routes.get(
    '/campaigns/:id/live',
    { config: { access: 'campaigns.live' }, schema: { tags, params: IdParams, response: answers(Live) } },
    async (request) => liveOf(deps, who(request).scope, request.params.id),
  );

  routes.get(
    '/campaigns/:id/gates',
    {
      config: { access: 'campaigns.live' },
      schema: {
        tags,
        description: 'why its contacts are not dialed: one reason each, or ready; at most two seconds old',
        params: IdParams,
        response: answers(Gates),
      },
    },
    async (request) => gatesOf(deps, who(request).scope, request.params.id),
  );
  evidenceRoutes(app, deps);
}

function shownCampaign(campaign: CampaignView) {
  const { firstStartedAt: _, ...shown } = campaign;
  const { hours, retryMs, frequency, gate, trunkIds, callerIdIds } = shown;
  return {
    ...shown,
    trunkIds: [...trunkIds],
    callerIdIds: [...callerIdIds],
    frequency: { windows: [...frequency.windows] },
    gate: shownGate(gate),
    hours: {
      legal: hours.legal,
      campaign: Object.fromEntries(Object.entries(hours.campaign).map(([day, windows]) => [day, [...windows]])),
    },
    retryMs: { ...retryMs },
    createdAt: iso(campaign.createdAt),
  };
}

function shownGate({ allowPrefixes, blockRegions, ...rest }: CampaignView['gate']) {
  return {
    ...rest,
    ...(allowPrefixes === undefined ? {} : { allowPrefixes: [...allowPrefixes] }),
    ...(blockRegions === undefined ? {} : { blockRegions: [...blockRegions] }),
  };
}
