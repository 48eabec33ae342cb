import { Pool } from 'undici';
import WebSocket from 'ws';
import type { Clock } from '../shared/clock.ts';
import { timeOut } from '../shared/time-out.ts';
import {
  type AriEventHandlers,
  type AriEventSocket,
  type AriRequest,
  type AriResponse,
  type AriTransport,
  AriWireError,
} from './transport.ts';

export interface HttpTransportOptions {
  clock: Clock;
  /** Where ARI answers, e.g. `http://127.0.0.1:8088/ari`. */
  url: string;
  user: string;
  password: string;
  /** Connections to this node; part of its sessionlimit (ASTERISK.md 7). */
  connections?: number;
  /** For a request that says nothing itself, ms. */
  timeoutMs?: number;
}

/** Shorter than Asterisk's 15 s, so that we never write into a connection it is closing (ASTERISK.md 8). */
const KEEP_ALIVE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** Asterisk sends no pings on these sockets (ASTERISK.md 6). */
const PING_EVERY_MS = 5_000;
const DEAD_AFTER_MS = 10_000;
/** A turn of the pings that comes this much too late: this process stood still, and what was said to it is unread yet, ms. */
const STOOD_STILL_MS = 1_000;
const HANDSHAKE_TIMEOUT_MS = 5_000;
/** Largest event frame taken; ARI's are below 40 KiB. */
const MAX_FRAME = 4 << 20;
/** Errors that say: no connection was made, so nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Asterisk over HTTP and WebSocket. One for each node; its credentials go to that node only. */
export class HttpTransport implements AriTransport {
  readonly #options: HttpTransportOptions;
  readonly #pool: Pool;
  readonly #base: URL;
  readonly #authorization: string;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
    this.#base = new URL(options.url);
    this.#authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`;
    this.#pool = new Pool(this.#base.origin, {
      connections: options.connections ?? 32,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
  }

  async request(request: AriRequest): Promise<AriResponse> {
    const timeoutMs = request.timeoutMs ?? this.#options.timeoutMs ?? 5_000;
    // One limit over waiting for a connection, sending and reading: a command of ours is stale after it.
    const late = new AbortController();
    const timer = timeOut(this.#options.clock, timeoutMs, () => late.abort());
    try {
      const answer = await this.#pool.request({
        method: request.method,
        path: this.#base.pathname.replace(/\/$/, '') + request.path + queryText(request.query),
        headers:
          request.body === undefined
            ? { authorization: this.#authorization }
            : { authorization: this.#authorization, 'content-type': 'application/json' },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: late.signal,
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: parse(text) };
    } catch (error) {
      throw wireError(error, request, late.signal.aborted, timeoutMs);
    } finally {
      timer.cancel();
    }
  }

  openEvents(application: string, handlers: AriEventHandlers): AriEventSocket {
    // Never subscribeAll=true: it can deadlock ARI until Asterisk restarts (ASTERISK.md 1).
    const url = new URL(`${this.#base.href.replace(/\/$/, '')}/events`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('app', application);
    url.searchParams.set('subscribeAll', 'false');
    const socket = new WebSocket(url, {
      headers: { authorization: this.#authorization },
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME,
    });
    return watch(socket, handlers, this.#options.clock);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** Joins a socket to its handlers, pings it, and makes sure that `closed` is called exactly once. */
function watch(socket: WebSocket, handlers: AriEventHandlers, clock: Clock): AriEventSocket {
  let ended = false;
  let heardAt = clock.now();
  let turnAt = heardAt;
  const ping = clock.every(PING_EVERY_MS, () => {
    // Giving the wire up now would throw away all that lies in it.
    if (clock.now() - turnAt > PING_EVERY_MS + STOOD_STILL_MS) heardAt = clock.now();
    turnAt = clock.now();
    if (socket.readyState !== WebSocket.OPEN) return;
    if (clock.now() - heardAt >= DEAD_AFTER_MS) return end({ kind: 'lost', text: 'no pong for 10 s' });
    socket.ping();
  });
  const end = (why: Parameters<AriEventHandlers['closed']>[0]): void => {
    if (ended) return;
    ended = true;
    ping.cancel();
    socket.terminate();
    handlers.closed(why);
  };
  socket.on('open', () => {
    heardAt = clock.now();
    if (!ended) handlers.open();
  });
  socket.on('pong', () => {
    heardAt = clock.now();
  });
  socket.on('message', (data) => {
    heardAt = clock.now();
    if (ended) return;
    const event = parse(String(data));
    if (event === undefined) handlers.badFrame();
    else handlers.event(event);
  });
  socket.on('unexpected-response', (_request, response) =>
    end({ kind: 'refused', status: response.statusCode ?? 0, text: `HTTP ${response.statusCode}` }),
  );
  socket.on('error', (error) => end({ kind: 'unreachable', text: error.message }));
  socket.on('close', (code) => end({ kind: 'lost', text: `closed with ${code}` }));
  return { close: () => end({ kind: 'ours', text: 'closed by us' }) };
}

function queryText(query: AriRequest['query']): string {
  if (query === undefined) return '';
  const text = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(',') : String(value))}`)
    .join('&');
  return text === '' ? '' : `?${text}`;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wireError(error: unknown, request: AriRequest, timedOut: boolean, timeoutMs: number): AriWireError {
  // Path parameters are ids of ours; a query is left out because it may be long, a body because it may hold a number.
  const what = `${request.method} ${request.path}`;
  if (timedOut) return new AriWireError(`${what}: no answer within ${timeoutMs} ms`, 'maybe', true);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new AriWireError(
    `${what}: ${code}`,
    NEVER_SENT.has(code) ? 'no' : 'maybe',
    code === 'UND_ERR_CONNECT_TIMEOUT',
  );
}
