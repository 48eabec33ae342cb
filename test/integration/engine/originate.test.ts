import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

/** What can go wrong between the committed intent and the carrier. */
describe('placing a call', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('FAULTS 11: an originate whose answer is lost is one call, adopted by its id', async () => {
    const [lost, late] = [numberFor('person', 1), numberFor('person', 2)];
    scene = await Scene.open({ agents: 2, campaigns: [{ numbers: [lost, late], status: 'stopped' }] });
    scene.sim.faults.add({ kind: 'lose-response', on: '^POST /channels$' });
    // Longer than the 2 s for which the engine waits: given up, although the node has the call.
    scene.sim.faults.add({ kind: 'delay', on: '^POST /channels$', ms: 2_500 });
    await scene.run();
    expect(await scene.settled()).toEqual({ TALKED: 2 });
    expect(scene.log.map((e) => e.number).sort()).toEqual([lost, late].sort());
    expect(scene.unserved()).toEqual([]);
    for (const { heard } of scene.log) expect(heard.agent).toBeGreaterThan(0);
  });

  it('FAULTS 12: an originate that never reached the node ends as UNKNOWN and is not redialed blindly', async () => {
    const [reset, next] = [numberFor('stays', 1), numberFor('busy', 2)];
    scene = await Scene.open({
      agents: 1,
      linesPerAgent: 1,
      campaigns: [{ numbers: [reset, next], maxAttempts: 5, status: 'stopped' }],
    });
    scene.sim.faults.add({ kind: 'reset', on: '^POST /channels$' });
    await scene.run();
    await until(() => scene.dialed(next).length === 1, { what: 'the next contact to be dialed', timeoutMs: 60_000 });
    expect(await scene.settled()).toEqual({ UNKNOWN: 1, BUSY: 1 });
    expect(scene.dialed(reset)).toEqual([]);
    expect(await scene.record(reset)).toMatchObject({ result: 'UNKNOWN', charged: true, answered_at: null });
    const [contact] = await scene.floor.sql<{ due: boolean }>(
      `select due_at > last_attempt_at + interval '5 minutes' due from contact where last_result = 'UNKNOWN'`,
    );
    expect(contact?.due).toBe(true);
  });

  it('a contact whose line failed goes over the other line at his next attempt (MODEL.md: other trunk)', async () => {
    const numbers = Array.from({ length: 8 }, (_, i) => numberFor('busy', i));
    scene = await Scene.open({ agents: 1, linesPerAgent: 8, campaigns: [{ numbers, status: 'stopped' }] });
    await scene.floor.sql(`insert into trunk (id, key, name, sip_uri, calls_per_second, channels, created_at)
      select gen_random_uuid(), 'second', name, sip_uri, calls_per_second, channels, created_at from trunk`);
    await scene.floor.sql(
      `insert into campaign_trunk select c.id, t.id from campaign c, trunk t where t.key = 'second'`,
    );
    scene.sim.handle('DELETE', '/asterisk/config/dynamic/res_pjsip/endpoint/carrier-sales');
    await scene.run();
    await until(() => scene.log.length === 8, { what: 'all to be dialed', timeoutMs: 60_000 });
    await scene.settled();
    const perLine = await scene.floor.sql<{ key: string; result: string; most: string }>(
      `select key, result, max(n) most from (select t.key, r.result, r.contact_id, count(*) n
        from call_record r join trunk t on t.id = r.trunk_id group by 1, 2, 3) x group by 1, 2 order by 1`,
    );
    expect(perLine).toEqual([
      { key: 'carrier', result: 'LOCAL_FAIL', most: '1' },
      { key: 'second', result: 'BUSY', most: '1' },
    ]);
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('FAULTS 14: a node without the trunk: LOCAL_FAIL, nothing charged, the breaker opens, and later all are dialed', async () => {
    const numbers = Array.from({ length: 8 }, (_, i) => numberFor('busy', i));
    scene = await Scene.open({ agents: 1, linesPerAgent: 3, campaigns: [{ numbers, status: 'stopped' }] });
    scene.sim.handle('DELETE', '/asterisk/config/dynamic/res_pjsip/endpoint/carrier-sales');
    await scene.run();
    await scene.limited('lines');
    // Five in a row open it; calls that were out at that moment may follow. Their records come behind.
    const tried = await until(
      async () => {
        const rows = await scene.floor.sql<{ result: string; charged: boolean }>(
          'select result, charged from call_record',
        );
        const { attempts, open } = await scene.floor.counts();
        return rows.length >= 5 && open === 0 && attempts === rows.length && rows;
      },
      { what: 'the records of five calls that could not be placed' },
    );
    expect(new Set(tried.map((r) => `${r.result} ${r.charged}`))).toEqual(new Set(['LOCAL_FAIL false']));
    expect(tried.length).toBeLessThan(10);
    expect(scene.log).toEqual([]);
    // A new connection pushes the trunk's endpoint again.
    scene.act({ kind: 'kill-websocket' });
    await scene.contactsClosed();
    expect((await scene.settled()).BUSY).toBe(8);
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('FAULTS 16: the end of a call that is heard before the answer to its originate is one record', async () => {
    const number = numberFor('stays', 1);
    scene = await Scene.open({ agents: 1, linesPerAgent: 1, campaigns: [{ numbers: [number], status: 'stopped' }] });
    scene.sim.faults.add({ kind: 'destroyed-first', sip: 486 });
    await scene.run();
    expect(await scene.settled()).toEqual({ BUSY: 1 });
    expect(await scene.record(number)).toMatchObject({ cause: 17, tech_cause: 486, ended_by: 'carrier' });
    await scene.agents('idle', 1);
  });

  it('FAULTS 20: the carrier’s codes become their results', async () => {
    const cases = [
      [numberFor('powerOff', 1), 480, 'UNREACHABLE'],
      [numberFor('busy', 2), 486, 'BUSY'],
      [numberFor('invalid', 3), 404, 'UNREACHABLE'],
      [numberFor('code4xx', 4, '84'), 484, 'UNREACHABLE'],
      [numberFor('congestion', 5), 503, 'CONGESTED'],
      [numberFor('rejected', 6), 603, 'REJECTED'],
      [numberFor('code6xx', 7, '08'), 608, 'BLOCKED'],
    ] as const;
    scene = await Scene.open({ agents: 2, campaigns: [{ numbers: cases.map(([number]) => number) }] });
    await until(() => scene.log.length === cases.length, { what: 'all to be dialed', timeoutMs: 60_000 });
    await scene.settled();
    for (const [number, sip, result] of cases) {
      expect(scene.dialed(number).map((e) => e.sip)).toEqual([sip]);
      expect(await scene.record(number)).toMatchObject({ result, tech_cause: sip, charged: true });
    }
  });

  it('FAULTS 21: a carrier that never replies is ended by our timer as a fault of the trunk', async () => {
    const number = numberFor('neverReplies', 1);
    scene = await Scene.open({ agents: 1, campaigns: [{ numbers: [number], setupTimeoutMs: 1_000 }] });
    expect(await scene.settled()).toEqual({ TRUNK_FAIL: 1 });
    expect(await scene.record(number)).toMatchObject({ ringing_at: null, answered_at: null, ended_by: 'system' });
    expect(scene.dialed(number)).toMatchObject([{ endedBy: 'caller', answeredAt: undefined }]);
  });

  it('FAULTS 22: an announcement in early media is a ring time-out and never an answer', async () => {
    const number = numberFor('announcement', 1);
    scene = await Scene.open({ agents: 1, campaigns: [{ numbers: [number], ringTimeoutMs: 5_000 }] });
    expect(await scene.settled()).toEqual({ NOANSWER: 1 });
    const record = await scene.record(number);
    expect(record).toMatchObject({ answered_at: null, connected_at: null, agent_id: null });
    expect(record.ringing_at).not.toBeNull();
    expect(scene.dialed(number)).toMatchObject([{ endedBy: 'caller', answeredAt: undefined }]);
  });
});
