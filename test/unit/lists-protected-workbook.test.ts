import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { protectedWorkbook } from '../../src/lists/office-crypt.ts';
import { opened } from '../support/protected-workbook.ts';

/** Bytes that repeat nowhere, in pieces of odd sizes. */
function bytes(size: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; parts.length * 64 < size; i++) parts.push(createHash('sha512').update(String(i)).digest());
  return Buffer.concat(parts).subarray(0, size);
}
async function* pieces(whole: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += 9_973) yield whole.subarray(at, at + 9_973);
}
async function protectedOf(whole: Buffer, password = 'gute Nacht 12'): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of protectedWorkbook(password, whole.length, pieces(whole))) parts.push(part);
  return Buffer.concat(parts);
}

// A password is spun 100,000 times on either side: seconds, where the tests have the lowest priority of a busy machine.
describe('a protected workbook', { timeout: 60_000 }, () => {
  // 8 MB: the file's own table of sectors needs more room than its header has.
  it.each([4_081, 4_096, 6_500, 65_536, 8_000_001])('of %i bytes opens with its password', async (size) => {
    const whole = bytes(size);
    const file = await protectedOf(whole);
    expect(file.includes(whole.subarray(0, 32))).toBe(false);
    expect(opened(file, 'gute Nacht 12').equals(whole)).toBe(true);
  });

  it('opens with no other password, and not when it was changed', async () => {
    const file = await protectedOf(bytes(6_500));
    expect(() => opened(file, 'gute Nacht 13')).toThrow('wrong password');
    const middle = file.length - 4_000;
    file.writeUInt8(file.readUInt8(middle) ^ 1, middle);
    expect(() => opened(file, 'gute Nacht 12')).toThrow('changed');
  });

  it('is refused when it is not of the size it was said to be', async () => {
    const write = async (): Promise<void> => {
      for await (const _ of protectedWorkbook('x', 9_000, pieces(bytes(6_500))));
    };
    await expect(write()).rejects.toThrow(RangeError);
  });
});
