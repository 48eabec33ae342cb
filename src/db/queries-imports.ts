import { sql } from 'kysely';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { Refused } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type {
  DataBatch,
  ImportJob,
  ImportOffice,
  ImportOrder,
  ImportSettings,
  ImportView,
  RowFault,
  TemplateView,
} from '../lists/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { type IdSource, isUuid } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { codeOf } from './errors.ts';
import type { FileVault } from './file-vault.ts';
import { jobOf, noteEnd } from './import-store.ts';
import { importView } from './import-view.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { departmentRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

/** Imports as people see and order them; an import is its department's. */
export class PgImports implements ImportOffice {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #files: FileVault;

  constructor(parts: { db: Db; clock: Clock; ids: IdSource; files: FileVault }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#files = parts.files;
  }

  async begin(actor: Actor, order: ImportOrder): Promise<{ id: string; batch: DataBatch; batchNeeded: boolean }> {
    const id = this.#ids.next();
    const list = order.listId === undefined ? undefined : await this.#list(actor.scope, order.listId);
    if (order.listId !== undefined && list === undefined) throw new Refused('not-found', 'There is no such list.');
    const batch = {
      ...order.batch,
      source: order.batch.source ?? optional(list?.source ?? null),
      legalBasis: order.batch.legalBasis ?? optional(list?.legal_basis ?? null),
    };
    await this.#db
      .insertInto('import')
      .values({
        id,
        kind: order.kind,
        list_id: order.listId ?? null,
        campaign_id: list?.campaign_id ?? null,
        department_id: list?.department_id ?? actor.scope.departmentId,
        created_by: actor.userId,
        created_at: timestamp(this.#clock.now()),
        state: 'receiving',
        options: JSON.stringify(order.settings),
        ...batchColumns(batch),
      })
      .execute();
    return { id, batch, batchNeeded: isCn(list?.rule) };
  }

  async #list(scope: Scope, listId: string) {
    if (!isUuid(listId)) return undefined;
    return await this.#db
      .selectFrom('list as l')
      .innerJoin('campaign as c', 'c.id', 'l.campaign_id')
      .select(['l.campaign_id', 'l.source', 'l.legal_basis', 'c.department_id', 'c.rule'])
      .where('l.id', '=', listId)
      .where(departmentRows(scope, sql`c.department_id`))
      .executeTakeFirst();
  }

  async append(id: string, seq: number, bytes: Uint8Array): Promise<void> {
    await this.#db
      .insertInto('import_chunk')
      .values({ import_id: id, seq, body: this.#files.seal(bytes, id, seq) })
      .execute();
  }

  async received(id: string, bytes: number, state: 'held' | 'queued'): Promise<void> {
    const { numUpdatedRows } = await this.#db
      .updateTable('import')
      .set({ state, ...(bytes < 0 ? {} : { bytes }) })
      .where('id', '=', id)
      .where('state', '=', bytes < 0 ? 'held' : 'receiving')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Refused('conflict', 'The import was started or cancelled meanwhile.');
  }

  async broke(actor: Actor, id: string, why: string): Promise<void> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('import')
        .set({ state: 'failed', ended_at: timestamp(now), failure: JSON.stringify({ message: why, faults: [] }) })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      await tx.deleteFrom('import_chunk').where('import_id', '=', id).execute();
      if (row !== undefined) await noteEnd(tx, importView({ ...row, created_by: actor.userId }), now);
    });
  }

  async get(scope: Scope, id: string): Promise<ImportView | undefined> {
    const row = await this.#select(scope).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : importView(row);
  }

  async list(scope: Scope, listId: string | undefined, page: PageRequest): Promise<Page<ImportView>> {
    const after = idCursor(page.cursor);
    let query = this.#select(scope)
      .orderBy('id', 'desc')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('id', '<', after);
    if (listId !== undefined) query = query.where('list_id', '=', listId);
    return pageFrom((await query.execute()).map(importView), page.limit, (view) => view.id);
  }

  #select(scope: Scope) {
    return this.#db.selectFrom('import').selectAll().where(departmentRows(scope, sql`department_id`));
  }

  async faults(id: string, after: number, limit: number): Promise<(RowFault & { seq: number })[]> {
    const rows = await this.#db
      .selectFrom('import_fault')
      .select(['id', 'row', 'column_title', 'value', 'reason'])
      .where('import_id', '=', id)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      seq: row.id,
      row: row.row,
      column: optional(row.column_title),
      value: row.value,
      reason: row.reason as RowFault['reason'],
    }));
  }

  async held(scope: Scope, id: string, settings: ImportSettings): Promise<ImportJob | undefined> {
    const row = await this.#select(scope).where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new Refused('not-found', 'There is no such import.');
    if (row.state !== 'held') return undefined;
    return { ...jobOf(row), settings: { ...(row.options as ImportSettings), ...settings } };
  }

  async start(
    actor: Actor,
    id: string,
    change: { settings: ImportSettings; batch: DataBatch },
  ): Promise<{ batch: DataBatch; batchNeeded: boolean }> {
    const found = await this.get(actor.scope, id);
    if (found === undefined) throw new Refused('not-found', 'There is no such import.');
    if (found.state !== 'held') throw new Refused('conflict', `The import is ${found.state}, not held.`);
    const batch = {
      source: change.batch.source ?? found.batch.source,
      supplier: change.batch.supplier ?? found.batch.supplier,
      price: change.batch.price ?? found.batch.price,
      legalBasis: change.batch.legalBasis ?? found.batch.legalBasis,
      proof: change.batch.proof ?? found.batch.proof,
    };
    await this.#db
      .updateTable('import')
      .set({ options: JSON.stringify({ ...found.settings, ...change.settings }), ...batchColumns(batch) })
      .where('id', '=', id)
      .where('state', '=', 'held')
      .execute();
    const list = found.listId === undefined ? undefined : await this.#list(actor.scope, found.listId);
    return { batch, batchNeeded: isCn(list?.rule) };
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    const now = this.#clock.now();
    await this.#change(actor, id, async (tx, found) => {
      if (!['held', 'queued', 'running'].includes(found.state))
        throw new Refused('conflict', `The import is ${found.state}: there is nothing to cancel.`);
      await tx
        .updateTable('import')
        .set({ state: 'cancelled', ended_at: timestamp(now) })
        .where('id', '=', id)
        .execute();
      await tx.deleteFrom('import_chunk').where('import_id', '=', id).execute();
      await noteEnd(tx, { ...found, state: 'cancelled', createdBy: actor.userId }, now);
    });
  }

  async undo(actor: Actor, id: string, reason: string): Promise<void> {
    const now = this.#clock.now();
    await this.#change(actor, id, async (tx, found) => {
      if (!['done', 'failed', 'cancelled'].includes(found.state))
        throw new Refused('conflict', `The import is ${found.state}: it can be undone once it has ended.`);
      await tx
        .updateTable('import')
        .set({ state: 'undoing', beat_at: timestamp(now) })
        .where('id', '=', id)
        .execute();
      const deed = { action: 'import.undo', subjectKind: 'import', subjectId: id, departmentId: found.departmentId };
      await appendAudit(tx, actor, { ...deed, reason }, now);
    });
  }

  async #change(actor: Actor, id: string, work: (tx: Tx, found: ImportView) => Promise<void>): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .selectFrom('import')
        .selectAll()
        .where('id', '=', id)
        .where(departmentRows(actor.scope, sql`department_id`))
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw new Refused('not-found', 'There is no such import.');
      await work(tx, importView(row));
    });
  }

  async templates(scope: Scope): Promise<TemplateView[]> {
    const rows = await this.#db
      .selectFrom('import_template')
      .selectAll()
      .where(departmentRows(scope, sql`department_id`))
      .orderBy('name')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      settings: row.options as ImportSettings,
      createdAt: row.created_at,
    }));
  }

  async keepTemplate(actor: Actor, name: string, settings: ImportSettings): Promise<TemplateView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { departmentId } = actor.scope;
    try {
      await transact(this.#db, async (tx) => {
        const own = { id, department_id: departmentId, created_by: actor.userId, created_at: timestamp(now) };
        await tx
          .insertInto('import_template')
          .values({ ...own, name, options: JSON.stringify(settings) })
          .execute();
        const deed = { action: 'import-template.create', subjectKind: 'import-template', subjectId: id, departmentId };
        await appendAudit(tx, actor, deed, now);
      });
    } catch (error) {
      if (codeOf(error) === '23505') throw new Refused('conflict', 'There is a template of this name.');
      throw error;
    }
    return { id, name, settings, createdAt: now };
  }

  async dropTemplate(actor: Actor, id: string): Promise<void> {
    await transact(this.#db, async (tx) => {
      const gone = await tx
        .deleteFrom('import_template')
        .where('id', '=', id)
        .where(departmentRows(actor.scope, sql`department_id`))
        .returning('department_id')
        .executeTakeFirst();
      if (gone === undefined) throw new Refused('not-found', 'There is no such template.');
      const deed = { action: 'import-template.delete', subjectKind: 'import-template', subjectId: id };
      await appendAudit(tx, actor, { ...deed, departmentId: gone.department_id }, this.#clock.now());
    });
  }
}

/** The rule of a campaign is named after its regime (src/compliance/presets.ts). */
function isCn(rule: string | undefined): boolean {
  return rule?.startsWith('cn') ?? false;
}

function batchColumns(batch: DataBatch) {
  const { source, supplier, price, legalBasis, proof } = batch;
  return {
    source: source ?? null,
    supplier: supplier ?? null,
    price: price ?? null,
    legal_basis: legalBasis ?? null,
    proof: proof ?? null,
  };
}
