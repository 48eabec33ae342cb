import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../domain/people.ts';
import { Refused } from '../../domain/refused.ts';
import type { ImportOrder, ImportView } from '../../lists/ports.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { limited } from '../limited.ts';
import { answers, IdParams } from '../schemas.ts';
import { typed } from '../typed.ts';
import { DoNotCallUploadQuery, ImportWithFaults, UploadQuery } from './schema.ts';
import { shownFault, shownImport } from './shown.ts';

/** A million rows with fifty columns stay under it. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** Faults named in the answer; the counts are whole. */
export const MOST_FAULTS = 100;
/** A small file is answered with what became of it; a large one goes on without anybody waiting. */
const WAIT_MS = 5_000;
const TYPES = [
  'text/csv',
  'text/tab-separated-values',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
];

/** Files coming in. They go through as they come, never wholly in memory. */
export function uploadRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { imports } = deps;
  app.register(async (streamed) => {
    streamed.removeAllContentTypeParsers();
    const pass = (_request: unknown, payload: NodeJS.ReadableStream, done: (error: null, body: unknown) => void) =>
      done(null, payload);
    for (const type of TYPES) streamed.addContentTypeParser(type, pass);
    const routes = typed(streamed);
    const response = { ...answers(ImportWithFaults), 202: ImportWithFaults };

    const take = async (request: FastifyRequest, reply: FastifyReply, order: ImportOrder) => {
      const actor = who(request);
      const made = await imports.receive(actor, order, bodyOf(request));
      const view = order.hold ? made : await imports.settled(actor.scope, made.id, WAIT_MS);
      return reply.status(view.state === 'done' ? 200 : 202).send(await answer(actor, view));
    };
    const answer = async (_actor: Principal, view: ImportView) => {
      if (view.state === 'failed') {
        const { message = 'The import failed.', faults = [] } = view.failure ?? {};
        throw new Refused('invalid', message, faults);
      }
      const faults = (await imports.firstFaults(view.id, MOST_FAULTS)).map(shownFault);
      return { ...shownImport(view), faults };
    };

    routes.post(
      '/lists/:id/imports',
      {
        config: { access: 'lists.import', keep: 'stream' },
        schema: { tags: ['lists'], consumes: TYPES, params: IdParams, querystring: UploadQuery, response },
      },
      async (request, reply) => {
        const { hold = false, template, encoding, ...batch } = request.query;
        const { source, supplier, price, legalBasis, proof } = batch;
        const settings = await settingsOf(who(request), template);
        if (encoding !== undefined) settings.encoding = encoding;
        return await take(request, reply, {
          kind: 'contacts',
          listId: request.params.id,
          settings,
          batch: { source, supplier, price, legalBasis, proof },
          hold,
        });
      },
    );

    routes.post(
      '/do-not-call/imports',
      {
        config: { access: 'dnc.import', keep: 'stream' },
        schema: { tags: ['do not call'], consumes: TYPES, querystring: DoNotCallUploadQuery, response },
      },
      async (request, reply) => {
        const { reason, encoding } = request.query;
        const nothing = {
          source: undefined,
          supplier: undefined,
          price: undefined,
          legalBasis: undefined,
          proof: undefined,
        };
        const settings = { reason, ...(encoding === undefined ? {} : { encoding }) };
        return await take(request, reply, {
          kind: 'do-not-call',
          listId: undefined,
          settings,
          batch: nothing,
          hold: false,
        });
      },
    );
  });

  async function settingsOf(actor: Principal, templateId: string | undefined) {
    if (templateId === undefined) return {};
    const found = (await imports.templates(actor.scope)).find((each) => each.id === templateId);
    if (found !== undefined) return { ...found.settings };
    const details = [{ field: 'template', came: 'another id', wanted: 'a template of yours' }];
    throw new ApiError('invalid', { details });
  }
}

function bodyOf(request: FastifyRequest): Readable {
  if (request.body !== undefined && request.body !== null) return limited(request.body as Readable, MOST_BYTES);
  const details = [{ field: 'body', came: 'nothing', wanted: 'a CSV, TSV or XLSX file (content-type text/csv)' }];
  throw new ApiError('invalid', { details });
}
