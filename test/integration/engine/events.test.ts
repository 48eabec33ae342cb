import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

/** Events that come twice, late or from nobody, and people who leave in the wrong moment. */
describe('events and people', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('FAULTS 17: with events doubled and reordered over a whole campaign every result is what the carrier did', async () => {
    const persons = Array.from({ length: 16 }, (_, i) => numberFor('person', i, `${i % 2}0`));
    const busy = Array.from({ length: 8 }, (_, i) => numberFor('ringsThenBusy', 100 + i, `0${i}`));
    const invalid = Array.from({ length: 6 }, (_, i) => numberFor('invalid', 200 + i));
    scene = await Scene.open({
      agents: 8,
      linesPerAgent: 1.5,
      campaigns: [{ numbers: [...persons, ...busy, ...invalid], status: 'stopped' }],
    });
    scene.sim.faults.add({ kind: 'duplicate-events', share: 0.5, times: 0 });
    scene.sim.faults.add({ kind: 'reorder-events', share: 0.3, ms: 30, times: 0 });
    await scene.run();
    await scene.contactsClosed(60_000);
    const results = await scene.settled();
    expect(scene.log.map((e) => e.number).sort()).toEqual([...persons, ...busy, ...invalid].sort());
    expect(scene.unserved()).toEqual([]);
    expect(results).toMatchObject({ BUSY: 8, UNREACHABLE: 6 });
    const { TALKED = 0, ABANDONED = 0, HUNGUP_WAITING = 0 } = results;
    expect(TALKED + ABANDONED + HUNGUP_WAITING).toBe(16);
    for (const number of persons) {
      const [{ heard } = { heard: undefined }] = scene.dialed(number);
      const { result } = await scene.record(number);
      // Who heard an agent is recorded as talked with, who heard the message as abandoned.
      if ((heard?.agent ?? 0) > 0) expect(['HUNGUP', 'CONNECTED']).toContain(result);
      else if ((heard?.message ?? 0) > 0) expect(result).toBe('ABANDONED');
    }
    await scene.agents('idle', 8);
    const odd = Object.keys(scene.floor.metrics.odd).filter((kind) => kind.startsWith('stuck'));
    expect(odd).toEqual([]);
  });

  it('FAULTS 18: a leg that nobody knows is never left in silence: message, hang-up, a line in the log', async () => {
    scene = await Scene.open({ agents: 1, campaigns: [] });
    const foreign = scene.sim.foreignChannel('boda-sales');
    await until(() => scene.sim.channels.get(foreign) === undefined, { what: 'the foreign leg to be ended' });
    const ours = `sales.${crypto.randomUUID()}`;
    const number = numberFor('stays', 1);
    scene.sim.handle(
      'PUT',
      '/asterisk/config/dynamic/res_pjsip/aor/elsewhere',
      {},
      {
        fields: [{ attribute: 'contact', value: 'sip:127.0.0.1:5060' }],
      },
    );
    scene.sim.handle(
      'PUT',
      '/asterisk/config/dynamic/res_pjsip/endpoint/elsewhere',
      {},
      {
        fields: [{ attribute: 'aors', value: 'elsewhere' }],
      },
    );
    const answer = scene.sim.handle(
      'POST',
      '/channels',
      {},
      {
        endpoint: `PJSIP/${number}@elsewhere`,
        context: 'boda-out',
        extension: 's',
        priority: 1,
        channelId: ours,
        variables: { BODA_APP: 'boda-sales', BODA_ATTEMPT: 'nobody', BODA_GUARD: '30' },
      },
    );
    expect(answer.status).toBe(200);
    await until(() => scene.dialed(number)[0]?.endedAt !== undefined, { what: 'the unknown call to be ended' });
    expect(scene.dialed(number)[0]?.heard.message).toBeGreaterThan(0);
    expect(scene.dialed(number)[0]?.heard.agent).toBe(0);
    await until(() => scene.logged('unknown leg entered the application: announced and ended') === 2, {
      what: 'both legs to be told of in the log',
    });
    expect(await scene.states()).toEqual({ idle: 1 });
  });

  it('FAULTS 24: a customer who hangs up during the join frees his agent within a second, whatever the node answers', async () => {
    const answers = [400, 404, 409, 422];
    const numbers = answers.map((_, i) => numberFor('noAnswer', i));
    scene = await Scene.open({
      agents: 1,
      linesPerAgent: 4,
      campaigns: [{ numbers: [numberFor('busy', 99), ...numbers] }],
    });
    await until(() => numbers.every((n) => scene.dialed(n).length === 1), { what: 'all to ring' });
    for (const [i, status] of answers.entries()) {
      await scene.agents('idle', 1);
      scene.sim.faults.add({
        kind: 'respond',
        on: 'addChannel',
        status,
        body: { message: 'Channel not found' },
        times: 0,
      });
      const from = scene.floor.events.length;
      const number = numbers[i] ?? '';
      // He hangs up at the very moment of the reservation, before the node's answer to the join can come.
      scene.floor.once(
        (e) => e.type === 'agent' && e.state === 'reserved',
        () => scene.sim.carrier.hangUp(number),
      );
      scene.sim.carrier.pickUp(number);
      // Within a second: virtual-limits.test.ts.
      await until(() => scene.floor.events.slice(from).find((e) => e.type === 'agent' && e.state === 'idle'), {
        what: 'the agent to be free again',
      });
      await until(() => scene.floor.events.slice(from).some((e) => e.type === 'call' && e.state === 'closed'), {
        what: 'the call to be closed',
      });
      expect(scene.floor.events.slice(from).some((e) => e.type === 'offer')).toBe(false);
      scene.sim.faults.clear();
    }
    expect(await scene.settled()).toEqual({ BUSY: 1, HUNGUP_WAITING: 4 });
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('FAULTS 25: an agent lost during the connect: the customer gets another within 2 s, and the message when there is none', async () => {
    const [first, second] = [numberFor('stays', 1), numberFor('stays', 2)];
    scene = await Scene.open({
      agents: 2,
      linesPerAgent: 1,
      campaigns: [{ numbers: [first] }, { numbers: [second], status: 'stopped' }],
    });
    const sipUser = async (agentId: string): Promise<string> => {
      const [row] = await scene.floor.sql<{ u: string }>(`select sip_user u from agent_seat where agent_id = $1`, [
        agentId,
      ]);
      return row?.u ?? '';
    };
    const users = new Map<string, string>();
    for (const id of scene.floor.data.agentIds) users.set(id, await sipUser(id));
    const offers = () => scene.floor.events.filter((e) => e.type === 'offer');
    const one = await until(() => offers()[0], { what: 'the first agent to be joined' });
    scene.act({ kind: 'phone-habits', user: users.get(one.agentId) ?? '', habits: { onCall: 'refuse' } });
    scene.act({ kind: 'phone', user: users.get(one.agentId) ?? '', does: 'drop' });
    const two = await until(() => offers()[1], { what: 'another agent to be joined' });
    expect(two.agentId).not.toBe(one.agentId);
    expect(two.attemptId).toBe(one.attemptId);
    scene.sim.carrier.hangUp(first);
    await until(async () => (await scene.floor.counts()).records === 1, { what: 'the first record' });

    await until(async () => (await scene.states()).idle === 1, { what: 'the second agent to be free' });
    await scene.run(1);
    const three = await until(() => offers()[2], { what: 'the only agent to be joined' });
    scene.act({ kind: 'phone-habits', user: users.get(three.agentId) ?? '', habits: { onCall: 'refuse' } });
    scene.act({ kind: 'phone', user: users.get(three.agentId) ?? '', does: 'drop' });
    await until(() => scene.dialed(second)[0]?.endedAt !== undefined, { what: 'the call without agents to end' });
    expect(scene.dialed(second)[0]?.heard.message).toBeGreaterThan(0);
    expect(await scene.settled()).toEqual({ TALKED: 1, ABANDONED: 1 });
    expect(scene.unserved()).toEqual([]);
  });

  it('FAULTS 29: all agents leave while 10 ring: nothing more is dialed, answers hear the message and count as abandoned, the others are let go once the ring minimum is over', async () => {
    const numbers = Array.from({ length: 12 }, (_, i) => numberFor('noAnswer', i));
    const campaigns = [{ numbers, ringTimeoutMs: 60_000, status: 'stopped' as const }];
    scene = await Scene.open({ agents: 2, linesPerAgent: 5, campaigns });
    // Its regime wants 15 s of ringing.
    await scene.floor.sql(`update campaign set regime = 'us'`);
    await scene.run();
    await scene.rings(10);
    for (const id of scene.floor.data.agentIds) await scene.floor.wish(id, { type: 'sign-out' });
    await scene.agents('offline', 2);
    const answering = scene
      .ringing()
      .slice(0, 3)
      .map((e) => e.number);
    for (const number of answering) scene.sim.carrier.pickUp(number);
    await until(() => answering.every((n) => scene.dialed(n)[0]?.endedAt !== undefined), {
      what: 'the answered calls to end',
    });
    for (const number of answering) expect(scene.dialed(number)[0]?.heard.message).toBeGreaterThan(0);
    const results = await scene.settled();
    expect(results.ABANDONED).toBe(3);
    // Long before the ring time-out, and not before the minimum, by the carrier's own clock.
    expect(results.CANCELLED).toBe(7);
    for (const { ringingAt, answeredAt, endedAt } of scene.log)
      if (answeredAt === undefined) expect((endedAt ?? 0) - (ringingAt ?? 0)).toBeGreaterThanOrEqual(15_000 - 100);
    expect(scene.log).toHaveLength(10);
    expect(scene.unserved()).toEqual([]);
  });
});
