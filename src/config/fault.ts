/** Every fault of the settings at once, one line each: name, what was given (secrets hidden), what is wanted. */
export class SettingsError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'SettingsError';
    this.lines = lines;
  }
}

/** How a given value may be shown: as it is, as an address without its login, or not at all. */
export type Secrecy = 'open' | 'address' | 'secret';

/** One fault as one line. `given` undefined means that the setting is missing. */
export function faultLine(name: string, given: string | undefined, secrecy: Secrecy, wanted: string): string {
  return `${name}: ${given === undefined ? 'not given' : `given ${shown(given, secrecy)}`}, wanted ${wanted}`;
}

function shown(given: string, secrecy: Secrecy): string {
  if (secrecy === 'secret') return `${given.length} characters (hidden)`;
  const text = secrecy === 'address' ? withoutLogin(given) : given;
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** Everything before the last @ and after a ? can hold a password, in a malformed address too. */
function withoutLogin(address: string): string {
  return address.replace(/^([a-z0-9+]*:\/\/)?.*@/is, '$1***@').replace(/\?.*/s, '?***');
}
