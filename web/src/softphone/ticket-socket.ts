import type { Socket } from 'jssip';
import { StillThere } from '../parts/still-there.ts';

/** RFC 5626 4.4.1: an empty line asks, another answers. */
const ASK = '\r\n\r\n';
const ANSWER = '\r\n';
/** A network that swallows everything never refuses a connection either. */
const OPEN_MS = 3_000;

/**
 * JsSIP's socket over `GET /api/v1/sip`: each try to connect needs a ticket of its own, because one is good once. JsSIP
 * decides when to try again (ondisconnect).
 */
export class TicketSocket implements Socket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  readonly #ticket: (afterSilence: boolean) => Promise<string>;
  #socket: WebSocket | undefined;
  #connecting = false;
  #stillThere: StillThere | undefined;
  /** Counts tries: what comes of an older one is dropped. */
  #turn = 0;

  constructor(ticket: (afterSilence: boolean) => Promise<string>) {
    const address = new URL('/api/v1/sip', window.location.href);
    const secure = address.protocol === 'https:';
    address.protocol = secure ? 'wss:' : 'ws:';
    this.url = address.href;
    this.sip_uri = `sip:${address.host};transport=ws`;
    this.via_transport = secure ? 'WSS' : 'WS';
    this.#ticket = ticket;
  }

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_event: T): void {}

  connect(): void {
    this.#connect(false);
  }

  #connect(afterSilence: boolean): void {
    if (this.isConnected() || this.#connecting) return;
    this.#connecting = true;
    const turn = ++this.#turn;
    this.#ticket(afterSilence).then(
      (ticket) => {
        if (turn === this.#turn) this.#open(turn, ticket);
      },
      () => {
        if (turn === this.#turn) this.#lost(true);
      },
    );
  }

  disconnect(): void {
    this.#turn += 1;
    this.#connecting = false;
    this.#stillThere?.stop();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The network is another one, or swallows what is said: what is open is dead, whatever it says. Tries anew at once. */
  drop(): void {
    if (this.#socket !== undefined || this.#connecting) {
      this.disconnect();
      this.ondisconnect(true);
    }
    this.#connect(true);
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false;
    this.#socket?.send(message as string);
    return true;
  }

  isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#connecting;
  }

  #open(turn: number, ticket: string): void {
    const socket = new WebSocket(`${this.url}?ticket=${encodeURIComponent(ticket)}`, 'sip');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const late = window.setTimeout(() => {
      if (turn === this.#turn) this.#lost(true);
      socket.close();
    }, OPEN_MS);
    socket.addEventListener('open', () => {
      window.clearTimeout(late);
      if (turn !== this.#turn) return;
      this.#connecting = false;
      this.#stillThere = new StillThere(
        () => socket.send(ASK),
        () => this.drop(),
      );
      this.onconnect();
    });
    socket.addEventListener('message', ({ data }) => {
      if (turn !== this.#turn) return;
      this.#stillThere?.heard();
      if (data !== ANSWER) this.ondata(data);
    });
    socket.addEventListener('close', ({ wasClean, code, reason }) => {
      window.clearTimeout(late);
      if (turn === this.#turn) this.#lost(!wasClean, code, reason);
    });
  }

  #lost(error: boolean, code?: number, reason?: string): void {
    this.#turn += 1;
    this.#connecting = false;
    this.#stillThere?.stop();
    this.#socket = undefined;
    this.ondisconnect(error, code, reason);
  }
}
