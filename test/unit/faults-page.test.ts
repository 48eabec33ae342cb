import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Numbers of FAULTS.md (gaps are meant). */
const FAULTS = [
  1, 2, 3, 4, 5, 7, 8, 11, 12, 14, 15, 16, 17, 18, 20, 21, 22, 24, 25, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 38, 39,
  40, 42, 44, 45, 46, 47, 48, 49, 51, 52, 54, 55, 56, 57, 58, 60, 61, 63, 64, 65,
];

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/FAULTS.md', root), 'utf8');
const rows = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));

describe('docs/FAULTS.md', () => {
  it('has every number once, in order, with a test or what is open of it', () => {
    expect(rows.map((row) => Number(/^\| (\d+)/.exec(row)?.[1]))).toEqual(FAULTS);
    for (const row of rows) {
      const [, , , test = '', open = ''] = row.split('|').map((cell) => cell.trim());
      expect(test + open, row).not.toBe('');
    }
  });

  it('names tests that are there', () => {
    const named = [...page.matchAll(/`(test\/[^`]+\.ts)`(?: › ([^|<]+))?/g)];
    expect(named.length).toBeGreaterThan(40);
    for (const [, file = '', name = ''] of named) {
      const place = new URL(file, root);
      expect(existsSync(place), file).toBe(true);
      expect(readFileSync(place, 'utf8'), `${file} › ${name}`).toContain(name.trim());
    }
  });
});
