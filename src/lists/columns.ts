import { wrong } from '../domain/refused.ts';
import { beginning } from './import-reasons.ts';
import { readPhone, withoutInvisible } from './phone.ts';

/** Which cell of a row is what. Indexes are 0-based. */
export interface Columns {
  phone: number;
  /** Columns of further numbers, in their order. */
  phones: readonly number[];
  name: number | undefined;
  externalId: number | undefined;
  /** Every other column of the header, with the key of its values. */
  extra: readonly { index: number; key: string }[];
  /** Titles as the file has them; empty for a file without a header. */
  titles: readonly string[];
}

/** What the person who imports says of the columns: titles of the header. Left out, they are recognised. */
export interface Mapping {
  phone?: string;
  /** Columns of further numbers. */
  phones?: readonly string[];
  name?: string;
  externalId?: string;
  /** Columns that are not taken. */
  leaveOut?: readonly string[];
}

export const MOST_COLUMNS = 256;
const LONGEST_KEY = 64;
const PHONE = [
  'phone',
  'phone number',
  'mobile',
  'tel',
  'telephone',
  'number',
  '手机',
  '手机号',
  '手机号码',
  '电话',
  '电话号码',
  '联系电话',
  '号码',
];
const EXTERNAL_ID = ['external id', 'external_id', 'externalid', '外部编号', '外部id', '客户编号'];
/** 手机2, 电话 3, phone 2, 备用电话: further numbers beside the first. */
const FURTHER = new RegExp(`^(备用(${PHONE.join('|')})?|(${PHONE.join('|')})[ _-]?\\d{1,2})$`);
const NAME = ['name', 'customer', 'customer name', '姓名', '名字', '客户', '客户姓名', '客户名称', '名称', '联系人'];

/**
 * Reads the first row. One that holds a phone number is data: then the number's cell is the phone column and the first
 * other cell the name. Refuses (`Refused`, invalid) a header in which the phone column cannot be found.
 */
export function readHeader(cells: readonly string[], mapping: Mapping = {}): { columns: Columns; isHeader: boolean } {
  if (cells.length > MOST_COLUMNS) throw wrong('columns', String(cells.length), `at most ${MOST_COLUMNS}`);
  const number = cells.findIndex((cell) => readPhone(cell).kind === 'number');
  if (number !== -1 && mapping.phone === undefined) return { columns: bare(cells.length, number), isHeader: false };
  const titles = cells.map((cell) =>
    withoutInvisible(cell)
      .normalize('NFKC')
      .replace(/\p{Cc}/gu, '')
      .trim(),
  );
  const further = furtherOf(titles, mapping);
  const phone = find(titles, mapping.phone, PHONE, 'phone') ?? further[0];
  if (phone === undefined) throw wrong('phone', `columns ${shown(titles)}`, `one of them named ${PHONE.join(', ')}`);
  const phones = further.filter((index) => index !== phone);
  const name = find(titles, mapping.name, NAME, 'name');
  const externalId = find(titles, mapping.externalId, EXTERNAL_ID, 'externalId');
  const leaveOut = (mapping.leaveOut ?? []).map((title) => named(titles, title, 'leaveOut'));
  const taken = new Set([phone, ...phones, name, externalId, ...leaveOut]);
  return { columns: { phone, phones, name, externalId, extra: extraOf(titles, taken), titles }, isHeader: true };
}

function furtherOf(titles: readonly string[], mapping: Mapping): number[] {
  if (mapping.phones !== undefined) return mapping.phones.map((title) => named(titles, title, 'phones'));
  return titles.flatMap((title, index) => (FURTHER.test(title.toLowerCase()) ? [index] : []));
}

function named(titles: readonly string[], asked: string, field: string): number {
  const index = titles.indexOf(asked.normalize('NFKC').trim());
  if (index === -1) throw wrong(field, asked, `one of the columns ${shown(titles)}`);
  return index;
}

function bare(count: number, phone: number): Columns {
  const others = Array.from({ length: count }, (_, index) => index).filter((index) => index !== phone);
  const [name, ...rest] = others;
  return {
    phone,
    phones: [],
    name,
    externalId: undefined,
    extra: rest.map((index) => ({ index, key: `column ${index + 1}` })),
    titles: [],
  };
}

function find(titles: readonly string[], asked: string | undefined, known: readonly string[], field: string) {
  if (asked !== undefined) {
    return named(titles, asked, field);
  }
  // The most telling title first, not the first column: 手机 before 号码.
  for (const title of known) {
    const index = titles.findIndex((each) => each.toLowerCase() === title);
    if (index !== -1) return index;
  }
  return undefined;
}

function extraOf(titles: readonly string[], others: ReadonlySet<number | undefined>): Columns['extra'] {
  const taken = new Set<string>();
  return titles.flatMap((title, index) => {
    if (others.has(index)) return [];
    let key = beginning(title, LONGEST_KEY) || `column ${index + 1}`;
    while (taken.has(key)) key = `${beginning(title, LONGEST_KEY)} (${index + 1})`;
    taken.add(key);
    return [{ index, key }];
  });
}

function shown(titles: readonly string[]): string {
  const cut = titles.slice(0, 20).map((title) => JSON.stringify(title.slice(0, 30)));
  return titles.length > 20 ? `${cut.join(', ')} …` : cut.join(', ');
}
