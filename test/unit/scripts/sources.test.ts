import { describe, expect, it } from 'vitest';
import { faultsIn } from '../../../scripts/checks/sources.ts';

const whats = (text: string, file = 'src/dialer/x.ts'): string[] => faultsIn(file, text).map(({ what }) => what);

describe('time, chance, ids and settings are handed in', () => {
  it.each([
    ['const t = Date.now();', 'Date.now: time comes from src/shared/clock.ts'],
    ['const t = new Date();', 'new Date(): time comes from src/shared/clock.ts'],
    ['const n = Math.random();', 'Math.random: chance comes from src/shared/rng.ts'],
    ['const now = Date.now;', 'Date.now: time comes from src/shared/clock.ts'],
    ['setTimeout(go, 5);', 'setTimeout: timers come from src/shared/clock.ts'],
    [
      "import { setTimeout as sleep } from 'node:timers/promises';",
      'node:timers/promises: timers come from src/shared/clock.ts',
    ],
    ['const id = randomUUID();', 'randomUUID: ids come from src/shared/ids.ts'],
    ['const url = process.env.DATABASE_URL;', 'process.env: settings come from src/config'],
  ])('%s', (text, what) => {
    expect(whats(text)).toEqual([what]);
  });

  it('allows dates made of a given time, and words in comments and texts', () => {
    expect(whats("const d = new Date(at); // not Date.now()\nconst s = 'process.env';")).toEqual([]);
  });

  it('allows src/shared all of it, and src/config the environment', () => {
    expect(whats('setTimeout(go, Date.now());', 'src/shared/clock.ts')).toEqual([]);
    expect(whats('const a = process.env;', 'src/config/load.ts')).toEqual([]);
    expect(whats('const a = Date.now();', 'src/config/load.ts')).toHaveLength(1);
  });

  it('names the line', () => {
    expect(faultsIn('src/api/x.ts', '\n\nDate.now();')).toMatchObject([{ file: 'src/api/x.ts', line: 3 }]);
  });

  it('finds files that grew too long', () => {
    expect(whats('//\n'.repeat(450))).toEqual([]);
    expect(whats('//\n'.repeat(451))).toEqual(['longer than 450 lines: give it one purpose']);
  });
});
