import { type RawBuilder, sql } from 'kysely';
import type { Page } from '../domain/office.ts';
import { wrong } from '../domain/refused.ts';
import { isUuid } from '../shared/ids.ts';
import { timestamp } from './values.ts';

/** A page of rows read with `limit + 1`: one more tells that there is a next page. */
export function pageFrom<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : undefined };
}

/** Throws `Refused` for a cursor that was not made by us. */
export function idCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || isUuid(cursor)) return cursor;
  throw notOurs();
}

export function numberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) throw notOurs();
  return Number(cursor);
}

/** `<ms>_<uuid>`: rows in the order of a time, the id settling ties. */
export function timeCursor(cursor: string | undefined): { at: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', id = ''] = cursor.split('_');
  if (!/^\d{1,15}$/.test(at) || !isUuid(id)) throw notOurs();
  return { at: Number(at), id };
}

function notOurs() {
  return wrong('cursor', 'something else', '`next` of the page before');
}

/**
 * Numbers (alias `p`) that end with these four digits, which every mask shows of a mobile number; it is the mask that is
 * compared, so a number whose mask shows fewer is not found.
 */
export function endsWith(tail: string): RawBuilder<boolean> {
  return sql<boolean>`right(p.masked, 4) = ${tail}`;
}

/** A time (ms) to compare a timestamptz with: columns read as numbers, and are compared as Postgres's own. */
export function moment(ms: number): RawBuilder<number> {
  return sql<number>`${timestamp(ms)}::timestamptz`;
}
