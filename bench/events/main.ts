/**
 * The event gateway with 1,000 readers beside a bare `ws` server that sends the same bytes, in one run; and the time from an
 * answer to the screen pop on the page: `npm run bench -- events [--readers 1000] [--rounds 30] [--calls 500] [--rate 25]`.
 * The last line is JSON.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { startRedis } from '../../scripts/launcher/redis.ts';
import { findRedis } from '../../scripts/launcher/redis-package.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { migrate } from '../../src/db/migrator.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { seedFloor } from '../../test/support/floor-data.ts';
import { openPage, openSessions } from '../../test/support/live-api.ts';
import { clearRunFolder, makeRunFolder } from '../../test/support/run-folder.ts';
import { bareSocket, bodaSocket, quantile, Side, type Spread } from './fan-out.ts';
import { type Pops, pops } from './pops.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '30' },
    calls: { type: 'string', default: '500' },
    rate: { type: 'string', default: '25' },
  },
});
const [readers, rounds, calls, rate] = [whole('readers'), whole('rounds'), whole('calls'), whole('rate')];
const TEMPLATE = 'template_boda';
const LIVE_ROUNDS = 10;

const loadBefore = loadavg()[0] ?? 0;
const dir = makeRunFolder();
process.env.BODA_TEST_FOLDER = dir;
const [postgres, redis] = await Promise.all([
  startPostgres({ home: join(dir, 'postgres'), database: TEMPLATE }),
  startRedis({
    home: join(dir, 'redis'),
    program: findRedis(fileURLToPath(new URL('../../.boda/redis', import.meta.url)), console.log),
  }),
]);
await migrate(postgres.url);

const result: { fanOut?: Record<string, Spread>; back?: { p50Ms: number; p95Ms: number }; pops?: Pops } = {};
let failed = false;
try {
  Object.assign(result, await fanOut());
  result.pops = await pops({ database: await database(), redis: redis.url }, calls, rate);
  const { p50Ms, p99Ms, popped, ownP50Ms, ownP99Ms, bytes } = result.pops;
  console.log(
    `answered → pop on the page, ${popped} of ${calls} calls at ${rate}/s (${bytes} bytes): p50 ${p50Ms} p99 ${p99Ms} ms; ` +
      `from the engine's hearing of it p50 ${ownP50Ms} p99 ${ownP99Ms} ms`,
  );
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  await postgres.stop();
  await redis.stop();
  await clearRunFolder(dir);
}
const machine = {
  ...{ cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version },
  ...{ loadBefore, loadAfter: loadavg()[0] ?? 0 },
};
console.log(JSON.stringify({ bench: 'events', machine, ...result }));
process.exit(failed ? 1 : 0);

async function fanOut(): Promise<Pick<typeof result, 'fanOut' | 'back'>> {
  const databaseUrl = await database();
  const clock = new SystemClock();
  const floor = await seedFloor(
    databaseUrl,
    {
      ...{ groupKey: 'crowd', node: 'none', mode: 'ratio', trunks: [] },
      agents: Array.from({ length: readers }, () => ({ contactUri: undefined })),
      campaigns: [{ numbers: [], status: 'stopped' }],
    },
    createPhoneVault('b'.repeat(64)),
    new UuidV7Source(clock, new SystemRng()),
    clock.now(),
  );
  const list = join(dir, 'readers.json');
  writeFileSync(list, JSON.stringify(floor.agentIds));
  const tokens = await openSessions(databaseUrl, floor.agentIds);
  const token = (i: number): string => tokens.get(floor.agentIds[i] ?? '') ?? '';
  const boda = await Side.open('boda', [databaseUrl, redis.url, floor.groupId, list]);
  const bare = await Side.open('bare', []);
  const found: Record<string, Spread> = {};
  try {
    await boda.gather(readers, (i) => bodaSocket(boda.url, token(i)));
    await bare.gather(readers, () => bareSocket(bare.url));
    // The first round compiles what it runs.
    await boda.spread('each', 3);
    await bare.spread('each', 3, boda.sample);
    found['each boda'] = await boda.spread('each', rounds);
    found['each bare'] = await bare.spread('each', rounds, boda.sample);
    boda.leave();

    const back = await comeBack(boda.url, token);
    console.log(`${readers} pages back at once, each told its state: p50 ${back.p50Ms} p95 ${back.p95Ms} ms`);

    // The same people as supervisors of one campaign: the agents' role may now watch and has no stream of its own.
    const [first = ''] = floor.agentIds;
    const watching = await openSessions(databaseUrl, floor.agentIds, ['campaigns.live', 'campaigns.read']);
    const query = `&topics=campaign:${floor.campaignIds[0]}`;
    await boda.gather(readers, (i) => bodaSocket(boda.url, watching.get(floor.agentIds[i] ?? first) ?? '', query));
    await boda.spread('all', 2);
    found['all boda'] = await boda.spread('all', LIVE_ROUNDS);
    await bare.spread('all', 2, boda.sample);
    found['all bare'] = await bare.spread('all', LIVE_ROUNDS, boda.sample);
    for (const [name, { bytes, p50Ms, p99Ms, wholeMs, cpuMs }] of Object.entries(found))
      console.log(
        `${name.padEnd(10)} ${readers} frames of ${bytes} bytes: p50 ${p50Ms} p99 ${p99Ms} ms, all of them ${wholeMs} ms, CPU ${cpuMs} ms a thousand`,
      );
    return { fanOut: found, back };
  } finally {
    await boda.close();
    await bare.close();
  }
}

async function comeBack(url: string, token: (i: number) => string): Promise<{ p50Ms: number; p95Ms: number }> {
  const from = performance.now();
  const took: number[] = [];
  const pages = await Promise.all(
    Array.from({ length: readers }, async (_, i) => {
      const page = await openPage(url, token(i));
      await page.frame((f) => f.type === 'agent.state', 'his state');
      took.push(performance.now() - from);
      return page;
    }),
  );
  for (const page of pages) page.cut();
  return { p50Ms: quantile(took, 0.5), p95Ms: quantile(took, 0.95) };
}

async function database(): Promise<string> {
  const name = `b_${randomBytes(6).toString('hex')}`;
  const url = new URL(postgres.url);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name} template ${TEMPLATE}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

function whole(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(`--${name}: ${values[name]} given, a whole number from 1 wanted`);
  process.exit(2);
}
