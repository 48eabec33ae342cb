/** Contacts with the columns of a list in work, and numbers that open: what an export of a list has to read. */
import { sql } from 'kysely';
import { createPhoneVault } from '../../src/db/crypto.ts';
import type { openPool } from '../../src/db/pool.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { seedOffice } from '../../test/support/import-proof.ts';

export const SECRET = 'the secret of the benchmark of exports';
const BATCH = 20_000;
/** Sealing a million numbers would take longer than all the rest; each opens like any other. */
const SEALED = 1_000;
/** Ids grow in the order of the rows, as those do that are minted (UUIDv7). */
const idOf = (kind: string) => sql`('01990000-000' || ${kind} || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

export interface Filled {
  listId: string;
  /** Who orders exports, and another person who approves them. */
  people: [string, string];
  departmentId: string;
}

/** `rows` contacts in one list, and a tenth as many in another, so that the filter has something to leave out. */
export async function fill(db: ReturnType<typeof openPool>, clock: Clock, rows: number): Promise<Filled> {
  const ids = new UuidV7Source(clock, new SystemRng());
  const [own, other] = [
    await seedOffice(db, ids, clock.now(), 'export'),
    await seedOffice(db, ids, clock.now(), 'other'),
  ];
  await sql`update role set permissions = '{contacts.export,numbers.reveal,exports.approve}'`.execute(db);
  const vault = createPhoneVault(SECRET);
  const sealed = Array.from({ length: SEALED }, (_, i) => vault.seal(`+86138${String(i).padStart(8, '0')}`).ciphertext);
  for (let from = 0; from < rows; from += BATCH) {
    const some = sql`generate_series(${from}::int, ${Math.min(rows, from + BATCH) - 1}::int) n`;
    for (const [k, { listId }] of [own, other].entries()) {
      if (k === 1 && (from / BATCH) % 10 !== 0) continue;
      const kind = (of: number) => idOf(String(k * 4 + of));
      await sql`insert into customer (id, department_id, name, created_at)
        select ${kind(1)}, g.department_id, '客户' || n, now() from ${some}, list l join campaign g on g.id = l.campaign_id
        where l.id = ${listId}`.execute(db);
      await sql`insert into phone (id, blind_index, ciphertext, masked, prefix, country, region, carrier, zones, customer_id, created_at)
        select ${kind(2)}, sha256((${k} || 'x' || n)::bytea), s.body, '138****' || lpad((n % 10000)::text, 4, '0'), '+86138', 'CN',
          '城市' || n % 300, '移动', '{Asia/Shanghai}', ${kind(1)}, now()
        from ${some} join unnest(${sealed}::bytea[]) with ordinality s (body, nth) on s.nth = 1 + n % ${SEALED}::int`.execute(
        db,
      );
      await sql`insert into contact (id, campaign_id, list_id, customer_id, phone_id, department_id, name, fields, external_id,
          state, due_at, attempts, last_result, last_attempt_at, created_at)
        select ${kind(3)}, g.id, l.id, ${kind(1)}, ${kind(2)}, g.department_id, '客户' || n,
          jsonb_build_object('城市', '深圳', '产品', '宽带 ' || n % 90, '备注', '备注 ' || n || ', 已加微信'), 'E' || n,
          case n % 10 when 0 then 'closed' else 'open' end, now(), n % 7, case when n % 7 > 0 then 'NOANSWER' end,
          case when n % 7 > 0 then now() end, now()
        from ${some}, list l join campaign g on g.id = l.campaign_id where l.id = ${listId}`.execute(db);
    }
    if (from === 0) await sql`analyze phone, customer, contact`.execute(db);
  }
  for (const table of ['contact', 'phone', 'customer']) await sql`vacuum analyze ${sql.table(table)}`.execute(db);
  // What the filling left to be written is none of an export's work.
  await sql`checkpoint`.execute(db);
  return {
    listId: own.listId,
    people: [own.actor.userId, other.actor.userId],
    departmentId: own.actor.scope.departmentId,
  };
}
