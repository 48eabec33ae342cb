import { sql } from 'kysely';
import type { CampaignCalendar } from '../domain/campaign-calendar.ts';
import type { ContactOrder } from '../domain/contact-order.ts';
import type { ListReset, ResetSchedule } from '../domain/list-reset.ts';
import type { ListView } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { wrong } from '../domain/refused.ts';
import type { RetryValue } from '../domain/retry-rule.ts';
import type { Scope } from '../domain/roles.ts';
import type { BackgroundJob, JobQueue } from '../lists/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { orderOf } from './contact-source.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { PgLists } from './queries-lists.ts';
import { orNotFound } from './queries-refusals.ts';
import { departmentRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

const RESETS_SHOWN = 50;
type Column = 'retry' | 'contact_order' | 'calendar';

interface Parts {
  db: Db;
  clock: Clock;
  ids: IdSource;
  jobs: JobQueue;
  /** Told of a job that could not be handed over; the worker finds it in Postgres. */
  late(job: BackgroundJob, error: unknown): void;
}

/** Which contact of a campaign comes when: its rules as data, and lists switched and dialed again. */
export class PgContactWork {
  readonly #parts: Parts;
  readonly #lists: PgLists;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#lists = new PgLists(parts.db, parts.clock, parts.ids);
  }

  async retryRules(scope: Scope, campaignId: string): Promise<Record<string, RetryValue> | undefined> {
    const row = await this.#campaign(scope, campaignId, 'retry');
    return row && (row.value as Record<string, RetryValue>);
  }

  async putRetryRules(actor: Actor, campaignId: string, rules: Record<string, RetryValue>): Promise<void> {
    await this.#put(actor, campaignId, 'retry', rules, 'campaign.retry-rules');
  }

  async order(scope: Scope, campaignId: string): Promise<ContactOrder | undefined> {
    const row = await this.#campaign(scope, campaignId, 'contact_order');
    return row && orderOf(row.value);
  }

  async putOrder(actor: Actor, campaignId: string, { sort, mix }: ContactOrder): Promise<void> {
    const { clock, ids, db } = this.#parts;
    const id = ids.next();
    const now = timestamp(clock.now());
    await transact(db, async (tx) => {
      await this.#write(tx, actor, campaignId, 'contact_order', { ...sort, mix }, 'campaign.contact-order');
      await demandLists(tx, campaignId, mix);
      await sql`insert into contact_reorder (campaign_id, id, asked_at) values (${campaignId}, ${id}, ${now})
        on conflict (campaign_id) do update set id = excluded.id, asked_at = excluded.asked_at, after_id = null`.execute(
        tx,
      );
    });
    await this.#handOver({ kind: 'reorder', id });
  }

  async calendar(scope: Scope, campaignId: string): Promise<CampaignCalendar | null | undefined> {
    const row = await this.#campaign(scope, campaignId, 'calendar');
    return row && ((row.value ?? null) as CampaignCalendar | null);
  }

  async putCalendar(actor: Actor, campaignId: string, calendar: CampaignCalendar | null): Promise<void> {
    await this.#put(actor, campaignId, 'calendar', calendar, 'campaign.calendar');
  }

  /** The gate and the feeder read the switch themselves: what is queued of a list that is off is not dialed. */
  async setActive(actor: Actor, listId: string, active: boolean): Promise<ListView> {
    const { db, clock } = this.#parts;
    await transact(db, async (tx) => {
      const { departmentId } = await lockList(tx, actor.scope, listId);
      await sql`update list set active = ${active} where id = ${listId}`.execute(tx);
      const deed = { action: 'list.active', subjectKind: 'list', subjectId: listId, departmentId, details: { active } };
      await appendAudit(tx, actor, deed, clock.now());
    });
    return orNotFound(await this.#lists.get(actor.scope, listId), 'list');
  }

  async reset(
    actor: Actor,
    listId: string,
    { results, reason }: { results: readonly string[]; reason: string },
  ): Promise<ListReset> {
    const { db, clock, ids } = this.#parts;
    const id = ids.next();
    const now = clock.now();
    await transact(db, async (tx) => {
      const { departmentId } = await lockList(tx, actor.scope, listId);
      await sql`insert into list_reset (id, list_id, results, reason, asked_by, asked_at)
        values (${id}, ${listId}, ${[...results]}::text[], ${reason}, ${actor.userId}, ${timestamp(now)})`.execute(tx);
      const deed = { action: 'list.reset', subjectKind: 'list', subjectId: listId, departmentId };
      await appendAudit(tx, actor, { ...deed, reason, details: { resetId: id, results: [...results] } }, now);
    });
    await this.#handOver({ kind: 'reset', id });
    const [made] = await this.#readResets(listId, id);
    return orNotFound(made, 'reset');
  }

  async resets(scope: Scope, listId: string): Promise<ListReset[] | undefined> {
    if ((await this.#lists.get(scope, listId)) === undefined) return undefined;
    return await this.#readResets(listId);
  }

  async resetSchedule(scope: Scope, listId: string): Promise<ResetSchedule | null | undefined> {
    const row = await this.#parts.db
      .selectFrom('list as l')
      .innerJoin('campaign as c', 'c.id', 'l.campaign_id')
      .select('l.reset_schedule')
      .where('l.id', '=', listId)
      .where(departmentRows(scope, sql`c.department_id`))
      .executeTakeFirst();
    return row && ((row.reset_schedule ?? null) as ResetSchedule | null);
  }

  async putResetSchedule(actor: Actor, listId: string, schedule: ResetSchedule | null): Promise<void> {
    const { db, clock } = this.#parts;
    const now = clock.now();
    await transact(db, async (tx) => {
      const { departmentId } = await lockList(tx, actor.scope, listId);
      const value = schedule === null ? null : JSON.stringify(schedule);
      await sql`update list set reset_schedule = ${value}::jsonb, reset_schedule_by = ${actor.userId},
        reset_scheduled_at = ${timestamp(now)} where id = ${listId}`.execute(tx);
      const deed = { action: 'list.reset-schedule', subjectKind: 'list', subjectId: listId, departmentId };
      await appendAudit(tx, actor, { ...deed, details: { schedule } }, now);
    });
  }

  async #campaign(scope: Scope, id: string, column: Column) {
    return await this.#parts.db
      .selectFrom('campaign')
      .select(`${column} as value`)
      .where('id', '=', id)
      .where(departmentRows(scope, sql`department_id`))
      .executeTakeFirst();
  }

  async #put(actor: Actor, id: string, column: Column, value: object | null, action: string): Promise<void> {
    await transact(this.#parts.db, (tx) => this.#write(tx, actor, id, column, value, action));
  }

  async #write(tx: Tx, actor: Actor, id: string, column: Column, value: object | null, action: string): Promise<void> {
    const row = await tx
      .updateTable('campaign')
      .set({ [column]: value === null ? null : JSON.stringify(value) })
      .where('id', '=', id)
      .where(departmentRows(actor.scope, sql`department_id`))
      .returning('department_id')
      .executeTakeFirst();
    const { department_id: departmentId } = orNotFound(row, 'campaign');
    const deed = { action, subjectKind: 'campaign', subjectId: id, departmentId, details: { value } };
    await appendAudit(tx, actor, deed, this.#parts.clock.now());
  }

  async #readResets(listId: string, id?: string): Promise<ListReset[]> {
    const { rows } = await sql<ResetRow>`
      select * from list_reset where list_id = ${listId} and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      order by id desc limit ${RESETS_SHOWN}`.execute(this.#parts.db);
    return rows.map((row) => ({
      id: row.id,
      listId: row.list_id,
      results: row.results,
      reason: optional(row.reason),
      askedBy: optional(row.asked_by),
      askedAt: row.asked_at,
      scheduledFor: optional(row.scheduled_for),
      state: row.state,
      opened: row.opened,
      endedAt: optional(row.ended_at),
    }));
  }

  async #handOver(job: BackgroundJob): Promise<void> {
    try {
      await this.#parts.jobs.add(job);
    } catch (error) {
      this.#parts.late(job, error);
    }
  }
}

interface ResetRow {
  id: string;
  list_id: string;
  results: string[];
  reason: string | null;
  asked_by: string | null;
  asked_at: number;
  scheduled_for: number | null;
  state: ListReset['state'];
  opened: number;
  ended_at: number | null;
}

async function lockList(tx: Tx, scope: Scope, id: string): Promise<{ departmentId: string }> {
  const { rows } = await sql<{ department_id: string }>`
    select c.department_id from list l join campaign c on c.id = l.campaign_id
    where l.id = ${id} and ${departmentRows(scope, sql`c.department_id`)} for update of l`.execute(tx);
  return { departmentId: orNotFound(rows[0], 'list').department_id };
}

async function demandLists(tx: Tx, campaignId: string, mix: ContactOrder['mix']): Promise<void> {
  if (mix.length === 0) return;
  const { rows } = await sql<{ n: number }>`select count(*) as n from list
    where campaign_id = ${campaignId} and id = any(${mix.map(({ listId }) => listId)}::uuid[])`.execute(tx);
  if (rows[0]?.n !== mix.length) throw wrong('mix', 'an id that is not there', 'ids of lists of the campaign');
}
