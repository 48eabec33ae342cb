import { sql } from 'kysely';
import type { CallRecord } from '../dialer/ports.ts';
import { forbidNumbers } from './do-not-call-sql.ts';
import type { Tx } from './pool.ts';

/**
 * What abandoned customers asked for by a key in the message (RULES.md "Abandoned"): 9 puts the number onto the global
 * do-not-call list, 1 makes a call-back of the contact, for whoever is free. After `freeContacts`.
 */
export async function noteAsked(tx: Tx, records: readonly CallRecord[]): Promise<void> {
  const never = records.filter(({ abandon }) => abandon?.asked === 'do-not-call');
  if (never.length > 0) {
    const calls = never.map(({ attemptId, endedAt }) => ({ attemptId, by: null, at: endedAt }));
    await forbidNumbers(tx, calls, { reason: 'key 9 in the abandoned-call message', source: 'abandoned-message' });
  }
  const again = records.filter(({ abandon }) => abandon?.asked === 'call-back').map(({ attemptId }) => attemptId);
  if (again.length === 0) return;
  await sql`
    update contact c set source = 'call-back' from attempt a
    where a.id = any(${again}::uuid[]) and c.id = a.contact_id and c.state = 'open'`.execute(tx);
  // Whose call-back is open already is called back for that one.
  await sql`
    insert into call_back (id, contact_id, campaign_id, department_id, kind, due_at, created_at)
    select a.id, c.id, a.campaign_id, c.department_id, 'anyone', c.due_at, a.closed_at
    from attempt a join contact c on c.id = a.contact_id
    where a.id = any(${again}::uuid[]) and c.state = 'open'
    on conflict do nothing`.execute(tx);
}
