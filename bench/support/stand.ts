import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningPostgres, startPostgres } from '../../scripts/launcher/postgres.ts';
import { migrate } from '../../src/db/migrator.ts';
import type { Log } from '../../src/dialer/ports.ts';
import { TICK_MS, treeTicks } from '../calls/cpu.ts';

const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url));

const say = (fields: object, message: string): void => console.error(message, fields);
/** Warnings of the program at work, beside the figures. */
export const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };

/** What a benchmark of lists stands on: a folder, and a migrated Postgres of its own in it, as in production. */
export class Stand {
  readonly dir: string;
  readonly postgres: RunningPostgres;
  readonly #loadBefore = loadavg()[0] ?? 0;

  private constructor(dir: string, postgres: RunningPostgres) {
    this.dir = dir;
    this.postgres = postgres;
  }

  static async open(): Promise<Stand> {
    const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
    // Open to pass through: Postgres runs as another user, and reads files for COPY.
    chmodSync(dir, 0o711);
    const stand = new Stand(dir, await startPostgres({ home: join(dir, 'postgres'), database: 'boda' }));
    await migrate(stand.postgres.url);
    return stand;
  }

  /**
   * Runs a measured program in a process of its own; the JSON on its last line, with the CPU seconds that Postgres spent
   * meanwhile. Throws when it fails.
   */
  async measure<M>(program: URL, args: readonly string[]): Promise<M & { postgresCpuSeconds: number }> {
    const before = treeTicks(this.postgres.pid);
    const command = ['--import', TSX, fileURLToPath(program), this.postgres.url, ...args];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    if (code !== 0) throw new Error(`the worker ended with ${code}`);
    const measured = JSON.parse(text.trim().split('\n').at(-1) ?? '') as M;
    return { ...measured, postgresCpuSeconds: ((treeTicks(this.postgres.pid) - before) * TICK_MS) / 1_000 };
  }

  /** What the figures were taken on. */
  machine() {
    return {
      cpus: cpus().length,
      model: cpus()[0]?.model ?? '',
      loadBefore: this.#loadBefore,
      loadAfter: loadavg()[0] ?? 0,
      node: process.version,
    };
  }

  async close(): Promise<void> {
    await this.postgres.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
