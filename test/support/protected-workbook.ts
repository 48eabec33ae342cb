import { createDecipheriv, createHash, createHmac } from 'node:crypto';

/** Streams of a compound file (MS-CFB) by name, read as any program would: by FAT, DIFAT, directory and mini stream. */
function streamsOf(file: Buffer): Map<string, Buffer> {
  const END = 0xffff_fffe;
  if (file.subarray(0, 8).toString('hex') !== 'd0cf11e0a1b11ae1') throw new Error('no compound file');
  if (file.length % 512 !== 0) throw new Error('cut');
  const sector = (n: number): Buffer => file.subarray((n + 1) * 512, (n + 2) * 512);
  const fatSectors: number[] = [];
  for (let i = 0; i < 109; i++) fatSectors.push(file.readUInt32LE(76 + i * 4));
  for (let at = file.readUInt32LE(68); at !== END; at = sector(at).readUInt32LE(508))
    for (let i = 0; i < 127; i++) fatSectors.push(sector(at).readUInt32LE(i * 4));
  const used = fatSectors.slice(0, file.readUInt32LE(44));
  const fat = Buffer.concat(used.map(sector));
  const chain = (start: number): Buffer => {
    const parts: Buffer[] = [];
    for (let at = start; at !== END; at = fat.readUInt32LE(at * 4)) parts.push(sector(at));
    return Buffer.concat(parts);
  };
  const directory = chain(file.readUInt32LE(48));
  const miniFat = chain(file.readUInt32LE(60));
  const entries = Array.from({ length: directory.length / 128 }, (_, i) => directory.subarray(i * 128, i * 128 + 128));
  const [root] = entries;
  if (root === undefined) throw new Error('no root');
  const minis = chain(root.readUInt32LE(116));
  const found = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry.readUInt8(66) !== 2) continue;
    const name = entry.subarray(0, entry.readUInt16LE(64) - 2).toString('utf16le');
    const [start, size] = [entry.readUInt32LE(116), entry.readUInt32LE(120)];
    if (size >= 4_096) found.set(name, chain(start).subarray(0, size));
    else {
      const parts: Buffer[] = [];
      for (let at = start; at !== END; at = miniFat.readUInt32LE(at * 4))
        parts.push(minis.subarray(at * 64, at * 64 + 64));
      found.set(name, Buffer.concat(parts).subarray(0, size));
    }
  }
  return found;
}

const sha512 = (...parts: Uint8Array[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest();

/** The workbook inside (MS-OFFCRYPTO, agile). Throws for another password and for a file that was changed. */
export function opened(file: Buffer, password: string): Buffer {
  const streams = streamsOf(file);
  const info = (streams.get('EncryptionInfo') ?? Buffer.alloc(0)).subarray(8).toString();
  const sealed = streams.get('EncryptedPackage') ?? Buffer.alloc(0);
  const [keyData = '', integrity = '', key = ''] = ['keyData', 'dataIntegrity', 'p:encryptedKey'].map(
    (tag) => new RegExp(`<${tag} [^>]*>`).exec(info)?.[0] ?? '',
  );
  const of = (tag: string, name: string): Buffer =>
    Buffer.from(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '', 'base64');
  const open = (under: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer => {
    const cipher = createDecipheriv('aes-256-cbc', under, iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  };
  const index = (n: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(n);
    return bytes;
  };
  const salt = of(key, 'saltValue');
  let hash = sha512(salt, Buffer.from(password, 'utf16le'));
  const spins = Number(/ spinCount="(\d+)"/.exec(key)?.[1]);
  for (let i = 0; i < spins; i++) hash = sha512(index(i), hash);
  const part = (name: string, block: string): Buffer =>
    open(sha512(hash, Buffer.from(block, 'hex')).subarray(0, 32), salt, of(key, name));
  const input = part('encryptedVerifierHashInput', 'fea7d2763b4b9e79');
  if (!sha512(input).equals(part('encryptedVerifierHashValue', 'd7aa0f6d3061344e'))) throw new Error('wrong password');
  const secret = part('encryptedKeyValue', '146e0be7abacd0d6');
  const dataSalt = of(keyData, 'saltValue');
  const iv = (suffix: Buffer): Buffer => sha512(dataSalt, suffix).subarray(0, 16);
  const hmacKey = open(secret, iv(Buffer.from('5fb2ad010cb9e1f6', 'hex')), of(integrity, 'encryptedHmacKey'));
  const hmac = open(secret, iv(Buffer.from('a0677f02b22c8433', 'hex')), of(integrity, 'encryptedHmacValue'));
  if (!createHmac('sha512', hmacKey).update(sealed).digest().equals(hmac)) throw new Error('changed');
  const parts: Buffer[] = [];
  for (let at = 8, n = 0; at < sealed.length; at += 4_096, n++)
    parts.push(open(secret, iv(index(n)), sealed.subarray(at, at + 4_096)));
  return Buffer.concat(parts).subarray(0, Number(sealed.readBigUInt64LE(0)));
}
