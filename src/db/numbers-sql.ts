import { sql } from 'kysely';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** A number of a contact that may not be dialed, though another of the same contact may. */
export interface ClosedNumber {
  contactId: string;
  result: string;
}

/**
 * Contacts about to be closed because of their present number (do-not-call) that have another one: that one is next, and
 * the number keeps its result. Gives their ids; they stay open.
 */
export async function goToNextNumber(tx: Tx, closing: readonly ClosedNumber[], now: number): Promise<Set<string>> {
  if (closing.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    with gone as (
      select c.id, c.dial_phone_id, next_number(c.id, c.phone_id, c.dial_phone_id) as next, v.result
      from unnest(${closing.map((one) => one.contactId)}::uuid[], ${closing.map((one) => one.result)}::text[]) v (id, result)
      join contact c on c.id = v.id
      where exists (select from contact_number n where n.contact_id = c.id)),
    kept as (
      insert into contact_number_state (contact_id, phone_id, last_result, last_at, closed)
      select id, dial_phone_id, result, ${timestamp(now)}::timestamptz, true from gone
      on conflict (contact_id, phone_id) do update set last_result = excluded.last_result, last_at = excluded.last_at,
        closed = true)
    update contact c set next_phone_id = nullif(gone.next, c.phone_id), source = 'other-number', state = 'open'
    from gone where c.id = gone.id and gone.next is not null
    returning c.id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
