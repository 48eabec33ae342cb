import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import type { CarrierLogEntry } from '../../../src/sim/carrier.ts';
import { Floor } from '../../support/floor.ts';
import { ServiceProcess } from '../../support/service-process.ts';
import { type SimProcess, startSimProcess } from '../../support/sim-process.ts';
import { until } from '../../support/until.ts';

const AGENTS = 5;
const TALKS = 3;

describe('a deploy', () => {
  let sim: SimProcess;
  let floor: Floor;
  let service: ServiceProcess;
  const talkers = Array.from({ length: TALKS }, (_, i) => numberFor('stays', i));
  const ringers = Array.from({ length: 60 }, (_, i) => numberFor('noAnswer', i));

  beforeAll(async () => {
    sim = await startSimProcess();
    floor = await Floor.open({
      node: sim.node,
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'ratio',
        linesPerAgent: 2,
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: Array.from({ length: AGENTS }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
        campaigns: [
          { numbers: talkers, maxAttempts: 1 },
          { numbers: ringers, maxAttempts: 1, status: 'stopped', ringTimeoutMs: 8_000 },
        ],
      },
    });
    service = new ServiceProcess({ databaseUrl: floor.databaseUrl, redisUrl: floor.redis.url, node: sim.node });
    service.start();
    await floor.staff();
  });

  afterAll(async () => {
    await service?.kill();
    await floor?.close();
    await sim?.kill();
  });

  const calls = async (numbers: readonly string[]): Promise<CarrierLogEntry[]> =>
    (await sim.carrierLog()).filter((e) => numbers.includes(e.number));
  const onLine = async (): Promise<CarrierLogEntry[]> =>
    (await sim.carrierLog()).filter((e) => e.answeredAt !== undefined && e.endedAt === undefined);
  const ringing = async (): Promise<CarrierLogEntry[]> =>
    (await sim.carrierLog()).filter((e) => e.answeredAt === undefined && e.endedAt === undefined);
  const talking = async (): Promise<{ agent_id: string; attempt_id: string }[]> =>
    await floor.sql(`select agent_id, attempt_id from agent_seat where state = 'talking' order by agent_id`);

  it('FAULTS 47: SIGTERM: no new calls, ringing ones end or are served, talks go on with their agents in the next process', async () => {
    await until(async () => (await talking()).length === TALKS, { what: 'three agents to talk', timeoutMs: 80_000 });
    await floor.sql(`update campaign set status = 'running' where id = $1`, [floor.data.campaignIds[1]]);
    await until(async () => (await ringing()).length === 4, {
      what: 'two lines for each free agent',
      timeoutMs: 60_000,
    });
    const before = await talking();

    service.signal('SIGTERM');
    // One who rings answers in the middle of it: he is served by an agent, not by the message.
    const [answers = ''] = (await ringing()).map((e) => e.number);
    await sim.act({ kind: 'callee-answers', number: answers });
    expect(await service.ended()).toBe(0);

    expect(await ringing()).toEqual([]);
    expect((await calls(ringers)).length).toBe(4);
    // Nobody who talked lost his line, and nobody is told that his agent is gone.
    expect((await onLine()).map((e) => e.number).sort()).toEqual([...talkers, answers].sort());

    service.start();
    await until(async () => (await talking()).length === TALKS + 1, {
      what: 'their talks to be taken over',
      timeoutMs: 80_000,
    });
    for (const { agent_id, attempt_id } of before) expect(await talking()).toContainEqual({ agent_id, attempt_id });
    await until(async () => (await ringing()).length >= 1, { what: 'the new process to dial', timeoutMs: 80_000 });
    // The talks end in the new process, each with the one record of its one call.
    for (const number of [...talkers, answers]) await sim.act({ kind: 'callee-hangs-up', number });
    await until(
      async () =>
        (
          await floor.sql(`select 1 from call_record where attempt_id = any($1) and result = 'CONNECTED'`, [
            before.map((b) => b.attempt_id),
          ])
        ).length === TALKS,
      { what: 'the records of the talks', timeoutMs: 60_000 },
    );
    // All of them heard their agent from the answer to the end.
    for (const { heard, answeredAt = 0, endedAt = 0 } of await calls([...talkers, answers])) {
      expect(heard.message).toBe(0);
      expect(heard.agent / (endedAt - answeredAt)).toBeGreaterThan(0.8);
    }
    const twice = (await sim.carrierLog()).map((e) => e.number);
    expect(new Set(twice).size).toBe(twice.length);
  });
});
