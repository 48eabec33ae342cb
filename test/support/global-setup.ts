import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { findRedis } from '../../scripts/launcher/redis-package.ts';
import { clearDeadRuns, clearRunFolder, makeRunFolder } from './run-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts what all suites but the unit tests need: one Postgres without fsync that holds the migrated template, and
 * makes sure that a redis-server is there. Handed to the tests by environment variables.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // Once for all projects of a run: each of them asks.
  if (process.env.BODA_TEST_OWNER === String(process.pid)) return async () => undefined;
  process.env.BODA_TEST_OWNER = String(process.pid);
  await clearDeadRuns();
  const folder = makeRunFolder();
  const postgres = await startPostgres({ home: join(folder, 'postgres'), fsync: false, database: 'template_boda' });
  process.env.BODA_TEST_FOLDER = folder;
  process.env.BODA_TEST_POSTGRES = postgres.url;
  process.env.BODA_TEST_TEMPLATE_FAULT = await fillTemplate(postgres.url);
  const redis = findRedis(join(ROOT, '.boda', 'redis'), (line) => console.log(line));
  process.env.BODA_TEST_REDIS = JSON.stringify(redis);
  return async () => {
    await postgres.stop();
    await clearRunFolder(folder);
  };
}

/** Migrates the template; a fault is kept for the tests that clone it, so that others can still run. */
async function fillTemplate(url: string): Promise<string> {
  const file = join(ROOT, 'src/db/migrator.ts');
  if (!existsSync(file)) return 'src/db/migrator.ts is not there';
  try {
    const { migrate } = (await import(file)) as { migrate: (databaseUrl: string) => Promise<unknown> };
    await migrate(url);
    return '';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
