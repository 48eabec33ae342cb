import type { LinkEvent } from '../dialer/ports.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { Rng } from '../shared/rng.ts';
import { type Decoded, decodeEvent } from './decode.ts';
import type { AriCloseReason, AriEventSocket, AriTransport } from './transport.ts';

/*
 *            start            open              prepared
 *   idle ──────────→ opening ─────→ preparing ──────────→ up
 *                      ↑  │            │                   │
 *                      │  └─── closed, failed, unhealthy ──┤
 *                      └── back-off ── waiting ←───────────┘
 *   any ── ApplicationReplaced → replaced (final)       any ── stop → stopped (final)
 */
type State = 'idle' | 'opening' | 'preparing' | 'up' | 'waiting' | 'replaced' | 'stopped';

export interface EventLinkDeps {
  clock: Clock;
  rng: Rng;
  transport: AriTransport;
  application: string;
  /** Makes the application whole after a connect (filter, endpoints, subscriptions, probe). Rejects = not fit to dial. */
  prepare(): Promise<{ restarted: boolean }>;
  /** Rejects when the node is not to be trusted any more. */
  checkHealth(): Promise<void>;
  event(decoded: Decoded): void;
  link(event: LinkEvent): void;
  /** Counts what should not come; never throws (LIBRARIES.md). */
  odd(kind: string): void;
}

const HEALTH_EVERY_MS = 5_000;
const BACK_OFF_FIRST_MS = 200;
const BACK_OFF_LAST_MS = 5_000;

/** Keeps one application's event stream connected for ever, and says when it may be relied on. */
export class EventLink {
  readonly #deps: EventLinkDeps;
  #state: State = 'idle';
  #socket: AriEventSocket | undefined;
  #timer: Timer | undefined;
  #failures = 0;
  #saidDown: string | undefined;
  /** Counts connections, so that what belongs to an earlier one is known as such. */
  #turn = 0;

  constructor(deps: EventLinkDeps) {
    this.#deps = deps;
  }

  get isUp(): boolean {
    return this.#state === 'up';
  }

  /** An event stream is open, though perhaps not yet proved. */
  get isOpen(): boolean {
    return this.#state === 'up' || this.#state === 'preparing';
  }

  start(): void {
    if (this.#state === 'idle') this.#open();
  }

  stop(): void {
    if (this.#state === 'replaced') return;
    this.#end('stopped');
  }

  #open(): void {
    const turn = ++this.#turn;
    const current = (): boolean => turn === this.#turn;
    this.#state = 'opening';
    this.#socket = this.#deps.transport.openEvents(this.#deps.application, {
      open: () => {
        if (current()) void this.#prepare(turn);
      },
      event: (event) => {
        if (current()) this.#take(event);
      },
      badFrame: () => this.#deps.odd('bad-json'),
      closed: (why) => {
        if (current()) this.#lost(wordsFor(why), isDead(why));
      },
    });
  }

  async #prepare(turn: number): Promise<void> {
    this.#state = 'preparing';
    try {
      const { restarted } = await this.#deps.prepare();
      if (turn !== this.#turn || this.#state !== 'preparing') return;
      this.#state = 'up';
      this.#failures = 0;
      this.#saidDown = undefined;
      this.#watchHealth(turn);
      this.#deps.link({ type: 'up', restarted, at: this.#deps.clock.now() });
    } catch (error) {
      if (turn === this.#turn) this.#lost(messageOf(error));
    }
  }

  #watchHealth(turn: number): void {
    this.#timer = this.#deps.clock.after(HEALTH_EVERY_MS, () => {
      this.#deps.checkHealth().then(
        () => {
          if (turn === this.#turn && this.#state === 'up') this.#watchHealth(turn);
        },
        (error: unknown) => {
          if (turn === this.#turn && this.#state === 'up') this.#lost(messageOf(error));
        },
      );
    });
  }

  #take(event: unknown): void {
    let decoded: Decoded;
    try {
      decoded = decodeEvent(event);
    } catch {
      // A field we rely on is missing. What is not understood must not stop what is.
      this.#deps.odd('bad-shape');
      return;
    }
    if (decoded.kind === 'replaced') return this.#replaced();
    if (decoded.kind === 'unknown') this.#deps.odd('unknown-event');
    this.#deps.event(decoded);
  }

  #replaced(): void {
    this.#end('replaced');
    this.#deps.link({ type: 'replaced', at: this.#deps.clock.now() });
  }

  #lost(why: string, dead = false): void {
    if (this.#state === 'stopped' || this.#state === 'replaced') return;
    this.#release();
    this.#state = 'waiting';
    this.#timer = this.#deps.clock.after(this.#backOff(), () => this.#open());
    if (this.#saidDown === why) return;
    this.#saidDown = why;
    this.#deps.link({ type: 'down', why, dead, at: this.#deps.clock.now() });
  }

  /** Doubling, jittered by half, never giving up: a hundred groups must not come back in one moment. */
  #backOff(): number {
    const full = Math.min(BACK_OFF_LAST_MS, BACK_OFF_FIRST_MS * 2 ** Math.min(10, this.#failures++));
    return Math.round(full * (0.5 + this.#deps.rng.next() / 2));
  }

  #end(state: 'stopped' | 'replaced'): void {
    this.#release();
    this.#state = state;
  }

  #release(): void {
    this.#turn += 1;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#socket?.close();
    this.#socket = undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Nothing listens at the node's address: its process is gone. A wire that is cut is silent instead. */
function isDead(why: AriCloseReason): boolean {
  return why.kind === 'unreachable' && why.text.includes('ECONNREFUSED');
}

function wordsFor(why: AriCloseReason): string {
  if (why.kind !== 'refused') return `events: ${why.text}`;
  if (why.status === 401) return 'events: the node refuses our ARI user or password (401)';
  if (why.status === 503) return 'events: the node is at its sessionlimit (503)';
  return `events: ${why.text}`;
}
