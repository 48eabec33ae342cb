import { Redis } from 'ioredis';
import { signal, waitForExit } from '../../scripts/launcher/processes.ts';
import { type RunningRedis, startRedis } from '../../scripts/launcher/redis.ts';
import type { RedisProgram } from '../../scripts/launcher/redis-package.ts';
import { freshFolder } from './run-folder.ts';

/** A Redis of the test's own (pub/sub and FLUSHALL know no database numbers, so nothing is shared). */
export interface TestRedis {
  url: string;
  /** SIGKILL; the append-only file is there after `start`. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
  /** After `kill` or `stop`: on the same port, with the data of its append-only file. */
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT: commands hang instead of failing. */
  freeze(): void;
  thaw(): void;
  /** FLUSHALL: everything lost at once. */
  flush(): Promise<void>;
}

/** Starts an own Redis (about 50 ms). One for each test file; stop it in afterAll. */
export async function startTestRedis(): Promise<TestRedis> {
  const found = process.env.BODA_TEST_REDIS;
  if (found === undefined)
    throw new Error('BODA_TEST_REDIS is not set: this suite needs the global set-up of vitest.config.ts');
  const options = {
    home: freshFolder('redis'),
    program: JSON.parse(found) as RedisProgram,
    appendFsync: 'no',
  } as const;
  let running: RunningRedis = await startRedis(options);
  return {
    url: running.url,
    kill: async () => {
      signal(running.pid, 'SIGKILL');
      await waitForExit(running.pid, 10_000);
    },
    stop: () => running.stop(),
    start: async () => {
      const before = running.port;
      running = await startRedis(options);
      if (running.port !== before) throw new Error(`another program took port ${before} while Redis was down`);
    },
    freeze: () => signal(running.pid, 'SIGSTOP'),
    thaw: () => signal(running.pid, 'SIGCONT'),
    flush: () => flush(running.url),
  };
}

async function flush(url: string): Promise<void> {
  const client = new Redis(url);
  try {
    await client.flushall();
  } finally {
    client.disconnect();
  }
}
