import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) at OWASP's first choice: 19 MiB, two passes, one lane; about 10 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export async function hashPassword(password: string): Promise<string> {
  return await hash(password, COST);
}

export async function passwordFits(stored: string, password: string): Promise<boolean> {
  return await verify(stored, password);
}

/** Stands in for an account that is not there, so that its absence takes the same time. */
let standIn: Promise<string> | undefined;
export async function refuseSlowly(password: string): Promise<false> {
  standIn ??= hashPassword(randomBytes(16).toString('hex'));
  await passwordFits(await standIn, password);
  return false;
}

/** An opaque token: 256 bits of chance. Only its hash is kept. */
export function makeToken(kind: 'session' | 'api'): string {
  return `${kind === 'session' ? 'bs' : 'bt'}_${randomBytes(32).toString('base64url')}`;
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A password for people to copy once: 16 characters without look-alikes, 93 bits. */
export function makePassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  let password = '';
  while (password.length < 16) {
    // 224 = 4 × 56: each letter is as likely as any other.
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 224) password += letters[byte % 56];
  }
  return password;
}
