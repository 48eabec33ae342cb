import type { Redis } from 'ioredis';
import { answered } from './away.ts';
import { APPEND, OPEN, SWEEP } from './event-scripts.ts';
import { scriptOn, texts } from './script.ts';

/** About ten calls of an agent: a page that was away for longer reads its state anew. */
const FRAMES_KEPT = 64;
/** A topic that nobody wrote or opened for a shift is forgotten. */
const KEPT_MS = 12 * 3_600_000;
const SWEPT_AT_ONCE = 200;

/** Names of the keys of event streams; like those of the queue, none expires by itself: `touched` carries the times. */
function eventKeys(prefix: string) {
  const topics = `${prefix}events:`;
  const touched = `${prefix}events-touched`;
  return {
    topics,
    touched,
    of: (topic: string) => [`${topics}${topic}`, `${topics}${topic}:log`, `${topics}${topic}:now`, touched],
    channel: (topic: string) => `${topics}${topic}`,
  };
}

export interface Append {
  topic: string;
  /** The frame without its place (domain/event-frame.ts). */
  body: string;
  /** Under which the body stands as the topic's present state; undefined = it is an event, not a state. */
  state?: string;
  /** Whether it can be sent again to a reader who was away. */
  replay: boolean;
  /** Begin a new epoch: something before this may have been lost. */
  anew: boolean;
}

export interface Opened {
  epoch: string;
  seq: number;
  claim: number;
  how: 'fresh' | 'resumed' | 'stream-lost' | 'too-old' | 'too-much';
  frames: string[];
  /** Bodies of the topic's present states. */
  states: string[];
}

/**
 * Event streams in Redis: a topic has an epoch, numbered frames of which the last 64 can be read again, and its present
 * state. All methods reject with `RedisAway`; whether the frame was appended is then unknown.
 */
export class RedisEventLog {
  readonly #keys: ReturnType<typeof eventKeys>;
  readonly #append: ReturnType<typeof scriptOn>;
  readonly #open: ReturnType<typeof scriptOn>;
  readonly #sweep: ReturnType<typeof scriptOn>;
  readonly #newEpoch: () => string;

  constructor(redis: Redis, options: { prefix: string /** An id that was never used. */; newEpoch: () => string }) {
    this.#keys = eventKeys(options.prefix);
    this.#newEpoch = options.newEpoch;
    this.#append = scriptOn(redis, APPEND);
    this.#open = scriptOn(redis, OPEN);
    this.#sweep = scriptOn(redis, SWEEP);
  }

  channel(topic: string): string {
    return this.#keys.channel(topic);
  }

  async append({ topic, body, state, replay, anew }: Append, now: number): Promise<{ epoch: string; seq: number }> {
    const kept = replay ? FRAMES_KEPT : 0;
    const args = [this.#newEpoch(), anew ? 1 : 0, kept, topic, this.channel(topic), body, state ?? '', now];
    const [epoch = '', seq] = texts(await answered('append an event', this.#append(this.#keys.of(topic), args)));
    return { epoch, seq: Number(seq) };
  }

  /** Reads where the topic stands and what came after `since`; with `claim`, every earlier reader is told to leave. */
  async open(
    topic: string,
    since: { epoch: string; seq: number } | undefined,
    claim: boolean,
    now: number,
  ): Promise<Opened> {
    const known = [since?.epoch ?? '', since?.seq ?? 0];
    const args = [this.#newEpoch(), ...known, claim ? 1 : 0, topic, this.channel(topic), now, FRAMES_KEPT];
    const reply = await answered('open an event stream', this.#open(this.#keys.of(topic), args));
    if (!Array.isArray(reply)) throw new Error('a script gave no list');
    const [epoch, seq, number, how, frames, states] = reply as unknown[];
    return {
      epoch: String(epoch),
      seq: Number(seq),
      claim: Number(number),
      how: String(how) as Opened['how'],
      frames: texts(frames),
      states: texts(states),
    };
  }

  /** Forgets topics untouched for 12 h; call it every minute. Gives how many. */
  async sweep(now: number): Promise<number> {
    const reply = this.#sweep([this.#keys.touched], [this.#keys.topics, now - KEPT_MS, SWEPT_AT_ONCE]);
    return Number(await answered('sweep event streams', reply));
  }
}
