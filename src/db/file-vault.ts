import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { derive, SealBroken } from './crypto.ts';

const NONCE = 12;
const TAG = 16;

/** Seals pieces of files: nonce (12) · tag (16) · AES-256-GCM, bound to the file and the piece's place in it. */
export interface FileVault {
  seal(bytes: Uint8Array, file: string, seq: number): Buffer;
  /** Throws `SealBroken` for a piece that was changed, or belongs elsewhere. */
  open(sealed: Uint8Array, file: string, seq: number): Buffer;
}

export function createFileVault(secret: string): FileVault {
  const key = derive(secret, 'field:file', 32);
  const aad = (file: string, seq: number): Buffer => Buffer.from(`${file}:${seq}`);
  return {
    seal: (bytes, file, seq) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(file, seq));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, file, seq) => {
      if (sealed.length < NONCE + TAG) throw new SealBroken('not of our making');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(aad(file, seq));
      decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
      } catch {
        throw new SealBroken('it was changed, or is sealed with another SECRET_KEY');
      }
    },
  };
}
