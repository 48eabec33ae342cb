import { sql } from 'kysely';
import { type IntentDraft, type Lease, LeaseLost } from '../dialer/ports.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/**
 * The first statement of a transaction that may dial: throws `LeaseLost` unless the lease is ours and runs (until the commit
 * nobody can take it over), and locks the numbers, advisory, in one order for everybody, so that no two batches wait for
 * each other in a ring. Statements after it see every intent that was committed for the numbers (DESIGN.md promise 1).
 */
export async function fenceNumbers(
  tx: Tx,
  lease: Lease,
  drafts: readonly Pick<IntentDraft, 'claim'>[],
  now: number,
): Promise<void> {
  const keys = drafts.map((draft) => BigInt.asIntN(64, BigInt(`0x${draft.claim.blindIndex.slice(0, 16)}`)));
  const sorted = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)).map(String);
  const { rows } = await sql<{ held: boolean }>`
    with lease as materialized (
      select from group_lease where group_id = ${lease.groupId} and owner = ${lease.owner} and epoch = ${lease.epoch}
        and expires_at > ${timestamp(now)}
      for share)
    select exists (select from lease) as held, count(pg_advisory_xact_lock(key)) from unnest(${sorted}::bigint[]) as key`.execute(
    tx,
  );
  if (rows[0]?.held !== true) throw new LeaseLost(lease.groupId);
}
