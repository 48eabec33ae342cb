import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherFault, lastLines } from './fault.ts';

export interface DebianPackage {
  name: string;
  /** What a person can do when it cannot be had. */
  help: string;
}

/**
 * Unpacks a Debian package, with what it needs and this machine lacks, into `root` (made whole or not at all); nothing is
 * installed system-wide. Throws `LauncherFault`.
 */
export function unpackDebian(wanted: DebianPackage, folder: string, root: string): void {
  mkdirSync(folder, { recursive: true });
  // Work beside the goal and rename at the end: two launchers at once, or a kill in the middle, leave nothing half made.
  const work = mkdtempSync(join(folder, 'unpack-'));
  try {
    for (const deb of download(wanted, work)) {
      const result = spawnSync('dpkg', ['-x', deb, join(work, 'root')], { encoding: 'utf8' });
      if (result.status !== 0)
        throw new LauncherFault(
          `cannot unpack ${wanted.name}: ${lastLines(result.stderr || String(result.error))}; ${wanted.help}`,
        );
    }
    try {
      renameSync(join(work, 'root'), root);
    } catch (error) {
      if (!existsSync(root)) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Fetches the package and exactly what this machine lacks of its needs, with package lists of our own if need be. */
function download({ name, help }: DebianPackage, work: string): string[] {
  const archives = join(work, 'debs');
  mkdirSync(join(archives, 'partial'), { recursive: true });
  mkdirSync(join(work, 'lists', 'partial'), { recursive: true });
  const common = [
    '-q',
    '-y',
    '-o',
    `Dir::Cache::archives=${archives}`,
    '-o',
    'APT::Sandbox::User=root',
    '-o',
    'Acquire::Retries=2',
  ];
  if (process.getuid?.() !== 0) common.push('-o', 'Debug::NoLocking=true');
  const ownLists = [
    '-o',
    `Dir::State::lists=${join(work, 'lists')}`,
    '-o',
    `Dir::Cache::pkgcache=`,
    '-o',
    `Dir::Cache::srcpkgcache=`,
  ];
  const install = ['--download-only', '--no-install-recommends', 'install', name];
  const first = spawnSync('apt-get', [...common, ...install], { encoding: 'utf8' });
  if (first.error !== undefined) throw new LauncherFault(`no ${name} here, and no apt-get to fetch it with: ${help}`);
  let last = first;
  if (first.status !== 0) {
    // Fresh images carry no package lists, or old ones that name files long gone.
    spawnSync('apt-get', [...common, ...ownLists, 'update'], { encoding: 'utf8' });
    last = spawnSync('apt-get', [...common, ...ownLists, ...install], { encoding: 'utf8' });
  }
  const debs = readdirSync(archives).filter((file) => file.endsWith('.deb'));
  if (last.status !== 0 || debs.length === 0) {
    throw new LauncherFault(`${name} could not be fetched: ${lastLines(last.stderr)}; ${help}`);
  }
  return debs.map((file) => join(archives, file));
}
