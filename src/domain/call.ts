/**
 * One outbound call, from the committed intent to the one exit `end`.
 *
 *   sending ──sent──► placed ──ringing──► ringing
 *      │ unknown         │ answered / entered │
 *      ▼                 ▼                    ▼
 *    lost ──found──►  answered ──entered──► waiting ◄──────────────┐ join failed, agent lost at once
 *                                             │ offer              │
 *                     patience over           ▼                    │
 *        announcing ◄───────────────────── offering ──────────────┘
 *            │                                │ join-ok
 *            │                                ▼   agent-lost      ┌────┐
 *            │                             talking ─────────────► held│ agent-back → talking
 *            │ ended                          │ ended             └─┬──┘ hold-expired → announcing
 *            ▼                                ▼                     ▼
 *          ended ◄────────────────────────────┴─────────────────────┘      any ──cancel/time-out/hang-up──► ending ──► ended
 *
 * A second agent may come to a talk, or take it over: call-colleague.ts.
 * Events may be repeated, come late or out of order (FAULTS 16, 17): what does not fit is reported as `odd` and ignored.
 */
import { unreachable } from '../shared/assert.ts';
import { agentLostBeside, stepColleague } from './call-colleague.ts';
import {
  AGENT_GONE,
  type Call,
  type CallCommand,
  type CallEvent,
  type CallOutcome,
  type CallState,
} from './call-words.ts';

export type { Call, CallCommand, CallEvent, CallOutcome, CallTimer, Colleague } from './call-words.ts';
export { AGENT_HUNG_UP, CALL_STATES, newCall } from './call-words.ts';

/** A talk lost within this time after joining is routed to another agent; later the customer is held for his own. */
export const CONNECT_PHASE_MS = 2_000;

type Step = readonly [Call, readonly CallCommand[]];

const STOP_RING: readonly CallCommand[] = [
  { type: 'stop-timer', timer: 'setup' },
  { type: 'stop-timer', timer: 'ring' },
];

const unanswered = (state: CallState): boolean =>
  state === 'sending' || state === 'lost' || state === 'placed' || state === 'ringing';

/** One step. Total: every event in every state gives a next state; never throws. */
export function stepCall(call: Call, event: CallEvent): Step {
  if (call.state === 'ended') return [call, event.type === 'ended' || event.type === 'left' ? [] : [odd(event)]];
  switch (event.type) {
    case 'not-sent':
      return call.seen || call.state !== 'sending'
        ? stay(call, event)
        : end(call, { type: 'not-sent', why: event.why }, event.at);
    case 'refused':
      return refused(call, event);
    case 'unknown':
      if (call.state !== 'sending') return [call, []];
      return [{ ...call, state: 'lost', sentAt: call.sentAt ?? event.at }, [{ type: 'look-up' }]];
    case 'sent':
    case 'found':
    case 'created':
      return taken(call, event.at);
    case 'not-found':
      return call.state === 'lost'
        ? end(call, { type: 'unknown', why: 'not found on the node' }, event.at)
        : [call, []];
    case 'still-there':
      return stillThere(call, event.at);
    case 'ringing':
      return ringing(call, event.at);
    case 'answered':
      return answered(call, event.at);
    case 'entered':
      return entered(call, event);
    case 'left':
      return left(call, event);
    case 'hangup-requested':
      return [call.hangUpBy || call.cancelWhy || call.ourTimeout ? call : { ...call, customerHungUp: true }, []];
    case 'ended':
      return ended(call, event);
    case 'setup-timeout':
    case 'ring-timeout':
      if (!unanswered(call.state)) return [call, []];
      return [{ ...call, state: 'ending', ourTimeout: true }, [...STOP_RING, { type: 'hang-up' }]];
    case 'offer':
      if (call.state !== 'waiting')
        return [call, [{ type: 'free-agent', agentId: event.agentId, talked: false }, odd(event)]];
      return [
        { ...call, state: 'offering', agentId: event.agentId, offeredAt: call.offeredAt ?? event.at },
        [{ type: 'join', agentId: event.agentId }],
      ];
    case 'join-ok':
      return joined(call, event);
    case 'join-failed':
      return joinFailed(call, event);
    case 'agent-lost':
      return agentLost(call, event);
    case 'agent-back':
      return agentBack(call, event);
    case 'owner-gone':
      return ownerGone(call, event.at);
    case 'transfer':
    case 'conference':
    case 'colleague-in':
    case 'colleague-gone':
    case 'return-failed':
      return stepColleague(call, event) ?? stay(call, event);
    case 'hold':
      return hold(call, event);
    case 'hold-failed':
      return [call.state === 'talking' && call.onHold === event.on ? { ...call, onHold: !event.on } : call, []];
    case 'hold-expired':
      if (call.state !== 'held') return stay(call, event);
      // A colleague takes him over just now; if he does not, the time begins anew.
      return call.colleague === undefined ? announce(call, event.at) : [call, []];
    case 'patience-over':
      return patienceOver(call, event.at);
    case 'announce-failed':
      return announceFailed(call, event);
    case 'cancel':
      return cancel(call, event);
    case 'hang-up':
      return hangUp(call, event);
    case 'node-lost':
      return end(call, { type: 'node-lost' }, event.at);
    case 'vanished':
      return vanished(call, event.at);
    default:
      return unreachable(event);
  }
}

function odd(event: CallEvent): CallCommand {
  return { type: 'odd', event: event.type };
}

function stay(call: Call, event: CallEvent): Step {
  return [call, [odd(event)]];
}

function end(call: Call, outcome: CallOutcome, at: number): Step {
  const free: CallCommand[] = call.agentId
    ? [{ type: 'free-agent', agentId: call.agentId, talked: call.connectedAt !== undefined }]
    : [];
  if (call.colleague) free.push({ type: 'free-colleague', agentId: call.colleague.agentId });
  return [
    { ...call, state: 'ended', colleague: undefined, endedAt: at, outcome },
    [
      ...STOP_RING,
      { type: 'stop-timer', timer: 'patience' },
      { type: 'stop-timer', timer: 'hold' },
      ...free,
      { type: 'end', outcome },
    ],
  ];
}

function placed(call: Call, at: number): Step {
  return [
    { ...call, state: 'placed', seen: true, sentAt: call.sentAt ?? at },
    [{ type: 'start-timer', timer: 'setup' }],
  ];
}

/** The node has the leg. When we gave it up while its originate was on the way, our hang-up came too early for it. */
function taken(call: Call, at: number): Step {
  if (call.state === 'sending' || call.state === 'lost') return placed(call, at);
  if (call.state === 'ending' && !call.seen)
    return [{ ...call, seen: true, sentAt: call.sentAt ?? at }, [{ type: 'hang-up' }]];
  return [{ ...call, seen: true }, []];
}

/** A join that said "gone" spoke of the agent's bridge, not of this leg; or a hang-up did not take. */
function stillThere(call: Call, at: number): Step {
  if (call.state === 'waiting') return call.patienceOver ? announce(call, at) : [call, [{ type: 'route' }]];
  return [call, call.state === 'ending' ? [{ type: 'hang-up' }] : []];
}

function refused(call: Call, event: { why: string; maybeLive: boolean; at: number }): Step {
  if (call.state === 'ending' && !call.seen && !event.maybeLive && call.cancelWhy !== undefined)
    return end(call, { type: 'cancelled', why: call.cancelWhy, leftNode: false }, event.at);
  if (call.state !== 'sending') return [call, []];
  // A 409 can lie (ASTERISK.md 11): only the node's own word tells whether the leg lives.
  if (event.maybeLive) return [{ ...call, state: 'lost', sentAt: event.at }, [{ type: 'look-up' }]];
  return end(call, { type: 'local-failure', why: event.why }, event.at);
}

function ringing(call: Call, at: number): Step {
  if (call.state === 'ending') return taken(call, at);
  if (!unanswered(call.state) || call.state === 'ringing') return [call, []];
  return [
    { ...call, state: 'ringing', seen: true, sentAt: call.sentAt ?? at, ringingAt: at },
    [
      { type: 'stop-timer', timer: 'setup' },
      { type: 'start-timer', timer: 'ring' },
    ],
  ];
}

function answered(call: Call, at: number): Step {
  if (call.state === 'ending') return taken({ ...call, answeredAt: call.answeredAt ?? at }, at);
  if (!unanswered(call.state)) return [call, []];
  return [
    { ...call, state: 'answered', seen: true, sentAt: call.sentAt ?? at, answeredAt: at, waitSince: at },
    [...STOP_RING, { type: 'start-timer', timer: 'patience' }],
  ];
}

function entered(call: Call, event: { type: 'entered'; at: number }): Step {
  // He answered while our hang-up was on its way: he is here now, and nobody leaves in silence (DESIGN.md promise 4).
  if (call.state === 'ending' && call.connectedAt === undefined && !call.customerHungUp && call.hangUpBy === undefined)
    return announce(
      { ...call, seen: true, answeredAt: call.answeredAt ?? event.at, patienceOver: true, agentId: undefined },
      event.at,
    );
  // Adopted on its way into the application, when it looked like a leg that the dialplan speaks to.
  const adopted = call.announcedAt === undefined && !call.patienceOver && call.connectedAt === undefined;
  if (call.state === 'announcing' && adopted)
    return [
      { ...call, state: 'waiting', waitSince: event.at },
      [{ type: 'start-timer', timer: 'patience' }, { type: 'route' }],
    ];
  const [up, commands] = unanswered(call.state) ? answered(call, event.at) : ([call, []] as Step);
  if (up.state !== 'answered') return [up, up.state === 'ending' ? [] : [...commands, odd(event)]];
  if (up.patienceOver) return withFirst(commands, announce(up, event.at));
  return [{ ...up, state: 'waiting' }, [...commands, { type: 'route' }]];
}

/** Out of the application without our word: the customer hung up, or the dialplan's own time-out speaks (ASTERISK.md 16). */
function left(call: Call, event: { type: 'left'; at: number }): Step {
  if (call.state !== 'answered' && call.state !== 'waiting' && call.state !== 'offering') return [call, []];
  const commands: CallCommand[] = [{ type: 'stop-timer', timer: 'patience' }];
  if (call.agentId !== undefined) commands.push({ type: 'free-agent', agentId: call.agentId, talked: false });
  const alone: Call = { ...call, agentId: undefined };
  if (call.customerHungUp) return [{ ...alone, state: 'ending' }, commands];
  return [{ ...alone, state: 'announcing', announcedAt: event.at }, commands];
}

function ended(call: Call, event: Extract<CallEvent, { type: 'ended' }>): Step {
  return end(call, outcomeOf(call, event), event.at);
}

function outcomeOf(call: Call, event: Extract<CallEvent, { type: 'ended' }>): CallOutcome {
  if (call.connectedAt !== undefined)
    return { type: 'talked', by: call.hangUpBy ?? (call.state === 'announcing' ? 'system' : 'customer') };
  if (call.state === 'announcing') return { type: 'abandoned', by: call.patienceOver ? 'engine' : 'node' };
  if (call.cancelWhy !== undefined) return { type: 'cancelled', why: call.cancelWhy, leftNode: true };
  if (call.answeredAt !== undefined && !call.ourTimeout) return { type: 'hung-up-waiting' };
  const { cause, techCause, causeText } = event;
  return { type: 'line', cause, techCause, causeText, ourTimeout: call.ourTimeout };
}

function joined(call: Call, event: { type: 'join-ok'; at: number }): Step {
  if (call.state !== 'offering' || call.agentId === undefined) return stay(call, event);
  return [
    { ...call, state: 'talking', connectedAt: call.connectedAt ?? event.at, routed: true },
    [
      { type: 'stop-timer', timer: 'patience' },
      { type: 'agent-joined', agentId: call.agentId },
      { type: 'mark-routed' },
      { type: 'start-timer', timer: 'life' },
    ],
  ];
}

function joinFailed(call: Call, event: { type: 'join-failed'; gone: boolean; at: number }): Step {
  if (call.state !== 'offering' || call.agentId === undefined) return stay(call, event);
  const free: CallCommand = { type: 'free-agent', agentId: call.agentId, talked: false };
  const freed: Call = { ...call, agentId: undefined };
  if (call.patienceOver) return withFirst([free], announce(freed, event.at));
  // The leg or the bridge is gone. If it is the leg, its end is on the way and the agent need not wait for it (FAULTS 24);
  // if it is the bridge, the customer still stands there: the look-up tells, and the patience runs on.
  if (event.gone) return [{ ...freed, state: 'waiting' }, [free, { type: 'look-up' }]];
  return [{ ...freed, state: 'waiting' }, [free, { type: 'route' }]];
}

function agentLost(call: Call, event: { type: 'agent-lost'; at: number }): Step {
  if (call.agentId === undefined) return stay(call, event);
  const free: CallCommand = { type: 'free-agent', agentId: call.agentId, talked: false };
  if (call.state === 'offering') {
    if (call.patienceOver) return withFirst([free], announce({ ...call, agentId: undefined }, event.at));
    return [{ ...call, state: 'waiting', agentId: undefined }, [free, { type: 'route' }]];
  }
  if (call.state !== 'talking') return stay(call, event);
  if (call.colleague !== undefined) return agentLostBeside(call, call.colleague);
  const justJoined = !call.passedOn && call.connectedAt !== undefined && event.at - call.connectedAt < CONNECT_PHASE_MS;
  if (justJoined)
    return [
      { ...call, state: 'waiting', agentId: undefined, connectedAt: undefined, waitSince: event.at },
      [free, { type: 'start-timer', timer: 'patience' }, { type: 'route' }],
    ];
  return [{ ...call, state: 'held' }, [{ type: 'start-timer', timer: 'hold' }]];
}

/** Whoever was on hold comes back into the talk with him. */
function agentBack(call: Call, event: { type: 'agent-back'; at: number }): Step {
  if (call.state !== 'held') return stay(call, event);
  const stop: CallCommand = { type: 'stop-timer', timer: 'hold' };
  // On his way to a colleague, who comes first.
  if (call.colleague !== undefined) return [{ ...call, state: 'talking' }, [stop]];
  return [{ ...call, state: 'talking', onHold: false }, call.onHold ? [stop, { type: 'unhold' }] : [stop]];
}

function ownerGone(call: Call, at: number): Step {
  if (unanswered(call.state)) return cancel(call, { why: AGENT_GONE, at });
  return patienceOver(call, at);
}

function hold(call: Call, event: { type: 'hold'; on: boolean; at: number }): Step {
  // While a colleague takes him over the customer is between two bridges.
  if (call.state !== 'talking' || call.colleague?.as === 'transfer') return stay(call, event);
  if (call.onHold === event.on) return [call, []];
  return [{ ...call, onHold: event.on }, [{ type: event.on ? 'hold' : 'unhold' }]];
}

function patienceOver(call: Call, at: number): Step {
  switch (call.state) {
    case 'waiting':
      return announce({ ...call, patienceOver: true }, at);
    case 'answered':
    case 'offering':
      // Not under command yet, or a join is on its way: decided by what comes next.
      return [{ ...call, patienceOver: true }, []];
    default:
      return [call, []];
  }
}

function announce(call: Call, at: number): Step {
  return [
    { ...call, state: 'announcing', announcedAt: at },
    [{ type: 'stop-timer', timer: 'patience' }, { type: 'announce' }],
  ];
}

/**
 * A leg that was never joined is left to the dialplan, which speaks to it by itself within two seconds; hanging it up
 * would cut the message when only our request's answer was lost. A leg that was joined has nobody else any more.
 */
function announceFailed(call: Call, event: Extract<CallEvent, { type: 'announce-failed' }>): Step {
  if (call.state !== 'announcing') return stay(call, event);
  const silent: Call = { ...call, announcedAt: undefined };
  return [silent, !event.gone && call.routed ? [{ type: 'hang-up' }] : []];
}

function cancel(call: Call, event: { why: string; at: number }): Step {
  if (!unanswered(call.state)) return [call, []];
  return [{ ...call, state: 'ending', cancelWhy: event.why }, [...STOP_RING, { type: 'hang-up' }]];
}

function hangUp(call: Call, event: { type: 'hang-up'; by: 'agent' | 'system'; at: number }): Step {
  if (call.state === 'ending' || call.state === 'announcing') return [call, []];
  if (call.state === 'waiting' || call.state === 'answered' || call.state === 'offering')
    return event.by === 'system' ? patienceOver({ ...call, patienceOver: true }, event.at) : stay(call, event);
  return [{ ...call, state: 'ending', hangUpBy: call.hangUpBy ?? event.by }, [...STOP_RING, { type: 'hang-up' }]];
}

/** The node says that the leg is not there although no end was heard (a gap in the events). */
function vanished(call: Call, at: number): Step {
  if (call.connectedAt !== undefined) return end(call, { type: 'talked', by: call.hangUpBy ?? 'customer' }, at);
  if (call.state === 'announcing')
    return end(call, { type: 'abandoned', by: call.patienceOver ? 'engine' : 'node' }, at);
  if (call.cancelWhy !== undefined) return end(call, { type: 'cancelled', why: call.cancelWhy, leftNode: true }, at);
  if (call.answeredAt !== undefined) return end(call, { type: 'hung-up-waiting' }, at);
  if (call.ourTimeout)
    return end(
      call,
      { type: 'line', cause: 19, techCause: undefined, causeText: 'time-out of ours', ourTimeout: true },
      at,
    );
  return end(call, { type: 'unknown', why: 'leg vanished while no events were heard' }, at);
}

function withFirst(first: readonly CallCommand[], step: Step): Step {
  return [step[0], [...first, ...step[1]]];
}
