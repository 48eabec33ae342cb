import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';
import { seatsOf } from './modes-seats.ts';

const stays = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', from + i));
const rings = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', from + i));
const HOUR = 3_600_000;

/** What comes after a call, and between calls: results owed, breaks, call-backs of one's own, a customer on hold. */
describe('results, breaks, call-backs, hold', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  const { agent, seat, inState, byHand, pausedAgent } = seatsOf(() => scene);

  it('an unset result is owed: Ready is refused until it is given, a break too leads back to it, over a new life of the engine', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({
      agents: 1,
      dispose: null,
      campaigns: [byHand([number], { previewMs: 1_000, wrapUpMs: 300 })],
    });
    await inState('talking');
    scene.sim.carrier.hangUp(number);
    await inState('paused');
    expect((await seat()).reason).toBe('unfilled-result');
    const attemptId = await until(
      async () =>
        (await scene.floor.sql<{ id: string }>(`select id from attempt where disposition = 'UNFILLED'`))[0]?.id,
      { what: '未填' },
    );
    await scene.floor.wish(agent(), { type: 'ready' });
    await scene.floor.wish(agent(), { type: 'pause', reason: 'rest' });
    await until(async () => (await seat()).reason === 'rest', { what: 'the break' });
    await scene.floor.wish(agent(), { type: 'ready' });
    await until(async () => (await seat()).reason === 'unfilled-result', { what: 'to be led back' });
    await scene.floor.cut();
    const from = scene.floor.events.length;
    await scene.floor.start();
    await until(() => scene.floor.events.slice(from).some((e) => e.type === 'agent' && e.state === 'paused'), {
      what: 'his phone to stand again',
      timeoutMs: 60_000,
    });
    await scene.floor.wish(agent(), { type: 'ready' });
    await scene.floor.wish(agent(), { type: 'disposition', attemptId, result: 'NOINTEREST' });
    await scene.floor.wish(agent(), { type: 'disposition', attemptId, result: 'SALE' });
    await until(async () => (await seat()).reason === 'busy', { what: 'the debt to be paid' });
    await scene.floor.wish(agent(), { type: 'ready' });
    await inState('idle');
    await until(async () => (await scene.record(number)).disposition === 'NOINTEREST', {
      what: 'the first word to stand',
    });
  });

  it('the wrap-up is extended once', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({
      agents: 1,
      dispose: null,
      campaigns: [byHand([number], { previewMs: 1_000, wrapUpMs: 20_000 })],
    });
    await inState('talking');
    scene.sim.carrier.hangUp(number);
    await inState('wrapup');
    const { attempt_id: attemptId, deadline_at: first } = await seat();
    await scene.floor.wish(agent(), { type: 'extend-wrap-up', attemptId });
    await until(async () => (await seat()).extended === true, { what: 'the extension' });
    const { deadline_at: second } = await seat();
    expect((second as Date).getTime()).toBeGreaterThan((first as Date).getTime());
    await scene.floor.wish(agent(), { type: 'extend-wrap-up', attemptId });
    await until(() => scene.floor.metrics.odd['agent:extend'] === 1, { what: 'the second to have no effect' });
    expect((await seat()).deadline_at).toEqual(second);
    const told = scene.floor.events.filter((e) => e.type === 'agent' && e.state === 'wrapup').at(-1);
    expect(told).toMatchObject({ attemptId, wrapUpEndsAt: (second as Date).getTime() });
  });

  it('a full kind of break is refused, and one who asked for it in a talk holds his place', async () => {
    scene = await Scene.open({ agents: 3, campaigns: [] });
    const rest = { type: 'pause', reason: 'rest', most: 1 };
    const [one, two] = await Promise.all([scene.floor.ask(agent(0), rest), scene.floor.ask(agent(1), rest)]);
    expect([one.kind, two.kind].sort()).toEqual(['done', 'refused']);
    const loser = one.kind === 'refused' ? one : two;
    expect(loser).toMatchObject({ why: 'break-full', facts: { now: 1, most: 1 } });
    // His own place is not counted against him, and a place left is free again.
    const winner = one.kind === 'done' ? agent(0) : agent(1);
    expect(await scene.floor.ask(winner, rest)).toMatchObject({ kind: 'done' });
    await scene.floor.wish(winner, { type: 'ready' });
    await inState('idle', winner);
    expect(await scene.floor.ask(agent(2), rest)).toMatchObject({ kind: 'done' });
  });

  it('an only-me call-back never stands in the ready queue: it waits for its owner, and overdue it goes to the squad', async () => {
    const [number = ''] = rings(1);
    scene = await Scene.open({ agents: 3, campaigns: [{ numbers: [number], status: 'stopped' }] });
    const { floor } = scene;
    const squad = crypto.randomUUID();
    await floor.sql(
      `insert into team (id, parent_id, kind, name, created_at) values ($1, $2, 'squad', '一队', now())`,
      [squad, floor.data.departmentId],
    );
    await floor.sql(`update app_user set squad_id = $1 where id = any($2::uuid[])`, [squad, [agent(0), agent(1)]]);
    await floor.sql(
      `update contact set bound_agent_id = $1, source = 'call-back', due_at = now() - interval '1 minute'`,
      [agent(0)],
    );
    await pausedAgent();
    await scene.run();
    await scene.limited('queue-empty');
    // Two others are idle and the campaign is paced: it waits for him all the same.
    expect((await scene.states()).idle).toBe(2);
    expect(await floor.sql('select 1 from preview')).toEqual([]);
    await floor.sql(`update contact set due_at = now() - interval '31 minutes'`);
    await until(async () => (await seat(agent(1))).state === 'preview', { what: 'it to be shown to his squad' });
    expect((await seat(agent(2))).state).toBe('idle');
    await floor.sql(`update contact set due_at = now() - interval '1 minute'`);
    await floor.wish(agent(1), { type: 'pause', reason: 'busy' });
    await inState('paused', agent(1));
    await floor.wish(agent(0), { type: 'ready' });
    await inState('preview', agent(0));
    expect(scene.log).toEqual([]);
  });

  it('a call-back said to be mine is bound to me, of my squad to my squad, and of anyone to nobody', async () => {
    const numbers = stays(3);
    scene = await Scene.open({ agents: 1, dispose: null, campaigns: [byHand(numbers, { previewMs: 1_000 })] });
    const squad = crypto.randomUUID();
    await scene.floor.sql(
      `insert into team (id, parent_id, kind, name, created_at) values ($1, $2, 'squad', '一队', now())`,
      [squad, scene.floor.data.departmentId],
    );
    await scene.floor.sql(`update app_user set squad_id = $1`, [squad]);
    for (const callBackFor of ['me', 'squad', 'anyone']) {
      await inState('talking');
      const { attempt_id: attemptId } = await seat();
      scene.hangUpAll();
      await inState('wrapup');
      const callBackAt = Date.now() + HOUR;
      await scene.floor.wish(agent(), { type: 'disposition', attemptId, result: 'CALLBACK', callBackAt, callBackFor });
    }
    const bound = await until(
      async () => {
        const rows = await scene.floor.sql(
          `select a.call_back_for, c.bound_agent_id, c.bound_squad_id, c.state, c.source from contact c join attempt a on a.contact_id = c.id
           where c.last_result = 'CALLBACK' order by a.placed_at`,
        );
        return rows.length === 3 ? rows : undefined;
      },
      { what: 'all three to be noted' },
    );
    const row = { state: 'open', source: 'call-back', bound_agent_id: null, bound_squad_id: null };
    expect(bound).toEqual([
      { ...row, call_back_for: 'me', bound_agent_id: agent() },
      { ...row, call_back_for: 'squad', bound_squad_id: squad },
      { ...row, call_back_for: 'anyone' },
    ]);
  });

  it('on hold the customer hears music and not the agent, comes back to him, also over a new life of the engine', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({ agents: 2, dispose: null, campaigns: [byHand([number], { previewMs: 1_000 })] });
    await until(async () => (await scene.states()).talking === 1, { what: 'the talk' });
    const [talking] = await scene.floor.sql<{ agent_id: string; attempt_id: string }>(
      `select agent_id, attempt_id from agent_seat where state = 'talking'`,
    );
    const { agent_id: agentId = '', attempt_id: attemptId = '' } = talking ?? {};
    const hold = (on: boolean) => scene.floor.wish(agentId, { type: 'hold', attemptId, on });
    const bridged = () => scene.sim.bridges.all().some((b) => b.members.length === 2);
    await until(bridged, { what: 'both in one bridge' });
    await hold(true);
    await until(() => !bridged(), { what: 'the customer to be out of the bridge' });
    await until(
      () => scene.floor.events.some((e) => e.type === 'call' && e.attemptId === attemptId && e.state === 'held'),
      { what: 'the hold to be told' },
    );
    expect(await scene.floor.ask(agentId, { type: 'dtmf', attemptId, digits: '1#' })).toMatchObject({ kind: 'done' });
    const late = { type: 'dtmf', attemptId, digits: '9', at: 0 };
    expect(await scene.floor.ask(agentId, late)).toMatchObject({ why: 'too-late' });
    await until(() => scene.dialed(number)[0]?.digits === '1#', { what: 'the digits to reach him' });
    await hold(false);
    await until(bridged, { what: 'both together again' });
    // Music is neither the agent nor the message.
    await until(() => (scene.dialed(number)[0]?.heard.other ?? 0) > 0, { what: 'the music to be counted' });
    await hold(true);
    await until(() => !bridged(), { what: 'the customer to be out of the bridge' });
    await scene.floor.cut();
    await scene.floor.start();
    await until(bridged, { what: 'the held customer to come back to his agent', timeoutMs: 60_000 });
    await inState('talking', agentId);
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 1 });
  });
});
