import { sql } from 'kysely';
import { type CallBackReminder, REMIND_BEFORE_MS } from '../domain/call-back.ts';
import type { BackgroundJob } from '../lists/ports.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { settingOf } from './queries-call-backs.ts';
import { timestamp } from './values.ts';

/** Contacts looked at in one transaction: those who dial wait for no longer than that takes. */
const WINDOW = 2_000;
const DAY = 86_400_000;
const REMINDED_AT_ONCE = 500;

/**
 * Background work on contacts: lists dialed again, order keys made anew, call-backs remembered. Each step is one
 * transaction that keeps how far it has come, so a job that is run twice, or by two workers at once, does its work once.
 */
export class PgContactJobs {
  readonly #db: Db;
  readonly #ids: IdSource;

  constructor(db: Db, ids: IdSource) {
    this.#db = db;
    this.#ids = ids;
  }

  /** What a worker should have in hand, also what Redis has lost. */
  async waiting(): Promise<BackgroundJob[]> {
    const { rows } = await sql<BackgroundJob>`
      select 'reset' as kind, id from list_reset where state <> 'done'
      union all select 'reorder', id from contact_reorder`.execute(this.#db);
    return rows;
  }

  /** One step of a reset; false: it is done, or there is none. */
  async reset(id: string, now: number): Promise<boolean> {
    return await transact(this.#db, async (tx) => {
      const { rows } = await sql<ResetRow>`
        select list_id, results, asked_at, after_id from list_reset where id = ${id} and state <> 'done' for update`.execute(
        tx,
      );
      const [reset] = rows;
      if (reset === undefined) return false;
      const last = await windowAfter(tx, reset.after_id);
      const opened = last === undefined ? 0 : await openAgain(tx, reset, last, now);
      await sql`update list_reset set opened = opened + ${opened}, after_id = coalesce(${last ?? null}, after_id),
        state = ${last === undefined ? 'done' : 'running'},
        ended_at = ${timestamp(last === undefined ? now : undefined)} where id = ${id}`.execute(tx);
      return last !== undefined;
    });
  }

  /** One step of making a campaign's keys anew; false: they are. */
  async reorder(id: string): Promise<boolean> {
    return await transact(this.#db, async (tx) => {
      const { rows } = await sql<{ campaign_id: string; after_id: string | null }>`
        select campaign_id, after_id from contact_reorder where id = ${id} for update`.execute(tx);
      const [job] = rows;
      if (job === undefined) return false;
      const last = await windowAfter(tx, job.after_id);
      if (last === undefined) {
        await sql`delete from contact_reorder where id = ${id}`.execute(tx);
        return false;
      }
      await sql`
        update contact c set order_key = contact_order_key(g.contact_order, c)
        from campaign g where g.id = ${job.campaign_id} and c.campaign_id = g.id and c.id <= ${last}
          and (${job.after_id}::uuid is null or c.id > ${job.after_id}::uuid)
          and c.order_key is distinct from contact_order_key(g.contact_order, c)`.execute(tx);
      await sql`update contact_reorder set after_id = ${last} where id = ${id}`.execute(tx);
      return true;
    });
  }

  /** Orders the resets whose time has come since they were last looked at; how many. */
  async schedule(floorZone: string, now: number): Promise<number> {
    return await transact(this.#db, async (tx) => {
      const { rows } = await sql<DueSchedule>`
        select l.id, l.reset_schedule_by as asked_by, c.department_id, l.reset_schedule -> 'results' as results, t.at
        from list l join campaign c on c.id = l.campaign_id
        cross join lateral (
          select max(at) as at from (
            select (day + make_interval(mins => (l.reset_schedule ->> 'at')::int)) at time zone ${floorZone} as at,
              extract(isodow from day)::int as weekday
            from (select date_trunc('day', ${timestamp(now)}::timestamptz at time zone ${floorZone})
              - make_interval(days => ago) as day from generate_series(0, 7) ago) d) s
          where s.at <= ${timestamp(now)} and l.reset_schedule -> 'days' @> to_jsonb(s.weekday)) t
        where l.reset_schedule is not null and t.at > coalesce(l.reset_scheduled_at, '-infinity')
        for update of l skip locked`.execute(tx);
      for (const due of rows) await this.#ask(tx, due, now);
      return rows.length;
    });
  }

  async #ask(tx: Tx, due: DueSchedule, now: number): Promise<void> {
    const id = this.#ids.next();
    await sql`insert into list_reset (id, list_id, results, asked_by, asked_at, scheduled_for)
      values (${id}, ${due.id}, ${due.results}::text[], ${due.asked_by}, ${timestamp(now)}, ${timestamp(due.at)})
      on conflict do nothing`.execute(tx);
    await sql`update list set reset_scheduled_at = ${timestamp(due.at)} where id = ${due.id}`.execute(tx);
    const deed = { action: 'list.reset', subjectKind: 'list', subjectId: due.id, departmentId: due.department_id };
    const details = { resetId: id, results: due.results, scheduledFor: new Date(due.at).toISOString() };
    await appendAudit(tx, undefined, { ...deed, details }, now);
  }

  /** Reminders that are due; each is taken once, by whichever process asks first. */
  async takeReminders(now: number): Promise<CallBackReminder[]> {
    const { rows } = await sql<ReminderRow>`
      with due as (
        select b.id, b.due_at <= ${timestamp(now)} as is_now from call_back b join contact c on c.id = b.contact_id
        where b.ended_at is null and b.reminded_at is null and b.due_at <= ${timestamp(now + REMIND_BEFORE_MS)}
          and (b.warned_at is null or b.due_at <= ${timestamp(now)}) and c.state <> 'closed' and b.kind <> 'anyone'
        order by b.due_at limit ${REMINDED_AT_ONCE} for update of b skip locked),
      taken as (
        update call_back b set warned_at = ${timestamp(now)}, reminded_at = case when due.is_now then ${timestamp(now)}::timestamptz end
        from due where b.id = due.id returning b.*, due.is_now)
      select t.id, t.contact_id, t.campaign_id, t.due_at, t.is_now,
        array(select u.id from app_user u where u.status = 'active' and (u.id = t.agent_id or u.squad_id = t.squad_id)) as agents
      from taken t order by t.due_at`.execute(this.#db);
    return rows.map((row) => ({
      ...{ callBackId: row.id, contactId: row.contact_id, campaignId: row.campaign_id, dueAt: row.due_at },
      ...{ when: row.is_now ? ('now' as const) : ('soon' as const), agentIds: row.agents },
    }));
  }

  /** Promises that nobody has kept for too long: the contact goes on as any other, due now. How many. */
  async expire(now: number): Promise<number> {
    const days = await settingOf(this.#db, 'callBack.expireDays');
    return await transact(this.#db, async (tx) => {
      const { rows } = await sql`
        with late as (
          select b.id, b.contact_id from call_back b join contact c on c.id = b.contact_id
          where b.ended_at is null and b.due_at < ${timestamp(now - days * DAY)} and c.state in ('open', 'closed')
          limit ${WINDOW} for update of b, c skip locked),
        freed as (
          update contact c set bound_agent_id = null, bound_squad_id = null, source = 'retry'
          from late where c.id = late.contact_id and c.state = 'open')
        update call_back b set ended_at = ${timestamp(now)}, outcome = 'expired' from late where b.id = late.id
        returning b.id`.execute(tx);
      return rows.length;
    });
  }
}

interface ResetRow {
  list_id: string;
  results: string[];
  asked_at: number;
  after_id: string | null;
}

interface DueSchedule {
  id: string;
  asked_by: string | null;
  department_id: string;
  results: string[];
  at: number;
}

interface ReminderRow {
  id: string;
  contact_id: string;
  campaign_id: string;
  due_at: number;
  is_now: boolean;
  agents: string[];
}

/** The last id of the next window of contacts by id, whosever they are; undefined: there are no more. */
async function windowAfter(tx: Tx, after: string | null): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from (select id from contact where ${after}::uuid is null or id > ${after}::uuid order by id limit ${WINDOW}) w
    order by id desc limit 1`.execute(tx);
  return rows[0]?.id;
}

/**
 * Closed contacts of the window begin anew: due at once, on their first number, with none of the campaign's own tries used
 * up. What was called before still counts for the frequency, the day and every lock: those stand on the attempts.
 */
async function openAgain(tx: Tx, reset: ResetRow, last: string, now: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update contact c set state = 'open', due_at = ${timestamp(now)}, source = 'retry', attempts = 0,
      reset_at = ${timestamp(reset.asked_at)}, next_phone_id = null, bound_agent_id = null, bound_squad_id = null
    where c.id <= ${last} and (${reset.after_id}::uuid is null or c.id > ${reset.after_id}::uuid)
      and c.list_id = ${reset.list_id} and c.state = 'closed' and c.last_result = any(${reset.results}::text[])
      and (c.last_attempt_at is null or c.last_attempt_at <= ${timestamp(reset.asked_at)})
      and (c.reset_at is null or c.reset_at < ${timestamp(reset.asked_at)})
    returning c.id`.execute(tx);
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await sql`delete from contact_number_state where contact_id = any(${ids}::uuid[])`.execute(tx);
  await sql`update call_back set ended_at = ${timestamp(now)}, outcome = 'expired'
    where contact_id = any(${ids}::uuid[]) and ended_at is null`.execute(tx);
  return ids.length;
}
