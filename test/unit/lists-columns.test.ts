import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/lists/columns.ts';

describe('the columns of a file', () => {
  it.each([
    [['姓名', '手机号', '城市'], 1, 0, ['城市']],
    [['Name', ' Phone ', ''], 1, 0, ['column 3']],
    [['号码', '手机', 'x', 'x'], 1, undefined, ['号码', 'x', 'x (4)']],
    [['\ufeffphone', 'a\u0000b', '__proto__'], 0, undefined, ['ab', '__proto__']],
  ])('%j', (cells, phone, name, keys) => {
    const { columns, isHeader } = readHeader(cells);
    expect(isHeader).toBe(true);
    expect(columns).toMatchObject({ phone, name });
    expect(columns.extra.map((column) => column.key)).toEqual(keys);
  });

  it('as they are named by hand', () => {
    const { columns } = readHeader(['备用', '主号', '称呼'], { phone: '主号', name: '称呼' });
    expect(columns).toMatchObject({ phone: 1, name: 2 });
    expect(() => readHeader(['a', 'b'], { phone: 'c' })).toThrow('phone: came c, wanted one of the columns "a", "b"');
  });

  it('a file without a header begins with a number', () => {
    const { columns, isHeader } = readHeader(['张三', '13800138000', '深圳']);
    expect(isHeader).toBe(false);
    expect(columns).toMatchObject({ phone: 1, name: 0, extra: [{ index: 2, key: 'column 3' }] });
  });

  it('refuses what it cannot tell, in words', () => {
    expect(() => readHeader(['a', 'b'])).toThrow(/^phone: came columns "a", "b", wanted one of them named phone/);
    expect(() => readHeader(Array.from({ length: 257 }, () => 'x'))).toThrow('columns: came 257, wanted at most 256');
  });

  it('a long title is cut between characters, not inside one', () => {
    const { columns } = readHeader(['phone', '😀'.repeat(80)]);
    expect(columns.extra[0]?.key).toBe('😀'.repeat(64));
  });
});
