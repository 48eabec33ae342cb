import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const ringers = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', i));
const talkers = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', 500 + i));

/** One life of the engine is cut off, and another finds what it left. */
describe('another life of the engine', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('FAULTS 1: cut off with 20 ringing and 20 talking: talks go on, answers hear the message, all adopted or ended', async () => {
    const [ring, talk] = [ringers(20), talkers(20)];
    scene = await Scene.open({
      agents: 20,
      linesPerAgent: 20,
      campaigns: [{ numbers: ring }, { numbers: talk, status: 'stopped' }],
    });
    await scene.rings(20);
    await scene.run(1);
    await scene.agents('talking', 20);
    expect(scene.ringing()).toHaveLength(20);

    await scene.floor.cut();
    const [answering, leaving] = [ring.slice(0, 8), talk.slice(0, 3)];
    for (const number of answering) scene.sim.carrier.pickUp(number);
    for (const number of leaving) scene.sim.carrier.hangUp(number);
    await until(() => answering.every((number) => scene.dialed(number)[0]?.endedAt !== undefined), {
      what: 'the message to be spoken to all who answered while nobody was there',
    });
    for (const number of answering) expect(scene.dialed(number)[0]?.heard.message).toBeGreaterThan(0);

    await scene.floor.start();
    await until(async () => scene.logged('call adopted') === 29 && (await scene.floor.counts()).open === 29, {
      what: 'every call to be adopted or closed',
      timeoutMs: 60_000,
    });
    expect(scene.onLine()).toHaveLength(17);
    expect(scene.ringing()).toHaveLength(12);
    await scene.agents('talking', 17);

    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 20, ABANDONED: 8, BUSY: 12 });
    expect((await scene.floor.counts()).records).toBe(40);
    expect(scene.dialedTwice()).toEqual([]);
    expect(scene.unserved()).toEqual([]);
    const evidence = () =>
      scene.floor.sql(
        `select 1 from call_record where result = 'ABANDONED' and abandon->>'writtenBy' = 'node' and abandon->>'messagePlayedAt' is not null`,
      );
    await until(async () => (await evidence()).length === 8, { what: 'the evidence in all eight records' });
    await scene.agents('idle', 20);
  });

  it('FAULTS 42: a leg whose intent Postgres lost is hung up, with the message when it was answered', async () => {
    const [ring, talk] = [ringers(2), talkers(2)];
    scene = await Scene.open({ agents: 3, campaigns: [{ numbers: talk }, { numbers: ring, status: 'stopped' }] });
    await scene.agents('talking', 2);
    await scene.run(1);
    await scene.rings(2);
    await scene.floor.cut();
    await scene.floor.sql(`delete from attempt`);
    await scene.floor.sql(`update campaign set status = 'stopped'`);
    await scene.floor.start();
    await until(() => scene.onLine().length + scene.ringing().length === 0, {
      what: 'the legs without an intent to be ended',
      timeoutMs: 60_000,
    });
    for (const number of talk) expect(scene.dialed(number)[0]?.heard.message).toBeGreaterThan(0);
    await scene.agents('idle', 3);
    expect(await scene.floor.counts()).toMatchObject({ attempts: 0, records: 0 });
    expect(scene.floor.metrics.odd['stray-leg']).toBeGreaterThan(0);
  });

  it('what pacing learned goes on in the next life, and talks that it adopts are no new answers', async () => {
    const talk = talkers(3);
    scene = await Scene.open({ agents: 3, campaigns: [{ numbers: talk }] });
    await scene.agents('talking', 3);
    await scene.floor.sql(`update campaign set status = 'stopped'`);
    const learned = async (): Promise<{ answers: number; agents: number; size: number }> => {
      const [row] = await scene.floor.sql<{ answers: number; agents: number; size: number }>(
        `select (learned#>>'{predictive,learning,chance,group,answers}')::float8 answers,
                jsonb_array_length(learned#>'{floor,agents}') agents, length(learned::text) size from group_lease`,
      );
      if (row === undefined) throw new Error('no lease');
      return row;
    };
    expect((await learned()).answers).toBeNull();
    for (let life = 1; life <= 2; life++) {
      await scene.floor.engine.engine.drain();
      await scene.floor.cut();
      const kept = await learned();
      expect(kept.answers, `life ${life}`).toBeGreaterThan(2.9);
      expect(kept.answers, `life ${life}`).toBeLessThan(3.1);
      expect(kept.agents).toBe(0);
      expect(kept.size).toBeLessThan(40_000);
      await scene.floor.start();
      await until(() => scene.logged('call adopted') === 3 * life, {
        what: 'the talks to be adopted',
        timeoutMs: 60_000,
      });
    }
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 3 });
  });

  it('FAULTS 34: a bridge that nobody owns is removed', async () => {
    scene = await Scene.open({ agents: 1, campaigns: [] });
    const orphan = `sales.agent.${crypto.randomUUID()}`;
    scene.sim.handle('POST', '/bridges', {}, { bridgeId: orphan, type: 'mixing' });
    const ids = (): string[] => scene.sim.bridges.all().map((b) => b.id);
    expect(ids()).toContain(orphan);
    await until(() => !ids().includes(orphan), { what: 'the orphan to be removed', timeoutMs: 60_000 });
    expect(ids()).toEqual([`sales.agent.${scene.floor.data.agentIds[0]}`]);
  });

  it('the emergency stop ends what rings within a second and stays in force over a restart', async () => {
    const [ring, talk] = [ringers(6), talkers(1)];
    scene = await Scene.open({
      agents: 3,
      campaigns: [{ numbers: talk }, { numbers: ring, status: 'stopped', maxAttempts: 3 }],
    });
    await scene.agents('talking', 1);
    await scene.run(1);
    await scene.rings(6);
    await scene.floor.sql(`insert into emergency_stop (id, reason, stopped_at) values ($1, 'test', $2)`, [
      crypto.randomUUID(),
      new Date().toISOString(),
    ]);
    await until(() => scene.ringing().length === 0, { what: 'nothing to ring any more' });
    expect(scene.onLine().map((e) => e.number)).toEqual(talk);
    await scene.limited('emergency-stop');
    await scene.floor.cut();
    await scene.floor.start();
    await scene.limited('emergency-stop', 15_000);
    expect(scene.log).toHaveLength(7);
    await scene.floor.sql(`update emergency_stop set lifted_at = $1`, [new Date().toISOString()]);
    await scene.rings(6);
    expect(scene.log).toHaveLength(13);
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 1, CANCELLED: 6, BUSY: 6 });
  });
});
