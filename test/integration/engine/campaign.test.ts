import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import type { SimServer } from '../../../src/sim/server.ts';
import { Floor } from '../../support/floor.ts';
import { startSimNode } from '../../support/sim-node.ts';
import { until } from '../../support/until.ts';

describe('a campaign on the simulated Asterisk', () => {
  let server: SimServer;
  let floor: Floor;
  const numbers = [
    ...Array.from({ length: 30 }, (_, i) => numberFor('person', i, `0${i % 3}`)),
    ...Array.from({ length: 10 }, (_, i) => numberFor('busy', 100 + i)),
    ...Array.from({ length: 10 }, (_, i) => numberFor('invalid', 200 + i)),
  ];

  beforeAll(async () => {
    const sim = await startSimNode();
    server = sim.server;
    floor = await Floor.open({
      node: sim.node,
      dispose: { result: 'NOINTEREST', afterMs: 50 },
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'progressive',
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: Array.from({ length: 10 }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
        campaigns: [{ numbers }],
      },
    });
    await floor.start();
    await floor.staff();
    await until(async () => (await floor.sql(`select 1 from contact where state <> 'closed'`)).length === 0, {
      timeoutMs: 60_000,
      what: 'every contact to be done',
    });
  });

  afterAll(async () => {
    await floor?.close();
    await server?.close();
  });

  it('dials each number once and keeps one record for each', async () => {
    const { attempts, records, open } = await floor.counts();
    expect({ attempts, records, open }).toEqual({ attempts: 50, records: 50, open: 0 });
    const dialed = server.sim.carrier.log.map((call) => call.number);
    expect(new Set(dialed).size).toBe(dialed.length);
    expect([...dialed].sort()).toEqual([...numbers].sort());
  });

  it('writes no number in clear into its log', async () => {
    await floor.cut();
    expect(floor.logs.length).toBeGreaterThan(0);
    expect(floor.clearNumbersLogged()).toEqual([]);
    floor.logs.push({ level: 'info', message: 'as it must not be', fields: { to: `+86${numbers[0]}` } });
    expect(floor.clearNumbersLogged()).toEqual([numbers[0]]);
  });
});
