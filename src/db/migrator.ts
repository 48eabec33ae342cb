import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Clock, SystemClock } from '../shared/clock.ts';

/** The history of the database does not fit the files: nothing was changed. One line, fit to be shown as it is. */
export class MigrationRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationRefused';
  }
}

export interface MigrateOptions {
  clock?: Clock;
  /** Folder of `NNNN_name.sql` files; the project's own by default. */
  folder?: string;
}

interface MigrationFile {
  name: string;
  checksum: string;
  text: string;
}

const OWN_FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** "boda" in ASCII: one migrator at a time, whoever starts first. */
const LOCK = 0x626f6461;

/**
 * Brings the database to the newest state: plain SQL files in the order of their names, one transaction each. Returns the
 * names applied now (empty: nothing to do). Rejects with `MigrationRefused` when an applied file was changed or is missing,
 * or when a new one sorts before an applied one; otherwise with Postgres's own error, naming the file.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const clock = options.clock ?? new SystemClock();
  const files = await readFiles(options.folder ?? OWN_FOLDER);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'boda migrator' });
  // The error of a lost connection also rejects the query in hand; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create table if not exists migration (
      name text primary key, checksum text not null, applied_at timestamptz not null)`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    );
    const pending = check(files, rows);
    for (const file of pending) await apply(client, file, clock.now());
    return pending.map((file) => file.name);
  } finally {
    await client.end();
  }
}

async function readFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const files: MigrationFile[] = [];
  for (const name of names) {
    if (!NAME.test(name)) {
      throw new MigrationRefused(`migration ${name}: the name must be four digits, "_", small letters, ".sql"`);
    }
    const text = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
    files.push({ name, text, checksum: createHash('sha256').update(text).digest('hex') });
  }
  return files;
}

/** The files still to be applied; throws when the past was rewritten. */
function check(files: readonly MigrationFile[], applied: readonly { name: string; checksum: string }[]) {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = byName.get(name);
    if (file === undefined) {
      throw new MigrationRefused(`migration ${name} is in the database but not in this build: run a newer build`);
    }
    if (file.checksum !== checksum) {
      throw new MigrationRefused(`migration ${name} was changed after it was applied: restore it and add a new file`);
    }
  }
  const last = applied.at(-1)?.name ?? '';
  const done = new Set(applied.map((row) => row.name));
  const pending = files.filter((file) => !done.has(file.name));
  const late = pending.find((file) => file.name < last);
  if (late) throw new MigrationRefused(`migration ${late.name} sorts before ${last}, which is applied: renumber it`);
  return pending;
}

async function apply(client: pg.Client, file: MigrationFile, now: number): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.text);
    await client.query('insert into migration (name, checksum, applied_at) values ($1, $2, $3)', [
      file.name,
      file.checksum,
      new Date(now),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`migration ${file.name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
