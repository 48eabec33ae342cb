import { describe, expect, it } from 'vitest';
import { type CampaignCalendar, isCalendarOpen } from '../../src/domain/campaign-calendar.ts';
import { ListMix } from '../../src/lists/mix.ts';

/** `count` contacts of a list, named a1, a2, … */
function of(listId: string, count: number, priority = 0) {
  return Array.from({ length: count }, (_, i) => ({ id: `${listId}${i + 1}`, listId, priority }));
}
const ids = (taken: readonly { id: string }[]) => taken.map(({ id }) => id).join(' ');

describe('lists in turns by weight', () => {
  it('3 to 1 takes three of the one for each of the other, spread, each in its order', () => {
    const mix = new ListMix();
    const weights = new Map([['a', 3]]);
    expect(ids(mix.take([...of('a', 9), ...of('b', 9)], weights, 8))).toBe('a1 a2 b1 a3 a4 a5 b2 a6');
  });

  it('keeps the proportion over many small feeds', () => {
    const mix = new ListMix();
    const weights = new Map([
      ['a', 3],
      ['b', 1],
    ]);
    const taken = Array.from({ length: 40 }, () => mix.take([...of('a', 3), ...of('b', 3)], weights, 1)[0]?.listId);
    expect(taken.filter((list) => list === 'a')).toHaveLength(30);
  });

  it('an empty list leaves its turns to the others and has saved none up', () => {
    const mix = new ListMix();
    const weights = new Map([['a', 3]]);
    expect(ids(mix.take(of('b', 6), weights, 6))).toBe('b1 b2 b3 b4 b5 b6');
    expect(ids(mix.take([...of('a', 4), ...of('b', 4)], weights, 4))).toBe('a1 a2 b1 a3');
  });

  it('a higher priority comes first, whatever its list weighs', () => {
    const taken = new ListMix().take([...of('a', 3), ...of('b', 1, 50)], new Map([['a', 99]]), 3);
    expect(ids(taken)).toBe('b1 a1 a2');
  });
});

describe('the calendar of a campaign', () => {
  const calendar: CampaignCalendar = {
    from: '2026-09-01',
    to: '2026-10-31',
    days: [1, 2, 3, 4, 5],
    holidays: 'closed',
  };
  it.each([
    ['the day before it begins', '2026-08-31', 1, undefined, false],
    ['its first day', '2026-09-01', 2, undefined, true],
    ['its last day', '2026-10-31', 6, undefined, false],
    ['a Friday in it', '2026-10-30', 5, undefined, true],
    ['the day after it', '2026-11-02', 1, undefined, false],
    ['国庆 on a Thursday', '2026-10-01', 4, 'holiday', false],
    ['a make-up workday on a Sunday', '2026-09-20', 7, 'workday', true],
    ['a make-up workday after its end', '2026-11-08', 7, 'workday', false],
  ] as const)('%s', (_, date, weekday, kind, open) => {
    expect(isCalendarOpen(calendar, { date, weekday, kind })).toBe(open);
  });
  it('dials through holidays where it is told to, and always where there is none', () => {
    const through = { ...calendar, holidays: 'open' as const };
    expect(isCalendarOpen(through, { date: '2026-10-01', weekday: 4, kind: 'holiday' })).toBe(true);
    expect(isCalendarOpen(through, { date: '2026-09-20', weekday: 7, kind: 'workday' })).toBe(false);
    expect(isCalendarOpen(undefined, { date: '2026-10-01', weekday: 4, kind: 'holiday' })).toBe(true);
  });
});
