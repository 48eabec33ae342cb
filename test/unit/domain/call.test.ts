import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALL_STATES,
  type Call,
  type CallCommand,
  type CallEvent,
  CONNECT_PHASE_MS,
  newCall,
  stepCall,
} from '../../../src/domain/call.ts';

const AGENT = 'agent-1';
const COLLEAGUE = 'agent-2';
/** One event of each kind; the matrix and the random walks draw from these. */
const events = (at: number): CallEvent[] => [
  { type: 'sent', at },
  { type: 'refused', why: 'HTTP 500', maybeLive: false, at },
  { type: 'refused', why: 'HTTP 409', maybeLive: true, at },
  { type: 'unknown', why: 'time-out', at },
  { type: 'not-sent', why: 'paused', at },
  { type: 'found', at },
  { type: 'not-found', at },
  { type: 'still-there', at },
  { type: 'created', at },
  { type: 'ringing', at },
  { type: 'answered', at },
  { type: 'entered', at },
  { type: 'left', at },
  { type: 'hangup-requested', at },
  { type: 'ended', cause: 16, techCause: undefined, causeText: 'Normal Clearing', at },
  { type: 'setup-timeout', at },
  { type: 'ring-timeout', at },
  { type: 'offer', agentId: AGENT, at },
  { type: 'join-ok', at },
  { type: 'join-failed', gone: false, at },
  { type: 'join-failed', gone: true, at },
  { type: 'agent-lost', at },
  { type: 'agent-back', at },
  { type: 'hold-expired', at },
  { type: 'transfer', agentId: COLLEAGUE, at },
  { type: 'conference', agentId: COLLEAGUE, isPrivate: false, at },
  { type: 'conference', agentId: COLLEAGUE, isPrivate: true, at },
  { type: 'colleague-in', agentId: COLLEAGUE, at },
  { type: 'colleague-gone', agentId: COLLEAGUE, at },
  { type: 'return-failed', at },
  { type: 'owner-gone', at },
  { type: 'hold', on: true, at },
  { type: 'hold', on: false, at },
  { type: 'hold-failed', on: true, at },
  { type: 'patience-over', at },
  { type: 'announce-failed', gone: false, at },
  { type: 'announce-failed', gone: true, at },
  { type: 'cancel', why: 'paused', at },
  { type: 'hang-up', by: 'agent', at },
  { type: 'hang-up', by: 'system', at },
  { type: 'node-lost', at },
  { type: 'vanished', at },
];

/** A call brought into each state by the shortest way. */
function inState(state: Call['state']): Call {
  const ways: Record<Call['state'], CallEvent['type'][]> = {
    sending: [],
    lost: ['unknown'],
    placed: ['sent'],
    ringing: ['sent', 'ringing'],
    answered: ['sent', 'answered'],
    waiting: ['sent', 'answered', 'entered'],
    offering: ['sent', 'answered', 'entered', 'offer'],
    talking: ['sent', 'answered', 'entered', 'offer', 'join-ok'],
    held: ['sent', 'answered', 'entered', 'offer', 'join-ok', 'agent-lost'],
    announcing: ['sent', 'answered', 'entered', 'patience-over'],
    ending: ['sent', 'cancel'],
    ended: ['sent', 'ended'],
  };
  let call = newCall();
  let at = 1_000;
  for (const type of ways[state]) {
    at += type === 'agent-lost' ? CONNECT_PHASE_MS : 100;
    const event = events(at).find((e) => e.type === type);
    if (!event) throw new Error(type);
    [call] = stepCall(call, event);
  }
  return call;
}

const types = (commands: readonly CallCommand[]): string[] => commands.map((c) => c.type);

describe('call machine', () => {
  it('reaches every state by its shortest way', () => {
    for (const state of CALL_STATES) expect(inState(state).state).toBe(state);
  });

  it('takes every event in every state without throwing, and ends exactly once', () => {
    for (const state of CALL_STATES)
      for (const event of events(10_000)) {
        const before = inState(state);
        const [after, commands] = stepCall(before, event);
        expect(CALL_STATES).toContain(after.state);
        const ends = commands.filter((c) => c.type === 'end').length;
        expect(ends, `${state} × ${event.type}`).toBe(before.state !== 'ended' && after.state === 'ended' ? 1 : 0);
        if (before.state === 'ended') expect(after).toEqual(before);
      }
  });

  it('matches the table of next states', () => {
    const table = CALL_STATES.map((state) => {
      const row = events(10_000).map((event) => {
        const [after, commands] = stepCall(inState(state), event);
        const odd = commands.some((c) => c.type === 'odd') ? '?' : '';
        return after.state === state ? `·${odd}` : after.state + odd;
      });
      return [state, ...row].join(' ');
    });
    expect(table).toMatchSnapshot();
  });

  it('never asks for two joins without giving the agent back between them', () => {
    const pick = fc.array(fc.nat(events(0).length - 1), { maxLength: 60 });
    fc.assert(
      fc.property(pick, (indexes) => {
        let call = newCall();
        let held: string | undefined;
        let ended = 0;
        indexes.forEach((index, i) => {
          const event = events(1_000 + i * 300)[index];
          if (!event) return;
          const [after, commands] = stepCall(call, event);
          for (const command of commands) {
            if (command.type === 'join') {
              expect(held).toBeUndefined();
              held = command.agentId;
            }
            if (command.type === 'free-agent' && held === command.agentId) held = undefined;
            if (command.type === 'end') ended += 1;
          }
          call = after;
        });
        expect(ended).toBeLessThanOrEqual(1);
        if (call.state === 'ended') expect(held).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives an answered person the message when the patience is over', () => {
    const [call, commands] = stepCall(inState('waiting'), { type: 'patience-over', at: 5_000 });
    expect(call.state).toBe('announcing');
    expect(types(commands)).toEqual(['stop-timer', 'announce']);
    const [, last] = stepCall(call, { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: 9_000 });
    expect(last).toContainEqual({ type: 'end', outcome: { type: 'abandoned', by: 'engine' } });
  });

  it('takes a leg that left by itself for one the dialplan speaks to', () => {
    const [call] = stepCall(inState('waiting'), { type: 'left', at: 5_000 });
    const [, last] = stepCall(call, { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: 9_000 });
    expect(last).toContainEqual({ type: 'end', outcome: { type: 'abandoned', by: 'node' } });
  });

  it('closes a leg of a lying 409 only by what the node says (ASTERISK.md 11)', () => {
    const [lost, commands] = stepCall(newCall(), { type: 'refused', why: 'HTTP 409', maybeLive: true, at: 1 });
    expect(lost.state).toBe('lost');
    expect(types(commands)).toEqual(['look-up']);
    expect(stepCall(lost, { type: 'found', at: 2 })[0].state).toBe('placed');
    expect(stepCall(lost, { type: 'not-found', at: 2 })[0].outcome).toEqual({
      type: 'unknown',
      why: 'not found on the node',
    });
  });

  it('keeps the end that came before the answer to the originate (FAULTS 16)', () => {
    const [rung] = stepCall(newCall(), { type: 'created', at: 1 });
    const [ended] = stepCall(rung, { type: 'ended', cause: 17, techCause: 486, causeText: 'busy', at: 2 });
    expect(ended.outcome).toMatchObject({ type: 'line', cause: 17 });
    expect(stepCall(ended, { type: 'sent', at: 3 })[0]).toEqual(ended);
  });

  it('gives the customer to another agent when the first is lost right after joining, and holds him later', () => {
    const talking = inState('talking');
    const at = talking.connectedAt ?? 0;
    const [again, commands] = stepCall(talking, { type: 'agent-lost', at: at + CONNECT_PHASE_MS - 1 });
    expect(again.state).toBe('waiting');
    expect(again.connectedAt).toBeUndefined();
    expect(types(commands)).toContain('route');
    expect(stepCall(talking, { type: 'agent-lost', at: at + CONNECT_PHASE_MS })[0].state).toBe('held');
  });

  it('frees the agent when the customer is gone during the join (FAULTS 24)', () => {
    const [call, commands] = stepCall(inState('offering'), { type: 'join-failed', gone: true, at: 5_000 });
    expect(commands).toContainEqual({ type: 'free-agent', agentId: AGENT, talked: false });
    const [, last] = stepCall(call, { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: 5_010 });
    expect(last).toContainEqual({ type: 'end', outcome: { type: 'hung-up-waiting' } });
  });

  const hungUp = { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: 9_000 } as const;

  it('takes a customer who hung up while waiting for just that, not for one the dialplan spoke to', () => {
    const [asked] = stepCall(inState('waiting'), { type: 'hangup-requested', at: 5_000 });
    const [left] = stepCall(asked, { type: 'left', at: 5_001 });
    expect(stepCall(left, hungUp)[0].outcome).toEqual({ type: 'hung-up-waiting' });
  });

  it('keeps a customer whose agent had no bridge, and gives him to another (FAULTS 24, promise 4)', () => {
    const [call, commands] = stepCall(inState('offering'), { type: 'join-failed', gone: true, at: 5_000 });
    expect(call.state).toBe('waiting');
    expect(types(commands)).toEqual(['free-agent', 'look-up']);
    expect(types(stepCall(call, { type: 'still-there', at: 5_010 })[1])).toEqual(['route']);
    expect(stepCall(call, { type: 'vanished', at: 5_010 })[0].outcome).toEqual({ type: 'hung-up-waiting' });
  });

  it('hangs up again when a cancel overtook its originate (promise 5)', () => {
    const [cancelled] = stepCall(newCall(), { type: 'cancel', why: 'do-not-call', at: 1 });
    const [seen, commands] = stepCall(cancelled, { type: 'sent', at: 2 });
    expect(types(commands)).toEqual(['hang-up']);
    expect(stepCall(seen, { type: 'ringing', at: 3 })[1]).toEqual([]);
    const [, refused] = stepCall(cancelled, { type: 'refused', why: 'HTTP 500', maybeLive: false, at: 2 });
    expect(refused).toContainEqual({
      type: 'end',
      outcome: { type: 'cancelled', why: 'do-not-call', leftNode: false },
    });
  });

  it('gives the message to a person who answered while our hang-up was on its way', () => {
    const [ending] = stepCall(inState('ringing'), { type: 'ring-timeout', at: 5_000 });
    const [call, commands] = stepCall(ending, { type: 'entered', at: 5_001 });
    expect(types(commands)).toContain('announce');
    expect(stepCall(call, hungUp)[0].outcome).toEqual({ type: 'abandoned', by: 'engine' });
  });

  it('does not cut the message of the dialplan when our own request for it failed', () => {
    const failed = { type: 'announce-failed', gone: false, at: 5_000 } as const;
    expect(stepCall(inState('announcing'), failed)[1]).toEqual([]);
    // Joined once, the dialplan speaks no more: then only a hang-up is left.
    const [held] = stepCall(inState('held'), { type: 'hold-expired', at: 5_000 });
    expect(types(stepCall(held, failed)[1])).toEqual(['hang-up']);
  });

  it('gives a customer who lost his agent right after joining a patience of his own', () => {
    const talking = inState('talking');
    const at = (talking.connectedAt ?? 0) + 1_500;
    expect(stepCall(talking, { type: 'agent-lost', at })[0].waitSince).toBe(at);
  });
});
