import { describe, expect, it } from 'vitest';
import { createFieldCipher, createPhoneVault, SealBroken } from '../../src/db/crypto.ts';

const SECRET = 'a secret of a test, long enough';
const OTHER = 'another secret, also long enough';

describe('PhoneVault', () => {
  it('gives back what it sealed, and masks it', () => {
    const vault = createPhoneVault(SECRET);
    const sealed = vault.seal('+8613812341234');
    expect(vault.open(sealed.ciphertext)).toBe('+8613812341234');
    expect(sealed.masked).toBe('138****1234');
    expect(sealed.ciphertext.includes('13812341234')).toBe(false);
  });

  it('finds equal numbers by equal indexes, keyed by the secret', () => {
    const a = createPhoneVault(SECRET).seal('+8613812341234');
    const b = createPhoneVault(SECRET).seal('+8613812341234');
    expect(a.blindIndex).toMatch(/^[0-9a-f]{64}$/);
    expect(b.blindIndex).toBe(a.blindIndex);
    expect(b.ciphertext.equals(a.ciphertext)).toBe(false);
    expect(createPhoneVault(OTHER).blindIndex('+8613812341234')).not.toBe(a.blindIndex);
    expect(createPhoneVault(SECRET).blindIndex('+8613812341235')).not.toBe(a.blindIndex);
  });

  it('refuses what is no E.164 number without repeating it', () => {
    const vault = createPhoneVault(SECRET);
    for (const bad of ['13812341234', '+0123456789', '+86 13812341234', '+123', 'PJSIP/x', '+1234567890123456', '']) {
      expect(() => vault.seal(bad)).toThrow(/^phone: \d+ characters that are no E\.164 number/);
    }
  });
});

describe('FieldCipher', () => {
  it('opens with a former key and seals with the new one', () => {
    const old = createFieldCipher(OTHER, 'phone').seal('text');
    const rotated = createFieldCipher(SECRET, 'phone', [OTHER]);
    expect(rotated.open(old)).toBe('text');
    expect(() => createFieldCipher(OTHER, 'phone').open(rotated.seal('text'))).toThrow(SealBroken);
  });

  it('refuses every changed byte, a cut, and a field of another purpose', () => {
    const cipher = createFieldCipher(SECRET, 'phone');
    const sealed = cipher.seal('text');
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => cipher.open(changed)).toThrow(SealBroken);
    }
    expect(() => cipher.open(sealed.subarray(0, 20))).toThrow(SealBroken);
    expect(() => createFieldCipher(SECRET, 'note').open(sealed)).toThrow(SealBroken);
  });

  it('refuses a secret too short to be one, naming the setting', () => {
    expect(() => createFieldCipher('short', 'phone')).toThrow('SECRET_KEY: 5 characters were given, at least 16');
  });
});
