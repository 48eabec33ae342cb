import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { maskPhone, prefixOf } from '../domain/phone-mask.ts';

/**
 * Encryption of fields and the keyed blind index of phone numbers, all from one SECRET_KEY by HKDF-SHA-256 (RFC 5869).
 *
 * A sealed field: version (1 byte) · key id (4) · nonce (12) · tag (16) · ciphertext, AES-256-GCM with the field's purpose
 * as associated data, so that a ciphertext moved to another column does not open.
 */
const VERSION = 1;
const KEY_ID = 4;
const NONCE = 12;
const TAG = 16;
const HEADER = 1 + KEY_ID + NONCE + TAG;
const SHORTEST_SECRET = 16;

/** A ciphertext that no key of ours opens: of another SECRET_KEY, cut or changed. */
export class SealBroken extends Error {
  constructor(why: string) {
    super(`a sealed field does not open: ${why}`);
    this.name = 'SealBroken';
  }
}

export interface FieldCipher {
  seal(text: string): Buffer;
  /** Throws `SealBroken`. */
  open(sealed: Uint8Array): string;
}

/**
 * Seals fields of one purpose (e.g. 'phone'). `former`: secrets that were in use before; they open, they never seal.
 * Throws when a secret is too short to be one.
 */
export function createFieldCipher(secret: string, purpose: string, former: readonly string[] = []): FieldCipher {
  const keys = [secret, ...former].map((each) => fieldKey(each, purpose));
  const current = keys[0];
  if (current === undefined) throw new Error('no key');
  const aad = Buffer.from(purpose);
  const head = Buffer.concat([Buffer.of(VERSION), current.id]);
  return {
    seal: (text) => {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(aad);
      const [body, rest] = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body, rest]);
    },
    open: (sealed) => open(Buffer.from(sealed), keys, aad),
  };
}

/** Nonces drawn from the operating system many at a time: one by one took longer than the sealing (18 of 30 µs). */
const NONCES = 512;
let drawn = Buffer.alloc(0);
let used = 0;

/** Each is given out once. */
function nextNonce(): Buffer {
  if (used >= drawn.length) {
    drawn = randomBytes(NONCES * NONCE);
    used = 0;
  }
  used += NONCE;
  return drawn.subarray(used - NONCE, used);
}

interface FieldKey {
  id: Buffer;
  key: Buffer;
}

function open(sealed: Buffer, keys: readonly FieldKey[], aad: Buffer): string {
  if (sealed.length < HEADER || sealed[0] !== VERSION) throw new SealBroken('not of our making');
  const id = sealed.subarray(1, 1 + KEY_ID);
  const found = keys.find((each) => each.id.equals(id));
  if (found === undefined) throw new SealBroken('its key is not known');
  const nonce = sealed.subarray(1 + KEY_ID, 1 + KEY_ID + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', found.key, nonce).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(HEADER - TAG, HEADER));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER)), decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken('it was changed');
  }
}

export function derive(secret: string, info: string, bytes: number): Buffer {
  if (secret.length < SHORTEST_SECRET) {
    throw new Error(`SECRET_KEY: ${secret.length} characters were given, at least ${SHORTEST_SECRET} are wanted`);
  }
  return Buffer.from(hkdfSync('sha256', secret, 'boda', info, bytes));
}

/** The key under which files of evidence are signed; who verifies them needs the same SECRET_KEY. */
export function deriveEvidenceKey(secret: string): Buffer {
  return derive(secret, 'evidence-chain', 32);
}

function fieldKey(secret: string, purpose: string): FieldKey {
  return {
    key: derive(secret, `field:${purpose}`, 32),
    id: derive(secret, `field-key-id:${purpose}`, KEY_ID),
  };
}

/** The purpose of the secrets of binding hooks. */
export const BINDING_SECRET = 'binding-secret';

export interface SealedPhone {
  /** Hex of HMAC-SHA-256 over the E.164 number: equal numbers, equal index; useless without the key. */
  blindIndex: string;
  ciphertext: Buffer;
  masked: string;
  /** How the number begins (`prefixOf`): what the gate's lists of prefixes are held against. */
  prefix: string;
}

/** The one place where clear numbers become what Postgres keeps, and back. */
export interface PhoneVault {
  /** Throws on anything that is not E.164 (`+` and 5 to 15 digits); the message does not carry the number. */
  seal(e164: string): SealedPhone;
  /** For look-up; the same demand on the number. */
  blindIndex(e164: string): string;
  /** The clear E.164 number, for a line or a permitted page only. Throws `SealBroken`. */
  open(ciphertext: Uint8Array): string;
}

const E164 = /^\+[1-9]\d{4,14}$/;

/** The blind index is keyed by `secret` alone: after a change of key, the indexes must be made anew. */
export function createPhoneVault(secret: string, former: readonly string[] = []): PhoneVault {
  const cipher = createFieldCipher(secret, 'phone', former);
  const indexKey = derive(secret, 'blind-index:phone', 32);
  const blindIndex = (e164: string): string => {
    if (!E164.test(e164)) throw new Error(`phone: ${e164.length} characters that are no E.164 number; wanted +8613…`);
    return createHmac('sha256', indexKey).update(e164).digest('hex');
  };
  return {
    blindIndex,
    seal: (e164) => ({
      blindIndex: blindIndex(e164),
      ciphertext: cipher.seal(e164),
      masked: maskPhone(e164),
      prefix: prefixOf(e164),
    }),
    open: (ciphertext) => cipher.open(ciphertext),
  };
}
