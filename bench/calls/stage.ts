import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { AsteriskInstance } from '../../scripts/asterisk/instance.ts';
import { provisionAsteriskRoot } from '../../scripts/asterisk/provision.ts';
import { startCarrier, startNode } from '../../scripts/asterisk/start.ts';
import { type RunningPostgres, startPostgres } from '../../scripts/launcher/postgres.ts';
import { type RunningRedis, startRedis } from '../../scripts/launcher/redis.ts';
import { findRedis } from '../../scripts/launcher/redis-package.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import { migrate } from '../../src/db/migrator.ts';
import type { Log } from '../../src/dialer/ports.ts';
import { type Clock, SystemClock } from '../../src/shared/clock.ts';
import { type IdSource, UuidV7Source } from '../../src/shared/ids.ts';
import { type Rng, SystemRng } from '../../src/shared/rng.ts';
import { CpuMeter } from './cpu.ts';

const TEMPLATE = 'template_boda';
const COUNTED = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  'pg_stat_statements.track_planning': 'on',
};
const REDIS_FOLDER = fileURLToPath(new URL('../../.boda/redis', import.meta.url));

/** Everything real that a run stands on: a node, a carrier that records nobody, Postgres and Redis as in production. */
export class Stage {
  readonly clock: Clock = new SystemClock();
  readonly rng: Rng = new SystemRng();
  readonly ids: IdSource = new UuidV7Source(this.clock, this.rng);
  readonly dir: string;
  readonly version: string;
  readonly node: AsteriskInstance;
  readonly carrier: AsteriskInstance;
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
  readonly countsStatements: boolean;
  readonly #complaints = new Map<string, number>();

  private constructor(
    dir: string,
    version: string,
    parts: Pick<Stage, 'node' | 'carrier' | 'postgres' | 'redis' | 'countsStatements'>,
  ) {
    this.dir = dir;
    this.version = version;
    this.node = parts.node;
    this.carrier = parts.carrier;
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.countsStatements = parts.countsStatements;
  }

  /** `statements`: Postgres counts what each statement costs (`Statements`); that itself costs some of its time. */
  static async open({ statements }: { statements: boolean }): Promise<Stage> {
    const root = await provisionAsteriskRoot(undefined, console.log);
    const program = findRedis(REDIS_FOLDER, console.log);
    const dir = mkdtempSync(join(tmpdir(), 'boda-bench-'));
    // Open to pass through: Postgres runs as another user.
    chmodSync(dir, 0o711);
    const [node, carrier, postgres, redis] = await Promise.all([
      startNode({ root, dir: join(dir, 'node'), name: 'bench', dieWithParent: true }),
      startCarrier({ root, dir: join(dir, 'carrier'), name: 'carrier', dieWithParent: true, record: false }),
      startPostgres({
        ...{ home: join(dir, 'postgres'), database: TEMPLATE },
        settings: statements ? COUNTED : {},
      }),
      startRedis({ home: join(dir, 'redis'), program }),
    ]);
    await migrate(postgres.url);
    return new Stage(dir, root.version, { node, carrier, postgres, redis, countsStatements: statements });
  }

  /** A wire of its own to the node. */
  wire(): HttpTransport {
    const { ariUrl: url, ariUser: user, ariPassword: password } = this.node;
    return new HttpTransport({ clock: this.clock, url, user, password });
  }

  /** A migrated, empty database; its address. */
  async database(): Promise<string> {
    const name = `b_${randomBytes(6).toString('hex')}`;
    const client = new pg.Client({ connectionString: withDatabase(this.postgres.url, 'postgres') });
    await client.connect();
    await client.query(`create database ${name} template ${TEMPLATE}`);
    await client.end();
    return withDatabase(this.postgres.url, name);
  }

  meter(): CpuMeter {
    const { node, carrier, postgres, redis } = this;
    if (node.pid === undefined || carrier.pid === undefined) throw new Error('an Asterisk has ended');
    return new CpuMeter({ asterisk: node.pid, carrier: carrier.pid, postgres: postgres.pid, redis: redis.pid });
  }

  /** Counts what is worth a warning; `complaints` gives them back once. */
  log(): Log {
    const count = ({ error, why }: Record<string, unknown>, message: string): void => {
      const line = `${message} ${String(error ?? why ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]+|e\d+a\d+/g, '…')}`;
      this.#complaints.set(line, (this.#complaints.get(line) ?? 0) + 1);
    };
    return { debug: () => undefined, info: () => undefined, warn: count, error: count };
  }

  complaints(): string[] {
    const lines = [...this.#complaints].map(([message, times]) => `${times} × ${message}`);
    this.#complaints.clear();
    return lines;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.node.stop(), this.carrier.stop(), this.postgres.stop(), this.redis.stop()]);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function withDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}
