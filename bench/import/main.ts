/**
 * `npm run bench -- import [--rows 1000000]`: a file of a million rows through the whole import, all checks on (campaign-wide
 * duplicates by update, do-not-call scrub, 归属地), in a worker process of its own, beside a bare COPY of the same file into
 * a table of texts in the same run; then as many numbers onto the do-not-call list, half of them those of the contacts. docs/BENCHMARKS.md tells what came out. The last line is JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { migrate } from '../../src/db/migrator.ts';
import { TICK_MS, treeTicks } from '../calls/cpu.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
const PREFIXES = ['130', '133', '138', '150', '159', '170', '177', '186', '189', '199'];
const LIMITS = { seconds: 120, mib: 400 };
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url));

const loadBefore = loadavg()[0] ?? 0;
const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
// Open to pass through: Postgres runs as another user, and reads the file for COPY.
chmodSync(dir, 0o711);
const file = join(dir, 'list.csv');
await writeList(file);
const postgres = await startPostgres({ home: join(dir, 'postgres'), database: 'boda' });
let failed = true;
try {
  await migrate(postgres.url);
  const copy = await bareCopy();
  console.log(`bare COPY: ${copy.toFixed(1)} s for ${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
  const measured = await imported(file, 'contacts');
  console.log(`contacts: ${JSON.stringify(measured)}`);
  await writeForbidden(join(dir, 'forbidden.csv'));
  const doNotCall = await imported(join(dir, 'forbidden.csv'), 'do-not-call');
  const within = ({ seconds, peakMib }: Measured) => ({
    seconds: seconds <= LIMITS.seconds,
    mib: peakMib <= LIMITS.mib,
  });
  const aims = { ...within(measured), doNotCall: within(doNotCall) };
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? '',
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
    node: process.version,
  };
  console.log(
    JSON.stringify({
      bench: 'import',
      rows,
      copySeconds: copy,
      ratio: measured.seconds / copy,
      ...measured,
      doNotCall,
      aims,
      machine,
    }),
  );
  failed = false;
} finally {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Mobiles: every second one stands among the contacts, if it is well-formed there. */
async function writeForbidden(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write('手机\n');
  for (let from = 0; from < rows; from += 5_000) {
    let text = '';
    for (let n = from; n < Math.min(rows, from + 5_000); n++)
      text += n % 2 === 0 ? `${phoneOf(n)}\n` : `135${String(n).padStart(8, '0')}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function phoneOf(n: number): string {
  return `${PREFIXES[n % 10]}${String((n * 7_919) % 100_000_000).padStart(8, '0')}`;
}

/** Mobiles of all carriers; one row in fifty is broken, one in fifty stands twice. */
async function writeList(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write('手机,姓名,城市,产品,备注,外部编号\n');
  for (let from = 0; from < rows; from += 5_000) {
    let text = '';
    for (let n = from; n < Math.min(rows, from + 5_000); n++) {
      const at = n % 50 === 7 ? n - 1 : n;
      const phone = n % 50 === 3 ? `12${n}` : phoneOf(at);
      text += `${phone},客户${n},深圳,宽带 ${n % 90},"备注 ${n}, 已加微信",E${n}\n`;
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

async function bareCopy(): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('create table bare (a text, b text, c text, d text, e text, f text)');
  const started = performance.now();
  await client.query(`copy bare from '${file}' with (format csv, header)`);
  const seconds = (performance.now() - started) / 1_000;
  await client.query('drop table bare');
  await client.end();
  return seconds;
}

interface Measured {
  uploadSeconds: number;
  seconds: number;
  /** Of the worker; and of Postgres with all its processes, the beat's too. */
  cpuSeconds: number;
  postgresCpuSeconds: number;
  peakMib: number;
  beats: { count: number; p50Ms: number; p99Ms: number; mostMs: number };
  outcome: Record<string, number>;
}

async function imported(path: string, kind: 'contacts' | 'do-not-call'): Promise<Measured> {
  const before = treeTicks(postgres.pid);
  const child = spawn(process.execPath, ['--import', TSX, WORKER, postgres.url, path, kind], {
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
