import { type RawBuilder, sql } from 'kysely';
import type { AgentDay } from '../domain/agent-day.ts';
import type { RecordInFull } from '../domain/call-segments.ts';
import type { Page, PageRequest, RecordFilter, RecordView } from '../domain/office.ts';
import type { Scope } from '../domain/roles.ts';
import type { Db } from './pool.ts';
import { endsWith, moment, pageFrom, timeCursor } from './queries-page.ts';
import { personRows } from './queries-scope.ts';
import { readSegments } from './segments-sql.ts';
import { optional, timestamp } from './values.ts';

const OF_RECORD = { person: sql`r.agent_id`, squad: sql`r.squad_id`, department: sql`r.department_id` };

/** Call records as the office sees them: newest first, numbers masked. */
export class PgRecords {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async list(scope: Scope, filter: Partial<RecordFilter>, page: PageRequest): Promise<Page<RecordView>> {
    const before = timeCursor(page.cursor);
    let query = this.#chosen(scope, filter)
      .orderBy('r.placed_at', 'desc')
      .orderBy('r.attempt_id', 'desc')
      .limit(page.limit + 1);
    if (before !== undefined) {
      query = query.where(sql<boolean>`(r.placed_at, r.attempt_id) < (${timestamp(before.at)}, ${before.id})`);
    }
    const rows = (await query.execute()).map(recordOf);
    return pageFrom(rows, page.limit, (record) => `${record.placedAt}_${record.attemptId}`);
  }

  /** How many fit, counted to `most` at most. */
  async count(scope: Scope, filter: Partial<RecordFilter>, most: number): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (${this.#chosen(scope, filter).limit(most)}) x`.execute(this.#db);
    return rows[0]?.n ?? 0;
  }

  #chosen(scope: Scope, filter: Partial<RecordFilter>) {
    let query = selectRecords(this.#db, scope);
    if (filter.from !== undefined) query = query.where('r.placed_at', '>=', moment(filter.from));
    if (filter.to !== undefined) query = query.where('r.placed_at', '<', moment(filter.to));
    if (filter.campaignId !== undefined) query = query.where('r.campaign_id', '=', filter.campaignId);
    if (filter.agentId !== undefined) query = query.where('r.agent_id', '=', filter.agentId);
    if (filter.contactId !== undefined) query = query.where('r.contact_id', '=', filter.contactId);
    if (filter.result !== undefined) query = query.where('r.result', '=', filter.result);
    if (filter.disposition !== undefined) query = query.where('r.disposition', '=', filter.disposition);
    if (filter.numberTail !== undefined) query = query.where(ofNumbersEnding(filter.numberTail));
    return query;
  }

  /** The attempt tells the month to look in. */
  async get(scope: Scope, attemptId: string): Promise<RecordInFull | undefined> {
    const row = await selectRecords(this.#db, scope)
      .innerJoin('attempt as a', (join) =>
        join.onRef('a.id', '=', 'r.attempt_id').onRef('a.placed_at', '=', 'r.placed_at'),
      )
      .where('a.id', '=', attemptId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const segments = (await readSegments(this.#db, [attemptId])).get(attemptId) ?? [];
    return { ...recordOf(row), segments };
  }

  /** By the index of the agent's own records: a day of his is some hundred rows. */
  async dayOf(agentId: string, from: number): Promise<AgentDay> {
    const { rows } = await sql<{ result: string; calls: number; connected: number; talkMs: number; wrapUpMs: number }>`
      select coalesce(disposition, result) as result, count(*) as calls, count(connected_at) as connected,
        coalesce(sum(${msBetween(sql`connected_at`, sql`ended_at`)}), 0)::bigint as "talkMs",
        coalesce(sum(${msBetween(sql`ended_at`, sql`wrapped_at`)}) filter (where connected_at is not null), 0)::bigint
          as "wrapUpMs"
      from call_record where agent_id = ${agentId} and placed_at >= ${timestamp(from)}
      group by 1 order by 2 desc, 1`.execute(this.#db);
    const day: AgentDay = { calls: 0, connected: 0, talkMs: 0, wrapUpMs: 0, results: {} };
    for (const row of rows) {
      day.calls += row.calls;
      day.connected += row.connected;
      day.talkMs += row.talkMs;
      day.wrapUpMs += row.wrapUpMs;
      day.results[row.result] = row.calls;
    }
    return day;
  }
}

function msBetween(begin: RawBuilder<unknown>, end: RawBuilder<unknown>) {
  return sql`greatest(0, round(extract(epoch from ${end} - ${begin}) * 1000))`;
}

/** By way of the contacts: their index leads to the few records, while the newest records would be read one by one. */
function ofNumbersEnding(tail: string) {
  return sql<boolean>`r.contact_id in (
    select k.id from contact k join phone p on p.id = k.phone_id where ${endsWith(tail)})`;
}

function selectRecords(db: Db, scope: Scope) {
  return db
    .selectFrom('call_record as r')
    .innerJoin('phone as p', 'p.id', 'r.phone_id')
    .select(['r.attempt_id', 'r.group_id', 'r.campaign_id', 'r.list_id', 'r.contact_id', 'r.customer_id', 'r.trunk_id'])
    .select([
      'r.caller_id_id',
      'r.agent_id',
      'r.node',
      'r.mode',
      'r.source',
      'r.placed_at',
      'r.sent_at',
      'r.ringing_at',
    ])
    .select(['r.answered_at', 'r.offered_at', 'r.connected_at', 'r.ended_at', 'r.wrapped_at', 'r.result'])
    .select(['r.disposition', 'r.result_key', 'r.cause', 'r.tech_cause', 'r.ended_by', 'r.abandon', 'p.masked'])
    .where(personRows(scope, OF_RECORD));
}

function recordOf(row: Awaited<ReturnType<ReturnType<typeof selectRecords>['executeTakeFirstOrThrow']>>): RecordView {
  return {
    attemptId: row.attempt_id,
    groupId: row.group_id,
    campaignId: row.campaign_id,
    listId: row.list_id,
    contactId: row.contact_id,
    customerId: optional(row.customer_id),
    number: row.masked,
    trunkId: row.trunk_id,
    callerIdId: optional(row.caller_id_id),
    agentId: optional(row.agent_id),
    node: row.node,
    mode: row.mode,
    source: row.source,
    placedAt: row.placed_at,
    sentAt: optional(row.sent_at),
    ringingAt: optional(row.ringing_at),
    answeredAt: optional(row.answered_at),
    offeredAt: optional(row.offered_at),
    connectedAt: optional(row.connected_at),
    endedAt: row.ended_at,
    wrappedAt: optional(row.wrapped_at),
    result: row.result,
    disposition: optional(row.disposition),
    resultKey: optional(row.result_key),
    cause: optional(row.cause),
    techCause: optional(row.tech_cause),
    endedBy: row.ended_by,
    abandon: row.abandon,
  };
}
