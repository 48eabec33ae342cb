import { type Duplex, PassThrough, pipeline, Readable, Transform } from 'node:stream';
import type { Entry } from 'unzipper';
import { Refused, wrong } from '../domain/refused.ts';
import { MOST_COLUMNS } from './columns.ts';
import type { TextRecord } from './records.ts';
import { MOST_RECORD_CHARS } from './sheet-limits.ts';

/** What a workbook may become when it is unpacked: a million rows with fifty columns stay under it. */
const MOST_INFLATED = 2 * 1024 * 1024 * 1024;
/** The texts that cells share are held in memory. */
const MOST_SHARED = 64 * 1024 * 1024;
const MOST_ENTRIES = 1_000;
/** Real sheets pack 5 to 50 times; a bomb thousands of times. */
const MOST_RATIO = 200;
const RATIO_FROM = 8 * 1024 * 1024;
const ROWS_AT_ONCE = 100;

export function isZip(first: Uint8Array): boolean {
  return first[0] === 0x50 && first[1] === 0x4b && first[2] === 3 && first[3] === 4;
}

/** Reads exceljs into memory: half a second in which a process does nothing else, so it is done before calls stand. */
export async function loadWorkbooks(): Promise<void> {
  await import('exceljs');
}

/** A cell as exceljs gives it. */
type Value =
  | null
  | undefined
  | string
  | number
  | boolean
  | Date
  | { richText?: { text?: string }[]; text?: Value; result?: Value; error?: string };

interface SheetRow {
  number: number;
  /** By column, 1-based, with holes. */
  values: Value[];
}

/** The parts of exceljs's `WorkbookReader` that are used one by one; pinned by the exact version in package.json. */
interface Reader {
  sharedStrings: unknown[];
  workbookRels: unknown;
  model: { sheets?: unknown[] };
  _parseRels(entry: Readable): Promise<void>;
  _parseWorkbook(entry: Readable): Promise<void>;
  _parseStyles(entry: Readable): Promise<void>;
  _parseSharedStrings(entry: Readable): AsyncIterable<unknown>;
  _parseWorksheet(
    bytes: AsyncIterable<unknown>,
    sheetNo: string,
  ): Iterable<{ value: AsyncIterable<SheetRow[] | SheetRow> }>;
}

/**
 * The records of a workbook's first sheet. The file is read twice: first what cells refer to, counting what it unpacks to,
 * then the sheet. In one pass exceljs would keep the sheet, which comes before its texts, in a file of the machine's temporary
 * folder, with every number in clear.
 */
export async function* xlsxRecords(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<TextRecord[]> {
  const { default: exceljs } = await import('exceljs');
  const options = {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  };
  const reader = new exceljs.stream.xlsx.WorkbookReader('', options as never) as unknown as Reader;
  let sheet: string | undefined;
  for await (const { entry, bytes } of entries(open())) {
    if (entry === 'xl/_rels/workbook.xml.rels') await reader._parseRels(bytes);
    else if (entry === 'xl/workbook.xml') await reader._parseWorkbook(bytes);
    else if (entry === 'xl/styles.xml') await reader._parseStyles(bytes);
    else if (entry === 'xl/sharedStrings.xml') for await (const _ of reader._parseSharedStrings(bytes));
    else {
      const number = sheetNumber(entry);
      if (number !== undefined && (sheet === undefined || Number(number) < Number(sheet))) sheet = number;
    }
  }
  if (sheet === undefined) throw wrong('file', 'a ZIP file without a sheet', 'an XLSX workbook, CSV or TSV');
  reader.sharedStrings ??= [];
  let last = 0;
  let records: TextRecord[] = [];
  for await (const { entry, bytes } of entries(open())) {
    if (sheetNumber(entry) !== sheet) continue;
    for (const { value: rows } of reader._parseWorksheet(chunksOf(bytes), sheet))
      for await (const some of rows)
        for (const row of Array.isArray(some) ? some : [some]) {
          last = Math.max(last + 1, Number.isSafeInteger(row.number) ? row.number : 0);
          records.push(recordOf(last, row.values));
          if (records.length < ROWS_AT_ONCE) continue;
          yield records;
          records = [];
        }
    break;
  }
  yield records;
}

function sheetNumber(path: string): string | undefined {
  return /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(path)?.[1];
}

async function* chunksOf(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

/** The archive's files one by one, counted as they unpack; what the caller leaves of one is read and thrown away. */
async function* entries(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ entry: string; bytes: Readable }> {
  const { default: unzipper } = (await import('unzipper')) as unknown as { default: { Parse(o: object): Duplex } };
  const count = { packed: 0, inflated: 0, entries: 0 };
  const zip = unzipper.Parse({ forceStream: true });
  const packed = Readable.from(counted(source, count));
  // A fault of either side ends the loop below. Of an archive that was cut off the file in hand would never end by itself.
  let current: Readable | undefined;
  pipeline(packed, zip, (error) => {
    if (error) current?.destroy(error);
  });
  try {
    for await (const each of zip) {
      const entry = each as Entry;
      if (++count.entries > MOST_ENTRIES) throw bomb(`more than ${MOST_ENTRIES} files inside`);
      const gate = guard(count, entry.path === 'xl/sharedStrings.xml' ? MOST_SHARED : MOST_INFLATED);
      const bytes = pipeline(entry, gate, new PassThrough(), () => undefined);
      current = bytes;
      yield { entry: entry.path, bytes };
      for await (const _ of bytes);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw wrong('file', 'a ZIP file that cannot be unpacked', 'an XLSX workbook, CSV or TSV');
  } finally {
    packed.destroy();
    zip.destroy();
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, count: { packed: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    count.packed += chunk.length;
    yield chunk;
  }
}

function guard(count: { packed: number; inflated: number }, most: number): Transform {
  let own = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      own += chunk.length;
      count.inflated += chunk.length;
      const ratio = count.inflated / Math.max(1, count.packed);
      if (own > most || count.inflated > MOST_INFLATED) done(bomb(`more than ${most} bytes when unpacked`));
      else if (count.inflated > RATIO_FROM && ratio > MOST_RATIO) done(bomb(`packed more than ${MOST_RATIO} times`));
      else done(null, chunk);
    },
  });
}

function bomb(what: string): Refused {
  return wrong('file', `a workbook with ${what}`, 'an XLSX workbook that unpacks to a usual size');
}

function recordOf(row: number, values: readonly Value[]): TextRecord {
  // Far beyond what a row may have it makes no difference how far.
  const cells = Array.from({ length: Math.min(Math.max(0, values.length - 1), MOST_COLUMNS + 1) }, (_, i) =>
    textOf(values[i + 1]),
  );
  const chars = cells.reduce((sum, cell) => sum + cell.length, 0);
  if (chars > MOST_RECORD_CHARS) return { row, kind: 'broken', why: 'too-long', start: (cells[0] ?? '').slice(0, 60) };
  return { row, kind: 'cells', cells };
}

/** A cell as text. A phone kept as a number comes with all its digits, never as 1.38E+10. */
function textOf(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 1e18 ? BigInt(value).toString() : String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return dateText(value);
  if (value.richText !== undefined) return value.richText.map((part) => part.text ?? '').join('');
  if (value.error !== undefined) return '';
  return textOf(value.result ?? value.text);
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}
