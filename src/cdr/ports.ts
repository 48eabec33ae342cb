/** What the writer of call records needs of the database; implemented in src/db. */
import type { CallRecord, WrapUpRecord } from '../dialer/ports.ts';

/** One thing to be written, in the order in which it was handed over. */
export type RecordEntry = { type: 'settle'; record: CallRecord } | { type: 'wrap-up'; record: WrapUpRecord };

export type WriteOutcome =
  | { kind: 'written' }
  /** Postgres is away or cannot serve now; it may have written the batch all the same. Write it again later. */
  | { kind: 'away'; why: string }
  /** At least one entry can never be written. Nothing of the batch was. */
  | { kind: 'rejected'; why: string };

export interface RecordStore {
  /**
   * Writes the batch in one transaction, each entry with the same effect however often it comes (by attempt id): closes
   * the attempt, writes its record, settles its contact; or adds the agent's word to both. Never rejects.
   */
  write(entries: readonly RecordEntry[]): Promise<WriteOutcome>;
}
