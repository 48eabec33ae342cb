import type { FastifyInstance } from 'fastify';
import type { DoNotCallTarget, DoNotCallView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, ms, NoContent, nullable, pageRequest, present } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { DoNotCallQuery, Entries, Entry, NewEntry, Removal } from './schema.ts';

export function doNotCallRoutes(app: FastifyInstance, { doNotCall }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['do not call'];

  routes.get(
    '/do-not-call',
    { config: { access: 'dnc.read' }, schema: { tags, querystring: DoNotCallQuery, response: answers(Entries) } },
    async (request) => present(await doNotCall.list(pageRequest(request.query)), shownEntry),
  );

  routes.get(
    '/do-not-call/:id',
    { config: { access: 'dnc.read' }, schema: { tags, params: IdParams, response: answers(Entry) } },
    async (request) => shownEntry(found(await doNotCall.get(request.params.id))),
  );

  routes.post(
    '/do-not-call',
    { config: { access: 'dnc.add', keep: 'answer' }, schema: { tags, body: NewEntry, response: answers(Entry, 201) } },
    async (request, reply) => {
      const { reason, expiresAt } = request.body;
      const order = { ...whomOf(request.body), scope: scopeOf(request.body), reason, expiresAt: ms(expiresAt) };
      const made = await doNotCall.add(who(request), order);
      return reply.status(201).send(shownEntry(made));
    },
  );

  routes.post(
    '/do-not-call/:id/removal',
    {
      config: { access: 'dnc.remove' },
      schema: { tags, params: IdParams, body: Removal, response: NoContent },
    },
    async (request, reply) => {
      await doNotCall.remove(who(request), request.params.id, request.body.reason);
      return reply.status(204).send(null);
    },
  );
}

function shownEntry(entry: DoNotCallView) {
  return {
    ...entry,
    number: nullable(entry.number),
    reason: shownText(entry.reason) ?? '',
    createdBy: nullable(entry.createdBy),
    createdAt: iso(entry.createdAt),
    expiresAt: iso(entry.expiresAt),
  };
}

interface Asked {
  number?: string;
  contactId?: string;
  customerId?: string;
  scope?: 'global' | 'department' | 'campaign' | 'list';
  scopeId?: string;
}

function whomOf({ number, contactId, customerId }: Asked): DoNotCallTarget {
  const given = [number, contactId, customerId].filter((each) => each !== undefined).length;
  if (given === 1) {
    if (number !== undefined) return { number };
    if (contactId !== undefined) return { contactId };
    if (customerId !== undefined) return { customerId };
  }
  const wanted = 'exactly one of number, contactId and customerId';
  throw new ApiError('invalid', { details: [{ field: 'number', came: `${given} of them`, wanted }] });
}

function scopeOf({ scope = 'global', scopeId }: Asked) {
  const needsId = scope === 'campaign' || scope === 'list';
  if (needsId === (scopeId !== undefined)) return { kind: scope, id: scopeId };
  const wanted = needsId ? `the id of the ${scope}` : 'none: this scope has no id';
  const came = scopeId === undefined ? 'nothing' : 'an id';
  throw new ApiError('invalid', { details: [{ field: 'scopeId', came, wanted }] });
}
