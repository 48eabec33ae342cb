import { type RawBuilder, sql } from 'kysely';
import type { IntentPast } from '../domain/retry-rule.ts';
import type { Db, Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** How long a line's word that there is no such number is remembered, ms: numbers are given out again after months. */
const DENIAL_KEPT_MS = 30 * 86_400_000;

/** What the retry rule must know of the numbers of attempts that are open (so they are not counted themselves), by attempt id. */
export async function readPast(
  db: Db | Tx,
  asked: readonly { attemptId: string; contactId: string; phoneId: string; blindIndex: Buffer; trunkId: string }[],
  now: number,
): Promise<Map<string, IntentPast>> {
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ id: string; results: Record<string, number>; trunks: string[] }>`
    select v.id, ${resultsOf(sql`v.contact_id`, sql`v.phone_id`, sql`c.reset_at`)} as results,
      ${denyingTrunks(sql`v.blind_index`, now)} as trunks
    from unnest(${asked.map((one) => one.attemptId)}::uuid[], ${asked.map((one) => one.contactId)}::uuid[],
      ${asked.map((one) => one.phoneId)}::uuid[], ${asked.map((one) => one.blindIndex)}::bytea[])
      v (id, contact_id, phone_id, blind_index)
    join contact c on c.id = v.contact_id`.execute(db);
  const own = new Map(asked.map(({ attemptId, trunkId }) => [attemptId, trunkId]));
  return new Map(rows.map(({ id, results, trunks }) => [id, pastOf(results, trunks, own.get(id))]));
}

export function pastOf(
  results: Record<string, number>,
  denyingTrunks: readonly string[],
  trunkId: string | undefined,
): IntentPast {
  return { results, deniedElsewhere: denyingTrunks.some((id) => id !== trunkId) };
}

/** How often each result came of charged attempts at this number of the contact since its last reset. */
export function resultsOf(
  contact: RawBuilder<unknown>,
  phone: RawBuilder<unknown>,
  resetAt: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(select coalesce(jsonb_object_agg(r.result, r.times), '{}') from (
    select a.result, count(*) as times from attempt a
    where a.contact_id = ${contact} and a.phone_id = ${phone} and a.charged and a.result is not null
      and a.placed_at > coalesce(${resetAt}, '-infinity') group by a.result) r)`;
}

/** Trunks whose word was that there is no such number. */
export function denyingTrunks(blindIndex: RawBuilder<unknown>, now: number): RawBuilder<unknown> {
  return sql`array(select distinct a.trunk_id::text from attempt a where a.blind_index = ${blindIndex} and a.denied
    and a.placed_at > ${timestamp(now - DENIAL_KEPT_MS)})`;
}
