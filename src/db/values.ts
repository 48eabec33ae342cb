import pg from 'pg';

/** Milliseconds since the epoch as Postgres reads a timestamptz. */
export function timestamp(ms: number): string;
export function timestamp(ms: number | undefined): string | null;
export function timestamp(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

/** A nullable column's value as the rest of the code knows it. */
export function optional<T>(value: T | null): T | undefined {
  return value === null ? undefined : value;
}

const TIMESTAMPTZ = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::?(\d\d))?$/;

/** Postgres's text of a timestamptz → milliseconds since the epoch; ±Infinity for 'infinity'. */
export function parseTimestamp(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const m = TIMESTAMPTZ.exec(text);
  if (m === null) throw new Error(`not a timestamptz of this era: ${text}`);
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours, offsetMinutes = '0'] = m;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -60_000 : 60_000);
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms) - offset
  );
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`a bigint beyond 2^53: ${text}`);
  return value;
}

const OID = { int8: 20, date: 1082, timestamptz: 1184 } as const;

/**
 * How columns come out of pg: timestamptz as milliseconds, bigint as a number, date as 'YYYY-MM-DD'; numeric stays text
 * (money is exact). Only for our own pools: nothing is set globally.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === OID.timestamptz) return parseTimestamp;
      if (oid === OID.int8) return parseBigint;
      if (oid === OID.date) return (text: string) => text;
    }
    return pg.types.getTypeParser(oid, format);
  },
};
