import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApi } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/logger.ts';
import { composeSipDoor } from '../../src/compose/softphones.ts';
import type { NodeSettings } from '../../src/config/settings.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { isAway } from '../../src/db/errors.ts';
import { hashPassword } from '../../src/db/people-passwords.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { createOffice } from '../../src/db/queries-office.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { FLOOR_SECRET, type Floor } from './floor.ts';
import { importsHere } from './imports-here.ts';

export const AGENT_PASSWORD = 'a long enough password';

/** The API with the door to the node's SIP, on a floor's database; beside the floor's engine, as another process would be. */
export interface OfficeOnFloor {
  /** `http://127.0.0.1:port` */
  address: string;
  logged: string[];
  close(): Promise<void>;
}

/** `more` adds routes of the test before it listens. */
export async function openOffice(
  floor: Floor,
  node: NodeSettings,
  more: (app: FastifyInstance) => void = () => undefined,
): Promise<OfficeOnFloor> {
  const clock = new SystemClock();
  const ids = new UuidV7Source(clock, new SystemRng());
  const logged: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line) => void logged.push(line) } });
  const db: Db = openPool(floor.databaseUrl, 'api', logger);
  const vault = createPhoneVault(FLOOR_SECRET);
  const secretKey = FLOOR_SECRET;
  const office = createOffice({
    db,
    reports: db,
    clock,
    ids,
    vault,
    secretKey,
    toE164: () => undefined,
    readNumber: () => undefined,
  });
  const app = buildApi({
    ...office,
    clock,
    ids,
    logger,
    trustProxy: false,
    isAway,
    metrics: new Metrics(),
    health: [],
    // Engine, vite and this API share a process and its loop here; shedding load is another test's matter.
    load: { mostDelayMs: 60_000, mostInHand: 2_000 },
    live: { group: () => undefined },
    ...importsHere({ db, vault, clock, ids, log: logger, secretKey: FLOOR_SECRET }).office,
    floorZone: 'Asia/Shanghai',
    campaignDefaults: { hours: { legal: { from: 0, to: 1440 }, campaign: {} }, frequency: { windows: [] } },
    doors: [composeSipDoor({ clock, sessions: office.sessions, logger }, db, [node])],
  });
  more(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  await floor.sql(`update role set permissions = '{agent.work}'`);
  await floor.sql(`update app_user set password_hash = $1, must_change_password = false`, [
    await hashPassword(AGENT_PASSWORD),
  ]);
  return {
    address: `http://127.0.0.1:${port}`,
    logged,
    close: async () => {
      await app.close();
      await db.destroy();
    },
  };
}
