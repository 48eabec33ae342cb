import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClaim, encodeEntry, scoreOf } from '../../src/queue/entry.ts';

const priority = fc.integer({ min: -99, max: 99 });
const order = fc.integer({ min: 0, max: 2 ** 43 - 1 });

describe('entries of the ready queue', () => {
  it('score lower the earlier they are claimed, and exactly', () => {
    fc.assert(
      fc.property(priority, order, priority, order, (p1, o1, p2, o2) => {
        const [a, b] = [scoreOf(p1, o1), scoreOf(p2, o2)];
        expect(Number.isSafeInteger(a)).toBe(true);
        expect(Math.sign(a - b)).toBe(Math.sign(p2 - p1) || Math.sign(o1 - o2));
      }),
    );
  });

  it.each([
    [100, 0],
    [-100, 0],
    [0.5, 0],
    [0, -1],
    [0, 2 ** 43],
    [0, 1.5],
    [Number.NaN, 0],
    [0, Number.NaN],
  ])('refuse priority %d with order %d', (badPriority, badOrder) => {
    expect(() => scoreOf(badPriority, badOrder)).toThrow(/priority|order/);
  });

  it('come back as claims', () => {
    const claim = { contactId: 'c1', campaignId: 'k1', blindIndex: 'ab', source: 'call-back', priority: -7 } as const;
    expect(decodeClaim(encodeEntry({ ...claim, order: 12 }))).toEqual(claim);
    expect(() => decodeClaim('c1|k1|ab|somewhere|0|1')).toThrow('source');
    expect(() => decodeClaim('c1|k1')).toThrow('whole');
  });
});
