import { type RawBuilder, sql } from 'kysely';
import type { ContactFilter, ContactView, Page, PageRequest } from '../domain/office.ts';
import type { Scope } from '../domain/roles.ts';
import type { Db } from './pool.ts';
import { endsWith, idCursor, pageFrom } from './queries-page.ts';
import { contactRows } from './queries-scope.ts';
import { optional } from './values.ts';

/** Contacts as the office sees them: the ciphertext of a number is not even read. */
export class PgContacts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async list(scope: Scope, filter: Partial<ContactFilter>, page: PageRequest): Promise<Page<ContactView>> {
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

function fits({ campaignId, listId, state, lastResult, numberTail }: Partial<ContactFilter>): RawBuilder<boolean> {
  const parts = [sql<boolean>`true`];
  if (campaignId !== undefined) parts.push(sql`c.campaign_id = ${campaignId}`);
  if (listId !== undefined) parts.push(sql`c.list_id = ${listId}`);
  if (state !== undefined) parts.push(sql`c.state = ${state}`);
  if (lastResult !== undefined) parts.push(sql`c.last_result = ${lastResult}`);
  if (numberTail !== undefined) parts.push(endsWith(numberTail));
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

/** How many contacts fit, counted to `most` at most, and the titles of their own columns. */
export async function countContacts(
  db: Db,
  scope: Scope,
  filter: Partial<ContactFilter>,
  most: number,
): Promise<{ count: number; titles: string[] }> {
  const chosen = selectContacts(db, scope).where(fits(filter)).clearSelect();
  const { rows } = await sql<{ n: number; titles: string[] | null }>`
    select (select count(*) from (${chosen.select('c.id').limit(most)}) x) as n,
      (select array_agg(k) from (
        select distinct k from (${chosen.select('c.fields')}) x, jsonb_object_keys(x.fields) k) y) as titles`.execute(
    db,
  );
  return { count: rows[0]?.n ?? 0, titles: (rows[0]?.titles ?? []).sort() };
}

function selectContacts(db: Db, scope: Scope) {
  return db
    .selectFrom('contact as c')
    .innerJoin('phone as p', 'p.id', 'c.phone_id')
    .leftJoin('customer as cu', 'cu.id', 'c.customer_id')
    .select(['c.id', 'c.campaign_id', 'c.list_id', 'c.customer_id', 'c.name', 'c.fields', 'c.state', 'c.priority'])
    .select(['c.due_at', 'c.attempts', 'c.last_result', 'c.last_attempt_at', 'c.created_at'])
    .select(['p.masked', 'p.region', 'p.carrier', 'c.zones as own_zones', 'p.zones'])
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
    zones: row.own_zones ?? row.zones,
    ownZones: row.own_zones !== null,
    state: row.state,
    priority: row.priority,
    dueAt: row.due_at,
    attempts: row.attempts,
    lastResult: optional(row.last_result),
    lastAttemptAt: optional(row.last_attempt_at),
    createdAt: row.created_at,
  };
}
