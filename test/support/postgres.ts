import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type RunningPostgres, startPostgres } from '../../scripts/launcher/postgres.ts';
import { signal, waitForExit } from '../../scripts/launcher/processes.ts';
import { freshFolder } from './run-folder.ts';

const TEMPLATE = 'template_boda';

export interface TestDatabase {
  /** Address of this database alone. */
  url: string;
  name: string;
  /** Drops it, breaking any connection that is still open. */
  drop(): Promise<void>;
}

/** A migrated, otherwise empty database of its own, cloned from the template in about 40 ms. One for each test file. */
export async function createDatabase(): Promise<TestDatabase> {
  const fault = process.env.BODA_TEST_TEMPLATE_FAULT;
  if (fault !== undefined && fault !== '') throw new Error(`the template database could not be migrated: ${fault}`);
  return await create(`template ${TEMPLATE}`);
}

/** A database without any table; for the tests of the migrator itself. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await create('template template0');
}

async function create(how: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name} ${how}`);
  return { name, url: urlOf(name), drop: () => administer(`drop database if exists ${name} with (force)`) };
}

function urlOf(database: string): string {
  const base = process.env.BODA_TEST_POSTGRES;
  if (base === undefined)
    throw new Error('BODA_TEST_POSTGRES is not set: this suite needs the global set-up of vitest.config.ts');
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A Postgres of the test's own that can be killed, stopped, frozen and started again on the same port and data. */
export interface OwnPostgres {
  url: string;
  /** SIGKILL to the server; what was committed is still there after `start`. */
  kill(): Promise<void>;
  /** Fast shutdown. */
  stop(): Promise<void>;
  /** After `kill` or `stop`: on the same port, with the same data. */
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections hang instead of failing. Freezes the accepting process, not open sessions. */
  freeze(): void;
  thaw(): void;
}

/** Starts an own server (about 1 s) with an empty database `boda`; it is cleared away with the run at the latest. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const home = freshFolder('postgres');
  let running: RunningPostgres = await startPostgres({ home, fsync: false, database: 'boda' });
  return {
    url: running.url,
    kill: async () => {
      signal(running.pid, 'SIGKILL');
      await waitForExit(running.pid, 10_000);
    },
    stop: () => running.stop(),
    start: async () => {
      const before = running.port;
      running = await startPostgres({ home, fsync: false, database: 'boda' });
      if (running.port !== before) throw new Error(`another program took port ${before} while Postgres was down`);
    },
    freeze: () => signal(running.pid, 'SIGSTOP'),
    thaw: () => signal(running.pid, 'SIGCONT'),
  };
}
