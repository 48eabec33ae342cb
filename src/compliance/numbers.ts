/**
 * Which numbers may be dialed at all: a list of prefixes, and what costs money by fraud (toll fraud) denied unless a list
 * names it. Pure, over how a number begins (`+` and five digits, src/domain/phone-mask.ts).
 */

/** What may be dialed when nobody has said anything: the mainland. */
export const HOME_PREFIXES: readonly string[] = ['+86'];

export type NumberKind = 'ordinary' | 'short' | 'satellite' | 'premium';

/** Country codes of satellite and other networks without a country (ITU-T E.164), and 天通 of the mainland. */
const SATELLITE = ['+870', '+878', '+881', '+882', '+883', '+888', '+86174'];
/** Ranges where the caller pays the callee, as far as five digits tell them; others are kept out by the list of prefixes. */
const PREMIUM = [
  ...['+979', '+1900', '+1976', '+449', '+4487', '+3389', '+3989', '+3480', '+3490', '+49900', '+81990'],
  ...['+61190', '+65190', '+82060', '+85290', '+35315', '+4190', '+4390', '+3190', '+3290', '+4890', '+4690'],
  ...['+86160', '+86168'],
];

/** What kind of number begins like this. */
export function numberKind(prefix: string): NumberKind {
  if (prefix === 'short') return 'short';
  if (longest(SATELLITE, prefix) !== undefined) return 'satellite';
  return longest(PREMIUM, prefix) === undefined ? 'ordinary' : 'premium';
}

/**
 * Whether a number that begins like this may be dialed under the list. A premium or satellite range is allowed only by an
 * entry at least as long as its own: `+1` does not allow `+1900`. Short codes never are.
 */
export function isAllowed(prefix: string | undefined, allowed: readonly string[]): boolean {
  if (prefix === undefined || prefix === 'short') return false;
  const entry = longest(allowed, prefix);
  if (entry === undefined) return false;
  const range = longest([...SATELLITE, ...PREMIUM], prefix);
  return range === undefined || entry.length >= range.length;
}

function longest(prefixes: readonly string[], number: string): string | undefined {
  let found: string | undefined;
  for (const prefix of prefixes) if (number.startsWith(prefix) && prefix.length > (found?.length ?? 0)) found = prefix;
  return found;
}
