import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built pages (scripts/web/build.ts), or undefined when they were never built here. */
export function builtPages(): { folder: string } | undefined {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(join(folder, 'index.html')) ? { folder } : undefined;
}
