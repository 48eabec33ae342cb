import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { LauncherFault, lastLines } from './fault.ts';
import { freePort } from './ports.ts';
import { readPidFile, stopProcess, waitForExit, writePidFile } from './processes.ts';
import type { RedisProgram } from './redis-package.ts';

export interface RedisOptions {
  /** Absolute folder that holds everything of this server: its data, password, port, pid.json, log. */
  home: string;
  program: RedisProgram;
  /** fsync of the append-only file: `everysec` (Redis's default) loses at most a second. */
  appendFsync?: 'always' | 'everysec' | 'no';
}

export interface RunningRedis {
  /** redis://:…@127.0.0.1:PORT; holds the password: never print it. */
  url: string;
  port: number;
  pid: number;
  /** Whether it was left by an earlier launcher and is used as it is. */
  adopted: boolean;
  stop(): Promise<void>;
}

/** Starts a Redis in its folder (append-only file on, never evicting), or adopts the one that runs there. Throws `LauncherFault`. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  mkdirSync(options.home, { recursive: true, mode: 0o700 });
  const password = readOrMake(join(options.home, 'password'), () => randomBytes(24).toString('hex'));
  const adopted = await adopt(options.home, password);
  const { pid, port } = adopted ?? (await launch(options, password));
  return { url: address(password, port), port, pid, adopted: adopted !== undefined, stop: () => stopRedis(pid) };
}

/** Redis writes its append-only file out and leaves. */
export async function stopRedis(pid: number): Promise<void> {
  await stopProcess(pid, 'SIGTERM', 20_000);
}

function address(password: string, port: number): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

function readOrMake(file: string, make: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const text = make();
    writeFileSync(file, text, { mode: 0o600 });
    return text;
  }
}

async function adopt(home: string, password: string): Promise<{ pid: number; port: number } | undefined> {
  const left = readPidFile(join(home, 'pid.json'));
  if (left === undefined) return undefined;
  if (await accepts(address(password, left.port), left.pid, 10_000)) return left;
  await stopRedis(left.pid);
  return undefined;
}

async function launch(options: RedisOptions, password: string): Promise<{ pid: number; port: number }> {
  let complaint = '';
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort(attempt === 0 ? rememberedPort(options.home) : undefined);
    const pid = spawnServer(options, password, port);
    if (await accepts(address(password, port), pid, 30_000)) {
      writeFileSync(join(options.home, 'port'), String(port));
      return { pid, port };
    }
    complaint = lastLines(readFileSync(join(options.home, 'log'), 'utf8'));
    await stopRedis(pid);
    if (!/in use/i.test(complaint)) break;
  }
  throw new LauncherFault(`Redis does not start in ${options.home}: ${complaint} (its log: ${options.home}/log)`);
}

function spawnServer(options: RedisOptions, password: string, port: number): number {
  // A file and not arguments: everybody can read the arguments of a process.
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir "${options.home}"`,
    'daemonize no',
    'appendonly yes',
    `appendfsync ${options.appendFsync ?? 'everysec'}`,
    'save ""',
    'maxmemory-policy noeviction',
  ];
  const file = join(options.home, 'redis.conf');
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  const log = openSync(join(options.home, 'log'), 'w', 0o600);
  const env = { ...process.env, ...options.program.env };
  // Detached: a Ctrl-C at the terminal must not stop the store before the service has drained.
  const child = spawn(options.program.file, [file], { cwd: '/', detached: true, env, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => undefined);
  if (child.pid === undefined) throw new LauncherFault(`Redis does not start: ${options.program.file} cannot be run`);
  child.unref();
  writePidFile(join(options.home, 'pid.json'), child.pid, port);
  return child.pid;
}

function rememberedPort(home: string): number | undefined {
  try {
    const port = Number(readFileSync(join(home, 'port'), 'utf8'));
    return port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server answers PING within `ms` (it does not while it still loads its file); false once its process is gone. */
async function accepts(url: string, pid: number, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    const client = new Redis(url, {
      lazyConnect: true,
      retryStrategy: () => null,
      connectTimeout: 2_000,
      commandTimeout: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
      return true;
    } catch {
      if (await waitForExit(pid, 20)) return false;
      await sleep(10);
    } finally {
      client.disconnect();
    }
  }
  return false;
}
