import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '../dialer/ports.ts';
import { type Clock, pause } from '../shared/clock.ts';
import { checkedPool, StatementNames } from './checked-pool.ts';
import { describe, isAway, isCollision } from './errors.ts';
import type { Tables } from './tables.gen.ts';
import { columnTypes } from './values.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/**
 * One pool for each purpose, so that a report that takes every connection of its pool never keeps an intent or a record
 * waiting (FAULTS 44).
 */
export interface Pools {
  /** Leases, plans, seats: short statements only. */
  pacing: Db;
  /** Intents and what becomes of them: the statements of each call. */
  intents: Db;
  /** Call records alone. */
  records: Db;
  /** Requests of people. */
  api: Db;
  /** Long reads. */
  reports: Db;
  /** "Why is it not dialing?" alone. */
  gates: Db;
  /** Connections at work or waited for, of all pools together. */
  busy(): number;
  /** Ends all of them; waits for the statements in hand. */
  close(): Promise<void>;
}

/** `bulk`: imports and exports of a worker, in batches; opened by itself. */
export type PoolName = 'pacing' | 'intents' | 'records' | 'api' | 'reports' | 'gates' | 'bulk';

/** `named`: the same few statements for every call, so that planning them each time would cost more than running them. */
const SHAPE: Record<PoolName, { max: number; statementMs: number; named: boolean }> = {
  pacing: { max: 6, statementMs: 3_000, named: true },
  intents: { max: 6, statementMs: 3_000, named: true },
  records: { max: 2, statementMs: 15_000, named: true },
  api: { max: 10, statementMs: 10_000, named: true },
  reports: { max: 3, statementMs: 120_000, named: false },
  // One at a time and not for long: a look at a million contacts must not take the processors from the dialing.
  gates: { max: 1, statementMs: 10_000, named: false },
  bulk: { max: 4, statementMs: 60_000, named: false },
};

/**
 * The rows that pacing touches are in memory: index look-ups, not scans of whole tables, and no compiling of statements that
 * take milliseconds. Measured: writing 20,000 records took 2.0 s of Postgres's processor time instead of 3.8.
 */
const PLANNER = '-c random_page_cost=1.1 -c jit=off';

/**
 * For statements that look up a handful of rows by their keys, whatever is asked: planned once for a connection. Left to
 * itself Postgres plans them anew each time, because a plan for the three rows of this time looks cheaper than one for any.
 */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

/**
 * Memory for the contacts of a big list that something speaks against, hashed and not sorted (how many they are, no planner
 * can tell); and no second processor, which is the dialing's.
 */
const ALONE = '-c work_mem=32MB -c enable_sort=off -c max_parallel_workers_per_gather=0';

/** Opens nothing yet: connections are made when they are needed, so this succeeds while Postgres is away. */
export function openPools(databaseUrl: string, log: Log, max: Partial<Record<PoolName, number>> = {}): Pools {
  const opened: pg.Pool[] = [];
  const open = (name: PoolName): Db => {
    const pool = connectionsOf(databaseUrl, name, log, max[name]);
    opened.push(pool);
    return on(pool, name);
  };
  const pools = {
    pacing: open('pacing'),
    intents: open('intents'),
    records: open('records'),
    api: open('api'),
    reports: open('reports'),
    gates: open('gates'),
  };
  return {
    ...pools,
    busy: () => opened.reduce((sum, pool) => sum + pool.totalCount - pool.idleCount + pool.waitingCount, 0),
    close: async () => {
      await Promise.all(Object.values(pools).map((db) => db.destroy()));
    },
  };
}

export function openPool(databaseUrl: string, name: PoolName, log: Log, max?: number): Db {
  return on(connectionsOf(databaseUrl, name, log, max), name);
}

function connectionsOf(databaseUrl: string, name: PoolName, log: Log, max?: number): pg.Pool {
  const shape = SHAPE[name];
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: `boda ${name}`,
    max: max ?? shape.max,
    connectionTimeoutMillis: 3_000,
    statement_timeout: shape.statementMs,
    // On our side too, for a server that no longer answers at all.
    query_timeout: shape.statementMs + 2_000,
    idle_in_transaction_session_timeout: shape.statementMs + 5_000,
    // That of the gates is kept: a new one's first look at a million contacts takes half as long again (`PgGateLook.warm`).
    idleTimeoutMillis: name === 'gates' ? 0 : 60_000,
    keepAlive: true,
    options: optionsOf(name),
    types: columnTypes,
  });
  // A connection lost while idle: the pool makes a new one when it is needed.
  pool.on('error', (error) => log.warn({ pool: name, why: describe(error) }, 'an idle database connection was lost'));
  // A connection lost while it is in use says so twice: its query rejects, and the client emits an error that would end
  // the process if nobody listened.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function optionsOf(name: PoolName): string {
  if (name === 'gates') return `${PLANNER} ${ALONE}`;
  return name === 'intents' ? `${PLANNER} ${PLANNED_ONCE}` : PLANNER;
}

function on(pool: pg.Pool, name: PoolName): Db {
  const names = SHAPE[name].named ? new StatementNames() : undefined;
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: checkedPool(pool, names) }) });
}

/** Runs `work` in one transaction; again from the start, at most three times, when Postgres reports a collision. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return retried(() => db.transaction().execute(work));
}

/** For one statement, which is a transaction by itself; again, at most three times, when Postgres reports a collision. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await work();
    } catch (error) {
      if (turn === 3 || !isCollision(error)) throw error;
    }
  }
}

export interface WaitOptions {
  clock: Clock;
  log: Log;
  /** Gives up after this long; without it the wait has no end. */
  withinMs?: number;
}

/**
 * Resolves when Postgres answers. While it is away it says so every few seconds and waits; any other refusal (password,
 * unknown database) rejects at once.
 */
export async function waitForPostgres(databaseUrl: string, options: WaitOptions): Promise<void> {
  const { clock, log } = options;
  const start = clock.now();
  for (let turn = 0; ; turn++) {
    try {
      return await probe(databaseUrl);
    } catch (error) {
      if (!isAway(error)) throw new Error(`DATABASE_URL: Postgres refuses: ${message(error)}`, { cause: error });
      if (options.withinMs !== undefined && clock.now() - start >= options.withinMs) {
        const { host } = new URL(databaseUrl);
        throw new Error(`DATABASE_URL: no Postgres answers at ${host} (${describe(error)}): is it running?`, {
          cause: error,
        });
      }
      if (turn % 10 === 0) log.warn({ why: describe(error) }, 'waiting for Postgres');
      await pause(clock, 500);
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function probe(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
