/** Pieces that the schemas of all resources share. */
import { type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { Page } from '../domain/office.ts';

/** An object that takes no other fields: a misspelt one is an error, not a silence. */
export function closed<P extends TProperties>(properties: P, options: Record<string, unknown> = {}): TObject<P> {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

export const Id = Type.String({ pattern: UUID, description: 'an id (UUID in lower case)' });
export const Time = Type.String({ format: 'date-time', description: 'ISO 8601 with time zone' });
export const Day = Type.String({ format: 'date', description: 'YYYY-MM-DD' });
/** Free text of people: no control characters, so that nothing hides in a log or an export. */
export const text = (most: number, least = 1) =>
  Type.String({
    minLength: least,
    maxLength: most,
    pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
    description: `text of ${least} to ${most} characters without control characters`,
  });
export const Reason = text(200, 2);

export function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

export function oneOf<T extends string>(values: readonly T[]) {
  return Type.Enum([...values] as T[]);
}

/** All of a number that may stand in an address or be asked for without a permission. */
export const NumberTail = Type.String({ pattern: '^[0-9]{4}$', description: 'the last four digits of the number' });

export const IdParams = closed({ id: Id });

export const PageQuery = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item), next: orNull(Type.String()) });
}

export const ErrorBody = Type.Object({
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    details: Type.Array(Type.Object({ field: Type.String(), came: Type.String(), wanted: Type.String() })),
    why: Type.Optional(
      Type.Object({
        code: Type.String(),
        'zh-CN': Type.String(),
        en: Type.String(),
        facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
      }),
    ),
    requestId: Type.String(),
  }),
});

/** Response schemas of a route: its own answer, and the one shape of every error. */
export function answers<T extends TSchema, S extends number = 200>(schema: T, status?: S) {
  return { [status ?? 200]: schema, '4xx': ErrorBody, '5xx': ErrorBody } as Record<S, T>;
}

/** A file that is sent as it is read, or the usual refusals. */
export const CsvAnswers: Record<string, unknown> = {
  200: { description: 'a CSV file', content: { 'text/csv': { schema: Type.String() } } },
  '4xx': ErrorBody,
  '5xx': ErrorBody,
};

/** 204 without a body. */
export const NoContent = { 204: Type.Null(), '4xx': ErrorBody, '5xx': ErrorBody };

/** Milliseconds → the API's text of a time. */
export function iso(ms: number): string;
export function iso(ms: number | undefined): string | null;
export function iso(ms: number | undefined): string | null {
  return ms === undefined || !Number.isFinite(ms) ? null : new Date(ms).toISOString();
}

/** The API's text of a time → milliseconds. The schema has checked its form. */
export function ms(time: string): number;
export function ms(time: string | undefined): number | undefined;
export function ms(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}

export function nullable<T>(value: T | undefined): T | null {
  return value === undefined ? null : value;
}

export function pageRequest(query: { cursor?: string; limit?: number }): { cursor: string | undefined; limit: number } {
  return { cursor: query.cursor, limit: query.limit ?? 50 };
}

export function present<A, B>(page: Page<A>, one: (item: A) => B): { items: B[]; next: string | null } {
  return { items: page.items.map(one), next: nullable(page.next) };
}
