import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Principal } from '../domain/people.ts';
import type { TicketKind } from './ports.ts';

/** Somebody with a good ticket at a WebSocket's address; nothing has been answered yet. */
export interface Knock {
  principal: Principal;
  query: URLSearchParams;
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

/** An address that is opened as a WebSocket with a one-time ticket. */
export interface Door {
  path: string;
  kind: TicketKind;
  /** Upgrades the connection, or throws before it did (an `ApiError` says what is answered). */
  enter(knock: Knock): Promise<void> | void;
  /** Ends what came in by it; the service stops. */
  close(): Promise<void> | void;
}
