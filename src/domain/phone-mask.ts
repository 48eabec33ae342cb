/**
 * Masking of phone numbers (RULES.md "Masking"), pure. Wherever no permission to see the full number was shown, this is
 * what people see:
 *
 *   mainland mobile    +8613812341234   138****1234
 *   mainland landline  +861087655678    010****5678      0755****5678 with its area code
 *   short number       +8610086         ***86            all but the last two
 *   foreign            +12025550123     +1****23         country code and the last two
 *
 * The four stars say nothing of how many digits they stand for.
 */
const HIDDEN = '****';
const MOBILE = /^1[3-9]\d{9}$/;
/** Area codes of two digits (010, 02x) and of three; 400 and 800 numbers fall under the latter in form. */
const LANDLINE = /^(10|2\d|[3-9]\d\d)\d{7,8}$/;
const LONGEST_SHORT = 8;

/** Masks one number: E.164, or digits as written in the mainland. Never gives back a whole number, whatever comes in. */
export function maskPhone(number: string): string {
  const international = number.startsWith('+');
  const digits = number.replace(/\D/g, '');
  if (international && !digits.startsWith('86')) return maskForeign(digits);
  const national = international ? digits.slice(2) : digits;
  return maskMainland(national.startsWith('0') ? national.slice(1) : national);
}

function maskMainland(national: string): string {
  if (MOBILE.test(national)) return `${national.slice(0, 3)}${HIDDEN}${national.slice(-4)}`;
  const area = LANDLINE.exec(national)?.[1];
  if (area !== undefined && national.length >= 10) {
    // 400 and 800 numbers are dialed without the 0 of an area code.
    const prefix = area === '400' || area === '800' ? area : `0${area}`;
    return `${prefix}${HIDDEN}${national.slice(-4)}`;
  }
  if (national.length <= LONGEST_SHORT) return maskShort(national);
  return `${HIDDEN}${national.slice(-2)}`;
}

function maskShort(digits: string): string {
  const shown = digits.length > 2 ? digits.slice(-2) : '';
  return '*'.repeat(digits.length - shown.length) + shown;
}

function maskForeign(digits: string): string {
  const code = countryCode(digits);
  const rest = digits.slice(code.length);
  return `+${code}${HIDDEN}${rest.length > 2 ? rest.slice(-2) : ''}`;
}

/** ITU-T E.164 country codes: one digit for 1 and 7, these two-digit ones, three digits for all others. */
const TWO_DIGITS = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
);

function countryCode(digits: string): string {
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1);
  return TWO_DIGITS.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3);
}

/** A phone number in running text: international, mainland mobile or landline, with the usual separators and widths. */
const IN_TEXT = /(?<![\d０-９*])(?:[+＋]|00)?(?:[0-9０-９][\s\-‐-―．.()（）]{0,2}){6,17}[0-9０-９](?![\d０-９])/gu;

/**
 * Masks every phone number in free text, transcripts and logs. Digits that cannot be a number to dial (amounts, short
 * codes, dates) stay; in doubt it masks.
 */
export function maskPhonesInText(text: string): string {
  return text.replace(IN_TEXT, (found) => {
    const plain = found.normalize('NFKC').replace(/[^\d+]/g, '');
    const number = plain.startsWith('00') ? `+${plain.slice(2)}` : plain;
    return looksDialable(number) ? maskPhone(bareMainland(number)) : found;
  });
}

function bareMainland(number: string): string {
  return /^861[3-9]\d{9}$/.test(number) ? `+${number}` : number;
}

function looksDialable(number: string): boolean {
  if (number.startsWith('+')) return number.length >= 8;
  return (
    /^(86)?1[3-9]\d{9}$/.test(number) || /^0(10|2\d|[3-9]\d\d)\d{7,8}$/.test(number) || /^[48]00\d{7}$/.test(number)
  );
}

/** Digits of an E.164 number that is shorter than this in all is a short code (110, 10086, 95588 behind their country code). */
const SHORTEST_REAL = 8;
const SHORT_MAINLAND = 9;

/**
 * How an E.164 number begins, for the gate: `+` and the first five digits, which is no more than the mask of a mainland
 * number shows; 'short' for a short code.
 */
export function prefixOf(e164: string): string {
  const digits = e164.replace(/\D/g, '');
  const isShort = digits.startsWith('86') ? digits.length - 2 < SHORT_MAINLAND : digits.length < SHORTEST_REAL;
  return isShort ? 'short' : `+${digits.slice(0, 5)}`;
}
