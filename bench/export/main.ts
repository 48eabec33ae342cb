/**
 * `npm run bench -- export [--rows 1000000] [--forms csv,xlsx,protected]`: a list of a million contacts, each with three
 * columns of its own, exported by job (ordered, approved by another person, written sealed) in a worker process for each form
 * of file, beside a bare COPY TO of the same columns in the same run. `protected`: full numbers, behind a password.
 * docs/BENCHMARKS.md tells what came out. The last line is JSON.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openPool } from '../../src/db/pool.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { log, Stand } from '../support/stand.ts';
import { fill } from './fill.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, forms: { type: 'string', default: 'csv,xlsx,protected' } },
});
const rows = Number(values.rows);
/** As an import's; RULES.md names none for exports. */
const LIMITS = { seconds: 120, mib: 400, beatMs: 50 };
const WORKER = new URL('worker.ts', import.meta.url);

interface Measured {
  rows: number;
  mb: number;
  /** Counting the rows and finding their columns, before the person is answered. */
  orderSeconds: number;
  seconds: number;
  cpuSeconds: number;
  peakMib: number;
  beats: { count: number; p50Ms: number; p99Ms: number; mostMs: number };
}

const stand = await Stand.open();
const { postgres } = stand;
let failed = true;
try {
  const db = openPool(postgres.url, 'bulk', log);
  const filled = await fill(db, new SystemClock(), rows);
  await db.destroy();
  const copySeconds = await bareCopy(filled.listId);
  console.log(`bare COPY TO: ${copySeconds.toFixed(1)} s for ${rows} rows`);
  const forms: Record<string, Measured & { aims: Record<string, boolean> }> = {};
  for (const form of values.forms.split(',')) {
    const measured = await stand.measure<Measured>(WORKER, [JSON.stringify(filled), form]);
    if (measured.rows !== rows) throw new Error(`${measured.rows} rows were exported`);
    const { seconds, peakMib: mib, beats } = measured;
    forms[form] = {
      ...measured,
      aims: { seconds: seconds <= LIMITS.seconds, mib: mib <= LIMITS.mib, beat: beats.p99Ms <= LIMITS.beatMs },
    };
    console.log(`${form}: ${JSON.stringify(forms[form])}`);
  }
  console.log(JSON.stringify({ bench: 'export', rows, copySeconds, forms, machine: stand.machine() }));
  failed = false;
} finally {
  await stand.close();
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
    to '${join(stand.dir, 'postgres', 'bare.csv')}' with (format csv, header)`);
  const seconds = (performance.now() - started) / 1_000;
  await client.end();
  return seconds;
}
