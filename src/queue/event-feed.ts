import type { Redis } from 'ioredis';
import type { Log } from '../dialer/ports.ts';
import { frameText, type Position, placeOf, type ResyncReason } from '../domain/event-frame.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { Opened, RedisEventLog } from './event-stream.ts';

/** A subscriber's connection says nothing for hours; whether it lives is asked this often, ms. */
const PING_MS = 3_000;
const RETRY_MS = 500;
const CLAIM = /^claim (\d+)$/;

export interface FeedWatcher {
  /** Each frame once, in order, without a gap. `text` is the whole JSON. */
  frame(text: string): void;
  /** The present states of the topic, as frames at the place where the reader begins (again). */
  present(frames: readonly string[], at: Position): void;
  /** What came before `at` cannot be told; `present` follows. */
  lost(why: ResyncReason, at: Position): void;
  /** Another reader claimed the topic later: this one must go. */
  replaced(): void;
}

export interface Following {
  stop(): void;
}

interface FeedDeps {
  /** For subscriptions alone. */
  subscriber: Redis;
  log: RedisEventLog;
  clock: Clock;
  logger: Log;
}

/** Topics read live in this process: one subscription a topic, and a place for each reader. */
export class RedisEventFeed {
  readonly #deps: FeedDeps;
  readonly #topics = new Map<string, Set<Reader>>();
  readonly #ping: Timer;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    deps.subscriber.on('message', (channel: string, message: string) => {
      for (const reader of this.#topics.get(channel) ?? []) reader.heard(message);
    });
    // What was published while the connection was away was heard by nobody: every reader looks for what he missed.
    deps.subscriber.on('ready', () => void this.#again());
    this.#ping = deps.clock.every(PING_MS, () => {
      if (deps.subscriber.status === 'ready') deps.subscriber.ping().catch(() => undefined);
    });
  }

  /**
   * Reads `topic` from `since` on, or from now on with its present state. With `claim` it is the topic's only reader, in
   * any process. Rejects with `RedisAway`.
   */
  async follow(
    topic: string,
    order: { since: Position | undefined; claim: boolean },
    watcher: FeedWatcher,
  ): Promise<Following> {
    const { log, clock } = this.#deps;
    const channel = log.channel(topic);
    const reader = new Reader({ ...this.#deps, topic }, watcher, order.since);
    const readers = this.#topics.get(channel) ?? new Set();
    this.#topics.set(channel, readers);
    readers.add(reader);
    try {
      // First heard, then read: what is published between is held by the reader.
      await this.#deps.subscriber.subscribe(channel);
      reader.opened(await log.open(topic, order.since, order.claim, clock.now()), order.claim);
    } catch (error) {
      this.#leave(channel, reader);
      throw error;
    }
    return { stop: () => this.#leave(channel, reader) };
  }

  stop(): void {
    this.#ping.cancel();
    for (const readers of this.#topics.values()) for (const reader of readers) reader.stop();
    this.#topics.clear();
  }

  #leave(channel: string, reader: Reader): void {
    reader.stop();
    const readers = this.#topics.get(channel);
    readers?.delete(reader);
    if (readers === undefined || readers.size > 0) return;
    this.#topics.delete(channel);
    this.#deps.subscriber.unsubscribe(channel).catch(() => undefined);
  }

  async #again(): Promise<void> {
    const channels = [...this.#topics.keys()];
    if (channels.length === 0) return;
    try {
      await this.#deps.subscriber.subscribe(...channels);
    } catch {
      // Away again; the next `ready` comes.
      return;
    }
    for (const readers of this.#topics.values()) for (const reader of readers) reader.reopen();
  }
}

/** One reader of one topic: holds what is heard while the topic is being read, and knows its place. */
class Reader {
  readonly #deps: FeedDeps & { topic: string };
  readonly #watcher: FeedWatcher;
  #at: Position | undefined;
  /** Ours; without one nobody can put this reader out. */
  #claim = Number.POSITIVE_INFINITY;
  /** The newest heard of, perhaps before the answer with our own. */
  #newest = 0;
  /** Frames heard while the topic is read; undefined = none is being read. */
  #held: string[] | undefined = [];
  #stopped = false;
  #retry: Timer | undefined;

  constructor(deps: FeedDeps & { topic: string }, watcher: FeedWatcher, since: Position | undefined) {
    this.#deps = deps;
    this.#watcher = watcher;
    this.#at = since;
  }

  stop(): void {
    this.#stopped = true;
    this.#held = undefined;
    this.#retry?.cancel();
  }

  heard(message: string): void {
    if (this.#stopped) return;
    const claim = CLAIM.exec(message);
    if (claim !== null) {
      this.#newest = Math.max(this.#newest, Number(claim[1]));
      if (this.#newest > this.#claim) this.#replaced();
      return;
    }
    if (this.#held !== undefined) this.#held.push(message);
    else this.#take(message);
  }

  opened(opened: Opened, claimed: boolean): void {
    if (this.#stopped) return;
    if (claimed) this.#claim = opened.claim;
    if (Math.max(this.#newest, opened.claim) > this.#claim) return this.#replaced();
    const { epoch, seq, how } = opened;
    const at = { epoch, seq };
    this.#at = at;
    if (how === 'resumed') for (const frame of opened.frames) this.#watcher.frame(frame);
    else if (how !== 'fresh') this.#watcher.lost(how, at);
    if (how !== 'resumed')
      this.#watcher.present(
        opened.states.map((body) => frameText(at, body)),
        at,
      );
    const held = this.#held ?? [];
    this.#held = undefined;
    // One that shows a gap starts the reading anew; the rest is then held again.
    for (const message of held) this.heard(message);
  }

  /** Reads what came after the reader's place, from the log instead of the subscription. */
  reopen(): void {
    if (this.#stopped || this.#held !== undefined) return;
    this.#held = [];
    void this.#read();
  }

  async #read(): Promise<void> {
    const { log, clock, topic, logger } = this.#deps;
    try {
      this.opened(await log.open(topic, this.#at, false, clock.now()), false);
    } catch (error) {
      if (this.#stopped) return;
      logger.debug({ error: String(error) }, 'an event stream cannot be read now');
      this.#retry = clock.after(RETRY_MS, () => void this.#read());
    }
  }

  #take(message: string): void {
    const place = placeOf(message);
    const at = this.#at;
    if (place === undefined || at === undefined) return;
    if (place.epoch === at.epoch && place.seq <= at.seq) return;
    if (place.epoch !== at.epoch || place.seq !== at.seq + 1) return this.reopen();
    this.#at = place;
    this.#watcher.frame(message);
  }

  #replaced(): void {
    this.stop();
    this.#watcher.replaced();
  }
}
