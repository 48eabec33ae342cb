import { sql } from 'kysely';
import { type Db, transact } from './pool.ts';
import { timestamp } from './values.ts';

/** "part" in ASCII: one maker of partitions at a time. */
const LOCK = 0x70617274;
const MONTHS_AHEAD = 2;

/** Start of the UTC month that lies `ahead` months after that of `at`, ms. */
export function monthStart(at: number, ahead = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
}

/** `call_record_2026_01` for any time of January 2026, UTC. */
export function partitionName(at: number): string {
  return `call_record_${new Date(at).toISOString().slice(0, 7).replace('-', '_')}`;
}

/** Makes the partitions of this month and the next two where they lack; called at the start and daily. Gives the new ones. */
export async function ensurePartitions(db: Db, now: number): Promise<string[]> {
  const months = Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => monthStart(now, ahead));
  return await ensureMonths(db, months);
}

/**
 * Makes the partitions for these months, each given by any of its times. A new table is attached rather than made in
 * place, because that does not wait for, or hold up, those who write records.
 */
export async function ensureMonths(db: Db, times: readonly number[]): Promise<string[]> {
  const months = [...new Set(times.map((at) => monthStart(at)))].sort((a, b) => a - b);
  return await transact(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const made: string[] = [];
    for (const month of months) {
      const name = partitionName(month);
      const { rows } = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(tx);
      if (rows[0]?.there === true) continue;
      const [from, to] = [timestamp(month), timestamp(monthStart(month, 1))];
      await sql`create table ${sql.id(name)} (like call_record including defaults including constraints)`.execute(tx);
      await sql`alter table call_record attach partition ${sql.id(name)}
        for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(tx);
      made.push(name);
    }
    return made;
  });
}
