import { StillThere } from '../parts/still-there.ts';
import type { Frame } from './frames.ts';

/**
 *   closed ──start──► connecting ──open──► open
 *                        ▲                  │ lost
 *                        └──── waiting ◄────┘          open ── 4002 ──► replaced (a newer page of the same person)
 *                                                      open ── 4001 ──► ended    (session revoked)
 */
export type LinkState = 'closed' | 'connecting' | 'open' | 'waiting' | 'replaced' | 'ended';

export interface SocketOptions {
  /** Whether the person has a stream of his own (an agent); others only hear topics. */
  own: boolean;
  /** A one-time ticket; rejects with `status` 401 when the session is over. */
  ticket(afterSilence: boolean): Promise<string>;
  onFrame(frame: Frame): void;
  onState(state: LinkState): void;
}

const REVOKED = 4001;
const REPLACED = 4002;
/** docs/API.md "Events". */
const ASK = 'ping';
const ANSWER = 'pong';
/** A network that swallows everything never refuses a connection either, ms. */
const OPEN_MS = 3_000;
/** Waits between tries, ms; a floor of pages must not come back in one wave, so each draws from the half above. */
const WAITS = [300, 600, 1_200, 2_500, 5_000];

/** The one event stream of this page: resumed where it broke by `epoch.seq`, nothing handed over twice. */
export class EventSocket {
  readonly #options: SocketOptions;
  readonly #topics = new Map<string, number>();
  #state: LinkState = 'closed';
  #socket: WebSocket | undefined;
  /** Where the own stream was heard to. */
  #last: { epoch: string; seq: number } | undefined;
  #tries = 0;
  #timer: number | undefined;
  #stillThere: StillThere | undefined;
  /** The last socket went without a word. */
  #afterSilence = false;
  /** Counts tries to connect: what comes of an older one is dropped. */
  #turn = 0;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  start(): void {
    window.addEventListener('online', this.#hurry);
    window.addEventListener('offline', this.#lost);
    if (this.#isNeeded) void this.#connect();
  }

  /** For good; a page that shows events again makes another. */
  stop(): void {
    window.removeEventListener('online', this.#hurry);
    window.removeEventListener('offline', this.#lost);
    this.#drop();
    this.#become('closed');
  }

  /** Hears a topic until the returned function is called; several listeners of one topic share it. */
  listen(topic: string): () => void {
    const count = this.#topics.get(topic) ?? 0;
    this.#topics.set(topic, count + 1);
    if (count === 0) this.#again();
    return () => {
      const left = (this.#topics.get(topic) ?? 1) - 1;
      if (left > 0) this.#topics.set(topic, left);
      else this.#topics.delete(topic);
      if (!this.#isNeeded) this.#rest();
    };
  }

  get #isNeeded(): boolean {
    return this.#options.own || this.#topics.size > 0;
  }

  /** Other topics need another socket; the own stream goes on where it was. */
  #again(): void {
    if (this.#state === 'replaced' || this.#state === 'ended') return;
    this.#drop();
    void this.#connect();
  }

  /** Nothing is to be heard. */
  #rest(): void {
    if (this.#state === 'replaced' || this.#state === 'ended') return;
    this.#drop();
    this.#become('closed');
  }

  async #connect(): Promise<void> {
    const turn = ++this.#turn;
    this.#become('connecting');
    let ticket: string;
    try {
      ticket = await this.#options.ticket(this.#afterSilence);
    } catch (error) {
      if (turn !== this.#turn) return;
      if ((error as { status?: number }).status === 401) return this.#become('ended');
      return this.#wait();
    }
    if (turn !== this.#turn) return;
    const socket = new WebSocket(this.#address(ticket));
    this.#socket = socket;
    const late = window.setTimeout(() => this.#gone(turn), OPEN_MS);
    socket.addEventListener('open', () => {
      window.clearTimeout(late);
      if (turn !== this.#turn) return;
      this.#tries = 0;
      this.#afterSilence = false;
      this.#stillThere = new StillThere(
        () => socket.send(ASK),
        () => this.#gone(turn),
      );
      this.#become('open');
    });
    socket.addEventListener('message', ({ data }) => {
      if (turn !== this.#turn) return;
      this.#stillThere?.heard();
      if (data !== ANSWER) this.#take(JSON.parse(String(data)) as Frame);
    });
    socket.addEventListener('close', ({ code }) => {
      window.clearTimeout(late);
      if (turn !== this.#turn) return;
      this.#stillThere?.stop();
      this.#socket = undefined;
      if (code === REPLACED) this.#become('replaced');
      else if (code === REVOKED) this.#become('ended');
      else this.#wait();
    });
  }

  #address(ticket: string): string {
    const address = new URL('/api/v1/events', window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('ticket', ticket);
    if (this.#last !== undefined) address.searchParams.set('since', `${this.#last.epoch}.${this.#last.seq}`);
    if (this.#topics.size > 0) address.searchParams.set('topics', [...this.#topics.keys()].join(','));
    return address.href;
  }

  /** Topics have places of their own and are not resumed: the newest of each comes at once. */
  #take(frame: Frame): void {
    if (frame.type !== 'campaign.live') {
      const last = this.#last;
      const isOld = last !== undefined && last.epoch === frame.epoch && frame.seq <= last.seq;
      if (isOld && frame.type !== 'resync') return;
      this.#last = { epoch: frame.epoch, seq: frame.seq };
    }
    this.#options.onFrame(frame);
  }

  #wait(): void {
    this.#become('waiting');
    const longest = WAITS[Math.min(this.#tries, WAITS.length - 1)] ?? 5_000;
    this.#tries += 1;
    this.#timer = window.setTimeout(() => void this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  readonly #hurry = (): void => {
    if (this.#state !== 'waiting') return;
    window.clearTimeout(this.#timer);
    void this.#connect();
  };

  /** The browser knows of a lost network long before the socket does. */
  readonly #lost = (): void => {
    if (this.#state !== 'open') return;
    this.#drop();
    this.#wait();
  };

  /** The network went without a word. */
  #gone(turn: number): void {
    if (turn !== this.#turn) return;
    this.#afterSilence = true;
    this.#drop();
    this.#wait();
  }

  #drop(): void {
    this.#turn += 1;
    window.clearTimeout(this.#timer);
    this.#stillThere?.stop();
    const socket = this.#socket;
    this.#socket = undefined;
    // A browser complains aloud of one that is closed before it opened.
    if (socket?.readyState === WebSocket.CONNECTING) socket.addEventListener('open', () => socket.close());
    else socket?.close();
  }

  #become(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}
