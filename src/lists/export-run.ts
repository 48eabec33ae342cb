import type { Log } from '../dialer/ports.ts';
import type { ExportRow } from '../domain/export.ts';
import type { Clock } from '../shared/clock.ts';
import { csvFile, xlsxFile } from './export-file.ts';
import { protectedWorkbook } from './office-crypt.ts';
import { type ExportJob, ExportLost, type ExportPart, type ExportProgress, type ExportStore } from './ports.ts';

/** Bytes that are sealed and written in one go. */
const PIECE_BYTES = 1024 * 1024;
const TELL_MS = 500;

interface Parts {
  store: ExportStore;
  clock: Clock;
  log: Log;
  progress?: ExportProgress;
}

/** What a worker does with exports. A job that is run twice writes the file anew; the former worker can add nothing to it. */
export class ExportRunner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns also when it was cancelled or is another's; rejects when it should be tried again (the database is away). */
  async run(id: string): Promise<void> {
    const { store, clock, log } = this.#parts;
    const job = await store.claim(id, clock.now());
    await this.#tell(id);
    if (job === undefined) return;
    try {
      const written = await new Writing(job, this.#parts, () => this.#tell(id)).whole();
      await store.finish(job, written, clock.now());
    } catch (error) {
      if (!(error instanceof ExportLost)) throw error;
      log.info({ exportId: id }, 'export stopped: cancelled or taken over');
    }
    await this.#tell(id);
  }

  async #tell(id: string): Promise<void> {
    if (this.#parts.progress === undefined) return;
    const view = await this.#parts.store.view(id);
    if (view !== undefined) this.#parts.progress.progress(view);
  }
}

class Writing {
  readonly #job: ExportJob;
  readonly #parts: Parts;
  readonly #tell: () => Promise<void>;
  #rows = 0;
  #told: number;

  constructor(job: ExportJob, parts: Parts, tell: () => Promise<void>) {
    this.#job = job;
    this.#parts = parts;
    this.#tell = tell;
    this.#told = parts.clock.now();
  }

  async whole(): Promise<{ rows: number; bytes: number }> {
    const { id, kind, columns, locale, by, format, password } = this.#job;
    const { store, clock } = this.#parts;
    const head = { exportId: id, kind, by, at: clock.now(), columns, locale };
    const file = format === 'csv' ? csvFile(head, this.#pages()) : xlsxFile(head, this.#pages());
    let bytes: number;
    if (password === undefined) bytes = await this.#keep('file', file);
    else {
      // The size of what is encrypted stands before it, so it is written whole first; both are sealed.
      const size = await this.#keep('plain', file);
      bytes = await this.#keep('file', protectedWorkbook(password, size, store.read(id, 'plain')));
    }
    return { rows: this.#rows, bytes };
  }

  async *#pages(): AsyncGenerator<readonly ExportRow[]> {
    const { clock, store } = this.#parts;
    for await (const rows of store.rows(this.#job)) {
      this.#rows += rows.length;
      yield rows;
      if (clock.now() - this.#told < TELL_MS) continue;
      this.#told = clock.now();
      await this.#tell();
    }
  }

  /** Writes a file piece by piece; its size in bytes. */
  async #keep(part: ExportPart, file: AsyncIterable<Uint8Array>): Promise<number> {
    const { store, clock } = this.#parts;
    let [seq, size] = [0, 0];
    let held: Uint8Array[] = [];
    let holds = 0;
    const write = async (): Promise<void> => {
      const bytes = Buffer.concat(held);
      [held, holds] = [[], 0];
      await store.append(this.#job, { part, seq: seq++, bytes, rows: this.#rows }, clock.now());
    };
    for await (const bytes of file) {
      held.push(bytes);
      holds += bytes.length;
      size += bytes.length;
      if (holds >= PIECE_BYTES) await write();
    }
    if (holds > 0 || seq === 0) await write();
    return size;
  }
}
