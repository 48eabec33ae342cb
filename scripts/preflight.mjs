// Runs before node_modules is there: Node's built-ins only, and nothing that an old Node could not read.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const OLDEST_NODE = [20, 19];
export const DISK_NEEDED_BYTES = 4 * 1024 ** 3;

/** A line that says what is wrong with this Node (`20.18.1`), or undefined. */
export function nodeFault(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return undefined;
  return `Boda needs Node ${OLDEST_NODE.join('.')} or newer, this is Node ${version}`;
}

/** A line that says that the disk is too full, or undefined. */
export function diskFault(freeBytes, folder) {
  if (freeBytes >= DISK_NEEDED_BYTES) return undefined;
  return `Boda needs 4 GB of free disk, ${folder} has ${(freeBytes / 1024 ** 3).toFixed(1)} GB`;
}

/** What an installed node_modules must carry to be taken as it is: it changes with the lock file and with Node. */
export function stampOf(lockText, node) {
  return createHash('sha256').update(`${node}\n${lockText}`).digest('hex');
}

export function stampFile(root) {
  return join(root, 'node_modules', '.boda-stamp');
}

/** The stamp to write after installing, or undefined when node_modules is what the lock file asks for. */
export function missingStamp(root, node) {
  const wanted = stampOf(readFileSync(join(root, 'package-lock.json'), 'utf8'), node);
  const file = stampFile(root);
  return existsSync(file) && readFileSync(file, 'utf8') === wanted ? undefined : wanted;
}

/** The npm that is running us when there is one (yarn and others name themselves here too), else the one on the PATH. */
export function npmCommand(execPath, nodePath) {
  const isNpm = execPath !== undefined && basename(execPath).startsWith('npm-cli') && existsSync(execPath);
  return isNpm ? { file: nodePath, args: [execPath] } : { file: 'npm', args: [] };
}
