import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';
import { seatsOf } from './modes-seats.ts';

const stays = (n: number): string[] => Array.from({ length: n }, (_, i) => numberFor('stays', 800 + i));

/** One agent gives his customer to another, or asks him in (docs/decisions/0018). */
describe('transfer and conference', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  const { agent, dial, seat, inState, byHand } = seatsOf(() => scene);
  const [A, B] = [(): string => agent(0), (): string => agent(1)];

  /** Where each leg stands: agents by index, the customer as `c`. */
  const bridges = (): Record<string, string[]> => {
    const who = (id: string): string => {
      const i = scene.floor.data.agentIds.findIndex((agentId) => id.includes(agentId));
      return i < 0 ? 'c' : String(i);
    };
    const found = scene.sim.bridges.all().map((b) => [who(b.id), b.members.map((m) => who(m.id)).sort()] as const);
    return Object.fromEntries(found);
  };
  const stand = (wanted: Record<string, string[]>): Promise<unknown> =>
    until(() => JSON.stringify(bridges()) === JSON.stringify({ ...bridges(), ...wanted }), {
      timeoutMs: 60_000,
      what: `legs to stand as ${JSON.stringify(wanted)}`,
    });
  /** Two agents, A at work by hand and B ready. */
  const open = async (numbers: string[], agents = 2): Promise<void> => {
    scene = await Scene.open({ agents, campaigns: [byHand(numbers, { status: 'stopped' })], dispose: null });
    // Not due, so that nobody is shown them who is idle.
    await scene.floor.sql(`update contact set state = 'open', due_at = now() + interval '1 day'`);
    await scene.run();
    for (let i = 2; i < agents; i++) await scene.floor.wish(agent(i), { type: 'pause', reason: 'busy' });
  };
  const talk = async (number: string): Promise<string> => {
    const { id } = await dial(number, A());
    await inState('talking', A());
    await stand({ 0: ['0', 'c'] });
    return id;
  };
  const ask = (type: 'transfer' | 'conference', attemptId: string, more: object = {}) =>
    scene.floor.ask(A(), {
      type,
      attemptId,
      colleague: B(),
      ...(type === 'conference' && { private: false }),
      ...more,
    });
  const hold = (attemptId: string, on: boolean) => scene.floor.wish(A(), { type: 'hold', attemptId, on });
  const hangUp = (who: string, attemptId: string) => scene.floor.wish(who, { type: 'hang-up', attemptId });
  const done = async (who: string, attemptId: string): Promise<void> => {
    await inState('wrapup', who);
    await scene.floor.wish(who, { type: 'disposition', attemptId, result: 'NOINTEREST' });
    await inState('idle', who);
  };

  /** Seats are written behind the events: B talks as a guest, or in a call of his own. */
  const noted = (guest: boolean): Promise<unknown> =>
    until(
      async () => {
        const written = await seat(B());
        return written.state === 'talking' && written.guest === guest;
      },
      { what: `B to be written down as ${guest ? 'a guest' : 'the call’s agent'}` },
    );
  /** Who talked how, in order; every end is known. */
  const talks = async (attemptId: string): Promise<string[]> => {
    const rows = await scene.floor.sql<{ agent_id: string; kind: string; open: boolean }>(
      `select agent_id, kind, ended_at is null open from call_segment where attempt_id = $1 order by seq`,
      [attemptId],
    );
    return rows.map((row) => `${row.agent_id === A() ? 'A' : 'B'} ${row.kind}${row.open ? ' open' : ''}`);
  };

  it('a transfer moves the customer to the colleague, who alone is asked for the result; one record', async () => {
    const [number = ''] = stays(1);
    scene = await Scene.open({ agents: 2, campaigns: [{ numbers: [number] }], dispose: null });
    await scene.agents('talking', 1);
    const [row] = await scene.floor.sql<{ agent_id: string; attempt_id: string }>(
      `select agent_id, attempt_id from agent_seat where state = 'talking'`,
    );
    const [from = '', attemptId = ''] = [row?.agent_id, row?.attempt_id];
    const to = scene.floor.data.agentIds.find((id) => id !== from) ?? '';
    const wish = { type: 'transfer', attemptId, colleague: to };
    expect(await scene.floor.ask(from, wish)).toMatchObject({ kind: 'done', attemptId });
    await inState('talking', to);
    await inState('idle', from);
    expect(await seat(from)).toMatchObject({ attempt_id: null });
    const names = [from, to].map((id) => String(scene.floor.data.agentIds.indexOf(id)));
    await stand({ [names[0] ?? '']: [names[0] ?? ''], [names[1] ?? '']: [names[1] ?? '', 'c'] });
    // The same click once more has no second effect.
    expect(await scene.floor.ask(from, wish)).toMatchObject({ kind: 'done' });
    const pops = scene.floor.events.flatMap((e) => (e.type === 'offer' ? [e.agentId] : []));
    expect(pops).toEqual([from, to]);
    scene.hangUpAll();
    await inState('wrapup', to);
    expect((await seat(from)).state).toBe('idle');
    await scene.floor.wish(to, { type: 'disposition', attemptId, result: 'INTENT_A' });
    await inState('idle', to);
    expect(await scene.settled()).toEqual({ TALKED: 1 });
    await scene.recordWith(number, { agent_id: to, disposition: 'INTENT_A' });
    expect(scene.floor.metrics.odd).toEqual({});
  });

  it('refuses in a word: oneself, who is not there, who is busy; whoever does not talk may not ask', async () => {
    const [number = ''] = stays(1);
    await open([number], 3);
    const attemptId = await talk(number);
    const refused = async (why: string, more: object): Promise<void> =>
      expect(await ask('transfer', attemptId, more)).toMatchObject({ kind: 'refused', why });
    await inState('paused', agent(2));
    await refused('oneself', { colleague: A() });
    await refused('colleague-busy', { colleague: agent(2) });
    await scene.floor.wish(agent(2), { type: 'sign-out' });
    await inState('offline', agent(2));
    await refused('colleague-away', { colleague: agent(2) });
    await refused('colleague-away', { colleague: crypto.randomUUID() });
    await refused('agent-state', { attemptId: crypto.randomUUID() });
    const byOther = { type: 'transfer', attemptId, colleague: A() };
    expect(await scene.floor.ask(B(), byOther)).toMatchObject({ kind: 'refused', why: 'agent-state' });
    expect(bridges()).toMatchObject({ 0: ['0', 'c'], 1: ['1'] });
    await inState('idle', B());
  });

  it('consultation, conference, and out of it the transfer; who came leaves alone, and the end frees all', async () => {
    const [one = '', two = ''] = stays(2);
    await open([one, two]);
    const first = await talk(one);
    expect(await ask('conference', first, { private: true })).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0', '1'], 1: [] });
    await noted(true);
    expect(await seat(B())).toMatchObject({ attempt_id: first });
    expect(await ask('conference', first, { colleague: A() })).toMatchObject({ why: 'oneself' });
    await hold(first, false);
    await stand({ 0: ['0', '1', 'c'], 1: [] });
    // He leaves, and nothing is asked of him.
    await hangUp(B(), first);
    await inState('idle', B());
    await stand({ 0: ['0', 'c'], 1: ['1'] });
    expect(await ask('conference', first)).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0', '1', 'c'], 1: [] });
    expect(await ask('transfer', first)).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0'], 1: ['1', 'c'] });
    await inState('idle', A());
    await noted(false);
    scene.sim.carrier.hangUp(one);
    await done(B(), first);

    const second = await talk(two);
    expect(await ask('conference', second, { private: true })).toMatchObject({ kind: 'done' });
    // Straight out of the consultation: 咨询转.
    expect(await ask('transfer', second)).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0'], 1: ['1', 'c'] });
    await scene.floor.wish(B(), { type: 'hang-up', attemptId: second });
    await done(B(), second);
    expect(await scene.settled()).toEqual({ TALKED: 2 });
    await scene.recordWith(two, { agent_id: B(), ended_by: 'agent' });
    const conference = ['A conference', 'B conference'];
    const consultation = ['A talk', 'A consult', 'B consult'];
    expect(await talks(first)).toEqual([...consultation, ...conference, 'A talk', ...conference, 'B talk']);
    expect(await talks(second)).toEqual([...consultation, 'B talk']);
    expect(scene.unserved()).toEqual([]);
  });

  it('a conference ends for all with its agent’s hang-up or the customer’s', async () => {
    const [one = '', two = ''] = stays(2);
    await open([one, two]);
    for (const [number, end] of [
      [one, (id: string) => hangUp(A(), id)],
      [two, async () => scene.sim.carrier.hangUp(two)],
    ] as const) {
      const id = await talk(number);
      expect(await ask('conference', id)).toMatchObject({ kind: 'done' });
      await stand({ 0: ['0', '1', 'c'] });
      await end(id);
      await done(A(), id);
      await inState('idle', B());
      await stand({ 0: ['0'], 1: ['1'] });
    }
    expect(await scene.settled()).toEqual({ TALKED: 2 });
  });

  it('what the node refuses leaves the customer with his agent, who is told; the colleague is free', async () => {
    const [number = ''] = stays(1);
    await open([number]);
    const id = await talk(number);
    scene.sim.faults.add({ kind: 'respond', on: `${B()}/addChannel`, status: 500 });
    expect(await ask('transfer', id)).toMatchObject({ kind: 'refused', why: 'colleague-lost' });
    await inState('idle', B());
    await stand({ 0: ['0', 'c'], 1: ['1'] });
    scene.sim.faults.add({ kind: 'respond', on: `${A()}/addChannel`, status: 500 });
    expect(await ask('conference', id, { private: true })).toMatchObject({ kind: 'refused', why: 'colleague-lost' });
    await inState('idle', B());
    await stand({ 0: ['0'], 1: ['1'] });
    await hold(id, false);
    await stand({ 0: ['0', 'c'], 1: ['1'] });
    // Carried out, but its answer is lost: looked up.
    scene.sim.faults.add({ kind: 'lose-response', on: `${B()}/addChannel` });
    expect(await ask('transfer', id)).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0'], 1: ['1', 'c'] });
    await inState('idle', A());
  });

  it('phones that are lost: the colleague’s before he has the customer, the agent’s in the conference', async () => {
    const [number = ''] = stays(1);
    await open([number]);
    const id = await talk(number);
    const phone = async (who: string): Promise<string> => String((await seat(who)).sip_user);
    scene.sim.faults.add({ kind: 'hang', on: `${B()}/addChannel` });
    const answer = ask('transfer', id);
    await inState('reserved', B());
    scene.sim.phones.drop(await phone(B()));
    expect(await answer).toMatchObject({ kind: 'refused', why: 'colleague-lost' });
    await stand({ 0: ['0', 'c'] });
    await inState('idle', B());
    expect(await ask('conference', id)).toMatchObject({ kind: 'done' });
    await stand({ 0: ['0', '1', 'c'] });
    await noted(true);
    scene.sim.phones.drop(await phone(A()));
    await stand({ 1: ['1', 'c'] });
    await noted(false);
    expect(await seat(B())).toMatchObject({ state: 'talking', attempt_id: id });
    await inState('idle', A());
    scene.sim.carrier.hangUp(number);
    await done(B(), id);
    await scene.recordWith(number, { agent_id: B() });
  });

  it('another life of the engine: the customer is with whoever’s bridge holds him, and the other is free', async () => {
    const [one = '', two = '', three = ''] = stays(3);
    await open([one, two, three]);
    const again = async (): Promise<void> => {
      await scene.floor.cut();
      await scene.floor.start();
    };
    // In a conference: the agent keeps the customer.
    const first = await talk(one);
    await ask('conference', first);
    await stand({ 0: ['0', '1', 'c'] });
    await noted(true);
    await again();
    await stand({ 0: ['0', 'c'], 1: ['1'] });
    await inState('idle', B());
    expect(await seat(A())).toMatchObject({ state: 'talking', attempt_id: first });
    // He hangs up while nobody is there to hear it: his agent wraps up, the guest does not.
    await ask('conference', first);
    await noted(true);
    await scene.floor.cut();
    scene.sim.carrier.hangUp(one);
    await scene.floor.start();
    await done(A(), first);
    await inState('idle', B());
    // In a consultation: he comes back to his agent.
    const second = await talk(two);
    await ask('conference', second, { private: true });
    await stand({ 0: ['0', '1'], 1: [] });
    await again();
    await stand({ 0: ['0', 'c'], 1: ['1'] });
    await inState('idle', B());
    scene.sim.carrier.hangUp(two);
    await done(A(), second);
    // Moved, and nobody had heard of it yet.
    const third = await talk(three);
    scene.sim.faults.add({ kind: 'lose-response', on: `${B()}/addChannel` });
    scene.sim.faults.add({ kind: 'hang', on: 'GET /bridges' });
    await scene.floor.wish(A(), { type: 'transfer', attemptId: third, colleague: B() });
    await stand({ 0: ['0'], 1: ['1', 'c'] });
    await again();
    await inState('talking', B());
    await inState('idle', A());
    scene.sim.carrier.hangUp(three);
    await done(B(), third);
    expect(await scene.settled()).toEqual({ TALKED: 3 });
    await scene.recordWith(three, { agent_id: B(), disposition: 'NOINTEREST' });
    const conference = ['A conference', 'B conference'];
    expect(await talks(first)).toEqual(['A talk', ...conference, 'A talk', ...conference]);
    expect(await talks(third)).toEqual(['A talk', 'B talk']);
    expect(scene.unserved()).toEqual([]);
  });
});
