import type { FastifyInstance } from 'fastify';
import { who } from '../access.ts';
import { checkWindows, presentDays } from '../campaigns/checks.ts';
import { shownContact } from '../contacts/routes.ts';
import { Contact } from '../contacts/schema.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { shownList } from '../lists/routes.ts';
import { ContactList } from '../lists/schema.ts';
import { answers, IdParams } from '../schemas.ts';
import { shown } from '../shown.ts';
import { shownTeam } from '../teams/routes.ts';
import { Team } from '../teams/schema.ts';
import { typed } from '../typed.ts';
import { isZone } from '../zones.ts';
import { HoursBody, PrefixBody, ZonesBody } from './schema.ts';

export function gateDoorRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { gateDoors, people, lists, contacts, audit } = deps;
  const routes = typed(app);

  routes.put(
    '/teams/:id/prefixes',
    {
      config: { access: 'teams.write' },
      schema: {
        tags: ['teams'],
        description: 'what the campaigns of a department may dial where they name no prefixes themselves; null: +86',
        params: IdParams,
        body: PrefixBody,
        response: answers(Team),
      },
    },
    async (request) => {
      const { id } = request.params;
      await gateDoors.putPrefixes(who(request), id, request.body.prefixes);
      return shownTeam(found((await people.teams(who(request).scope)).find((team) => team.id === id)));
    },
  );

  routes.put(
    '/lists/:id/hours',
    {
      config: { access: 'lists.write' },
      schema: {
        tags: ['lists'],
        description: 'windows by ISO weekday in place of the campaign’s, the legal hours stay; null: the campaign’s',
        params: IdParams,
        body: HoursBody,
        response: answers(ContactList),
      },
    },
    async (request) => {
      const hours = request.body.hours === null ? null : presentDays(request.body.hours);
      if (hours !== null) checkWindows('hours', hours);
      await gateDoors.putListHours(who(request), request.params.id, hours);
      return shownList(found(await lists.get(who(request).scope, request.params.id)));
    },
  );

  routes.put(
    '/contacts/:id/zones',
    {
      config: { access: 'contacts.write' },
      schema: {
        tags: ['contacts'],
        description: 'time zones of his own, all of which must be open; null: those of his number',
        params: IdParams,
        body: ZonesBody,
        response: answers(Contact),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { zones } = request.body;
      const fault = zones?.findIndex((zone) => !isZone(zone)) ?? -1;
      if (fault >= 0) {
        const field = `zones.${fault}`;
        const wanted = 'the IANA name of a time zone, like Asia/Shanghai';
        throw new ApiError('invalid', { details: [{ field, came: shown(field, zones?.[fault]), wanted }] });
      }
      if ((await contacts.get(who(request).scope, id)) === undefined)
        await audit.noteForeign(who(request), { kind: 'contact', id });
      await gateDoors.putZones(who(request), id, zones);
      return shownContact(found(await contacts.get(who(request).scope, id)));
    },
  );
}
