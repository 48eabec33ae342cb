import { sql } from 'kysely';
import {
  type ImportBatch,
  type ImportJob,
  ImportLost,
  type ImportRow,
  type RowFault,
  type RowOutcome,
} from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import type { IdSource } from '../shared/ids.ts';
import { bigints, hexes, ints, texts, uuids } from './array-param.ts';
import { isTaken } from './errors.ts';
import { changeContacts, findDuplicates, ruleOf } from './import-duplicates.ts';
import { NumberKinds } from './import-kinds.ts';
import { claimPhones, type Means, type OnConflict, type PhoneRow } from './import-phones.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

/** Rolls a preview's transaction back, with what it found. */
class DryRun {
  readonly outcomes: RowOutcome[];
  constructor(outcomes: RowOutcome[]) {
    this.outcomes = outcomes;
  }
}

/** Writes batches of imported rows, each in one transaction with the import's own progress. */
export class PgImportSink {
  readonly #db: Db;
  readonly #ids: IdSource;
  readonly #kinds = new NumberKinds();
  /** Imports that met rows of others, or rows of their list that their own rule for doubles does not see. */
  readonly #crowded = new WeakSet<ImportJob>();

  constructor(db: Db, ids: IdSource) {
    this.#db = db;
    this.#ids = ids;
  }

  /** Most imports meet nobody: what stands there was looked up before, so that Postgres need not look for each row again. */
  async write(job: ImportJob, batch: ImportBatch, now: number, dry = false): Promise<RowOutcome[]> {
    if (!this.#crowded.has(job)) {
      try {
        return await this.#write(job, batch, now, dry, 'refused');
      } catch (error) {
        if (!isTaken(error)) throw error;
        this.#crowded.add(job);
      }
    }
    return await this.#write(job, batch, now, dry, 'passed-over');
  }

  async #write(
    job: ImportJob,
    batch: ImportBatch,
    now: number,
    dry: boolean,
    onConflict: OnConflict,
  ): Promise<RowOutcome[]> {
    const means: Means = { ids: this.#ids, kinds: this.#kinds, now, onConflict };
    try {
      return await transact(this.#db, async (tx) => {
        if (!dry) await fence(tx, job);
        const outcomes =
          job.kind === 'contacts'
            ? await this.#contacts(tx, job, batch.rows, means)
            : await this.#doNotCall(tx, job, batch.rows, now);
        if (dry) throw new DryRun(outcomes);
        await keepFaults(tx, job.id, [...batch.faults, ...faultsOf(batch.rows, outcomes)]);
        await count(tx, job.id, batch, outcomes, now);
        return outcomes;
      });
    } catch (error) {
      if (error instanceof DryRun) return error.outcomes;
      throw error;
    }
  }

  async #contacts(tx: Tx, job: ImportJob, given: readonly ImportRow[], means: Means): Promise<RowOutcome[]> {
    const { now } = means;
    const outcomes: RowOutcome[] = given.map(() => 'imported');
    const rule = ruleOf(job.settings);
    let rows = new Map(given.entries());
    if (job.settings.scrub !== false) rows = await scrub(tx, job, rows, outcomes, now);
    rows = mergeTwins(rows, rule, outcomes);
    const phones = await claimPhones(tx, job, rows, means);
    const found = await findDuplicates(tx, job, rule, rows, phones.known, now);
    const changed = await changeContacts(tx, job, rule, rows, found, now);
    for (const i of found.keys()) outcomes[i] = changed.get(i) ?? 'duplicate';
    const fresh = [...rows].filter(([i]) => !found.has(i));
    const made = await phones.make(fresh.map(([, row]) => row));
    const added = await this.#insert(
      tx,
      job,
      fresh.map(([, row]) => row),
      made,
      means,
    );
    fresh.forEach(([i], at) => {
      if (!added.has(at)) outcomes[i] = 'duplicate';
    });
    return outcomes;
  }

  /** Adds the contacts in the order of the file; the positions of those that were not in the list yet. */
  async #insert(
    tx: Tx,
    job: ImportJob,
    rows: readonly ImportRow[],
    phones: ReadonlyMap<string, PhoneRow>,
    { now, onConflict }: Means,
  ): Promise<Set<number>> {
    if (rows.length === 0) return new Set();
    const { target } = job;
    assert(target, 'contacts without a list', { importId: job.id });
    const ids = rows.map(() => this.#ids.next());
    const first = rows.map((row) => phoneOf(phones, row.numbers[0]?.blindIndex));
    const at = timestamp(now);
    const passed = onConflict === 'refused' ? sql`` : sql`on conflict (list_id, phone_id) do nothing returning id`;
    const inserted = await sql<{ id: string }>`
      insert into contact (id, campaign_id, list_id, customer_id, phone_id, department_id, name, fields, external_id,
        import_id, due_at, created_at, place, apart)
      select v.id, ${target.campaignId}, ${target.listId}, v.customer_id, v.phone_id, ${target.departmentId}, v.name,
        v.fields::jsonb, v.external_id, ${job.id}, ${at}, ${at}, v.place, v.apart
      from unnest(${uuids(ids)}::uuid[], ${uuids(first.map((phone) => phone.customerId))}::uuid[],
        ${uuids(first.map((phone) => phone.id))}::uuid[], ${texts(rows.map((row) => row.name))}::text[],
        ${texts(rows.map((row) => JSON.stringify(row.fields)))}::text[], ${texts(rows.map((row) => row.externalId))}::text[],
        ${bigints(first.map((phone) => phone.place))}::int8[], ${ints(first.map((phone) => phone.apart))}::int[])
        with ordinality v (id, customer_id, phone_id, name, fields, external_id, place, apart, nth)
      order by v.nth
      ${passed}`.execute(tx);
    const there = new Set(onConflict === 'refused' ? ids : inserted.rows.map((row) => row.id));
    const added = new Set(ids.flatMap((id, i) => (there.has(id) ? [i] : [])));
    const further = rows.flatMap((row, i) =>
      added.has(i)
        ? row.numbers
            .slice(1)
            .map((number, n) => ({ id: ids[i], position: n + 2, phone: phoneOf(phones, number.blindIndex).id }))
        : [],
    );
    if (further.length > 0)
      await sql`insert into contact_number (contact_id, position, phone_id)
        select * from unnest(${further.map((each) => each.id)}::uuid[], ${further.map((each) => each.position)}::int[],
          ${further.map((each) => each.phone)}::uuid[])`.execute(tx);
    return added;
  }

  /** Every number of every row is put on the do-not-call list; for ever beats an entry with an end. */
  async #doNotCall(tx: Tx, job: ImportJob, rows: readonly ImportRow[], now: number): Promise<RowOutcome[]> {
    const numbers = new Map(rows.flatMap((row) => row.numbers.map((number) => [number.blindIndex, number])));
    const list = [...numbers.values()].sort((a, b) => (a.blindIndex < b.blindIndex ? -1 : 1));
    const { rows: done } = await sql<{ blind_index: Buffer; fresh: boolean }>`
      insert into do_not_call (id, blind_index, masked, scope, reason, source, created_by, created_at)
      select v.id, v.blind_index, v.masked, ${job.settings.scope ?? 'global'}, ${job.settings.reason ?? 'import'},
        ${`import:${job.id}`}, ${job.createdBy}, ${timestamp(now)}
      from unnest(${uuids(list.map(() => this.#ids.next()))}::uuid[], ${hexes(list.map((each) => each.blindIndex))}::bytea[],
        ${texts(list.map((each) => each.masked))}::text[]) v (id, blind_index, masked)
      on conflict (blind_index, scope) do update set expires_at = null where do_not_call.expires_at is not null
      returning blind_index, xmax = 0 as fresh`.execute(tx);
    const fresh = new Map(done.map((row) => [row.blind_index.toString('hex'), row.fresh]));
    return rows.map((row) => {
      const own = row.numbers.map(({ blindIndex }) => fresh.get(blindIndex));
      // The same number again in this batch is a double.
      for (const { blindIndex } of row.numbers) fresh.delete(blindIndex);
      if (own.includes(true)) return 'imported';
      return own.includes(false) ? 'updated' : 'duplicate';
    });
  }
}

function phoneOf(phones: ReadonlyMap<string, PhoneRow>, blindIndex: string | undefined): PhoneRow {
  const phone = phones.get(blindIndex ?? '');
  assert(phone, 'a phone that was just made is not there', {});
  return phone;
}

/**
 * Holds the import until the commit; `ImportLost` unless it still runs and is still ours. The commit does not wait for the
 * disk: a Postgres that crashes may lose the last batches whole, their `done_row` with them, and the import goes on from
 * there; the end of an import waits, for itself and for all before it.
 */
async function fence(tx: Tx, job: ImportJob): Promise<void> {
  const { rows } =
    await sql`select set_config('synchronous_commit', 'off', true) from import where id = ${job.id} and run = ${job.run} and state = 'running'
    for update`.execute(tx);
  if (rows.length === 0) throw new ImportLost(job.id);
}

/** The rows without numbers on the do-not-call list; a row of nothing else is out. */
async function scrub(
  tx: Tx,
  job: ImportJob,
  rows: ReadonlyMap<number, ImportRow>,
  outcomes: RowOutcome[],
  now: number,
): Promise<Map<number, ImportRow>> {
  const { target } = job;
  assert(target, 'contacts without a list', { importId: job.id });
  const indexes = [...rows.values()].flatMap((row) => row.numbers.map((number) => number.blindIndex));
  const scopes = [
    'global',
    `department:${target.departmentId}`,
    `campaign:${target.campaignId}`,
    `list:${target.listId}`,
  ];
  const { rows: found } = await sql<{ blind_index: Buffer }>`
    select blind_index from do_not_call where blind_index = any(${hexes(indexes)}::bytea[]) and scope = any(${scopes}::text[])
      and (expires_at is null or expires_at > ${timestamp(now)})`.execute(tx);
  const forbidden = new Set(found.map((row) => row.blind_index.toString('hex')));
  if (forbidden.size === 0) return new Map(rows);
  const left = new Map<number, ImportRow>();
  for (const [i, row] of rows) {
    const numbers = row.numbers.filter((number) => !forbidden.has(number.blindIndex));
    if (numbers.length === 0) outcomes[i] = 'do-not-call';
    else left.set(i, { ...row, numbers });
  }
  return left;
}

/** Rows that stand twice in the batch: the first one counts, and takes over what the later ones say if it is an update. */
function mergeTwins(
  rows: ReadonlyMap<number, ImportRow>,
  rule: ReturnType<typeof ruleOf>,
  outcomes: RowOutcome[],
): Map<number, ImportRow> {
  const left = new Map<number, ImportRow>();
  const seen = new Map<string, number>();
  for (const [i, row] of rows) {
    const keys = [row.numbers[0]?.blindIndex ?? ''];
    if (rule.by === 'external-id' && row.externalId !== undefined) keys.push(`id ${row.externalId}`);
    const twin = keys.map((key) => seen.get(key)).find((at) => at !== undefined);
    const first = twin === undefined ? undefined : left.get(twin);
    if (twin === undefined || first === undefined) {
      left.set(i, row);
      for (const key of keys) seen.set(key, i);
    } else if (rule.action === 'update') {
      outcomes[i] = 'updated';
      left.set(twin, { ...first, name: row.name ?? first.name, fields: { ...first.fields, ...row.fields } });
    } else outcomes[i] = 'duplicate';
  }
  return left;
}

function faultsOf(rows: readonly ImportRow[], outcomes: readonly RowOutcome[]): RowFault[] {
  return rows.flatMap((row, i) => {
    const reason = outcomes[i];
    if (reason !== 'duplicate' && reason !== 'do-not-call') return [];
    return [{ row: row.row, column: undefined, value: row.numbers[0]?.masked ?? '', reason }];
  });
}

async function keepFaults(tx: Tx, importId: string, faults: readonly RowFault[]): Promise<void> {
  if (faults.length === 0) return;
  const inOrder = [...faults].sort((a, b) => a.row - b.row);
  await sql`insert into import_fault (import_id, row, column_title, value, reason)
    select ${importId}, v.row, v.title, v.value, v.reason
    from unnest(${ints(inOrder.map((fault) => fault.row))}::int[], ${texts(inOrder.map((fault) => fault.column))}::text[],
      ${texts(inOrder.map((fault) => fault.value))}::text[], ${texts(inOrder.map((fault) => fault.reason))}::text[])
      with ordinality v (row, title, value, reason, place)
    order by v.place`.execute(tx);
}

async function count(
  tx: Tx,
  importId: string,
  batch: ImportBatch,
  outcomes: readonly RowOutcome[],
  now: number,
): Promise<void> {
  const of = (outcome: RowOutcome): number => outcomes.filter((each) => each === outcome).length;
  await sql`update import set done_row = ${batch.upTo}, done_bytes = greatest(done_bytes, ${batch.bytes}),
      beat_at = ${timestamp(now)}, rows = rows + ${batch.seen}, rejected = rejected + ${batch.rejected},
      imported = imported + ${of('imported')}, updated = updated + ${of('updated')}, moved = moved + ${of('moved')},
      duplicates = duplicates + ${of('duplicate')}, do_not_call = do_not_call + ${of('do-not-call')}
    where id = ${importId}`.execute(tx);
}
