import type { Redis } from 'ioredis';

/** One atomic Lua script; its text begins with its contract. */
export interface Script {
  name: string;
  lua: string;
}

type Run = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/**
 * Loads a script into this connection (sent once, then by its hash) and returns how to run it. Scripts also build key
 * names from a prefix, so they want one Redis server, not a Redis Cluster.
 */
export function scriptOn(redis: Redis, script: Script): Run {
  redis.defineCommand(script.name, { lua: script.lua });
  const command: unknown = Reflect.get(redis, script.name);
  if (typeof command !== 'function') throw new Error(`the script ${script.name} was not defined`);
  return (keys, args) => Promise.resolve(Reflect.apply(command, redis, [keys.length, ...keys, ...args]));
}

/** What a script gave back, as a list of texts. */
export function texts(reply: unknown): string[] {
  if (!Array.isArray(reply)) throw new Error('a script gave no list');
  return reply.map(String);
}
