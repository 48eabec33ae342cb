import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './command.ts';
import { LauncherFault, lastLines } from './fault.ts';
import type { Piece } from './keeper.ts';
import { processStart, readPidFile, stopProcess, writePidFile } from './processes.ts';

export interface ProgramOptions {
  /** As a person is told of it: `the service`. */
  name: string;
  /** Name of its files: run/KEY.json, logs/KEY.log. */
  key: string;
  /** Folder of the launcher's files (.boda). */
  home: string;
  /** TypeScript file and its arguments. */
  command: string[];
  env: Record<string, string | undefined>;
  /** How long it may take to end after SIGTERM before it is killed, ms. */
  graceMs: number;
}

/** How this Node runs one of our TypeScript files. */
export function nodeArguments(command: string[]): string[] {
  return ['--enable-source-maps', '--import', import.meta.resolve('tsx'), ...command];
}

/**
 * One of Boda's own programs as a child that has a process group of its own: the terminal's Ctrl-C reaches only the
 * launcher, which stops things in their order.
 */
export class Program implements Piece {
  readonly name: string;
  readonly logFile: string;
  readonly #options: ProgramOptions;
  readonly #pidFile: string;
  #pid = 0;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.#options = options;
    mkdirSync(join(options.home, 'logs'), { recursive: true });
    mkdirSync(join(options.home, 'run'), { recursive: true });
    this.logFile = join(options.home, 'logs', `${options.key}.log`);
    this.#pidFile = join(options.home, 'run', `${options.key}.json`);
  }

  /** Ends what a killed launcher left. Says whether there was something. */
  async stopLeft(): Promise<boolean> {
    const left = readPidFile(this.#pidFile);
    if (left === undefined) return false;
    await stopProcess(left.pid, 'SIGTERM', this.#options.graceMs);
    return true;
  }

  /** Starts it, its output going to a log of its own; the log before is kept beside it. */
  start(): void {
    if (existsSync(this.logFile)) renameSync(this.logFile, `${this.logFile}.1`);
    this.#spawn();
  }

  #spawn(): void {
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn(process.execPath, nodeArguments(this.#options.command), {
      cwd: PROJECT,
      detached: true,
      env: { ...process.env, ...this.#options.env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.on('error', () => undefined);
    if (child.pid === undefined) throw new LauncherFault(`${this.name} cannot be run`);
    child.unref();
    this.#pid = child.pid;
    writePidFile(this.#pidFile, child.pid, 0);
  }

  alive(): boolean {
    return processStart(this.#pid) !== undefined;
  }

  async restart(): Promise<void> {
    this.#spawn();
  }

  async stop(): Promise<void> {
    if (this.alive()) await stopProcess(this.#pid, 'SIGTERM', this.#options.graceMs);
  }

  /** Asks once more, for a person who does not want to wait: the service hangs up at its second SIGTERM. */
  hurry(): void {
    if (this.alive()) process.kill(this.#pid, 'SIGTERM');
  }

  /** Its last words, for telling why it does not start. */
  lastWords(): string {
    return lastLines(readFileSync(this.logFile, 'utf8'), 3);
  }
}

/** Runs one of our commands to its end and gives what it printed. Rejects with `LauncherFault`, its last words in it. */
export async function runOnce(
  name: string,
  command: string[],
  env: Record<string, string | undefined>,
): Promise<string> {
  const child = spawn(process.execPath, nodeArguments(command), {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    complained += part;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return said.trim();
  const why = lastLines(complained.trim() === '' ? said : complained, 3);
  throw new LauncherFault(`${name} failed: ${why || (child.signalCode ?? `code ${code}`)}`);
}
