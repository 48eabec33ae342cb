import { sql } from 'kysely';
import { EXPORT_KEPT_MS, type ExportFilter, type ExportRow, type ExportView } from '../domain/export.ts';
import { knownPermissions, type Permission, type ScopeKind } from '../domain/roles.ts';
import { type BackgroundJob, type ExportJob, ExportLost, type ExportPart, type ExportStore } from '../lists/ports.ts';
import { appendAudit } from './audit.ts';
import type { PhoneVault } from './crypto.ts';
import { ExportRows } from './export-rows.ts';
import { exportView, MAY_EXPORT, PASSWORD_SEQ } from './export-view.ts';
import type { FileVault } from './file-vault.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { optional, timestamp } from './values.ts';

/** A job whose worker says nothing for so long is given to another one. */
const SILENT_MS = 30_000;
/** Lives of an export. */
const MOST_RUNS = 10;

/** The worker's side of exports, on the pool of long work. */
export class PgExportStore implements ExportStore {
  readonly #db: Db;
  readonly #files: FileVault;
  readonly #rows: ExportRows;

  constructor(db: Db, files: FileVault, vault: Pick<PhoneVault, 'open'>) {
    this.#db = db;
    this.#files = files;
    this.#rows = new ExportRows(db, vault);
  }

  async claim(id: string, now: number): Promise<ExportJob | undefined> {
    const at = timestamp(now);
    return await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('export')
        .set({ state: 'running', run: sql`run + 1`, rows: 0, bytes: 0, beat_at: at })
        .set({ started_at: sql`coalesce(started_at, ${at}::timestamptz)` })
        .where('id', '=', id)
        .where('state', 'in', ['queued', 'running'])
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await tx.deleteFrom('export_chunk').where('export_id', '=', id).execute();
      const view = exportView(row);
      const orderer = await ordererOf(tx, view.createdBy);
      const failure =
        row.run > MOST_RUNS
          ? `given up after ${MOST_RUNS} tries`
          : mayHave(orderer?.permissions ?? [], view)
            ? undefined
            : 'who ordered it may no longer export this';
      if (orderer === undefined || failure !== undefined) {
        await end(tx, view, { failure: failure ?? 'who ordered it is not there any more' }, now);
        return undefined;
      }
      const password = row.password === null ? undefined : this.#files.open(row.password, id, PASSWORD_SEQ).toString();
      return {
        ...{ id, run: row.run, kind: view.kind, format: view.format, filter: row.filter as ExportFilter },
        ...{ columns: view.columns, locale: view.locale, password, by: orderer.by, scope: orderer.scope },
      };
    });
  }

  rows(job: ExportJob): AsyncIterable<readonly ExportRow[]> {
    return this.#rows.pages(job.scope, job.filter, { columns: job.columns, full: job.password !== undefined });
  }

  async append(
    job: ExportJob,
    { part, seq, bytes, rows }: { part: ExportPart; seq: number; bytes: Uint8Array; rows: number },
    now: number,
  ): Promise<void> {
    const body = this.#files.seal(bytes, `${job.id}:${part}`, seq);
    const { rows: written } = await sql`
      with mine as (
        update export set rows = ${rows}, beat_at = ${timestamp(now)},
          bytes = bytes + ${part === 'file' ? bytes.length : 0}
        where id = ${job.id} and run = ${job.run} and state = 'running' returning id)
      insert into export_chunk (export_id, part, seq, body) select id, ${part}, ${seq}, ${body} from mine
      returning seq`.execute(this.#db);
    if (written.length === 0) throw new ExportLost(job.id);
  }

  read(id: string, part: ExportPart): AsyncGenerator<Uint8Array> {
    return readExport(this.#db, this.#files, id, part);
  }

  async finish(
    job: ExportJob,
    ended: { rows: number; bytes: number } | { failure: string },
    now: number,
  ): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .selectFrom('export')
        .selectAll()
        .where('id', '=', job.id)
        .where('run', '=', job.run)
        .where('state', '=', 'running')
        .forUpdate()
        .executeTakeFirst();
      if (row !== undefined) await end(tx, exportView(row), ended, now);
    });
  }

  async view(id: string): Promise<ExportView | undefined> {
    const row = await this.#db.selectFrom('export').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : exportView(row);
  }

  async waiting(now: number): Promise<BackgroundJob[]> {
    await sql`with gone as (
        update export set state = 'expired' where state = 'done' and expires_at <= ${timestamp(now)} returning id)
      delete from export_chunk c using gone where c.export_id = gone.id`.execute(this.#db);
    const { rows } = await sql<BackgroundJob>`
      select 'export' as kind, id from export
      where state = 'queued' or (state = 'running' and beat_at < ${timestamp(now - SILENT_MS)})`.execute(this.#db);
    return rows;
  }
}

/** The pieces of a file, opened. */
export async function* readExport(db: Db, files: FileVault, id: string, part: ExportPart): AsyncGenerator<Uint8Array> {
  for (let seq = 0; ; seq++) {
    const row = await db
      .selectFrom('export_chunk')
      .select('body')
      .where('export_id', '=', id)
      .where('part', '=', part)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (row === undefined) return;
    yield files.open(row.body, `${id}:${part}`, seq);
  }
}

async function end(
  tx: Tx,
  view: ExportView,
  ended: { rows: number; bytes: number } | { failure: string },
  now: number,
): Promise<void> {
  const failed = 'failure' in ended;
  const done = failed
    ? { state: 'failed', failure: ended.failure }
    : { state: 'done', rows: ended.rows, bytes: ended.bytes, expires_at: timestamp(now + EXPORT_KEPT_MS) };
  await tx
    .updateTable('export')
    .set({ ...done, ended_at: timestamp(now), password: null })
    .where('id', '=', view.id)
    .execute();
  let gone = tx.deleteFrom('export_chunk').where('export_id', '=', view.id);
  if (!failed) gone = gone.where('part', '=', 'plain');
  await gone.execute();
  const deed = { action: 'export.end', subjectKind: 'export', subjectId: view.id, departmentId: view.departmentId };
  await appendAudit(tx, { userId: view.createdBy }, { ...deed, details: { kind: view.kind, ...ended } }, now);
}

async function ordererOf(tx: Tx, userId: string) {
  const row = await tx
    .selectFrom('app_user as u')
    .innerJoin('role as r', 'r.id', 'u.role_id')
    .select(['u.name', 'u.staff_no', 'u.department_id', 'u.squad_id', 'r.scope', 'r.permissions'])
    .where('u.id', '=', userId)
    .where('u.status', '=', 'active')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { department_id: departmentId, squad_id } = row;
  return {
    by: `${row.name} ${row.staff_no}`,
    permissions: knownPermissions(row.permissions),
    scope: { kind: row.scope as ScopeKind, userId, departmentId, squadId: optional(squad_id) },
  };
}

function mayHave(permissions: readonly Permission[], { kind, fullNumbers }: ExportView): boolean {
  return permissions.includes(MAY_EXPORT[kind]) && (!fullNumbers || permissions.includes('numbers.reveal'));
}
