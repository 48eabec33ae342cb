import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteas, hexes, ints, texts, uuids } from '../../src/db/array-param.ts';
import { isAway, isBadData } from '../../src/db/errors.ts';
import { openPool, openPools, type Pools, waitForPostgres } from '../../src/db/pool.ts';
import { parseTimestamp } from '../../src/db/values.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { memoryLog, NOW } from './db-fixture.ts';

const clock = new SystemClock();
let postgres: OwnPostgres;
let pools: Pools;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  pools = openPools(postgres.url, memoryLog(), { reports: 2 });
});
afterAll(async () => {
  await pools?.close();
  await postgres?.stop();
});

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('a report that takes its whole pool keeps no intent waiting (FAULTS 44)', async () => {
  const reports = Array.from({ length: 6 }, () => errorOf(sql`select pg_sleep(600)`.execute(pools.reports)));
  const busy = async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where application_name = 'boda reports' and state = 'active'`.execute(pools.api);
    return rows[0]?.n === 2;
  };
  await until(busy, { what: 'the reports to fill their pool' });
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(pools.pacing);
  expect(rows).toEqual([{ one: 1 }]);
  const cancel = sql`select pg_cancel_backend(pid) from pg_stat_activity
    where application_name = 'boda reports' and state = 'active'`;
  let done = false;
  const all = Promise.all(reports).finally(() => {
    done = true;
  });
  await until(async () => done || (await cancel.execute(pools.api).then(() => false)), { what: 'the reports to end' });
  expect((await all).every(isAway)).toBe(true);
});

it('an array sent as bytes is the array that was meant: nulls, empty ones, text of several bytes', async () => {
  const id = '01990000-0000-7000-8000-00000000abcd';
  const { rows } = await sql`select ${uuids([id, null])}::uuid[] as ids, ${hexes(['00ff', ''])}::bytea[] as indexes,
    ${byteas([Buffer.from('a')])}::bytea[] as bytes, ${texts(['客户 "x", {y}', null, undefined, ''])}::text[] as names,
    ${ints([-1, 2_000_000_000])}::int[] as numbers, ${texts([])}::text[] as none`.execute(pools.api);
  expect(rows).toEqual([
    {
      ids: [id, null],
      indexes: [Buffer.from('00ff', 'hex'), Buffer.alloc(0)],
      bytes: [Buffer.from('a')],
      names: ['客户 "x", {y}', null, null, ''],
      numbers: [-1, 2_000_000_000],
      none: [],
    },
  ]);
});

it('a statement of pacing that hangs is ended, and counts as away', async () => {
  expect(isAway(await errorOf(sql`select pg_sleep(600)`.execute(pools.pacing)))).toBe(true);
});

it('a connection that no longer answers at all is thrown away, also in mid-transaction', async () => {
  const pool = openPool(postgres.url, 'pacing', memoryLog(), 1);
  const frozen: number[] = [];
  const freeze = async (db: Pick<typeof pool, 'getExecutor'>) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    for (const { pid } of rows) {
      process.kill(pid, 'SIGSTOP');
      frozen.push(pid);
    }
  };
  try {
    await freeze(pool);
    expect(isAway(await errorOf(sql`select 1`.execute(pool)))).toBe(true);
    const inTransaction = pool.transaction().execute(async (tx) => {
      await freeze(tx);
      await sql`select 1`.execute(tx);
    });
    expect(isAway(await errorOf(inTransaction))).toBe(true);
    expect((await sql`select 1 as one`.execute(pool)).rows).toEqual([{ one: 1 }]);
  } finally {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    await pool.destroy();
  }
});

it('columns come out as milliseconds, numbers and days', async () => {
  const { rows } =
    await sql`select ${new Date(NOW + 123).toISOString()}::timestamptz as at, 9007199254740991::bigint as big,
    date '2026-02-28' as day, 1.50::numeric as money, 'infinity'::timestamptz as never`.execute(pools.api);
  expect(rows).toEqual([
    { at: NOW + 123, big: 9_007_199_254_740_991, day: '2026-02-28', money: '1.50', never: Number.POSITIVE_INFINITY },
  ]);
  expect(parseTimestamp('2026-01-05 07:30:00.5+05:30')).toBe(NOW + 500);
  expect(parseTimestamp('2026-01-04 18:00:00-08')).toBe(NOW);
  expect(() => parseTimestamp('0044-03-15 12:00:00+00 BC')).toThrow('not a timestamptz');
});

describe('a server that goes', () => {
  it('is told from bad data, and the pool works again when it is back', async () => {
    expect(isAway(await errorOf(sql`select 1 / 0`.execute(pools.api)))).toBe(false);
    expect(isBadData(await errorOf(sql`select 1 / 0`.execute(pools.api)))).toBe(true);
    const inFlight = errorOf(sql`select pg_sleep(600)`.execute(pools.reports));
    await sql`select 1`.execute(pools.api);
    await postgres.kill();
    expect(isAway(await inFlight)).toBe(true);
    for (const pool of [pools.pacing, pools.api]) expect(isAway(await errorOf(sql`select 1`.execute(pool)))).toBe(true);
    const log = memoryLog();
    const waited = waitForPostgres(postgres.url, { clock, log });
    await until(() => log.lines.some((line) => line.message === 'waiting for Postgres'), {
      what: 'the wait to be told',
    });
    await postgres.start();
    await waited;
    await sql`select 1`.execute(pools.pacing);
  });

  it('waits no longer than told, and not at all for a refusal', async () => {
    const wrong = new URL(postgres.url);
    wrong.password = 'wrong';
    const log = memoryLog();
    await expect(waitForPostgres(wrong.href, { clock, log })).rejects.toThrow(
      /^DATABASE_URL: Postgres refuses: password/,
    );
    wrong.href = postgres.url;
    wrong.pathname = '/nowhere';
    await expect(waitForPostgres(wrong.href, { clock, log })).rejects.toThrow('"nowhere" does not exist');
    await expect(waitForPostgres('postgres://127.0.0.1:1/x', { clock, log, withinMs: 0 })).rejects.toThrow(
      'DATABASE_URL: no Postgres answers at 127.0.0.1:1 (ECONNREFUSED): is it running?',
    );
    const nobody = openPool('postgres://127.0.0.1:1/x', 'api', log);
    expect(isAway(await errorOf(sql`select 1`.execute(nobody)))).toBe(true);
    await nobody.destroy();
  });
});
