/** The pre-dial binding hook of a trunk (RULES.md "Lines": AXB 隐私号, 双呼), as people set and see it. */

export interface BindingSettings {
  /** Where it is asked: https, or this machine itself. */
  url: string;
  /** The call waits so long for the answer, ms: well within the 2 s for which an intent may be sent. */
  timeoutMs: number;
  /** Under which the questions are signed; never shown. */
  secret: string;
}

/** Why there is no number: the call then ends LOCAL_FAIL, and is never dialed without one. */
export const BINDING_FAILURES = ['away', 'time-out', 'refused', 'bad-answer', 'not-allowed', 'no-secret'] as const;
export type BindingFailure = (typeof BINDING_FAILURES)[number];

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a hook may be asked there: https, or http on this machine; no user, query or fragment, for ids are put behind it. */
export function isBindingUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return isSafe && url.username === '' && url.password === '' && !/[?#]/.test(text);
}
