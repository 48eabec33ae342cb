/** Fields whose value is never shown back, whatever it is. */
const HIDDEN = /number|phone|password|secret|token|authorization|cookie/i;
/** Five or more digits, also with the separators that people put between: may be a number of somebody. */
const DIGITS = /\d(?:[\s().\-–+]*\d){4,}/g;
const LONGEST = 60;

/** What came in a field, for an error message: cut, digits starred, secrets and numbers told by their length only. */
export function shown(field: string, value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (HIDDEN.test(field)) return `${kindOf(value)} (hidden)`;
  switch (typeof value) {
    case 'string':
      return JSON.stringify(starDigits(value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value));
    case 'number':
    case 'boolean':
    case 'bigint':
      return starDigits(String(value));
    default:
      return kindOf(value);
  }
}

/** Replaces every run of digits that could be a phone number. */
export function starDigits(text: string): string {
  return text.replace(DIGITS, (run) => run.replace(/\d/g, '*'));
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
