import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const ringers = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', from + i));
const talkers = (n: number, from = 500): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', from + i));

/** The event stream from the node is cut, deaf or slow, or the node is another one than before. */
describe('the link to the node', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  /** Four talks, four calls that ring, room for more, and a third campaign that waits for its start. */
  const busy = async (more: string[]): Promise<{ talking: string[]; ring: string[] }> => {
    const [talking, ring] = [talkers(4), ringers(4)];
    scene = await Scene.open({
      agents: 6,
      linesPerAgent: 5,
      campaigns: [{ numbers: talking }, { numbers: ring, status: 'stopped' }, { numbers: more, status: 'stopped' }],
    });
    await scene.agents('talking', 4);
    await scene.run(1);
    await scene.rings(4);
    return { talking, ring };
  };

  /** REST lives, but the application cannot be made whole: the link stays down until the test lets go. */
  const holdDown = (): void =>
    scene.sim.faults.add({ kind: 'respond', on: '^PUT /applications/[^/]+/eventFilter', status: 500, times: 0 });

  it('FAULTS 2: with the WebSocket cut dialing stops within a second, and nothing is handled twice afterwards', async () => {
    const after = [numberFor('busy', 900), numberFor('busy', 901)];
    const { talking, ring } = await busy(after);
    holdDown();
    scene.act({ kind: 'kill-websocket' });
    await scene.limited('node-down');
    const dialed = scene.log.length;
    // Room for calls and contacts to call: only the link stands in the way.
    await scene.run(2);
    const [leaves, answers] = [talking[0] ?? '', ring[0] ?? ''];
    scene.sim.carrier.hangUp(leaves);
    scene.sim.carrier.pickUp(answers);
    await until(() => (scene.dialed(answers)[0]?.heard.message ?? 0) > 0, {
      what: 'the message for who answered meanwhile',
    });
    expect(scene.limitedBy()).toBe('node-down');
    expect(scene.log.length).toBe(dialed);
    scene.sim.faults.clear();
    await until(() => scene.log.length === dialed + after.length, { what: 'dialing to go on', timeoutMs: 60_000 });
    // The three talks went on over the gap, and their customers have the agent on the line, not the message.
    await scene.agents('talking', 3);
    expect(scene.onLine()).toHaveLength(3);
    scene.hangUpAll();
    const results = await scene.settled();
    expect(results).toEqual({ TALKED: 4, ABANDONED: 1, BUSY: 5 });
    const offers = scene.floor.events.filter((e) => e.type === 'offer');
    expect(offers).toHaveLength(4);
    expect(scene.dialedTwice()).toEqual([]);
    expect(scene.unserved()).toEqual([]);
    await scene.agents('idle', 6);
  });

  it('FAULTS 3: a WebSocket that carries nothing more is noticed within 15 s; who answers meanwhile hears the message', async () => {
    const { ring } = await busy([]);
    // Nobody free, or the sweep, which asks by REST, would give him to an agent for all that.
    const free = await scene.floor.sql<{ agent_id: string }>(`select agent_id from agent_seat where state = 'idle'`);
    for (const { agent_id } of free) await scene.floor.wish(agent_id, { type: 'pause', reason: 'lunch' });
    await scene.agents('paused', 2);
    holdDown();
    scene.act({ kind: 'half-open' });
    const answers = ring[0] ?? '';
    scene.sim.carrier.pickUp(answers);
    await until(() => scene.logged('link to the node is down: not dialing') === 1, {
      what: 'the deaf link to be noticed',
      timeoutMs: 15_000,
    });
    await until(() => scene.dialed(answers)[0]?.endedAt !== undefined, { what: 'the call that was answered to end' });
    expect(scene.dialed(answers)[0]?.heard.message).toBeGreaterThan(0);
    scene.sim.faults.clear();
    await scene.linked();
    await scene.agents('talking', 4);
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 4, ABANDONED: 1, BUSY: 3 });
    expect(scene.unserved()).toEqual([]);
  });

  it('FAULTS 5: a socket that Asterisk closes in a storm of events comes back, because subscribeAll is never set', async () => {
    const numbers = Array.from({ length: 40 }, (_, i) => numberFor('ringsThenBusy', i, '02'));
    scene = await Scene.open({ agents: 10, campaigns: [{ numbers, maxAttempts: 1 }] });
    scene.act({ kind: 'deadlock-on-subscribe-all', on: true });
    await until(() => scene.ringing().length >= 10, { what: 'calls to ring' });
    const before = scene.sim.apps.connections();
    expect(before.map((c) => c.subscribeAll)).toEqual([false]);
    scene.act({ kind: 'kill-websocket' });
    await until(() => scene.sim.apps.connections().some((c) => !before.includes(c)), { what: 'a new socket' });
    expect(scene.sim.apps.connections().map((c) => c.subscribeAll)).toEqual([false]);
    expect([...scene.sim.apps.deadlocked]).toEqual([]);
    await until(() => scene.log.length === 40, { what: 'dialing to go on to the end', timeoutMs: 60_000 });
    await scene.settled();
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('FAULTS 8: a node that was restarted at once is known by its start-up time: calls closed once, phones up, dialing on', async () => {
    const after = [numberFor('busy', 900), numberFor('busy', 901)];
    const { talking, ring } = await busy(after);
    await scene.run(2);
    await until(async () => (await scene.floor.counts()).byResult.BUSY === 2, { what: 'all to be dialed' });
    scene.act({ kind: 'restart' });
    await until(async () => (await scene.floor.counts()).byResult.NODE_LOST === 8, {
      what: 'the lost calls to be closed',
      timeoutMs: 60_000,
    });
    await scene.agents('idle', 6);
    const more = scene.log.length;
    expect(scene.dialedTwice()).toEqual([]);
    expect(new Set(scene.log.map((e) => e.number))).toEqual(new Set([...talking, ...ring, ...after]));
    expect(await scene.settled()).toEqual({ NODE_LOST: 8, BUSY: 2 });
    expect(scene.log.length).toBe(more);
    // The endpoints that the restart took are there again: a new call goes out.
    await scene.floor.sql(`update contact set state = 'open', attempts = 0 where last_result = 'BUSY'`);
    await until(() => scene.log.length === more + 2, { what: 'calls through the new node', timeoutMs: 60_000 });
  });
});
