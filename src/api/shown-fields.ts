import { maskPhonesInText } from '../domain/phone-mask.ts';

/** Own columns as texts, with every number in them masked (RULES.md "Masking": free text too). */
export function shownFields(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      maskPhonesInText(name),
      maskPhonesInText(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
    ]),
  );
}

/** A name or note as it may be shown. */
export function shownText(text: string | undefined): string | null {
  return text === undefined ? null : maskPhonesInText(text);
}
