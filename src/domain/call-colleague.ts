/**
 * A second agent (同事) on a call in its states `talking` and `held`: the customer goes to him (transfer 转接), or he comes to
 * the customer (conference 三方通话; with the customer on hold first, consultation 咨询).
 *
 *   none ──transfer───► to come, customer moves ──colleague-in──► none, the call is the colleague's
 *    │ ▲                    ▲
 *    │ └─ colleague-gone ───┤ transfer, agent-lost
 *    └──conference──► to come ──colleague-in──► there
 *
 * Whose call it is, in whose bridge the customer stands: so another life of the engine finds it by the bridge alone.
 */
import type { Call, CallCommand, CallEvent, Colleague } from './call-words.ts';

type Step = readonly [Call, readonly CallCommand[]];
type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>;
export type ColleagueEvent = Of<'transfer' | 'conference' | 'colleague-in' | 'colleague-gone' | 'return-failed'>;

/** Undefined: the event does not fit. */
export function stepColleague(call: Call, event: ColleagueEvent): Step | undefined {
  if (call.state !== 'talking' && call.state !== 'held') return undefined;
  switch (event.type) {
    case 'transfer':
      return call.state === 'talking' ? transfer(call, event) : undefined;
    case 'conference':
      return call.state === 'talking' ? conference(call, event) : undefined;
    case 'colleague-in':
      return colleagueIn(call, event);
    case 'colleague-gone':
      return call.colleague?.agentId === event.agentId ? withoutColleague(call, call.colleague) : undefined;
    case 'return-failed':
      return returnFailed(call);
  }
}

function transfer(call: Call, { agentId }: Of<'transfer'>): Step | undefined {
  const { colleague } = call;
  if (agentId === call.agentId) return undefined;
  if (colleague === undefined) return takesOver(call, { agentId, as: 'transfer', isThere: false, isPrivate: false });
  const isReady = colleague.agentId === agentId && colleague.as === 'conference' && colleague.isThere;
  return isReady ? takesOver(call, colleague) : undefined;
}

function takesOver(call: Call, colleague: Colleague): Step {
  const { agentId } = colleague;
  return [{ ...call, colleague: { ...colleague, as: 'transfer' } }, [{ type: 'move-customer', agentId }]];
}

function conference(call: Call, { agentId, isPrivate }: Of<'conference'>): Step | undefined {
  if (agentId === call.agentId || call.colleague !== undefined) return undefined;
  const colleague: Colleague = { agentId, as: 'conference', isThere: false, isPrivate };
  const bring: CallCommand = { type: 'bring-colleague', agentId };
  if (!isPrivate || call.onHold) return [{ ...call, colleague }, [bring]];
  return [{ ...call, colleague, onHold: true }, [{ type: 'hold' }, bring]];
}

function colleagueIn(call: Call, { agentId }: Of<'colleague-in'>): Step | undefined {
  const { colleague, agentId: former } = call;
  if (colleague?.agentId !== agentId || former === undefined) return undefined;
  if (colleague.as === 'conference')
    return colleague.isThere
      ? undefined
      : [{ ...call, colleague: { ...colleague, isThere: true } }, [{ type: 'agent-joined', agentId }]];
  return [
    { ...call, state: 'talking', agentId, colleague: undefined, onHold: false, passedOn: true },
    [
      { type: 'stop-timer', timer: 'hold' },
      { type: colleague.isThere ? 'agent-promoted' : 'agent-joined', agentId },
      // Whoever has the customer last is asked for the result, and nobody else.
      { type: 'free-agent', agentId: former, talked: false },
    ],
  ];
}

/** The colleague has hung up, lost his phone, or never came. The customer is, or comes back to be, with the call's agent. */
function withoutColleague(call: Call, { agentId, as }: Colleague): Step {
  const alone: Call = { ...call, colleague: undefined };
  const free: CallCommand = { type: 'free-colleague', agentId };
  const away: CallCommand[] = call.state === 'held' ? [{ type: 'start-timer', timer: 'hold' }] : [];
  if (as === 'conference') return [alone, [free, ...away]];
  return [{ ...alone, onHold: false }, [{ type: 'return-customer' }, free, ...away]];
}

/** Nobody hears him: held, and in the end spoken to, as one who has lost his agent's leg. */
function returnFailed(call: Call): Step {
  if (call.state === 'held') return [call, []];
  const { colleague } = call;
  const held: Call = { ...call, state: 'held' };
  if (colleague?.as === 'conference') return withoutColleague(held, colleague);
  return [held, [{ type: 'start-timer', timer: 'hold' }]];
}

/**
 * The call's agent has lost his leg beside a colleague. Who has joined takes the customer over; who is just taking him over
 * goes on; who is still to join a conference is sent home.
 */
export function agentLostBeside(call: Call, colleague: Colleague): Step {
  const held: Call = { ...call, state: 'held' };
  const hold: CallCommand = { type: 'start-timer', timer: 'hold' };
  if (colleague.as === 'transfer') return [held, [hold]];
  const [next, commands] = colleague.isThere ? takesOver(held, colleague) : withoutColleague(held, colleague);
  return [next, colleague.isThere ? [hold, ...commands] : commands];
}
