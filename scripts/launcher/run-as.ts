import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LauncherFault } from './fault.ts';

/** How to run a program of Postgres: as whom, and under which paths it sees its binaries and its home. */
export interface Wrapping {
  file: string;
  args: string[];
  options: { cwd: string; uid?: number; gid?: number };
}

/** Postgres refuses to run as root: it is run as the owner of its home, else as `nobody` of every Debian. */
const NOBODY = 65_534;

const NAMESPACE_SCRIPT = `set -e
mount -t tmpfs -o mode=0755 boda "$1"
mkdir "$1/native" "$1/home"
mount --bind "$2" "$1/native"
mount --bind "$3" "$1/home"
uid=$4 gid=$5
shift 5
exec setpriv --reuid="$uid" --regid="$gid" --clear-groups "$@"`;

/** The user and group that Postgres runs as, or undefined to run as ourselves. */
export function postgresUser(home: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(home);
  return owner.uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid: owner.uid, gid: owner.gid };
}

/** The nearest folder on the way to `path` that other users may not pass through, or undefined. */
export function closedFolder(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Wraps a program of `native/bin` so that it runs as a user other than root. Under a folder closed to others (0700) that
 * user cannot reach it by its path, and no capability helps: it gets a mount namespace of its own in which binaries and
 * home are bound onto a tmpfs. Each step is an exec, so the pid of the child is the pid of the program. In `args`, write
 * `@home` for the home folder. Throws `LauncherFault` where this machine allows no namespace.
 */
export function wrapPostgres(native: string, home: string, program: string, args: string[]): Wrapping {
  const user = postgresUser(home);
  const plain = args.map((arg) => arg.replace('@home', home));
  if (user === undefined) return { file: join(native, 'bin', program), args: plain, options: { cwd: '/' } };
  const closed = closedFolder(home) ?? closedFolder(native);
  if (closed === undefined) {
    return { file: join(native, 'bin', program), args: plain, options: { cwd: '/', ...user } };
  }
  const mount = mountPoint([native, home], closed);
  const inside = args.map((arg) => arg.replace('@home', `${mount}/home`));
  const words = [mount, native, home, String(user.uid), String(user.gid), `${mount}/native/bin/${program}`, ...inside];
  return {
    file: 'unshare',
    args: ['--mount', '--propagation', 'private', 'sh', '-c', NAMESPACE_SCRIPT, 'sh', ...words],
    options: { cwd: '/' },
  };
}

function mountPoint(mustStaySeen: string[], closed: string): string {
  const allowed = spawnSync('unshare', ['--mount', '--propagation', 'private', 'setpriv', '--version']);
  if (allowed.status !== 0) {
    throw new LauncherFault(
      `Postgres cannot run: as root it needs another user, whom the folder ${closed} keeps out, and this machine allows no mount namespace. Put the clone elsewhere or run: chmod o+x ${closed}`,
    );
  }
  const hides = (folder: string): boolean => mustStaySeen.some((path) => `${path}/`.startsWith(`${folder}/`));
  const folder = ['/mnt', '/media', '/srv', '/opt'].find((path) => existsSync(path) && !hides(path));
  if (folder === undefined) throw new LauncherFault('Postgres cannot run: none of /mnt, /media, /srv, /opt is there');
  return folder;
}
