import type { Log } from '../dialer/ports.ts';
import { Refused } from '../domain/refused.ts';
import type { Clock } from '../shared/clock.ts';
import { turn } from '../shared/turn.ts';
import {
  type ImportBatch,
  type ImportJob,
  ImportLost,
  type ImportProgress,
  type ImportRow,
  type ImportStore,
  type PhoneSealer,
  type PlaceSource,
  type RowFault,
} from './ports.ts';
import type { TextRecord } from './records.ts';
import { RowReader } from './rows.ts';
import { sheetRecords } from './sheet.ts';

export interface ImportParts {
  store: ImportStore;
  sealer: PhoneSealer;
  /** Read anew for each import, so that what the owner imported meanwhile counts. */
  places(): Promise<PlaceSource>;
  clock: Clock;
  log: Log;
  progress?: ImportProgress;
}

/** Rows of one transaction: some tens of milliseconds in Postgres, so that nobody waits long for a lock. */
const BATCH_ROWS = 2_000;
const UNDO_ROWS = 1_000;
const TELL_MS = 500;

/** What a worker does with imports. Both jobs may be run twice, at once or after each other: rows are applied once. */
export class ImportRunner {
  readonly #parts: ImportParts;

  constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /**
   * Carries an import on from the last row that was committed. Returns also when it was cancelled or is another's; rejects
   * when it should be tried again (the database is away).
   */
  async import(id: string): Promise<void> {
    const { store, clock, log } = this.#parts;
    const job = await store.claim(id, clock.now());
    if (job === undefined) return;
    await this.#tell(id);
    try {
      await new Run(job, this.#parts, () => this.#tell(id)).whole(await this.#parts.places());
      await store.finish(job, undefined, clock.now());
    } catch (error) {
      if (error instanceof ImportLost) log.info({ importId: id }, 'import stopped: cancelled or taken over');
      else if (error instanceof Refused) {
        const { message, faults } = error;
        await store.finish(job, { message, faults }, clock.now());
      } else throw error;
    }
    await this.#tell(id);
  }

  /** Takes an import back: contacts that were not dialed since. */
  async undo(id: string): Promise<void> {
    const { store, clock } = this.#parts;
    let told = clock.now();
    while (!(await store.undoSome(id, UNDO_ROWS, clock.now()))) {
      await turn();
      if (clock.now() - told < TELL_MS) continue;
      told = clock.now();
      await this.#tell(id);
    }
    await this.#tell(id);
  }

  async #tell(id: string): Promise<void> {
    if (this.#parts.progress === undefined) return;
    const view = await this.#parts.store.view(id);
    if (view !== undefined) this.#parts.progress.progress(view);
  }
}

class Run {
  readonly #job: ImportJob;
  readonly #parts: ImportParts;
  readonly #tell: () => Promise<void>;
  #told: number;
  #rows: ImportRow[] = [];
  #faults: RowFault[] = [];
  #rejected = 0;
  #upTo: number;
  #bytes = 0;
  /** The batch that Postgres writes while the next one is read. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(job: ImportJob, parts: ImportParts, tell: () => Promise<void>) {
    this.#job = job;
    this.#parts = parts;
    this.#tell = tell;
    this.#told = parts.clock.now();
    this.#upTo = job.doneRow;
  }

  async whole(places: PlaceSource): Promise<void> {
    const { settings } = this.#job;
    const reader = new RowReader({ sealer: this.#parts.sealer, places }, { mapping: settings.mapping });
    try {
      for await (const records of sheetRecords(() => this.#file(), settings)) {
        for (const record of records) this.#take(reader, record);
        // Rejected rows count too, or a file of nothing else would be held in memory whole.
        if (this.#rows.length + this.#faults.length >= BATCH_ROWS) await this.#write();
        await turn();
      }
      reader.end();
      await this.#write();
    } finally {
      // Also when reading broke: nobody may be left to hear of a batch that fails.
      await this.#writing.catch(() => undefined);
    }
    await this.#writing;
  }

  async *#file(): AsyncGenerator<Uint8Array> {
    this.#bytes = 0;
    for await (const chunk of this.#parts.store.file(this.#job.id)) {
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  #take(reader: RowReader, record: TextRecord): void {
    if (record.row <= this.#job.doneRow) {
      reader.pass(record);
      return;
    }
    this.#upTo = record.row;
    const read = reader.read(record);
    if (read.kind === 'nothing') return;
    if (read.kind === 'rejected') {
      this.#rejected++;
      this.#faults.push(read.fault);
    } else {
      this.#rows.push(read.row);
      this.#faults.push(...read.faults);
    }
  }

  async #write(): Promise<void> {
    const batch: ImportBatch = {
      rows: this.#rows,
      faults: this.#faults,
      seen: this.#rows.length + this.#rejected,
      rejected: this.#rejected,
      upTo: this.#upTo,
      bytes: this.#bytes,
    };
    this.#rows = [];
    this.#faults = [];
    this.#rejected = 0;
    await this.#writing;
    const { store, clock } = this.#parts;
    const writing = store.write(this.#job, batch, clock.now());
    // Heard at the next `await`; until then it must not count as nobody's.
    writing.catch(() => undefined);
    this.#writing = writing;
    if (clock.now() - this.#told < TELL_MS) return;
    this.#told = clock.now();
    await this.#tell();
  }
}
