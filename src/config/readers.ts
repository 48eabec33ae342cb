import { resolve } from 'node:path';
import type { RecordingsPlace } from './settings.ts';

/**
 * Readers turn the text of a setting into its value; undefined says that the text is not what is wanted. They are pure:
 * whether a file is there is asked in check.ts.
 */
export type Reader<T> = (text: string) => T | undefined;

/** An address with one of the given schemes and a host. */
export function address(...schemes: string[]): Reader<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url !== undefined && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' ? text : undefined;
  };
}

export function wholeNumber(from: number, to: number): Reader<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= from && value <= to ? value : undefined;
  };
}

export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (text) => values.find((value) => value === text);
}

/** Text without blanks or control characters. */
export const word: Reader<string> = (text) => (/^[^\s\p{Cc}]+$/u.test(text) ? text : undefined);

/** A path, made absolute from the working directory. */
export const path: Reader<string> = (text) => (text.includes('\0') ? undefined : resolve(text));

/** At least 32 bytes as hex (even length) or as base64 / base64url. Hex is tried first: 64 hex digits are 32 bytes. */
export const key: Reader<Buffer> = (text) => {
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(text);
  if (!isHex && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64');
  return bytes.length >= 32 ? bytes : undefined;
};

/** true, false, or addresses and networks with commas between. */
export const proxies: Reader<boolean | string[]> = (text) => {
  if (text === 'true' || text === 'false') return text === 'true';
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*(\/\d{1,3})?$/.test(part)) ? parts : undefined;
};

export const recordingsPlace: Reader<RecordingsPlace> = (text) => {
  if (!text.startsWith('s3:')) return text.includes('://') ? undefined : { kind: 'directory', path: resolve(text) };
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text);
  if (match === null) return undefined;
  return { kind: 's3', bucket: match[1] ?? '', prefix: (match[2] ?? '').replace(/^\/+|\/+$/g, '') };
};
