import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a package.json may hold beside exact versions: a reference to another pin of the same file. */
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
const OTHER_LOCKS = ['npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

type Pins = { [name: string]: string | Pins };
interface Lock {
  packages?: Record<string, { version?: string; [list: string]: unknown }>;
}

/** Every version that is not exact, `where.name: what came`. */
export function looseVersions(manifest: Record<string, unknown>): string[] {
  const walk = (where: string, pins: Pins): string[] =>
    Object.entries(pins).flatMap(([name, version]) => {
      if (typeof version !== 'string') return walk(`${where}.${name}`, version);
      return EXACT.test(version) || version.startsWith('$')
        ? []
        : [`${where}.${name}: given "${version}", wanted one version`];
    });
  return LISTS.flatMap((list) => walk(list, (manifest[list] ?? {}) as Pins));
}

/**
 * One lock file that says what package.json says, exact versions, and no install script: what was tested is what is installed.
 */
export function pinFaults(project: string): string[] {
  const text = (file: string): string => readFileSync(join(project, file), 'utf8');
  const manifest = JSON.parse(text('package.json')) as Record<string, Record<string, string>>;
  const faults = looseVersions(manifest);
  for (const file of OTHER_LOCKS)
    if (existsSync(join(project, file))) faults.push(`${file}: package-lock.json is the one`);
  const { packages = {} } = JSON.parse(text('package-lock.json')) as Lock;
  for (const list of LISTS.slice(0, 3))
    for (const [name, version] of Object.entries(manifest[list] ?? {})) {
      const locked = packages[`node_modules/${name}`]?.version;
      if (locked !== version) faults.push(`package-lock.json: ${name} is ${locked}, package.json says ${version}`);
    }
  const settings = text('.npmrc').split('\n');
  for (const wanted of ['ignore-scripts=true', 'save-exact=true'])
    if (!settings.includes(wanted)) faults.push(`.npmrc: wanted ${wanted}`);
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
    if (manifest.scripts?.[script] !== undefined) faults.push(`scripts.${script}: nothing may be needed at install`);
  return faults;
}
