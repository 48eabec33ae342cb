import type { CallRecord, CallRecords, Log, WrapUpRecord } from '../dialer/ports.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import { Tally } from '../shared/tally.ts';
import type { RecordEntry, RecordStore } from './ports.ts';
import { Spool } from './spool.ts';

/** Batches of at most this many entries, at most so long after the hand-over: each costs some fifteen statements. */
const MOST_AT_ONCE = 500;
const LINGER_MS = 250;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;
/** More than this waiting in memory goes to disk while the spool is read back. */
const MOST_IN_MEMORY = 20_000;

export interface RecordsState {
  /** Handed over, neither written nor spooled. */
  inMemory: number;
  spooled: number;
  away: boolean;
  /** Neither Postgres nor the disk takes records: no new calls may be placed (FAULTS 45). */
  stuck: boolean;
}

export interface RecordWriterOptions {
  clock: Clock;
  log: Log;
  /** Folder of this process alone for the spool and the dead-letter file. */
  folder: string;
}

/**
 * The `CallRecords` port: a queue in memory, a spool on disk, Postgres. Entries keep their order on that way: while the
 * spool holds something, what comes later goes behind it.
 */
export class RecordWriter implements CallRecords {
  readonly #store: RecordStore;
  readonly #spool: Spool;
  readonly #clock: Clock;
  readonly #log: Log;
  #queue: RecordEntry[] = [];
  readonly #tally = new Tally();
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #retryMs = 0;
  #retryAt = 0;
  #stuck = false;
  #stopped = false;

  private constructor(store: RecordStore, spool: Spool, options: RecordWriterOptions) {
    this.#store = store;
    this.#spool = spool;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#tally.handed(spool.entries);
  }

  /** Opens the spool and begins to write what an earlier life left in it. */
  static async open(store: RecordStore, options: RecordWriterOptions): Promise<RecordWriter> {
    const spool = await Spool.open(options.folder, options.log);
    const writer = new RecordWriter(store, spool, options);
    if (spool.entries > 0) {
      options.log.info({ entries: spool.entries }, 'call records of an earlier run are written from the spool');
      writer.#kick();
    }
    return writer;
  }

  settle(record: CallRecord): void {
    this.#hand({ type: 'settle', record });
  }

  wrapUp(record: WrapUpRecord): void {
    this.#hand({ type: 'wrap-up', record });
  }

  written(): Promise<void> {
    return this.#tally.reached();
  }

  flush(withinMs: number): Promise<void> {
    if (this.#tally.open <= 0) return Promise.resolve();
    this.#kick();
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(withinMs, () =>
        reject(new Error(`${this.#tally.open} call records were not in Postgres after ${withinMs} ms`)),
      );
      void this.#tally.reached().then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  state(): RecordsState {
    return {
      inMemory: this.#queue.length,
      spooled: this.#spool.entries,
      away: this.#retryMs > 0,
      stuck: this.#stuck,
    };
  }

  /** Takes what is still in memory to Postgres or, failing that, to disk; then closes the spool. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
    this.#timer?.cancel();
    try {
      while (this.#queue.length > 0) {
        const batch = this.#queue.slice(0, MOST_AT_ONCE);
        const away = this.#retryMs > 0 || this.#spool.entries > 0;
        if (away || !(await this.#write(batch))) await this.#spool.append(batch);
        this.#queue.splice(0, batch.length);
      }
    } finally {
      await this.#spool.close();
    }
  }

  #hand(entry: RecordEntry): void {
    if (this.#stopped) this.#log.error({ attemptId: entry.record.attemptId }, 'a call record came after the end');
    this.#queue.push(entry);
    this.#tally.handed();
    if (this.#queue.length >= MOST_AT_ONCE) this.#kick();
    else this.#wake(LINGER_MS);
  }

  /** Looks after `ms` at the latest. */
  #wake(ms: number): void {
    if (this.#timer !== undefined || this.#running !== undefined || this.#stopped) return;
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = undefined;
      this.#kick();
    });
  }

  #kick(): void {
    if (this.#running !== undefined || this.#stopped) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#running = this.#run()
      .catch((error: unknown) => {
        this.#fail(error instanceof Error ? error.message : 'unknown');
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#spool.entries > 0 || this.#queue.length > 0) {
          this.#wake(Math.max(LINGER_MS, this.#retryAt - this.#clock.now()));
        }
      });
  }

  /** Works until nothing is left, or Postgres is away and everything that waited is on disk. */
  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (this.#clock.now() < this.#retryAt) {
        if (this.#queue.length === 0) return;
        await this.#toDisk();
      } else if (this.#spool.entries > 0) {
        // Too much to hold in memory while the spool is read; a full disk must not keep the spool from being emptied.
        if (this.#queue.length > MOST_IN_MEMORY) await this.#toDisk().catch(() => undefined);
        await this.#fromDisk();
      } else if (this.#queue.length > 0) {
        await this.#direct();
      } else {
        return;
      }
    }
  }

  async #toDisk(): Promise<void> {
    const batch = this.#queue.slice(0, MOST_AT_ONCE);
    await this.#spool.append(batch);
    this.#stuck = false;
    this.#queue.splice(0, batch.length);
  }

  async #fromDisk(): Promise<void> {
    const part = await this.#spool.front(MOST_AT_ONCE);
    if (!(await this.#write(part.entries))) return;
    await this.#spool.done(part);
    this.#tally.finished(part.lines);
  }

  async #direct(): Promise<void> {
    const batch = this.#queue.slice(0, MOST_AT_ONCE);
    if (!(await this.#write(batch))) return;
    this.#queue.splice(0, batch.length);
    this.#tally.finished(batch.length);
  }

  /**
   * False: Postgres is away. Entries that it will never take are found by halving the batch and set aside, so that they
   * hold up nobody else.
   */
  async #write(entries: readonly RecordEntry[]): Promise<boolean> {
    if (entries.length === 0) return true;
    const outcome = await this.#store.write(entries);
    if (outcome.kind === 'written') {
      this.#back();
      return true;
    }
    if (outcome.kind === 'away') {
      this.#away(outcome.why);
      return false;
    }
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      await this.#spool.bury(only, outcome.why);
      return true;
    }
    const half = Math.ceil(entries.length / 2);
    return (await this.#write(entries.slice(0, half))) && (await this.#write(entries.slice(half)));
  }

  #away(why: string): void {
    if (this.#retryMs === 0) this.#log.warn({ why }, 'Postgres takes no call records; they are spooled to disk');
    this.#retryMs = this.#retryMs === 0 ? FIRST_RETRY_MS : Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
    this.#retryAt = this.#clock.now() + this.#retryMs;
  }

  #back(): void {
    if (this.#retryMs > 0) this.#log.info({ spooled: this.#spool.entries }, 'Postgres takes call records again');
    this.#retryMs = 0;
    this.#retryAt = 0;
    this.#stuck = false;
  }

  /** The disk refused: everything stays in memory, and whoever asks `state` stops placing calls. */
  #fail(why: string): void {
    if (!this.#stuck) this.#log.error({ why }, 'the spool of call records cannot be written: no new calls');
    this.#stuck = true;
    this.#retryAt = Math.max(this.#retryAt, this.#clock.now() + FIRST_RETRY_MS);
  }
}
