import { type RawData, WebSocket } from 'ws';
import type { Clock, Timer } from '../../shared/clock.ts';
import { judgeFrame } from './admission.ts';
import type { UserLimits } from './limits.ts';
import { answerTo, placedCall } from './message.ts';

/** Close codes; 4001 to 4003 mean the same on the stream of events. */
export const CLOSE = {
  revoked: 4001,
  replaced: 4002,
  tooSlow: 4003,
  /** Too much that is not for the node, or too fast (FAULTS 61). */
  misbehaved: 1008,
  goingAway: 1001,
  /** The node is not there (any more): come again. */
  nodeLost: 1012,
} as const;
export type Closing = keyof typeof CLOSE;

const BEAT_MS = 1_000;
/**
 * A network that is gone says nothing: a page that left so many pings unanswered is taken for gone, after 3 to 4 s, and its
 * leg is looked at from here on (ASTERISK.md 20). Counted, not timed: a process that stood still itself must not take its
 * pages for dead. One that lives is only asked to register anew.
 */
const MOST_UNANSWERED = 3;
/** RFC 5626 4.4.1: a page cannot see pings, so it asks by an empty line and is answered by one. */
const KEEP_ALIVE = '\r\n\r\n';
const ALIVE = Buffer.from('\r\n');
/** Bytes on the way to a slow side before the other one is not read any more, and until it is read again. */
const HIGH_BYTES = 256 * 1024;
const LOW_BYTES = 64 * 1024;
const SLOW_MS = 10_000;
const MOST_REFUSED = 50;
/** Seconds after which a page that registers too often may try again. */
const RETRY_AFTER = 5;

export interface RelayDeps {
  clock: Clock;
  page: WebSocket;
  node: WebSocket;
  sipUser: string;
  limits: UserLimits;
  /** Something was not let through. */
  refused(why: string): void;
  /** Exactly once. */
  ended(why: Closing | 'left'): void;
}

/** One page's frames to its node and back, as fast as the slower side takes them. */
export class Relay {
  readonly #deps: RelayDeps;
  readonly #toNode: Flow;
  readonly #toPage: Flow;
  readonly #beat: Timer;
  #unanswered = 0;
  #refusals = 0;
  #over = false;

  constructor(deps: RelayDeps) {
    this.#deps = deps;
    const { clock, page, node } = deps;
    this.#toNode = new Flow(clock, page, node, () => this.close('tooSlow'));
    this.#toPage = new Flow(clock, node, page, () => this.close('tooSlow'));
    page.on('message', (data, isBinary) => this.#fromPage(bytesOf(data), isBinary));
    node.on('message', (data, isBinary) => this.#fromNode(bytesOf(data), isBinary));
    page.on('pong', () => {
      this.#unanswered = 0;
    });
    page.on('error', () => this.#end('left'));
    page.on('close', () => this.#end('left'));
    node.on('error', () => this.close('nodeLost'));
    node.on('close', () => this.close('nodeLost'));
    this.#beat = clock.every(BEAT_MS, () => this.#tick());
  }

  close(why: Closing): void {
    if (this.#over) return;
    this.#deps.page.close(CLOSE[why]);
    this.#end(why);
  }

  /** The node hears at once that the page is gone: its registration goes with the socket. */
  #end(why: Closing | 'left'): void {
    if (this.#over) return;
    this.#over = true;
    const { clock, page, node } = this.#deps;
    this.#beat.cancel();
    this.#toNode.stop();
    this.#toPage.stop();
    node.terminate();
    if (why === 'left') page.terminate();
    // A page that does not answer the closing is cut.
    else clock.after(1_000, () => page.terminate());
    this.#deps.ended(why);
  }

  #tick(): void {
    const { page, node } = this.#deps;
    if (this.#unanswered >= MOST_UNANSWERED) return this.#end('left');
    this.#unanswered += 1;
    if (node.readyState !== WebSocket.OPEN) return this.close('nodeLost');
    page.ping();
    node.ping();
  }

  #fromPage(frame: Buffer, isBinary: boolean): void {
    if (this.#over) return;
    this.#unanswered = 0;
    const { sipUser, limits } = this.#deps;
    if (!limits.maySpeak()) return this.#refuse('too many messages', undefined);
    if (frame.length === KEEP_ALIVE.length && frame.equals(Buffer.from(KEEP_ALIVE)))
      return this.#toPage.send(ALIVE, false);
    const verdict = judgeFrame(frame, sipUser, (callId) => limits.isPlaced(callId));
    if (verdict.kind === 'nothing') return;
    if (verdict.kind === 'refuse') return this.#refuse(verdict.why, verdict.answer);
    if (verdict.isRegister && !limits.mayRegister()) {
      const answer = answerTo(verdict.head, '503 Service Unavailable', [`Retry-After: ${RETRY_AFTER}`]);
      return this.#refuse('too many registrations', answer);
    }
    this.#toNode.send(frame, isBinary);
  }

  #fromNode(frame: Buffer, isBinary: boolean): void {
    if (this.#over) return;
    const callId = placedCall(frame);
    if (callId !== undefined) this.#deps.limits.noteCall(callId);
    this.#toPage.send(frame, isBinary);
  }

  #refuse(why: string, answer: string | undefined): void {
    this.#deps.refused(why);
    this.#refusals += 1;
    if (this.#refusals > MOST_REFUSED) return this.close('misbehaved');
    if (answer !== undefined) this.#toPage.send(Buffer.from(answer, 'latin1'), false);
  }
}

/** Frames of one side to the other; the sender is not read while the taker is behind. */
class Flow {
  readonly #clock: Clock;
  readonly #from: WebSocket;
  readonly #to: WebSocket;
  readonly #tooSlow: () => void;
  #onTheWay = 0;
  #slow: Timer | undefined;

  constructor(clock: Clock, from: WebSocket, to: WebSocket, tooSlow: () => void) {
    this.#clock = clock;
    this.#from = from;
    this.#to = to;
    this.#tooSlow = tooSlow;
  }

  send(frame: Buffer, binary: boolean): void {
    if (this.#to.readyState !== WebSocket.OPEN) return;
    this.#onTheWay += frame.length;
    this.#to.send(frame, { binary }, () => this.#sent(frame.length));
    if (this.#onTheWay < HIGH_BYTES || this.#slow !== undefined) return;
    this.#from.pause();
    this.#slow = this.#clock.after(SLOW_MS, this.#tooSlow);
  }

  stop(): void {
    this.#slow?.cancel();
  }

  #sent(bytes: number): void {
    this.#onTheWay -= bytes;
    if (this.#slow === undefined || this.#onTheWay > LOW_BYTES) return;
    this.#slow.cancel();
    this.#slow = undefined;
    this.#from.resume();
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
