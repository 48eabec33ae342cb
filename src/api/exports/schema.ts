import { Type } from 'typebox';
import { EXPORT_FORMATS, EXPORT_KINDS, EXPORT_STATES, MOST_DOWNLOADS } from '../../domain/export.ts';
import { RECORD_FILTER } from '../call-records/schema.ts';
import { CONTACT_FILTER } from '../contacts/schema.ts';
import { closed, ErrorBody, Id, oneOf, orNull, PageQuery, pageOf, Reason, Time, text } from '../schemas.ts';

const ORDER = {
  format: Type.Optional(oneOf(EXPORT_FORMATS)),
  columns: Type.Optional(
    Type.Array(text(220), {
      minItems: 1,
      maxItems: 300,
      uniqueItems: true,
      description: 'names of columns in the order of the file, `fields.<title>` for a contact’s own; left out: all',
    }),
  ),
  reason: Reason,
};
const FULL = {
  fullNumbers: Type.Optional(
    Type.Boolean({ description: 'in a protected XLSX, by permission, when another person has approved' }),
  ),
};

export const ContactExportBody = closed({ ...ORDER, ...FULL, filter: Type.Optional(closed(CONTACT_FILTER)) });
export const RecordExportBody = closed({ ...ORDER, ...FULL, filter: Type.Optional(closed(RECORD_FILTER)) });
export const DoNotCallExportBody = closed(ORDER);
export const Decision = closed({ reason: Reason });
export const ExportQuery = closed({ ...PageQuery, state: Type.Optional(oneOf(EXPORT_STATES)) });

const EXPORT = {
  id: Id,
  kind: oneOf(EXPORT_KINDS),
  format: oneOf(EXPORT_FORMATS),
  state: oneOf(EXPORT_STATES),
  columns: Type.Array(Type.String()),
  fullNumbers: Type.Boolean(),
  reason: Type.String(),
  expected: Type.Integer({
    description: 'rows counted when it was ordered; one more than the row cap: at least so many',
  }),
  rows: Type.Integer({ description: 'rows written so far' }),
  bytes: Type.Integer(),
  downloads: Type.Integer({ description: `of at most ${MOST_DOWNLOADS}` }),
  createdBy: Id,
  createdAt: Time,
  decidedBy: orNull(Id),
  decidedAt: orNull(Time),
  decision: orNull(Type.String()),
  startedAt: orNull(Time),
  endedAt: orNull(Time),
  expiresAt: orNull(Time),
  failure: orNull(Type.String()),
};
export const Export = Type.Object(EXPORT);
export const Exports = pageOf(Export);
export const OrderedExport = Type.Object({
  ...EXPORT,
  password: orNull(Type.String({ description: 'of a file with full numbers; told this once' })),
});

export const FileAnswers: Record<string, unknown> = {
  200: { description: 'the file', content: { 'application/octet-stream': { schema: Type.String() } } },
  '4xx': ErrorBody,
  '5xx': ErrorBody,
};
