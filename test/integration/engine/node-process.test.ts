import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Floor } from '../../support/floor.ts';
import { type SimProcess, startSimProcess } from '../../support/sim-process.ts';
import { until } from '../../support/until.ts';

/** Faults in which the node and the engine must not stand still together: the node is a process of its own. */
describe('a node that is another process', () => {
  let sim: SimProcess;
  let floor: Floor;

  const open = async (numbers: string[], agents: number, linesPerAgent: number): Promise<void> => {
    sim = await startSimProcess();
    floor = await Floor.open({
      node: sim.node,
      dispose: { result: 'NOINTEREST', afterMs: 20 },
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'ratio',
        linesPerAgent,
        trunks: [{ key: 'carrier', sipUri: 'sip:127.0.0.1:5060' }],
        agents: Array.from({ length: agents }, () => ({ contactUri: 'sip:phone@127.0.0.1:5062' })),
        campaigns: [{ numbers, maxAttempts: 5 }],
      },
    });
    await floor.start();
    await floor.staff();
  };

  afterEach(async () => {
    await floor?.close();
    await sim?.kill();
  });

  const settled = async (): Promise<Record<string, number>> =>
    (
      await until(
        async () => {
          const now = await floor.counts();
          return now.open === 0 && now.attempts === now.records && now;
        },
        { what: 'every attempt to have its record', timeoutMs: 80_000 },
      )
    ).byResult;

  it('FAULTS 4: an event loop that stands still for 500 ms in a burst of events loses nothing', async () => {
    const persons = Array.from({ length: 20 }, (_, i) => numberFor('person', i, `1${i % 2}`));
    const busy = Array.from({ length: 20 }, (_, i) => numberFor('ringsThenBusy', 100 + i, '03'));
    await open([...persons, ...busy], 10, 4);
    for (const wanted of [8, 16, 24]) {
      await until(async () => (await sim.carrierLog()).length >= wanted, {
        what: `${wanted} calls`,
        timeoutMs: 60_000,
      });
      const until500 = performance.now() + 500;
      while (performance.now() < until500);
    }
    await until(async () => (await sim.carrierLog()).length === 40, { what: 'all to be dialed', timeoutMs: 80_000 });
    const results = await settled();
    const log = await sim.carrierLog();
    expect(new Set(log.map((e) => e.number)).size).toBe(40);
    const { BUSY = 0, CONNECTED = 0, HUNGUP = 0, ABANDONED = 0, HUNGUP_WAITING = 0 } = results;
    expect(BUSY).toBe(20);
    expect(CONNECTED + HUNGUP + ABANDONED + HUNGUP_WAITING).toBe(20);
    // A callee who stays at least a second and a half after his answer is served.
    const silent = log.filter(
      ({ answeredAt = 0, endedAt = 0, heard }) =>
        answeredAt > 0 && endedAt - answeredAt > 1_500 && heard.agent === 0 && heard.message === 0,
    );
    expect(silent).toEqual([]);
    const ari = readFileSync(new URL('../../../scripts/asterisk/conf/common/ari.conf', import.meta.url), 'utf8');
    expect(Number(/^websocket_write_timeout\s*=\s*(\d+)/m.exec(ari)?.[1])).toBeGreaterThanOrEqual(5_000);
  });

  it('FAULTS 7: a node that is killed: its attempts are closed once as NODE_LOST, and not dialed again before the window', async () => {
    const numbers = [
      ...Array.from({ length: 3 }, (_, i) => numberFor('stays', i)),
      ...Array.from({ length: 3 }, (_, i) => numberFor('noAnswer', 10 + i)),
    ];
    await open(numbers, 6, 2);
    await until(
      async () => {
        const log = await sim.carrierLog();
        const [row] = await floor.sql<{ n: string }>(`select count(*) n from agent_seat where state = 'talking'`);
        return log.length === 6 && Number(row?.n) === 3;
      },
      { what: 'three talks and three ringing calls', timeoutMs: 60_000 },
    );
    await sim.kill();
    await until(async () => (await floor.counts()).records === 6, { what: 'the records', timeoutMs: 60_000 });
    expect(await settled()).toEqual({ NODE_LOST: 6 });
    expect(floor.engine.engine.linkProblem()).toContain('node-down');
    const soon = await floor.sql(
      `select 1 from contact where state <> 'closed' and due_at < last_attempt_at + interval '5 minutes'`,
    );
    expect(soon).toEqual([]);
  });
});
