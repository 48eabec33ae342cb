import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { migrate } from '../../../src/db/migrator.ts';
import type { CarrierLogEntry } from '../../../src/sim/carrier.ts';
import { type OwnPostgres, startOwnPostgres } from '../../support/postgres.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const busies = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('ringsThenBusy', i, '03'));
const talk = numberFor('stays', 900);

/** Most calls on the trunk at one moment, as the carrier saw it. */
function mostAtOnce(log: readonly CarrierLogEntry[]): number {
  return Math.max(
    ...log.map((at) => log.filter((e) => e.invitedAt <= at.invitedAt && (e.endedAt ?? Infinity) > at.invitedAt).length),
  );
}

/** Redis or Postgres are gone in the middle of a campaign: no dialing, no talk lost, nobody dialed twice. */
describe('stores that are away', () => {
  let scene: Scene;
  let postgres: OwnPostgres | undefined;

  afterEach(async () => {
    await scene?.close();
    await postgres?.stop();
    postgres = undefined;
  });

  /** One talk, and 60 contacts of which some are dialed. */
  const midway = async (database?: { url: string }): Promise<string[]> => {
    const numbers = busies(60);
    scene = await Scene.open({
      agents: 3,
      linesPerAgent: 4,
      channels: 9,
      ...(database ? { database } : {}),
      campaigns: [{ numbers: [talk] }, { numbers, status: 'stopped' }],
    });
    await scene.agents('talking', 1);
    await scene.run(1);
    await until(() => scene.log.length >= 10, { what: 'the campaign to be under way', timeoutMs: 60_000 });
    return [talk, ...numbers];
  };

  const wholeAndOnce = async (numbers: readonly string[]): Promise<void> => {
    expect(scene.onLine().map((e) => e.number)).toEqual([talk]);
    await until(() => scene.log.length >= numbers.length && scene.ringing().length === 0, {
      what: 'every contact to be dialed',
      timeoutMs: 80_000,
    });
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 1, BUSY: 60 });
    expect(scene.log.map((e) => e.number).sort()).toEqual([...numbers].sort());
    expect(scene.unserved()).toEqual([]);
    expect(mostAtOnce(scene.log)).toBeLessThanOrEqual(9);
  };

  it('FAULTS 37: Redis killed and started again with its file: dialing waits, is rebuilt, goes on; nobody twice, no cap passed', async () => {
    const numbers = await midway();
    await scene.floor.redis.kill();
    await until(() => scene.ringing().length === 0, { what: 'what rang to be over' });
    await scene.limited('stores');
    const dialed = scene.log.length;
    expect(dialed).toBeLessThan(numbers.length);
    expect(scene.onLine().map((e) => e.number)).toEqual([talk]);
    await scene.floor.redis.start();
    expect(scene.log.length).toBe(dialed);
    await wholeAndOnce(numbers);
  });

  it('FAULTS 39: FLUSHALL: nothing is claimed before the queue is rebuilt, and nobody is dialed twice', async () => {
    const numbers = await midway();
    await scene.floor.redis.flush();
    await wholeAndOnce(numbers);
    expect(scene.floor.metrics.limited).toContain('rebuild');
  });

  it('FAULTS 40: Redis frozen for 2 s: claims time out and nothing is dialed, while answers are joined as ever', async () => {
    const ring = numberFor('noAnswer', 800);
    const numbers = busies(60);
    scene = await Scene.open({
      agents: 3,
      linesPerAgent: 4,
      channels: 9,
      campaigns: [{ numbers: [ring] }, { numbers, status: 'stopped' }],
    });
    await scene.rings(1);
    await scene.run(1);
    await until(() => scene.log.length >= 10, { what: 'the campaign to be under way' });
    scene.floor.redis.freeze();
    await scene.limited('stores');
    const dialed = scene.log.length;
    const frozenAt = Date.now();
    scene.sim.carrier.pickUp(ring);
    await until(() => scene.floor.events.some((e) => e.type === 'offer'), {
      what: 'the answer to be joined meanwhile',
    });
    await until(() => Date.now() - frozenAt >= 2_000, { what: 'two seconds to pass' });
    expect(scene.log.length).toBe(dialed);
    scene.floor.redis.thaw();
    await until(() => scene.log.length === 61, { what: 'every contact to be dialed', timeoutMs: 80_000 });
    await until(() => scene.ringing().length === 0, { what: 'what rings to be over' });
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 1, BUSY: 60 });
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('Postgres killed in mid-campaign: dialing stops, the talk goes on, records wait on disk, and all goes on afterwards', async () => {
    postgres = await startOwnPostgres();
    await migrate(postgres.url);
    const numbers = await midway({ url: postgres.url });
    await until(() => scene.ringing().length > 0, { what: 'calls to ring' });
    await postgres.kill();
    await until(() => scene.ringing().length === 0, { what: 'what rang to be over' });
    const dialed = scene.log.length;
    expect(dialed).toBeLessThan(numbers.length);
    await until(() => scene.floor.engine.records.state().spooled > 0, { what: 'records on disk', timeoutMs: 60_000 });
    expect(scene.log.length).toBe(dialed);
    expect(scene.onLine().map((e) => e.number)).toEqual([talk]);
    await postgres.start();
    await wholeAndOnce(numbers);
  });
});
