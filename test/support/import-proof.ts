import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { composeWorker } from '../../src/compose/worker.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { timestamp } from '../../src/db/values.ts';
import type { Log } from '../../src/dialer/ports.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { ImportView } from '../../src/lists/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';

const SECRET = 'the secret of the proof of imports';
const WORKER = fileURLToPath(new URL('import-worker.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url));
/** Every so many rows one is no number. */
const BROKEN_EVERY = 100;
const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface ProofResult {
  rows: number;
  kills: number;
  seconds: number;
  imported: number;
  rejected: number;
  /** How often each number stands in the list: every value must be 1. */
  contacts: number;
  distinct: number;
  faults: number;
  distinctFaultRows: number;
  runs: number;
  undone: number;
  left: number;
}

/**
 * Imports `rows` rows by worker processes on BullMQ that are killed (SIGKILL) `kills` times in the middle, counts what is in
 * Postgres, takes the import back, counts again. Postgres must be migrated and empty.
 */
export async function proveImport(options: {
  databaseUrl: string;
  redisUrl: string;
  rows: number;
  kills: number;
}): Promise<ProofResult> {
  const { databaseUrl, redisUrl, rows, kills } = options;
  const clock = new SystemClock();
  const ids = new UuidV7Source(clock, new SystemRng());
  const db = openPool(databaseUrl, 'api', log);
  const desk = composeWorker({
    databaseUrl,
    redisUrl,
    secretKey: SECRET,
    api: db,
    vault: createPhoneVault(SECRET),
    clock,
    ids,
    log,
  });
  const { actor, listId } = await seedOffice(db, ids, clock.now());
  let worker: ChildProcess | undefined;
  try {
    const batch = { source: 's', supplier: 's', price: '0', legalBasis: 's', proof: 's' };
    const order = { kind: 'contacts' as const, listId, settings: {}, batch, hold: false };
    const started = clock.now();
    const { id } = await desk.imports.receive(actor, order, file(rows));
    const view = async (): Promise<ImportView> => (await desk.store.view(id)) ?? fail(`no import ${id}`);
    worker = startWorker(databaseUrl, redisUrl);
    for (let kill = 1; kill <= kills; kill++) {
      await reached(view, (now) => now.rows >= (rows * kill) / (kills + 1));
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      worker = startWorker(databaseUrl, redisUrl);
    }
    await reached(view, (now) => now.state !== 'running' && now.state !== 'queued');
    const done = await view();
    const seconds = (clock.now() - started) / 1_000;
    const counted = await count(db, listId, id);
    const { rows: runs } = await sql<{ run: number }>`select run from import where id = ${id}`.execute(db);
    await desk.imports.undo(actor, id, 'proof');
    await reached(view, (now) => now.state === 'undone');
    const after = await view();
    const left = await count(db, listId, id);
    return {
      ...{
        rows,
        kills,
        seconds,
        imported: done.imported,
        rejected: done.rejected,
        ...counted,
        runs: runs[0]?.run ?? 0,
      },
      ...{ undone: after.undone, left: left.contacts },
    };
  } finally {
    worker?.kill('SIGKILL');
    await desk.close();
    await db.destroy();
  }
}

/** What must be true of the result; empty = it is. */
export function proofFaults(result: ProofResult): string[] {
  const broken = Math.floor(result.rows / BROKEN_EVERY);
  const wanted: Partial<ProofResult> = {
    ...{ imported: result.rows - broken, rejected: broken, contacts: result.rows - broken },
    ...{
      distinct: result.rows - broken,
      faults: broken,
      distinctFaultRows: broken,
      undone: result.rows - broken,
      left: 0,
    },
  };
  const faults = Object.entries(wanted).filter(([key, value]) => result[key as keyof ProofResult] !== value);
  const told = faults.map(([key, value]) => `${key}: ${result[key as keyof ProofResult]}, wanted ${value}`);
  if (result.runs <= result.kills) told.push(`runs: ${result.runs}, wanted more than ${result.kills} kills`);
  return told;
}

async function* file(rows: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('手机,姓名,城市\n');
  for (let from = 0; from < rows; from += 10_000) {
    const some = Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => from + i + 1);
    const line = (n: number): string => (n % BROKEN_EVERY === 0 ? `坏${n},x,x` : `${13_000_000_000 + n},客户${n},深圳`);
    yield Buffer.from(`${some.map(line).join('\n')}\n`);
  }
}

function startWorker(databaseUrl: string, redisUrl: string): ChildProcess {
  return spawn(process.execPath, ['--import', TSX, WORKER, databaseUrl, redisUrl, SECRET], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** As `until`, but for as long as a million rows take. */
async function reached(view: () => Promise<ImportView>, enough: (view: ImportView) => boolean): Promise<void> {
  for (;;) {
    const now = await view();
    if (now.failure !== undefined) fail(now.failure.message);
    if (enough(now)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function count(db: Db, listId: string, importId: string) {
  const { rows } = await sql<{ contacts: number; distinct: number; faults: number; rows: number }>`
    select (select count(*) from contact where list_id = ${listId}) as contacts,
      (select count(distinct phone_id) from contact where list_id = ${listId}) as distinct,
      (select count(*) from import_fault where import_id = ${importId}) as faults,
      (select count(distinct row) from import_fault where import_id = ${importId}) as rows`.execute(db);
  const row = rows[0] ?? fail('no count');
  return { contacts: row.contacts, distinct: row.distinct, faults: row.faults, distinctFaultRows: row.rows };
}

/** `key`: of its role, person and group, so that a database may hold several offices. */
export async function seedOffice(
  db: Db,
  ids: UuidV7Source,
  now: number,
  key = 'p',
): Promise<{ actor: Actor; listId: string }> {
  const [departmentId, roleId, userId, groupId, campaignId, listId] = Array.from({ length: 6 }, () => ids.next()) as [
    string,
    ...string[],
  ];
  const at = timestamp(now);
  await sql`insert into team (id, kind, name, created_at) values (${departmentId}, 'department', 'd', ${at})`.execute(
    db,
  );
  await sql`insert into role (id, key, name, permissions, scope, created_at) values (${roleId}, ${key}, 'p', '{}', 'all', ${at})`.execute(
    db,
  );
  await sql`insert into app_user (id, staff_no, name, password_hash, role_id, department_id, created_at)
    values (${userId}, ${key}, 'p', 'x', ${roleId}, ${departmentId}, ${at})`.execute(db);
  await sql`insert into agent_group (id, key, name, department_id, node, created_at)
    values (${groupId}, ${key.replaceAll('-', '')}, 'p', ${departmentId}, 'n', ${at})`.execute(db);
  await sql`insert into campaign (id, name, department_id, group_id, hours, frequency, created_at)
    values (${campaignId}, 'p', ${departmentId}, ${groupId}, '{}', '{}', ${at})`.execute(db);
  await sql`insert into list (id, campaign_id, name, created_at) values (${listId}, ${campaignId}, 'p', ${at})`.execute(
    db,
  );
  const scope = { kind: 'all' as const, userId: userId ?? '', squadId: undefined, departmentId };
  return { actor: { userId: userId ?? '', permissions: new Set(), scope }, listId: listId ?? '' };
}

function fail(why: string): never {
  throw new Error(why);
}
