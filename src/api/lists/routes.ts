import type { FastifyInstance } from 'fastify';
import type { ListView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, nullable, pageRequest, present } from '../schemas.ts';
import { typed } from '../typed.ts';
import { ContactList, ListQuery, Lists, NewListBody } from './schema.ts';

export function listRoutes(app: FastifyInstance, { lists }: ApiDeps): void {
  const tags = ['lists'];
  const routes = typed(app);

  routes.get(
    '/lists',
    { config: { access: 'lists.read' }, schema: { tags, querystring: ListQuery, response: answers(Lists) } },
    async (request) => {
      const { campaignId } = request.query;
      return present(await lists.list(who(request).scope, campaignId, pageRequest(request.query)), shownList);
    },
  );

  routes.get(
    '/lists/:id',
    { config: { access: 'lists.read' }, schema: { tags, params: IdParams, response: answers(ContactList) } },
    async (request) => shownList(found(await lists.get(who(request).scope, request.params.id))),
  );

  routes.post(
    '/lists',
    {
      config: { access: 'lists.write', keep: 'answer' },
      schema: { tags, body: NewListBody, response: answers(ContactList, 201) },
    },
    async (request, reply) => {
      const { campaignId, name, source, legalBasis } = request.body;
      const made = await lists.create(who(request), { campaignId, name, source, legalBasis });
      return reply.status(201).send(shownList(made));
    },
  );
}

export function shownList(list: ListView) {
  const { source, legalBasis, createdAt } = list;
  const hours = list.hours === undefined ? null : mutable(list.hours);
  return { ...list, source: nullable(source), legalBasis: nullable(legalBasis), hours, createdAt: iso(createdAt) };
}

function mutable(hours: NonNullable<ListView['hours']>) {
  return Object.fromEntries(Object.entries(hours).map(([day, windows]) => [day, [...windows]]));
}
