import { sql } from 'kysely';
import { LAST_CONTACTS, type PopFacts, type ScreenPop, screenPop } from '../domain/screen-pop.ts';
import type { Db } from './pool.ts';
import { definitionOf } from './queries-results.ts';
import { optional } from './values.ts';

/** What the engine knows of a call before Postgres does (its notes of progress are written in batches). */
export interface PopOrder {
  attemptId: string;
  campaignId: string;
  /** Left out: the attempt's own. */
  contactId?: string;
  mode?: string;
  answeredAt?: number;
  connectedAt?: number;
}

/** Reads screen pops, in one statement. Everything is shown as it may be to any agent: numbers masked. */
export class PgScreenPops {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Undefined: there is no such contact or campaign. */
  async of(order: PopOrder): Promise<ScreenPop | undefined> {
    return (await this.all([order])).get(order.attemptId);
  }

  /** By attempt, those whose contact and campaign there are. */
  async all(orders: readonly PopOrder[]): Promise<Map<string, ScreenPop>> {
    const byId = new Map(orders.map((order) => [order.attemptId, order]));
    const wanted = [...byId.values()];
    const { rows } = await sql<PopRow>`
      select o.attempt::text as attempt_id, k.id as campaign_id, k.name as campaign_name, a.mode,
        a.answered_at, a.connected_at, c.id as contact_id, c.fields, c.attempts, c.customer_id,
        coalesce(cu.name, c.name) as name, cu.level, p.masked, p.region, p.carrier,
        (select coalesce(json_agg(l), '[]') from (
          select r.placed_at as at, r.result, r.disposition, u.name as agent_name,
            case when r.connected_at is null then 0 else extract(epoch from r.ended_at - r.connected_at) end as talk,
            d.body->>'note' as note
          from call_record r left join app_user u on u.id = r.agent_id left join call_draft d on d.attempt_id = r.attempt_id
          where r.contact_id in (
            select o.id from contact o where o.id = c.id or (c.customer_id is not null and o.customer_id = c.customer_id))
            and r.attempt_id <> o.attempt
          order by r.placed_at desc limit ${LAST_CONTACTS}) l) as last,
        (select coalesce(json_agg(t), '[]') from call_result t where t.department_id = k.department_id) as results
      from unnest(${wanted.map(({ attemptId }) => attemptId)}::uuid[],
          ${wanted.map(({ contactId }) => contactId ?? null)}::uuid[],
          ${wanted.map(({ campaignId }) => campaignId)}::uuid[]) o (attempt, contact, campaign)
        left join attempt a on a.id = o.attempt join contact c on c.id = coalesce(o.contact, a.contact_id)
        join campaign k on k.id = o.campaign join phone p on p.id = coalesce(a.phone_id, c.dial_phone_id)
        left join customer cu on cu.id = c.customer_id`.execute(this.#db);
    return new Map(
      rows.flatMap((row) => {
        const order = byId.get(row.attempt_id);
        return order === undefined ? [] : [[row.attempt_id, screenPop(facts(row, order))] as const];
      }),
    );
  }

  /**
   * The pop of the call that the agent has or wraps up, of what he is shown, or, while he is not ready, of the oldest call
   * whose result he owes (未填); undefined when there is none.
   */
  async current(agentId: string): Promise<ScreenPop | undefined> {
    const seat = await this.#db
      .selectFrom('agent_seat as s')
      .innerJoin('attempt as a', 'a.id', 's.attempt_id')
      .select(['a.id as attemptId', 'a.contact_id as contactId', 'a.campaign_id as campaignId'])
      .where('s.agent_id', '=', agentId)
      .where('s.state', 'in', ['dialing', 'reserved', 'talking', 'wrapup'])
      .executeTakeFirst();
    if (seat !== undefined) return await this.of(seat);
    const preview = await this.#db
      .selectFrom('preview')
      .select(['id as attemptId', 'contact_id as contactId', 'campaign_id as campaignId'])
      .where('agent_id', '=', agentId)
      .executeTakeFirst();
    if (preview !== undefined) return await this.of({ ...preview, mode: 'preview' });
    const owed = await this.#db
      .selectFrom('agent_seat as s')
      .innerJoin('attempt as a', 'a.agent_id', 's.agent_id')
      .select(['a.id as attemptId', 'a.contact_id as contactId', 'a.campaign_id as campaignId'])
      .where('s.agent_id', '=', agentId)
      .where('s.state', '=', 'paused')
      .where('a.disposition', '=', 'UNFILLED')
      .orderBy('a.placed_at')
      .limit(1)
      .executeTakeFirst();
    return owed === undefined ? undefined : await this.of(owed);
  }
}

interface PopRow {
  attempt_id: string;
  campaign_id: string;
  campaign_name: string;
  mode: string | null;
  answered_at: number | null;
  connected_at: number | null;
  contact_id: string;
  fields: Record<string, unknown> | null;
  attempts: number;
  customer_id: string | null;
  name: string | null;
  level: string | null;
  masked: string;
  region: string | null;
  carrier: string | null;
  last: {
    at: string;
    result: string;
    disposition: string | null;
    agent_name: string | null;
    talk: number;
    note: string | null;
  }[];
  results: Parameters<typeof definitionOf>[0][];
}

function facts(row: PopRow, order: PopOrder): PopFacts {
  return {
    call: {
      attemptId: order.attemptId,
      campaignId: row.campaign_id,
      campaignName: row.campaign_name,
      mode: order.mode ?? row.mode ?? 'predictive',
      answeredAt: order.answeredAt ?? optional(row.answered_at),
      connectedAt: order.connectedAt ?? optional(row.connected_at),
    },
    contact: { id: row.contact_id, fields: row.fields ?? {}, attempts: row.attempts },
    customer: {
      id: optional(row.customer_id),
      name: optional(row.name),
      number: row.masked,
      region: optional(row.region),
      carrier: optional(row.carrier),
      level: optional(row.level),
    },
    lastContacts: row.last.map((last) => ({
      at: Date.parse(last.at),
      result: last.result,
      disposition: optional(last.disposition),
      agentName: optional(last.agent_name),
      talkSeconds: Math.round(last.talk),
      note: optional(last.note),
    })),
    results: row.results.flatMap(definitionOf),
  };
}
