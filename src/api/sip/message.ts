/** Just as much of SIP (RFC 3261) as is needed to say who speaks and what he wants. What is not plain is not understood. */
export interface SipHead {
  /** Undefined: a response. */
  method: string | undefined;
  uri: string;
  headers: ReadonlyMap<string, readonly string[]>;
}

/** RFC 3261 7.3.3: one header under two names. */
const COMPACT: Readonly<Record<string, string>> = {
  f: 'from',
  t: 'to',
  i: 'call-id',
  v: 'via',
  l: 'content-length',
  m: 'contact',
  c: 'content-type',
};
const MOST_HEADERS = 64;
const REQUEST = /^([A-Z]{2,20}) (\S{1,512}) SIP\/2\.0$/;
const RESPONSE = /^SIP\/2\.0 [1-6]\d\d .*$/;
const HEADER = /^([A-Za-z0-9.!%*_+`'~-]{1,64})[ \t]*:[ \t]*(.*)$/;

/**
 * Reads the head of the one message in a frame; undefined when it is no message or could be read in two ways (folded or
 * unfinished lines, a length that is not that of the body: behind it a second message could hide).
 */
export function readSip(frame: Buffer): SipHead | undefined {
  const end = frame.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = frame.toString('latin1', 0, end);
  if (/\0|\r(?!\n)|(?<!\r)\n/.test(head)) return undefined;
  const [first = '', ...lines] = head.split('\r\n');
  const request = REQUEST.exec(first);
  if (request === null && !RESPONSE.test(first)) return undefined;
  const headers = readHeaders(lines);
  if (headers === undefined || !lengthFits(headers.get('content-length'), frame.length - end - 4)) return undefined;
  return { method: request?.[1], uri: request?.[2] ?? '', headers };
}

function readHeaders(lines: readonly string[]): Map<string, string[]> | undefined {
  if (lines.length > MOST_HEADERS) return undefined;
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const found = HEADER.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) return undefined;
    const name = found[1].toLowerCase();
    const full = COMPACT[name] ?? name;
    headers.set(full, [...(headers.get(full) ?? []), found[2].trim()]);
  }
  return headers;
}

function lengthFits(given: readonly string[] | undefined, bytes: number): boolean {
  if (given === undefined) return bytes === 0;
  return given.length === 1 && given[0] !== undefined && /^\d{1,6}$/.test(given[0]) && Number(given[0]) === bytes;
}

/** The header's only value; undefined when it is missing or there are several. */
export function only(head: SipHead, name: string): string | undefined {
  const values = head.headers.get(name);
  return values?.length === 1 ? values[0] : undefined;
}

const USER = '([A-Za-z0-9_-]{1,64})';
const NAME_ADDR = new RegExp(
  `^(?:"(?:[^"\\\\]|\\\\.)*"|[^"<>:,;@]*)[ \\t]*<sips?:${USER}@[^<>"@,]+>(?:;[^<>",]*)?$`,
  'i',
);
const ADDR_SPEC = new RegExp(`^sips?:${USER}@[^<>",;@]+(?:;[^<>",]*)?$`, 'i');

/** The user of a From or To; undefined when it has none or is not plain. */
export function userOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  return (NAME_ADDR.exec(address) ?? ADDR_SPEC.exec(address))?.[1];
}

/** RFC 3261 12: only a request within a dialog has a tag in its To. */
export function hasTag(address: string | undefined): boolean {
  return address !== undefined && /;[ \t]*tag[ \t]*=[ \t]*[^;\s]/i.test(address);
}

/** The user names for which a digest speaks; one that cannot be read is the empty word. */
export function digestUsers(head: SipHead): string[] {
  return ['authorization', 'proxy-authorization']
    .flatMap((name) => head.headers.get(name) ?? [])
    .flatMap((value) => {
      const names = [...value.matchAll(/(?:^|[,\s])username(\*?)\s*=\s*(?:"([^"\\]*)"|([^,\s"]+))/gi)];
      return names.length === 1 && names[0]?.[1] === '' ? [names[0][2] ?? names[0][3] ?? ''] : [''];
    });
}

/** An answer of ours to a request of the page that does not go any further. */
export function answerTo(head: SipHead, status: string, more: readonly string[] = []): string {
  const echo = (name: string, title: string): string[] =>
    (head.headers.get(name) ?? []).map((value) => `${title}: ${value}`);
  const to = only(head, 'to') ?? '';
  return [
    `SIP/2.0 ${status}`,
    ...echo('via', 'Via'),
    ...echo('from', 'From'),
    `To: ${hasTag(to) ? to : `${to};tag=boda`}`,
    ...echo('call-id', 'Call-ID'),
    ...echo('cseq', 'CSeq'),
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/** The Call-ID of a call that the node places; undefined for anything else. */
export function placedCall(frame: Buffer): string | undefined {
  if (!frame.subarray(0, 7).equals(Buffer.from('INVITE '))) return undefined;
  const end = frame.indexOf('\r\n\r\n');
  return /^(?:call-id|i)[ \t]*:[ \t]*(\S+)/im.exec(frame.toString('latin1', 0, end < 0 ? frame.length : end))?.[1];
}
