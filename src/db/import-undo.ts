import { sql } from 'kysely';
import { isForeignKey } from './errors.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

interface Progress {
  kind: string;
  list_id: string | null;
  started_at: number | null;
}

/**
 * Takes back a part of an import that is being undone: first its new contacts, with the customers and phones that it made
 * for them and nobody uses, then what it changed or moved. What was dialed since stays and is counted as kept. True when
 * nothing is left.
 */
export async function undoSome(db: Db, id: string, limit: number, now: number): Promise<boolean> {
  const step = async (tx: Tx, careful: boolean): Promise<boolean> => {
    const { rows } = await sql<Progress>`select kind, list_id, started_at from import
      where id = ${id} and state = 'undoing' for update`.execute(tx);
    const row = rows[0];
    if (row === undefined) return true;
    const undone =
      row.kind === 'do-not-call'
        ? await takeNumbers(tx, id, limit)
        : (await takeContacts(tx, id, row, limit, careful)) + (await restore(tx, id, limit));
    if (undone > 0) {
      await sql`update import set undone = undone + ${undone}, beat_at = ${timestamp(now)} where id = ${id}`.execute(
        tx,
      );
      return false;
    }
    await end(tx, id, row.list_id, now);
    return true;
  };
  try {
    return await transact(db, (tx) => step(tx, false));
  } catch (error) {
    // Somebody else holds on to one of the customers or phones: they stay, the contacts go.
    if (!isForeignKey(error)) throw error;
    return await transact(db, (tx) => step(tx, true));
  }
}

async function takeNumbers(tx: Tx, id: string, limit: number): Promise<number> {
  const { rows } = await sql`delete from do_not_call where id in
    (select id from do_not_call where source = ${`import:${id}`} limit ${limit}) returning id`.execute(tx);
  return rows.length;
}

const UNDIALED = sql`c.attempts = 0 and c.last_attempt_at is null and c.state <> 'dialing'
  and not exists (select from attempt a where a.contact_id = c.id)`;

/** How far the clocks of workers may lie apart, ms: generous, it only bounds what is read. */
const SKEW_MS = 86_400_000;

/** The least UUIDv7 of that moment: what was there before an import is not walked over at each step of its undo. */
function firstId(at: number): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

async function takeContacts(tx: Tx, id: string, row: Progress, limit: number, careful: boolean): Promise<number> {
  const { rows } = await sql<{ customer_id: string | null; phones: string[] }>`
    with part as (
      select c.id from contact c where c.list_id = ${row.list_id} and c.import_id = ${id} and ${UNDIALED}
        and c.id >= ${firstId((row.started_at ?? 0) - SKEW_MS)}
      order by c.id limit ${limit} for update of c),
    further as (delete from contact_number f using part where f.contact_id = part.id returning f.contact_id, f.phone_id)
    delete from contact c using part where c.id = part.id
    returning c.customer_id,
      array(select c.phone_id union all select f.phone_id from further f where f.contact_id = c.id) as phones`.execute(
    tx,
  );
  if (rows.length === 0 || careful) return rows.length;
  const phones = rows.flatMap((gone) => gone.phones);
  const customers = rows.flatMap((gone) => gone.customer_id ?? []);
  const since = timestamp(row.started_at ?? 0);
  await sql`delete from phone p where p.id = any(${phones}::uuid[]) and p.created_at >= ${since}
    and not exists (select from contact c where c.phone_id = p.id)
    and not exists (select from contact_number c where c.phone_id = p.id)
    and not exists (select from attempt a where a.blind_index = p.blind_index and a.charged)`.execute(tx);
  await sql`delete from customer u where u.id = any(${customers}::uuid[]) and u.created_at >= ${since}
    and not exists (select from phone p where p.customer_id = u.id)
    and not exists (select from contact c where c.customer_id = u.id)`.execute(tx);
  return rows.length;
}

/** Contacts that were changed or moved get back what they were, unless they were dialed since. */
async function restore(tx: Tx, id: string, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with part as (
      select b.contact_id, b.before from import_before b join contact c on c.id = b.contact_id
      where b.import_id = ${id} and c.attempts = (b.before->>'attempts')::int and c.state <> 'dialing'
      order by b.contact_id limit ${limit} for update of c)
    update contact c set name = s.before->>'name', fields = s.before->'fields', external_id = s.before->>'external_id',
      list_id = (s.before->>'list_id')::uuid, campaign_id = (s.before->>'campaign_id')::uuid,
      state = case when c.campaign_id = (s.before->>'campaign_id')::uuid and c.list_id = (s.before->>'list_id')::uuid
        then c.state else s.before->>'state' end
    from part s where c.id = s.contact_id
      and not exists (select from contact o where o.list_id = (s.before->>'list_id')::uuid
        and o.phone_id = c.phone_id and o.id <> c.id)
    returning c.id`.execute(tx);
  const ids = rows.map((row) => row.id);
  if (ids.length > 0)
    await sql`delete from import_before where import_id = ${id} and contact_id = any(${ids}::uuid[])`.execute(tx);
  return ids.length;
}

async function end(tx: Tx, id: string, listId: string | null, now: number): Promise<void> {
  await sql`update import set state = 'undone', ended_at = ${timestamp(now)},
      kept = (select count(*) from contact c where c.list_id = ${listId} and c.import_id = ${id})
        + (select count(*) from import_before b where b.import_id = ${id})
    where id = ${id}`.execute(tx);
}
