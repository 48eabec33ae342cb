import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';
import { seatsOf } from './modes-seats.ts';

const stays = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', from + i));
const rings = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => numberFor('noAnswer', from + i));

/** Calls that an agent asks for by hand, and contacts that he looks at first, beside the pacing of his group. */
describe('manual and preview', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  const { agent, contactOf, dial, seat, inState, byHand, pausedAgent } = seatsOf(() => scene);

  it('a manual call reserves its agent, reaches him and nobody else, and leaves one record', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({ agents: 2, campaigns: [byHand([number])], dispose: null });
    for (const i of [0, 1]) await scene.floor.wish(agent(i), { type: 'pause', reason: 'busy' });
    await scene.agents('paused', 2);
    await scene.floor.sql(`update contact set state = 'open'`);
    const answer = await dial(number);
    expect(answer).toMatchObject({ kind: 'done', attemptId: answer.id });
    await inState('talking');
    expect(await seat()).toMatchObject({ attempt_id: answer.id });
    expect((await seat(agent(1))).state).toBe('paused');
    const words = scene.floor.events.flatMap((e) => (e.type === 'call' && e.attemptId === answer.id ? [e.state] : []));
    expect(words).toEqual(expect.arrayContaining(['ringing', 'waiting', 'offering', 'talking']));
    scene.sim.carrier.hangUp(number);
    await inState('wrapup');
    await scene.floor.wish(agent(), { type: 'disposition', attemptId: answer.id, result: 'NOINTEREST' });
    // Back where he came from.
    await inState('paused');
    expect((await seat()).reason).toBe('busy');
    expect(await scene.settled()).toEqual({ TALKED: 1 });
    await scene.recordWith(number, { mode: 'manual', agent_id: agent(), disposition: 'NOINTEREST' });
    expect(scene.log).toHaveLength(1);
  });

  it('the one gate stands before a manual call: do-not-call, hours, frequency, in flight; nothing reaches the carrier', async () => {
    const [listed = '', night = '', often = '', busy = ''] = rings(4);
    const closedNow = { legal: { from: 0, to: 1_440 }, campaign: {} };
    scene = await Scene.open({
      agents: 2,
      campaigns: [byHand([listed, often, busy]), byHand([night], { hours: closedNow, status: 'running' })],
    });
    await scene.run(1);
    for (const i of [0, 1]) await scene.floor.wish(agent(i), { type: 'pause', reason: 'busy' });
    await scene.agents('paused', 2);
    await scene.floor.sql(
      `insert into do_not_call (id, blind_index, reason, source, created_at) values ($1, decode($2, 'hex'), 'asked', 'test', now())`,
      [crypto.randomUUID(), scene.floor.blindIndex(listed)],
    );
    for (let i = 0; i < 3; i++)
      await scene.floor.sql(
        `insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, phone_id, blind_index, trunk_id, mode,
           source, placed_at, place_by, state, result)
         select $1, $2, 0, 'sim', c.campaign_id, c.list_id, c.id, c.phone_id, decode($3, 'hex'), $4, 'manual', 'new',
           now() - interval '1 minute', now(), 'closed', 'BUSY' from contact c where c.id = $5`,
        [
          crypto.randomUUID(),
          scene.floor.data.groupId,
          scene.floor.blindIndex(often),
          scene.floor.data.trunkIds[0],
          (await contactOf(often)).id,
        ],
      );
    expect(await dial(listed)).toMatchObject({ kind: 'gate', code: 'do-not-call', facts: { scope: 'global' } });
    expect(await dial(night)).toMatchObject({ kind: 'gate', code: 'hours-campaign' });
    expect(await dial(often)).toMatchObject({ kind: 'gate', code: 'frequency' });
    expect(scene.log).toEqual([]);
    await scene.agents('paused', 2);
    expect(await dial(busy)).toMatchObject({ kind: 'done' });
    expect(await dial(busy, agent(1))).toMatchObject({ kind: 'gate', code: 'in-flight' });
    await scene.rings(1);
    expect(scene.log.map((e) => e.number)).toEqual([busy]);
    await inState('paused', agent(1));
  });

  it('an emergency stop and a stopped campaign hold for it too', async () => {
    const [number = ''] = rings(1);
    scene = await Scene.open({ agents: 1, campaigns: [byHand([number], { status: 'stopped' })] });
    await pausedAgent();
    expect(await dial(number)).toMatchObject({ kind: 'refused', why: 'campaign-stopped' });
    await scene.run();
    await scene.floor.sql(`insert into emergency_stop (id, reason, stopped_at) values ($1, 'test', now())`, [
      crypto.randomUUID(),
    ]);
    await until(async () => (await dial(number)).kind === 'refused', { what: 'the stop to hold' });
    expect(await dial(number)).toMatchObject({ kind: 'refused', why: 'emergency-stop' });
    expect(scene.log).toEqual([]);
  });

  it('FAULTS 49: a double click dials once; hanging up twice while it rings is one cancelled call', async () => {
    const [number = ''] = rings(1);
    scene = await Scene.open({ agents: 1, campaigns: [byHand([number])] });
    await pausedAgent();
    const [one, two] = await Promise.all([dial(number), dial(number)]);
    expect([one.kind, two.kind]).toEqual(['done', 'done']);
    if (one.kind !== 'done' || two.kind !== 'done') return;
    expect(one.attemptId).toBe(two.attemptId);
    await scene.rings(1);
    const hangUp = { type: 'hang-up', attemptId: one.attemptId };
    await Promise.all([scene.floor.wish(agent(), hangUp), scene.floor.wish(agent(), hangUp)]);
    await inState('paused');
    expect(await scene.settled()).toEqual({ CANCELLED: 1 });
    expect(await scene.record(number)).toMatchObject({ ended_by: 'agent', mode: 'manual' });
    expect(scene.log).toHaveLength(1);
  });

  it('the agent vanishes while it rings: cancelled; while it is answered: the customer hears the message, with evidence', async () => {
    const [first = '', second = ''] = rings(2);
    scene = await Scene.open({ agents: 1, campaigns: [byHand([first, second])] });
    await pausedAgent();
    await dial(first);
    await scene.rings(1);
    const { sip_user: user } = await seat();
    scene.sim.phones.setHabits(String(user), { onCall: 'absent' });
    scene.sim.phones.drop(String(user));
    await until(() => scene.dialed(first)[0]?.endedAt !== undefined, { what: 'the call to be taken back' });
    expect(scene.dialed(first)[0]).toMatchObject({ endedBy: 'caller', answeredAt: undefined });
    scene.sim.phones.comeBack(String(user));
    await inState('paused');
    await until(async () => (await dial(second)).kind === 'done', { what: 'his phone to be back', timeoutMs: 60_000 });
    await scene.rings(1);
    // The customer answers in the very turn in which the phone is lost.
    scene.sim.phones.setHabits(String(user), { onCall: 'absent' });
    scene.sim.faults.add({ kind: 'hang', on: 'addChannel' });
    scene.sim.carrier.pickUp(second);
    await until(() => scene.dialed(second)[0]?.endedAt !== undefined, { what: 'the call to end', timeoutMs: 60_000 });
    expect(scene.dialed(second)[0]?.heard.message).toBeGreaterThan(0);
    expect(await scene.settled()).toEqual({ CANCELLED: 1, ABANDONED: 1 });
    await scene.recordWith(second, { abandon: { writtenBy: 'node' } });
  });

  it('a preview is shown, accepted and dialed for its agent; skipped with a reason it comes later, kept and counted', async () => {
    const [first = '', second = ''] = stays(2);
    scene = await Scene.open({ agents: 1, campaigns: [byHand([first, second])], dispose: null });
    await inState('preview');
    const shown = async () => {
      const [row] = await scene.floor.sql<{ id: string; contact_id: string }>('select * from preview');
      return row;
    };
    const skipped = await shown();
    const offer = scene.floor.events.find((e) => e.type === 'preview');
    expect(offer).toMatchObject({ attemptId: skipped?.id, contactId: skipped?.contact_id, agentId: agent() });
    await scene.floor.wish(agent(), { type: 'skip', attemptId: skipped?.id, reason: '已联系过' });
    const next = await until(
      async () => {
        const now = await shown();
        return now && now.id !== skipped?.id ? now : undefined;
      },
      { what: 'the next preview' },
    );
    expect(next.contact_id).not.toBe(skipped?.contact_id);
    const kept = await until(
      async () =>
        (
          await scene.floor.sql(
            `select s.reason, s.by, c.skips, c.state, c.due_at > now() + interval '5 minutes' as later
             from preview_skip s join contact c on c.id = s.contact_id where c.skips > 0`,
          )
        )[0],
      { what: 'the skip to be written' },
    );
    expect(kept).toEqual({ reason: '已联系过', by: 'agent', skips: 1, state: 'open', later: true });
    const answers = await Promise.all([
      scene.floor.ask(agent(), { type: 'accept', attemptId: next.id }),
      scene.floor.ask(agent(), { type: 'accept', attemptId: next.id }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'done', attemptId: next.id });
    await inState('talking');
    expect(scene.log).toHaveLength(1);
    await until(async () => (await scene.floor.sql('select 1 from preview')).length === 0, {
      what: 'no preview to be left',
    });
    scene.hangUpAll();
    await inState('wrapup');
    expect(await scene.settled()).toEqual({ TALKED: 1 });
    expect((await scene.floor.sql('select mode, owner_id from attempt'))[0]).toEqual({
      mode: 'preview',
      owner_id: agent(),
    });
  });

  it('when the time is over a preview is dialed, or passed over where the campaign says so; the gate is asked again', async () => {
    const [dialed = ''] = rings(1);
    const [passed = ''] = rings(1, 50);
    const [late = ''] = rings(1, 80);
    scene = await Scene.open({
      agents: 1,
      campaigns: [
        byHand([dialed], { previewMs: 1_000 }),
        byHand([passed], { previewMs: 1_000, previewThen: 'skip', status: 'stopped' }),
        byHand([late], { status: 'stopped' }),
      ],
    });
    await scene.rings(1);
    expect(scene.dialed(dialed)).toHaveLength(1);
    await inState('dialing');
    scene.hangUpAll();
    await scene.settled();
    await scene.run(1);
    await until(async () => (await scene.floor.sql(`select 1 from preview_skip where by = 'over'`)).length === 1, {
      what: 'the preview to be passed over',
    });
    await scene.run(2);
    await until(async () => (await scene.floor.sql('select 1 from preview')).length === 1, { what: 'the third' });
    await scene.floor.sql(
      `insert into do_not_call (id, blind_index, reason, source, created_at) values ($1, decode($2, 'hex'), 'asked', 'test', now())`,
      [crypto.randomUUID(), scene.floor.blindIndex(late)],
    );
    const id = await until(async () => (await scene.floor.sql<{ id: string }>('select id from preview'))[0]?.id, {
      what: 'the third to be shown',
    });
    expect(await scene.floor.ask(agent(), { type: 'accept', attemptId: id })).toMatchObject({
      kind: 'gate',
      code: 'do-not-call',
    });
    await inState('idle');
    await until(async () => (await contactOf(late)).state === 'closed', { what: 'the contact to be closed' });
    expect(scene.log).toHaveLength(1);
  });

  it('a preview is never lost: the agent leaves, Redis forgets, the engine is cut off', async () => {
    const [number = ''] = rings(1);
    scene = await Scene.open({ agents: 2, campaigns: [byHand([number])] });
    await scene.agents('preview', 1);
    const viewer = async (): Promise<string> =>
      (await scene.floor.sql<{ agent_id: string }>('select agent_id from preview'))[0]?.agent_id ?? '';
    const first = await viewer();
    await scene.floor.redis.flush();
    await scene.floor.wish(first, { type: 'sign-out' });
    await until(async () => ![first, ''].includes(await viewer()), { what: 'the other agent to be shown it' });
    const second = await viewer();
    expect((await contactOf(number)).state).toBe('queued');
    await scene.floor.cut();
    expect((await contactOf(number)).state).toBe('queued');
    const [before] = await scene.floor.sql<{ id: string }>('select id from preview');
    await scene.floor.start();
    await until(
      async () => {
        const [after] = await scene.floor.sql<{ id: string; agent_id: string }>('select id, agent_id from preview');
        return after !== undefined && after.id !== before?.id && after.agent_id === second;
      },
      { what: 'it to be shown again', timeoutMs: 60_000 },
    );
    expect(scene.log).toEqual([]);
  });

  it('the engine is cut off in a manual call: the talk goes on with its agent, one that rings still reaches only him', async () => {
    const [talks = ''] = stays(1);
    const [ringsOn = ''] = rings(1);
    scene = await Scene.open({ agents: 3, campaigns: [byHand([talks, ringsOn])], dispose: null });
    for (const i of [0, 1]) await scene.floor.wish(agent(i), { type: 'pause', reason: 'busy' });
    await scene.agents('paused', 2);
    await until(async () => (await dial(talks)).kind === 'done', { what: 'the first to be dialed' });
    await inState('talking');
    await until(async () => (await dial(ringsOn, agent(1))).kind === 'done', { what: 'the second to be dialed' });
    await scene.rings(1);
    await scene.floor.cut();
    await scene.floor.start();
    await scene.linked();
    await until(() => scene.logged('call adopted') === 2, { what: 'both to be adopted' });
    await inState('talking');
    await inState('dialing', agent(1));
    scene.sim.carrier.pickUp(ringsOn);
    await inState('talking', agent(1));
    // Who talks to whom is written down behind the calls.
    await until(
      async () => {
        const rows = await scene.floor.sql(`select agent_id from attempt where state = 'open' order by placed_at`);
        return JSON.stringify(rows.map((r) => r.agent_id)) === JSON.stringify([agent(0), agent(1)]);
      },
      { what: 'each to talk to its own agent' },
    );
    scene.hangUpAll();
    expect(await scene.settled()).toEqual({ TALKED: 2 });
    expect(scene.dialedTwice()).toEqual([]);
  });

  it('manual, preview and paced calls stand side by side in one group', async () => {
    const paced = stays(12);
    const shown = stays(6, 100);
    const [byClick = ''] = stays(1, 200);
    scene = await Scene.open({
      agents: 4,
      mode: 'progressive',
      campaigns: [{ numbers: paced }, byHand(shown, { previewMs: 1_000 }), byHand([byClick], { status: 'stopped' })],
      dispose: { result: 'NOINTEREST', afterMs: 50 },
    });
    const { floor } = scene;
    await floor.wish(agent(3), { type: 'pause', reason: 'busy' });
    await inState('paused', agent(3));
    await scene.run(2);
    await until(async () => (await dial(byClick, agent(3))).kind === 'done', { what: 'the click to be dialed' });
    await until(
      async () => {
        scene.hangUpAll();
        return (await floor.counts()).records === 19;
      },
      { what: 'all of them to be dialed', timeoutMs: 90_000 },
    );
    const modes = await floor.sql<{ mode: string; n: string }>(
      `select mode, count(*) n from call_record group by 1 order by 1`,
    );
    expect(modes).toEqual([
      { mode: 'manual', n: '1' },
      { mode: 'preview', n: '6' },
      { mode: 'progressive', n: '12' },
    ]);
    expect(scene.dialedTwice()).toEqual([]);
    expect(scene.unserved()).toEqual([]);
    // Whoever was placed for one agent never talked to another.
    expect(
      await floor.sql(
        `select 1 from attempt where owner_id is not null and agent_id is not null and agent_id <> owner_id`,
      ),
    ).toEqual([]);
  });
});
