/**
 * `npm run bench -- export [--rows 1000000] [--forms csv,xlsx,protected]`: a list of a million contacts, each with three
 * columns of its own, exported by job (ordered, approved by another person, written sealed) in a worker process for each form
 * of file, beside a bare COPY TO of the same columns in the same run. `protected`: full numbers, behind a password.
 * docs/BENCHMARKS.md tells what came out. The last line is JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { migrate } from '../../src/db/migrator.ts';
import { openPool } from '../../src/db/pool.ts';
import type { Log } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { TICK_MS, treeTicks } from '../calls/cpu.ts';
import { type Filled, fill } from './fill.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, forms: { type: 'string', default: 'csv,xlsx,protected' } },
});
const rows = Number(values.rows);
/** As an import's; RULES.md names none for exports. */
const LIMITS = { seconds: 120, mib: 400, beatMs: 50 };
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url));

interface Measured {
  rows: number;
  mb: number;
  /** Counting the rows and finding their columns, before the person is answered. */
  orderSeconds: number;
  seconds: number;
  /** Of the worker; and of Postgres with all its processes, the beat's too. */
  cpuSeconds: number;
  postgresCpuSeconds: number;
  peakMib: number;
  beats: { count: number; p50Ms: number; p99Ms: number; mostMs: number };
}

const say = (fields: object, message: string): void => console.error(message, fields);
const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
const loadBefore = loadavg()[0] ?? 0;
const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
chmodSync(dir, 0o711);
const postgres = await startPostgres({ home: join(dir, 'postgres'), database: 'boda' });
let failed = true;
try {
  await migrate(postgres.url);
  const db = openPool(postgres.url, 'bulk', log);
  const filled = await fill(db, new SystemClock(), rows);
  await db.destroy();
  const copySeconds = await bareCopy(filled.listId);
  console.log(`bare COPY TO: ${copySeconds.toFixed(1)} s for ${rows} rows`);
  const forms: Record<string, Measured & { aims: Record<string, boolean> }> = {};
  for (const form of values.forms.split(',')) {
    const measured = await exported(filled, form);
    if (measured.rows !== rows) throw new Error(`${measured.rows} rows were exported`);
    const { seconds, peakMib: mib, beats } = measured;
    forms[form] = {
      ...measured,
      aims: { seconds: seconds <= LIMITS.seconds, mib: mib <= LIMITS.mib, beat: beats.p99Ms <= LIMITS.beatMs },
    };
    console.log(`${form}: ${JSON.stringify(forms[form])}`);
  }
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? '',
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    node: process.version,
  };
  console.log(JSON.stringify({ bench: 'export', rows, copySeconds, forms, machine }));
  failed = false;
} finally {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** The columns of the file as they stand in the tables; into a folder that Postgres may write in. */
async function bareCopy(listId: string): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const started = performance.now();
  await client.query(`copy (select p.masked, c.name, p.region, p.carrier, c.campaign_id, c.list_id, c.state, c.priority,
      c.attempts, c.last_result, c.last_attempt_at, c.due_at, c.created_at, c.id, c.fields
    from contact c join phone p on p.id = c.phone_id where c.list_id = '${listId}')
    to '${join(dir, 'postgres', 'bare.csv')}' with (format csv, header)`);
  const seconds = (performance.now() - started) / 1_000;
  await client.end();
  return seconds;
}

async function exported(filled: Filled, form: string): Promise<Measured> {
  const before = treeTicks(postgres.pid);
  const child = spawn(process.execPath, ['--import', TSX, WORKER, postgres.url, JSON.stringify(filled), form], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`the worker ended with ${code}`);
  const measured = JSON.parse(text.trim().split('\n').at(-1) ?? '') as Measured;
  return { ...measured, postgresCpuSeconds: ((treeTicks(postgres.pid) - before) * TICK_MS) / 1_000 };
}
