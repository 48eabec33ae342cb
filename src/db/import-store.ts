import { sql } from 'kysely';
import type {
  BackgroundJob,
  ImportBatch,
  ImportFailure,
  ImportJob,
  ImportKind,
  ImportSettings,
  ImportStore,
  ImportView,
  PlaceBlock,
  RowOutcome,
} from '../lists/ports.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import type { FileVault } from './file-vault.ts';
import { PgImportSink } from './import-sink.ts';
import { undoSome } from './import-undo.ts';
import { importView } from './import-view.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { optional, timestamp } from './values.ts';

/** A job whose worker says nothing for so long is given to another one. */
const SILENT_MS = 30_000;
/** Lives of an import: one that breaks its worker each time must not do so for ever. */
const MOST_RUNS = 20;
/** An upload that was never finished or started is forgotten. */
const KEPT_MS = 86_400_000;

/** The worker's side of imports, on a pool of its own: nothing of it waits for, or holds up, an intent or a record. */
export class PgImportStore implements ImportStore {
  readonly #db: Db;
  readonly #files: FileVault;
  readonly #sink: PgImportSink;

  constructor(db: Db, ids: IdSource, files: FileVault) {
    this.#db = db;
    this.#files = files;
    this.#sink = new PgImportSink(db, ids);
  }

  async claim(id: string, now: number): Promise<ImportJob | undefined> {
    const at = timestamp(now);
    const { rows } = await sql<JobRow>`
      update import i set run = run + 1, state = 'running', beat_at = ${at}, started_at = coalesce(started_at, ${at})
      where id = ${id} and state in ('queued', 'running')
      returning i.id, i.kind, i.run, i.list_id, i.campaign_id, i.department_id, i.created_by, i.options, i.done_row, i.started_at`.execute(
      this.#db,
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const job = jobOf(row);
    if (row.run <= MOST_RUNS) return job;
    await this.finish(job, { message: `given up after ${MOST_RUNS} tries`, faults: [] }, now);
    return undefined;
  }

  async *file(id: string): AsyncGenerator<Uint8Array> {
    for (let seq = 0; ; seq++) {
      const row = await this.#db
        .selectFrom('import_chunk')
        .select('body')
        .where('import_id', '=', id)
        .where('seq', '=', seq)
        .executeTakeFirst();
      if (row === undefined) return;
      yield this.#files.open(row.body, id, seq);
    }
  }

  async write(job: ImportJob, batch: ImportBatch, now: number, dry?: boolean): Promise<RowOutcome[]> {
    return await this.#sink.write(job, batch, now, dry);
  }

  async finish(job: ImportJob, failure: ImportFailure | undefined, now: number): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('import')
        .set({
          state: failure === undefined ? 'done' : 'failed',
          failure: failure === undefined ? null : JSON.stringify(failure),
          ended_at: timestamp(now),
        })
        .where('id', '=', job.id)
        .where('run', '=', job.run)
        .where('state', '=', 'running')
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return;
      await tx.deleteFrom('import_chunk').where('import_id', '=', job.id).execute();
      await noteEnd(tx, importView(row), now);
    });
  }

  async undoSome(id: string, limit: number, now: number): Promise<boolean> {
    return await undoSome(this.#db, id, limit, now);
  }

  async view(id: string): Promise<ImportView | undefined> {
    const row = await this.#db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : importView(row);
  }

  async waiting(now: number): Promise<BackgroundJob[]> {
    const old = timestamp(now - KEPT_MS);
    await sql`with gone as (
        update import set state = 'failed', ended_at = ${timestamp(now)},
          failure = '{"message": "the file was never imported", "faults": []}'
        where state in ('receiving', 'held') and created_at < ${old} returning id)
      delete from import_chunk c using gone where c.import_id = gone.id`.execute(this.#db);
    const silent = timestamp(now - SILENT_MS);
    const { rows } = await sql<BackgroundJob>`
      select 'import' as kind, id from import
        where state = 'queued' or (state = 'running' and beat_at < ${silent})
      union all select 'undo', id from import where state = 'undoing' and beat_at < ${silent}`.execute(this.#db);
    return rows;
  }

  async places(): Promise<PlaceBlock[]> {
    const rows = await this.#db.selectFrom('number_place').selectAll().execute();
    return rows.map(({ prefix, region, carrier }) => ({ prefix, region, carrier: optional(carrier) }));
  }
}

export interface JobRow {
  id: string;
  kind: string;
  run: number;
  list_id: string | null;
  campaign_id: string | null;
  department_id: string;
  created_by: string;
  options: unknown;
  done_row: number;
  started_at: number | null;
}

export function jobOf(row: JobRow): ImportJob {
  const { list_id: listId, campaign_id: campaignId, department_id: departmentId } = row;
  return {
    id: row.id,
    kind: row.kind as ImportKind,
    run: row.run,
    departmentId,
    createdBy: row.created_by,
    target: listId === null || campaignId === null ? undefined : { listId, campaignId, departmentId },
    // Checked when it was written (api).
    settings: row.options as ImportSettings,
    doneRow: row.done_row,
    startedAt: row.started_at ?? 0,
  };
}

/** What came of an import, in the audit: counts and the batch, no personal data. */
export async function noteEnd(tx: Tx, view: ImportView, now: number): Promise<void> {
  const { rows, imported, updated, moved, duplicates, doNotCall, rejected, state, batch } = view;
  const counts = { rows, imported, updated, moved, duplicates, doNotCall, rejected };
  const [subjectKind, subjectId] = view.listId === undefined ? ['import', view.id] : ['list', view.listId];
  const deed = {
    action: view.kind === 'contacts' ? 'list.import' : 'dnc.import',
    subjectKind,
    subjectId,
    departmentId: view.departmentId,
    details: { importId: view.id, state, ...counts, batch },
  };
  await appendAudit(tx, { userId: view.createdBy }, deed, now);
}
