/**
 * The wire to one node, behind the ARI client: HTTP for commands, a WebSocket for events. Two kinds exist: the real one
 * (`http-transport.ts`) and the simulated Asterisk called in process, which runs under a virtual clock.
 */
export interface AriTransport {
  /** Resolves with whatever status came back; rejects only with `AriWireError`. Never repeats a request. */
  request(request: AriRequest): Promise<AriResponse>;
  /** Opens the event stream of one application; a second one for the same name replaces the first (ASTERISK.md 5). */
  openEvents(application: string, handlers: AriEventHandlers): AriEventSocket;
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface AriRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/ari`, with a leading slash, path parameters encoded. Never a phone number. */
  path: string;
  query?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Sent as JSON. */
  body?: unknown;
  timeoutMs?: number;
}

export interface AriResponse {
  status: number;
  /** Parsed JSON, or undefined when there was none. */
  body: unknown;
}

/** Exactly one of `closed` follows each `openEvents`, also when it never opened. Nothing is called after `closed`. */
export interface AriEventHandlers {
  open(): void;
  /** One event, parsed; its shape is not checked yet. */
  event(event: unknown): void;
  /** A frame that is no JSON; counted, otherwise ignored. */
  badFrame(): void;
  closed(why: AriCloseReason): void;
}

export interface AriCloseReason {
  /** `refused` carries an HTTP status: the handshake was answered, not with a socket. */
  kind: 'lost' | 'refused' | 'unreachable' | 'ours';
  status?: number;
  text: string;
}

export interface AriEventSocket {
  /** Ends the stream; `closed` with kind `ours` follows. */
  close(): void;
}

/** No answer came. `sent: 'no'` = it is certain that the node never saw the request. */
export class AriWireError extends Error {
  readonly sent: 'no' | 'maybe';
  readonly timedOut: boolean;
  constructor(message: string, sent: 'no' | 'maybe', timedOut: boolean) {
    super(message);
    this.name = 'AriWireError';
    this.sent = sent;
    this.timedOut = timedOut;
  }
}
