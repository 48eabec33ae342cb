import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

/** The carrier takes fewer calls a second than the trunk's setting says. */
describe('a line that is too full', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('FAULTS 30: a burst of 503 makes the trunk slower, not the list shorter, and afterwards it grows fast again', async () => {
    const numbers = Array.from({ length: 400 }, (_, i) => numberFor('ringsThenBusy', i, '01'));
    scene = await Scene.open({
      agents: 20,
      linesPerAgent: 20,
      callsPerSecond: 80,
      campaigns: [{ numbers, maxAttempts: 2, status: 'stopped' }],
    });
    scene.act({ kind: 'trunk', trunk: '*', state: { callsPerSecond: 5 } });
    await scene.run();
    const refused = (): typeof scene.log => scene.log.filter((e) => e.sip === 503);
    const taken = (): typeof scene.log => scene.log.filter((e) => e.ringingAt !== undefined);
    await until(() => taken().length >= 40, { what: '40 calls to come through the narrow line', timeoutMs: 80_000 });
    // Undisturbed it would have sent the whole list in five seconds and had nine of ten refused.
    expect(refused().length).toBeGreaterThan(2);
    expect(refused().length).toBeLessThan(taken().length * 2);
    expect(scene.log.length).toBeLessThan(200);

    scene.act({ kind: 'trunk', trunk: '*', state: { callsPerSecond: Number.POSITIVE_INFINITY } });
    // At the narrow line's speed the rest would take a minute.
    await until(() => taken().length + refused().length >= 400, { what: 'the list to be dialed', timeoutMs: 40_000 });
    const results = await scene.settled();
    expect(results).toEqual({ BUSY: taken().length, CONGESTED: refused().length });
    // Nobody's phone rang: whom the line refused has his attempts before him. Only the very first, which could as well have been
    // his own network's word, counts, and what comes once the line has long recovered.
    const contacts = await scene.floor.sql<{ state: string; attempts: number; n: string }>(
      `select state, attempts, count(*) n from contact where last_result = 'CONGESTED' group by 1, 2`,
    );
    const spared = contacts.find((row) => row.attempts === 0);
    expect(new Set(contacts.map((row) => row.state))).toEqual(new Set(['open']));
    expect(Number(spared?.n)).toBeGreaterThanOrEqual(refused().length - 2);
    // The carrier saw the calls, so they stay charged to the numbers (MODEL.md).
    const [charged] = await scene.floor.sql<{ n: string }>(
      `select count(*) n from call_record where result = 'CONGESTED' and charged`,
    );
    expect(Number(charged?.n)).toBe(refused().length);
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('one callee who is refused with 503 among others tells nothing of the line', async () => {
    const lone = numberFor('congestion', 1);
    const numbers = [lone, ...Array.from({ length: 30 }, (_, i) => numberFor('ringsThenBusy', i, '01'))];
    scene = await Scene.open({ agents: 5, linesPerAgent: 2, campaigns: [{ numbers, maxAttempts: 1 }] });
    await until(() => scene.log.length === 31, { what: 'all to be dialed', timeoutMs: 60_000 });
    expect(await scene.settled()).toEqual({ BUSY: 30, CONGESTED: 1 });
    const [contact] = await scene.floor.sql(`select state, attempts from contact where last_result = 'CONGESTED'`);
    expect(contact).toEqual({ state: 'closed', attempts: 1 });
  });
});
