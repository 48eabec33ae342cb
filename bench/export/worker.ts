/** The measured process: orders an export, has it approved, writes it, and keeps a pacing loop's beat beside it. */
import { sql } from 'kysely';
import { composeLists } from '../../src/compose/worker.ts';
import { PgContactSource } from '../../src/db/contact-source.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import { openPool } from '../../src/db/pool.ts';
import type { Log } from '../../src/dialer/ports.ts';
import type { Actor } from '../../src/domain/people.ts';
import { loadWorkbooks } from '../../src/lists/xlsx.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { type Filled, SECRET } from './fill.ts';

/** ARCHITECTURE.md: the pacing loop looks every 250 ms. */
const BEAT_MS = 250;
const NEWLINE = 10;

const [url = '', given = '{}', form = 'csv'] = process.argv.slice(2);
const { listId, people, departmentId } = JSON.parse(given) as Filled;
const say = (fields: object, message: string): void => console.error(message, fields);
const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
const clock = new SystemClock();
const ids = new UuidV7Source(clock, new SystemRng());
const pools = {
  api: openPool(url, 'api', log),
  reports: openPool(url, 'reports', log),
  bulk: openPool(url, 'bulk', log),
  pacing: openPool(url, 'pacing', log),
};
const { api, reports, bulk, pacing } = pools;
const [vault, files] = [createPhoneVault(SECRET), createFileVault(SECRET)];
const lists = composeLists({ api, reports, bulk, vault, clock, ids, log, files, jobs: { add: async () => undefined } });
// As the service does before calls stand.
await loadWorkbooks();
const [orderer, approver] = people.map(
  (userId): Actor => ({
    userId,
    permissions: new Set(['contacts.export', 'numbers.reveal', 'exports.approve']),
    scope: { kind: 'all', userId, squadId: undefined, departmentId },
  }),
) as [Actor, Actor];

// What the pacing loop does each turn that can be held up: its timer, and a short statement on its own pool.
const source = new PgContactSource(pacing, { floorZone: 'Asia/Shanghai' });
const { rows: campaigns } = await sql<{ id: string }>`select id from campaign`.execute(api);
await source.rules(campaigns[0]?.id ?? '');
const delays: number[] = [];
let due = performance.now() + BEAT_MS;
const beat = clock.every(BEAT_MS, () => {
  const planned = due;
  due = performance.now() + BEAT_MS;
  const told = (): void => void delays.push(performance.now() - planned);
  source.rules(campaigns[0]?.id ?? '').then(told, told);
});

const began = performance.now();
const cpu = process.cpuUsage();
const { view } = await lists.exports.order(orderer, {
  ...{ filter: { kind: 'contacts', listId }, columns: undefined, reason: 'bench', locale: 'zh-CN' },
  format: form === 'csv' ? 'csv' : 'xlsx',
  fullNumbers: form === 'protected',
});
const ordered = performance.now();
if (view.state === 'waiting') await lists.exports.decide(approver, view.id, { approve: true, reason: 'bench' });
await lists.run({ kind: 'export', id: view.id });
const ended = performance.now();
const { user, system } = process.cpuUsage(cpu);
const peakMib = Math.round(process.resourceUsage().maxRSS / 1_024);
beat.cancel();

const done = await lists.exportStore.view(view.id);
if (done?.state !== 'done') throw new Error(`the export is ${done?.state}: ${done?.failure}`);
let [bytes, lines] = [0, 0];
for await (const piece of lists.exportStore.read(view.id, 'file')) {
  bytes += piece.length;
  if (form === 'csv') for (const byte of piece) if (byte === NEWLINE) lines++;
}
// A line tells whose it is, one the columns.
if (bytes !== done.bytes || (form === 'csv' && lines !== done.rows + 2))
  throw new Error(`${bytes} bytes, ${lines} lines`);
const sorted = [...delays].sort((a, b) => a - b);
const at = (share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
console.log(
  JSON.stringify({
    rows: done.rows,
    mb: Math.round(bytes / 1e5) / 10,
    orderSeconds: (ordered - began) / 1_000,
    seconds: (ended - ordered) / 1_000,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
    peakMib,
    beats: { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), mostMs: at(1) },
  }),
);
await Promise.all(Object.values(pools).map((pool) => pool.destroy()));
