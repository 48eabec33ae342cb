import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import type { CarrierLogEntry } from '../../../src/sim/carrier.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const ringers = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', from + i));
const AGENTS = 4;

describe('the legal limit of abandoned calls', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  /** Records of people who answered, as a morning's work would have left them: what the pacer is told before it starts. */
  const history = async (result: 'CONNECTED' | 'ABANDONED', n: number): Promise<void> => {
    await scene.floor.sql(
      `insert into call_record (attempt_id, placed_at, group_id, campaign_id, list_id, contact_id, phone_id, trunk_id,
         department_id, node, mode, source, ended_at, result, ended_by, charged)
       select gen_random_uuid(), now() - interval '1 hour', k.group_id, k.id, c.list_id, c.id, c.phone_id, $2,
         c.department_id, 'sim', 'predictive', 'new', now() - interval '1 hour', $4, 'customer', true
       from campaign k cross join generate_series(1, $3)
         cross join lateral (select * from contact where campaign_id = k.id order by id limit 1) c
       where k.id = $1`,
      [scene.floor.data.campaignIds[0], scene.floor.data.trunkIds[0], n, result],
    );
  };

  /** Everybody whose phone rings answers; whoever finds an agent hangs up as soon as all have been served. */
  const allAnswer = async (): Promise<void> => {
    const numbers = scene.ringing().map((e) => e.number);
    for (const number of numbers) scene.sim.carrier.pickUp(number);
    // The others have heard the message to its end.
    await scene.agents('talking', Math.min(AGENTS, numbers.length));
    await until(() => scene.onLine().length <= AGENTS, { what: 'the message for the others', timeoutMs: 60_000 });
    for (const number of numbers) scene.sim.carrier.hangUp(number);
    await until(async () => (await scene.floor.counts()).open === scene.ringing().length, { what: 'their records' });
    await scene.agents('idle', AGENTS);
  };
  const atLimit = (): boolean => scene.limitedBy() === 'budget' && scene.ringing().length === AGENTS;

  it('FAULTS 65: with it reached the floor falls from over-dialing to one line for each free agent', async () => {
    scene = await Scene.open({
      agents: AGENTS,
      mode: 'predictive',
      linesPerAgent: 5,
      campaigns: [{ numbers: ringers(300), status: 'stopped', ringTimeoutMs: 60_000 }],
    });
    await history('CONNECTED', 100);
    await scene.run();
    await until(() => scene.ringing().length > AGENTS, {
      what: 'more calls to ring than agents are free',
      timeoutMs: 60_000,
    });

    // Then more people are abandoned than the limit bears. Nothing else changes: not what the pacer has learned of answers.
    await scene.run(0, 'paused');
    await until(() => scene.ringing().length === 0, { what: 'the ringing calls to be cancelled' });
    await history('ABANDONED', 10);
    const from = scene.log.length;
    await scene.run();
    for (let round = 0; round < 2; round++) {
      await until(atLimit, { what: 'one line for each agent to ring', timeoutMs: 60_000 });
      await allAnswer();
    }
    // Ten of them are told of by the pacer's memory; the carrier has seen none.
    expect((await scene.floor.counts()).byResult.ABANDONED).toBe(10);
    expect(scene.log.filter((e) => e.heard.message > 0)).toEqual([]);
    expect(scene.log.length).toBeGreaterThanOrEqual(from + 2 * AGENTS);
    expect(most(scene.log.slice(from))).toBe(AGENTS);
  });
});

/** The most lines that were on their way at one moment, as the carrier saw it. */
function most(log: readonly CarrierLogEntry[]): number {
  const over = (e: CarrierLogEntry): number => e.answeredAt ?? e.endedAt ?? Number.POSITIVE_INFINITY;
  return Math.max(
    ...log.map(({ invitedAt }) => log.filter((e) => e.invitedAt <= invitedAt && over(e) > invitedAt).length),
  );
}
