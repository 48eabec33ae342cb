import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Call,
  type CallCommand,
  type CallEvent,
  CONNECT_PHASE_MS,
  newCall,
  stepCall,
} from '../../../src/domain/call.ts';

const [A, B] = ['agent-1', 'agent-2'];
const AT = 60_000;
const ended = { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: AT } as const;
const transfer = { type: 'transfer', agentId: B, at: AT } as const;
const conference = { type: 'conference', agentId: B, isPrivate: false, at: AT } as const;
const consult = { ...conference, isPrivate: true } as const;
const isIn = { type: 'colleague-in', agentId: B, at: AT } as const;
const gone = { type: 'colleague-gone', agentId: B, at: AT } as const;
const agentLost = { type: 'agent-lost', at: AT } as const;
const agentBack = { type: 'agent-back', at: AT } as const;

const talking: Call = {
  ...newCall(),
  ...{ state: 'talking', agentId: A, answeredAt: 900, connectedAt: 1_000, routed: true, seen: true },
};

/** The call after these events, and what the last of them asks for. */
function upTo(...events: CallEvent[]): readonly [Call, readonly CallCommand[]] {
  let step: readonly [Call, readonly CallCommand[]] = [talking, []];
  for (const event of events) step = stepCall(step[0], event);
  return step;
}
const types = (commands: readonly CallCommand[]): string[] => commands.map((c) => c.type);

/** Ways with a second agent, by name: what is drawn from in the walks, and put against every event in the table. */
const WAYS: Record<string, CallEvent[]> = {
  'transfer asked': [transfer],
  'transfer asked, agent lost': [transfer, agentLost],
  transferred: [transfer, isIn],
  'conference asked': [conference],
  conference: [conference, isIn],
  consulting: [consult, isIn],
  'conference, agent lost': [conference, isIn, agentLost],
  'conference, taken over': [conference, isIn, transfer],
};
const EVENTS: CallEvent[] = [
  ...[transfer, conference, consult, isIn, gone, agentLost, agentBack, ended],
  { type: 'return-failed', at: AT },
  { type: 'transfer', agentId: A, at: AT },
  { type: 'hold', on: true, at: AT },
  { type: 'hold', on: false, at: AT },
  { type: 'hold-failed', on: true, at: AT },
  { type: 'hold-expired', at: AT },
  { type: 'hang-up', by: 'agent', at: AT },
  { type: 'vanished', at: AT },
];

describe('a second agent on a call', () => {
  it('matches the table of what every event does in every such moment', () => {
    const shown = (call: Call): string => {
      const { state, agentId, colleague, onHold } = call;
      const other = colleague && `${colleague.as}${colleague.isThere ? ' there' : ''}`;
      return [state, agentId, other, onHold ? 'on hold' : undefined].filter(Boolean).join(', ');
    };
    const table = Object.entries(WAYS).flatMap(([name, way]) =>
      EVENTS.map((event) => {
        const [call, commands] = upTo(...way, event);
        const what =
          'on' in event
            ? `${event.type} ${event.on}`
            : 'agentId' in event
              ? `${event.type} ${event.agentId}`
              : event.type;
        return `${name} × ${what}: ${shown(call)} [${types(commands).join(' ')}]`;
      }),
    );
    expect(table.join('\n')).toMatchSnapshot();
  });

  it('transfer: the call is the colleague’s, and nothing is asked of who gave it away', () => {
    expect(types(upTo(transfer)[1])).toEqual(['move-customer']);
    const [call, commands] = upTo(transfer, isIn);
    expect(call).toMatchObject({ state: 'talking', agentId: B, colleague: undefined, connectedAt: 1_000 });
    expect(commands).toContainEqual({ type: 'free-agent', agentId: A, talked: false });
    expect(upTo(transfer, isIn, ended)[1]).toContainEqual({ type: 'free-agent', agentId: B, talked: true });
  });

  it('a transfer that fails brings the customer back, and frees the colleague', () => {
    const [call, commands] = upTo(transfer, gone);
    expect(call).toMatchObject({ state: 'talking', agentId: A, colleague: undefined });
    expect(types(commands)).toEqual(['return-customer', 'free-colleague']);
    expect(stepCall(call, { type: 'return-failed', at: AT })[0].state).toBe('held');
  });

  it('while neither is there the customer is held, and then spoken to', () => {
    const [held] = upTo(transfer, agentLost);
    expect(held.state).toBe('held');
    // He may still be taken over.
    expect(stepCall(held, { type: 'hold-expired', at: AT })[0]).toEqual(held);
    expect(stepCall(held, isIn)[0]).toMatchObject({ state: 'talking', agentId: B });
    const [alone, commands] = stepCall(held, gone);
    expect(types(commands)).toContain('start-timer');
    expect(types(stepCall(alone, { type: 'hold-expired', at: AT })[1])).toContain('announce');
  });

  it('consultation: the customer is put on hold first, and brought in or given away', () => {
    expect(types(upTo(consult)[1])).toEqual(['hold', 'bring-colleague']);
    const [talks] = upTo(consult, isIn);
    expect(talks).toMatchObject({ onHold: true, colleague: { isThere: true } });
    expect(types(stepCall(talks, { type: 'hold', on: false, at: AT })[1])).toEqual(['unhold']);
    const [given] = upTo(consult, isIn, transfer, isIn);
    expect(given).toMatchObject({ agentId: B, onHold: false, colleague: undefined });
  });

  it('conference: who loses his agent is taken over by the colleague; who loses the colleague keeps the agent', () => {
    expect(types(upTo(conference, isIn, agentLost)[1])).toContain('move-customer');
    expect(upTo(conference, isIn, agentLost, isIn)[0]).toMatchObject({ state: 'talking', agentId: B });
    expect(upTo(conference, isIn, gone)[0]).toMatchObject({ state: 'talking', agentId: A, colleague: undefined });
    expect(types(upTo(conference, isIn, gone)[1])).toEqual(['free-colleague']);
  });

  it('a call that was passed on is never routed to a third when its agent is lost at once', () => {
    const fresh: Call = { ...talking, connectedAt: AT };
    const [given] = stepCall(stepCall(fresh, transfer)[0], isIn);
    expect(stepCall(given, { ...agentLost, at: AT + CONNECT_PHASE_MS - 1 })[0].state).toBe('held');
  });

  it('frees everybody once in the end, on any walk', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(EVENTS.length - 1), { maxLength: 40 }), (indexes) => {
        let call = talking;
        const held = new Map([[A, 1]]);
        const count = (id: string, by: number): void => void held.set(id, (held.get(id) ?? 0) + by);
        const walk = [...indexes.map((i) => EVENTS[i]), ended];
        for (const event of walk) {
          if (event === undefined) continue;
          const before = call;
          const [next, commands] = stepCall(call, event);
          if (!before.colleague && next.colleague) count(next.colleague.agentId, 1);
          for (const command of commands)
            if (command.type === 'free-agent' || command.type === 'free-colleague') count(command.agentId, -1);
          call = next;
        }
        expect(call.state).toBe('ended');
        expect([...held.values()].every((n) => n === 0)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
