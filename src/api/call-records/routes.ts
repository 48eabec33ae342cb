import type { FastifyInstance } from 'fastify';
import type { RecordView } from '../../domain/office.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, iso, nullable, pageRequest, present } from '../schemas.ts';
import { typed } from '../typed.ts';
import { recordFilter } from './filter.ts';
import { CallRecordInFull, CallRecords, RecordQuery } from './schema.ts';

export function callRecordRoutes(app: FastifyInstance, { records, audit }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['call records'];

  routes.get(
    '/call-records',
    { config: { access: 'records.read' }, schema: { tags, querystring: RecordQuery, response: answers(CallRecords) } },
    async (request) => {
      const filter = recordFilter(request.query);
      return present(await records.list(who(request).scope, filter, pageRequest(request.query)), shownRecord);
    },
  );

  routes.get(
    '/call-records/:id',
    { config: { access: 'records.read' }, schema: { tags, params: IdParams, response: answers(CallRecordInFull) } },
    async (request) => {
      const { id } = request.params;
      const record = await records.get(who(request).scope, id);
      if (record === undefined) await audit.noteForeign(who(request), { kind: 'call-record', id });
      const { segments, ...rest } = found(record);
      const shown = segments.map(({ agentId, kind, from, to }) => ({ agentId, kind, from: iso(from), to: iso(to) }));
      return { ...shownRecord(rest), segments: shown };
    },
  );
}

function shownRecord(record: RecordView) {
  return {
    ...record,
    customerId: nullable(record.customerId),
    callerIdId: nullable(record.callerIdId),
    agentId: nullable(record.agentId),
    placedAt: iso(record.placedAt),
    sentAt: iso(record.sentAt),
    ringingAt: iso(record.ringingAt),
    answeredAt: iso(record.answeredAt),
    offeredAt: iso(record.offeredAt),
    connectedAt: iso(record.connectedAt),
    endedAt: iso(record.endedAt),
    wrappedAt: iso(record.wrappedAt),
    disposition: nullable(record.disposition),
    resultKey: nullable(record.resultKey),
    cause: nullable(record.cause),
    techCause: nullable(record.techCause),
    abandon: shownAbandon(record.abandon),
  };
}

function shownAbandon(abandon: unknown) {
  if (typeof abandon !== 'object' || abandon === null) return null;
  const of = abandon as Record<string, unknown>;
  const time = (name: string) => (typeof of[name] === 'number' ? iso(of[name]) : null);
  return {
    answeredAt: time('answeredAt'),
    messageStartedAt: time('messageStartedAt'),
    messagePlayedAt: time('messagePlayedAt'),
    patienceMs: typeof of.patienceMs === 'number' ? of.patienceMs : null,
    rule: typeof of.rule === 'string' ? of.rule : null,
    writtenBy: typeof of.writtenBy === 'string' ? of.writtenBy : null,
  };
}
