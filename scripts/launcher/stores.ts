import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { errorCode, LauncherFault } from './fault.ts';
import type { Piece } from './keeper.ts';
import { startPostgres } from './postgres.ts';
import { processStart } from './processes.ts';
import { startRedis } from './redis.ts';
import { findRedis } from './redis-package.ts';

interface Server {
  url: string;
  port: number;
  pid: number;
  adopted: boolean;
  stop(): Promise<void>;
}

/** A store that is there: its address, and what the launcher must keep when it is its own. */
export interface Store {
  url: string;
  piece: Piece | undefined;
}

/** The Postgres of DATABASE_URL, or the embedded one with its data under `home`. */
export async function bringPostgres(
  home: string,
  given: string | undefined,
  say: (line: string) => void,
): Promise<Store> {
  if (given !== undefined) {
    await answers('DATABASE_URL', given, () => askPostgres(given));
    say('Postgres: the one of DATABASE_URL');
    return { url: given, piece: undefined };
  }
  return await own('Postgres', say, () => startPostgres({ home: join(home, 'postgres') }));
}

/** The Redis of REDIS_URL, or an own one with its data under `home`. */
export async function bringRedis(home: string, given: string | undefined, say: (line: string) => void): Promise<Store> {
  if (given !== undefined) {
    await answers('REDIS_URL', given, () => askRedis(given));
    say('Redis: the one of REDIS_URL');
    return { url: given, piece: undefined };
  }
  const program = findRedis(join(home, 'redis'), say);
  return await own('Redis', say, () => startRedis({ home: join(home, 'redis', 'data'), program }));
}

async function own(name: string, say: (line: string) => void, start: () => Promise<Server>): Promise<Store> {
  let server = await start();
  const { url, port } = server;
  say(`${name}: on port ${port}${server.adopted ? ', left running by an earlier start' : ''}`);
  const restart = async (): Promise<void> => {
    server = await start();
    if (server.port === port) return;
    // Everybody knows the old address.
    await server.stop();
    throw new LauncherFault(`another program has taken its port ${port}`);
  };
  const alive = (): boolean => processStart(server.pid) !== undefined;
  return { url, piece: { name, alive, restart, stop: () => server.stop() } };
}

async function answers(setting: string, url: string, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    const { host } = new URL(url);
    throw new LauncherFault(
      `${setting}: ${host} does not let us in (${errorCode(error)}): is it running, is the login right?`,
    );
  }
}

async function askPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function askRedis(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
  });
  let first: unknown;
  client.on('error', (error) => {
    first ??= error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw first ?? error;
  } finally {
    client.disconnect();
  }
}
