import type { FastifyInstance } from 'fastify';
import type { DialOrder } from '../../domain/office.ts';
import type { FieldFault } from '../../domain/refused.ts';
import { type ResultDefinition, talkFault } from '../../domain/result-table.ts';
import { who } from '../access.ts';
import { Accepted } from '../agents/schema.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers, IdParams, ms, NoContent } from '../schemas.ts';
import { typed } from '../typed.ts';
import { carriedOut } from './refusals.ts';
import { Conference, Dial, Digits, Disposition, DraftBody, Hold, Placed, Skip, Transfer } from './schema.ts';

/** The agent's wishes about his call; the group's runner carries them out. `id` is the attempt's. */
export function callRoutes(app: FastifyInstance, { seats, results, audit, clock }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['calls'];
  const config = { access: 'agent.work' } as const;
  const accepted = { accepted: true };

  /** Lets the refusal through, after the audit knows of somebody who reached for another's call. */
  const orNoted = async <T>(principal: ReturnType<typeof who>, id: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      await audit.noteForeign(principal, { kind: 'attempt', id });
      throw error;
    }
  };

  routes.post(
    '/calls',
    { config, schema: { tags, body: Dial, response: answers(Placed, 202) } },
    async (request, reply) => {
      const principal = who(request);
      const order = orderOf(request.body);
      if ('number' in order && !principal.permissions.has('calls.dial-number')) throw new ApiError('forbidden');
      if (order.override !== undefined && !principal.permissions.has('calls.override')) throw new ApiError('forbidden');
      const attemptId = carriedOut(await seats.dial(principal, order));
      return reply.status(202).send({ attemptId: attemptId ?? '' });
    },
  );

  routes.post(
    '/calls/:id/accept',
    { config, schema: { tags, params: IdParams, response: answers(Placed, 202) } },
    async (request, reply) => {
      const { id } = request.params;
      carriedOut(await orNoted(who(request), id, seats.accept(who(request), id)));
      return reply.status(202).send({ attemptId: id });
    },
  );

  routes.post(
    '/calls/:id/skip',
    { config, schema: { tags, params: IdParams, body: Skip, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const { reason } = request.body;
      await orNoted(who(request), attemptId, seats.wish(who(request), { type: 'skip', attemptId, reason }));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/hangup',
    { config, schema: { tags, params: IdParams, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      await orNoted(who(request), attemptId, seats.wish(who(request), { type: 'hang-up', attemptId }));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/hold',
    { config, schema: { tags, params: IdParams, body: Hold, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const { on } = request.body;
      await orNoted(who(request), attemptId, seats.wish(who(request), { type: 'hold', attemptId, on }));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/transfer',
    { config, schema: { tags, params: IdParams, body: Transfer, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const wish = { type: 'transfer', attemptId, colleague: request.body.agent } as const;
      carriedOut(await orNoted(who(request), attemptId, seats.ask(who(request), wish)));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/conference',
    { config, schema: { tags, params: IdParams, body: Conference, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const { agent: colleague, private: isPrivate } = request.body;
      const wish = { type: 'conference', attemptId, colleague, private: isPrivate ?? false } as const;
      carriedOut(await orNoted(who(request), attemptId, seats.ask(who(request), wish)));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/dtmf',
    { config, schema: { tags, params: IdParams, body: Digits, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const { digits } = request.body;
      const wish = { type: 'dtmf', attemptId, digits } as const;
      carriedOut(await orNoted(who(request), attemptId, seats.ask(who(request), wish)));
      return reply.status(202).send(accepted);
    },
  );

  routes.post(
    '/calls/:id/extend',
    { config, schema: { tags, params: IdParams, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const seat = await seats.get(who(request).userId);
      if (seat?.wrapUp?.attemptId === attemptId && seat.wrapUp.extended)
        throw new ApiError('conflict', { message: 'The wrap-up was extended already. 话后整理只能延长一次。' });
      await orNoted(who(request), attemptId, seats.wish(who(request), { type: 'extend-wrap-up', attemptId }));
      return reply.status(202).send(accepted);
    },
  );

  routes.put(
    '/calls/:id/draft',
    { config, schema: { tags, params: IdParams, body: DraftBody, response: NoContent } },
    async (request, reply) => {
      const { id } = request.params;
      await orNoted(who(request), id, seats.keepDraft(who(request), id, request.body));
      return reply.status(204).send(null);
    },
  );

  routes.post(
    '/calls/:id/disposition',
    { config, schema: { tags, params: IdParams, body: Disposition, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { id: attemptId } = request.params;
      const { result, callBackFor, note } = request.body;
      const callBackAt = ms(request.body.callBackAt);
      const call = await results.ofCall(who(request).userId, attemptId, result);
      if (call === undefined) {
        await audit.noteForeign(who(request), { kind: 'attempt', id: attemptId });
        throw new ApiError('not_found');
      }
      const { definition, talkSeconds } = call;
      demandFit(definition, result, talkSeconds);
      const faults = resultFaults(definition, request.body, callBackAt, clock.now());
      if (faults.length > 0) throw new ApiError('invalid', { details: faults });
      const own = definition.key === definition.countsAs ? undefined : definition.key;
      const said = { attemptId, result: definition.countsAs, resultKey: own, callBackAt, callBackFor, note };
      await orNoted(who(request), attemptId, seats.wishDisposition(who(request), said));
      return reply.status(202).send(accepted);
    },
  );
}

/** Exactly one of the three. */
interface Asked {
  contactId?: string;
  customerId?: string;
  number?: string;
  override?: { reason: string };
}

function orderOf(body: Asked): DialOrder {
  const { contactId, customerId, number, override } = body;
  const how = override === undefined ? {} : { override };
  const given = [contactId, customerId, number].filter((each) => each !== undefined).length;
  if (given === 1 && contactId !== undefined) return { contactId, ...how };
  if (given === 1 && customerId !== undefined) return { customerId, ...how };
  if (given === 1 && number !== undefined) return { number, ...how };
  const came = given === 0 ? 'none of them' : `${given} of them`;
  const details = [{ field: 'contactId, customerId, number', came, wanted: 'exactly one of them' }];
  throw new ApiError('invalid', { details });
}

/** Throws: `invalid` for a result that there is not, `conflict` for one that the talk is too short or too long for. */
function demandFit(
  definition: ResultDefinition | undefined,
  result: string,
  talkSeconds: number | undefined,
): asserts definition is ResultDefinition {
  if (definition === undefined) {
    const wanted = 'one of GET /call-results that is active';
    throw new ApiError('invalid', { details: [{ field: 'result', came: result, wanted }] });
  }
  const fault = talkFault(definition, talkSeconds);
  if (fault === undefined) return;
  const message = `${definition.nameEn} does not fit this talk. ${definition.nameZh}与通话时长不符。`;
  throw new ApiError('conflict', { message, details: [{ field: 'result', ...fault }] });
}

/** What the result needs and was not given, and what does not go with it. */
function resultFaults(
  { key, countsAs, needs }: ResultDefinition,
  body: { callBackFor?: string; note?: string },
  callBackAt: number | undefined,
  now: number,
): FieldFault[] {
  const { callBackFor } = body;
  const given = { callBackAt, note: body.note };
  const faults: FieldFault[] = needs
    .filter((field) => given[field] === undefined)
    .map((field) => ({ field, came: 'nothing', wanted: `something: the result ${key} needs it` }));
  const only = 'nothing unless the result is CALLBACK';
  if (countsAs !== 'CALLBACK') {
    if (callBackAt !== undefined) faults.push({ field: 'callBackAt', came: 'a time', wanted: only });
    if (callBackFor !== undefined) faults.push({ field: 'callBackFor', came: callBackFor, wanted: only });
  } else if (callBackAt !== undefined && callBackAt <= now) {
    const came = new Date(callBackAt).toISOString();
    faults.push({ field: 'callBackAt', came, wanted: 'a time to come' });
  }
  return faults;
}
