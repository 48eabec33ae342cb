import { Type } from 'typebox';
import { ENCODINGS } from '../../lists/decoding.ts';
import { IMPORT_REASONS } from '../../lists/import-reasons.ts';
import { IMPORT_STATES, ROW_OUTCOMES } from '../../lists/ports.ts';
import { closed, Id, oneOf, orNull, PageQuery, pageOf, Reason, Time, text } from '../schemas.ts';

const DELIMITERS = [',', '\t', ';'] as const;
const title = text(200);
const Price = Type.String({
  pattern: '^\\d{1,12}(\\.\\d{1,4})?$',
  description: 'CNY for the whole batch, e.g. "1200.00"',
});

/** 数据批次: all five are needed under the CN regime; source and legal basis are taken from the list where it has them. */
const BATCH = {
  source: Type.Optional(text(200)),
  supplier: Type.Optional(text(200)),
  price: Type.Optional(Price),
  legalBasis: Type.Optional(text(200)),
  proof: Type.Optional(text(500)),
};

const Mapping = closed({
  phone: Type.Optional(title),
  phones: Type.Optional(Type.Array(title, { maxItems: 50, description: 'columns of further numbers' })),
  name: Type.Optional(title),
  externalId: Type.Optional(title),
  leaveOut: Type.Optional(Type.Array(title, { maxItems: 256 })),
});
const Duplicates = closed({
  by: Type.Optional(oneOf(['phone', 'external-id'] as const)),
  scope: Type.Optional(oneOf(['list', 'campaign', 'system'] as const)),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  action: Type.Optional(oneOf(['skip', 'update', 'move'] as const)),
});
export const Settings = closed({
  encoding: Type.Optional(oneOf(ENCODINGS)),
  delimiter: Type.Optional(oneOf(DELIMITERS)),
  mapping: Type.Optional(Mapping),
  duplicates: Type.Optional(Duplicates),
  scrub: Type.Optional(Type.Boolean({ description: 'leave out do-not-call numbers (default true)' })),
});

export const UploadQuery = closed({
  ...BATCH,
  hold: Type.Optional(Type.Boolean({ description: 'keep the file for a preview; POST /imports/:id/start begins' })),
  template: Type.Optional(Id),
  encoding: Type.Optional(oneOf(ENCODINGS)),
});
export const DoNotCallUploadQuery = closed({ reason: Reason, encoding: Type.Optional(oneOf(ENCODINGS)) });
export const PreviewBody = closed({ settings: Type.Optional(Settings) });
export const StartBody = closed({ settings: Type.Optional(Settings), batch: Type.Optional(closed(BATCH)) });
export const UndoBody = closed({ reason: Reason });
export const ImportQuery = closed({ ...PageQuery, listId: Type.Optional(Id) });

const Fault = Type.Object({
  row: Type.Integer({ description: 'line of the sheet, the header included' }),
  column: orNull(Type.String()),
  value: Type.String({ description: 'masked' }),
  reason: oneOf(IMPORT_REASONS),
});

const IMPORT = {
  id: Id,
  kind: oneOf(['contacts', 'do-not-call'] as const),
  listId: orNull(Id),
  state: oneOf(IMPORT_STATES),
  batch: Type.Object({
    source: orNull(Type.String()),
    supplier: orNull(Type.String()),
    price: orNull(Type.String()),
    legalBasis: orNull(Type.String()),
    proof: orNull(Type.String()),
  }),
  settings: Type.Unsafe<object>(Type.Object({}, { additionalProperties: true })),
  bytes: Type.Integer(),
  doneBytes: Type.Integer(),
  rows: Type.Integer({ description: 'data rows read: imported + updated + moved + duplicates + doNotCall + rejected' }),
  imported: Type.Integer(),
  updated: Type.Integer(),
  moved: Type.Integer(),
  duplicates: Type.Integer(),
  doNotCall: Type.Integer(),
  rejected: Type.Integer(),
  undone: Type.Integer(),
  kept: Type.Integer({ description: 'of an undo: dialed or changed since, so they stay' }),
  createdBy: Id,
  createdAt: Time,
  startedAt: orNull(Time),
  endedAt: orNull(Time),
  failure: orNull(Type.String()),
};
export const Import = Type.Object(IMPORT);
export const ImportWithFaults = Type.Object({ ...IMPORT, faults: Type.Array(Fault, { description: 'the first 100' }) });
export const Imports = pageOf(Import);

const Outcome = oneOf([...ROW_OUTCOMES, 'rejected'] as const);
const Count = Type.Record(Type.String(), Type.Integer());
export const PreviewAnswer = Type.Object({
  titles: Type.Array(Type.String()),
  columns: Type.Object({
    phones: Type.Array(Type.String()),
    name: orNull(Type.String()),
    externalId: orNull(Type.String()),
    fields: Type.Array(Type.String()),
  }),
  rows: Type.Array(
    Type.Object({
      row: Type.Integer(),
      outcome: Outcome,
      numbers: Type.Array(Type.Object({ number: Type.String({ description: 'masked' }), place: Type.String() })),
      name: orNull(Type.String()),
      externalId: orNull(Type.String()),
      fields: Type.Record(Type.String(), Type.String()),
      problems: Type.Array(Type.Omit(Fault, ['row'])),
    }),
  ),
  counts: Type.Object({
    looked: Type.Integer({ description: 'rows from the beginning of the file that the counts are over' }),
    whole: Type.Boolean({ description: 'whether that is the whole file' }),
    outcomes: Count,
    problems: Count,
  }),
});

export const NewTemplate = closed({ name: text(120), settings: Settings });
export const Template = Type.Object({
  id: Id,
  name: Type.String(),
  settings: Type.Unsafe<object>(Type.Object({}, { additionalProperties: true })),
  createdAt: Time,
});
export const Templates = Type.Object({ items: Type.Array(Template) });
