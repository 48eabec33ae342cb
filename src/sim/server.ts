import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { SimConnection } from './applications.ts';
import type { SimAsterisk } from './asterisk.ts';
import { control } from './control.ts';
import type { Answer, HttpSession } from './wire.ts';
import { refuse } from './wire.ts';

export interface SimServerOptions {
  sim: SimAsterisk;
  /** 0 = any free one. */
  port: number;
  host?: string;
  user?: string;
  password?: string;
  /** http.conf sessionlimit: connections of all kinds together (ASTERISK.md 7). */
  sessionLimit?: number;
}

export interface SimServer {
  /** `http://127.0.0.1:port`; ARI is under `/ari`, the simulation's own requests under `/sim`. */
  readonly url: string;
  readonly port: number;
  readonly sim: SimAsterisk;
  close(): Promise<void>;
}

/** Asterisk's own limits (ASTERISK.md 9): bytes. */
const MAX_BODY = 40_960;
const MAX_URL = 4_096;
/** Server keep-alive without a header to tell it (ASTERISK.md 8). */
const KEEP_ALIVE_MS = 15_000;

/** Puts a simulated Asterisk on a socket: ARI over HTTP and WebSocket, so that the real client uses it unchanged. */
export async function startSimServer(options: SimServerOptions): Promise<SimServer> {
  const front = new Front(options);
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    front.server.once('error', reject);
    front.server.listen(options.port, host, resolve);
  });
  const { port } = front.server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, port, sim: options.sim, close: () => front.close() };
}

class Front {
  readonly server: Server;
  readonly #sim: SimAsterisk;
  readonly #credentials: string;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new WeakMap<Duplex, HttpSession>();
  readonly #webSockets = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: false });

  constructor(options: SimServerOptions) {
    this.#sim = options.sim;
    this.#credentials = `${options.user ?? 'boda'}:${options.password ?? 'secret'}`;
    if (options.sessionLimit !== undefined) this.#sim.sessionLimit = options.sessionLimit;
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: 65_536 });
    this.server.on('connection', (socket) => this.#connected(socket));
    this.server.on('request', (request, response) => this.#request(request, response));
    this.server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    this.#sim.whenRestarted(() => this.#dropAll());
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.#dropAll();
    await closed;
  }

  #dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #connected(socket: Socket): void {
    if (this.#sim.down || this.#sockets.size >= this.#sim.sessionLimit) {
      socket.resetAndDestroy();
      return;
    }
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    this.#sessions.set(socket, { sawConflict: false });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #authorized(request: IncomingMessage, url: URL): boolean {
    const key = url.searchParams.get('api_key');
    if (key !== null) return key === this.#credentials;
    const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
    return scheme?.toLowerCase() === 'basic' && Buffer.from(value, 'base64').toString() === this.#credentials;
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const pieces: Buffer[] = [];
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= MAX_BODY) pieces.push(piece);
    });
    request.on('end', () => {
      const go = (): void => {
        const answer = this.#answer(request, size > MAX_BODY ? undefined : Buffer.concat(pieces).toString());
        this.#reply(request, response, answer);
      };
      if (this.#sim.frozen) this.#sim.whenThawed(go);
      else go();
    });
  }

  #answer(request: IncomingMessage, bodyText: string | undefined): Answer {
    if ((request.url ?? '').length > MAX_URL) return refuse(400, 'Request line too long');
    const url = new URL(request.url ?? '/', 'http://sim');
    if (!this.#authorized(request, url)) return refuse(401, 'Authentication required');
    if (bodyText === undefined) return refuse(413, 'Request body too large');
    let body: unknown;
    try {
      body = bodyText === '' ? undefined : JSON.parse(bodyText);
    } catch {
      return refuse(400, 'Error parsing request body');
    }
    const query = Object.fromEntries(url.searchParams);
    const method = request.method ?? 'GET';
    if (url.pathname.startsWith('/sim/')) return control(this.#sim, method, url.pathname, query, body);
    if (!url.pathname.startsWith('/ari/')) return refuse(404, 'Resource not found');
    const session = this.#sessions.get(request.socket);
    return this.#sim.handle(method, url.pathname.slice('/ari'.length), query, body, session);
  }

  #reply(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
    const send = (): void => {
      if (answer.fate === 'hang') return;
      if (answer.fate !== undefined) {
        request.socket.destroy();
        return;
      }
      const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
      response.statusCode = answer.status;
      if (answer.status === 401) response.setHeader('www-authenticate', 'Basic realm="Asterisk REST Interface"');
      if (text !== '') response.setHeader('content-type', 'application/json');
      response.end(text);
    };
    if (answer.delayMs) this.#sim.clock.after(answer.delayMs, send);
    else send();
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const url = new URL(request.url ?? '/', 'http://sim');
    const app = url.searchParams.get('app');
    if (!this.#authorized(request, url)) return turnAway(socket, '401 Unauthorized');
    if (url.pathname !== '/ari/events') return turnAway(socket, '404 Not Found');
    if (!app) return turnAway(socket, '400 Bad Request');
    if (this.#sim.frozen) {
      this.#sim.whenThawed(() => this.#upgrade(request, socket));
      return;
    }
    // A deadlocked name never gets an answer (ASTERISK.md 1).
    if (app.split(',').some((name) => this.#sim.apps.deadlocked.has(name))) return;
    this.#webSockets.handleUpgrade(request, socket, Buffer.alloc(0), (webSocket) => {
      this.#attach(webSocket, app, url.searchParams.get('subscribeAll') === 'true');
    });
  }

  #attach(webSocket: WebSocket, app: string, subscribeAll: boolean): void {
    const connection: SimConnection | undefined = this.#sim.connect(
      app,
      { subscribeAll },
      {
        event: (event) => {
          if (webSocket.readyState === WebSocket.OPEN) webSocket.send(JSON.stringify(event));
        },
        closed: () => webSocket.terminate(),
      },
    );
    if (!connection) {
      webSocket.terminate();
      return;
    }
    const pong = (data: Buffer): void => {
      if (this.#sim.frozen) this.#sim.whenThawed(() => pong(data));
      else if (!connection.halfOpen && webSocket.readyState === WebSocket.OPEN) webSocket.pong(data);
    };
    webSocket.on('ping', pong);
    webSocket.on('error', () => webSocket.terminate());
    webSocket.on('close', () => connection.close());
  }
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
