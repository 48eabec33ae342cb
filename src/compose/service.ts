import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApi } from '../api/app.ts';
import { createLogger } from '../api/logger.ts';
import type { HealthCheck } from '../api/ports.ts';
import { CN_FREQUENCY, CN_GATE, CN_HOURS } from '../compliance/presets.ts';
import type { Settings } from '../config/settings.ts';
import { isAway } from '../db/errors.ts';
import { type createFirstAdministrator, syncRoles } from '../db/people-bootstrap.ts';
import { waitForPostgres } from '../db/pool.ts';
import { createOffice } from '../db/queries-office.ts';
import { readDialable } from '../lists/dialable.ts';
import { readPhone } from '../lists/phone.ts';
import { loadWorkbooks } from '../lists/xlsx.ts';
import { Metrics } from '../metrics/metrics.ts';
import { SystemClock } from '../shared/clock.ts';
import { UuidV7Source } from '../shared/ids.ts';
import { SystemRng } from '../shared/rng.ts';
import { composeEngine, FLOOR_ZONE } from './engine.ts';
import { composeEvents } from './events.ts';
import { FloorSampler } from './floor-sample.ts';
import { checkNodes } from './node-checks.ts';
import { NodeSessions } from './node-sessions.ts';
import { builtPages } from './pages.ts';
import { composeSipDoor } from './softphones.ts';
import { composeWorker } from './worker.ts';

/** After the start of a process that serves people. */
const WARM_AFTER_MS = 30_000;

export interface Service {
  /** Where it listens, e.g. `http://127.0.0.1:8000`. */
  address: string;
  /** No new calls; ringing ones end within 30 s, talks stay up; then everything is closed. */
  drain(): Promise<void>;
  /** At once. */
  halt(): Promise<void>;
}

/** `boda serve`: waits for Postgres, then runs what the role asks for. */
export async function serve(settings: Settings): Promise<Service> {
  const clock = new SystemClock();
  const rng = new SystemRng();
  const ids = new UuidV7Source(clock, rng);
  const log = createLogger({ level: settings.logLevel });
  const metrics = new Metrics();
  const secretKey = settings.secretKey.toString('hex');
  const servesPeople = settings.role === 'all' || settings.role === 'api';
  const works = settings.role === 'all' || settings.role === 'worker';
  await waitForPostgres(settings.databaseUrl, { clock, log });
  if (works) await loadWorkbooks();
  const events = composeEvents({ redisUrl: settings.redisUrl, clock, ids, log });
  const process = ids.next();
  const names = settings.nodes.map(({ name }) => name);
  const sessions = new NodeSessions({ clock, log, process, nodes: names, board: events.sessionBoard });
  metrics.watchNodes(() => sessions.all());
  const composed = await composeEngine({
    sessions,
    emit: events.emit,
    databaseUrl: settings.databaseUrl,
    redisUrl: settings.redisUrl,
    secretKey,
    nodes: settings.nodes,
    // The same folder in each life of this process on this machine: what could not be written yet waits there.
    spoolFolder: resolve('.boda', 'spool', `${settings.role}-${settings.httpPort}`),
    owner: process,
    clock,
    rng,
    ids,
    log,
    metrics,
    nodeMetrics: metrics,
  });
  const { pools, vault, engine } = composed;
  await announceFirstAdministrator({ db: pools.api, clock, ids }, log);
  const sampler = new FloorSampler(composed, clock, log);
  metrics.watchFloor(() => sampler.sample());
  const dials = settings.role === 'all' || settings.role === 'dialer';
  const office = createOffice({
    db: pools.api,
    reports: pools.reports,
    gates: pools.gates,
    floorZone: FLOOR_ZONE,
    clock,
    ids,
    vault,
    secretKey,
    readNumber: readDialable,
    toE164: (typed) => {
      const read = readPhone(typed);
      return read.kind === 'number' ? read.e164 : undefined;
    },
  });
  const daily = clock.every(86_400_000, () => {
    for (const forget of [office.sessions.forget(), office.tickets.forget(), office.idempotentAnswers.forgetOld()])
      forget.catch((error: unknown) => log.warn({ error: String(error) }, 'old sessions and answers not forgotten'));
  });
  const pages = builtPages();
  if (pages === undefined) log.warn({}, 'the pages are not built: only REST is served');
  const { databaseUrl, redisUrl } = settings;
  const { imports: progress, exports: exportProgress, tell } = events;
  const stores = { databaseUrl, redisUrl, secretKey, api: pools.api, vault };
  const worker = composeWorker({ ...stores, reports: pools.reports, clock, ids, log, progress, exportProgress, tell });
  const api: FastifyInstance = buildApi({
    ...office,
    clock,
    ids,
    logger: log,
    trustProxy: settings.trustProxy,
    ...(settings.tls ? { https: { cert: readFileSync(settings.tls.cert), key: readFileSync(settings.tls.key) } } : {}),
    isAway,
    imports: worker.imports,
    exports: worker.exports,
    contactWork: worker.contactWork,
    live: events.live,
    events: events.feed,
    doors: [composeSipDoor({ clock, sessions: office.sessions, logger: log }, pools.api, settings.nodes, sessions)],
    metrics,
    // A process that does not serve people still tells Prometheus and its supervisor how it is.
    serves: servesPeople ? 'all' : 'health',
    health: healthChecks(composed, dials, sessions),
    floorZone: FLOOR_ZONE,
    campaignDefaults: { hours: CN_HOURS, frequency: CN_FREQUENCY, gate: CN_GATE },
    ...(pages === undefined ? {} : { pages }),
  });
  if (dials) {
    await checkNodes(settings.nodes, pools.api, clock, log);
    events.publish(engine, pools.pacing);
    engine.start();
  }
  if (works) worker.start();
  // When what a start brings with it is over.
  const warming = clock.after(WARM_AFTER_MS, () => {
    if (!servesPeople) return;
    office.gateLook.warm().catch((error: unknown) => log.warn({ why: String(error) }, 'no first look at the gates'));
  });
  const address = await api.listen({ host: settings.httpHost, port: settings.httpPort });
  log.info({ address, role: settings.role }, 'Boda serves');
  const close = async (): Promise<void> => {
    daily.cancel();
    warming.cancel();
    sampler.stop();
    await api.close();
    await sessions.stop();
    events.close();
    await worker.close();
    await composed.records.flush(5_000).catch(() => undefined);
    await composed.close();
  };
  return {
    address,
    drain: async () => {
      await engine.drain();
      await close();
    },
    halt: async () => {
      await engine.stop();
      await close();
    },
  };
}

async function announceFirstAdministrator(
  deps: Parameters<typeof createFirstAdministrator>[0],
  log: { warn(fields: object, message: string): void },
): Promise<void> {
  await syncRoles(deps);
  const somebody = await deps.db.selectFrom('app_user').select('id').limit(1).executeTakeFirst();
  if (!somebody)
    log.warn({}, 'nobody can sign in yet: make the first administrator with `npm run boda -- create-admin`');
}

function healthChecks(
  composed: Awaited<ReturnType<typeof composeEngine>>,
  dials: boolean,
  sessions: NodeSessions,
): HealthCheck[] {
  const checks: HealthCheck[] = [
    {
      name: 'postgres',
      problem: async () => {
        try {
          await composed.pools.pacing.selectNoFrom((eb) => eb.val(1).as('one')).execute();
          return undefined;
        } catch {
          return 'does not answer';
        }
      },
    },
    { name: 'redis', problem: () => (composed.redisAway() ? 'does not answer' : undefined) },
    { name: 'node-sessions', problem: () => undefined, warning: () => sessions.warning() },
  ];
  if (dials) checks.push({ name: 'node-link', problem: () => composed.engine.linkProblem() });
  return checks;
}
