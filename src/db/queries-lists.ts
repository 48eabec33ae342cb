import { sql } from 'kysely';
import type { ListView, NewList, Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { wrong } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { departmentRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

/** Lists of campaigns; a list is its campaign's department's. */
export class PgLists {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async list(scope: Scope, campaignId: string | undefined, page: PageRequest): Promise<Page<ListView>> {
    const after = idCursor(page.cursor);
    let query = selectLists(this.#db, scope)
      .orderBy('l.id')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('l.id', '>', after);
    if (campaignId !== undefined) query = query.where('l.campaign_id', '=', campaignId);
    return pageFrom((await query.execute()).map(listOf), page.limit, (list) => list.id);
  }

  async get(scope: Scope, id: string): Promise<ListView | undefined> {
    const row = await selectLists(this.#db, scope).where('l.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : listOf(row);
  }

  async create(actor: Actor, list: NewList): Promise<ListView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { campaignId, name, source, legalBasis } = list;
    await transact(this.#db, async (tx) => {
      const campaign = await tx
        .selectFrom('campaign')
        .select('department_id')
        .where('id', '=', campaignId)
        .where(departmentRows(actor.scope, sql`department_id`))
        .executeTakeFirst();
      if (campaign === undefined) throw wrong('campaignId', 'another id', 'a campaign of yours');
      const origin = { source: source ?? null, legal_basis: legalBasis ?? null, created_by: actor.userId };
      const created_at = timestamp(now);
      await tx
        .insertInto('list')
        .values({ id, campaign_id: campaignId, name, ...origin, created_at })
        .execute();
      const departmentId = campaign.department_id;
      await appendAudit(tx, actor, { action: 'list.create', subjectKind: 'list', subjectId: id, departmentId }, now);
    });
    return { id, campaignId, name, active: true, source, legalBasis, hours: undefined, contacts: 0, createdAt: now };
  }
}

function selectLists(db: Db, scope: Scope) {
  return db
    .selectFrom('list as l')
    .innerJoin('campaign as c', 'c.id', 'l.campaign_id')
    .select(['l.id', 'l.campaign_id', 'l.name', 'l.active', 'l.source', 'l.legal_basis', 'l.hours', 'l.created_at'])
    .select(sql<number>`(select count(*) from contact x where x.list_id = l.id)`.as('contacts'))
    .where(departmentRows(scope, sql`c.department_id`));
}

function listOf(row: {
  id: string;
  campaign_id: string;
  name: string;
  active: boolean;
  source: string | null;
  legal_basis: string | null;
  hours: unknown;
  created_at: number;
  contacts: number;
}): ListView {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    name: row.name,
    active: row.active,
    source: optional(row.source),
    legalBasis: optional(row.legal_basis),
    hours: (row.hours ?? undefined) as ListView['hours'],
    contacts: row.contacts,
    createdAt: row.created_at,
  };
}
