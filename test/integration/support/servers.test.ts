import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createEmptyDatabase, startOwnPostgres } from '../../support/postgres.ts';
import { startTestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('databases of the run', () => {
  it('gives each file a database of its own and drops it with connections open', async () => {
    const one = await createEmptyDatabase();
    const two = await createEmptyDatabase();
    await query(one.url, 'create table seen (n int)');
    await expect(query(two.url, 'select * from seen')).rejects.toThrow(/does not exist/);
    const open = new pg.Client({ connectionString: one.url });
    open.on('error', () => undefined);
    await open.connect();
    await one.drop();
    await two.drop();
    await expect(query(one.url, 'select 1')).rejects.toThrow(/does not exist/);
  });

  it('is Postgres 18 and sees numbers as numbers', async () => {
    const database = await createEmptyDatabase();
    cleanups.push(() => database.drop());
    expect(await query(database.url, "select current_setting('server_version_num')::int / 10000 as major")).toEqual([
      { major: 18 },
    ]);
  });
});

describe('a Postgres of its own', () => {
  it('keeps what was committed through kill -9 and comes back at the same address', async () => {
    const own = await startOwnPostgres();
    cleanups.push(() => own.stop());
    await query(own.url, 'create table kept (n int); insert into kept values (7)');
    await own.kill();
    await expect(query(own.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    await own.start();
    expect(await query(own.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });
});

describe('a Redis of its own', () => {
  it('keeps its data through kill -9, hangs while frozen, and forgets all at flush', async () => {
    const own = await startTestRedis();
    cleanups.push(() => own.stop());
    const client = new Redis(own.url);
    client.on('error', () => undefined);
    cleanups.push(async () => client.disconnect());
    await client.set('kept', '7');
    await own.kill();
    await own.start();
    expect(await until(() => client.get('kept'), { what: 'the value after the restart' })).toBe('7');
    own.freeze();
    let answered = false;
    const pending = client.get('kept').then(() => {
      answered = true;
    });
    await expect(until(() => answered, { timeoutMs: 200, what: 'an answer' })).rejects.toThrow(
      /in vain for: an answer/,
    );
    own.thaw();
    await pending;
    await own.flush();
    expect(await client.get('kept')).toBeNull();
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  });

  it('refuses whoever has no password', async () => {
    const own = await startTestRedis();
    cleanups.push(() => own.stop());
    const url = new URL(own.url);
    url.password = '';
    const client = new Redis(url.href, { retryStrategy: () => null });
    client.on('error', () => undefined);
    await expect(client.get('x')).rejects.toThrow(/NOAUTH/);
    client.disconnect();
  });
});
