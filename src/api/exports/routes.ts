import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFilter, ExportFormat } from '../../domain/export.ts';
import { who } from '../access.ts';
import { recordFilter } from '../call-records/filter.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, IdParams, nullable, pageRequest, present } from '../schemas.ts';
import { typed } from '../typed.ts';
import {
  ContactExportBody,
  Decision,
  DoNotCallExportBody,
  Export,
  ExportQuery,
  Exports,
  FileAnswers,
  OrderedExport,
  RecordExportBody,
} from './schema.ts';
import { shownExport } from './shown.ts';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

interface Ordered {
  format?: ExportFormat;
  columns?: string[];
  fullNumbers?: boolean;
  reason: string;
}

/** Lists leaving the house (RULES.md "Export"): ordered here, written by a worker, fetched when they are done. */
export function exportRoutes(app: FastifyInstance, { exports }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['exports'];
  const response = answers(OrderedExport, 202);
  const description = 'as a job: with many rows or full numbers it waits until another person approves';

  const order = async (request: FastifyRequest, reply: FastifyReply, body: Ordered, filter: ExportFilter) => {
    const actor = who(request);
    const { format = 'csv', columns, fullNumbers = false, reason } = body;
    const given = { filter, format, columns, fullNumbers, reason, locale: actor.locale };
    const { view, password } = await exports.order(actor, given);
    return reply.status(202).send({ ...shownExport(view), password: nullable(password) });
  };

  routes.post(
    '/contacts/exports',
    {
      config: { access: 'contacts.export', keep: 'secret' },
      schema: { tags, description, body: ContactExportBody, response },
    },
    (request, reply) => order(request, reply, request.body, { kind: 'contacts', ...request.body.filter }),
  );

  routes.post(
    '/call-records/exports',
    {
      config: { access: 'records.export', keep: 'secret' },
      schema: { tags, description, body: RecordExportBody, response },
    },
    (request, reply) =>
      order(request, reply, request.body, { kind: 'call-records', ...recordFilter(request.body.filter ?? {}) }),
  );

  routes.post(
    '/do-not-call/exports',
    {
      config: { access: 'dnc.export', keep: 'secret' },
      schema: { tags, description, body: DoNotCallExportBody, response },
    },
    (request, reply) => order(request, reply, request.body, { kind: 'do-not-call' }),
  );

  routes.get(
    '/exports',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        description: 'one’s own; who may approve, those of his scope too',
        querystring: ExportQuery,
        response: answers(Exports),
      },
    },
    async (request) =>
      present(await exports.list(who(request), request.query.state, pageRequest(request.query)), shownExport),
  );

  routes.get(
    '/exports/:id',
    { config: { access: 'signed-in' }, schema: { tags, params: IdParams, response: answers(Export) } },
    async (request) => shownExport(found(await exports.get(who(request), request.params.id))),
  );

  for (const verb of ['approve', 'refuse'] as const) {
    routes.post(
      `/exports/:id/${verb}`,
      {
        config: { access: 'exports.approve' },
        schema: { tags, params: IdParams, body: Decision, response: answers(Export) },
      },
      async (request) => {
        const decision = { approve: verb === 'approve', reason: request.body.reason };
        return shownExport(await exports.decide(who(request), request.params.id, decision));
      },
    );
  }

  routes.post(
    '/exports/:id/cancel',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        description: 'ends it in whatever state; a file that is there is gone',
        params: IdParams,
        response: answers(Export),
      },
    },
    async (request) => shownExport(await exports.cancel(who(request), request.params.id)),
  );

  routes.get(
    '/exports/:id/file',
    {
      config: { access: 'signed-in' },
      schema: { tags, description: 'within 24 h, three times', params: IdParams, response: FileAnswers },
    },
    async (request, reply) => {
      const { view, file } = await exports.fetch(who(request), request.params.id);
      reply.header('content-disposition', `attachment; filename="${view.kind}-${view.id}.${view.format}"`);
      reply.header('cache-control', 'no-store');
      reply.type(TYPES[view.format]);
      return reply.send(Readable.from(file, { objectMode: false }));
    },
  );
}
