/**
 * The hot routes of the API on a real Postgres with 100,000 records of the day, beside a bare fastify that answers the same
 * bytes, in one run: requests a second, p50, p99. `npm run bench -- api [--seconds 5] [--rounds 3] [--connections 20]`.
 * The last line is JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { migrate } from '../../src/db/migrator.ts';
import type { BenchRoute, BenchServers } from './routes.ts';

interface Measure {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  failed: number;
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '20' },
  },
});
const [seconds, rounds, connections] = [
  positive('seconds', values.seconds),
  positive('rounds', values.rounds),
  positive('connections', values.connections),
];

const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
// Open to pass through: Postgres runs as another user.
chmodSync(dir, 0o711);
const postgres = await startPostgres({ home: join(dir, 'postgres'), database: 'boda' });
await migrate(postgres.url);
const server = spawn(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('server.ts', import.meta.url)), postgres.url],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const found: Record<string, Measure[]> = {};
try {
  const servers = await told();
  for (const route of servers.routes) await fire(servers.boda, servers.token, route, 1);
  for (let round = 0; round < rounds; round++)
    // Each in turn within a round, so that a busy moment of the machine falls on both.
    for (const route of servers.routes)
      for (const [who, address] of [
        ['boda', servers.boda],
        ['bare', servers.bare],
      ] as const) {
        const measure = await fire(address, servers.token, route, seconds);
        found[`${route.name} ${who}`] = [...(found[`${route.name} ${who}`] ?? []), measure];
      }
} finally {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

const result = Object.fromEntries(Object.entries(found).map(([name, measures]) => [name, median(measures)]));
console.log(`median of ${rounds} rounds of ${seconds} s, ${connections} connections`);
for (const [name, { perSecond, p50Ms, p99Ms, failed }] of Object.entries(result))
  console.log(
    `${name.padEnd(30)} ${String(perSecond).padStart(6)}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  failed ${failed}`,
  );
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg()[0] ?? 0, node: process.version };
console.log(JSON.stringify({ bench: 'api', machine, seconds, rounds, connections, result }));

/** What the servers say when they listen; rejects when they end before. */
async function told(): Promise<BenchServers> {
  const lines = createInterface({ input: server.stdout });
  return await new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as BenchServers));
    server.once('exit', (code) => reject(new Error(`the servers ended with ${code}`)));
  });
}

async function fire(address: string, token: string, route: BenchRoute, duration: number): Promise<Measure> {
  const { method, path, body, status } = route;
  const done = await autocannon({
    ...{ url: address + path, method, connections, duration },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const right = Object.entries(done.statusCodeStats ?? {}).find(([code]) => Number(code) === status)?.[1].count ?? 0;
  return {
    perSecond: Math.round(done.requests.average),
    p50Ms: done.latency.p50,
    p99Ms: done.latency.p99,
    failed: done.requests.total - right + done.errors,
  };
}

function median(measures: Measure[]): Measure {
  const middle = [...measures].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(measures.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function positive(name: string, given: string): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`--${name}: ${given} given, a whole number from 1 wanted`);
    process.exit(2);
  }
  return value;
}
