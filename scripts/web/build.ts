/** The pages, built by vite into web/dist when they are not what the sources say. Run: npx tsx scripts/web/build.ts */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { PROJECT, runTool } from '../launcher/command.ts';
import { LauncherFault, lastLines } from '../launcher/fault.ts';

const WEB = join(PROJECT, 'web');
const DIST = join(WEB, 'dist');
const STAMP = '.stamp';
/** Below this a compressed twin saves no packet, bytes. */
const WORTH_COMPRESSING = 1_400;

/** What the built pages come from: every file of web/ and the lock file. */
function pagesStamp(): string {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT, 'package-lock.json')));
  for (const file of sources()) hash.update(`\0${file}\0`).update(readFileSync(join(WEB, file)));
  return hash.digest('hex');
}

/**
 * Builds web/dist unless it is up to date; `say` is told before. Two at once do no harm: each builds beside and swaps.
 * Throws `LauncherFault`.
 */
export async function buildPages(say: (line: string) => void): Promise<void> {
  // A package of the service alone carries what was built, and no sources.
  if (!existsSync(join(WEB, 'src'))) return;
  const stamp = pagesStamp();
  if (stampOf(DIST) === stamp) return;
  say('building the pages (about 10 s)');
  const work = mkdtempSync(join(WEB, '.build-'));
  try {
    const out = join(work, 'dist');
    const { code, output } = await runTool('vite/bin/vite.js', ['build', WEB, '--outDir', out, '--logLevel', 'warn']);
    if (code !== 0) throw new LauncherFault(`the pages cannot be built: ${lastLines(output, 4)}`);
    compress(join(out, 'assets'));
    writeFileSync(join(out, STAMP), stamp);
    swap(out, join(work, 'former'), stamp);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function sources(): string[] {
  return readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(WEB.length + 1))
    .filter((file) => !/^(dist|\.build-[^/]*)\//.test(file))
    .sort();
}

function stampOf(folder: string): string | undefined {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function compress(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const bytes = readFileSync(file);
    if (!/\.(js|css|svg)$/.test(name) || bytes.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}

function swap(out: string, former: string, stamp: string): void {
  try {
    if (existsSync(DIST)) renameSync(DIST, former);
    renameSync(out, DIST);
  } catch (error) {
    // Another build was faster: what it put there is as good, when it comes from the same sources.
    if (stampOf(DIST) !== stamp) throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildPages((line) => console.log(line));
}
