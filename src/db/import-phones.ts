import { sql } from 'kysely';
import { FLAGS } from '../compliance/ports.ts';
import type { ImportJob, ImportNumber, ImportRow } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import type { IdSource } from '../shared/ids.ts';
import { byteas, hexes, ints, texts, uuids } from './array-param.ts';
import type { NumberKinds } from './import-kinds.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

export interface PhoneRow {
  id: string;
  /** Null: it has none, or a deleted one. */
  customerId: string | null;
  /** Key into `place`; null where it was never told. */
  place: number | null;
  /** What its customer speaks against a contact (`contact.apart`). */
  apart: number;
}

/**
 * What a batch does where somebody else writes the same at the same moment. `refused`: it fails with a unique violation;
 * `passed-over`: it takes the other's, which costs each row more.
 */
export type OnConflict = 'refused' | 'passed-over';

export interface Means {
  ids: IdSource;
  kinds: NumberKinds;
  now: number;
  onConflict: OnConflict;
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
  apart: number;
}

/** The phones of a batch: found, and made where they are missing. Safe beside other imports of the same numbers. */
export async function claimPhones(
  tx: Tx,
  job: ImportJob,
  rows: ReadonlyMap<number, ImportRow>,
  means: Means,
): Promise<Claimed> {
  const known = await find(
    tx,
    [...rows.values()].flatMap((row) => row.numbers.map((number) => number.blindIndex)),
  );
  return { known, make: (fresh) => make(tx, job, fresh, known, means) };
}

interface FoundRow {
  id: string;
  customer_id: string | null;
  blind_index: Buffer;
  place: number | null;
  apart: number;
}

async function find(tx: Tx, blindIndexes: readonly string[]): Promise<Map<string, PhoneRow>> {
  const found = await sql<FoundRow>`
    select p.id, p.blind_index, p.place, case when u.deleted_at is null then p.customer_id end as customer_id,
      case when u.deleted_at is null and u.owner_id is not null then ${FLAGS.protected}::int else 0 end as apart
    from phone p left join customer u on u.id = p.customer_id
    where p.blind_index = any(${hexes(blindIndexes)}::bytea[])`.execute(tx);
  // A deleted customer stays deleted: the number begins anew with another.
  return new Map(
    found.rows.map(({ id, customer_id: customerId, blind_index: blindIndex, place, apart }) => [
      blindIndex.toString('hex'),
      { id, customerId, place, apart },
    ]),
  );
}

async function make(
  tx: Tx,
  job: ImportJob,
  rows: readonly ImportRow[],
  known: ReadonlyMap<string, PhoneRow>,
  means: Means,
): Promise<ReadonlyMap<string, PhoneRow>> {
  const { ids, now } = means;
  const customers: { id: string; name: string | undefined }[] = [];
  const missing = new Map<string, Wanted>();
  const orphaned = new Map<string, string>();
  // Of customers who were found; those that are made now are nobody's.
  const apart = new Map([...known.values()].map((phone) => [phone.customerId, phone.apart]));
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
        if (!missing.has(number.blindIndex))
          missing.set(number.blindIndex, { number, customerId, apart: apart.get(customerId) ?? 0 });
      } else if (there.customerId === null && !orphaned.has(number.blindIndex))
        orphaned.set(number.blindIndex, customerId);
    }
  }
  const at = timestamp(now);
  if (customers.length > 0)
    await sql`insert into customer (id, department_id, name, created_at)
      select v.id, ${job.departmentId}, v.name, ${at} from unnest(${uuids(customers.map((each) => each.id))}::uuid[],
        ${texts(customers.map((each) => each.name))}::text[]) v (id, name)`.execute(tx);
  const made = await insert(tx, [...missing.values()], means, at);
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
async function insert(
  tx: Tx,
  wanted: readonly Wanted[],
  { ids, kinds, onConflict }: Means,
  at: string,
): Promise<Map<string, PhoneRow>> {
  if (wanted.length === 0) return new Map();
  const list = [...wanted].sort((a, b) => (a.number.blindIndex < b.number.blindIndex ? -1 : 1));
  const phoneIds = list.map(() => ids.next());
  const numbers = list.map((each) => each.number);
  const { of, places, table } = await kinds.of(tx, numbers);
  const passed = onConflict === 'refused' ? sql`` : sql`on conflict (blind_index) do nothing returning id`;
  const { rows } = await sql<{ id: string }>`
    insert into phone (id, blind_index, ciphertext, masked, prefix, country, region, carrier, zones, customer_id, created_at, place)
    select v.id, v.blind_index, v.ciphertext, v.masked, k.prefix, k.country, k.region, k.carrier, k.zones, v.customer_id,
      ${at}::timestamptz, k.place
    from unnest(${uuids(phoneIds)}::uuid[], ${hexes(numbers.map((each) => each.blindIndex))}::bytea[],
      ${byteas(numbers.map((each) => each.ciphertext))}::bytea[], ${texts(numbers.map((each) => each.masked))}::text[],
      ${uuids(list.map((each) => each.customerId))}::uuid[], ${ints(of)}::int[])
      with ordinality v (id, blind_index, ciphertext, masked, customer_id, kind, nth)
    join ${table} k on k.nth = v.kind
    order by v.nth
    ${passed}`.execute(tx);
  const there = new Set(onConflict === 'refused' ? phoneIds : rows.map((row) => row.id));
  const made = new Map<string, PhoneRow>();
  const lost: string[] = [];
  list.forEach(({ number, customerId, apart }, i) => {
    const id = phoneIds[i];
    if (id !== undefined && there.has(id))
      made.set(number.blindIndex, { id, customerId, place: places[i] ?? null, apart });
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
