import { maskPhonesInText } from '../domain/phone-mask.ts';
import { type Columns, type Mapping, MOST_COLUMNS, readHeader } from './columns.ts';
import { UNREADABLE } from './decoding.ts';
import { type ImportReason, shownValue } from './import-reasons.ts';
import { readPhone, withoutInvisible } from './phone.ts';
import type { ImportNumber, ImportRow, PhoneSealer, PlaceSource, RowFault } from './ports.ts';
import type { TextRecord } from './records.ts';
import { zonesOf } from './zones.ts';

/** Data rows that one import takes. */
export const MOST_ROWS = 2_000_000;
const MOST_CELL_CHARS = 8 * 1024;
const MOST_NAME_CHARS = 200;
const MOST_ID_CHARS = 100;
/** Fewer characters hold no number that could be dialed (`maskPhonesInText` wants seven digits). */
const SHORTEST_NUMBER = 7;
/** C0 but tab and line breaks (which stand in quoted cells), DEL, C1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

export type ReadRow =
  /** A header, or a blank row. */
  | { kind: 'nothing' }
  | { kind: 'rejected'; fault: RowFault }
  /** `faults`: cells of further numbers that are none; the row is good without them. */
  | { kind: 'row'; row: ImportRow; faults: RowFault[] };

const NOTHING: ReadRow = { kind: 'nothing' };

/** Records of a file → rows of contacts, each judged by itself; the first record tells the columns. */
export class RowReader {
  readonly #parts: { sealer: PhoneSealer; places: PlaceSource };
  readonly #mapping: Mapping | undefined;
  readonly #maxRows: number;
  #columns: Columns | undefined;
  #rows = 0;

  constructor(
    parts: { sealer: PhoneSealer; places: PlaceSource },
    options: { mapping: Mapping | undefined; maxRows?: number },
  ) {
    this.#parts = parts;
    this.#mapping = options.mapping;
    this.#maxRows = options.maxRows ?? MOST_ROWS;
  }

  /** Undefined until the first row that is not blank was read. */
  get columns(): Columns | undefined {
    return this.#columns;
  }

  /** Throws `Refused` when the columns of the file cannot be told. */
  read(record: TextRecord): ReadRow {
    if (record.kind === 'cells' && record.cells.every((cell) => cell.trim() === '')) return NOTHING;
    if (this.#columns === undefined) {
      if (record.kind === 'broken') return this.#rejected(record.row, undefined, record.start, reasonOf(record.why));
      const { columns, isHeader } = readHeader(record.cells, this.#mapping);
      this.#columns = columns;
      if (isHeader) return NOTHING;
    }
    if (++this.#rows > this.#maxRows) return this.#rejected(record.row, undefined, '', 'row-limit');
    if (record.kind === 'broken') return this.#rejected(record.row, undefined, record.start, reasonOf(record.why));
    return this.#row(record.row, record.cells, this.#columns);
  }

  /** A record that an earlier life of the import has dealt with: counts, and tells the columns. */
  pass(record: TextRecord): void {
    if (this.#columns === undefined) this.read(record);
    else this.#rows++;
  }

  /** After the last record: says what is missing when there was neither a header nor a row. */
  end(): void {
    if (this.#columns === undefined) readHeader([], this.#mapping);
  }

  #row(row: number, cells: readonly string[], columns: Columns): ReadRow {
    const width = columns.titles.length || MOST_COLUMNS;
    for (let index = width; index < cells.length; index++)
      if (cells[index]?.trim() !== '') return this.#rejected(row, undefined, cells[index] ?? '', 'too-many-cells');
    for (let index = 0; index < cells.length; index++) {
      const reason = cellFault(cells[index] ?? '', mostChars(index, columns));
      if (reason !== undefined) return this.#rejected(row, index, cells[index] ?? '', reason);
    }
    const { numbers, faults } = this.#numbers(row, cells, columns);
    if (numbers.length === 0)
      return { kind: 'rejected', fault: faults[0] ?? this.#fault(row, columns.phone, '', 'phone-missing') };
    const name = columns.name === undefined ? '' : clean(cells[columns.name] ?? '');
    const externalId = columns.externalId === undefined ? '' : clean(cells[columns.externalId] ?? '');
    const found: ImportRow = {
      row,
      numbers,
      externalId: externalId === '' ? undefined : externalId,
      name: name === '' ? undefined : name,
      fields: fieldsOf(cells, columns),
    };
    return { kind: 'row', row: found, faults };
  }

  /** The numbers of a row, those that are none as faults; an empty cell is a fault of the first column only. */
  #numbers(row: number, cells: readonly string[], columns: Columns): { numbers: ImportNumber[]; faults: RowFault[] } {
    const numbers: ImportNumber[] = [];
    const faults: RowFault[] = [];
    for (const index of [columns.phone, ...columns.phones]) {
      const text = cells[index] ?? '';
      const read = readPhone(text);
      if (read.kind === 'fault') {
        if (read.reason !== 'phone-missing') faults.push(this.#fault(row, index, text, read.reason));
        continue;
      }
      const zones = zonesOf(read.country);
      if (zones === undefined || read.country === undefined) {
        faults.push(this.#fault(row, index, text, 'place-unknown'));
        continue;
      }
      const sealed = this.#parts.sealer.seal(read.e164);
      if (numbers.some((each) => each.blindIndex === sealed.blindIndex)) continue;
      numbers.push({ ...sealed, country: read.country, zones, ...this.#parts.places.of(read.e164) });
    }
    return { numbers, faults };
  }

  #rejected(row: number, index: number | undefined, value: string, reason: ImportReason): ReadRow {
    return { kind: 'rejected', fault: this.#fault(row, index, value, reason) };
  }

  #fault(row: number, index: number | undefined, value: string, reason: ImportReason): RowFault {
    const column = index === undefined ? undefined : this.#columns?.titles[index] || String(index + 1);
    return { row, column, value: shownValue(value), reason };
  }
}

function reasonOf(why: 'quote' | 'too-long'): ImportReason {
  return why === 'quote' ? 'quote' : 'row-too-long';
}

function mostChars(index: number, columns: Columns): number {
  if (index === columns.name) return MOST_NAME_CHARS;
  return index === columns.externalId ? MOST_ID_CHARS : MOST_CELL_CHARS;
}

function cellFault(cell: string, most: number): ImportReason | undefined {
  if (cell.length > most) return 'cell-too-long';
  if (CONTROL.test(cell)) return 'control-character';
  return cell.includes(UNREADABLE) ? 'encoding' : undefined;
}

/** Text as it is kept: marks that show nothing are gone, and a number written into it is masked (DESIGN.md promise 8). */
function clean(cell: string): string {
  const plain = withoutInvisible(cell).trim();
  return plain.length < SHORTEST_NUMBER ? plain : maskPhonesInText(plain);
}

function fieldsOf(cells: readonly string[], columns: Columns): Record<string, string> {
  const pairs: [string, string][] = [];
  for (const { index, key } of columns.extra) {
    const value = clean(cells[index] ?? '');
    if (value !== '') pairs.push([key, value]);
  }
  return Object.fromEntries(pairs);
}
