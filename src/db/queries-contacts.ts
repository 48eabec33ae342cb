import { type RawBuilder, sql } from 'kysely';
import type { ContactFilter, ContactView, Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { Refused } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { endsWith, idCursor, pageFrom } from './queries-page.ts';
import { contactRows } from './queries-scope.ts';
import { optional } from './values.ts';

/** Contacts as the office sees them: the ciphertext of a number is not even read. */
export class PgContacts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async list(scope: Scope, filter: ContactFilter, page: PageRequest): Promise<Page<ContactView>> {
    const after = idCursor(page.cursor);
    let query = selectContacts(this.#db, scope)
      .where(fits(filter))
      .orderBy('c.id')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('c.id', '>', after);
    return pageFrom((await query.execute()).map(contactOf), page.limit, (contact) => contact.id);
  }

  async get(scope: Scope, id: string): Promise<ContactView | undefined> {
    const row = await selectContacts(this.#db, scope).where('c.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : contactOf(row);
  }
}

function fits({ campaignId, listId, state, lastResult, numberTail }: ContactFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`true`];
  if (campaignId !== undefined) parts.push(sql`c.campaign_id = ${campaignId}`);
  if (listId !== undefined) parts.push(sql`c.list_id = ${listId}`);
  if (state !== undefined) parts.push(sql`c.state = ${state}`);
  if (lastResult !== undefined) parts.push(sql`c.last_result = ${lastResult}`);
  if (numberTail !== undefined) parts.push(endsWith(numberTail));
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

/** Contacts leaving the house: by the pool of long reads, each export in the audit before its first row. */
export class PgContactExport {
  readonly #db: Db;
  readonly #rows: PgContacts;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(parts: { reports: Db; clock: Clock; ids: IdSource }) {
    this.#db = parts.reports;
    this.#rows = new PgContacts(parts.reports);
    this.#clock = parts.clock;
    this.#ids = parts.ids;
  }

  async begin(actor: Actor, filter: ContactFilter, order: { reason: string; most: number }) {
    const chosen = selectContacts(this.#db, actor.scope).where(fits(filter));
    const { rows } = await sql<{ n: number; titles: string[] | null }>`
      with chosen as (${chosen.limit(order.most + 1)})
      select count(*) as n,
        (select array_agg(distinct k) from chosen x, jsonb_object_keys(x.fields) k) as titles from chosen`.execute(
      this.#db,
    );
    const [count, titles] = [rows[0]?.n ?? 0, rows[0]?.titles ?? []];
    if (count > order.most)
      throw new Refused('conflict', `More than ${order.most} rows need another person’s approval: narrow the filter.`);
    const id = this.#ids.next();
    const at = this.#clock.now();
    const { departmentId } = actor.scope;
    const deed = {
      action: 'contacts.export',
      subjectKind: 'export',
      subjectId: id,
      departmentId,
      reason: order.reason,
    };
    await transact(this.#db, (tx) => appendAudit(tx, actor, { ...deed, details: { rows: count, ...filter } }, at));
    return { id, at, titles: titles.sort() };
  }

  async *rows(scope: Scope, filter: ContactFilter): AsyncGenerator<ContactView> {
    let cursor: string | undefined;
    do {
      const page = await this.#rows.list(scope, filter, { cursor, limit: 1_000 });
      yield* page.items;
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

function selectContacts(db: Db, scope: Scope) {
  return db
    .selectFrom('contact as c')
    .innerJoin('phone as p', 'p.id', 'c.phone_id')
    .leftJoin('customer as cu', 'cu.id', 'c.customer_id')
    .select(['c.id', 'c.campaign_id', 'c.list_id', 'c.customer_id', 'c.name', 'c.fields', 'c.state', 'c.priority'])
    .select(['c.due_at', 'c.attempts', 'c.last_result', 'c.last_attempt_at', 'c.created_at'])
    .select(['p.masked', 'p.region', 'p.carrier'])
    .where(contactRows(scope))
    .where(sql<boolean>`cu.deleted_at is null`);
}

function contactOf(
  row: Awaited<ReturnType<ReturnType<typeof selectContacts>['executeTakeFirstOrThrow']>>,
): ContactView {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    listId: row.list_id,
    customerId: optional(row.customer_id),
    name: optional(row.name),
    number: row.masked,
    region: optional(row.region),
    carrier: optional(row.carrier),
    fields: (row.fields ?? {}) as Record<string, unknown>,
    state: row.state,
    priority: row.priority,
    dueAt: row.due_at,
    attempts: row.attempts,
    lastResult: optional(row.last_result),
    lastAttemptAt: optional(row.last_attempt_at),
    createdAt: row.created_at,
  };
}
