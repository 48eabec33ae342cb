/**
 * Password protection of XLSX files as spreadsheet programs have it: MS-OFFCRYPTO 2.3.4.10 "agile encryption", AES-256-CBC
 * and SHA-512, in a compound file.
 */
import { createCipheriv, createHash, createHmac, type Hash, randomBytes } from 'node:crypto';
import { turn } from '../shared/turn.ts';
import { compoundFile } from './compound-file.ts';

const SPIN = 100_000;
/** Some milliseconds of them, after which everything else goes first. */
const SPUN_AT_ONCE = 1_000;
const SEGMENT = 4_096;
const BLOCK = 16;
/** Block keys of MS-OFFCRYPTO 2.3.4.11 to 2.3.4.14. */
const KEYS = {
  verifierInput: 'fea7d2763b4b9e79',
  verifierHash: 'd7aa0f6d3061344e',
  secret: '146e0be7abacd0d6',
  hmacKey: '5fb2ad010cb9e1f6',
  hmacValue: 'a0677f02b22c8433',
};

/**
 * The protected file, piece by piece. `size`: bytes of the plain one; at least some 4,000, which every workbook has.
 * Opens with `password` alone.
 */
export async function* protectedWorkbook(
  password: string,
  size: number,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(16);
  const lock = new Lock(salt, await spin(password, salt), size);
  yield* compoundFile(
    { name: 'EncryptionInfo', size: lock.info(Buffer.alloc(64)).length, bytes: () => lock.info(lock.sum()) },
    { name: 'EncryptedPackage', size: 8 + Math.ceil(size / BLOCK) * BLOCK, chunks: lock.package(plain) },
  );
}

class Lock {
  readonly #size: number;
  readonly #salt = randomBytes(16);
  readonly #secret = randomBytes(32);
  readonly #hmacKey = randomBytes(64);
  readonly #hmac = createHmac('sha512', this.#hmacKey);
  readonly #password: { salt: Buffer; input: Buffer; hash: Buffer; secret: Buffer };

  /** `spun`: the password, made slow to guess. */
  constructor(salt: Buffer, spun: Buffer, size: number) {
    this.#size = size;
    const input = randomBytes(16);
    const under = (key: string, bytes: Buffer): Buffer =>
      cbc(sha512(spun, Buffer.from(key, 'hex')).subarray(0, 32), salt, bytes);
    this.#password = {
      salt,
      input: under(KEYS.verifierInput, input),
      hash: under(KEYS.verifierHash, sha512(input)),
      secret: under(KEYS.secret, this.#secret),
    };
  }

  /** Encrypted segment by segment, each under an IV of its own. */
  async *package(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(this.#size));
    this.#hmac.update(size);
    yield size;
    let number = 0;
    let held = Buffer.alloc(0);
    for await (const chunk of plain) {
      held = Buffer.concat([held, chunk]);
      const whole = Math.floor(held.length / SEGMENT) * SEGMENT;
      for (let at = 0; at < whole; at += SEGMENT) yield this.#segment(held.subarray(at, at + SEGMENT), number++);
      held = held.subarray(whole);
    }
    if (held.length > 0) yield this.#segment(held, number);
  }

  #segment(bytes: Buffer, number: number): Buffer {
    const index = Buffer.alloc(4);
    index.writeUInt32LE(number);
    const sealed = cbc(this.#secret, sha512(this.#salt, index).subarray(0, BLOCK), padded(bytes));
    this.#hmac.update(sealed);
    return sealed;
  }

  /** Over the whole package; once, when it is written. */
  sum(): Buffer {
    return this.#hmac.digest();
  }

  info(sum: Buffer): Buffer {
    const iv = (key: string): Buffer => sha512(this.#salt, Buffer.from(key, 'hex')).subarray(0, BLOCK);
    const text = (bytes: Buffer): string => bytes.toString('base64');
    const { salt, input, hash, secret } = this.#password;
    const how =
      'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"';
    const xml = [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
      '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">',
      `<keyData ${how} saltValue="${text(this.#salt)}"/>`,
      `<dataIntegrity encryptedHmacKey="${text(cbc(this.#secret, iv(KEYS.hmacKey), this.#hmacKey))}" encryptedHmacValue="${text(cbc(this.#secret, iv(KEYS.hmacValue), sum))}"/>`,
      '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">',
      `<p:encryptedKey spinCount="${SPIN}" ${how} saltValue="${text(salt)}" encryptedVerifierHashInput="${text(input)}" encryptedVerifierHashValue="${text(hash)}" encryptedKeyValue="${text(secret)}"/>`,
      '</keyEncryptor></keyEncryptors></encryption>',
    ].join('');
    // Version 4.4, flags: agile.
    return Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(xml)]);
  }
}

async function spin(password: string, salt: Buffer): Promise<Buffer> {
  let hash = sha512(salt, Buffer.from(password, 'utf16le'));
  const index = Buffer.alloc(4);
  for (let i = 0; i < SPIN; i++) {
    index.writeUInt32LE(i);
    hash = sha512(index, hash);
    if (i % SPUN_AT_ONCE === 0) await turn();
  }
  return hash;
}

function sha512(...parts: Uint8Array[]): Buffer {
  return parts.reduce<Hash>((hash, part) => hash.update(part), createHash('sha512')).digest();
}

/** AES-256-CBC of whole blocks. */
function cbc(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

function padded(bytes: Buffer): Buffer {
  const over = bytes.length % BLOCK;
  return over === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(BLOCK - over)]);
}
