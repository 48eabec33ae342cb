import { type TSchema, Type } from 'typebox';
import { expect, it } from 'vitest';
import { ApiError } from '../../src/api/errors.ts';
import { closed, orNull } from '../../src/api/schemas.ts';
import { refusePrototypeKeys, validatorCompiler } from '../../src/api/validation.ts';

const Call = closed({ type: Type.Literal('call'), number: Type.String({ minLength: 3 }) });
const Wait = closed({ type: Type.Literal('wait'), seconds: Type.Integer({ minimum: 1 }) });

function faults(schema: TSchema, value: unknown): string[] {
  const validate = validatorCompiler({ schema, method: 'POST', url: '/', httpPart: 'body' });
  const answer = validate(value) as { error?: ApiError };
  return (answer.error?.details ?? []).map(({ field, wanted }) => `${field}: ${wanted}`);
}

it('names the field of the alternative that was meant', () => {
  const step = Type.Union([Call, Wait]);
  expect(faults(step, { type: 'wait', seconds: 1 })).toEqual([]);
  expect(faults(step, { type: 'wait', seconds: 0 })).toEqual(['seconds: integer from 1 to …']);
  expect(faults(step, { type: 'wait', number: '123' })).toEqual(['seconds: this field', 'number: no such field']);
  expect(faults(step, { type: 'call', number: 7 })).toEqual(['number: string of 3 to … characters']);
  // No type that is one: told by the fields that came.
  expect(faults(step, { type: 'sing', seconds: 2 })).toEqual(['type: "wait"']);
  expect(faults(step, 7)).toHaveLength(1);
});

it('does so within a body, and where nothing may stand instead', () => {
  const body = closed({ name: Type.String(), next: Type.Optional(orNull(Type.Union([Call, Wait]))) });
  expect(faults(body, { name: 'x', next: null })).toEqual([]);
  expect(faults(body, { name: 'x', next: { type: 'call', number: '12', more: 1 } })).toEqual([
    'next.more: no such field',
    'next.number: string of 3 to … characters',
  ]);
});

it('refuses names that reach a prototype, at any depth, and looks into nothing but JSON', () => {
  const field = (text: string): string[] => {
    try {
      refusePrototypeKeys(JSON.parse(text));
    } catch (error) {
      return error instanceof ApiError ? error.details.map((fault) => fault.field) : ['?'];
    }
    return [];
  };
  expect(field('{"a": [{"__proto__": 1}], "constructor": {"prototype": 1}}')).toEqual(['constructor', 'a.0.__proto__']);
  expect(field('{"constructor": "a column of somebody"}')).toEqual([]);
  expect(field(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toEqual([]);
  const stream: unknown = Object.assign(Object.create({ pipe: () => undefined }), { constructor: { prototype: 1 } });
  expect(() => refusePrototypeKeys(stream)).not.toThrow();
});
