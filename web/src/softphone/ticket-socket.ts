import type { Socket } from 'jssip';

/**
 * JsSIP's socket over `GET /api/v1/sip`: each try to connect needs a ticket of its own, because one is good once. JsSIP
 * decides when to try again (ondisconnect).
 */
export class TicketSocket implements Socket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  readonly #ticket: () => Promise<string>;
  #socket: WebSocket | undefined;
  #connecting = false;
  /** Counts tries: what comes of an older one is dropped. */
  #turn = 0;

  constructor(ticket: () => Promise<string>) {
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
    if (this.isConnected() || this.#connecting) return;
    this.#connecting = true;
    const turn = ++this.#turn;
    this.#ticket().then(
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
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The network is another one: what is open is dead, whatever it says. */
  drop(): void {
    if (this.#socket === undefined && !this.#connecting) return;
    this.disconnect();
    this.ondisconnect(true);
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
    socket.addEventListener('open', () => {
      if (turn !== this.#turn) return;
      this.#connecting = false;
      this.onconnect();
    });
    socket.addEventListener('message', ({ data }) => {
      if (turn === this.#turn) this.ondata(data);
    });
    socket.addEventListener('close', ({ wasClean, code, reason }) => {
      if (turn === this.#turn) this.#lost(!wasClean, code, reason);
    });
  }

  #lost(error: boolean, code?: number, reason?: string): void {
    this.#turn += 1;
    this.#connecting = false;
    this.#socket = undefined;
    this.ondisconnect(error, code, reason);
  }
}
