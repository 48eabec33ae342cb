import { describe, expect, it } from 'vitest';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { Places } from '../../src/lists/places/places.ts';
import { RowReader } from '../../src/lists/rows.ts';

const parts = { sealer: createPhoneVault('a secret of the tests'), places: Places.shipped() };

describe('rows of a file', () => {
  it('takes ten numbers of a row, each once, and leaves out the cells that are none', () => {
    const reader = new RowReader(parts, { mapping: undefined });
    const titles = ['姓名', '手机', ...Array.from({ length: 11 }, (_, i) => `手机${i + 2}`), '外部编号'];
    expect(reader.read({ row: 1, kind: 'cells', cells: titles })).toEqual({ kind: 'nothing' });
    const numbers = Array.from({ length: 10 }, (_, i) => `1380013800${i}`);
    const cells = ['王芳', ...numbers, '', '1380013800', 'A-1'];
    const read = reader.read({ row: 2, kind: 'cells', cells });
    if (read.kind !== 'row') throw new Error(read.kind);
    expect(read.row.numbers.map((number) => number.masked)).toEqual(numbers.map((each) => `138****${each.slice(-4)}`));
    expect(read.row).toMatchObject({ externalId: 'A-1', name: '王芳', fields: {} });
    expect(read.faults).toEqual([{ row: 2, column: '手机12', value: '********00', reason: 'phone-invalid' }]);
    const twice = reader.read({ row: 3, kind: 'cells', cells: ['x', '', '13800138001', '+86 138 0013 8001'] });
    if (twice.kind !== 'row') throw new Error(twice.kind);
    expect(twice.row.numbers).toHaveLength(1);
  });

  it('rejects a row of which no number is one, by its first cell that says something', () => {
    const reader = new RowReader(parts, { mapping: { phone: 'a', phones: ['b'] } });
    reader.read({ row: 1, kind: 'cells', cells: ['a', 'b'] });
    expect(reader.read({ row: 2, kind: 'cells', cells: ['', 'x1'] })).toMatchObject({
      kind: 'rejected',
      fault: { column: 'b', reason: 'phone-invalid' },
    });
  });

  it('takes no more rows than allowed, those of an earlier life of the import counted', () => {
    const reader = new RowReader(parts, { mapping: undefined, maxRows: 2 });
    const row = (n: number) => ({ row: n, kind: 'cells' as const, cells: [`1380013800${n}`] });
    reader.pass({ row: 1, kind: 'cells', cells: ['phone'] });
    reader.pass(row(2));
    expect(reader.read(row(3)).kind).toBe('row');
    expect(reader.read(row(4))).toMatchObject({ kind: 'rejected', fault: { row: 4, reason: 'row-limit' } });
  });
});
