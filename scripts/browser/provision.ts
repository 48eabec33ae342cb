import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherFault, lastLines } from '../launcher/fault.ts';

/** A browser that the tests of the pages and of the softphone drive. */
export interface Browser {
  /** The program. */
  file: string;
  /** e.g. `Chromium 156.0.8078.79`. */
  version: string;
}

/** Debian's packages; without a font for Chinese its signs show as boxes. */
const CHROMIUM = 'chromium';
const CJK_FONT = 'fonts-wqy-microhei';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const HELP = `as root on Debian: apt-get install --no-install-recommends ${CHROMIUM} ${CJK_FONT}`;

/**
 * A Chromium with a font for Chinese: the one that is here, else Debian's packages, installed after saying so where this
 * runs as root on Debian (204 MB to fetch, 20 s). Throws `LauncherFault` with the command that would help.
 */
export function provisionBrowser(say: (line: string) => void = () => {}): Browser {
  const lacking = [
    ...(findBrowser() === undefined ? [CHROMIUM] : []),
    ...(hasChineseFont() === false ? [CJK_FONT] : []),
  ];
  if (lacking.length > 0) install(lacking, say);
  const file = findBrowser();
  if (file === undefined) throw new LauncherFault(`no chromium on the PATH; ${HELP}`);
  const asked = spawnSync(file, ['--version'], { encoding: 'utf8' });
  if (asked.status !== 0) throw new LauncherFault(`${file} does not run: ${lastLines(asked.stderr)}; ${HELP}`);
  return { file, version: asked.stdout.trim().replace(/ built on.*$/, '') };
}

function findBrowser(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(':'))
    for (const name of NAMES) {
      const file = join(folder === '' ? '.' : folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not in this folder
      }
    }
  return undefined;
}

/** Undefined where fontconfig cannot be asked. */
function hasChineseFont(): boolean | undefined {
  const asked = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() !== '' : undefined;
}

function install(packages: readonly string[], say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !isDebian()) throw new LauncherFault(`no ${packages.join(' and no ')} here; ${HELP}`);
  say(`installing Debian's ${packages.join(' and ')} for the tests in the browser (up to 204 MB, about 20 s)`);
  const order = ['-y', '-q', '-o', 'Acquire::Retries=2', '--no-install-recommends', 'install', ...packages];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  let last = spawnSync('apt-get', order, { encoding: 'utf8', env });
  if (last.status !== 0) {
    // Fresh images carry no package lists, or old ones that name files long gone.
    spawnSync('apt-get', ['-q', 'update'], { encoding: 'utf8', env });
    last = spawnSync('apt-get', order, { encoding: 'utf8', env });
  }
  if (last.status !== 0)
    throw new LauncherFault(`${packages.join(', ')} could not be installed: ${lastLines(last.stderr)}; ${HELP}`);
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
