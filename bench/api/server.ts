/**
 * The two servers of `npm run bench -- api`, in a process of their own: the API on a seeded Postgres, and a bare fastify that
 * answers the same bytes. Started by main.ts with a database address; prints one JSON line with what to ask for.
 */
import Fastify from 'fastify';
import pg from 'pg';
import { buildApi } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/logger.ts';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { isAway } from '../../src/db/errors.ts';
import { ensurePartitions } from '../../src/db/partitions.ts';
import { syncRoles } from '../../src/db/people-bootstrap.ts';
import { hashPassword } from '../../src/db/people-passwords.ts';
import { openPools } from '../../src/db/pool.ts';
import { createOffice } from '../../src/db/queries-office.ts';
import { PERMISSIONS } from '../../src/domain/roles.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { seedFloor } from '../../test/support/floor-data.ts';
import { importsHere } from '../../test/support/imports-here.ts';
import type { BenchRoute } from './routes.ts';

const AGENTS = 200;
const RECORDS = 100_000;
const SECRET = 'b'.repeat(64);
const NO_LIMIT = 1_000_000_000;

const [databaseUrl = ''] = process.argv.slice(2);
const clock = new SystemClock();
const ids = new UuidV7Source(clock, new SystemRng());
const vault = createPhoneVault(SECRET);
// As in production, but nobody reads it.
const logger = createLogger({ level: 'info', destination: { write: () => undefined } });
const pools = openPools(databaseUrl, logger);
await ensurePartitions(pools.records, clock.now());
await syncRoles({ db: pools.api, clock, ids });
const floor = await seedFloor(
  databaseUrl,
  {
    groupKey: 'bench',
    node: 'a1',
    mode: 'predictive',
    trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
    agents: Array.from({ length: AGENTS }, () => ({ contactUri: undefined })),
    campaigns: [{ numbers: Array.from({ length: 2_000 }, (_, i) => `138${String(i).padStart(8, '0')}`) }],
  },
  vault,
  ids,
  clock.now(),
);
const [campaignId, agentId] = [floor.campaignIds[0] ?? '', floor.agentIds[0] ?? ''];
const attemptId = await addCalls();

const office = createOffice({
  ...{ db: pools.api, reports: pools.reports, clock, ids, vault, secretKey: SECRET },
  toE164: () => undefined,
  readNumber: () => undefined,
});
const explain = { idle: 5, working: 180, dialing: 60, waiting: 0, index: 0.02, theta: 0.024, budgetLeft: 12.5 };
const api = buildApi({
  ...office,
  clock,
  ids,
  logger,
  isAway,
  trustProxy: false,
  metrics: new Metrics(),
  health: [],
  live: {
    group: () => ({
      at: clock.now(),
      agents: { offline: 0, connecting: 0, idle: 5, reserved: 1, talking: 140, wrapup: 40, paused: 14 },
      campaigns: { [campaignId]: { ringing: 60, waiting: 0, talking: 140, queued: 900 } },
      pacing: { limitedBy: 'agents', explain },
    }),
  },
  ...importsHere({ db: pools.api, vault, clock, ids, log: logger, secretKey: SECRET }).office,
  floorZone: 'Asia/Shanghai',
  campaignDefaults: { hours: CN_HOURS, frequency: CN_FREQUENCY },
  requestsPer10s: NO_LIMIT,
  requestsPer10sOfOne: NO_LIMIT,
});
const boda = await api.listen({ host: '127.0.0.1', port: 0 });
const token = await signIn();

const ROUTES: Omit<BenchRoute, 'status'>[] = [
  { name: 'GET /agents/me', method: 'GET', path: '/api/v1/agents/me' },
  {
    ...{ name: 'PUT /agents/me/state', method: 'PUT', path: '/api/v1/agents/me/state' },
    body: JSON.stringify({ state: 'ready' }),
  },
  { name: 'GET /campaigns/:id/live', method: 'GET', path: `/api/v1/campaigns/${campaignId}/live` },
  { name: 'GET /call-records', method: 'GET', path: `/api/v1/call-records?campaignId=${campaignId}&limit=50` },
  {
    ...{ name: 'POST disposition', method: 'POST', path: `/api/v1/calls/${attemptId}/disposition` },
    body: JSON.stringify({ result: 'INTENT_A' }),
  },
];
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const bare = Fastify();
const routes: BenchRoute[] = [];
for (const route of ROUTES) {
  const { method, path, body } = route;
  const answer = await fetch(boda + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const bytes = await answer.text();
  if (!answer.ok) throw new Error(`${route.name}: ${answer.status} ${bytes}`);
  const type = answer.headers.get('content-type') ?? '';
  bare.route({
    method,
    url: path.split('?')[0] ?? path,
    handler: (_request, reply) => reply.status(answer.status).type(type).send(bytes),
  });
  routes.push({ ...route, status: answer.status });
}
const bareAddress = await bare.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ boda, bare: bareAddress, token, routes }));

process.once('SIGTERM', () => {
  Promise.all([api.close(), bare.close()])
    .then(() => pools.close())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});

/** A day's records, and a call that the agent has now; its attempt. */
async function addCalls(): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const id = ids.next();
  await client.query(
    `insert into call_record (attempt_id, placed_at, group_id, campaign_id, list_id, contact_id, phone_id, trunk_id,
       department_id, agent_id, node, mode, source, ended_at, result, ended_by, charged)
     select gen_random_uuid(), at, $1, $2, $3, c.id, c.phone_id, $4, $5, $6, 'a1', 'predictive', 'new', at,
       (array['NOANSWER', 'NOANSWER', 'BUSY', 'CONNECTED', 'CONNECTED', 'ABANDONED'])[1 + n % 6], 'carrier', true
     from generate_series(1, $7::int) n
       cross join lateral (select now() - make_interval(secs => n * 86000.0 / $7) as at) t
       join (select id, phone_id, row_number() over () as nth from contact) c on c.nth = 1 + n % 2000`,
    [floor.groupId, campaignId, floor.listIds[0], floor.trunkIds[0], floor.departmentId, agentId, RECORDS],
  );
  await client.query(
    `insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, phone_id, blind_index, trunk_id, mode,
       source, placed_at, place_by, charged, state, answered_at, connected_at, agent_id)
     select $1, $2, 1, 'a1', $3, c.list_id, c.id, c.phone_id, p.blind_index, $4, 'predictive', 'new', now(), now(), true,
       'open', now(), now(), $5 from contact c join phone p on p.id = c.phone_id limit 1`,
    [id, floor.groupId, campaignId, floor.trunkIds[0], agentId],
  );
  await client.query(`update agent_seat set state = 'talking', attempt_id = $1 where agent_id = $2`, [id, agentId]);
  await client.query(`update role set permissions = $1, scope = 'department' where key = 'test-agent-bench'`, [
    [...PERMISSIONS],
  ]);
  await client.query(`update app_user set password_hash = $1, must_change_password = false`, [
    await hashPassword('bench'),
  ]);
  await client.query('vacuum analyze');
  await client.end();
  return id;
}

async function signIn(): Promise<string> {
  const answer = await office.sessions.signIn({ staffNo: 'bench-1', password: 'bench', address: '127.0.0.1' });
  if (answer.kind !== 'in') throw new Error(`sign-in: ${answer.kind}`);
  return answer.token;
}
