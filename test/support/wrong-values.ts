import { Compile } from 'typebox/compile';

/** JSON Schema as the OpenAPI document has it. */
export interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** A value with one thing wrong in it. `field`: dotted path of what is wrong; `why`: how. */
export interface Wrong {
  field: string;
  why: string;
  value: unknown;
}

/** Texts of all the kinds that the interface asks for; the first that fits a pattern is taken. */
const TEXTS = [
  '755',
  'a',
  'aa',
  'a1',
  '2027-01-01T00:00:00Z',
  '2027-01-01',
  '019b8be1-f500-728e-9767-1a58b7586a8c',
  'sip:127.0.0.1:5080',
  'externalId',
  'SALE',
  '1111',
  '13800001111',
  '01055501234',
  'Asia/Shanghai',
  '1',
  'a first password',
  '+86',
];
/** Names that every object has: a check that looks for them in the wrong way finds them. */
const PROTOTYPE_KEYS = ['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'];
const OTHERS: readonly unknown[] = ['text', '', 7, -1, 1.5, true, null, [], {}, [null], { a: 1 }];

/** A value that the schema takes: required fields only. Throws where no example of a text is known. */
export function example(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return example(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, field]) => [name, example(field)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return exampleText(schema);
    default:
      return 'anything';
  }
}

function exampleText(schema: Schema): string {
  const check = Compile(schema as never);
  const found = TEXTS.find((text) => check.Check(text));
  if (found === undefined) throw new Error(`no example of a text for ${JSON.stringify(schema)}: add one to TEXTS`);
  return found;
}

/** Every way in which a value can be wrong in one place, each kept only if the schema itself refuses it. */
export function wrongValues(schema: Schema): Wrong[] {
  const check = Compile(schema as never);
  const good = example(schema);
  const seen = new Set<string>();
  return wrongIn(schema, good, []).filter(({ field, value }) => {
    // Of a choice each alternative is tried with what does not fit, and much of that is the same.
    const sent = `${field} ${JSON.stringify(value)}`;
    if (seen.has(sent)) return false;
    seen.add(sent);
    return !check.Check(value);
  });
}

function wrongIn(schema: Schema, good: unknown, path: readonly string[]): Wrong[] {
  const at = (why: string, value: unknown, field = path): Wrong => ({ field: field.join('.'), why, value });
  if (schema.anyOf !== undefined) {
    const alternatives = schema.anyOf.filter((one) => one.type !== 'null');
    // Each with a good value of its own: what is wrong in it is of it, and not of another.
    const inside = alternatives.flatMap((one) => wrongIn(one, alternatives.length === 1 ? good : example(one), path));
    return [...OTHERS.map((value) => at(`given ${JSON.stringify(value)}`, value)), ...inside];
  }
  const found = OTHERS.map((value) => at(`given ${JSON.stringify(value)}`, value));
  if (schema.enum !== undefined || schema.const !== undefined)
    for (const word of ['no such word', ...PROTOTYPE_KEYS]) found.push(at(`given ${word}`, word));
  if (schema.maximum !== undefined) found.push(at('too large', schema.maximum + 1));
  if (schema.minimum !== undefined) found.push(at('too small', schema.minimum - 1));
  if (schema.type === 'string') found.push(...wrongTexts(schema).map(([why, text]) => at(why, text)));
  if (schema.type === 'array') found.push(...wrongLists(schema, path));
  if (schema.type === 'object') found.push(...wrongObjects(schema, good as Record<string, unknown>, path));
  return found;
}

function wrongTexts(schema: Schema): [string, string][] {
  return [
    ['too long', 'a'.repeat((schema.maxLength ?? 5_000) + 1)],
    ['with NUL', 'a\u0000a'],
    ['with an escape', 'a\u001b[31ma'],
    ['an injection', `x'; drop table app_user; --`],
    ['an endpoint', 'PJSIP/x&PJSIP/y'],
  ];
}

function wrongLists(schema: Schema, path: readonly string[]): Wrong[] {
  const item = schema.items ?? {};
  const inside = wrongIn(item, example(item), [...path, '0']).map(({ field, why, value }) => ({
    field,
    why,
    value: [value],
  }));
  const most = schema.maxItems ?? 10_000;
  const long = Array.from({ length: most + 1 }, () => example(item));
  return [...inside, { field: path.join('.'), why: 'too many', value: long }];
}

function wrongObjects(schema: Schema, good: Record<string, unknown>, path: readonly string[]): Wrong[] {
  const found: Wrong[] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const here = [...path, name];
    if (schema.required?.includes(name)) {
      const { [name]: _left, ...rest } = good;
      found.push({ field: here.join('.'), why: 'missing', value: rest });
    }
    for (const { field: at, why, value } of wrongIn(field, example(field), here))
      found.push({ field: at, why, value: { ...good, [name]: value } });
  }
  for (const [pattern, field] of Object.entries(schema.patternProperties ?? {})) {
    const name = ['1', 'BUSY', 'a'].find((one) => new RegExp(pattern).test(one));
    if (name === undefined) continue;
    for (const { field: at, why, value } of wrongIn(field, example(field), [...path, name]))
      found.push({ field: at, why, value: { ...good, [name]: value } });
  }
  for (const name of ['unheardOf', ...PROTOTYPE_KEYS])
    found.push({ field: [...path, name].join('.'), why: 'a field that is none', value: withKey(good, name) });
  return found;
}

/** An own property of that name, whatever it is called. */
function withKey(of: Record<string, unknown>, name: string): Record<string, unknown> {
  const made = { ...of };
  Object.defineProperty(made, name, { value: 1, enumerable: true });
  return made;
}
