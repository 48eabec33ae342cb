/** A campaign with so many contacts as a list in work has: most open, some queued, called, closed, forbidden, protected. */
import { sql } from 'kysely';
import type { openPool } from '../../src/db/pool.ts';

const BATCH = 20_000;
const PLACES = 300;
/** Ids grow in the order of the rows, as those do that are minted (UUIDv7). */
const idOf = (kind: string) => sql`('01990000-000' || ${kind} || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

export async function fill(
  db: ReturnType<typeof openPool>,
  contacts: number,
  say: (fields: object, message: string) => void,
): Promise<{ campaignId: string }> {
  const one = async (text: ReturnType<typeof sql>): Promise<string> =>
    ((await text.execute(db)).rows[0] as { id: string }).id;
  const id = sql`gen_random_uuid()`;
  const department = await one(
    sql`insert into team (id, kind, name, created_at) values (${id}, 'department', 'd', now()) returning id`,
  );
  const role = await one(
    sql`insert into role (id, key, name, permissions, scope, created_at) values (${id}, 'bench', 'b', '{}', 'self', now()) returning id`,
  );
  const owner =
    await one(sql`insert into app_user (id, staff_no, name, password_hash, role_id, department_id, created_at)
    values (${id}, 'bench', 'b', 'x', ${role}, ${department}, now()) returning id`);
  const group = await one(sql`insert into agent_group (id, key, name, department_id, node, created_at)
    values (${id}, 'bench', 'b', ${department}, 'n', now()) returning id`);
  const trunk = await one(sql`insert into trunk (id, key, name, sip_uri, calls_per_second, channels, created_at)
    values (${id}, 'bench', 'b', 'sip:x', 10, 10, now()) returning id`);
  const windows = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: 0, to: 1440 }]]));
  const campaignId = await one(sql`
    insert into campaign (id, name, department_id, group_id, hours, frequency, gate, created_at)
    values (${id}, 'bench', ${department}, ${group}, ${JSON.stringify({ legal: { from: 0, to: 1440 }, campaign: windows })},
      ${JSON.stringify({
        windows: [
          { max: 5, windowMs: 86_400_000 },
          { max: 3, windowMs: 300_000 },
        ],
      })},
      '{"consent": "basis", "blockRegions": ["城市7"]}', now()) returning id`);
  const list = await one(sql`insert into list (id, campaign_id, name, legal_basis, created_at)
    values (${id}, ${campaignId}, 'l', 'b', now()) returning id`);
  for (let from = 0; from < contacts; from += BATCH) {
    const to = Math.min(contacts, from + BATCH) - 1;
    // Statement by statement, as an import does it: the place of a contact is read from its phone.
    await sql`insert into customer (id, department_id, owner_id, created_at)
      select ${idOf('1')}, ${department}, case when n % 50 = 11 then ${owner}::uuid end, now()
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    await sql`insert into phone (id, blind_index, ciphertext, masked, prefix, country, region, zones, customer_id, created_at)
      select ${idOf('2')}, sha256(n::text::bytea), '\\x00', '138****0000', '+8613' || (n % 10)::text, 'CN',
        '城市' || (n % ${PLACES}), '{Asia/Shanghai}', ${idOf('1')}, now()
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    await sql`insert into contact (id, campaign_id, list_id, customer_id, phone_id, department_id, name, fields, state,
        due_at, attempts, created_at)
      select ${idOf('3')}, ${campaignId}, ${list}, ${idOf('1')}, ${idOf('2')}, ${department}, '客户',
        '{"城市": "深圳", "产品": "宽带", "备注": "已加微信"}',
        case n % 10 when 0 then 'closed' when 1 then 'queued' else 'open' end,
        now() + case when n % 4 = 0 then interval '1 hour' else interval '0' end - n % 7 * n * interval '1 microsecond',
        n % 7, now()
      from generate_series(${from}::int, ${to}::int) n`.execute(db);
    if (from === 0) await sql`analyze phone, customer, contact`.execute(db);
  }
  say({ contacts }, 'contacts are in');
  await sql`insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, customer_id, phone_id, blind_index,
      trunk_id, mode, source, placed_at, place_by, state)
    select gen_random_uuid(), ${group}, 1, 'n', c.campaign_id, c.list_id, c.id, c.customer_id, c.phone_id, p.blind_index,
      ${trunk}, 'predictive', 'new', now() - make_interval(mins => (i * 7 + 3)::int), now(), 'closed'
    from (select * from contact where state = 'open' order by id limit ${Math.ceil(contacts / 20)}) c
    join phone p on p.id = c.phone_id cross join generate_series(0, 1 + (abs(hashtext(c.id::text)) % 4)) i`.execute(db);
  await sql`insert into do_not_call (id, blind_index, reason, source, created_at)
    select gen_random_uuid(), blind_index, 'r', 's', now() from phone limit ${Math.ceil(contacts / 50)}`.execute(db);
  // Numbers of nobody we know: most of a bought list.
  for (let from = 0; from < contacts; from += BATCH)
    await sql`insert into do_not_call (id, blind_index, reason, source, created_at)
      select gen_random_uuid(), sha256(('x' || n)::bytea), 'r', 's', now()
      from generate_series(${from}::int, ${Math.min(contacts, from + BATCH) - 1}::int) n`.execute(db);
  await sql`update contact set abandoned_lock_until = now() + interval '1 day'
    where id in (select id from contact where state = 'open' order by id desc limit ${Math.ceil(contacts / 1_000)})`.execute(
    db,
  );
  for (const table of ['contact', 'phone', 'customer', 'attempt', 'do_not_call', 'place'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(db);
  // Else whoever reads first has to write out, page by page, what the filling left.
  await sql`checkpoint`.execute(db);
  return { campaignId };
}
