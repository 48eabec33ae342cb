/**
 * `npm run prove -- shift [--agents 48] [--minutes 30] [--answer 0.3] [--seed 1]`: a shift of the whole engine from a cold
 * start, on virtual time with real stores, beside the pure simulation of the same people in the same order (nothing between
 * pacer and people). `--agents 55 --minutes 120` is the proof of issue 4. Judged by the carrier's log and the records; the last line is JSON, exit code 1
 * when something is not true.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { startPostgres } from '../../scripts/launcher/postgres.ts';
import { startRedis } from '../../scripts/launcher/redis.ts';
import { findRedis } from '../../scripts/launcher/redis-package.ts';
import { migrate } from '../../src/db/migrator.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { lognormal, population } from '../../src/sim/population.ts';
import { compare } from '../support/virtual/same-world.ts';
import { VirtualWorld } from '../support/virtual/world.ts';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '48' },
    minutes: { type: 'string', default: '30' },
    answer: { type: 'string', default: '0.3' },
    seed: { type: 'string', default: '1' },
  },
});
const [agents, minutes, seed] = [Number(values.agents), Number(values.minutes), Number(values.seed)];
const MINUTE = 60_000;
const WRAP_UP = { mean: 20_000, sd: 10_000 };
const dir = mkdtempSync(join(tmpdir(), 'boda-prove-'));
// Open to pass through: Postgres runs as another user.
chmodSync(dir, 0o711);
// Floors keep their spools in the run's own folder.
process.env.BODA_TEST_FOLDER = dir;
const program = findRedis(fileURLToPath(new URL('../../.boda/redis', import.meta.url)), console.log);
const [postgres, redis] = await Promise.all([
  startPostgres({ home: join(dir, 'postgres'), database: 'boda' }),
  startRedis({ home: join(dir, 'redis'), program }),
]);
const faults: string[] = [];
try {
  await migrate(postgres.url);
  const wrapUp = new SeededRng(seed + 7);
  const people = { answer: Number(values.answer), talkMs: { mean: 45_000, sd: 40_000 } };
  const world = await VirtualWorld.open(
    seed,
    {
      database: { url: postgres.url },
      redis: { url: redis.url },
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'predictive',
        trunks: [{ key: 'carrier', sipUri: 'sip:carrier.sim', channels: 1_000, callsPerSecond: 100 }],
        agents: Array.from({ length: agents }, () => ({ contactUri: undefined })),
        // Nobody is late with a result here: what happens then has tests of its own.
        campaigns: [
          {
            wrapUpMs: 300_000,
            numbers: Array.from({ length: agents * minutes * 8 }, (_, i) => numberFor('person', i)),
          },
        ],
      },
      dispose: { result: 'NOINTEREST', afterMs: () => lognormal(wrapUp, WRAP_UP) },
    },
    population(seed, people),
  );
  const { floor, sim, clock } = world;
  await floor.start();
  await world.now(floor.staff());
  const from = clock.now();
  for (let minute = 1; minute <= minutes; minute++) {
    await world.pass(MINUTE);
    if (minute % 5 === 0) console.log(`${minute} min: ${JSON.stringify((await world.now(floor.counts())).byResult)}`);
  }
  const to = clock.now();
  const [time] = await world.now(
    floor.sql<{ busy: string; all: string }>(
      `select sum(extract(epoch from coalesce(until, $1::timestamptz) - since))
           filter (where state in ('reserved', 'talking', 'wrapup')) as busy,
         sum(extract(epoch from coalesce(until, $1::timestamptz) - since)) as "all" from agent_interval`,
      [new Date(to).toISOString()],
    ),
  );
  await world.now(floor.sql(`update campaign set status = 'stopped'`));
  for (let i = 0; i < 60 && (await world.now(floor.counts())).open > 0; i++) await world.pass(MINUTE);
  const { attempts, records, open, byResult } = await world.now(floor.counts());
  const joined = (byResult.CONNECTED ?? 0) + (byResult.HUNGUP ?? 0);
  const abandoned = byResult.ABANDONED ?? 0;
  const rate = abandoned / Math.max(1, joined + abandoned);
  const heardNothing = sim.carrier.log.filter(
    ({ answeredAt, endedAt = answeredAt, heard }) =>
      answeredAt !== undefined && heard.agent + heard.message === 0 && (endedAt ?? 0) - answeredAt > 4_500,
  ).length;
  const twice = sim.carrier.log.length - new Set(sim.carrier.log.map(({ number }) => number)).size;
  if (open > 0) faults.push(`${open} attempts are open`);
  if (records !== attempts) faults.push(`${attempts} attempts, ${records} records`);
  if (sim.carrier.log.length !== attempts)
    faults.push(`the carrier saw ${sim.carrier.log.length} of ${attempts} calls`);
  if (twice > 0) faults.push(`${twice} numbers were dialed twice`);
  if (heardNothing > 0) faults.push(`${heardNothing} who answered heard nothing`);
  if (rate > 0.03) faults.push(`abandoned ${(rate * 100).toFixed(2)} %, 3 % is the limit`);
  const utilisation = Math.round((Number(time?.busy) / Number(time?.all)) * 1_000) / 1_000;
  const dialed = sim.carrier.log.map(({ number }) => number);
  const { pure, sd, off } = compare(
    { utilisation, rate },
    {
      ...{ seed, agents, people, hours: minutes / 60, wrapUpMs: WRAP_UP },
      ...{ ringTimeoutMs: 20_000, setupTimeoutMs: 10_000, patienceMs: 2_000 },
      // The same people in the same order; then those whom the engine did not come to.
      numbers: (nth) => dialed[nth] ?? numberFor('person', agents * minutes * 8 + nth - dialed.length),
      pacing: {
        mode: 'predictive',
        maxLinesPerAgent: 8,
        abandonTarget: 0.03,
        abandonWindowMs: 30 * 24 * 60 * MINUTE,
      },
    },
  );
  const point = (n: number) => `${(100 * n).toFixed(2)}`;
  console.log(
    `utilisation: engine ${point(utilisation)} %, pure simulation ${point(pure.utilisation)} % (sd ${point(sd.utilisation)}), off by ${point(off.utilisation)}`,
  );
  console.log(
    `abandoned: engine ${point(rate)} %, pure simulation ${point(pure.rate)} % (sd ${point(sd.rate)}), off by ${point(off.rate)}`,
  );
  // A short shift differs by chance: three standard deviations of a pure run, but at least the point that is aimed at.
  for (const name of ['utilisation', 'rate'] as const)
    if (Math.abs(off[name]) > Math.max(0.01, 3 * sd[name])) faults.push(`${name} is off by ${point(off[name])} points`);
  for (const fault of faults) console.error(fault);
  const shift = {
    agents,
    minutes: (to - from) / MINUTE,
    seed,
    attempts,
    joined,
    abandoned,
    rate,
    utilisation,
    pure,
    sd,
    off,
  };
  console.log(JSON.stringify({ prove: 'shift', held: faults.length === 0, ...shift }));
  await world.close();
} catch (error) {
  faults.push(String(error));
  console.error(error);
} finally {
  await redis.stop();
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(faults.length === 0 ? 0 : 1);
