import { sql } from 'kysely';
import type { WrapUpRecord } from '../dialer/ports.ts';
import type { PlanRetry, RetryValue } from '../domain/retry-rule.ts';
import { endCallBacks, makeCallBacks } from './call-back-sql.ts';
import { forbidNumbers } from './do-not-call-sql.ts';
import type { Tx } from './pool.ts';
import { BESIDE, type Beside, idsOf, noteNumbers } from './settle-sql.ts';
import { timestamp } from './values.ts';

/**
 * What agents said of their calls: onto the attempt (whichever of record and word comes first, the record is whole in the
 * end), the record, the contact, and for 勿扰 the do-not-call list. Said twice, the first word stands; only 未填 gives way.
 */
export async function noteDispositions(tx: Tx, wrapUps: readonly WrapUpRecord[], planRetry?: PlanRetry): Promise<void> {
  const words = await planned(tx, oneOfEach(wrapUps), planRetry);
  const beside = await noteOnAttempts(tx, words);
  const noted = new Set(beside.map(({ id }) => id));
  const fresh = words.filter(({ attemptId }) => noted.has(attemptId));
  if (fresh.length === 0) return;
  await noteOnRecords(tx, fresh);
  await noteNumbers(tx, idsOf(beside, 'several'));
  await settleContacts(tx, fresh);
  await endCallBacks(tx, idsOf(beside, 'promised'));
  await makeCallBacks(tx, fresh);
  const forbidden = fresh.filter((wrapUp) => wrapUp.doNotCall);
  if (forbidden.length > 0) {
    const calls = forbidden.map(({ attemptId, agentId, wrappedAt }) => ({ attemptId, by: agentId, at: wrappedAt }));
    await forbidNumbers(tx, calls, { reason: 'asked by the customer', source: 'disposition' });
  }
  const wrong = fresh.filter((wrapUp) => wrapUp.disposition === 'WRONG');
  if (wrong.length > 0) await detachPhones(tx, wrong);
}

/** By attempt id, in one order for every writer; a real word goes before 未填. */
function oneOfEach(wrapUps: readonly WrapUpRecord[]): WrapUpRecord[] {
  const chosen = new Map<string, WrapUpRecord>();
  for (const wrapUp of wrapUps) {
    const before = chosen.get(wrapUp.attemptId);
    if (before === undefined || before.disposition === 'UNFILLED') chosen.set(wrapUp.attemptId, wrapUp);
  }
  return [...chosen.values()].sort((a, b) => (a.attemptId < b.attemptId ? -1 : 1));
}

interface Planned extends WrapUpRecord {
  otherAt: number | undefined;
}

/** What the campaign's retry rule says of the results; the time of a call-back is the agent's word. */
async function planned(tx: Tx, wrapUps: readonly WrapUpRecord[], rule: PlanRetry | undefined): Promise<Planned[]> {
  const plain = wrapUps.map((wrapUp) => ({ ...wrapUp, otherAt: undefined }));
  if (rule === undefined) return plain;
  const { rows } = await sql<PlannedRow>`
    select a.id, c.attempts, g.retry, g.max_attempts, g.recall_abandoned, g.frequency, a.was_closed,
      (select count(*) from attempt o where o.contact_id = a.contact_id and o.phone_id = a.phone_id and o.charged
        and o.id <> a.id and o.disposition = v.disposition and o.placed_at > coalesce(c.reset_at, '-infinity')) as same
    from unnest(${wrapUps.map((w) => w.attemptId)}::uuid[], ${wrapUps.map((w) => w.disposition)}::text[]) v (id, disposition)
    join attempt a on a.id = v.id join contact c on c.id = a.contact_id join campaign g on g.id = a.campaign_id`.execute(
    tx,
  );
  const facts = new Map(rows.map((row) => [row.id, row]));
  return plain.map((wrapUp) => {
    const row = facts.get(wrapUp.attemptId);
    if (row === undefined || wrapUp.disposition === 'CALLBACK') return wrapUp;
    const plan = {
      ...{ retryMs: row.retry, maxAttempts: row.max_attempts },
      ...{ recallAbandoned: row.recall_abandoned, frequency: row.frequency },
    };
    const past = { attempts: row.attempts, same: row.same + 1 };
    const { retryAt, otherAt } = rule(wrapUp.disposition, past, plan, wrapUp.wrappedAt);
    return { ...wrapUp, retryAt, otherAt: row.was_closed ? undefined : otherAt };
  });
}

interface PlannedRow {
  id: string;
  attempts: number;
  same: number;
  retry: Record<string, RetryValue>;
  max_attempts: number;
  recall_abandoned: boolean;
  frequency: { windows: { max: number; windowMs: number }[] };
  was_closed: boolean;
}

async function noteOnAttempts(tx: Tx, wrapUps: readonly Planned[]): Promise<Beside[]> {
  const { rows } = await sql<Beside>`
    update attempt a set disposition = v.disposition, result_key = v.result_key, wrapped_at = v.wrapped_at, wrap_retry_at = v.retry_at,
      wrap_other_at = v.other_at, number_done = v.retry_at is null, call_back_for = v.call_back_for, agent_id = coalesce(a.agent_id, v.agent_id)
    from unnest(${wrapUps.map((w) => w.attemptId)}::uuid[], ${wrapUps.map((w) => w.disposition)}::text[],
      ${wrapUps.map((w) => timestamp(w.wrappedAt))}::timestamptz[],
      ${wrapUps.map((w) => timestamp(w.retryAt))}::timestamptz[],
      ${wrapUps.map((w) => timestamp(w.otherAt))}::timestamptz[],
      ${wrapUps.map((w) => w.callBackFor ?? null)}::text[], ${wrapUps.map((w) => w.agentId)}::uuid[],
      ${wrapUps.map((w) => w.resultKey ?? null)}::text[])
      v (id, disposition, wrapped_at, retry_at, other_at, call_back_for, agent_id, result_key)
    where a.id = v.id and (a.disposition is null or (a.disposition = 'UNFILLED' and v.disposition <> 'UNFILLED'))
    returning ${BESIDE}`.execute(tx);
  return rows;
}

async function noteOnRecords(tx: Tx, wrapUps: readonly WrapUpRecord[]): Promise<void> {
  await sql`
    update call_record r set disposition = v.disposition, wrapped_at = v.wrapped_at, result_key = v.result_key
    from unnest(${wrapUps.map((w) => w.attemptId)}::uuid[], ${wrapUps.map((w) => timestamp(w.placedAt))}::timestamptz[],
      ${wrapUps.map((w) => w.disposition)}::text[], ${wrapUps.map((w) => timestamp(w.wrappedAt))}::timestamptz[],
      ${wrapUps.map((w) => w.resultKey ?? null)}::text[])
      v (id, placed_at, disposition, wrapped_at, result_key)
    where r.attempt_id = v.id and r.placed_at = v.placed_at`.execute(tx);
}

/** Only contacts whose last attempt this was and that nobody dials again already. */
async function settleContacts(tx: Tx, wrapUps: readonly WrapUpRecord[]): Promise<void> {
  await sql`
    update contact c set
      state = case when a.wrap_retry_at is not null or n.next_phone is not null then 'open' else 'closed' end,
      due_at = coalesce(case when n.next_phone is not null then a.wrap_other_at end, a.wrap_retry_at, c.due_at),
      last_result = a.disposition,
      next_phone_id = case when n.next_phone is not null then nullif(n.next_phone, c.phone_id) else c.next_phone_id end,
      source = case when a.disposition = 'CALLBACK' then 'call-back' when n.next_phone is not null then 'other-number'
        else 'retry' end,
      bound_agent_id = case when a.disposition = 'CALLBACK' and a.call_back_for = 'me' then a.agent_id end,
      bound_squad_id = case when a.disposition = 'CALLBACK' and a.call_back_for = 'squad' then u.squad_id end
    from attempt a left join app_user u on u.id = a.agent_id
    left join lateral (
      select next_number(k.id, k.phone_id, a.phone_id) as next_phone from contact k
      where k.id = a.contact_id and a.wrap_other_at is not null) n on true
    where a.id = any(${wrapUps.map((w) => w.attemptId)}::uuid[]) and a.state = 'closed' and c.id = a.contact_id
      and c.last_attempt_at = a.placed_at and c.state in ('open', 'closed')`.execute(tx);
}

/** WRONG 错号: the number is not this customer's (MODEL.md). */
async function detachPhones(tx: Tx, wrapUps: readonly WrapUpRecord[]): Promise<void> {
  await sql`
    update phone p set customer_id = null from attempt a
    where a.id = any(${wrapUps.map((w) => w.attemptId)}::uuid[]) and p.id = a.phone_id
      and p.customer_id = a.customer_id`.execute(tx);
}
