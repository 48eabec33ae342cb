import { sql } from 'kysely';
import type { CallRecord } from '../dialer/ports.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** For records from before the regime said how long (UK, the strictest shipped then). */
const ABANDONED_LOCK_MS = 72 * 3_600_000;

/** What there is to do about an attempt's contact beyond the contact itself; mostly nothing. */
export interface Beside {
  id: string;
  /** The contact has several numbers. */
  several: boolean;
  /** Somebody has promised to call the contact back. */
  promised: boolean;
}

export function idsOf(beside: readonly Beside[], what: 'several' | 'promised'): string[] {
  return beside.filter((one) => one[what]).map(({ id }) => id);
}

/** To be returned of attempts `a`. */
export const BESIDE = sql`a.id,
  exists (select from contact_number n where n.contact_id = a.contact_id) as several,
  exists (select from call_back b where b.contact_id = a.contact_id and b.ended_at is null) as promised`;

/** Closes those of the attempts that are open; gives them. A closed one stays as it is: its record exists. */
export async function closeAttempts(tx: Tx, records: readonly CallRecord[]): Promise<Beside[]> {
  const { rows } = await sql<Beside>`
    update attempt a set state = 'closed', closed_at = v.ended_at, result = v.result, charged = a.charged and v.charged,
      denied = v.denied, number_done = v.number_done,
      answered_at = coalesce(v.answered_at, a.answered_at), connected_at = coalesce(v.connected_at, a.connected_at),
      agent_id = coalesce(v.agent_id, a.agent_id)
    from unnest(${records.map((r) => r.attemptId)}::uuid[], ${records.map((r) => timestamp(r.endedAt))}::timestamptz[],
      ${records.map((r) => r.result)}::text[], ${records.map((r) => r.charged)}::boolean[],
      ${records.map((r) => timestamp(r.answeredAt))}::timestamptz[],
      ${records.map((r) => timestamp(r.connectedAt))}::timestamptz[],
      ${records.map((r) => r.agentId ?? null)}::uuid[], ${records.map((r) => r.denied ?? false)}::boolean[],
      ${records.map((r) => r.retryAt === undefined)}::boolean[])
      v (id, ended_at, result, charged, answered_at, connected_at, agent_id, denied, number_done)
    where a.id = v.id and a.state = 'open'
    returning ${BESIDE}`.execute(tx);
  return rows;
}

/**
 * Writes anew, closed, the attempts that the database does not know: a failover lost the last transactions (FAULTS 42).
 * The number stays charged, the record gets its anchor. Gives those restored.
 */
export async function restoreAttempts(tx: Tx, records: readonly CallRecord[]): Promise<Beside[]> {
  const { rows: known } = await sql<{ id: string }>`
    select id from attempt where id = any(${records.map((r) => r.attemptId)}::uuid[])`.execute(tx);
  const there = new Set(known.map((row) => row.id));
  const lost = records.filter((record) => !there.has(record.attemptId));
  if (lost.length === 0) return [];
  const { rows } = await sql<Beside>`
    insert into attempt as a (id, group_id, epoch, node, campaign_id, list_id, contact_id, customer_id, phone_id, blind_index,
      trunk_id, caller_id_id, mode, source, placed_at, place_by, charged, state, answered_at, connected_at, agent_id,
      closed_at, result)
    select v.id, v.group_id, 0, v.node, v.campaign_id, v.list_id, v.contact_id, v.customer_id, p.id, p.blind_index,
      v.trunk_id, v.caller_id_id, v.mode, v.source, v.placed_at, v.placed_at, v.charged, 'closed', v.answered_at,
      v.connected_at, v.agent_id, v.ended_at, v.result
    from ${recordRows(lost)} left join phone p on p.id = v.phone_id
    on conflict (id) do nothing
    returning ${BESIDE}`.execute(tx);
  return rows;
}

/** The records of attempts closed in this transaction; what the agent said before (another process) comes with them. */
export async function insertRecords(tx: Tx, records: readonly CallRecord[]): Promise<void> {
  await sql`
    insert into call_record (attempt_id, placed_at, group_id, campaign_id, list_id, contact_id, customer_id, phone_id,
      trunk_id, caller_id_id, department_id, squad_id, agent_id, node, mode, source, sent_at, ringing_at, answered_at,
      offered_at, connected_at, ended_at, wrapped_at, result, disposition, result_key, cause, tech_cause, cause_text, ended_by,
      charged, abandon)
    select v.id, a.placed_at, v.group_id, v.campaign_id, v.list_id, v.contact_id, v.customer_id, v.phone_id, v.trunk_id,
      v.caller_id_id, c.department_id, u.squad_id, v.agent_id, v.node, v.mode, v.source, v.sent_at, v.ringing_at,
      v.answered_at, v.offered_at, v.connected_at, v.ended_at, a.wrapped_at, v.result, a.disposition, a.result_key, v.cause,
      v.tech_cause, v.cause_text, v.ended_by, v.charged, v.abandon
    from ${recordRows(records)}
    join attempt a on a.id = v.id
    join campaign c on c.id = v.campaign_id
    left join app_user u on u.id = v.agent_id
    on conflict do nothing`.execute(tx);
}

/**
 * Contacts go back to open, due by the retry rule or by the agent's word, on the same number or on their next one, or are
 * closed. An attempt that does not count was none. A call-back that reached nobody stays one until the rule gives up.
 */
export async function freeContacts(tx: Tx, records: readonly CallRecord[]): Promise<void> {
  await sql`
    update contact c set
      state = case when c.state <> 'dialing' then c.state when v.due_at is null then 'closed' else 'open' end,
      due_at = case when c.state <> 'dialing' then c.due_at
        when v.keeps_appointment then greatest(v.due_at, c.due_at) else coalesce(v.due_at, c.due_at) end,
      source = case when v.disposition = 'CALLBACK' or (v.promised and not v.reached) then 'call-back'
        when v.keeps_appointment and c.due_at > v.ended_at then c.source
        when v.goes_on then 'other-number' else 'retry' end,
      next_phone_id = case when c.state = 'dialing' and v.goes_on then nullif(v.next_phone, c.phone_id)
        else c.next_phone_id end,
      bound_agent_id = case when v.disposition is null then c.bound_agent_id when v.bound_to = 'me' then v.agent_id end,
      bound_squad_id = case when v.disposition is null then c.bound_squad_id when v.bound_to = 'squad' then v.squad_id end,
      attempts = greatest(0, c.attempts - (not v.counted)::int),
      last_result = coalesce(v.disposition, v.result),
      abandoned_lock_until = greatest(c.abandoned_lock_until, v.locked_until),
      abandoned_lock_lifted_by = case when v.locked_until >= coalesce(c.abandoned_lock_until, v.locked_until)
        then nullif(v.lifted_by, 'nothing') else c.abandoned_lock_lifted_by end
    from (
      select w.*, w.next_phone is not null and w.other_at is not null as goes_on,
        case when w.next_phone is not null then coalesce(w.other_at, w.same_at) else w.same_at end as due_at
      from (
        select x.contact_id, x.result, x.counted, a.disposition, a.closed_at as ended_at, a.agent_id, u.squad_id,
          case when a.disposition = 'CALLBACK' then a.call_back_for end as bound_to,
          a.connected_at is not null as reached,
          exists (select from call_back b where b.contact_id = x.contact_id and b.ended_at is null) as promised,
          -- Called by hand before its time and not reached, it is still due when it was.
          a.mode = 'manual' and a.connected_at is null as keeps_appointment,
          case when a.disposition is null then x.retry_at else a.wrap_retry_at end as same_at,
          case when a.disposition is null then x.other_at else a.wrap_other_at end as other_at,
          case when coalesce(a.wrap_other_at, x.other_at) is not null and k.further
            then next_number(k.id, k.phone_id, a.phone_id) end as next_phone,
          case when x.result = 'ABANDONED' then x.lock_at end as locked_until, x.lifted_by
        from unnest(${records.map((r) => r.attemptId)}::uuid[], ${records.map((r) => r.contactId)}::uuid[],
          ${records.map((r) => r.result)}::text[], ${records.map((r) => r.counted ?? r.charged)}::boolean[],
          ${records.map((r) => timestamp(r.retryAt))}::timestamptz[],
          ${records.map((r) => timestamp(r.otherAt))}::timestamptz[],
          ${records.map((r) => timestamp(lockedUntil(r)))}::timestamptz[],
          ${records.map((r) => r.abandon?.lockLiftedBy ?? null)}::text[])
          x (id, contact_id, result, counted, retry_at, other_at, lock_at, lifted_by)
        join attempt a on a.id = x.id
        left join lateral (
          select c.id, c.phone_id, exists (select from contact_number n where n.contact_id = c.id) as further
          from contact c where c.id = x.contact_id) k on true
        left join app_user u on u.id = a.agent_id) w) v
    where c.id = v.contact_id`.execute(tx);
}

/** What became of the numbers of contacts that have several; before the contacts themselves go on to the next one. */
export async function noteNumbers(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await sql`
    insert into contact_number_state (contact_id, phone_id, last_result, last_at, closed)
    select a.contact_id, a.phone_id, coalesce(a.disposition, a.result), a.placed_at, a.number_done
    from attempt a
    where a.id = any(${[...attemptIds]}::uuid[]) and a.state = 'closed'
      and exists (select from contact_number n where n.contact_id = a.contact_id)
    on conflict (contact_id, phone_id) do update set last_result = excluded.last_result, last_at = excluded.last_at,
      closed = excluded.closed
    where contact_number_state.last_at <= excluded.last_at`.execute(tx);
}

/** The records as a table `v`; columns that a query does not name cost nothing worth saving. */
function recordRows(records: readonly CallRecord[]) {
  return sql`unnest(${records.map((r) => r.attemptId)}::uuid[], ${records.map((r) => r.groupId)}::uuid[],
    ${records.map((r) => r.campaignId)}::uuid[], ${records.map((r) => r.listId)}::uuid[],
    ${records.map((r) => r.contactId)}::uuid[], ${records.map((r) => r.customerId ?? null)}::uuid[],
    ${records.map((r) => r.phoneId)}::uuid[], ${records.map((r) => r.trunkId)}::uuid[],
    ${records.map((r) => r.callerIdId ?? null)}::uuid[], ${records.map((r) => r.agentId ?? null)}::uuid[],
    ${records.map((r) => r.node)}::text[], ${records.map((r) => r.mode)}::text[],
    ${records.map((r) => r.source)}::text[], ${records.map((r) => timestamp(r.placedAt))}::timestamptz[],
    ${records.map((r) => timestamp(r.sentAt))}::timestamptz[], ${records.map((r) => timestamp(r.ringingAt))}::timestamptz[],
    ${records.map((r) => timestamp(r.answeredAt))}::timestamptz[],
    ${records.map((r) => timestamp(r.offeredAt))}::timestamptz[],
    ${records.map((r) => timestamp(r.connectedAt))}::timestamptz[],
    ${records.map((r) => timestamp(r.endedAt))}::timestamptz[], ${records.map((r) => r.result)}::text[],
    ${records.map((r) => r.cause ?? null)}::int[], ${records.map((r) => r.techCause ?? null)}::int[],
    ${records.map((r) => r.causeText ?? null)}::text[], ${records.map((r) => r.endedBy)}::text[],
    ${records.map((r) => r.charged)}::boolean[],
    ${records.map((r) => (r.abandon === undefined ? null : JSON.stringify(r.abandon)))}::jsonb[])
    v (id, group_id, campaign_id, list_id, contact_id, customer_id, phone_id, trunk_id, caller_id_id, agent_id, node, mode,
      source, placed_at, sent_at, ringing_at, answered_at, offered_at, connected_at, ended_at, result, cause, tech_cause,
      cause_text, ended_by, charged, abandon)`;
}

function lockedUntil({ abandon, endedAt, retryAt }: CallRecord): number {
  return abandon?.lockedUntil ?? retryAt ?? endedAt + ABANDONED_LOCK_MS;
}
