import { describe, expect, it } from 'vitest';
import { readPhoneDat } from '../../src/lists/places/phone-dat.ts';
import { Places, shownPlace } from '../../src/lists/places/places.ts';

/** A phone.dat of the given records and blocks. */
function phoneDat(
  records: readonly string[],
  blocks: readonly [prefix: number, record: number, carrier: number][],
): Buffer {
  const texts = records.map((record) => Buffer.from(`${record}\0`));
  const offsets = texts.map((_, i) => 8 + texts.slice(0, i).reduce((sum, text) => sum + text.length, 0));
  const head = Buffer.alloc(8);
  head.write('2411');
  head.writeUInt32LE(8 + Buffer.concat(texts).length, 4);
  const index = blocks.map(([prefix, record, carrier]) => {
    const entry = Buffer.alloc(9);
    entry.writeUInt32LE(prefix, 0);
    entry.writeUInt32LE(offsets[record] ?? 0xffff_ffff, 4);
    entry[8] = carrier;
    return entry;
  });
  return Buffer.concat([head, ...texts, ...index]);
}

describe('归属地', () => {
  const places = Places.shipped();

  it.each([
    ['+8613800138000', '北京 · 移动'],
    ['+8613802580000', '广东深圳 · 移动'],
    ['+8613001470000', '河北衡水 · 联通'],
    ['+8617012340000', '归属地未知 · 电信'],
    ['+8675512345678', '广东深圳'],
    ['+861012345678', '北京'],
    ['+862112345678', '上海'],
    ['+8619912345678', '归属地未知 · 电信'],
    ['+12025550123', '归属地未知'],
    ['+8610086', '归属地未知'],
  ])('%s is %s', (number, shown) => {
    expect(shownPlace(places.of(number))).toBe(shown);
  });

  it('what the owner imports goes before the shipped table', () => {
    const own = Places.shipped();
    const file = phoneDat(
      ['广东|广州|510000|020', '北京|北京|100000|010'],
      [
        [1380288, 0, 3],
        [1991234, 1, 3],
      ],
    );
    for (const { prefix, region, carrier } of readPhoneDat(file)) own.set(prefix, region, carrier);
    expect(shownPlace(own.of('+8613802880000'))).toBe('广东广州 · 电信');
    expect(shownPlace(own.of('+8619912340000'))).toBe('北京 · 电信');
    expect(shownPlace(own.of('+8613800138000'))).toBe('北京 · 移动');
  });

  it.each([
    [Buffer.from('x'), /1 bytes with an index at 0/],
    [phoneDat(['广东|广州|510000|020'], [[1380288, 0, 1]]).subarray(0, 40), /with an index at/],
    [phoneDat(['广东|广州|510000|020'], [[138, 0, 1]]), /entry 1 of the index points nowhere/],
    [phoneDat(['广东|广州|510000|020'], [[1380288, 7, 1]]), /entry 1 of the index points nowhere/],
  ])('refuses a file that is no phone.dat', (file, why) => {
    expect(() => readPhoneDat(file)).toThrow(why);
  });
});
