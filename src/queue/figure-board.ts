import type { Redis } from 'ioredis';
import { answered } from './away.ts';

/** Older figures are of a process that has stopped telling. */
const STALE_MS = 5_000;

/** Live figures of groups, told by whoever runs them and read by every process. */
export class RedisFigureBoard<F extends { at: number }> {
  readonly #redis: Redis;
  readonly #key: string;
  /** Groups that stand there by our hand. */
  #told: ReadonlySet<string> = new Set();

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = `${prefix}group-figures`;
  }

  /** Says whether Redis has lost what was told before. Rejects with `RedisAway`. */
  async tell(figures: ReadonlyMap<string, F>): Promise<boolean> {
    if (figures.size === 0) return false;
    const fields = [...figures].flatMap(([groupId, each]) => [groupId, JSON.stringify(each)]);
    const first = [...figures.keys()].filter((groupId) => !this.#told.has(groupId)).length;
    const added = await answered('tell figures', this.#redis.hset(this.#key, ...fields));
    this.#told = new Set(figures.keys());
    return added > first;
  }

  /** Undefined: nobody has told of the group for 5 s. Rejects with `RedisAway`. */
  async read(groupId: string, now: number): Promise<F | undefined> {
    const text = await answered('read figures', this.#redis.hget(this.#key, groupId));
    if (text === null) return undefined;
    const figures = JSON.parse(text) as F;
    return now - figures.at > STALE_MS ? undefined : figures;
  }
}
