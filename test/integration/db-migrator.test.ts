import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateTables, TABLES_FILE } from '../../src/db/generate-tables.ts';
import { MigrationRefused, migrate } from '../../src/db/migrator.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../support/postgres.ts';
import { freshFolder } from '../support/run-folder.ts';

let database: TestDatabase;
let folder: string;
let clock: VirtualClock;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = freshFolder('migrations');
  clock = new VirtualClock();
  await put('0001_one.sql', 'create table one (a int);');
  await put('0002_two.sql', 'create table two (a int); insert into two values (1);');
});
afterEach(async () => {
  await database?.drop();
});

const put = (name: string, text: string) => writeFile(join(folder, name), text);
const run = () => migrate(database.url, { folder, clock });

async function rows(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('applies what is new, in order, once', async () => {
    expect(await run()).toEqual(['0001_one.sql', '0002_two.sql']);
    expect(await run()).toEqual([]);
    await put('0003_three.sql', 'insert into two values (2);');
    expect(await run()).toEqual(['0003_three.sql']);
    expect(await rows('select a from two order by a')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await rows('select distinct applied_at from migration')).toEqual([{ applied_at: new Date(clock.now()) }]);
  });

  it('started five times at once applies each file once', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, run));
    expect(applied.flat().sort()).toEqual(['0001_one.sql', '0002_two.sql']);
  });

  it('leaves nothing of a file that fails, and names it', async () => {
    await put('0002_two.sql', 'create table two (a int); select broken;');
    await expect(run()).rejects.toThrow(/^migration 0002_two\.sql: column "broken" does not exist$/);
    expect(await rows("select to_regclass('one')::text as one, to_regclass('two')::text as two")).toEqual([
      { one: 'one', two: null },
    ]);
    await put('0002_two.sql', 'create table two (a int);');
    expect(await run()).toEqual(['0002_two.sql']);
  });

  it('refuses in one line a changed file, an unknown one, a late one, a misnamed one', async () => {
    await run();
    await put('0001_one.sql', 'create table one (b int);');
    await expect(run()).rejects.toThrow(
      new MigrationRefused('migration 0001_one.sql was changed after it was applied: restore it and add a new file'),
    );
    await put('0001_one.sql', 'create table one (a int);');
    await put('0001_zero.sql', 'select 1;');
    await expect(run()).rejects.toThrow(
      'migration 0001_zero.sql sorts before 0002_two.sql, which is applied: renumber it',
    );
    await expect(migrate(database.url, { folder: freshFolder('none') })).rejects.toThrow(
      'migration 0001_one.sql is in the database but not in this build: run a newer build',
    );
    await put('3-three.sql', 'select 1;');
    await expect(run()).rejects.toThrow('migration 3-three.sql: the name must be');
  });
});

it('the committed types of the tables are those of the migrations', async () => {
  const migrated = await createDatabase();
  try {
    expect(await readFile(TABLES_FILE, 'utf8')).toBe(await generateTables(migrated.url));
  } finally {
    await migrated.drop();
  }
});
