import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const ringers = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', i));
const DAY_MS = 86_400_000;

/** What managers and the law may stop at any moment, and agents who forget to end their work. */
describe('stops and deadlines', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('FAULTS 64: paused with 50 ringing: they are cancelled, no new ones; resumed, every contact is dialed to its end', async () => {
    const numbers = ringers(60);
    scene = await Scene.open({ agents: 10, linesPerAgent: 5, campaigns: [{ numbers, maxAttempts: 3 }] });
    await scene.rings(50);
    await scene.run(0, 'paused');
    await until(() => scene.ringing().length === 0, { what: 'nothing to ring any more' });
    expect(await scene.settled()).toEqual({ CANCELLED: 50 });
    expect(scene.log).toHaveLength(50);
    expect(new Set(scene.log.map((e) => e.endedBy))).toEqual(new Set(['caller']));
    await scene.limited('paused');
    await scene.run();
    const ended = new Set<string>();
    await until(
      () => {
        for (const { number } of scene.ringing()) {
          ended.add(number);
          scene.sim.carrier.hangUp(number);
        }
        return ended.size === 60;
      },
      { what: 'all 60 to be dialed after the pause', timeoutMs: 60_000 },
    );
    expect(await scene.settled()).toEqual({ CANCELLED: 50, BUSY: 60 });
    // The 50 that rang before are dialed once more, the ten others once.
    expect(scene.log).toHaveLength(110);
  });

  it('a number that comes onto the do-not-call list while it rings is cancelled within 2 s, and the others ring on', async () => {
    const [listed = '', ...others] = ringers(4);
    scene = await Scene.open({ agents: 1, linesPerAgent: 4, campaigns: [{ numbers: [listed, ...others] }] });
    await scene.rings(4);
    await scene.floor.sql(
      `insert into do_not_call (id, blind_index, reason, source, created_at) values ($1, decode($2, 'hex'), 'asked', 'test', $3)`,
      [crypto.randomUUID(), scene.floor.blindIndex(listed), new Date().toISOString()],
    );
    await until(() => scene.dialed(listed)[0]?.endedAt !== undefined, { what: 'the call to end' });
    expect(scene.dialed(listed)[0]).toMatchObject({ endedBy: 'caller', answeredAt: undefined });
    expect(
      scene
        .ringing()
        .map((e) => e.number)
        .sort(),
    ).toEqual(others.sort());
    await scene.recordWith(listed, { result: 'CANCELLED', cause_text: 'do-not-call' });
  });

  it('FAULTS 54: a number in two campaigns shares one cap: one dial', async () => {
    const numbers = Array.from({ length: 5 }, (_, i) => numberFor('ringsThenBusy', i, '05'));
    const last = numberFor('busy', 99);
    const frequency = { windows: [{ max: 1, windowMs: DAY_MS }] };
    scene = await Scene.open({
      agents: 2,
      linesPerAgent: 10,
      campaigns: [
        { numbers, frequency },
        { numbers: [...numbers, last], frequency },
      ],
    });
    await until(() => scene.log.length === 6 && scene.ringing().length === 0, { what: 'each number to be dialed' });
    await scene.settled();
    const othersWait = (): Promise<unknown> =>
      until(
        async () =>
          (
            await scene.floor.sql(
              `select 1 from contact where state = 'open' and due_at > created_at + interval '12 hours'`,
            )
          ).length === 5,
        { what: 'the five others to wait for the end of the cap', timeoutMs: 60_000 },
      );
    await othersWait();
    // Due again and with all that Redis knew of the numbers gone, they are still not dialed.
    await scene.floor.redis.flush();
    await scene.floor.sql(`update contact set due_at = created_at where state = 'open'`);
    await othersWait();
    expect(scene.dialedTwice()).toEqual([]);
    expect(scene.log).toHaveLength(6);
  });

  it('FAULTS 63: an agent who gives no result is set going by the deadline, and the record says so', async () => {
    const number = numberFor('stays', 1);
    scene = await Scene.open({
      agents: 1,
      linesPerAgent: 1,
      dispose: null,
      campaigns: [{ numbers: [number], wrapUpMs: 400 }],
    });
    await scene.agents('talking', 1);
    scene.sim.carrier.hangUp(number);
    await scene.agents('wrapup', 1);
    await scene.agents('paused', 1);
    const [seat] = await scene.floor.sql(`select reason, attempt_id from agent_seat`);
    expect(seat).toEqual({ reason: 'unfilled-result', attempt_id: null });
    await until(async () => (await scene.record(number)).disposition === 'UNFILLED', { what: 'the record to say so' });
  });

  it('FAULTS 63: an agent whose own call gets no word from the carrier is set going by its time-out', async () => {
    const number = numberFor('noAnswer', 1);
    scene = await Scene.open({
      agents: 1,
      campaigns: [{ numbers: [number], mode: 'preview', previewMs: 600_000, setupTimeoutMs: 1_000 }],
    });
    await scene.agents('preview', 1);
    scene.sim.carrier.setTrunk('*', { outage: 'silent' });
    const [preview] = await scene.floor.sql<{ id: string; agent_id: string }>('select id, agent_id from preview');
    await scene.floor.ask(preview?.agent_id ?? '', { type: 'accept', attemptId: preview?.id });
    await scene.agents('dialing', 1);
    await scene.agents('idle', 1);
    expect(await scene.settled()).toEqual({ TRUNK_FAIL: 1 });
  });

  it('FAULTS 63: an agent whose join gets no answer from the node is not held by it', async () => {
    const number = numberFor('noAnswer', 1);
    scene = await Scene.open({ agents: 1, linesPerAgent: 1, campaigns: [{ numbers: [number] }] });
    await scene.rings(1);
    scene.sim.faults.add({ kind: 'hang', on: 'addChannel' });
    scene.sim.carrier.pickUp(number);
    await until(() => scene.floor.events.some((e) => e.type === 'agent' && e.state === 'reserved'), {
      what: 'the agent to be reserved',
    });
    await until(() => scene.dialed(number)[0]?.endedAt !== undefined, { what: 'the call to end', timeoutMs: 60_000 });
    expect(scene.dialed(number)[0]?.heard.message).toBeGreaterThan(0);
    await scene.agents('idle', 1);
    expect(await scene.settled()).toEqual({ ABANDONED: 1 });
  });
});
