import { Validator } from '@seriousme/openapi-schema-validator';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/domain/roles.ts';
import { type Schema, wrongValues } from '../support/wrong-values.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';

interface Operation {
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const o: TestOffice = await startOffice({ requestsPer10s: 1_000_000, requestsPer10sOfOne: 1_000_000 });
/** Somebody who may do everything, so that only the body stands in the way. */
let anybody: Person;
const document = (await o.as(undefined, 'GET', '/api/openapi.json')).body as {
  paths: Record<string, Record<string, Operation>>;
};
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method,
    path,
    operation,
  })),
);
const WITH_BODY = OPERATIONS.flatMap(({ operation, ...of }) => {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema === undefined ? [] : [{ ...of, schema }];
});
// Of uploads each text is a good one, and what is wrong with them is told with the file (api-imports, api-lines).
const WITH_QUERY = OPERATIONS.flatMap(({ operation, ...of }) => {
  if (of.method !== 'get') return [];
  const query = (operation.parameters ?? []).filter(
    (parameter) => parameter.in === 'query' && !/ticket/.test(parameter.name),
  );
  return query.length === 0 ? [] : [{ ...of, query }];
});
const WITH_ID = OPERATIONS.filter(({ path }) => path.includes('{id}'));
const SOME_ID = '019b8be1-f500-728e-9767-1a58b7586a8c';
/** An address that is right in all its parts, of something that is not there. */
const addressOf = (path: string): string =>
  path
    .replace('/call-results/{key}', '/call-results/SALE')
    .replaceAll('{key}', 'nothing')
    .replaceAll(/\{\w+\}/g, SOME_ID);

beforeAll(async () => {
  await o.db
    .insertInto('role')
    .values({
      ...{ id: o.ids.next(), key: 'everything', name: '一切', scope: 'all', permissions: [...PERMISSIONS] },
      created_at: new Date(o.clock.now()).toISOString(),
    })
    .execute();
  anybody = await o.person('everything');
  stood = await state();
});
afterAll(() => o.close());

/** A checksum of every row of every table, by one statement, for it is asked hundreds of times. */
async function state(): Promise<Record<string, string>> {
  sums ??= sumsOf(
    await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition order by 1`.execute(o.db),
  );
  const { rows } = await sums.execute(o.db);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

/** How it stood after the last test: what one of them changed is told once, by that one. */
let stood: Record<string, string>;
async function nothingChanged(): Promise<void> {
  const before = stood;
  stood = await state();
  expect(stood).toEqual(before);
}

let sums: RawBuilder<{ name: string; sum: string }> | undefined;
function sumsOf({ rows: tables }: { rows: { name: string }[] }): RawBuilder<{ name: string; sum: string }> {
  const each = tables.map(
    ({ name }) => sql`select ${name}::text as name,
      count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${sql.table(name)} t`,
  );
  return sql<{ name: string; sum: string }>`${sql.join(each, sql` union all `)}`;
}

/** The fault names the field itself, or what holds it where the fault is of the whole (a list that is too long). */
function names(details: { field: string }[], field: string): boolean {
  // Of a body that is wrong as a whole each missing field is told.
  if (field === '') return details.length > 0;
  const wanted = field.replaceAll(/\d{5,}/g, (digits) => '*'.repeat(digits.length));
  return details.some((fault) => fault.field === wanted || fault.field.startsWith(`${wanted}.`));
}

describe('the description of the interface', () => {
  it('is valid OpenAPI by a validator that is not ours', async () => {
    const validator = new Validator();
    const result = await validator.validate(document as never);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('closes every body, so that a misspelt field is an error', () => {
    expect(WITH_BODY.length).toBeGreaterThan(15);
    for (const { name, schema } of WITH_BODY) {
      const alternatives = schema.anyOf ?? [schema];
      expect({ name, closed: alternatives.every((one) => one.additionalProperties === false) }).toEqual({
        name,
        closed: true,
      });
    }
  });
});

describe('every body of every route, wrong in each field', () => {
  it.each(WITH_BODY)('$name', async ({ method, path, schema }) => {
    const url = addressOf(path);
    const wrong = wrongValues(schema);
    expect(wrong.length).toBeGreaterThan(10);
    for (const { field, why, value } of wrong) {
      const payload = JSON.stringify(value);
      const answer = await o.as(anybody, method.toUpperCase(), url, payload, {
        headers: { 'content-type': 'application/json' },
      });
      const details = (answer.body?.error?.details ?? []) as { field: string; came: string; wanted: string }[];
      const told = { why, field, status: answer.status, code: answer.body?.error?.code };
      expect(told).toEqual({ why, field, status: 400, code: 'invalid' });
      expect({ why, field, named: names(details, field), details }).toEqual({
        ...{ why, field, named: true },
        details,
      });
      for (const fault of details) expect(fault.wanted).not.toBe('');
    }
    // A change of nothing is a mistake of the asker.
    if (method === 'patch') {
      const answer = await o.as(anybody, 'PATCH', url, {});
      expect({ status: answer.status, code: answer.body?.error?.code }).toEqual({ status: 400, code: 'invalid' });
    }
    for (const [field, hostile] of [
      ['__proto__', '{"__proto__": {"admin": true}}'],
      ['constructor', '{"constructor": {"prototype": {"admin": true}}}'],
      ['a.0.__proto__', '{"a": [{"__proto__": {"admin": true}}]}'],
    ] as const) {
      const answer = await o.as(anybody, method.toUpperCase(), url, hostile, {
        headers: { 'content-type': 'application/json' },
      });
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.map((fault: { field: string }) => fault.field)).toEqual([field]);
    }
    await nothingChanged();
  });
});

describe('every query and address, wrong in each part', () => {
  it.each(WITH_QUERY)('$name', async ({ path, query }) => {
    const url = addressOf(path);
    for (const { name, schema } of query) {
      // Addresses are text: what reads as the right type is right.
      const bad = [
        'x'.repeat(5_000),
        "1'; drop table app_user; --",
        '\u0000',
        ...(schema.type === 'string' ? [] : ['NaN']),
      ];
      for (const value of bad) {
        const answer = await o.as(anybody, 'GET', `${url}?${name}=${encodeURIComponent(value)}`);
        expect({ name, value: value.slice(0, 40), status: answer.status }).toEqual({
          ...{ name, value: value.slice(0, 40), status: 400 },
        });
        expect(answer.body.error.details.map((fault: { field: string }) => fault.field)).toContain(name);
      }
    }
    for (const name of ['unheardOf', 'constructor', '__proto__']) {
      const answer = await o.as(anybody, 'GET', `${url}?${name}=1`);
      expect({ name, status: answer.status }).toEqual({ name, status: 400 });
    }
    await nothingChanged();
  });

  it.each(WITH_ID)('$name: an id that is none, and one of nobody', async ({ method, path, operation }) => {
    const schema = operation.requestBody?.content['application/json']?.schema;
    for (const id of ['7', '..%2f..%2fetc', SOME_ID.toUpperCase(), `${SOME_ID}'`, 'null', '%00']) {
      const answer = await o.as(anybody, method.toUpperCase(), path.replace('{id}', id));
      expect({ id, status: answer.status }).toEqual({ id, status: answer.status === 404 ? 404 : 400 });
      // The address is looked at after the body.
      if (answer.body.error.code === 'invalid' && schema === undefined)
        expect(answer.body.error.details.map((fault: { field: string }) => fault.field)).toEqual(['id']);
    }
    // Without a body nothing else can be wrong: it is not there.
    if (schema === undefined && !/\/(imports|proof)$/.test(path))
      expect((await o.as(anybody, method.toUpperCase(), path.replace('{id}', SOME_ID))).status).toBe(404);
    await nothingChanged();
  });
});
