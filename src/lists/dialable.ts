import { readPhone } from './phone.ts';
import { zonesOf } from './zones.ts';

/** A number as typed by a person who wants it dialed now: only where its place, and so its local time, is known. */
export function readDialable(text: string): { e164: string; country: string; zones: readonly string[] } | undefined {
  const read = readPhone(text);
  if (read.kind !== 'number' || read.country === undefined) return undefined;
  const zones = zonesOf(read.country);
  return zones === undefined ? undefined : { e164: read.e164, country: read.country, zones };
}
