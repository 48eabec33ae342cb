import type { Redis } from 'ioredis';
import { answered } from './away.ts';

/** A process that has not told for so long holds nothing any more, ms. */
const STALE_MS = 5_000;
/** What dead processes left is taken away after this, ms. */
const FORGET_MS = 60_000;

/** What one process holds of a node's HTTP connections, and the node's limit where it has read it. */
export interface HeldSessions {
  held: number;
  limit: number | undefined;
}

interface Told {
  at: number;
  nodes: Record<string, HeldSessions>;
}

/** Connections to the nodes by process: each writes its own line and reads everybody's. */
export class RedisSessionBoard {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = `${prefix}node-sessions`;
  }

  /** Gives what each of the other living processes holds. Rejects with `RedisAway`. */
  async exchange(process: string, nodes: Record<string, HeldSessions>, now: number): Promise<Told['nodes'][]> {
    const told: Told = { at: now, nodes };
    await answered('tell connections', this.#redis.hset(this.#key, process, JSON.stringify(told)));
    const all = await answered('read connections', this.#redis.hgetall(this.#key));
    const others = Object.entries(all)
      .filter(([name]) => name !== process)
      .map(([name, text]) => ({ name, ...(JSON.parse(text) as Told) }));
    const dead = others.filter(({ at }) => now - at > FORGET_MS).map(({ name }) => name);
    if (dead.length > 0) await answered('forget connections', this.#redis.hdel(this.#key, ...dead));
    return others.filter(({ at }) => now - at <= STALE_MS).map((each) => each.nodes);
  }

  /** This process holds nothing any more. Rejects with `RedisAway`. */
  async leave(process: string): Promise<void> {
    await answered('leave connections', this.#redis.hdel(this.#key, process));
  }
}
