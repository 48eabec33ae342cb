/** The JSON that goes over the wire, in the shape that Asterisk 22.10.1 gives it. */

export type Json = Record<string, unknown>;

/** An event as an application hears it; `type`, `timestamp`, `application` and `asterisk_id` are always there. */
export type SimEvent = Json & { type: string; timestamp: string; application: string };

/**
 * What becomes of a request. `fate` is set by injected faults and by the deadlock of ASTERISK.md 1: `hang` = never
 * answered, `reset` = the connection broke before Asterisk saw the request, `lost` = it was carried out and the answer
 * never came.
 */
export interface Answer {
  status: number;
  body?: unknown;
  fate?: 'hang' | 'reset' | 'lost';
  /** The answer comes so many milliseconds late. */
  delayMs?: number;
}

/** A keep-alive connection: after one true 409, later failures on it say 409 too (ASTERISK.md 11). */
export interface HttpSession {
  sawConflict: boolean;
}

export interface Party {
  name: string;
  number: string;
}

export type Query = Readonly<Record<string, string>>;

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const done = (): Answer => ({ status: 204 });
export const refuse = (status: number, message: string): Answer => ({ status, body: { message } });

let lastMs = Number.NaN;
let lastText = '';

/** Asterisk's time stamp: ISO 8601 with milliseconds and `+0000`. */
export function stamp(ms: number): string {
  if (ms !== lastMs) {
    lastMs = ms;
    lastText = `${new Date(ms).toISOString().slice(0, -1)}+0000`;
  }
  return lastText;
}

/** `Name <number>`, a bare number, or a bare name, as Asterisk splits a caller id. */
export function parseCallerId(text: string): Party {
  const both = /^\s*"?([^"<]*?)"?\s*<([^>]*)>\s*$/.exec(text);
  if (both) return { name: both[1] ?? '', number: both[2] ?? '' };
  return /^[+0-9*#]+$/.test(text) ? { name: '', number: text } : { name: text, number: '' };
}

/** Text of a parameter, whatever JSON type it came as; undefined when it was not given. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
