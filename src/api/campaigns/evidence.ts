import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { earliestOf, REGIMES, regimeOf, windowsOf } from '../../compliance/regimes/index.ts';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { wrong } from '../../domain/refused.ts';
import { evidenceFile } from '../../lists/evidence-file.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { closed, ErrorBody, IdParams, oneOf, Time } from '../schemas.ts';
import { typed } from '../typed.ts';

const Query = closed({
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  format: Type.Optional(oneOf(['csv', 'json'] as const)),
  // Asked for below, where an unknown campaign is told first.
  reason: Type.Optional(
    Type.String({
      pattern: `^[^\\u0000-\\u001f'";<>&%\\\\]{2,200}$`,
      description: 'why, in 2 to 200 characters without quotes, ; < > & % and numbers of people; must be given',
    }),
  ),
});

const text = { schema: Type.String() };
const Answers: Record<string, unknown> = {
  200: { description: 'the signed file', content: { 'text/csv': text, 'application/json': text } },
  '4xx': ErrorBody,
  '5xx': ErrorBody,
};

/** Evidence of a campaign's abandoned calls: over the windows of its regime, counted apart, unless one is asked for. */
export function evidenceRoutes(
  app: FastifyInstance,
  { campaigns, abandonEvidence, evidenceKey, clock, floorZone }: ApiDeps,
): void {
  typed(app).get(
    '/campaigns/:id/abandon-evidence',
    {
      config: { access: 'contacts.export' },
      schema: {
        tags: ['campaigns'],
        description: 'every abandoned call of the window with its times and rule, signed; numbers masked',
        params: IdParams,
        querystring: Query,
        response: Answers,
      },
    },
    async (request, reply) => {
      const { from, to, format = 'csv', reason } = request.query;
      const campaign = found(await campaigns.get(who(request).scope, request.params.id));
      if (reason === undefined) throw wrong('reason', 'nothing', 'why the file is wanted');
      // It stands in an address, where no number may be.
      if (maskPhonesInText(reason) !== reason) throw wrong('reason', 'a text with a number', 'a text without one');
      const until = to === undefined ? clock.now() : Date.parse(to);
      const held = from === undefined ? windowsOf(campaign, regimeOf(campaign.regime), until, floorZone) : [];
      const windows = held.map(({ name, limit, sinceMs, lengthMs = 0 }) => ({
        ...{ name, limit, from: sinceMs ?? until - lengthMs },
      }));
      const since = from === undefined ? earliestOf(held, until) : Date.parse(from);
      const order = { campaignId: campaign.id, from: since, to: until, reason, format, windows };
      const evidence = await abandonEvidence.file(who(request), order);
      const calls = evidence.calls.map((call) => ({
        ...call,
        regimeVersion: REGIMES.get(call.regime)?.verifiedOn ?? '',
      }));
      reply.header('content-disposition', `attachment; filename="abandoned-${evidence.file.exportId}.${format}"`);
      reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8');
      return reply.send(Readable.from(evidenceFile(evidenceKey, { ...evidence, calls }, format)));
    },
  );
}
