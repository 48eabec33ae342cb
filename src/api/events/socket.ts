import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Principal } from '../../domain/people.ts';
import type { Clock } from '../../shared/clock.ts';

/** Why the service ends a socket (docs/API.md "Events"). */
export const CLOSE = {
  goingAway: 1001,
  notExpected: 1008,
  tryAgain: 1013,
  revoked: 4001,
  replaced: 4002,
  tooSlow: 4003,
} as const;
export type CloseReason = keyof typeof CLOSE;

/** Above it, of each topic only the newest state is kept for the reader. */
const SLOW_BYTES = 64 * 1024;
/** Above it he is beyond help: the most memory that one reader may cost. A whole replay fits twice. */
const MOST_BYTES = 1024 * 1024;
/** A reader who does not even take the close frame. */
const LINGER_MS = 2_000;
/** Pages have nothing to say here but `ping`: a browser cannot see the pings of the protocol. */
const MOST_MESSAGES = 20;
const PING = 'ping';
const PONG = 'pong';

/**
 * One reader's WebSocket. It never waits for him: what he does not take is conflated where the newest says all, and he is
 * closed where it does not, so that a slow reader costs neither others nor memory.
 */
export class EventSocket {
  readonly principal: Principal;
  readonly #ws: WebSocket;
  readonly #clock: Clock;
  /** By topic and key: the newest state, for when he reads again. */
  readonly #held = new Map<string, string>();
  #unanswered = 0;
  #slowSince: number | undefined;
  #messages = 0;
  #closed = false;

  constructor(ws: WebSocket, wire: Duplex, principal: Principal, clock: Clock, ended: () => void) {
    this.#ws = ws;
    this.#clock = clock;
    this.principal = principal;
    wire.on('drain', () => this.#drained());
    ws.on('pong', () => {
      this.#unanswered = 0;
    });
    ws.on('message', (data) => {
      this.#messages += 1;
      if (this.#messages > MOST_MESSAGES) return this.close('notExpected');
      this.#unanswered = 0;
      // One who does not read is not answered either: he is told by what he misses.
      if (String(data) === PING && !this.#closed && ws.bufferedAmount <= SLOW_BYTES) ws.send(PONG);
    });
    ws.on('error', () => undefined);
    ws.on('close', () => {
      this.#closed = true;
      this.#held.clear();
      ended();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** A frame that must arrive. */
  send(frame: string): void {
    if (this.#closed) return;
    if (this.#ws.bufferedAmount > MOST_BYTES) return this.close('tooSlow');
    this.#ws.send(frame);
  }

  /** A state: while the reader is slow only the newest of each `key` is kept. */
  offer(key: string, frame: string): void {
    if (this.#closed) return;
    if (this.#held.size === 0 && this.#ws.bufferedAmount <= SLOW_BYTES) this.#ws.send(frame);
    else this.#held.set(key, frame);
  }

  /** Every 10 s: dead after two pings without an answer, too slow after one such time without room. */
  beat(): void {
    if (this.#closed) return;
    if (this.#unanswered >= 2) return this.#ws.terminate();
    const now = this.#clock.now();
    const slow = this.#ws.bufferedAmount > SLOW_BYTES;
    if (!slow) this.#slowSince = undefined;
    else if (this.#slowSince !== undefined) return this.close('tooSlow');
    else this.#slowSince = now;
    this.#unanswered += 1;
    this.#messages = 0;
    this.#ws.ping();
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#held.clear();
    this.#ws.close(CLOSE[reason], WORDS[reason]);
    this.#clock.after(LINGER_MS, () => this.#ws.terminate());
  }

  #drained(): void {
    for (const [key, frame] of this.#held) {
      if (this.#closed || this.#ws.bufferedAmount > SLOW_BYTES) return;
      this.#held.delete(key);
      this.#ws.send(frame);
    }
  }
}

const WORDS: Record<CloseReason, string> = {
  goingAway: 'the service stops',
  notExpected: 'nothing is expected here',
  tryAgain: 'events are away, try again shortly',
  revoked: 'the session ended or its rights changed',
  replaced: 'a newer session of the same agent',
  tooSlow: 'the reader is too slow',
};
