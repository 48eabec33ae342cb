import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from './debian-package.ts';
import { LauncherFault, lastLines } from './fault.ts';

/** A redis-server that can be run: its path, and the library path it needs (when unpacked by us). */
export interface RedisProgram {
  file: string;
  env: Record<string, string>;
}

const HELP = 'give the address of a Redis in REDIS_URL, or as root run: apt-get install redis-server';

/** `redis-server` on the PATH, or undefined. */
function onPath(path: string): string | undefined {
  for (const folder of path.split(':')) {
    const file = join(folder === '' ? '.' : folder, 'redis-server');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/**
 * A redis-server: the one on the PATH, else Debian's package unpacked under `folder` (nothing is installed
 * system-wide; about 2 MB). `say` is told before anything is fetched. Throws `LauncherFault`.
 */
export function findRedis(folder: string, say: (line: string) => void, path = process.env.PATH ?? ''): RedisProgram {
  const installed = onPath(path);
  if (installed !== undefined) return { file: installed, env: {} };
  const root = join(folder, 'root');
  if (!existsSync(root)) {
    say(`no redis-server on the PATH: unpacking Debian's package under ${folder}`);
    unpackDebian({ name: 'redis-server', help: HELP }, folder, root);
  }
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`].map((library) => join(root, library));
  const program = { file: join(root, 'usr/bin/redis-server'), env: { LD_LIBRARY_PATH: libraries.join(':') } };
  const check = spawnSync(program.file, ['--version'], { encoding: 'utf8', env: { ...process.env, ...program.env } });
  if (check.status !== 0) {
    throw new LauncherFault(
      `the unpacked ${program.file} does not run: ${lastLines(check.stderr || String(check.error))}; remove ${root} and try again, or ${HELP}`,
    );
  }
  return program;
}
