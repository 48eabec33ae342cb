import { describe, expect, it } from 'vitest';
import { judgeFrame } from '../../src/api/sip/admission.ts';
import { userOf } from '../../src/api/sip/message.ts';

const PLACED = 'call-of-the-node';
const judge = (text: string) => judgeFrame(Buffer.from(text, 'utf8'), 'a5001', (callId) => callId === PLACED);
const message = (first: string, headers: readonly string[], body = ''): string =>
  [first, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');

const HEADERS = {
  via: 'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1',
  to: 'To: <sip:a5001@boda.invalid>',
  from: 'From: <sip:a5001@boda.invalid>;tag=1',
  call: 'Call-ID: own',
  cseq: 'CSeq: 1 REGISTER',
};
const register = (change: Partial<Record<keyof typeof HEADERS | 'more', string>> = {}, uri = 'sip:boda.invalid') =>
  message(`REGISTER ${uri} SIP/2.0`, Object.values({ ...HEADERS, ...change }));
const inCall = (method: string, callId = PLACED, to = 'To: <sip:+8613800000000@x>;tag=2') =>
  message(
    `${method} sip:asterisk@node SIP/2.0`,
    Object.values({ ...HEADERS, to, call: `Call-ID: ${callId}`, cseq: `CSeq: 2 ${method}` }),
  );

describe('what a page may say to the node', () => {
  it('is his own registration, with and without his digest', () => {
    const digest =
      'Authorization: Digest algorithm=MD5, username="a5001", realm="asterisk", nonce="1/2", uri="sip:boda.invalid", response="00"';
    for (const good of [
      register(),
      register({ more: digest }),
      register({
        from: 'f: "王芳 \\"a5002\\" <sip:a5002@x>" <sip:a5001@boda.invalid>;tag=1',
        to: 't: sip:a5001@boda.invalid',
      }),
    ])
      expect(judge(good)).toMatchObject({ kind: 'pass', isRegister: true });
  });

  it('is his part in a call that the node placed, and every answer', () => {
    for (const method of ['ACK', 'BYE', 'INFO', 'INVITE', 'UPDATE']) expect(judge(inCall(method)).kind).toBe('pass');
    expect(judge(message('SIP/2.0 200 OK', [HEADERS.via, HEADERS.to, HEADERS.from], 'v=0\r\n')).kind).toBe('pass');
  });

  it('is no registration as somebody else, whichever header says so', () => {
    const victim = { other: 'sip:a5002@boda.invalid' };
    for (const bad of [
      register({ from: `From: <${victim.other}>;tag=1` }),
      register({ to: `To: <${victim.other}>` }),
      register({ to: `To: "<sip:a5001@boda.invalid>" <${victim.other}>` }),
      register({ to: 'To: <sip:a5001@boda.invalid>, <sip:a5002@boda.invalid>' }),
      register({ to: 'To: <sip:a5001%40x@boda.invalid>' }),
      register({ more: `To: <${victim.other}>` }),
      register({ more: `t: <${victim.other}>` }),
      register({ more: `From : <${victim.other}>;tag=1` }),
      register({ more: 'Authorization: Digest username="a5002", realm="asterisk", response="00"' }),
      register({ more: 'Proxy-Authorization: Digest realm="x, username=\\"a5001\\"", USERNAME=a5002' }),
      register({ more: "Authorization: Digest username*=UTF-8''a5002" }),
      register({}, 'sip:a5002@boda.invalid'),
      register({ cseq: 'CSeq: 1 INVITE' }),
    ])
      expect(judge(bad)).toMatchObject({ kind: 'refuse', answer: expect.stringMatching(/^SIP\/2.0 403 /) });
  });

  it('is no call, no transfer, no message, and nothing within a call of others', () => {
    const own = 'To: <sip:13800000000@boda.invalid>';
    for (const bad of [
      inCall('INVITE', 'own', own),
      inCall('INVITE', PLACED, own),
      inCall('BYE', 'of-somebody-else'),
      inCall('REFER'),
      inCall('MESSAGE'),
      inCall('SUBSCRIBE'),
      inCall('OPTIONS'),
    ])
      expect(judge(bad)).toMatchObject({ kind: 'refuse', answer: expect.stringMatching(/^SIP\/2.0 403 /) });
    expect(judge(inCall('ACK', 'of-a-refused-invite')).kind).toBe('nothing');
  });

  it('is nothing that could be read in two ways', () => {
    const hidden = inCall('INVITE', 'own');
    for (const bad of [
      'REGISTER sip:boda.invalid SIP/2.0\r\n',
      'hello\r\n\r\n',
      // A second message behind a length that is too short, or behind none at all.
      register() + hidden,
      message('SIP/2.0 200 OK', [HEADERS.via], '').replace('Content-Length: 0', 'X: 1') + hidden,
      message('SIP/2.0 200 OK', [HEADERS.via, 'l: 0'], hidden),
      register({ more: 'X: 1\nTo: <sip:a5002@x>' }),
      register({ more: 'X: 1\rTo: <sip:a5002@x>' }),
      register({ more: 'X: 1\r\n\tTo: <sip:a5002@x>' }),
      register({ more: 'X: \0' }),
      register({ more: Array.from({ length: 80 }, (_, i) => `X${i}: 1`).join('\r\n') }),
    ])
      expect(judge(bad)).toMatchObject({ kind: 'refuse', answer: undefined });
    expect(judge('\r\n\r\n').kind).toBe('nothing');
  });
});

it('names the user of an address only when it is plain', () => {
  expect(userOf('<sip:a5001@x>;tag=1')).toBe('a5001');
  expect(userOf('"A, B" <sips:a5001@x:5061;transport=ws>')).toBe('a5001');
  expect(userOf('sip:a5001@x;tag=1')).toBe('a5001');
  for (const odd of [
    undefined,
    '',
    '<sip:boda.invalid>',
    '<sip:a5001:pw@x>',
    'tel:+861380000',
    '<sip:a@x>,<sip:b@x>',
    '*',
  ])
    expect(userOf(odd)).toBeUndefined();
});
