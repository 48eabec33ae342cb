/**
 * `npm run bench -- gates [--contacts 1000000] [--looks 15]`: how long "why is it not dialing?" takes over a list of a
 * million, beside a bare `select count(*)` over the same contacts, and what it does to the beat of the pacing loop meanwhile.
 * Contacts in all states, 300 places, 100,000 attempts of the day, 20,000 numbers on the do-not-call list.
 */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { gateReport } from '../../src/compliance/report.ts';
import { PgContactSource } from '../../src/db/contact-source.ts';
import { PgGateLook } from '../../src/db/gates-report.ts';
import { openPool } from '../../src/db/pool.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { TICK_MS, treeTicks } from '../calls/cpu.ts';
import { log, Stand } from '../support/stand.ts';
import { fill } from './fill.ts';

const BEAT_MS = 250;
const ZONE = 'Asia/Shanghai';
const { values } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, looks: { type: 'string', default: '15' } },
});
const contacts = Number(values.contacts);
const looks = Number(values.looks);
const stand = await Stand.open();
const { postgres } = stand;
try {
  const [gates, pacing] = [openPool(postgres.url, 'gates', log), openPool(postgres.url, 'pacing', log)];
  const setUp = openPool(postgres.url, 'bulk', log);
  const { campaignId } = await fill(setUp, contacts, (fields, message) => console.error(message, fields));
  const quiet = await beats(pacing, campaignId, async () => {
    await new Promise((resolve) => new SystemClock().every(5_000, () => resolve(undefined)));
  });
  const bare: number[] = [];
  const times: number[] = [];
  const judged: number[] = [];
  const cpu: number[] = [];
  let total = 0;
  const beside = await beats(pacing, campaignId, async () => {
    for (let i = 0; i < looks; i++) {
      bare.push(await timed(() => sql`select count(*) from contact where campaign_id = ${campaignId}`.execute(gates)));
      // A look of its own each time: nothing is remembered between them.
      const look = new PgGateLook(gates, new SystemClock(), ZONE);
      let found: Awaited<ReturnType<PgGateLook['campaign']>>;
      const ticks = treeTicks(postgres.pid);
      const read = await timed(async () => {
        found = await look.campaign(campaignId);
      });
      cpu.push((treeTicks(postgres.pid) - ticks) * TICK_MS);
      const began = performance.now();
      if (found !== undefined) total = (await gateReport(found)).contacts;
      judged.push(performance.now() - began);
      times.push(read + (judged.at(-1) ?? 0));
    }
  });
  console.log(
    JSON.stringify({
      bench: 'gates',
      contacts: total,
      complete: total === contacts,
      ms: of(times),
      // The first of a connection, which must find its way to each page: the service makes it itself before anybody asks (`warm`).
      firstMs: Math.round(times[0] ?? 0),
      laterMs: of(times.slice(1)),
      judgedMs: of(judged),
      // Of all of Postgres, the beat's statements too: what the look takes when nobody else wants the processors.
      postgresCpuMs: of(cpu),
      bareCountMs: of(bare),
      beatMs: { alone: quiet, beside },
      aim: of(times.slice(1)).most <= 1_000,
      machine: stand.machine(),
    }),
  );
  await Promise.all([gates.destroy(), pacing.destroy(), setUp.destroy()]);
} finally {
  await stand.close();
}
process.exit(0);

/** How late a short statement of the pacing pool is, counted from when the beat was due, while `work` goes on. */
async function beats(pacing: ReturnType<typeof openPool>, campaignId: string, work: () => Promise<void>) {
  const source = new PgContactSource(pacing, { floorZone: ZONE });
  const delays: number[] = [];
  let due = performance.now() + BEAT_MS;
  const beat = new SystemClock().every(BEAT_MS, () => {
    const planned = due;
    due = performance.now() + BEAT_MS;
    void source.rules(campaignId).then(() => delays.push(performance.now() - planned));
  });
  await work();
  beat.cancel();
  return of(delays);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function of(all: readonly number[]) {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}
