import { decoded } from './decoding.ts';
import type { ImportSettings } from './ports.ts';
import { RecordSplitter, type TextRecord } from './records.ts';
import { MOST_RECORD_CHARS } from './sheet-limits.ts';
import { isZip, xlsxRecords } from './xlsx.ts';

/** Characters that are split in one go, a few milliseconds of work with all that follows. */
const PIECE = 8 * 1024;

/**
 * The records of a file, streamed: delimited text in any encoding of `ENCODINGS`, or the first sheet of an XLSX workbook,
 * whatever it is called; `open` begins the file anew. Rejects with `Refused` (invalid) for a workbook that is none, or a bomb.
 */
export async function* sheetRecords(
  open: () => AsyncIterable<Uint8Array>,
  settings: Pick<ImportSettings, 'encoding' | 'delimiter'>,
): AsyncGenerator<TextRecord[]> {
  if (await beginsAsZip(open())) yield* xlsxRecords(open);
  else yield* textRecords(open(), settings);
}

async function beginsAsZip(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const chunk of bytes) return isZip(chunk);
  return false;
}

async function* textRecords(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: Pick<ImportSettings, 'encoding' | 'delimiter'>,
): AsyncGenerator<TextRecord[]> {
  const splitterFor = (head: string) =>
    new RecordSplitter(delimiter ?? detectDelimiter(head), { maxChars: MOST_RECORD_CHARS });
  let splitter: RecordSplitter | undefined;
  let head = '';
  for await (const text of decoded(bytes, encoding)) {
    if (splitter === undefined) {
      head += text;
      if (head.length < MOST_RECORD_CHARS && !/[\r\n]/.test(head)) continue;
      splitter = splitterFor(head);
      yield* pieces(splitter, head);
      head = '';
    } else yield* pieces(splitter, text);
  }
  if (splitter === undefined) {
    splitter = splitterFor(head);
    yield splitter.push(head);
  }
  yield splitter.end();
}

function* pieces(splitter: RecordSplitter, text: string): Generator<TextRecord[]> {
  for (let at = 0; at < text.length; at += PIECE) yield splitter.push(text.slice(at, at + PIECE));
}

function detectDelimiter(head: string): string {
  const line = head.split(/[\r\n]/, 1)[0] ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', '\t', ';'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
