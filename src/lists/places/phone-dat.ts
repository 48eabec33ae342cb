import { wrong } from '../../domain/refused.ts';
import type { PlaceBlock } from '../ports.ts';

/**
 * The common `phone.dat`: version (4 bytes, ASCII) · offset of the index (uint32 LE) · records, each `省|市|邮编|区号` and a
 * NUL · the index, 9 bytes an entry: first seven digits (uint32 LE) · offset of its record (uint32 LE) · carrier (1 byte).
 */
const HEADER = 8;
const ENTRY = 9;
const LONGEST_RECORD = 256;
/** The resellers (虚拟运营商) run on the network that they name. */
const CARRIERS: Readonly<Record<number, string>> = {
  1: '移动',
  2: '联通',
  3: '电信',
  4: '电信虚拟',
  5: '联通虚拟',
  6: '移动虚拟',
  7: '广电',
  8: '广电虚拟',
};

/** Every block of the file. Refuses (`Refused`, invalid) a file that is not of this form, before anything is used of it. */
export function readPhoneDat(bytes: Uint8Array): PlaceBlock[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const index = file.length < HEADER ? 0 : file.readUInt32LE(4);
  if (index < HEADER || index > file.length || (file.length - index) % ENTRY !== 0)
    throw wrong('file', `${file.length} bytes with an index at ${index}`, 'a phone.dat');
  const blocks: PlaceBlock[] = [];
  for (let at = index; at < file.length; at += ENTRY) {
    const prefix = file.readUInt32LE(at);
    const record = file.readUInt32LE(at + 4);
    const end = record < HEADER || record >= index ? -1 : file.indexOf(0, record);
    if (prefix < 1_300_000 || prefix > 1_999_999 || end === -1 || end > index || end - record > LONGEST_RECORD)
      throw wrong('file', `entry ${(at - index) / ENTRY + 1} of the index points nowhere`, 'a phone.dat');
    const [province = '', city = ''] = file.toString('utf8', record, end).split('|');
    const region = province === city ? province : province + city;
    blocks.push({
      prefix,
      region: region.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 40),
      carrier: CARRIERS[file[at + 8] ?? 0],
    });
  }
  return blocks;
}
