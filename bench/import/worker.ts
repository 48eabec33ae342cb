/** The measured process: receives the file, imports it, and keeps a pacing loop's beat beside it. */
import { createReadStream } from 'node:fs';
import { sql } from 'kysely';
import { composeLists } from '../../src/compose/worker.ts';
import { PgContactSource } from '../../src/db/contact-source.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import { openPool } from '../../src/db/pool.ts';
import type { Log } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { seedOffice } from '../../test/support/import-proof.ts';

/** ARCHITECTURE.md: the pacing loop looks every 250 ms. */
const BEAT_MS = 250;
const SECRET = 'the secret of the benchmark of imports';
const FORBIDDEN = 10_000;

const [url = '', file = '', kind = 'contacts'] = process.argv.slice(2);
const say = (fields: object, message: string): void => console.error(message, fields);
const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
const clock = new SystemClock();
const ids = new UuidV7Source(clock, new SystemRng());
const [api, bulk, pacing] = [openPool(url, 'api', log), openPool(url, 'bulk', log), openPool(url, 'pacing', log)];
const vault = createPhoneVault(SECRET);
const lists = composeLists({
  api,
  bulk,
  vault,
  clock,
  ids,
  log,
  files: createFileVault(SECRET),
  jobs: { add: async () => undefined },
});
const { actor, listId } = await seedOffice(api, ids, clock.now(), kind);
// Numbers of the file of contacts itself: its rows 2, 102, 202 … are of the prefix 138.
const forbidden = Array.from({ length: FORBIDDEN }, (_, i) => {
  const tail = String(((100 * i + 2) * 7_919) % 100_000_000).padStart(8, '0');
  return Buffer.from(vault.blindIndex(`+86138${tail}`), 'hex');
});
await sql`insert into do_not_call (id, blind_index, reason, source, created_at)
  select gen_random_uuid(), b, 'x', 'x', now() from unnest(${forbidden}::bytea[]) b on conflict do nothing`.execute(
  api,
);

// What the pacing loop does each turn that can be held up: its timer, and a short statement on its own pool.
const source = new PgContactSource(pacing, { floorZone: 'Asia/Shanghai' });
const { rows: campaigns } = await sql<{ id: string }>`select id from campaign`.execute(api);
const delays: number[] = [];
let due = performance.now() + BEAT_MS;
const beat = clock.every(BEAT_MS, () => {
  const planned = due;
  due = performance.now() + BEAT_MS;
  void source.rules(campaigns[0]?.id ?? '').then(() => delays.push(performance.now() - planned));
});

const order =
  kind === 'contacts'
    ? {
        ...{ kind: 'contacts' as const, listId },
        settings: { duplicates: { scope: 'campaign', action: 'update' } } as const,
      }
    : { kind: 'do-not-call' as const, listId: undefined, settings: { scope: 'global', reason: 'bench' } };
const batch = { source: 's', supplier: 's', price: '0', legalBasis: 's', proof: 's' };
const began = performance.now();
const cpu = process.cpuUsage();
const { id } = await lists.imports.receive(actor, { ...order, batch, hold: false }, createReadStream(file));
const uploaded = performance.now();
await lists.run({ kind: 'import', id });
const ended = performance.now();
const { user, system } = process.cpuUsage(cpu);
beat.cancel();

const view = await lists.store.view(id);
const sorted = [...delays].sort((a, b) => a - b);
const at = (share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
const { rows = 0, imported = 0, updated = 0, moved = 0, duplicates = 0, doNotCall = 0, rejected = 0 } = view ?? {};
console.log(
  JSON.stringify({
    uploadSeconds: (uploaded - began) / 1_000,
    seconds: (ended - began) / 1_000,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
    peakMib: Math.round(process.resourceUsage().maxRSS / 1_024),
    beats: { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), mostMs: at(1) },
    outcome: { rows, imported, updated, moved, duplicates, doNotCall, rejected },
  }),
);
await Promise.all([api.destroy(), bulk.destroy(), pacing.destroy()]);
