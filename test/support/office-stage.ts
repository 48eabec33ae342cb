import pg from 'pg';
import { freePort } from '../../scripts/launcher/ports.ts';
import { createLogger } from '../../src/api/logger.ts';
import type { NodeSettings } from '../../src/config/settings.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { writeDemoData } from '../../src/db/demo-data.ts';
import { openPool } from '../../src/db/pool.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { FLOOR_SECRET } from './floor.ts';
import { createDatabase } from './postgres.ts';
import { startTestRedis } from './redis.ts';
import { ServiceProcess } from './service-process.ts';
import { until } from './until.ts';

/** Of everybody on the stage. */
export const PASSWORD = 'the stage has one password';

export interface StageOptions {
  node: NodeSettings;
  trunkSipUri: string;
  /** Where an agent's phone on the table is, by the agent's place from 0; undefined: he has one in his browser. */
  phoneOf(index: number, sipUser: string): string | undefined;
}

/** The whole service as a process of its own on a department with all its roles; its campaigns stand still. */
export interface OfficeStage {
  url: string;
  service: ServiceProcess;
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export async function openOfficeStage(options: StageOptions): Promise<OfficeStage> {
  const [database, redis, port] = await Promise.all([createDatabase(), startTestRedis(), freePort()]);
  await seed(database.url, options);
  const service = new ServiceProcess({
    ...{ databaseUrl: database.url, redisUrl: redis.url, node: options.node },
    ...{ role: 'all', env: { HTTP_PORT: String(port) } },
  });
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  service.start();
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/health/ready`)).status === 200, {
    timeoutMs: 60_000,
    what: `the service to be ready (${service.logFile})`,
  });
  return {
    url,
    service,
    sql: async (text, values = []) => (await pool.query(text, values)).rows,
    close: async () => {
      await service.kill();
      await pool.end();
      await redis.stop();
      await database.drop();
    },
  };
}

async function seed(databaseUrl: string, { node, trunkSipUri, phoneOf }: StageOptions): Promise<void> {
  const clock = new SystemClock();
  const rng = new SystemRng();
  const db = openPool(databaseUrl, 'api', createLogger({ level: 'silent' }));
  try {
    await writeDemoData({
      ...{ db, clock, rng, ids: new UuidV7Source(clock, rng), node: node.name, trunkSipUri, password: PASSWORD },
      ...{ vault: createPhoneVault(FLOOR_SECRET), secretKey: FLOOR_SECRET },
      numberFor: (n) => `+86139${String(n).padStart(8, '0')}`,
      contactUriFor: ({ index, sipUser }) => phoneOf(index, sipUser),
    });
    await db.updateTable('campaign').set({ status: 'stopped' }).execute();
  } finally {
    await db.destroy();
  }
}
