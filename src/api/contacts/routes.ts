import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { reasonOf } from '../../compliance/gate.ts';
import { gateLines } from '../../compliance/report.ts';
import type { ContactState } from '../../domain/contact.ts';
import type { ContactView } from '../../domain/office.ts';
import type { Principal } from '../../domain/people.ts';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { csvLine } from '../../lists/csv-out.ts';
import { shownPlace } from '../../lists/places/places.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, CsvAnswers, IdParams, iso, nullable, pageRequest, present } from '../schemas.ts';
import { shownFields, shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { Contact, ContactGates, ContactQuery, Contacts, ExportBody } from './schema.ts';

/** More rows need another person's approval (RULES.md "Export"), which cannot be given yet. */
const MOST_EXPORTED = 100_000;

export function contactRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { contacts, contactExport, audit } = deps;
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

  routes.post(
    '/contacts/export',
    {
      config: { access: 'contacts.export' },
      schema: {
        tags,
        description: 'the contacts as a CSV file, numbers masked',
        body: ExportBody,
        response: CsvAnswers,
      },
    },
    async (request, reply) => {
      const { campaignId, listId, state, lastResult, numberTail, reason } = request.body;
      const filter = { campaignId, listId, state, lastResult, numberTail };
      const principal = who(request);
      const begun = await contactExport.begin(principal, filter, { reason, most: MOST_EXPORTED });
      reply.header('content-disposition', `attachment; filename="contacts-${begun.id}.csv"`);
      reply.type('text/csv; charset=utf-8');
      return reply.send(Readable.from(exportFile(principal, begun, contactExport.rows(principal.scope, filter))));
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

/** The first line tells whose export it is (RULES.md "Export"); every cell is made harmless, every number masked. */
async function* exportFile(
  { name, staffNo }: Principal,
  { id, at, titles }: { id: string; at: number; titles: readonly string[] },
  contacts: AsyncIterable<ContactView>,
): AsyncGenerator<string> {
  yield `\ufeff${csvLine([`${name} ${staffNo}`, iso(at), id])}`;
  yield csvLine([
    '号码',
    '姓名',
    '归属地',
    '状态',
    '拨打次数',
    '最近结果',
    '最近拨打',
    ...titles.map(maskPhonesInText),
  ]);
  for await (const contact of contacts) {
    const shown = shownContact(contact);
    const fixed = [shown.number, shown.name ?? '', shownPlace(contact), shown.state, String(shown.attempts)];
    const own = titles.map((title) => shown.fields[maskPhonesInText(title)] ?? '');
    yield csvLine([...fixed, shown.lastResult ?? '', shown.lastAttemptAt ?? '', ...own]);
  }
}

function shownContact(contact: ContactView) {
  return {
    ...contact,
    state: contact.state as ContactState,
    customerId: nullable(contact.customerId),
    name: shownText(contact.name),
    region: nullable(contact.region),
    carrier: nullable(contact.carrier),
    fields: shownFields(contact.fields),
    dueAt: iso(contact.dueAt),
    lastResult: nullable(contact.lastResult),
    lastAttemptAt: iso(contact.lastAttemptAt),
    createdAt: iso(contact.createdAt),
  };
}
