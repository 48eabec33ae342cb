import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeSettings } from '../../src/config/settings.ts';
import { FLOOR_SECRET } from './floor.ts';
import { freshFolder } from './run-folder.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ServiceOptions {
  databaseUrl: string;
  redisUrl: string;
  node: NodeSettings;
  /** `dialer` where nothing is said. */
  role?: 'all' | 'dialer' | 'api';
  /** Settings beside those that every test needs. */
  env?: Readonly<Record<string, string>>;
}

/** The service as a process of its own (`boda serve`), to be killed, frozen and started again. */
export class ServiceProcess {
  readonly #options: ServiceOptions;
  readonly #folder = freshFolder('service');
  #child: ChildProcess | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  get logFile(): string {
    return join(this.#folder, 'service.log');
  }

  get alive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  start(): void {
    const { databaseUrl, redisUrl, node, role = 'dialer', env = {} } = this.#options;
    const out = openSync(this.logFile, 'a');
    const tsx = join(ROOT, 'node_modules/tsx/dist/loader.mjs');
    this.#child = spawn(process.execPath, ['--import', tsx, join(ROOT, 'src/main.ts'), 'serve', '--role', role], {
      cwd: this.#folder,
      stdio: ['ignore', out, out],
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        ARI_NODES: JSON.stringify([node]),
        SECRET_KEY: FLOOR_SECRET,
        RECORDINGS: join(this.#folder, 'recordings'),
        HTTP_PORT: '0',
        ...env,
      },
    });
  }

  /** Where the newest life of it listens, once it says so. */
  async address(): Promise<string> {
    return await until(() => [...readFileSync(this.logFile, 'utf8').matchAll(/"address":"([^"]+)"/g)].at(-1)?.[1], {
      what: 'the service to listen',
      timeoutMs: 80_000,
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Resolves with the exit code, or the signal's name. */
  async ended(): Promise<number | string> {
    const child = this.#child;
    if (!child) return 'never started';
    if (child.exitCode !== null) return child.exitCode;
    if (child.signalCode !== null) return child.signalCode;
    return await new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')));
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
  }
}
