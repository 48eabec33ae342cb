import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Value } from 'typebox/value';
import type { FieldFault } from '../domain/refused.ts';
import { ApiError } from './errors.ts';
import { shown, starDigits } from './shown.ts';

/**
 * Checks what came in against a route's schema. A body is taken as it is; queries and addresses, which are text, are
 * converted first. Throws `ApiError('invalid')` naming each wrong field, what came and what is wanted.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  // With the first request: to compile all routes takes a second, and a process asks for few of them soon after its start.
  let compiled: Validator | undefined;
  const isBody = httpPart === 'body';
  return (value: unknown) => {
    compiled ??= Compile(schema);
    const check = compiled;
    const given = isBody ? value : Value.Convert(schema, { ...(value as object) });
    if (check.Check(given)) return { value: given };
    const meant = meantBy(schema as Schema, given) as TSchema;
    const errors = Value.Errors(meant, given);
    const [least, found] = errors.length > 0 ? [meant, errors] : [schema, check.Errors(given)];
    return { error: new ApiError('invalid', { details: faultsOf(least, given, found) }) };
  };
};

/**
 * The schema with one alternative chosen wherever there are several: the faults of the one that was meant name the field,
 * those of all together name none. Meant is whose fixed words came (`type: …`), else whose fields did.
 */
function meantBy(schema: Schema, value: unknown): Schema {
  if (schema.anyOf !== undefined) {
    const fit = schema.anyOf.map((one) => fitOf(one, value));
    const best = schema.anyOf[fit.indexOf(Math.max(...fit))];
    return best === undefined ? schema : meantBy(best, value);
  }
  if (schema.properties === undefined || !isRecord(value)) return schema;
  const inside = Object.entries(schema.properties).map(([name, field]): [string, Schema] => [
    name,
    Object.hasOwn(value, name) ? meantBy(field, value[name]) : field,
  ]);
  return { ...schema, properties: Object.fromEntries(inside) };
}

/** How well a value fits an alternative, only to compare. */
function fitOf({ type, const: fixed, properties = {} }: Schema, value: unknown): number {
  if (!isRecord(value)) {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    return value === fixed || (type === 'integer' ? 'number' : type) === kind ? 1 : 0;
  }
  if (type !== 'object') return -1;
  return Object.keys(value)
    .map((name) => own(properties, name))
    .reduce((sum, field, i) => {
      if (field === undefined) return sum;
      return sum + 1 + (field.const !== undefined && field.const === Object.values(value)[i] ? 100 : 0);
    }, 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is object {
  return Array.isArray(value) || (isRecord(value) && Object.getPrototypeOf(value) === Object.prototype);
}

/**
 * Names that would reach the prototype of whatever they are copied into; no field of a body may have one, at any depth.
 * @throws ApiError `invalid`, naming each.
 */
export function refusePrototypeKeys(body: unknown): void {
  const found: FieldFault[] = [];
  // Not by recursion: a body may be nested deeper than the stack.
  const open: Place[] = [{ value: body, name: '', within: undefined }];
  for (let place = open.pop(); place !== undefined && found.length < MOST; place = open.pop()) {
    // What is read as a stream is no JSON.
    if (!isPlain(place.value)) continue;
    for (const [name, value] of Object.entries(place.value)) {
      const hostile = name === '__proto__' || (name === 'constructor' && isRecord(value) && 'prototype' in value);
      const inner = { value, name, within: place };
      if (hostile) found.push({ field: dotted(pathOf(inner)), came: shown(name, value), wanted: 'no such field' });
      else open.push(inner);
    }
  }
  if (found.length > 0) throw new ApiError('invalid', { details: found });
}

interface Place {
  value: unknown;
  name: string;
  within: Place | undefined;
}

/** JSON pointer (RFC 6901). */
function pathOf(place: Place): string {
  const names: string[] = [];
  for (let here: Place | undefined = place; here?.within !== undefined; here = here.within)
    names.push(here.name.replaceAll('~', '~0').replaceAll('/', '~1'));
  return names
    .reverse()
    .map((name) => `/${name}`)
    .join('');
}

/** At most this many faults are told: the rest adds nothing. */
const MOST = 10;

function faultsOf(schema: TSchema, value: unknown, errors: readonly TLocalizedValidationError[]): FieldFault[] {
  const faults = new Map<string, FieldFault>();
  const add = (path: string, wanted: string): void => {
    const known = faults.get(path);
    if (known !== undefined || faults.size >= MOST) return;
    faults.set(path, { field: dotted(path), came: shown(lastName(path), at(value, path)), wanted });
  };
  for (const error of errors) {
    switch (error.keyword) {
      case 'required':
        for (const name of error.params.requiredProperties) add(`${error.instancePath}/${name}`, 'this field');
        break;
      case 'additionalProperties':
        for (const name of error.params.additionalProperties) add(`${error.instancePath}/${name}`, 'no such field');
        break;
      case 'boolean':
        // Comes with `additionalProperties`, which names the field.
        break;
      default:
        add(error.instancePath, wantedAt(schema, error.instancePath) ?? error.message);
    }
  }
  return [...faults.values()];
}

/** What the schema says of the field, in words: the union of literals in full, limits of numbers and texts. */
function wantedAt(schema: TSchema, path: string): string | undefined {
  const field = schemaAt(schema as Schema, path);
  return field === undefined ? undefined : describeSchema(field);
}

interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  format?: string;
  pattern?: string;
  description?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

function schemaAt(schema: Schema, path: string): Schema | undefined {
  let here: Schema | undefined = schema;
  for (const name of names(path)) {
    if (here === undefined) return undefined;
    here = own(here.properties, name) ?? here.items ?? Object.values(here.patternProperties ?? {})[0];
  }
  return here;
}

function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function describeSchema(field: Schema): string {
  if (field.anyOf !== undefined) return field.anyOf.map(describeSchema).join(' or ');
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.enum !== undefined) return field.enum.map((one) => JSON.stringify(one)).join(' or ');
  const limits = [
    range('from', field.minimum ?? field.exclusiveMinimum, field.maximum),
    range('of', field.minLength, field.maxLength, 'characters'),
    range('of', field.minItems, field.maxItems, 'items'),
    field.format,
    field.pattern === undefined ? undefined : (field.description ?? `fitting ${field.pattern}`),
  ].filter((part) => part !== undefined);
  return [field.type ?? 'a value', ...limits].join(' ');
}

function range(word: string, least: number | undefined, most: number | undefined, unit = ''): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  return `${word} ${least ?? '…'} to ${most ?? '…'} ${unit}`.trimEnd();
}

function names(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function dotted(path: string): string {
  return starDigits(names(path).join('.')).slice(0, 100) || 'body';
}

function lastName(path: string): string {
  return names(path).at(-1) ?? '';
}

function at(value: unknown, path: string): unknown {
  let here = value;
  for (const name of names(path)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
