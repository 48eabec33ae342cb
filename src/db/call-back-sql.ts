import { sql } from 'kysely';
import type { WrapUpRecord } from '../dialer/ports.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/**
 * What calls that have ended make of the call-backs they were to keep: one that reached the customer is done, one whose
 * contact is closed has expired, and another is due again when its contact is. After `freeContacts`.
 */
export async function settleCallBacks(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await sql`
    update call_back b set due_at = c.due_at, warned_at = null, reminded_at = null,
      ended_at = case when a.connected_at is not null or c.state = 'closed' then a.closed_at end,
      outcome = case when a.connected_at is not null then 'done' when c.state = 'closed' then 'expired' end
    from attempt a join contact c on c.id = a.contact_id
    where a.id = any(${[...attemptIds]}::uuid[]) and b.contact_id = a.contact_id and b.ended_at is null and b.id <> a.id
      and a.placed_at > b.created_at`.execute(tx);
}

/** An agent's word ends the call-back that the call was made for (`promised`: attempts whose contacts have one). */
export async function endCallBacks(tx: Tx, promised: readonly string[]): Promise<void> {
  if (promised.length === 0) return;
  await sql`
    update call_back b set ended_at = a.wrapped_at, outcome = case a.disposition when 'CALLBACK' then 'replaced' else 'done' end
    from attempt a
    where a.id = any(${[...promised]}::uuid[]) and b.contact_id = a.contact_id and b.ended_at is null
      and a.placed_at >= b.created_at`.execute(tx);
}

/** The word CALLBACK makes a new one. After `endCallBacks`. */
export async function makeCallBacks(tx: Tx, wrapUps: readonly WrapUpRecord[]): Promise<void> {
  const made = wrapUps.filter(({ disposition, retryAt }) => disposition === 'CALLBACK' && retryAt !== undefined);
  if (made.length === 0) return;
  await sql`
    insert into call_back (id, contact_id, campaign_id, department_id, made_by, kind, agent_id, squad_id, due_at, created_at)
    select distinct on (a.contact_id) a.id, a.contact_id, a.campaign_id, c.department_id, v.agent_id,
      coalesce(a.call_back_for, 'anyone'), case when a.call_back_for = 'me' then v.agent_id end,
      case when a.call_back_for = 'squad' then u.squad_id end, a.wrap_retry_at, a.wrapped_at
    from unnest(${made.map((w) => w.attemptId)}::uuid[], ${made.map((w) => w.agentId)}::uuid[]) v (id, agent_id)
    join attempt a on a.id = v.id join contact c on c.id = a.contact_id join app_user u on u.id = v.agent_id
    where c.state <> 'dialing' or a.state = 'open' or c.last_attempt_at = a.placed_at
    order by a.contact_id, a.placed_at desc
    on conflict do nothing`.execute(tx);
}

/** Resets the reminders and the contact of a call-back whose time or owner was changed. */
export async function moveCallBack(
  tx: Tx,
  id: string,
  to: { dueAt: number; kind: string; agentId: string | null; squadId: string | null },
): Promise<void> {
  await sql`
    update call_back set due_at = ${timestamp(to.dueAt)}, kind = ${to.kind}, agent_id = ${to.agentId},
      squad_id = ${to.squadId}, warned_at = null, reminded_at = null where id = ${id}`.execute(tx);
  await sql`
    update contact c set due_at = ${timestamp(to.dueAt)}, bound_agent_id = ${to.agentId}, bound_squad_id = ${to.squadId},
      source = 'call-back'
    from call_back b where b.id = ${id} and c.id = b.contact_id and c.state in ('open', 'queued')`.execute(tx);
}
