import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStart, readPidFile, stopProcess } from '../../scripts/launcher/processes.ts';

const PREFIX = 'boda-test-';

/** A folder for everything that one test run starts; `owner` names the process whose end makes it rubbish. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // Open to pass through, as most clones are; tests of closed folders close their own.
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), `${process.pid} ${processStart(process.pid)}`);
  return folder;
}

/** The folder of this run, for tests that start servers of their own. */
export function runFolder(): string {
  const folder = process.env.BODA_TEST_FOLDER;
  if (folder === undefined)
    throw new Error('BODA_TEST_FOLDER is not set: this suite needs the global set-up of vitest.config.ts');
  return folder;
}

/** A fresh folder inside this run's. */
export function freshFolder(name: string): string {
  const parent = join(runFolder(), 'own');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Kills every server whose pid file lies under the folder, and removes it. */
export async function clearRunFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name === 'pid.json' || name.endsWith('/pid.json'))) {
    const left = readPidFile(join(folder, file));
    if (left !== undefined) await stopProcess(left.pid, 'SIGQUIT', 5_000);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Clears what runs that were killed have left behind. */
export async function clearDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const [pid, started] = readFileSync(join(folder, 'owner'), 'utf8').split(' ');
      if (processStart(Number(pid)) !== started) await clearRunFolder(folder);
    } catch {
      // just being made or removed by its own run
    }
  }
}
