import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';
import { seatsOf } from './modes-seats.ts';

const stays = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', i));
/** Of wishes whose asker would have given up on a slow machine before the test is over, ms. */
const LATER_MS = 120_000;

/** What agents ask for while their group goes from one engine to the next (docs/decisions/0022). */
describe('wishes on the way', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  const { agent, seat, inState, byHand } = seatsOf(() => scene);

  const untaken = async (): Promise<number> =>
    (await scene.floor.sql('select from agent_wish where taken_at is null')).length;

  /** The next engine need not wait for the lease of one that is gone. */
  const nextEngine = async (): Promise<void> => {
    await scene.floor.sql(`update group_lease set expires_at = now() - interval '1 second'`);
    await scene.floor.start();
  };

  /** Keeps every look for wishes waiting from the moment in which these are there to be found, until `open` is called. */
  async function wishesBehindALock(
    wishes: Record<string, unknown>[],
  ): Promise<{ looks(): Promise<number>; open(): Promise<void> }> {
    const [asker, lock] = [new pg.Client(scene.floor.databaseUrl), new pg.Client(scene.floor.databaseUrl)];
    await Promise.all([asker.connect(), lock.connect()]);
    await asker.query('begin');
    for (const wish of wishes) {
      const body = { ...wish, id: crypto.randomUUID(), at: Date.now() + LATER_MS };
      await asker.query(`insert into agent_wish (id, agent_id, group_id, body, at) values ($1, $2, $3, $4, now())`, [
        body.id,
        wish.agentId,
        scene.floor.data.groupId,
        body,
      ]);
    }
    const waiting = async (what: string): Promise<number> =>
      (
        await asker.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
          [what],
        )
      ).rowCount ?? 0;
    await lock.query('begin');
    const locked = lock.query('lock table agent_wish in access exclusive mode');
    await until(async () => (await waiting('lock table%')) === 1, { what: 'the lock to stand in line' });
    // Whoever looks stands behind it.
    await asker.query('commit');
    await locked;
    return {
      looks: () => waiting('%update agent_wish set taken_at%'),
      open: async () => {
        await lock.query('commit');
        await Promise.all([asker.end(), lock.end()]);
      },
    };
  }

  it('what an engine reads in the very moment in which it leaves the group is carried out by the next', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({
      agents: 3,
      dispose: null,
      campaigns: [byHand([number], { previewMs: 1_000, wrapUpMs: 60_000 })],
    });
    await scene.agents('talking', 1);
    const [talker] = await scene.floor.sql<{ agent_id: string; attempt_id: string }>(
      `select agent_id, attempt_id from agent_seat where state = 'talking'`,
    );
    if (!talker) throw new Error('nobody talks');
    const [second = '', third = ''] = scene.floor.data.agentIds.filter((id) => id !== talker.agent_id);
    scene.sim.carrier.hangUp(number);
    await inState('wrapup', talker.agent_id);
    const { looks, open } = await wishesBehindALock([
      { agentId: talker.agent_id, type: 'disposition', attemptId: talker.attempt_id, result: 'NOINTEREST' },
      { agentId: second, type: 'pause', reason: 'rest' },
      { agentId: third, type: 'pause', reason: 'meeting', most: 1 },
    ]);
    await until(async () => (await looks()) > 0, { what: 'the engine to look for wishes' });
    const gone = scene.floor.cut();
    await open();
    await gone;
    await nextEngine();
    await scene.recordWith(number, { disposition: 'NOINTEREST' });
    await until(async () => (await seat(second)).reason === 'rest', { what: 'the break' });
    await until(async () => (await seat(third)).reason === 'meeting', { what: 'the break that waits for an answer' });
    const [asked] = await scene.floor.sql(`select answer from agent_wish where agent_id = $1 and body ? 'most'`, [
      third,
    ]);
    expect(asked?.answer).toMatchObject({ kind: 'done' });
    await until(async () => (await untaken()) === 0, { what: 'all of them to be ticked off' });
  });

  it('a result said while still talking, and a hang-up that nobody was there to hear, reach the next engine', async () => {
    const numbers = stays(2);
    scene = await Scene.open({
      agents: 2,
      dispose: null,
      campaigns: [byHand(numbers, { previewMs: 1_000, wrapUpMs: 1_000 })],
    });
    await scene.agents('talking', 2);
    const { attempt_id: attemptId } = await seat();
    await scene.floor.wish(agent(), { type: 'disposition', attemptId, result: 'NOINTEREST' });
    // Wishes are ticked off in their order: all but that one are by now, for the call is not over.
    await scene.floor.wish(agent(), { type: 'pause', reason: 'rest' });
    await until(async () => (await untaken()) === 1, { what: 'the result alone to be open' });
    await scene.floor.cut();
    const { attempt_id: other } = await seat(agent(1));
    await scene.floor.wish(agent(1), { type: 'hang-up', attemptId: other });
    // The next one hears of the wish long before it finds the call on the node.
    scene.sim.faults.add({ kind: 'respond', on: '^PUT /applications/[^/]+/eventFilter', status: 500, times: 0 });
    await nextEngine();
    await scene.floor.ask(agent(1), { type: 'pause', reason: 'rest', most: 2 });
    scene.sim.faults.clear();
    await scene.linked();
    const ofAttempt = async (id: unknown) =>
      (await scene.floor.sql('select disposition, ended_by from call_record where attempt_id = $1', [id]))[0];
    await until(async () => (await ofAttempt(other))?.ended_by === 'agent', { what: 'the call to be hung up' });
    scene.hangUpAll();
    const record = await until(
      async () => ((await ofAttempt(attemptId))?.disposition ? ofAttempt(attemptId) : undefined),
      {
        what: 'the word on the call',
      },
    );
    expect(record?.disposition).toBe('NOINTEREST');
    await until(async () => (await seat()).reason === 'rest', { what: 'the break after the call' });
  });

  it('an engine that leaves in good order has written and ticked off all that it did, and the next repeats nothing', async () => {
    scene = await Scene.open({ agents: 1, campaigns: [] });
    await scene.floor.ask(agent(), { type: 'pause', reason: 'rest', most: 1 });
    // It leaves in the turn in which it does what was asked.
    const left = new Promise((resolve) => {
      scene.floor.once(
        (event) => event.type === 'agent' && event.reason === 'meeting',
        () => resolve(scene.floor.engine.engine.drain()),
      );
    });
    await scene.floor.wish(agent(), { type: 'pause', reason: 'meeting' });
    await left;
    expect(await untaken()).toBe(0);
    expect(await seat()).toMatchObject({ state: 'paused', reason: 'meeting' });
  });
});
