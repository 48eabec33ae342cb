import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import {
  DEFAULT_ROW_CAP,
  EXPORT_COLUMNS,
  type ExportOrder,
  type ExportView,
  MOST_DOWNLOADS,
  OWN_COLUMN,
  ROW_CAP_KEY,
} from '../domain/export.ts';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { BackgroundJob, JobQueue } from '../lists/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import type { PhoneVault } from './crypto.ts';
import { ExportRows } from './export-rows.ts';
import { readExport } from './export-store.ts';
import { exportView, MAY_EXPORT, PASSWORD_SEQ } from './export-view.ts';
import type { FileVault } from './file-vault.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { departmentRows } from './queries-scope.ts';
import { timestamp } from './values.ts';

/** Without letters and digits that are taken for each other. 24 of them: 118 bits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_LENGTH = 24;
/** Orders of one person that are not done: more would only wait for each other. */
const MOST_AT_ONCE = 20;

interface Parts {
  db: Db;
  /** The pool of long reads: rows are counted by it. */
  reports: Db;
  clock: Clock;
  ids: IdSource;
  files: FileVault;
  vault: Pick<PhoneVault, 'open'>;
  jobs: JobQueue;
  /** Told of a job that could not be handed over; the worker finds it in Postgres. */
  late(job: BackgroundJob, error: unknown): void;
  /** Told of each change by people; of the rest the worker tells. */
  changed?(view: ExportView): void;
}

/** Exports as people order, approve and fetch them. One sees his own; who may approve, those of his scope too. */
export class PgExports {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `password` of a file with full numbers: shown this once. */
  async order(actor: Actor, order: ExportOrder): Promise<{ view: ExportView; password: string | undefined }> {
    const { db, reports, clock, ids, files, vault } = this.#parts;
    const { filter, format, fullNumbers } = order;
    if (fullNumbers) demandFull(actor, order);
    const cap = await this.#rowCap();
    const { count, titles } = await new ExportRows(reports, vault).count(actor.scope, filter, cap + 1);
    const columns = columnsOf(order, titles);
    const waits = fullNumbers || count > cap;
    const id = ids.next();
    const now = clock.now();
    const password = fullNumbers ? newPassword() : undefined;
    const { departmentId } = actor.scope;
    const view = await transact(db, async (tx) => {
      await demandRoom(tx, actor.userId);
      const row = await tx
        .insertInto('export')
        .values({
          ...{ id, kind: filter.kind, format, department_id: departmentId, created_by: actor.userId },
          ...{ created_at: timestamp(now), reason: maskPhonesInText(order.reason), filter: JSON.stringify(filter) },
          ...{ columns: [...columns], full_numbers: fullNumbers, locale: order.locale, expected: count },
          password: password === undefined ? null : files.seal(Buffer.from(password), id, PASSWORD_SEQ),
          state: waits ? 'waiting' : 'queued',
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const { kind: _kind, ...by } = filter;
      const details = { kind: filter.kind, format, fullNumbers, columns: columns.length, rows: count, waits, ...by };
      const deed = { action: 'export.order', subjectKind: 'export', subjectId: id, departmentId, reason: order.reason };
      await appendAudit(tx, actor, { ...deed, details }, now);
      return exportView(row);
    });
    if (!waits) await this.#handOver(id);
    return { view: waits ? view : ((await this.get(actor, id)) ?? view), password };
  }

  async get(actor: Actor, id: string): Promise<ExportView | undefined> {
    const row = await this.#db
      .selectFrom('export')
      .selectAll()
      .where('id', '=', id)
      .where(seenBy(actor))
      .executeTakeFirst();
    return row === undefined ? undefined : exportView(row);
  }

  /** Newest first. */
  async list(actor: Actor, state: string | undefined, page: PageRequest): Promise<Page<ExportView>> {
    const before = idCursor(page.cursor);
    let query = this.#db
      .selectFrom('export')
      .selectAll()
      .where(seenBy(actor))
      .orderBy('id', 'desc')
      .limit(page.limit + 1);
    if (before !== undefined) query = query.where('id', '<', before);
    if (state !== undefined) query = query.where('state', '=', state);
    return pageFrom((await query.execute()).map(exportView), page.limit, ({ id }) => id);
  }

  async decide(
    actor: Actor,
    id: string,
    { approve, reason }: { approve: boolean; reason: string },
  ): Promise<ExportView> {
    const now = this.#parts.clock.now();
    await this.#change(actor, id, async (tx, found) => {
      if (found.createdBy === actor.userId)
        throw new Refused('forbidden', 'Another person must decide on an export. 导出须由他人审批。');
      if (found.state !== 'waiting')
        throw new Refused('conflict', `The export is ${found.state}: nothing is to decide.`);
      const decided = { decided_by: actor.userId, decided_at: timestamp(now), decision: maskPhonesInText(reason) };
      const state = approve ? { state: 'queued' } : { state: 'refused', ended_at: timestamp(now), password: null };
      await tx
        .updateTable('export')
        .set({ ...decided, ...state })
        .where('id', '=', id)
        .execute();
      await this.#note(tx, actor, approve ? 'export.approve' : 'export.refuse', found, reason);
    });
    if (approve) await this.#handOver(id);
    return await this.#told(actor, id);
  }

  async cancel(actor: Actor, id: string): Promise<ExportView> {
    const now = this.#parts.clock.now();
    await this.#change(actor, id, async (tx, found) => {
      if (!['waiting', 'queued', 'running', 'done'].includes(found.state))
        throw new Refused('conflict', `The export is ${found.state}: there is nothing to cancel.`);
      await tx
        .updateTable('export')
        .set({ state: 'cancelled', ended_at: timestamp(now), password: null })
        .where('id', '=', id)
        .execute();
      await tx.deleteFrom('export_chunk').where('export_id', '=', id).execute();
      await this.#note(tx, actor, 'export.cancel', found);
    });
    return await this.#told(actor, id);
  }

  /** For whoever ordered it alone, and three times at most; each is noted before the first byte. */
  async fetch(actor: Actor, id: string): Promise<{ view: ExportView; file: AsyncIterable<Uint8Array> }> {
    const now = this.#parts.clock.now();
    let view: ExportView | undefined;
    await this.#change(actor, id, async (tx, found) => {
      if (found.createdBy !== actor.userId) throw new Refused('forbidden', 'The file is for whoever ordered it.');
      if (
        !actor.permissions.has(MAY_EXPORT[found.kind]) ||
        (found.fullNumbers && !actor.permissions.has('numbers.reveal'))
      )
        throw new Refused('forbidden', 'Your role does not allow this any more.');
      if (found.state !== 'done' || (found.expiresAt ?? 0) <= now)
        throw new Refused(
          'conflict',
          found.state === 'done' ? 'The file has expired.' : `The export is ${found.state}.`,
        );
      if (found.downloads >= MOST_DOWNLOADS)
        throw new Refused('conflict', `The file was fetched ${MOST_DOWNLOADS} times. 下载次数已用完。`);
      await tx.updateTable('export').set({ downloads: sql`downloads + 1` }).where('id', '=', id).execute();
      await this.#note(tx, actor, 'export.download', found);
      view = found;
    });
    if (view === undefined) throw new Refused('not-found', 'There is no such export.');
    return { view, file: readExport(this.#db, this.#parts.files, id, 'file') };
  }

  get #db(): Db {
    return this.#parts.db;
  }

  async #rowCap(): Promise<number> {
    const row = await this.#db.selectFrom('setting').select('value').where('key', '=', ROW_CAP_KEY).executeTakeFirst();
    return typeof row?.value === 'number' ? row.value : DEFAULT_ROW_CAP;
  }

  async #change(actor: Actor, id: string, work: (tx: Tx, found: ExportView) => Promise<void>): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .selectFrom('export')
        .selectAll()
        .where('id', '=', id)
        .where(seenBy(actor))
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw new Refused('not-found', 'There is no such export.');
      await work(tx, exportView(row));
    });
  }

  async #note(tx: Tx, actor: Actor, action: string, view: ExportView, reason?: string): Promise<void> {
    const deed = { action, subjectKind: 'export', subjectId: view.id, departmentId: view.departmentId, reason };
    await appendAudit(tx, actor, deed, this.#parts.clock.now());
  }

  async #told(actor: Actor, id: string): Promise<ExportView> {
    const view = await this.get(actor, id);
    if (view === undefined) throw new Refused('not-found', 'There is no such export.');
    this.#parts.changed?.(view);
    return view;
  }

  async #handOver(id: string): Promise<void> {
    const job = { kind: 'export' as const, id };
    try {
      await this.#parts.jobs.add(job);
    } catch (error) {
      this.#parts.late(job, error);
    }
  }
}

function seenBy({ userId, scope, permissions }: Actor) {
  const own = sql<boolean>`created_by = ${userId}`;
  if (!permissions.has('exports.approve')) return own;
  return sql<boolean>`(${own} or ${departmentRows(scope, sql`department_id`)})`;
}

function demandFull({ permissions }: Actor, { format, filter }: ExportOrder): void {
  if (!permissions.has('numbers.reveal')) throw new Refused('forbidden', 'Your role does not allow full numbers.');
  if (format !== 'xlsx') throw wrong('format', format, 'xlsx: full numbers leave in a protected file only');
  if (filter.kind === 'do-not-call')
    throw wrong('fullNumbers', 'true', 'false: the do-not-call list keeps no full number');
}

/** Throws `Refused` for a column that there is not. */
function columnsOf({ filter, columns }: ExportOrder, titles: readonly string[]): readonly string[] {
  const fixed = Object.keys(EXPORT_COLUMNS[filter.kind]);
  const own = titles.map((title) => `${OWN_COLUMN}${title}`);
  if (columns === undefined) return [...fixed, ...own];
  const known = new Set([...fixed, ...own]);
  const fault = columns.findIndex((column) => !known.has(column));
  if (fault >= 0) throw wrong(`columns.${fault}`, 'no such column', `one of ${fixed.join(', ')}, ${OWN_COLUMN}<title>`);
  return columns;
}

async function demandRoom(tx: Tx, userId: string): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from export
    where created_by = ${userId} and state in ('waiting', 'queued', 'running')`.execute(tx);
  if ((rows[0]?.n ?? 0) >= MOST_AT_ONCE)
    throw new Refused('conflict', `At most ${MOST_AT_ONCE} exports of one person wait or run at once.`);
}

function newPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
