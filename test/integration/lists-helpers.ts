import { sql } from 'kysely';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { composeLists } from '../../src/compose/worker.ts';
import { createPhoneVault, type PhoneVault } from '../../src/db/crypto.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { timestamp } from '../../src/db/values.ts';
import type { CallingHours, FrequencyRule } from '../../src/dialer/ports.ts';
import type { Actor } from '../../src/domain/people.ts';
import type {
  BackgroundJob,
  DataBatch,
  ImportSettings,
  ImportView,
  JobQueue,
  RowFault,
} from '../../src/lists/ports.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase } from '../support/postgres.ts';
import { NOW, silent } from './queue-helpers.ts';

export const SECRET = 'a secret of the tests';
export const ids = new UuidV7Source(new VirtualClock(NOW), new SeededRng(1));

/** A department with a group, and hands for what the tests of lists need to write. */
export interface Office {
  db: Db;
  vault: PhoneVault;
  url: string;
  /** Whoever imports; a manager of the department. */
  actor: Actor;
  lists: ReturnType<typeof composeLists>;
  departmentId: string;
  groupId: string;
  campaign(change?: { hours?: CallingHours; frequency?: FrequencyRule; perDay?: number }): Promise<string>;
  list(campaignId: string): Promise<string>;
  /** Sends a file and lets the job run at once; rejects with what the import failed of. */
  import(listId: string, text: string | Uint8Array, settings?: ImportSettings): Promise<Told>;
  /** A closed or open attempt to a contact's number. */
  attempt(contactId: string, at: number, change?: { state?: string; charged?: boolean }): Promise<string>;
  close(): Promise<void>;
}

/** An import with all its faults; those that rejected a row apart. */
export type Told = ImportView & { faults: RowFault[]; rejectedRows: RowFault[] };

export const BATCH: DataBatch = {
  source: '官网留资',
  supplier: '自有',
  price: '0',
  legalBasis: '个人同意',
  proof: '隐私政策 2026-01',
};

/** `queue`: who takes the jobs; left out, they are done where they are ordered. */
export async function openOffice(queue?: (run: (job: BackgroundJob) => Promise<void>) => JobQueue): Promise<Office> {
  const database = await createDatabase();
  const db = openPool(database.url, 'pacing', silent);
  const vault = createPhoneVault(SECRET);
  // An hour before what the tests call now: what they import is due.
  const clock = new VirtualClock(NOW - 3_600_000);
  const run = async (job: BackgroundJob): Promise<void> => await lists.run(job);
  const jobs = queue?.(run) ?? { add: run };
  const files = createFileVault(SECRET);
  const lists = composeLists({ api: db, bulk: db, vault, clock, ids, files, log: silent, jobs });
  const now = timestamp(NOW);
  const [departmentId, groupId, trunkId] = [ids.next(), ids.next(), ids.next()];
  await sql`insert into team (id, kind, name, created_at) values (${departmentId}, 'department', '电销部', ${now})`.execute(
    db,
  );
  await sql`insert into agent_group (id, key, name, department_id, node, created_at)
    values (${groupId}, 'g1', '一组', ${departmentId}, 'n1', ${now})`.execute(db);
  await sql`insert into trunk (id, key, name, sip_uri, calls_per_second, channels, created_at)
    values (${trunkId}, 't1', 't1', 'sip:127.0.0.1', 10, 10, ${now})`.execute(db);
  const [roleId, userId] = [ids.next(), ids.next()];
  await sql`insert into role (id, key, name, permissions, scope, created_at)
    values (${roleId}, 'm', '经理', '{}', 'department', ${now})`.execute(db);
  await sql`insert into app_user (id, staff_no, name, password_hash, role_id, department_id, created_at)
    values (${userId}, '8001', '经理', 'x', ${roleId}, ${departmentId}, ${now})`.execute(db);
  const actor: Actor = {
    userId,
    permissions: new Set(),
    scope: { kind: 'department', userId, squadId: undefined, departmentId },
  };
  return {
    db,
    url: database.url,
    vault,
    actor,
    lists,
    departmentId,
    groupId,
    campaign: async ({ hours = CN_HOURS, frequency = CN_FREQUENCY, perDay = 3 } = {}) => {
      const id = ids.next();
      await sql`insert into campaign (id, name, department_id, group_id, hours, frequency, max_attempts_per_day, created_at)
        values (${id}, 'c', ${departmentId}, ${groupId}, ${JSON.stringify(hours)}, ${JSON.stringify(frequency)},
          ${perDay}, ${now})`.execute(db);
      return id;
    },
    list: async (campaignId) => {
      const id = ids.next();
      await sql`insert into list (id, campaign_id, name, created_at)
        values (${id}, ${campaignId}, 'l', ${now})`.execute(db);
      return id;
    },
    import: async (listId, text, settings = {}) => {
      const order = { kind: 'contacts' as const, listId, settings, batch: BATCH, hold: false };
      const { id } = await lists.imports.receive(actor, order, inOne(text));
      return await told(lists.imports, actor, id);
    },
    attempt: async (contactId, at, { state = 'closed', charged = true } = {}) => {
      const id = ids.next();
      await sql`insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, phone_id, blind_index,
          trunk_id, mode, source, placed_at, place_by, charged, state)
        select ${id}, ${groupId}, 1, 'n1', c.campaign_id, c.list_id, c.id, c.phone_id, p.blind_index, ${trunkId},
          'progressive', 'new', ${timestamp(at)}, ${timestamp(at)}, ${charged}, ${state}
        from contact c join phone p on p.id = c.phone_id where c.id = ${contactId}`.execute(db);
      return id;
    },
    close: async () => {
      await db.destroy();
      await database.drop();
    },
  };
}

export async function* inOne(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What an import has to say of itself; throws what it failed of. */
export async function told(imports: Office['lists']['imports'], actor: Actor, id: string): Promise<Told> {
  const view = await imports.get(actor.scope, id);
  if (view === undefined) throw new Error(`no import ${id}`);
  if (view.failure !== undefined) throw new Error(view.failure.message);
  const faults: RowFault[] = [];
  for await (const fault of imports.allFaults(id)) faults.push(fault);
  const rejectedRows = faults.filter(({ reason }) => reason !== 'duplicate' && reason !== 'do-not-call');
  return { ...view, faults, rejectedRows };
}

/** `count` mainland mobiles, each with a name, as a file. */
export function sheet(count: number, from = 0): string {
  const rows = Array.from({ length: count }, (_, i) => `${mobile(from + i)},客户${from + i}`);
  return ['手机,姓名', ...rows, ''].join('\n');
}

export function mobile(i: number): string {
  return String(13_800_000_000 + i);
}
