import { sql } from 'kysely';
import type { CallerNumber, CallerUse } from '../dialer/ports.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** For least used no cap bounds the count; nobody's number is used more often in a day. */
const MOST = 100_000;

/**
 * What these numbers were used for. Those with a limit are locked until the commit (in the order of their ids, after the
 * callees' numbers and the contacts, so that no two batches wait for each other in a ring): with that no two dialers
 * count the same last place. Attempts that no carrier saw are not charged, so their place is free again by itself.
 */
export async function readCallerUse(
  tx: Tx,
  numbers: readonly CallerNumber[],
  countDay: boolean,
  now: number,
): Promise<Map<string, CallerUse>> {
  const known = [...new Map(numbers.map((number) => [number.id, number])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  if (known.length === 0) return new Map();
  const limited = known.filter(isLimited).map(({ id }) => id);
  if (limited.length > 0)
    await sql`select id from caller_id where id = any(${limited}::uuid[]) order by id for no key update`.execute(tx);
  const at = timestamp(now);
  const since = (ms: number) => timestamp(now - ms);
  const { rows } = await sql<UseRow>`
    select v.id,
      (select max(placed_at) from attempt a where a.caller_id_id = v.id and a.charged) as last_at,
      (select count(*) from (select from attempt a where a.caller_id_id = v.id and a.charged
        and a.placed_at > ${since(HOUR_MS)} limit coalesce(v.per_hour, 0)) x) as in_hour,
      (select a.placed_at from attempt a where v.per_hour is not null and a.caller_id_id = v.id and a.charged
        and a.placed_at > ${since(HOUR_MS)} order by a.placed_at desc offset greatest(coalesce(v.per_hour, 1) - 1, 0) limit 1) as hour_full_since,
      (select count(*) from (select from attempt a where a.caller_id_id = v.id and a.charged
        and a.placed_at > ${since(DAY_MS)} limit v.per_day) x) as in_day,
      (select a.placed_at from attempt a where v.day_capped and a.caller_id_id = v.id and a.charged
        and a.placed_at > ${since(DAY_MS)} order by a.placed_at desc offset greatest(v.per_day - 1, 0) limit 1) as day_full_since,
      (select case when count(*) = v.cool_after and bool_and(x.result in ('REJECTED', 'BLOCKED')) then max(x.closed_at) end
        from (select a.result, a.closed_at from attempt a where v.cool_after is not null and a.caller_id_id = v.id
          and a.charged and a.state = 'closed' and a.placed_at <= ${at}
          order by a.placed_at desc limit v.cool_after) x) as refused_at
    from unnest(${known.map(({ id }) => id)}::uuid[], ${known.map(({ perHour }) => perHour ?? 0)}::int[],
      ${known.map(({ perDay }) => perDay ?? (countDay ? MOST : 0))}::int[],
      ${known.map(({ perDay }) => perDay !== undefined)}::boolean[],
      ${known.map(({ coolAfter }) => coolAfter ?? null)}::int[]) v0 (id, hour_limit, day_limit, day_capped, cool_after)
    cross join lateral (select v0.id, nullif(v0.hour_limit, 0) as per_hour, v0.day_limit as per_day, v0.day_capped,
      v0.cool_after) v`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        lastAt: row.last_at ?? undefined,
        inBatch: 0,
        inHour: row.in_hour,
        inDay: row.in_day,
        hourFullSince: row.hour_full_since ?? undefined,
        dayFullSince: row.day_full_since ?? undefined,
        refusedAt: row.refused_at ?? undefined,
      },
    ]),
  );
}

/** The number is on its way: the next of the same batch sees it. */
export function noteUse(uses: Map<string, CallerUse>, id: string, now: number): void {
  const use = uses.get(id);
  if (use !== undefined)
    uses.set(id, {
      ...use,
      ...{ lastAt: now, inBatch: use.inBatch + 1, inHour: use.inHour + 1, inDay: use.inDay + 1 },
    });
}

function isLimited({ perHour, perDay, minGapMs, coolAfter }: CallerNumber): boolean {
  return perHour !== undefined || perDay !== undefined || minGapMs > 0 || coolAfter !== undefined;
}

interface UseRow {
  id: string;
  last_at: number | null;
  in_hour: number;
  in_day: number;
  hour_full_since: number | null;
  day_full_since: number | null;
  refused_at: number | null;
}
