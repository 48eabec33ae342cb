// The first step of every command: node scripts/boot.mjs start|test|bench|prove|boda|check [arguments].
// On Node's built-ins alone, because in a fresh clone there is no node_modules yet: it installs that when it is missing or
// not what the lock file asks for, then hands over, in this same process, to TypeScript.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { diskFault, missingStamp, nodeFault, npmCommand, stampFile } from './preflight.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMMANDS = ['start', 'test', 'bench', 'prove', 'boda', 'check'];

function leave(line) {
  console.error(line);
  process.exit(1);
}

function install(stamp) {
  fs.rmSync(stampFile(ROOT), { force: true });
  console.log('installing what package-lock.json asks for (under a minute)');
  const npm = npmCommand(process.env.npm_execpath, process.execPath);
  const args = [...npm.args, 'ci', '--include=dev', '--include=optional'];
  const result = spawnSync(npm.file, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.error !== undefined) leave(`npm cannot be run (${result.error.code}): is it on the PATH?`);
  if (result.signal !== null) process.exit(130);
  if (result.status !== 0) leave(`npm ci failed with code ${result.status}: see its lines above`);
  fs.writeFileSync(stampFile(ROOT), stamp);
}

/** The file to run, and its arguments. bench and prove take a name: bench/NAME.ts, or bench/NAME/main.ts. */
function entry(command, args) {
  if (command === 'start' || command === 'test' || command === 'check') {
    return [join(ROOT, 'scripts', `${command}.ts`), args];
  }
  if (command === 'boda') return [join(ROOT, 'src', 'main.ts'), args];
  const folder = join(ROOT, command === 'bench' ? 'bench' : 'test/prove');
  const [name = '', ...rest] = args;
  const files = [join(folder, `${name}.ts`), join(folder, name, 'main.ts')];
  const file = /^[\w-]+$/.test(name) ? files.find((one) => fs.existsSync(one)) : undefined;
  if (file === undefined)
    leave(`npm run ${command} -- NAME: wanted one of ${namesIn(folder).join(', ') || '(none yet)'}`);
  return [file, rest];
}

function namesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((one) => (one.isDirectory() ? fs.existsSync(join(folder, one.name, 'main.ts')) : one.name.endsWith('.ts')))
    .map((one) => one.name.replace(/\.ts$/, ''))
    .sort();
}

/** The pages, where they are not what their sources say. A service without vite beside it serves what it has. */
async function buildPages(needed) {
  const { buildPages: build } = await import('./web/build.ts');
  try {
    await build((line) => console.log(line));
  } catch (error) {
    if (needed || !(error instanceof Error)) leave(String(error?.message ?? error));
    console.error(`${error.message}; serving without`);
  }
}

const [command, ...given] = process.argv.slice(2);
const wrongNode = nodeFault(process.versions.node);
if (wrongNode !== undefined) leave(wrongNode);
if (!COMMANDS.includes(command)) leave(`node scripts/boot.mjs: wanted one of ${COMMANDS.join(', ')}`);

const stamp = missingStamp(ROOT, process.version);
if (stamp !== undefined || command === 'start' || command === 'test') {
  const disk = fs.statfsSync(ROOT);
  const full = diskFault(disk.bavail * disk.bsize, ROOT);
  if (full !== undefined) leave(full);
}
if (stamp !== undefined) install(stamp);

const [file, args] = entry(command, given);
process.chdir(ROOT);
if ((command === 'start' || command === 'boda') && fs.existsSync('.env')) process.loadEnvFile('.env');
process.argv = [process.argv[0], file, ...args];
const { register } = await import('tsx/esm/api');
register();
if (command === 'start' || (command === 'boda' && args[0] === 'serve')) await buildPages(command === 'start');
await import(pathToFileURL(file).href);
