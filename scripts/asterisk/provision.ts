import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An unpacked Asterisk: `exec` starts any of its programs without chroot, through its own loader. */
export interface AsteriskRoot {
  /** The folder that holds `root/`. */
  dir: string;
  /** The unpacked file tree. */
  tree: string;
  /** e.g. `22.10.1`. */
  version: string;
}

/** Oldest and first-too-new version: 20 advisories were fixed up to 22.10.1 (ASTERISK.md 22). */
const OLDEST = [22, 10, 1] as const;
const TOO_NEW = 23;

interface Stamp {
  version: string;
  run: string;
}

/**
 * Makes sure that `dir` holds an unpacked Asterisk 22 from Debian sid with prompts and SIPp, and says which version.
 * A cached one is kept; with CI=true it is built afresh once per run, because a cached copy hides a broken recipe.
 * Rejects with one plain sentence when sid no longer offers 22.10.1 <= version < 23. Safe to call from several processes.
 */
export async function provisionAsteriskRoot(
  dir: string = defaultRootDir(),
  say: (line: string) => void = () => {},
): Promise<AsteriskRoot> {
  const target = resolve(dir);
  await mkdir(dirname(target), { recursive: true });
  // The lock is held by the shell's own descriptor, so a killed process leaves none behind.
  const script = fileURLToPath(new URL('./unpack.sh', import.meta.url));
  const stampFile = join(target, 'stamp.json');
  const fresh = (): boolean => {
    const stamp = readStamp(stampFile);
    return stamp !== undefined && (process.env.CI !== 'true' || stamp.run === runId());
  };
  if (!fresh()) {
    say(`unpacking Asterisk from Debian sid under ${target} (91 MB, about 15 s)`);
    await locked(`${target}.lock`, async () => {
      if (fresh()) return;
      await unpack(script, target);
      const version = await versionOf(join(target, 'root'));
      writeFileSync(stampFile, `${JSON.stringify({ version, run: runId() } satisfies Stamp)}\n`);
    });
  }
  const stamp = readStamp(stampFile);
  if (stamp === undefined) throw new Error(`no Asterisk under ${target}`);
  say(`Asterisk ${stamp.version}`);
  return { dir: target, tree: join(target, 'root'), version: stamp.version };
}

/** BODA_ASTERISK_ROOT, else `.boda/asterisk` of the project. */
export function defaultRootDir(): string {
  return process.env.BODA_ASTERISK_ROOT ?? fileURLToPath(new URL('../../.boda/asterisk', import.meta.url));
}

/** The command line that runs a program of the unpacked tree: its process name is the loader's, so go by pid. */
export function command(root: AsteriskRoot, program: 'asterisk' | 'sipp'): [string, ...string[]] {
  return commandIn(root.tree, program);
}

function commandIn(tree: string, program: 'asterisk' | 'sipp'): [string, ...string[]] {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const loaders = ['usr/lib64/ld-linux-x86-64.so.2', 'usr/lib/ld-linux-aarch64.so.1'].map((path) => join(tree, path));
  const loader = loaders.find((path) => existsSync(path));
  if (loader === undefined) throw new Error(`${tree} has no program loader for ${process.arch}`);
  const path = program === 'asterisk' ? 'usr/sbin/asterisk' : 'usr/bin/sipp';
  return [loader, '--library-path', join(tree, 'usr/lib', triplet), join(tree, path)];
}

/** Where Debian's Asterisk keeps its modules. */
export function modulesDir(root: AsteriskRoot): string {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return join(root.tree, 'usr/lib', triplet, 'asterisk/modules');
}

async function unpack(script: string, target: string): Promise<void> {
  try {
    await run('bash', [script, target], { maxBuffer: 1 << 24 });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`Asterisk could not be unpacked: ${stderr}`);
  }
}

async function versionOf(tree: string): Promise<string> {
  const [program, ...args] = commandIn(tree, 'asterisk');
  const { stdout } = await run(program, [...args, '-V']);
  const version = /(\d+)\.(\d+)\.(\d+)/.exec(stdout);
  if (version === null) throw new Error(`Asterisk does not tell its version: ${stdout.trim()}`);
  const found = version.slice(1).map(Number);
  if (!acceptable(found)) {
    throw new Error(
      `Debian sid now ships Asterisk ${version[0]}; Boda wants ${OLDEST.join('.')} or newer, below ${TOO_NEW}`,
    );
  }
  return version[0];
}

function acceptable([major = 0, minor = 0, patch = 0]: number[]): boolean {
  if (major !== OLDEST[0]) return false;
  return minor > OLDEST[1] || (minor === OLDEST[1] && patch >= OLDEST[2]);
}

function readStamp(file: string): Stamp | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const stamp: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof stamp !== 'object' || stamp === null || !('version' in stamp) || !('run' in stamp)) return undefined;
    return { version: String(stamp.version), run: String(stamp.run) };
  } catch {
    return undefined;
  }
}

/** One test run = one id: given by the launcher, else the process that started us (vitest's workers share it). */
function runId(): string {
  return process.env.BODA_RUN_ID ?? `parent-${process.ppid}`;
}

async function locked(file: string, work: () => Promise<void>): Promise<void> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await new Promise<void>((done, failed) => {
      holder.once('error', failed);
      holder.stdout.once('data', () => done());
      holder.once('exit', (code) => failed(new Error(`the lock ${file} could not be taken (flock: ${code})`)));
    });
    await work();
  } finally {
    holder.stdin.end();
  }
}
