import { sql } from 'kysely';
import type { IntentPast } from '../domain/retry-rule.ts';
import type { Db, Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** How long a line's word that there is no such number is remembered, ms: numbers are given out again after months. */
const DENIAL_KEPT_MS = 30 * 86_400_000;

/** What the retry rule must know of each attempt's number, by attempt id; none of an attempt that is itself counted. */
export async function readPast(
  db: Db | Tx,
  asked: readonly { attemptId: string; contactId: string; phoneId: string; blindIndex: Buffer; trunkId: string }[],
  now: number,
): Promise<Map<string, IntentPast>> {
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ id: string; results: Record<string, number>; denied: boolean }>`
    select v.id,
      (select coalesce(jsonb_object_agg(r.result, r.times), '{}') from (
        select a.result, count(*) as times from attempt a join contact c on c.id = a.contact_id
        where a.contact_id = v.contact_id and a.phone_id = v.phone_id and a.charged and a.result is not null
          and a.id <> v.id and a.placed_at > coalesce(c.reset_at, '-infinity') group by a.result) r) as results,
      exists (select from attempt a where a.blind_index = v.blind_index and a.denied and a.trunk_id <> v.trunk_id
        and a.placed_at > ${timestamp(now - DENIAL_KEPT_MS)}) as denied
    from unnest(${asked.map((one) => one.attemptId)}::uuid[], ${asked.map((one) => one.contactId)}::uuid[],
      ${asked.map((one) => one.phoneId)}::uuid[], ${asked.map((one) => one.blindIndex)}::bytea[],
      ${asked.map((one) => one.trunkId)}::uuid[]) v (id, contact_id, phone_id, blind_index, trunk_id)`.execute(db);
  return new Map(rows.map((row) => [row.id, { results: row.results, deniedElsewhere: row.denied }]));
}
