import { sql } from 'kysely';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** A call in which somebody said that his number is not to be called again. */
export interface Forbidding {
  attemptId: string;
  /** Who wrote it down; null: the customer himself, by a key. */
  by: string | null;
  at: number;
}

/** The entry has the attempt's id: one for each time that somebody asked. Rows of the number that wait are closed. */
export async function forbidNumbers(
  tx: Tx,
  calls: readonly Forbidding[],
  { reason, source }: { reason: string; source: string },
): Promise<void> {
  const ids = calls.map(({ attemptId }) => attemptId);
  await sql`
    insert into do_not_call (id, blind_index, scope, reason, source, created_by, created_at)
    select distinct on (a.blind_index) a.id, a.blind_index, 'global', ${reason}, ${source}, v.by, v.at
    from unnest(${ids}::uuid[], ${calls.map(({ by }) => by)}::uuid[],
      ${calls.map(({ at }) => timestamp(at))}::timestamptz[]) v (id, by, at)
    join attempt a on a.id = v.id
    on conflict (blind_index, scope) do update set expires_at = null where do_not_call.expires_at is not null`.execute(
    tx,
  );
  await sql`
    update contact c set state = 'closed', last_result = case when c.id = a.contact_id then c.last_result else 'DNC' end
    from attempt a
    where a.id = any(${ids}::uuid[]) and (c.phone_id = a.phone_id or c.next_phone_id = a.phone_id)
      and c.state in ('open', 'queued')`.execute(tx);
}
