import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import type { SimServer } from '../../../src/sim/server.ts';
import { Floor } from '../../support/floor.ts';
import { startSimNode } from '../../support/sim-node.ts';
import { until } from '../../support/until.ts';

/** Holes in the engine's life and the node's, on the simulated Asterisk: FAULTS 1, 7, 25, 34, 63, 64. */
describe('gaps', () => {
  let server: SimServer;
  let floor: Floor;

  const open = async (numbers: string[], agents: number): Promise<void> => {
    const sim = await startSimNode();
    server = sim.server;
    floor = await Floor.open({
      node: sim.node,
      dispose: { result: 'NOINTEREST', afterMs: 50 },
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'ratio',
        linesPerAgent: 2,
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: Array.from({ length: agents }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
        campaigns: [{ numbers }],
      },
    });
    await floor.start();
    await floor.staff();
  };

  const states = async (): Promise<Record<string, number>> => {
    const rows = await floor.sql<{ state: string; n: string }>('select state, count(*) n from agent_seat group by 1');
    return Object.fromEntries(rows.map((r) => [r.state, Number(r.n)]));
  };
  const talking = (n: number): Promise<unknown> =>
    until(async () => (await states()).talking === n, { timeoutMs: 60_000, what: `${n} agents to talk` });
  const quiet = (): Promise<unknown> =>
    until(async () => (await floor.counts()).open === 0, { timeoutMs: 60_000, what: 'no attempt to be open' });
  const dialedOnce = (): void => {
    const dialed = server.sim.carrier.log.map((call) => call.number);
    expect(new Set(dialed).size).toBe(dialed.length);
  };

  afterEach(async () => {
    await floor?.close();
    await server?.close();
  });

  it('takes over talks and ringing calls of a life that was cut off, and dials nobody twice (FAULTS 1)', async () => {
    await open(
      [
        ...Array.from({ length: 4 }, (_, i) => numberFor('longTalker', i, '20')),
        ...Array.from({ length: 4 }, (_, i) => numberFor('noAnswer', 50 + i)),
      ],
      4,
    );
    await talking(4);
    const bridges = server.sim.carrier.log.length;
    await floor.cut();
    await floor.start();
    await until(() => floor.logs.filter((l) => l.message === 'call adopted').length >= 4, {
      timeoutMs: 60_000,
      what: 'the talks to be adopted',
    });
    expect(server.sim.carrier.log.length).toBeGreaterThanOrEqual(bridges);
    await quiet();
    const { attempts, records, byResult } = await floor.counts();
    expect(records).toBe(attempts);
    expect(byResult.CONNECTED).toBe(4);
    dialedOnce();
    await until(async () => (await states()).idle === 4, { timeoutMs: 60_000, what: 'all agents to be idle again' });
  });

  it('closes the calls of a dead node once, and its agents wait for their phones (FAULTS 7)', async () => {
    await open(
      Array.from({ length: 3 }, (_, i) => numberFor('stays', i)),
      3,
    );
    await talking(3);
    await server.close();
    await until(async () => (await floor.counts()).byResult.NODE_LOST === 3, {
      timeoutMs: 60_000,
      what: 'the records of the dead node',
    });
    expect(await floor.counts()).toMatchObject({ attempts: 3, records: 3, open: 0 });
    expect(floor.engine.engine.linkProblem()).toContain('node-down');
  });
});
