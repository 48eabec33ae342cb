import { sql } from 'kysely';
import type { RecordEntry, RecordStore, WriteOutcome } from '../cdr/ports.ts';
import type { CallRecord, WrapUpRecord } from '../dialer/ports.ts';
import type { PlanRetry } from '../domain/retry-rule.ts';
import { noteAsked } from './abandon-asked-sql.ts';
import { settleCallBacks } from './call-back-sql.ts';
import { describe, isBadData } from './errors.ts';
import { ensureMonths, monthStart } from './partitions.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { writeSegments } from './segments-sql.ts';
import { closeAttempts, freeContacts, idsOf, insertRecords, noteNumbers, restoreAttempts } from './settle-sql.ts';
import { timestamp } from './values.ts';
import { noteDispositions } from './wrap-up-sql.ts';

const QUIET_MS = 60_000;
const LOOK_BACK_MS = 7 * 86_400_000;

/** Postgres says check_violation, without naming a constraint, of a row for which there is no partition. */
const CHECK_VIOLATION = '23514';

/** Writes call records: exactly one for each attempt, because the attempt is closed once and in the same transaction. */
export class PgRecordStore implements RecordStore {
  readonly #db: Db;
  readonly #planRetry: PlanRetry | undefined;
  readonly #months = new Set<number>();

  /** `planRetry`: what an agent's word does; without it the record's own `retryAt` stands. */
  constructor(db: Db, planRetry?: PlanRetry) {
    this.#db = db;
    this.#planRetry = planRetry;
  }

  async write(entries: readonly RecordEntry[]): Promise<WriteOutcome> {
    const settles = firstOfEach(entries.flatMap((entry) => (entry.type === 'settle' ? [entry.record] : [])));
    const wrapUps = entries.flatMap((entry) => (entry.type === 'wrap-up' ? [entry.record] : []));
    try {
      await this.#ensure(settles);
      await transact(this.#db, (tx) => writeAll(tx, settles, wrapUps, this.#planRetry));
      return { kind: 'written' };
    } catch (error) {
      const why = describe(error);
      if (why === CHECK_VIOLATION) {
        this.#months.clear();
        return { kind: 'away', why: 'no partition' };
      }
      // What is neither bad data nor a lost connection is a fault of ours or of the database: the records wait for its mending.
      return { kind: isBadData(error) ? 'rejected' : 'away', why };
    }
  }

  /**
   * Intents placed from `now − 7 days` to `now − 1 minute` that have no record (DESIGN.md promise 2). `closed` is 0 or
   * something is broken; `open` are calls that live, so after a minute of quiet it is 0 as well.
   */
  async intentsWithoutRecord(now: number): Promise<{ open: number; closed: number; attemptIds: string[] }> {
    const { rows } = await sql<{ attempt_id: string; state: string }>`
      select attempt_id, state from intent_without_record
      where placed_at between ${timestamp(now - LOOK_BACK_MS)} and ${timestamp(now - QUIET_MS)}
      order by placed_at`.execute(this.#db);
    const open = rows.filter((row) => row.state === 'open').length;
    return { open, closed: rows.length - open, attemptIds: rows.map((row) => row.attempt_id) };
  }

  /** A record of a month for which nobody has made a partition yet is not lost: the partition is made. */
  async #ensure(settles: readonly CallRecord[]): Promise<void> {
    const months = new Set(settles.map((record) => monthStart(record.placedAt)));
    const missing = [...months].filter((month) => !this.#months.has(month));
    if (missing.length === 0) return;
    await ensureMonths(this.#db, missing);
    for (const month of missing) this.#months.add(month);
  }
}

/** One for each attempt, by attempt id, so that two writers lock rows in one order. */
function firstOfEach(records: readonly CallRecord[]): CallRecord[] {
  const first = new Map<string, CallRecord>();
  for (const record of records) if (!first.has(record.attemptId)) first.set(record.attemptId, record);
  return [...first.values()].sort((a, b) => (a.attemptId < b.attemptId ? -1 : 1));
}

function without(records: readonly CallRecord[], closed: readonly { id: string }[]): CallRecord[] {
  const ids = new Set(closed.map(({ id }) => id));
  return records.filter(({ attemptId }) => !ids.has(attemptId));
}

async function writeAll(
  tx: Tx,
  settles: readonly CallRecord[],
  wrapUps: readonly WrapUpRecord[],
  planRetry: PlanRetry | undefined,
): Promise<void> {
  if (settles.length > 0) {
    const closed = await closeAttempts(tx, settles);
    const restored = closed.length < settles.length ? await restoreAttempts(tx, without(settles, closed)) : [];
    const beside = [...closed, ...restored];
    const done = new Set(beside.map(({ id }) => id));
    const fresh = settles.filter(({ attemptId }) => done.has(attemptId));
    if (fresh.length > 0) {
      await insertRecords(tx, fresh);
      await writeSegments(tx, fresh);
      await noteNumbers(tx, idsOf(beside, 'several'));
      await freeContacts(tx, fresh);
      await settleCallBacks(tx, idsOf(beside, 'promised'));
      await noteAsked(tx, fresh);
    }
  }
  if (wrapUps.length > 0) await noteDispositions(tx, wrapUps, planRetry);
}
