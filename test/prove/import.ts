/**
 * `npm run prove -- import [--rows 1000000] [--kills 5]`: a million rows by workers that are killed in the middle; each row
 * must be in exactly once, and gone after the undo. The last line is JSON; exit code 1 when something is not true.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { startRedis } from '../../scripts/launcher/redis.ts';
import { findRedis } from '../../scripts/launcher/redis-package.ts';
import { migrate } from '../../src/db/migrator.ts';
import { proofFaults, proveImport } from '../support/import-proof.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, kills: { type: 'string', default: '5' } },
});
const dir = mkdtempSync(join(tmpdir(), 'boda-prove-'));
// Open to pass through: Postgres runs as another user.
chmodSync(dir, 0o711);
const program = findRedis(fileURLToPath(new URL('../../.boda/redis', import.meta.url)), console.log);
const [postgres, redis] = await Promise.all([
  startPostgres({ home: join(dir, 'postgres'), database: 'boda' }),
  startRedis({ home: join(dir, 'redis'), program }),
]);
let faults = ['it did not run'];
try {
  await migrate(postgres.url);
  const [rows, kills] = [Number(values.rows), Number(values.kills)];
  const result = await proveImport({ databaseUrl: postgres.url, redisUrl: redis.url, rows, kills });
  faults = proofFaults(result);
  for (const fault of faults) console.error(fault);
  console.log(JSON.stringify({ prove: 'import', held: faults.length === 0, ...result }));
} finally {
  await redis.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(faults.length === 0 ? 0 : 1);
