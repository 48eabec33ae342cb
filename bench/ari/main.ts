/**
 * Our ARI client beside ari-client 2.2.0 and fetch, on one real Asterisk, in one run: requests a second, latency, CPU a
 * request of the client. `npm run bench -- ari [--requests 3000] [--rounds 3]`. The last line is JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { provisionAsteriskRoot } from '../../scripts/asterisk/provision.ts';
import { startNode } from '../../scripts/asterisk/start.ts';
import { ariClientClient, type BenchClient, bodaClient, fetchClient } from './clients.ts';

interface Measure {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMicrosPerRequest: number;
  failed: number;
}
type Job = 'ping' | 'bridge';

/** Requests of one client under way at once: what a busy engine has. */
const AT_ONCE = 16;
const REQUESTS_A_JOB: Record<Job, number> = { ping: 1, bridge: 2 };

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '3' } },
});
const requests = positive('requests', values.requests);
const rounds = positive('rounds', values.rounds);

const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
const root = await provisionAsteriskRoot(undefined, console.log);
const node = await startNode({ root, dir, name: 'bench', dieWithParent: true });
const where = { url: node.ariUrl, user: node.ariUser, password: node.ariPassword };
const clients = [bodaClient(where), await ariClientClient(where), fetchClient(where)];
const found = new Map<string, Measure[]>();
try {
  for (const client of clients) await measure(client, 'ping', 200, 'warm');
  for (let round = 0; round < rounds; round++) {
    // Each in turn within a round, so that a busy moment of the machine falls on all of them.
    for (const job of ['ping', 'bridge'] as const) {
      for (const client of clients) {
        const key = `${client.name} ${job}`;
        found.set(key, [...(found.get(key) ?? []), await measure(client, job, requests, `r${round}`)]);
      }
    }
  }
} finally {
  for (const client of clients) await client.close();
  await node.stop();
  rmSync(dir, { recursive: true, force: true });
}

console.log(`median of ${rounds} rounds of ${requests} requests, ${AT_ONCE} at once`);
const result: Record<string, Measure> = {};
for (const [key, measures] of found) {
  const middle = median(measures);
  result[key] = middle;
  const { perSecond, p50Ms, p99Ms, cpuMicrosPerRequest, failed } = middle;
  console.log(
    `${key.padEnd(18)} ${String(perSecond).padStart(6)}/s  p50 ${p50Ms} ms  p99 ${p99Ms} ms  CPU ${cpuMicrosPerRequest} µs a request  failed ${failed}`,
  );
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg()[0] ?? 0, node: process.version };
console.log(
  JSON.stringify({ bench: 'ari', asterisk: root.version, machine, requests, rounds, atOnce: AT_ONCE, result }),
);
// ari-client leaves its sockets open.
process.exit(0);

async function measure(client: BenchClient, job: Job, total: number, mark: string): Promise<Measure> {
  const jobs = Math.ceil(total / REQUESTS_A_JOB[job]);
  const times: number[] = [];
  let next = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < jobs; i = next++) {
      const from = performance.now();
      try {
        await (job === 'ping' ? client.ping() : client.bridge(`${client.name}-${mark}-${i}`));
      } catch {
        failed += 1;
      }
      times.push((performance.now() - from) / REQUESTS_A_JOB[job]);
    }
  };
  const cpu = process.cpuUsage();
  const from = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - from) / 1_000;
  const used = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const done = jobs * REQUESTS_A_JOB[job];
  return {
    perSecond: Math.round(done / seconds),
    p50Ms: rounded(times[Math.floor(times.length * 0.5)]),
    p99Ms: rounded(times[Math.floor(times.length * 0.99)]),
    cpuMicrosPerRequest: Math.round((used.user + used.system) / done),
    failed,
  };
}

function median(measures: Measure[]): Measure {
  const sorted = [...measures].sort((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function rounded(ms = 0): number {
  return Math.round(ms * 100) / 100;
}

function positive(name: string, given: string): number {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`--${name}: ${given} given, a whole number from 1 wanted`);
    process.exit(2);
  }
  return value;
}
