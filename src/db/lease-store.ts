import { sql } from 'kysely';
import { type Lease, LeaseLost, type LeaseStore } from '../dialer/ports.ts';
import { type Db, transact } from './pool.ts';
import { timestamp } from './values.ts';

/**
 * Leases of agent groups: one row a group, its epoch grows with each new owner and fences the old one out of
 * `PgAttemptStore.commitIntents`.
 */
export class PgLeaseStore implements LeaseStore {
  readonly #db: Db;
  constructor(db: Db) {
    this.#db = db;
  }

  async acquire(
    groupId: string,
    owner: string,
    now: number,
    forMs: number,
  ): Promise<(Lease & { previousExpiry: number }) | undefined> {
    return await transact(this.#db, async (tx) => {
      await sql`insert into group_lease (group_id, owner, epoch, expires_at, acquired_at)
        values (${groupId}, '', 0, 'epoch', ${timestamp(now)}) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ epoch: number; expires_at: number }>`
        select epoch, expires_at from group_lease where group_id = ${groupId} for update`.execute(tx);
      const held = rows[0];
      if (held === undefined || held.expires_at > now) return undefined;
      const lease = { groupId, owner, epoch: held.epoch + 1, expiresAt: now + forMs };
      await sql`update group_lease set owner = ${owner}, epoch = ${lease.epoch}, acquired_at = ${timestamp(now)},
        expires_at = ${timestamp(lease.expiresAt)} where group_id = ${groupId}`.execute(tx);
      return { ...lease, previousExpiry: held.expires_at };
    });
  }

  /** Also after the lease ran out, as long as nobody took it: the epoch says so. */
  async renew(lease: Lease, now: number, forMs: number): Promise<Lease> {
    const expiresAt = now + forMs;
    const { rows } = await sql`update group_lease set expires_at = greatest(expires_at, ${timestamp(expiresAt)})
      where group_id = ${lease.groupId} and owner = ${lease.owner} and epoch = ${lease.epoch}
      returning epoch`.execute(this.#db);
    if (rows.length === 0) throw new LeaseLost(lease.groupId);
    return { ...lease, expiresAt };
  }

  /** Nothing happens when the lease is no longer ours. */
  async release(lease: Lease, now: number): Promise<void> {
    await sql`update group_lease set expires_at = least(expires_at, ${timestamp(now)})
      where group_id = ${lease.groupId} and owner = ${lease.owner} and epoch = ${lease.epoch}`.execute(this.#db);
  }

  async learned(groupId: string): Promise<unknown> {
    const { rows } = await sql<{ learned: unknown }>`
      select learned from group_lease where group_id = ${groupId}`.execute(this.#db);
    return rows[0]?.learned ?? undefined;
  }

  async keepLearned(lease: Lease, learned: unknown): Promise<void> {
    await sql`update group_lease set learned = ${JSON.stringify(learned)}::jsonb
      where group_id = ${lease.groupId} and owner = ${lease.owner} and epoch = ${lease.epoch}`.execute(this.#db);
  }
}
