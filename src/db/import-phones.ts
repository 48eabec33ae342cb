import { type RawBuilder, sql } from 'kysely';
import type { ImportJob, ImportNumber, ImportRow } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import type { IdSource } from '../shared/ids.ts';
import { byteas, hexes, ints, texts, uuids } from './array-param.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

export interface PhoneRow {
  id: string;
  /** Null: it has none, or a deleted one. */
  customerId: string | null;
}

interface Claimed {
  /** Phones that stood there before, by blind index. */
  known: ReadonlyMap<string, PhoneRow>;
  /** Makes what the rows lack: phones, and a customer for each row whose numbers have none. All phones, by blind index. */
  make(rows: readonly ImportRow[]): Promise<ReadonlyMap<string, PhoneRow>>;
}

interface Wanted {
  number: ImportNumber;
  customerId: string;
}

/** The phones of a batch: found, and made where they are missing. Safe beside other imports of the same numbers. */
export async function claimPhones(
  tx: Tx,
  job: ImportJob,
  rows: ReadonlyMap<number, ImportRow>,
  means: { ids: IdSource; now: number },
): Promise<Claimed> {
  const known = await find(
    tx,
    [...rows.values()].flatMap((row) => row.numbers.map((number) => number.blindIndex)),
  );
  return { known, make: (fresh) => make(tx, job, fresh, known, means) };
}

async function find(tx: Tx, blindIndexes: readonly string[]): Promise<Map<string, PhoneRow>> {
  const found = await sql<{ id: string; customer_id: string | null; blind_index: Buffer }>`
    select p.id, p.blind_index, case when u.deleted_at is null then p.customer_id end as customer_id
    from phone p left join customer u on u.id = p.customer_id
    where p.blind_index = any(${hexes(blindIndexes)}::bytea[])`.execute(tx);
  // A deleted customer stays deleted: the number begins anew with another.
  return new Map(
    found.rows.map((row) => [row.blind_index.toString('hex'), { id: row.id, customerId: row.customer_id }]),
  );
}

async function make(
  tx: Tx,
  job: ImportJob,
  rows: readonly ImportRow[],
  known: ReadonlyMap<string, PhoneRow>,
  { ids, now }: { ids: IdSource; now: number },
): Promise<ReadonlyMap<string, PhoneRow>> {
  const customers: { id: string; name: string | undefined }[] = [];
  const missing = new Map<string, Wanted>();
  const orphaned = new Map<string, string>();
  for (const row of rows) {
    let customerId = row.numbers
      .map(({ blindIndex }) => customerOf(blindIndex, known, missing, orphaned))
      .find((id) => id !== undefined);
    if (customerId === undefined) {
      customerId = ids.next();
      customers.push({ id: customerId, name: row.name });
    }
    for (const number of row.numbers) {
      const there = known.get(number.blindIndex);
      if (there === undefined) {
        if (!missing.has(number.blindIndex)) missing.set(number.blindIndex, { number, customerId });
      } else if (there.customerId === null && !orphaned.has(number.blindIndex))
        orphaned.set(number.blindIndex, customerId);
    }
  }
  const at = timestamp(now);
  if (customers.length > 0)
    await sql`insert into customer (id, department_id, name, created_at)
      select v.id, ${job.departmentId}, v.name, ${at} from unnest(${uuids(customers.map((each) => each.id))}::uuid[],
        ${texts(customers.map((each) => each.name))}::text[]) v (id, name)`.execute(tx);
  const made = await insert(tx, [...missing.values()], ids, at);
  const adopted = await adopt(tx, known, orphaned);
  const all = new Map([...known, ...made, ...adopted]);
  const used = new Set([...all.values()].map((phone) => phone.customerId));
  const useless = customers.filter(({ id }) => !used.has(id)).map(({ id }) => id);
  // Another import made the phone, and its customer, at the same moment.
  if (useless.length > 0) await sql`delete from customer where id = any(${useless}::uuid[])`.execute(tx);
  return all;
}

function customerOf(
  blindIndex: string,
  known: ReadonlyMap<string, PhoneRow>,
  missing: ReadonlyMap<string, Wanted>,
  orphaned: ReadonlyMap<string, string>,
): string | undefined {
  return known.get(blindIndex)?.customerId ?? missing.get(blindIndex)?.customerId ?? orphaned.get(blindIndex);
}

/** Everybody in the order of the blind index, so that two imports wait for each other and never in a circle. */
async function insert(tx: Tx, wanted: readonly Wanted[], ids: IdSource, at: string): Promise<Map<string, PhoneRow>> {
  if (wanted.length === 0) return new Map();
  const list = [...wanted].sort((a, b) => (a.number.blindIndex < b.number.blindIndex ? -1 : 1));
  const phoneIds = list.map(() => ids.next());
  const numbers = list.map((each) => each.number);
  const kinds = kindsOf(numbers);
  const { rows } = await sql<{ id: string }>`
    insert into phone (id, blind_index, ciphertext, masked, prefix, country, region, carrier, zones, customer_id, created_at, place)
    select v.id, v.blind_index, v.ciphertext, v.masked, k.prefix, k.country, k.region, k.carrier, k.zones, v.customer_id,
      ${at}::timestamptz, k.place
    from unnest(${uuids(phoneIds)}::uuid[], ${hexes(numbers.map((each) => each.blindIndex))}::bytea[],
      ${byteas(numbers.map((each) => each.ciphertext))}::bytea[], ${texts(numbers.map((each) => each.masked))}::text[],
      ${uuids(list.map((each) => each.customerId))}::uuid[], ${ints(kinds.of)}::int[])
      with ordinality v (id, blind_index, ciphertext, masked, customer_id, kind, nth)
    join ${kinds.table} k on k.nth = v.kind
    order by v.nth
    on conflict (blind_index) do nothing
    returning id`.execute(tx);
  const there = new Set(rows.map((row) => row.id));
  const made = new Map<string, PhoneRow>();
  const lost: string[] = [];
  list.forEach(({ number, customerId }, i) => {
    const id = phoneIds[i];
    if (id !== undefined && there.has(id)) made.set(number.blindIndex, { id, customerId });
    else lost.push(number.blindIndex);
  });
  if (lost.length === 0) return made;
  const others = await find(tx, lost);
  for (const blindIndex of lost) {
    const other = others.get(blindIndex);
    assert(other, 'a phone that stood in the way is not there', {});
    made.set(blindIndex, other);
  }
  return made;
}

/**
 * What a batch's numbers say of where they belong: some hundred kinds, sent and made into a place once each and not for
 * every number. `of`: the kind of each number, counted from 1.
 */
function kindsOf(numbers: readonly ImportNumber[]): { of: number[]; table: RawBuilder<unknown> } {
  const kinds = new Map<string, { nth: number; number: ImportNumber }>();
  const of = numbers.map((number) => {
    const { country, region, carrier, prefix, zones } = number;
    const key = `${country}|${region ?? ''}|${carrier ?? ''}|${prefix}|${zones.join(' ')}`;
    const known = kinds.get(key);
    if (known !== undefined) return known.nth;
    kinds.set(key, { nth: kinds.size + 1, number });
    return kinds.size;
  });
  const each = [...kinds.values()].map(({ number }) => number);
  const table = sql`(
    select k.*, place_key(k.country, k.region, k.zones, k.prefix) as place from (
      select u.nth, u.country, u.region, u.carrier, u.prefix, string_to_array(u.zones, ' ') as zones
      from unnest(${texts(each.map((one) => one.country))}::text[], ${texts(each.map((one) => one.region))}::text[],
        ${texts(each.map((one) => one.carrier))}::text[], ${texts(each.map((one) => one.prefix))}::text[],
        ${texts(each.map((one) => one.zones.join(' ')))}::text[])
        with ordinality u (country, region, carrier, prefix, zones, nth) offset 0) k offset 0)`;
  return { of, table };
}

/** Gives phones without a customer the one of their row, unless somebody else was faster. */
async function adopt(
  tx: Tx,
  known: ReadonlyMap<string, PhoneRow>,
  orphaned: ReadonlyMap<string, string>,
): Promise<Map<string, PhoneRow>> {
  if (orphaned.size === 0) return new Map();
  const list = [...orphaned].flatMap(([blindIndex, customerId]) => {
    const phone = known.get(blindIndex);
    return phone === undefined ? [] : [{ blindIndex, id: phone.id, customerId }];
  });
  await sql`update phone p set customer_id = v.customer_id
    from unnest(${uuids(list.map((each) => each.id))}::uuid[], ${uuids(list.map((each) => each.customerId))}::uuid[]) v (id, customer_id)
    where p.id = v.id and not exists (select from customer u where u.id = p.customer_id and u.deleted_at is null)`.execute(
    tx,
  );
  return await find(
    tx,
    list.map((each) => each.blindIndex),
  );
}
