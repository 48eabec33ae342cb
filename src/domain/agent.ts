/**
 * The agent (坐席) as one machine.
 *
 *             sign-in              leg up                ready
 *   offline ───────────► connecting ───────► paused ◄──────────► idle ◄─── skipped, taken back ──┐
 *      ▲                     │  ▲ leg lost      ▲ ▲ │             │ │ │        a contact is shown │
 *      │ sign-out / no leg   │  │               │ │ │ dial        │ │ └──────────────────────► preview
 *      └─────────────────────┘  │               │ │ └─────────────┼─┼──────► dialing ◄─── dial ───┘
 *                               │               │ │ failed/taken  │ │ dial    ▲  │
 *                               │               │ └── reserved ◄──┘ └─────────┘  │ joined
 *                               │   leaving or  │         │ joined               │
 *                               │   pause asked │         ▼                      │
 *                               └───────────────┴── wrapup ◄── talking ◄─────────┘
 *                                                     │
 *                                                     └► idle (disposition given)
 *
 * A guest in a colleague's call goes from `talking` straight back to idle; so does who passes his customer on.
 * `leg` tells of the agent's phone apart from the state: in `talking` a lost leg keeps the customer held until the leg
 * is back or the call's own hold time passes. `dialing` is the one-to-one call: it goes to nobody else.
 */
import { unreachable } from '../shared/assert.ts';
import {
  type Agent,
  type AgentCommand,
  type AgentEvent,
  type AgentStateName,
  NOT_READY_REASON,
  UNFILLED_REASON,
} from './agent-words.ts';

export type { Agent, AgentCommand, AgentEvent, AgentStateName } from './agent-words.ts';
export { AGENT_STATES, newAgent } from './agent-words.ts';

type Step = readonly [Agent, readonly AgentCommand[]];
const NONE: readonly AgentCommand[] = [];

/** One step. Never throws for events that come from outside; an odd one leaves the agent as he is. */
export function stepAgent(agent: Agent, event: AgentEvent): Step {
  switch (event.type) {
    case 'sign-in':
      if (agent.state !== 'offline') return odd(agent, event);
      return [
        to({ ...agent, leg: 'ringing', after: { type: 'idle' } }, 'connecting', event.at),
        [{ type: 'ring-leg' }],
      ];
    case 'leg-up':
      return legUp(agent, event);
    case 'leg-lost':
      return legLost(agent, event);
    case 'leg-failed':
      return legFailed(agent, event);
    case 'phone-back':
      return phoneBack(agent, event);
    case 'ready':
      return ready(agent, event);
    case 'pause':
      return pause(agent, event);
    case 'sign-out':
      return signOut(agent, event);
    case 'preview':
      if (agent.state !== 'idle' || agent.leg !== 'up') return odd(agent, event);
      return [to({ ...agent, attemptId: event.attemptId }, 'preview', event.at), NONE];
    case 'preview-over':
      if (agent.state !== 'preview' || agent.attemptId !== event.attemptId) return odd(agent, event);
      return settle(agent, event.at);
    case 'dial':
      return dial(agent, event);
    case 'offer':
      if (agent.state !== 'idle' || agent.leg !== 'up') return odd(agent, event);
      return [to({ ...agent, attemptId: event.attemptId, guest: event.guest === true }, 'reserved', event.at), NONE];
    case 'offer-failed':
      // Also from `talking`: a leg lost right after joining gives the customer to another agent (FAULTS 25), and so does
      // a transfer; a guest leaves likewise.
      if (!['reserved', 'dialing', 'talking'].includes(agent.state) || agent.attemptId !== event.attemptId)
        return odd(agent, event);
      return settle(agent, event.at);
    case 'joined':
      if (!['reserved', 'dialing'].includes(agent.state) || agent.attemptId !== event.attemptId)
        return odd(agent, event);
      return [to(agent, 'talking', event.at), NONE];
    case 'promoted':
      if (agent.state !== 'talking' || agent.attemptId !== event.attemptId || !agent.guest) return odd(agent, event);
      return [{ ...agent, guest: false }, NONE];
    case 'call-ended':
      return callEnded(agent, event);
    case 'disposition':
      if (agent.state !== 'wrapup' || agent.attemptId !== event.attemptId) return odd(agent, event);
      return settle(agent, event.at);
    case 'filled':
      return filled(agent, event);
    case 'extend':
      if (agent.state !== 'wrapup' || agent.attemptId !== event.attemptId || agent.extended) return odd(agent, event);
      return [{ ...agent, extended: true }, [{ type: 'restart-wrap-up-timer' }]];
    case 'wrap-up-expired':
      return wrapUpExpired(agent, event);
    default:
      return unreachable(event);
  }
}

function to(agent: Agent, state: AgentStateName, at: number, reason?: string): Agent {
  return { ...agent, state, since: at, reason };
}

function odd(agent: Agent, event: AgentEvent): Step {
  return [agent, [{ type: 'odd', event: event.type }]];
}

/** Where an agent goes who has no call: by what he asked for, and by whether his phone is there. */
function settle(agent: Agent, at: number): Step {
  const clean: Agent = {
    ...{ ...agent, attemptId: undefined, guest: false, alone: false, extended: false },
    after: { type: 'idle' },
  };
  if (agent.after.type === 'sign-out') return leave(clean, at);
  if (agent.leg !== 'up') {
    const ring: AgentCommand[] = agent.leg === 'none' ? [{ type: 'ring-leg' }] : [];
    const reason = agent.after.type === 'pause' ? agent.after.reason : undefined;
    return [to({ ...clean, leg: 'ringing', wantsReady: agent.after.type === 'idle' }, 'connecting', at, reason), ring];
  }
  if (agent.after.type === 'pause') return [to(clean, 'paused', at, agent.after.reason), NONE];
  return [readied(clean, at), NONE];
}

/** Idle, unless a result is missing: the next Ready opens it first (RULES.md "Results"). */
function readied(agent: Agent, at: number): Agent {
  return agent.owes.length === 0 ? to(agent, 'idle', at) : to(agent, 'paused', at, UNFILLED_REASON);
}

function leave(agent: Agent, at: number): Step {
  // Also without a leg: the endpoint with its password and the bridge are still on the node.
  return [
    to(
      {
        ...agent,
        leg: 'none',
        attemptId: undefined,
        guest: false,
        alone: false,
        wantsReady: false,
        after: { type: 'idle' },
      },
      'offline',
      at,
    ),
    [{ type: 'drop-leg' }],
  ];
}

/** From `paused` he goes back to his pause after the call, unless he says otherwise. */
function dial(agent: Agent, event: { type: 'dial'; attemptId: string; at: number }): Step {
  const dialing: Agent = { ...agent, attemptId: event.attemptId, alone: true };
  if (agent.leg !== 'up' || agent.owes.length > 0) return odd(agent, event);
  switch (agent.state) {
    case 'preview':
      return agent.attemptId === event.attemptId ? [to(dialing, 'dialing', event.at), NONE] : odd(agent, event);
    case 'idle':
      return [to(dialing, 'dialing', event.at), NONE];
    case 'paused': {
      const after = { type: 'pause', reason: agent.reason ?? NOT_READY_REASON } as const;
      return [to({ ...dialing, after }, 'dialing', event.at), NONE];
    }
    case 'offline':
    case 'connecting':
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function legUp(agent: Agent, event: { type: 'leg-up'; at: number }): Step {
  switch (agent.state) {
    case 'connecting': {
      const up: Agent = { ...agent, leg: 'up' };
      if (agent.wantsReady) return [readied({ ...up, wantsReady: false }, event.at), NONE];
      return [to(up, 'paused', event.at, agent.reason ?? 'signed-in'), NONE];
    }
    case 'dialing':
    case 'talking':
      if (agent.leg === 'up' || agent.attemptId === undefined) return odd(agent, event);
      return [{ ...agent, leg: 'up' }, [{ type: 'leg-restored', attemptId: agent.attemptId }]];
    case 'reserved':
    case 'wrapup':
    case 'paused':
      return agent.leg === 'up' ? odd(agent, event) : [{ ...agent, leg: 'up' }, NONE];
    case 'offline':
      return [agent, [{ type: 'drop-leg' }]];
    case 'idle':
    case 'preview':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function legLost(agent: Agent, event: { type: 'leg-lost'; at: number }): Step {
  const lost: Agent = { ...agent, leg: 'ringing' };
  switch (agent.state) {
    case 'offline':
      return odd(agent, event);
    case 'connecting':
      return [lost, [{ type: 'ring-leg' }]];
    case 'idle':
      return [to({ ...lost, wantsReady: true }, 'connecting', event.at), [{ type: 'ring-leg' }]];
    case 'preview':
      return withFirst(release(agent), [
        to({ ...lost, attemptId: undefined, wantsReady: true }, 'connecting', event.at),
        [{ type: 'ring-leg' }],
      ]);
    case 'dialing':
    case 'reserved':
    case 'talking':
      return [
        lost,
        [
          ...(agent.attemptId ? [{ type: 'hold-customer', attemptId: agent.attemptId } as const] : []),
          { type: 'ring-leg' },
        ],
      ];
    case 'wrapup':
    case 'paused':
      return [lost, [{ type: 'ring-leg' }]];
    default:
      return unreachable(agent.state);
  }
}

function legFailed(agent: Agent, event: { type: 'leg-failed'; at: number; why: string }): Step {
  const none: Agent = { ...agent, leg: 'none' };
  switch (agent.state) {
    case 'offline':
      return [none, NONE];
    case 'connecting':
      // No phone, no work: he stays signed in, told why, and "ready" rings the phone again.
      return [to({ ...none, wantsReady: false }, 'paused', event.at, 'no-phone'), NONE];
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
    case 'paused':
      return [none, NONE];
    case 'idle':
    case 'preview':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

/** Only where the phone had been given up; while it is being called, the legs' own keeper hears of it. */
function phoneBack(agent: Agent, event: { type: 'phone-back'; at: number }): Step {
  if (agent.leg !== 'none') return [agent, NONE];
  switch (agent.state) {
    case 'paused':
      return [
        { ...agent, leg: 'ringing', reason: agent.reason === 'no-phone' ? 'phone-back' : agent.reason },
        [{ type: 'ring-leg' }],
      ];
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
      return [{ ...agent, leg: 'ringing' }, [{ type: 'ring-leg' }]];
    case 'offline':
      return [agent, NONE];
    case 'connecting':
    case 'idle':
    case 'preview':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function ready(agent: Agent, event: { type: 'ready'; at: number }): Step {
  switch (agent.state) {
    case 'connecting':
      return [{ ...agent, wantsReady: true }, NONE];
    case 'paused':
      if (agent.leg === 'up' || agent.owes.length > 0)
        return [readied({ ...agent, after: { type: 'idle' } }, event.at), NONE];
      return [
        to({ ...agent, leg: 'ringing', wantsReady: true }, 'connecting', event.at),
        agent.leg === 'none' ? [{ type: 'ring-leg' }] : NONE,
      ];
    case 'preview':
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
      return [{ ...agent, after: { type: 'idle' } }, NONE];
    case 'offline':
    case 'idle':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function pause(agent: Agent, event: { type: 'pause'; reason: string; at: number }): Step {
  switch (agent.state) {
    case 'idle':
    case 'paused':
      return [to({ ...agent, wantsReady: false }, 'paused', event.at, event.reason), NONE];
    case 'connecting':
      return [{ ...agent, wantsReady: false, reason: event.reason }, NONE];
    case 'preview':
      return [to({ ...agent, attemptId: undefined }, 'paused', event.at, event.reason), release(agent)];
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
      return [{ ...agent, after: { type: 'pause', reason: event.reason } }, NONE];
    case 'offline':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function signOut(agent: Agent, event: { type: 'sign-out'; at: number }): Step {
  switch (agent.state) {
    case 'offline':
      return odd(agent, event);
    case 'idle':
    case 'paused':
    case 'connecting':
      return leave(agent, event.at);
    case 'preview':
      return withFirst(release(agent), leave(agent, event.at));
    case 'dialing':
    case 'reserved':
    case 'talking':
    case 'wrapup':
      return [{ ...agent, after: { type: 'sign-out' } }, NONE];
    default:
      return unreachable(agent.state);
  }
}

function callEnded(agent: Agent, event: { type: 'call-ended'; attemptId: string; at: number }): Step {
  if (agent.attemptId !== event.attemptId) return odd(agent, event);
  switch (agent.state) {
    case 'dialing':
    case 'reserved':
      return settle(agent, event.at);
    case 'talking':
      if (agent.guest) return settle(agent, event.at);
      return [to(agent, 'wrapup', event.at), [{ type: 'restart-wrap-up-timer' }]];
    case 'wrapup':
    case 'offline':
    case 'connecting':
    case 'idle':
    case 'preview':
    case 'paused':
      return odd(agent, event);
    default:
      return unreachable(agent.state);
  }
}

function wrapUpExpired(agent: Agent, event: { type: 'wrap-up-expired'; attemptId: string; at: number }): Step {
  if (agent.state !== 'wrapup' || agent.attemptId !== event.attemptId) return odd(agent, event);
  // RULES.md "Results": an unset result becomes 未填 and the agent 示忙(未填结果).
  const owing: Agent = { ...agent, owes: [...agent.owes, event.attemptId] };
  if (agent.after.type === 'sign-out') return settle(owing, event.at);
  return settle({ ...owing, after: { type: 'pause', reason: UNFILLED_REASON } }, event.at);
}

function filled(agent: Agent, event: { type: 'filled'; attemptId: string; at: number }): Step {
  if (!agent.owes.includes(event.attemptId)) return odd(agent, event);
  const next: Agent = { ...agent, owes: agent.owes.filter((id) => id !== event.attemptId) };
  if (next.owes.length > 0 || agent.reason !== UNFILLED_REASON) return [next, NONE];
  if (agent.state === 'paused') return [to(next, 'paused', event.at, NOT_READY_REASON), NONE];
  return [{ ...next, reason: NOT_READY_REASON }, NONE];
}

function release(agent: Agent): AgentCommand[] {
  return agent.attemptId === undefined ? [] : [{ type: 'release-preview', attemptId: agent.attemptId }];
}

function withFirst(first: readonly AgentCommand[], step: Step): Step {
  return [step[0], [...first, ...step[1]]];
}
