import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_STATES, type Agent, type AgentEvent, newAgent, stepAgent } from '../../../src/domain/agent.ts';

const A = 'attempt-1';
const events = (at: number): AgentEvent[] => [
  { type: 'sign-in', at },
  { type: 'leg-up', at },
  { type: 'leg-lost', at },
  { type: 'leg-failed', at, why: 'no answer' },
  { type: 'phone-back', at },
  { type: 'ready', at },
  { type: 'pause', reason: 'lunch', at },
  { type: 'sign-out', at },
  { type: 'preview', attemptId: A, at },
  { type: 'preview-over', attemptId: A, at },
  { type: 'dial', attemptId: A, at },
  { type: 'offer', attemptId: A, at },
  { type: 'offer', attemptId: A, guest: true, at },
  { type: 'offer-failed', attemptId: A, at },
  { type: 'joined', attemptId: A, at },
  { type: 'promoted', attemptId: A, at },
  { type: 'call-ended', attemptId: A, at },
  { type: 'disposition', attemptId: A, at },
  { type: 'filled', attemptId: A, at },
  { type: 'extend', attemptId: A, at },
  { type: 'wrap-up-expired', attemptId: A, at },
];

const walk = (...names: AgentEvent['type'][]): Agent => {
  let agent = newAgent('a', 0);
  names.forEach((name, i) => {
    const event = events(i + 1).find((e) => e.type === name);
    if (!event) throw new Error(name);
    [agent] = stepAgent(agent, event);
  });
  return agent;
};

const inState: Record<Agent['state'], Agent> = {
  offline: newAgent('a', 0),
  connecting: walk('sign-in'),
  paused: walk('sign-in', 'leg-up'),
  idle: walk('sign-in', 'leg-up', 'ready'),
  preview: walk('sign-in', 'leg-up', 'ready', 'preview'),
  dialing: walk('sign-in', 'leg-up', 'ready', 'preview', 'dial'),
  reserved: walk('sign-in', 'leg-up', 'ready', 'offer'),
  talking: walk('sign-in', 'leg-up', 'ready', 'offer', 'joined'),
  wrapup: walk('sign-in', 'leg-up', 'ready', 'offer', 'joined', 'call-ended'),
};

describe('agent machine', () => {
  it('reaches every state', () => {
    for (const state of AGENT_STATES) expect(inState[state].state).toBe(state);
  });

  it('matches the table of next states for every state × event', () => {
    const table = AGENT_STATES.map((state) => {
      const row = events(100).map((event) => {
        const [after, commands] = stepAgent(inState[state], event);
        const odd = commands.some((c) => c.type === 'odd') ? '?' : '';
        return after.state === state ? `·${odd}` : after.state + odd;
      });
      return [state, ...row].join(' ');
    });
    expect(table).toMatchSnapshot();
  });

  it('keeps its invariants on any walk: work only in a call state, idle only with a phone', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(events(0).length - 1), { maxLength: 80 }), (indexes) => {
        let agent = newAgent('a', 0);
        indexes.forEach((index, i) => {
          const event = events(i + 1)[index];
          if (event) [agent] = stepAgent(agent, event);
          const inCall = ['preview', 'dialing', 'reserved', 'talking', 'wrapup'].includes(agent.state);
          const holds =
            (agent.attemptId !== undefined) === inCall &&
            (!['idle', 'preview'].includes(agent.state) || agent.leg === 'up') &&
            // Nobody is idle who owes a result, and nobody is alone without a call.
            (agent.state !== 'idle' || agent.owes.length === 0) &&
            (!agent.alone || ['dialing', 'talking', 'wrapup'].includes(agent.state)) &&
            (agent.state !== 'offline' || agent.leg === 'none');
          if (!holds) throw new Error(`after ${event?.type}: ${JSON.stringify(agent)}`);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('asks for the leg to be taken down on every way out, also when no phone was there', () => {
    const noPhone = walk('sign-in', 'leg-failed');
    expect(stepAgent(noPhone, { type: 'sign-out', at: 50 })[1]).toEqual([{ type: 'drop-leg' }]);
  });

  it('keeps the reason of a pause while the phone is being called', () => {
    const lost = walk('sign-in', 'leg-up', 'ready', 'offer', 'joined', 'leg-lost', 'call-ended');
    const [waiting] = stepAgent(lost, { type: 'wrap-up-expired', attemptId: A, at: 50 });
    expect(waiting).toMatchObject({ state: 'connecting', reason: 'unfilled-result' });
    expect(stepAgent(waiting, { type: 'leg-up', at: 51 })[0]).toMatchObject({
      state: 'paused',
      reason: 'unfilled-result',
    });
  });

  it('calls a phone that had been given up as soon as it registers (ASTERISK.md 20)', () => {
    const [back, commands] = stepAgent(walk('sign-in', 'leg-failed'), { type: 'phone-back', at: 50 });
    expect(commands).toEqual([{ type: 'ring-leg' }]);
    expect(back).toMatchObject({ state: 'paused', leg: 'ringing', reason: 'phone-back' });
  });

  it('puts an agent without a result on not-ready and says why (RULES.md, Results)', () => {
    const [agent] = stepAgent(inState.wrapup, { type: 'wrap-up-expired', attemptId: A, at: 50 });
    expect(agent).toMatchObject({ state: 'paused', reason: 'unfilled-result', attemptId: undefined });
  });

  it('signs out after the call, not in it', () => {
    const [asked] = stepAgent(inState.talking, { type: 'sign-out', at: 50 });
    expect(asked.state).toBe('talking');
    const [wrap] = stepAgent(asked, { type: 'call-ended', attemptId: A, at: 60 });
    expect(wrap.state).toBe('wrapup');
    const [gone, commands] = stepAgent(wrap, { type: 'disposition', attemptId: A, at: 70 });
    expect(gone.state).toBe('offline');
    expect(commands).toEqual([{ type: 'drop-leg' }]);
  });

  it('gives a preview back whenever he cannot look at it any more', () => {
    for (const type of ['leg-lost', 'pause', 'sign-out'] as const) {
      const event = events(50).find((e) => e.type === type);
      if (!event) throw new Error(type);
      const [agent, commands] = stepAgent(inState.preview, event);
      expect(commands[0]).toEqual({ type: 'release-preview', attemptId: A });
      expect(agent.attemptId).toBeUndefined();
    }
  });

  it('dials one to one out of a preview, idle or a pause, and goes back to the pause after the call', () => {
    const rest = stepAgent(inState.idle, { type: 'pause', reason: 'rest', at: 50 })[0];
    const [dialing] = stepAgent(rest, { type: 'dial', attemptId: A, at: 60 });
    expect(dialing).toMatchObject({ state: 'dialing', alone: true, attemptId: A });
    expect(stepAgent(dialing, { type: 'offer-failed', attemptId: A, at: 70 })[0]).toMatchObject({
      state: 'paused',
      reason: 'rest',
      alone: false,
    });
    const [talking] = stepAgent(dialing, { type: 'joined', attemptId: A, at: 70 });
    expect(talking).toMatchObject({ state: 'talking', alone: true });
  });

  it('asks for the customer to be called no more when the phone of a dialing agent is gone', () => {
    const [agent, commands] = stepAgent(inState.dialing, { type: 'leg-lost', at: 50 });
    expect(agent.state).toBe('dialing');
    expect(commands).toEqual([{ type: 'hold-customer', attemptId: A }, { type: 'ring-leg' }]);
  });

  it('is not made ready while a result is missing, also by a detour; once it is there he may be (RULES.md, Results)', () => {
    const [owing] = stepAgent(inState.wrapup, { type: 'wrap-up-expired', attemptId: A, at: 50 });
    expect(stepAgent(owing, { type: 'ready', at: 60 })[0]).toMatchObject({
      state: 'paused',
      reason: 'unfilled-result',
    });
    const [rest] = stepAgent(owing, { type: 'pause', reason: 'rest', at: 60 });
    expect(stepAgent(rest, { type: 'ready', at: 70 })[0]).toMatchObject({ state: 'paused', reason: 'unfilled-result' });
    expect(stepAgent(owing, { type: 'dial', attemptId: 'b', at: 60 })[1]).toEqual([{ type: 'odd', event: 'dial' }]);
    const [filled] = stepAgent(owing, { type: 'filled', attemptId: A, at: 80 });
    expect(filled).toMatchObject({ state: 'paused', reason: 'busy', owes: [] });
    expect(stepAgent(filled, { type: 'ready', at: 90 })[0].state).toBe('idle');
  });

  it('extends the wrap-up once', () => {
    const [extended] = stepAgent(inState.wrapup, { type: 'extend', attemptId: A, at: 50 });
    expect(stepAgent(extended, { type: 'extend', attemptId: A, at: 60 })[1]).toEqual([
      { type: 'odd', event: 'extend' },
    ]);
  });

  it('asks nothing of a guest, and everything of one whose call it has become', () => {
    const [reserved] = stepAgent(inState.idle, { type: 'offer', attemptId: A, guest: true, at: 10 });
    const [guest] = stepAgent(reserved, { type: 'joined', attemptId: A, at: 11 });
    expect(guest).toMatchObject({ state: 'talking', guest: true });
    const end: AgentEvent = { type: 'call-ended', attemptId: A, at: 12 };
    expect(stepAgent(guest, end)[0]).toMatchObject({ state: 'idle', guest: false, attemptId: undefined });
    const [promoted] = stepAgent(guest, { type: 'promoted', attemptId: A, at: 12 });
    expect(stepAgent(promoted, end)[0]).toMatchObject({ state: 'wrapup', guest: false });
  });

  it('takes its leg back while it is reserved, though the call lets go of it only later', () => {
    const [lost] = stepAgent(inState.reserved, { type: 'leg-lost', at: 10 });
    const [back] = stepAgent(lost, { type: 'leg-up', at: 11 });
    expect(stepAgent(back, { type: 'offer-failed', attemptId: A, at: 12 })[0]).toMatchObject({
      state: 'idle',
      leg: 'up',
    });
  });
});
