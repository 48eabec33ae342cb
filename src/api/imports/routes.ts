import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { csvLine } from '../../lists/csv-out.ts';
import { importSentence } from '../../lists/import-reasons.ts';
import type { ImportSettings, RowFault } from '../../lists/ports.ts';
import type { Preview } from '../../lists/preview.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { found } from '../found.ts';
import { answers, CsvAnswers, IdParams, nullable, pageRequest, present } from '../schemas.ts';
import { shownFields, shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import {
  Import,
  ImportQuery,
  Imports,
  ImportWithFaults,
  PreviewAnswer,
  PreviewBody,
  StartBody,
  UndoBody,
} from './schema.ts';
import { shownFault, shownImport } from './shown.ts';
import { MOST_FAULTS } from './uploads.ts';

export function importRoutes(app: FastifyInstance, { imports }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['lists'];

  routes.get(
    '/imports',
    { config: { access: 'lists.read' }, schema: { tags, querystring: ImportQuery, response: answers(Imports) } },
    async (request) => {
      const { listId } = request.query;
      return present(await imports.list(who(request).scope, listId, pageRequest(request.query)), shownImport);
    },
  );

  routes.get(
    '/imports/:id',
    { config: { access: 'lists.read' }, schema: { tags, params: IdParams, response: answers(ImportWithFaults) } },
    async (request) => {
      const view = found(await imports.get(who(request).scope, request.params.id));
      const faults = (await imports.firstFaults(view.id, MOST_FAULTS)).map(shownFault);
      return { ...shownImport(view), faults };
    },
  );

  routes.get(
    '/imports/:id/faults',
    {
      config: { access: 'lists.import' },
      schema: { tags, description: 'every fault as a CSV file', params: IdParams, response: CsvAnswers },
    },
    async (request, reply) => {
      const { scope, locale } = who(request);
      const view = found(await imports.get(scope, request.params.id));
      reply.header('content-disposition', `attachment; filename="import-${view.id}-faults.csv"`);
      reply.type('text/csv; charset=utf-8');
      return reply.send(Readable.from(faultFile(imports.allFaults(view.id), locale)));
    },
  );

  routes.post(
    '/imports/:id/preview',
    {
      config: { access: 'lists.import' },
      schema: { tags, params: IdParams, body: PreviewBody, response: answers(PreviewAnswer) },
    },
    async (request) => {
      const settings = (request.body.settings ?? {}) as ImportSettings;
      return shownPreview(await imports.preview(who(request).scope, request.params.id, settings));
    },
  );

  routes.post(
    '/imports/:id/start',
    {
      config: { access: 'lists.import', keep: 'answer' },
      schema: { tags, params: IdParams, body: StartBody, response: answers(Import, 202) },
    },
    async (request, reply) => {
      const { settings = {}, batch = {} } = request.body;
      const { source, supplier, price, legalBasis, proof } = batch;
      const change = { settings: settings as ImportSettings, batch: { source, supplier, price, legalBasis, proof } };
      return reply.status(202).send(shownImport(await imports.start(who(request), request.params.id, change)));
    },
  );

  routes.post(
    '/imports/:id/cancel',
    { config: { access: 'lists.import' }, schema: { tags, params: IdParams, response: answers(Import) } },
    async (request) => shownImport(await imports.cancel(who(request), request.params.id)),
  );

  routes.post(
    '/imports/:id/undo',
    {
      config: { access: 'lists.import', keep: 'answer' },
      schema: { tags, params: IdParams, body: UndoBody, response: answers(Import, 202) },
    },
    async (request, reply) => {
      const view = await imports.undo(who(request), request.params.id, request.body.reason);
      return reply.status(202).send(shownImport(view));
    },
  );
}

async function* faultFile(faults: AsyncIterable<RowFault>, locale: 'zh-CN' | 'en'): AsyncGenerator<string> {
  const heading = {
    'zh-CN': ['行', '列', '内容', '原因', '说明'],
    en: ['row', 'column', 'value', 'reason', 'sentence'],
  };
  yield `\ufeff${csvLine(heading[locale])}`;
  for await (const { row, column, value, reason } of faults)
    yield csvLine([
      String(row),
      shownText(column) ?? '',
      maskPhonesInText(value),
      reason,
      importSentence(reason, locale),
    ]);
}

function shownPreview(preview: Preview) {
  const { columns } = preview;
  return {
    ...preview,
    titles: preview.titles.map(maskPhonesInText),
    counts: { ...preview.counts, problems: preview.counts.problems as Record<string, number> },
    columns: { ...columns, name: nullable(columns.name), externalId: nullable(columns.externalId) },
    rows: preview.rows.map((row) => ({
      ...row,
      numbers: [...row.numbers],
      fields: shownFields(row.fields),
      name: shownText(row.name),
      externalId: shownText(row.externalId),
      problems: row.problems.map(({ column, value, reason }) => ({
        column: shownText(column),
        value: maskPhonesInText(value),
        reason,
      })),
    })),
  };
}
