import { expect, test } from 'vitest';
import { forgetBatches, parseEvidence } from '../../../src/asterisk/evidence.ts';

const a = '01900000-0000-7000-8000-00000000000a';
const b = '01900000-0000-7000-8000-00000000000b';

test('keys become one piece of evidence an attempt: earliest start, latest end, what was asked for', () => {
  const keys = [
    `${a}~start~100`,
    `${a}~start~90`,
    `${a}~played~112`,
    `${a}~key1~113`,
    `${b}~start~200`,
    `${b}~key9~201`,
  ];
  expect(parseEvidence(keys.join(','))).toEqual([
    { attemptId: a, startedAt: 90_000, playedAt: 112_000, asked: 'call-back', keys: keys.slice(0, 4) },
    { attemptId: b, startedAt: 200_000, playedAt: undefined, asked: 'do-not-call', keys: keys.slice(4) },
  ]);
});

test('what is no key of ours is left alone', () => {
  expect(parseEvidence('')).toEqual([]);
  expect(parseEvidence(`${a}~key5~1,x~stop~1,${a},~start~1,${a}~start~soon`)).toEqual([]);
});

test('keys are forgotten in batches that fit a request, and nothing can be smuggled into the dialplan', () => {
  const keys = Array.from({ length: 450 }, (_, i) => `${a}~start~${i}`);
  const batches = forgetBatches(keys);
  expect(batches.map((batch) => batch.split(',').length)).toEqual([200, 200, 50]);
  expect(batches.join(',').split(',')).toEqual(keys);
  expect(batches.every((batch) => batch.length < 40_000)).toBe(true);
  expect(() => forgetBatches(['x,y'])).toThrow(TypeError);
  expect(() => forgetBatches(['$' + '{SHELL(id)}'])).toThrow(TypeError);
  expect(forgetBatches([])).toEqual([]);
});
