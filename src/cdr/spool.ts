import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../dialer/ports.ts';
import { decode, encode } from './decode.ts';
import type { RecordEntry } from './ports.ts';

const SPOOL = 'records.jsonl';
const DEAD = 'records.dead.jsonl';
const NEWLINE = 0x0a;
const CHUNK = 256 * 1024;

/**
 * Entries on disk while Postgres is away: one JSON line each, in order, on the platter before `append` resolves. Read
 * from the front; emptied when all was read and written. After a kill it is read again from its start, which is harmless
 * because writing an entry twice is writing it once. One process a folder.
 */
export class Spool {
  readonly #file: FileHandle;
  readonly #deadPath: string;
  readonly #log: Log;
  /** Bytes that are whole lines. */
  #size: number;
  /** Bytes from the front that are done with. */
  #done = 0;
  #entries: number;

  private constructor(file: FileHandle, deadPath: string, log: Log, size: number, entries: number) {
    this.#file = file;
    this.#deadPath = deadPath;
    this.#log = log;
    this.#size = size;
    this.#entries = entries;
  }

  /** Makes the folder if need be; what an earlier life left is there to be read, but for a last line that was torn. */
  static async open(folder: string, log: Log): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, SPOOL);
    const file = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600));
    const { lines, bytes, torn } = await countLines(file);
    if (torn > 0) {
      log.warn({ bytes: torn }, 'the spool of call records ended in the middle of a line, which is dropped');
      await file.truncate(bytes);
    }
    return new Spool(file, join(folder, DEAD), log, bytes, lines);
  }

  /** Entries not yet done with. */
  get entries(): number {
    return this.#entries;
  }

  /** On disk for sure when it resolves; when it rejects (disk full), nothing of it is in the spool. */
  async append(entries: readonly RecordEntry[]): Promise<void> {
    const bytes = Buffer.from(entries.map(encode).join(''));
    try {
      let written = 0;
      while (written < bytes.length) {
        const turn = await this.#file.write(bytes, written, bytes.length - written, this.#size + written);
        written += turn.bytesWritten;
      }
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.#size).catch(() => undefined);
      throw error;
    }
    this.#size += bytes.length;
    this.#entries += entries.length;
  }

  /** Up to `most` entries from the front, and what to say to `done` when they are written. Broken lines are set aside. */
  async front(most: number): Promise<{ entries: RecordEntry[]; lines: number; bytes: number }> {
    const { lines, bytes } = await this.#readLines(most);
    if (lines.length === 0) {
      this.#log.error({ entries: this.#entries }, 'the spool of call records was shortened by somebody else');
      return { entries: [], lines: this.#entries, bytes: this.#size - this.#done };
    }
    const entries: RecordEntry[] = [];
    for (const line of lines) {
      const entry = decode(line);
      if (entry === undefined) await this.bury(line, 'a line that does not decode');
      else entries.push(entry);
    }
    return { entries, lines: lines.length, bytes };
  }

  async done(part: { lines: number; bytes: number }): Promise<void> {
    this.#done += part.bytes;
    this.#entries -= part.lines;
    if (this.#done < this.#size) return;
    await this.#file.truncate(0);
    this.#done = 0;
    this.#size = 0;
    this.#entries = 0;
  }

  /** Puts away what can never be written, for people to look at. */
  async bury(what: RecordEntry | string, why: string): Promise<void> {
    const attemptId = typeof what === 'string' ? undefined : what.record.attemptId;
    this.#log.error({ attemptId, why }, 'a call record cannot be written; it is set aside in the dead-letter file');
    const file = await open(this.#deadPath, 'a', 0o600);
    try {
      await file.write(`${JSON.stringify(typeof what === 'string' ? { why, line: what } : { why, ...what })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #readLines(most: number): Promise<{ lines: string[]; bytes: number }> {
    let length = CHUNK;
    for (;;) {
      const left = this.#size - this.#done;
      const buffer = Buffer.alloc(Math.min(length, left));
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#done);
      const lines: string[] = [];
      let from = 0;
      for (let to = buffer.indexOf(NEWLINE); to >= 0 && lines.length < most; to = buffer.indexOf(NEWLINE, from)) {
        lines.push(buffer.toString('utf8', from, to));
        from = to + 1;
      }
      if (lines.length > 0 || bytesRead === left || bytesRead < buffer.length) return { lines, bytes: from };
      length *= 4;
    }
  }
}

async function countLines(file: FileHandle): Promise<{ lines: number; bytes: number; torn: number }> {
  const buffer = Buffer.alloc(CHUNK);
  const { size } = await file.stat();
  let lines = 0;
  let bytes = 0;
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - position), position);
    if (bytesRead === 0) return { lines, bytes, torn: size - bytes };
    const part = buffer.subarray(0, bytesRead);
    for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) {
      lines += 1;
      bytes = position + at + 1;
    }
    position += bytesRead;
  }
}
