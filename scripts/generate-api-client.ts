/**
 * Writes web/src/api/schema.gen.ts, the types of the REST interface for openapi-fetch, from the routes themselves: no store
 * is opened and nothing listens. Run: npx tsx scripts/generate-api-client.ts [--check]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { buildApi } from '../src/api/app.ts';
import type { ApiDeps } from '../src/api/deps.ts';
import { createLogger } from '../src/api/logger.ts';
import { SystemClock } from '../src/shared/clock.ts';

export const CLIENT_FILE = fileURLToPath(new URL('../web/src/api/schema.gen.ts', import.meta.url));

const HEAD = '/** Written by scripts/generate-api-client.ts from the service’s own OpenAPI: do not edit. */\n';

/** The OpenAPI document that the service shows at /api/openapi.json. */
export async function describeApi(): Promise<OpenAPI3> {
  const app = buildApi(descriptionOnly());
  try {
    await app.ready();
    const answer = await app.inject({ method: 'GET', url: '/api/openapi.json' });
    if (answer.statusCode !== 200) throw new Error(`/api/openapi.json: ${answer.statusCode} ${answer.body}`);
    return answer.json();
  } finally {
    await app.close();
  }
}

export async function generateClient(): Promise<string> {
  return HEAD + astToString(await openapiTS(await describeApi()));
}

/** What routes are built from. Stores are asked for only by requests, and none comes: they are left out. */
function descriptionOnly(): ApiDeps {
  return {
    clock: new SystemClock(),
    logger: createLogger({ level: 'silent' }),
    ids: { next: () => 'description' },
    trustProxy: false,
    isAway: () => false,
    health: [],
    metrics: { request: () => undefined, text: async () => '', contentType: 'text/plain' },
  } as unknown as ApiDeps;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = await generateClient();
  if (process.argv.includes('--check')) {
    const known = existsSync(CLIENT_FILE) ? readFileSync(CLIENT_FILE, 'utf8') : '';
    if (known !== text) {
      console.error('web/src/api/schema.gen.ts is stale: npx tsx scripts/generate-api-client.ts');
      process.exit(1);
    }
  } else {
    mkdirSync(dirname(CLIENT_FILE), { recursive: true });
    writeFileSync(CLIENT_FILE, text);
  }
}
