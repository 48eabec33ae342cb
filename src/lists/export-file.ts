/** Files of exports, written row by row: CSV (UTF-8 with BOM) and XLSX. The first line tells whose export it is. */
import { PassThrough } from 'node:stream';
import { EXPORT_COLUMNS, type ExportKind, type ExportRow, OWN_COLUMN } from '../domain/export.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import { turn } from '../shared/turn.ts';
import { csvLine, harmless } from './csv-out.ts';

/** A sheet holds 1,048,576 rows. */
const ROWS_OF_SHEET = 1_000_000;

export interface ExportHead {
  exportId: string;
  kind: ExportKind;
  /** Name and 工号 of who exports. */
  by: string;
  /** When it is written, ms. */
  at: number;
  columns: readonly string[];
  locale: 'zh-CN' | 'en';
}

/** Rows in pages, as they are read. */
type Pages = AsyncIterable<readonly ExportRow[]>;

function titleOf(kind: ExportKind, column: string, locale: 'zh-CN' | 'en'): string {
  if (column.startsWith(OWN_COLUMN)) return maskPhonesInText(column.slice(OWN_COLUMN.length));
  const titles: Record<string, readonly [string, string]> = EXPORT_COLUMNS[kind];
  return titles[column]?.[locale === 'en' ? 1 : 0] ?? column;
}

function firstLines(head: ExportHead): [string[], string[]] {
  const own = [head.by, new Date(head.at).toISOString(), head.exportId];
  return [own, head.columns.map((column) => titleOf(head.kind, column, head.locale))];
}

export async function* csvFile(head: ExportHead, pages: Pages): AsyncGenerator<Uint8Array> {
  const [own, titles] = firstLines(head);
  yield Buffer.from(`\ufeff${csvLine(own)}${csvLine(titles)}`);
  for await (const rows of pages) {
    yield Buffer.from(rows.map((row) => csvLine(head.columns.map((column) => row[column] ?? ''))).join(''));
    await turn();
  }
}

/** When what was written has been read, or never will be: a slow reader must not fill the memory. */
async function drained(out: PassThrough): Promise<void> {
  if (!out.writableNeedDrain || out.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      out.off('drain', done).off('close', done);
      resolve();
    };
    out.on('drain', done).on('close', done);
  });
}

/** Every cell is a text: nothing of it is ever a formula. */
export async function* xlsxFile(head: ExportHead, pages: Pages): AsyncGenerator<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const out = new PassThrough({ highWaterMark: 1024 * 1024 });
  const created = new Date(head.at);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: false });
  Object.assign(book, { creator: head.by, lastModifiedBy: head.by, created, modified: created });
  Object.assign(book, { title: `Boda export ${head.exportId}`, description: head.exportId });
  const write = async (): Promise<void> => {
    const [own, titles] = firstLines(head);
    let sheet = book.addWorksheet('1');
    let rows = 0;
    const add = (cells: readonly string[]): void => sheet.addRow(cells.map(harmless)).commit();
    add(own);
    add(titles);
    for await (const page of pages) {
      for (const row of page) {
        if (++rows % ROWS_OF_SHEET === 0) {
          sheet.commit();
          sheet = book.addWorksheet(String(rows / ROWS_OF_SHEET + 1));
          add(titles);
        }
        add(head.columns.map((column) => row[column] ?? ''));
      }
      await turn();
      await drained(out);
      // Nobody reads it any more: it was cancelled.
      if (out.destroyed) return;
    }
    await book.commit();
  };
  // A fault of the rows ends the file too, so that nobody waits for the rest of it.
  const writing = write().catch((error: unknown) => void out.destroy(error as Error));
  yield* out;
  await writing;
}
