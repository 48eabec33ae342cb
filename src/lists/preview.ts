import type { Clock } from '../shared/clock.ts';
import { turn } from '../shared/turn.ts';
import type { ImportReason } from './import-reasons.ts';
import { shownPlace } from './places/places.ts';
import type { ImportJob, ImportRow, ImportStore, PhoneSealer, PlaceSource, RowFault, RowOutcome } from './ports.ts';
import { RowReader } from './rows.ts';
import { sheetRecords } from './sheet.ts';

export const PREVIEW_ROWS = 20;
/** Rows that the counts are over. */
const LOOKED_AT = 2_000;

/** What an import would do, told from the beginning of its file; nothing is written. */
export interface Preview {
  titles: readonly string[];
  /** What each column was taken for: titles, or numbers in a file without a header. */
  columns: { phones: string[]; name: string | undefined; externalId: string | undefined; fields: string[] };
  rows: PreviewRow[];
  counts: {
    looked: number;
    whole: boolean;
    outcomes: Record<RowOutcome | 'rejected', number>;
    problems: Partial<Record<ImportReason, number>>;
  };
}

export interface PreviewRow {
  row: number;
  outcome: RowOutcome | 'rejected';
  /** Masked. */
  numbers: readonly { number: string; place: string }[];
  name: string | undefined;
  externalId: string | undefined;
  fields: Readonly<Record<string, string>>;
  problems: readonly { column: string | undefined; value: string; reason: ImportReason }[];
}

/** Rejects with `Refused` when the columns of the file cannot be told. */
export async function previewImport(
  job: ImportJob,
  parts: { store: ImportStore; sealer: PhoneSealer; places: PlaceSource; clock: Clock },
): Promise<Preview> {
  const reader = new RowReader(parts, { mapping: job.settings.mapping });
  const rows: ImportRow[] = [];
  const faults: RowFault[] = [];
  const rejected = new Set<number>();
  let whole = true;
  for await (const records of sheetRecords(() => parts.store.file(job.id), job.settings)) {
    for (const record of records) {
      const read = reader.read(record);
      if (read.kind === 'row') rows.push(read.row);
      if (read.kind === 'rejected') rejected.add(read.fault.row);
      if (read.kind !== 'nothing') faults.push(...(read.kind === 'row' ? read.faults : [read.fault]));
    }
    whole = rows.length + rejected.size < LOOKED_AT;
    if (!whole) break;
    await turn();
  }
  reader.end();
  const batch = { rows, faults: [], seen: 0, rejected: 0, upTo: job.doneRow, bytes: 0 };
  const outcomes = await parts.store.write(job, batch, parts.clock.now(), true);
  return {
    ...columnsOf(reader),
    rows: shownRows(rows, outcomes, faults),
    counts: countsOf(outcomes, faults, rejected, whole),
  };
}

function columnsOf(reader: RowReader): Pick<Preview, 'titles' | 'columns'> {
  const columns = reader.columns;
  if (columns === undefined)
    return { titles: [], columns: { phones: [], name: undefined, externalId: undefined, fields: [] } };
  const title = (index: number): string => columns.titles[index] ?? String(index + 1);
  const titleOr = (index: number | undefined) => (index === undefined ? undefined : title(index));
  return {
    titles: columns.titles,
    columns: {
      phones: [columns.phone, ...columns.phones].map(title),
      name: titleOr(columns.name),
      externalId: titleOr(columns.externalId),
      fields: columns.extra.map(({ key }) => key),
    },
  };
}

function shownRows(
  rows: readonly ImportRow[],
  outcomes: readonly RowOutcome[],
  faults: readonly RowFault[],
): PreviewRow[] {
  const good = rows.map(
    (row, i): PreviewRow => ({
      row: row.row,
      outcome: outcomes[i] ?? 'imported',
      numbers: row.numbers.map((number) => ({ number: number.masked, place: shownPlace(number) })),
      name: row.name,
      externalId: row.externalId,
      fields: row.fields,
      problems: [],
    }),
  );
  const known = new Map(good.map((row) => [row.row, row]));
  for (const { row } of faults) {
    if (known.has(row)) continue;
    const nothing = { name: undefined, externalId: undefined, fields: {}, problems: [] };
    known.set(row, { row, outcome: 'rejected', numbers: [], ...nothing });
  }
  const first = [...known.values()].sort((a, b) => a.row - b.row).slice(0, PREVIEW_ROWS);
  return first.map((row) => ({
    ...row,
    problems: faults
      .filter((fault) => fault.row === row.row)
      .map(({ column, value, reason }) => ({ column, value, reason })),
  }));
}

function countsOf(
  outcomes: readonly RowOutcome[],
  faults: readonly RowFault[],
  rejected: ReadonlySet<number>,
  whole: boolean,
): Preview['counts'] {
  const counts = { imported: 0, updated: 0, moved: 0, duplicate: 0, 'do-not-call': 0, rejected: rejected.size };
  for (const outcome of outcomes) counts[outcome]++;
  const problems: Partial<Record<ImportReason, number>> = {};
  for (const { reason } of faults) problems[reason] = (problems[reason] ?? 0) + 1;
  return { looked: outcomes.length + rejected.size, whole, outcomes: counts, problems };
}
