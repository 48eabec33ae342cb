import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import { openSipSocket } from '../../src/asterisk/sip-wire.ts';
import { until } from './until.ts';

/** Registers with a real node as a browser does (RFC 7118, digest by RFC 2617); resolves when the node has taken it. */
export async function registerOverWebSocket(
  ariUrl: string,
  user: string,
  password: string,
): Promise<{ close(): void }> {
  const socket = openSipSocket(ariUrl);
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await until(() => socket.readyState === WebSocket.OPEN, { what: 'the node’s SIP socket' });
  const call = `${user}-${process.hrtime.bigint()}`;
  const say = (n: number, more: readonly string[] = []): void => {
    const head = [
      'REGISTER sip:boda.invalid SIP/2.0',
      `Via: SIP/2.0/WS test.invalid;branch=z9hG4bK${call}${n}`,
      'Max-Forwards: 70',
      `To: <sip:${user}@boda.invalid>`,
      `From: <sip:${user}@boda.invalid>;tag=${n}`,
      `Call-ID: ${call}`,
      `CSeq: ${n} REGISTER`,
      `Contact: <sip:${user}@test.invalid;transport=ws>;expires=120`,
      ...more,
      'Content-Length: 0',
    ];
    socket.send(`${head.join('\r\n')}\r\n\r\n`);
  };
  say(1);
  const asked = await until(() => heard.find((text) => text.startsWith('SIP/2.0 401')), { what: 'the challenge' });
  const of = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(asked)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const [realm, nonce, uri] = [of('realm'), of('nonce'), 'sip:boda.invalid'];
  const secret = md5(`${user}:${realm}:${password}`);
  const response = md5(`${secret}:${nonce}:00000001:cn:auth:${md5(`REGISTER:${uri}`)}`);
  say(2, [
    `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
      `algorithm=MD5, cnonce="cn", nc=00000001, qop=auth, opaque="${of('opaque')}"`,
  ]);
  await until(() => heard.some((text) => text.startsWith('SIP/2.0 200')), { what: 'the registration' });
  return { close: () => socket.terminate() };
}
