/**
 * `npm run bench -- import [--rows 1000000]`: a file of a million rows through the whole import, all checks on (campaign-wide
 * duplicates by update, do-not-call scrub, 归属地), in a worker process of its own, beside a bare COPY of the same file into
 * a table of texts in the same run; then as many numbers onto the do-not-call list, half of them those of the contacts. docs/BENCHMARKS.md tells what came out. The last line is JSON.
 */
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Stand } from '../support/stand.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
const PREFIXES = ['130', '133', '138', '150', '159', '170', '177', '186', '189', '199'];
const LIMITS = { seconds: 120, mib: 400 };
const WORKER = new URL('worker.ts', import.meta.url);

const stand = await Stand.open();
const file = join(stand.dir, 'list.csv');
let failed = true;
try {
  await writeList(file);
  const copy = await bareCopy();
  console.log(`bare COPY: ${copy.toFixed(1)} s for ${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB`);
  const measured = await stand.measure<Measured>(WORKER, [file, 'contacts']);
  console.log(`contacts: ${JSON.stringify(measured)}`);
  const forbidden = join(stand.dir, 'forbidden.csv');
  await writeForbidden(forbidden);
  const doNotCall = await stand.measure<Measured>(WORKER, [forbidden, 'do-not-call']);
  const within = ({ seconds, peakMib }: Measured) => ({
    seconds: seconds <= LIMITS.seconds,
    mib: peakMib <= LIMITS.mib,
  });
  const aims = { ...within(measured), doNotCall: within(doNotCall) };
  console.log(
    JSON.stringify({
      bench: 'import',
      rows,
      copySeconds: copy,
      ratio: measured.seconds / copy,
      ...measured,
      doNotCall,
      aims,
      machine: stand.machine(),
    }),
  );
  failed = false;
} finally {
  await stand.close();
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
  const client = new pg.Client({ connectionString: stand.postgres.url });
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
  cpuSeconds: number;
  peakMib: number;
  beats: { count: number; p50Ms: number; p99Ms: number; mostMs: number };
  outcome: Record<string, number>;
}
