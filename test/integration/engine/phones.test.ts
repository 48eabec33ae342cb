import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { CONNECT_PHASE_MS } from '../../../src/domain/call.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

let scene: Scene;
afterEach(async () => scene?.close());

const CUSTOMER = numberFor('stays', 1);

/** One agent with a page for a phone, well into a talk. */
async function talking(more: { silentPhoneSeconds?: number } = {}) {
  scene = await Scene.open({
    agents: 1,
    linesPerAgent: 1,
    browserPhones: true,
    dispose: null,
    campaigns: [{ numbers: [CUSTOMER] }],
    ...more,
  });
  const offer = await until(() => scene.floor.events.find((event) => event.type === 'offer'), {
    what: 'a customer to be joined',
  });
  // An agent lost right after joining would have the customer given to another (FAULTS 25).
  await until(() => Date.now() - offer.at > CONNECT_PHASE_MS, { what: 'the talk to be well under way' });
  const [seat] = await scene.floor.sql<{ sip_user: string }>('select sip_user from agent_seat');
  return { user: seat?.sip_user ?? '', attemptId: offer.attemptId, agentId: offer.agentId };
}

const states = (attemptId: string): string[] =>
  scene.floor.events.flatMap((event) => (event.type === 'call' && event.attemptId === attemptId ? [event.state] : []));
const legs = (): string[] => scene.sim.channels.all().flatMap(({ id }) => (id.includes('.agent.') ? [id] : []));
const seat = async () => (await scene.floor.sql('select state, reason from agent_seat'))[0];

describe('an agent’s phone in the browser', () => {
  it('reloaded in mid-talk: the customer is held meanwhile, is the same agent’s again, and there is one call and one record', async () => {
    const { user, attemptId, agentId } = await talking();
    const [before] = legs();
    scene.act({ kind: 'phone', user, does: 'close-page' });
    await until(() => states(attemptId).includes('held'), { what: 'the customer to be held' });
    await until(() => states(attemptId).at(-1) === 'talking', { what: 'his agent to be back' });
    expect(legs()).toHaveLength(1);
    expect(legs()[0]).not.toBe(before);
    expect(scene.onLine()).toHaveLength(1);
    await scene.floor.wish(agentId, { type: 'hang-up', attemptId });
    await scene.floor.wish(agentId, { type: 'disposition', attemptId, result: 'NOINTEREST' });
    expect(await scene.settled()).toEqual({ TALKED: 1 });
    expect(scene.log.map(({ number, heard }) => ({ number, message: heard.message }))).toEqual([
      { number: CUSTOMER, message: 0 },
    ]);
    // Nobody is asked a third time where nothing is wrong any more.
    await scene.agents('idle', 1);
    expect(states(attemptId).filter((state) => state === 'held')).toHaveLength(1);
  });

  it('reloaded, its good-bye before the end of its socket: called at its new place, while the old one would ring on', async () => {
    const { user, attemptId } = await talking();
    const [before] = legs();
    scene.act({ kind: 'phone-habits', user, habits: { onCall: 'absent' } });
    scene.act({ kind: 'phone', user, does: 'drop' });
    await until(() => legs()[0] !== undefined && legs()[0] !== before, { what: 'the page that goes to be rung' });
    scene.act({ kind: 'phone-habits', user, habits: { onCall: 'answer' } });
    scene.act({ kind: 'phone', user, does: 'register' });
    // DESIGN.md promise 6; the ring time-out is 15 s.
    await until(() => states(attemptId).at(-1) === 'talking', { timeoutMs: 5_000, what: 'his agent to be back' });
    expect(states(attemptId).filter((state) => state === 'talking' || state === 'held')).toEqual([
      'talking',
      'held',
      'talking',
    ]);
    await until(() => legs().length === 1, { what: 'the try that rang at the old place to be given up' });
    expect(scene.onLine()).toHaveLength(1);
  });

  it('registered while it is being called already: that call stands, and there is no second one', async () => {
    scene = await Scene.open({ agents: 1, browserPhones: true, campaigns: [{ numbers: [] }] });
    const [row] = await scene.floor.sql<{ sip_user: string }>('select sip_user from agent_seat');
    const user = row?.sip_user ?? '';
    const [before] = legs();
    scene.act({ kind: 'phone', user, does: 'close-page' });
    // It registers again by itself when it is called; the node knows of that before it says so.
    scene.sim.faults.add({ kind: 'reorder-events', types: ['ContactStatusChange'], ms: 3_000 });
    scene.act({ kind: 'phone-habits', user, habits: { answerMs: 6_000 } });
    const registered = (): boolean => scene.sim.endpoints.contact(user) !== undefined;
    const [called] = await until(() => registered() && legs().length === 1 && legs()[0] !== before && legs(), {
      what: 'the next try to ring',
    });
    await until(() => scene.sim.channels.all().some(({ id, state }) => legs().includes(id) && state === 'Up'), {
      what: 'his phone to be answered',
    });
    expect(legs()).toEqual([called]);
  });

  it('whose socket only blinks stays as it is', async () => {
    const { user, attemptId } = await talking();
    const before = legs();
    const from = Date.now();
    scene.act({ kind: 'phone', user, does: 'lose-socket' });
    // Longer than four looks at its packets take.
    await until(() => Date.now() - from > 4_000, { what: 'the phone to be looked at' });
    scene.act({ kind: 'phone', user, does: 'register' });
    await until(() => Date.now() - from > 6_000, { what: 'the phone to be looked at again' });
    expect(legs()).toEqual(before);
    expect(states(attemptId)).not.toContain('held');
    expect(await seat()).toMatchObject({ state: 'talking' });
  });

  it('FAULTS 27: silent in a talk: its leg is ended and called again, and after the call the agent is not ready, with the reason', async () => {
    const { user, attemptId, agentId } = await talking({ silentPhoneSeconds: 2 });
    const [before] = legs();
    scene.act({ kind: 'phone-habits', user, habits: { audible: false } });
    await until(() => states(attemptId).includes('held'), { what: 'the leg to be ended' });
    scene.act({ kind: 'phone-habits', user, habits: { audible: true } });
    await until(() => states(attemptId).at(-1) === 'talking', { what: 'his agent to be back' });
    expect(legs()).not.toContain(before);
    await scene.floor.wish(agentId, { type: 'hang-up', attemptId });
    await scene.floor.wish(agentId, { type: 'disposition', attemptId, result: 'NOINTEREST' });
    await scene.agents('paused', 1);
    expect(await seat()).toEqual({ state: 'paused', reason: 'no-audio' });
  });

  it('FAULTS 27: silent while idle: not ready, and not called before the agent says so', async () => {
    scene = await Scene.open({ agents: 1, browserPhones: true, silentPhoneSeconds: 1, campaigns: [{ numbers: [] }] });
    const [row] = await scene.floor.sql<{ sip_user: string }>('select sip_user from agent_seat');
    const user = row?.sip_user ?? '';
    scene.act({ kind: 'phone-habits', user, habits: { audible: false } });
    await scene.agents('paused', 1);
    expect(await seat()).toEqual({ state: 'paused', reason: 'no-audio' });
    expect(legs()).toEqual([]);
    scene.act({ kind: 'phone-habits', user, habits: { audible: true } });
    for (const id of scene.floor.data.agentIds) await scene.floor.wish(id, { type: 'ready' });
    await scene.agents('idle', 1);
    expect(legs()).toHaveLength(1);
  });

  it('FAULTS 57: his session revoked in mid-talk: off the seat, the phone off the node, the customer hears the message', async () => {
    const { user, attemptId, agentId } = await talking();
    expect(scene.sim.endpoints.has(user)).toBe(true);
    const at = new Date().toISOString();
    const [session] = await scene.floor.sql(
      `insert into session (id, token_hash, user_id, created_at, expires_at)
       values (gen_random_uuid(), '\\x00', $1, $2, $3) returning id`,
      [agentId, at, new Date(Date.now() + 3_600_000).toISOString()],
    );
    await scene.floor.sql('update agent_seat set via_id = $1', [session?.id]);
    await scene.floor.sql('update session set revoked_at = $1', [at]);
    await until(() => !scene.sim.endpoints.has(user), { what: 'the phone to be off the node' });
    await scene.agents('offline', 1);
    expect(legs()).toEqual([]);
    await until(() => states(attemptId).at(-1) === 'closed', { what: 'the end of the call to be told' });
    expect(states(attemptId).slice(-5)).toEqual(['talking', 'held', 'announcing', 'ended', 'closed']);
    expect(await scene.settled()).toEqual({ TALKED: 1 });
    expect(scene.log[0]?.heard.message).toBeGreaterThan(0);
    await until(
      async () => (await scene.floor.sql(`select 1 from attempt where disposition = 'UNFILLED'`)).length === 1,
      { what: 'its result to be owed' },
    );
  });
});
