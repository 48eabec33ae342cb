import { answerTo, digestUsers, hasTag, only, readSip, type SipHead, userOf } from './message.ts';

export type Verdict =
  | { kind: 'pass'; isRegister: boolean; head: SipHead }
  /** A keep-alive of empty lines (RFC 5626 4.4.1), or an ACK of nothing: dropped without a word. */
  | { kind: 'nothing' }
  /** `answer`: what the page is told; undefined for what is not answered. */
  | { kind: 'refuse'; why: string; answer: string | undefined };

/** Within a call that the node placed; a transfer (REFER) would be a way to dial. */
const IN_CALL = new Set(['ACK', 'BYE', 'INFO', 'INVITE', 'UPDATE']);

/**
 * Whether a page may say this to the node: register as `sipUser`, and take part in calls that the node placed to it. Nobody
 * registers as somebody else, and nothing is dialed from a browser: agents receive their leg (ASTERISK.md 20).
 */
export function judgeFrame(frame: Buffer, sipUser: string, placed: (callId: string) => boolean): Verdict {
  if (frame.length <= 4 && /^(\r\n)*$/.test(frame.toString('latin1'))) return { kind: 'nothing' };
  const head = readSip(frame);
  if (head === undefined) return { kind: 'refuse', why: 'unreadable', answer: undefined };
  // Answers are to what the node asked on this very socket.
  if (head.method === undefined) return { kind: 'pass', isRegister: false, head };
  const why = head.method === 'REGISTER' ? whyNotRegister(head, sipUser) : whyNotInCall(head, placed);
  const foreign = digestUsers(head).some((user) => user !== sipUser);
  if (why === undefined && !foreign) return { kind: 'pass', isRegister: head.method === 'REGISTER', head };
  // It follows our own refusal of an INVITE, and is never answered (RFC 3261 17.1.1.3).
  if (head.method === 'ACK') return { kind: 'nothing' };
  return { kind: 'refuse', why: why ?? 'credentials of another user', answer: answerTo(head, '403 Forbidden') };
}

function isWhole(head: SipHead): boolean {
  const names = ['from', 'to', 'call-id', 'cseq'];
  if (!names.every((name) => only(head, name) !== undefined) || !head.headers.has('via')) return false;
  return new RegExp(`^\\d{1,10}[ \\t]+${head.method}$`).test(only(head, 'cseq') ?? '');
}

function whyNotRegister(head: SipHead, sipUser: string): string | undefined {
  if (!isWhole(head)) return 'not a whole request';
  if (head.uri.includes('@')) return 'not a registrar';
  const isHis = userOf(only(head, 'from')) === sipUser && userOf(only(head, 'to')) === sipUser;
  return isHis ? undefined : 'another user';
}

function whyNotInCall(head: SipHead, placed: (callId: string) => boolean): string | undefined {
  if (!IN_CALL.has(head.method ?? '')) return 'method';
  if (!isWhole(head)) return 'not a whole request';
  const callId = only(head, 'call-id') ?? '';
  return hasTag(only(head, 'to')) && placed(callId) ? undefined : 'not within a call from the node';
}
