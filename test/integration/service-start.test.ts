import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { freePort } from '../../scripts/launcher/ports.ts';
import { nodeArguments } from '../../scripts/launcher/program.ts';
import { migrate } from '../../src/db/migrator.ts';
import { runSim } from '../../src/sim/run.ts';
import type { SimServer } from '../../src/sim/server.ts';
import { AgentsByTable } from '../support/agents-by-table.ts';
import { FLOOR_SECRET, Floor } from '../support/floor.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { simNodeSettings } from '../support/sim-node.ts';
import { until } from '../support/until.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

describe('a service whose surroundings are not there yet', () => {
  let postgres: OwnPostgres;
  let floor: Floor;
  let port: number;
  let sim: SimServer | undefined;
  let service: ServiceProcess;
  let people: AgentsByTable;
  const numbers = Array.from({ length: 6 }, (_, i) => numberFor('person', i));

  const said = (): string => readFileSync(service.logFile, 'utf8');
  const says = (what: string | RegExp, why: string): Promise<unknown> =>
    until(
      () => {
        if (!service.alive) throw new Error(`the service has ended: ${said().slice(-1_000)}`);
        return typeof what === 'string' ? said().includes(what) : what.test(said());
      },
      { timeoutMs: 60_000, what: why },
    );

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    await migrate(postgres.url);
    port = await freePort();
    const node = { ...simNodeSettings({ url: `http://127.0.0.1:${port}` } as SimServer), password: 'right' };
    floor = await Floor.open({
      node,
      database: { url: postgres.url },
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'progressive',
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: [{ contactUri: 'sip:phone@127.0.0.1:5062' }, { contactUri: 'sip:phone@127.0.0.1:5062' }],
        campaigns: [{ numbers }],
      },
    });
    people = new AgentsByTable(floor, 60_000);
    service = new ServiceProcess({ databaseUrl: postgres.url, redisUrl: floor.redis.url, node });
    await postgres.stop();
    await floor.redis.stop();
    service.start();
  });

  afterAll(async () => {
    people?.stop();
    await service?.kill();
    await sim?.close();
    await floor?.close();
    await postgres?.stop();
  });

  it.each(['migrate', 'create-admin'])(
    'boda %s says in one line that Postgres is away, and ends with 1',
    async (command) => {
      const program = execFile(process.execPath, nodeArguments([MAIN, command]), {
        env: {
          PATH: process.env.PATH,
          DATABASE_URL: postgres.url,
          REDIS_URL: floor.redis.url,
          SECRET_KEY: FLOOR_SECRET,
        },
      });
      let output = '';
      for (const stream of [program.stdout, program.stderr])
        stream?.on('data', (part) => {
          output += part;
        });
      expect(await new Promise((resolve) => program.once('close', resolve))).toBe(1);
      const { host } = new URL(postgres.url);
      expect(output).toBe(`DATABASE_URL: no Postgres answers at ${host} (ECONNREFUSED): is it running?\n`);
    },
  );

  it('waits for Postgres and says so', async () => {
    await says('waiting for Postgres', 'the service to say that it waits for Postgres');
    expect(service.alive).toBe(true);
    await postgres.start();
  });

  it('waits for Redis and says so', async () => {
    await says('Redis does not answer', 'the service to say that Redis is away');
    await floor.redis.start();
    await says('Redis answers again', 'the service to say that Redis is back');
  });

  it('waits for an Asterisk that cannot be reached and says so', async () => {
    await says('node does not answer yet', 'the service to say that the node cannot be reached');
    expect(service.alive).toBe(true);
  });

  it('says that the password of ARI is wrong, and dials once it is right', async () => {
    sim = await runSim({ port, callees: 'numbers', password: 'other' });
    await says(/401|password/i, 'the service to say that the password is refused');
    expect(said()).not.toContain('"right"');
    await sim.close();
    sim = await runSim({ port, callees: 'numbers', password: 'right' });
    await floor.staff();
    await until(async () => (await floor.sql(`select 1 from contact where state <> 'closed'`)).length === 0, {
      timeoutMs: 60_000,
      what: 'every contact to be done',
    });
    expect((await floor.counts()).records).toBe(numbers.length);
    expect(sim.sim.carrier.log.length).toBe(numbers.length);
  });

  it('drains on SIGTERM and ends with 0', async () => {
    service.signal('SIGTERM');
    expect(await service.ended()).toBe(0);
  });
});
