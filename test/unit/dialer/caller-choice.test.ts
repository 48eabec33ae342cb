import { describe, expect, it } from 'vitest';
import { chooseCaller } from '../../../src/dialer/caller-choice.ts';
import type { CallerNumber, CallerUse } from '../../../src/dialer/ports.ts';
import { callerTroubles, daysLeft, trunkTrouble } from '../../../src/domain/caller-number.ts';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

const number = (id: string, over: Partial<CallerNumber> = {}): CallerNumber => ({
  ...{ id, number: `0755${id}`, trunkId: undefined, region: undefined, allowedRegions: [], perHour: undefined },
  ...{ perDay: undefined, minGapMs: 0, coolAfter: undefined, coolDownMs: HOUR, ...over },
});
const use = (over: Partial<CallerUse> = {}): CallerUse => ({
  ...{ lastAt: undefined, inBatch: 0, inHour: 0, inDay: 0, hourFullSince: undefined, dayFullSince: undefined },
  ...{ refusedAt: undefined, ...over },
});
const choose = (
  numbers: CallerNumber[],
  uses: Record<string, CallerUse>,
  over: { rotation?: 'round-robin' | 'local-match' | 'least-used'; region?: string } = {},
) =>
  chooseCaller({ numbers, rotation: over.rotation ?? 'round-robin' }, new Map(Object.entries(uses)), over.region, NOW);

describe('which of our numbers is shown (RULES.md, Lines)', () => {
  it('takes the one that was not used for the longest time, over all dialers', () => {
    const uses = { a: use({ lastAt: NOW - 5 }), b: use({ lastAt: NOW - 9 }), c: use({ lastAt: NOW - 1 }) };
    expect(choose([number('a'), number('b'), number('c')], uses)).toEqual({ kind: 'use', id: 'b' });
    expect(choose([number('a'), number('d')], uses)).toEqual({ kind: 'use', id: 'd' });
  });

  it('takes the least used of the day, and among equals the one that waited longest', () => {
    const uses = {
      a: use({ inDay: 3, lastAt: NOW - 9 }),
      b: use({ inDay: 2, lastAt: NOW - 1 }),
      c: use({ inDay: 2, lastAt: NOW - 4 }),
    };
    expect(choose([number('a'), number('b'), number('c')], uses, { rotation: 'least-used' })).toMatchObject({
      id: 'c',
    });
  });

  it('takes one of the city, else of the province, else any', () => {
    const numbers = [
      number('a', { region: '北京' }),
      number('b', { region: '广东' }),
      number('c', { region: '广东深圳' }),
    ];
    const at = (region: string | undefined, list = numbers) =>
      choose(
        list,
        { c: use({ lastAt: NOW - 1 }) },
        { rotation: 'local-match', ...(region === undefined ? {} : { region }) },
      );
    expect(at('广东深圳')).toMatchObject({ id: 'c' });
    expect(at('广东广州')).toMatchObject({ id: 'b' });
    expect(at('上海')).toMatchObject({ id: 'a' });
    expect(at(undefined)).toMatchObject({ id: 'a' });
  });

  it('rests a number at its cap until its oldest use is an hour (a day) old', () => {
    const capped = number('a', { perHour: 2 });
    const full = use({ inHour: 2, hourFullSince: NOW - HOUR + 60_000 });
    expect(choose([capped], { a: full })).toEqual({ kind: 'none', why: 'rests', freeAt: NOW + 60_000 });
    expect(choose([capped], { a: use({ inHour: 1 }) })).toMatchObject({ kind: 'use' });
    const day = use({ inDay: 5, dayFullSince: NOW - 23 * HOUR });
    expect(choose([number('a', { perDay: 5 })], { a: day })).toMatchObject({ kind: 'none', freeAt: NOW + HOUR });
  });

  it('rests it in its gap, and after refusals in a row; the others keep to their own limits', () => {
    const gap = number('a', { minGapMs: 30_000 });
    expect(choose([gap], { a: use({ lastAt: NOW - 29_999 }) })).toMatchObject({ kind: 'none', freeAt: NOW + 1 });
    expect(choose([gap], { a: use({ lastAt: NOW - 30_000 }) })).toMatchObject({ kind: 'use' });
    const cooled = number('b', { coolAfter: 3, coolDownMs: HOUR });
    expect(choose([cooled], { b: use({ refusedAt: NOW - 1 }) })).toMatchObject({
      kind: 'none',
      freeAt: NOW - 1 + HOUR,
    });
    expect(choose([cooled, gap], { b: use({ refusedAt: NOW - 1 }), a: use({ lastAt: NOW }) })).toMatchObject({
      kind: 'none',
      freeAt: NOW + 30_000,
    });
  });

  it('shows a number bound to places only to callees known to be there', () => {
    const bound = [number('a', { allowedRegions: ['广东', '上海'] })];
    expect(choose(bound, {}, { region: '广东深圳' })).toMatchObject({ kind: 'use' });
    expect(choose(bound, {}, { region: '北京' })).toMatchObject({ kind: 'none', why: 'region' });
    expect(choose(bound, {})).toMatchObject({ kind: 'none', why: 'region' });
  });
});

describe('why a number is not used', () => {
  const good = {
    ...{ number: '075566660000', trunkId: undefined, enabled: true, authorisation: '报备 1' },
    ...{ expiresOn: '2026-03-31', allowedUse: [] as string[] },
  };

  it.each([
    [{}, '2026-03-31', undefined, []],
    [{}, '2026-04-01', undefined, ['expired']],
    [{ authorisation: ' ' }, '2026-03-31', undefined, ['unproved']],
    [{ enabled: false, authorisation: undefined }, '2026-04-01', undefined, ['disabled', 'unproved', 'expired']],
    [{ allowedUse: ['回访'] }, '2026-03-31', '营销', ['other-use']],
    [{ allowedUse: ['回访'] }, '2026-03-31', '回访', []],
    [{ expiresOn: undefined }, '2099-01-01', undefined, []],
  ] as const)('%j on %s for %s: %j', (over, today, usedFor, troubles) => {
    expect(callerTroubles({ ...good, ...over }, today, usedFor)).toEqual(troubles);
  });

  it('tells what stands against it on a trunk', () => {
    const trunk = { id: 't', callerList: ['075566660000'] };
    expect(trunkTrouble(good, trunk)).toBeUndefined();
    expect(trunkTrouble(good, { id: 't', callerList: undefined })).toBeUndefined();
    expect(trunkTrouble(good, { id: 't', callerList: [] })).toBe('not-on-trunk-list');
    expect(trunkTrouble({ ...good, trunkId: 'u' }, trunk)).toBe('other-trunk');
  });

  it('counts the days that are left', () => {
    expect(daysLeft('2026-03-31', '2026-03-01')).toBe(30);
    expect(daysLeft('2026-03-31', '2026-04-01')).toBe(-1);
  });
});
