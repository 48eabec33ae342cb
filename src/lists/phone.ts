/** Phone numbers as people write them → E.164 (RULES.md "Import"). Pure; nothing here says the number in an error. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type ReadPhone =
  | { kind: 'number'; e164: string; country: string | undefined }
  | { kind: 'fault'; reason: 'phone-missing' | 'phone-invalid' | 'phone-scientific' };

const MAINLAND_MOBILE = /^1[3-9]\d{9}$/;
/** Marks that show nothing: bidi controls, zero widths, soft hyphen, byte order mark. Spreadsheets paste them along. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** What people put between digits, once NFKC has made full-width forms narrow. */
const BETWEEN = /[\s\-.()\u2010-\u2015\u2212]/g;
const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i;
const LONGEST = 40;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * Reads one number. Without a country code it is one of the mainland: a mobile by its form (CN numbering), anything else
 * by libphonenumber. Short numbers, emergency numbers and extensions are no numbers to dial here.
 */
export function readPhone(text: string): ReadPhone {
  // What nearly every cell of a list is: read without the detours of the rest (LIBRARIES.md: 15 µs a number otherwise).
  if (MAINLAND_MOBILE.test(text)) return { kind: 'number', e164: `+86${text}`, country: 'CN' };
  const plain = withoutInvisible(text.slice(0, 4 * LONGEST))
    .normalize('NFKC')
    .trim()
    .replace(/^'/, '');
  if (plain === '') return { kind: 'fault', reason: 'phone-missing' };
  if (SCIENTIFIC.test(plain)) return { kind: 'fault', reason: 'phone-scientific' };
  const digits = plain.replace(BETWEEN, '');
  if (text.length > LONGEST * 4 || !/^\+?\d{5,20}$/.test(digits)) return { kind: 'fault', reason: 'phone-invalid' };
  const mobile = digits.replace(/^(\+86|0086|86(?=1[3-9]\d{9}$)|0(?=1[3-9]\d{9}$))/, '');
  if (MAINLAND_MOBILE.test(mobile)) return { kind: 'number', e164: `+86${mobile}`, country: 'CN' };
  const parsed = parsePhoneNumberFromString(digits.replace(/^00/, '+'), 'CN');
  if (parsed === undefined || !parsed.isValid() || parsed.ext !== undefined)
    return { kind: 'fault', reason: 'phone-invalid' };
  return { kind: 'number', e164: parsed.number, country: parsed.country };
}
