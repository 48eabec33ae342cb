import type { FastifyInstance } from 'fastify';
import { reasonOf } from '../../compliance/gate.ts';
import { gateLines } from '../../compliance/report.ts';
import type { ContactState } from '../../domain/contact.ts';
import type { ContactView } from '../../domain/office.ts';
import type { Principal } from '../../domain/people.ts';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, nullable, pageRequest, present } from '../schemas.ts';
import { shownFields, shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { Contact, ContactGates, ContactQuery, Contacts } from './schema.ts';

export function contactRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { contacts, audit } = deps;
  const routes = typed(app);
  const tags = ['contacts'];

  routes.get(
    '/contacts',
    { config: { access: 'contacts.read' }, schema: { tags, querystring: ContactQuery, response: answers(Contacts) } },
    async (request) => {
      const { campaignId, listId, state, lastResult, numberTail } = request.query;
      const filter = { campaignId, listId, state, lastResult, numberTail };
      const page = await contacts.list(who(request).scope, filter, pageRequest(request.query));
      return present(page, shownContact);
    },
  );

  routes.get(
    '/contacts/:id',
    { config: { access: 'contacts.read' }, schema: { tags, params: IdParams, response: answers(Contact) } },
    async (request) => {
      const contact = await contacts.get(who(request).scope, request.params.id);
      if (contact === undefined) await audit.noteForeign(who(request), { kind: 'contact', id: request.params.id });
      return shownContact(found(contact));
    },
  );

  routes.get(
    '/contacts/:id/gates',
    {
      config: { access: 'contacts.read' },
      schema: {
        tags,
        description: 'every gate, open or shut, with its facts in words; reason null: it may be dialed now',
        params: IdParams,
        response: answers(ContactGates),
      },
    },
    async (request) => {
      const { id } = request.params;
      const contact = await contacts.get(who(request).scope, id);
      if (contact === undefined) await audit.noteForeign(who(request), { kind: 'contact', id });
      return await gatesOf(deps, who(request), id);
    },
  );
}

/** Every gate with its word on this contact. */
async function gatesOf({ gateLook, contacts }: ApiDeps, principal: Principal, id: string) {
  const contact = found(await contacts.get(principal.scope, id));
  const look = found(await gateLook.contact(id));
  const reason = reasonOf(look.facts, look.plan, look.isBound);
  return {
    contactId: id,
    campaignId: contact.campaignId,
    at: iso(look.facts.now),
    reason: nullable(reason),
    gates: gateLines(look).map(({ code, retryAt, facts, ...line }) => ({
      ...line,
      'zh-CN': maskPhonesInText(line['zh-CN']),
      en: maskPhonesInText(line.en),
      code: nullable(code),
      retryAt: iso(retryAt),
      facts: Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [
          name,
          typeof value === 'string' ? maskPhonesInText(value) : value,
        ]),
      ),
    })),
  };
}

export function shownContact(contact: ContactView) {
  return {
    ...contact,
    state: contact.state as ContactState,
    customerId: nullable(contact.customerId),
    name: shownText(contact.name),
    region: nullable(contact.region),
    carrier: nullable(contact.carrier),
    fields: shownFields(contact.fields),
    zones: [...contact.zones],
    dueAt: iso(contact.dueAt),
    lastResult: nullable(contact.lastResult),
    lastAttemptAt: iso(contact.lastAttemptAt),
    createdAt: iso(contact.createdAt),
  };
}
