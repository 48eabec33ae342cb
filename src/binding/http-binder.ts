import { createHmac } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';
import type { BindingAnswer, BindingHook, BindingOrder, NumberBinder } from '../dialer/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { timeOut } from '../shared/time-out.ts';

/** Connections to one host: at 20 calls a second and half a second an answer ten are in use. */
const CONNECTIONS = 32;
const KEEP_ALIVE_MS = 10_000;
/** An answer is some hundred bytes; a longer one is none of ours. */
const MOST_BYTES = 8_192;
/** Nobody waits for a release. */
const RELEASE_MS = 3_000;
/** What a dialplan and a caller-id header take. */
const DIALED = /^\+?[0-9]{3,20}$/;
const BINDING_ID = /^[\x21-\x7e]{1,128}$/;
/** Errors that say: no connection was made, so nothing was asked. */
const NEVER_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/**
 * Binding hooks over HTTP: `POST url` with the order as JSON, `DELETE url/<attempt id>` when the call is over. Both are signed:
 * `boda-signature: t=<ms>,v1=<hex of HMAC-SHA-256 over "<t>.<method>.<path>.<body>">`. Numbers stand in the body alone. Only the
 * address that an administrator wrote is asked: a redirect is a refusal.
 */
export class HttpBinder implements NumberBinder {
  readonly #clock: Clock;
  readonly #agent = new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async bind(hook: BindingHook, { attemptId, campaignId, number, caller }: BindingOrder): Promise<BindingAnswer> {
    const body = JSON.stringify({ attemptId, campaignId, number, caller });
    const asked = await this.#ask(hook, { method: 'POST', url: new URL(hook.url), body }, hook.timeoutMs);
    if (typeof asked === 'string') return { kind: 'failed', why: asked };
    if (asked.status < 200 || asked.status > 299) return { kind: 'failed', why: 'refused' };
    return readAnswer(asked.text, this.#clock.now());
  }

  async release(
    hook: BindingHook,
    { attemptId, bindingId }: { attemptId: string; bindingId: string | undefined },
  ): Promise<boolean> {
    const url = new URL(`${hook.url.replace(/\/$/, '')}/${attemptId}`);
    const asked = await this.#ask(hook, { method: 'DELETE', url, body: '', bindingId }, RELEASE_MS);
    // Gone already is released.
    return (
      typeof asked !== 'string' && ((asked.status >= 200 && asked.status <= 299) || [404, 410].includes(asked.status))
    );
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #ask(
    hook: BindingHook,
    asked: { method: 'POST' | 'DELETE'; url: URL; body: string; bindingId?: string | undefined },
    timeoutMs: number,
  ): Promise<{ status: number; text: string } | 'away' | 'time-out' | 'bad-answer' | 'no-secret'> {
    const { method, url, body, bindingId } = asked;
    if (hook.secret === undefined) return 'no-secret';
    const at = this.#clock.now();
    const signed = createHmac('sha256', hook.secret).update(`${at}.${method}.${url.pathname}.${body}`).digest('hex');
    const late = new AbortController();
    // One limit over connecting, sending and reading.
    const timer = timeOut(this.#clock, timeoutMs, () => late.abort());
    try {
      const answer = await request(url, {
        dispatcher: this.#agent,
        method,
        headers: {
          'boda-signature': `t=${at},v1=${signed}`,
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
          ...(bindingId === undefined ? {} : { 'boda-binding': bindingId }),
        },
        body: body === '' ? null : body,
        signal: late.signal,
      });
      const text = await textOf(answer.body);
      return text === undefined ? 'bad-answer' : { status: answer.statusCode, text };
    } catch (error) {
      if (late.signal.aborted) return 'time-out';
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      // Cut in the middle: it may have been heard, like one that said nothing.
      return NEVER_SENT.has(code) ? 'away' : 'time-out';
    } finally {
      timer.cancel();
    }
  }
}

/** Undefined: longer than an answer is. */
async function textOf(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      body.destroy();
      return undefined;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function readAnswer(text: string, now: number): BindingAnswer {
  const bad: BindingAnswer = { kind: 'failed', why: 'bad-answer' };
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return bad;
  }
  if (typeof given !== 'object' || given === null) return bad;
  const { dial, show, bindingId, expiresAt } = given as Record<string, unknown>;
  if (typeof dial !== 'string' || !DIALED.test(dial) || typeof show !== 'string' || !DIALED.test(show)) return bad;
  if (bindingId !== undefined && (typeof bindingId !== 'string' || !BINDING_ID.test(bindingId))) return bad;
  // A binding that has run out is none.
  if (expiresAt !== undefined && !(typeof expiresAt === 'string' && Date.parse(expiresAt) > now)) return bad;
  return { kind: 'bound', dial, show, bindingId };
}
