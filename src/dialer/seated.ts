import { type Agent, newAgent } from '../domain/agent.ts';
import type { AgentSeat } from './ports.ts';
import type { Work } from './wrap-ups.ts';

/** Whether a change is more than one of his phone: it is written down and told. */
export function isNews(after: Agent, before: Agent): boolean {
  return (
    after.state !== before.state ||
    after.reason !== before.reason ||
    after.after.type !== before.after.type ||
    after.extended !== before.extended ||
    after.guest !== before.guest
  );
}

/** An agent as another life of the engine had left him. */
export function restored(seat: AgentSeat, work: Work | undefined): Agent {
  const pauses = seat.reason !== undefined && seat.state !== 'connecting';
  const base: Agent = {
    ...newAgent(seat.agentId, seat.since),
    leg: 'ringing',
    attemptId: work?.attemptId,
    owes: seat.owes.map((owed) => owed.attemptId),
    after: seat.leaving
      ? { type: 'sign-out' }
      : work && pauses && seat.reason !== undefined
        ? { type: 'pause', reason: seat.reason }
        : { type: 'idle' },
  };
  if (work && seat.state === 'dialing') return { ...base, state: 'dialing', alone: true };
  if (work && seat.state === 'talking') return { ...base, state: 'talking', guest: seat.guest };
  if (work && seat.state === 'wrapup') return { ...base, state: 'wrapup', extended: seat.extended };
  const reason = seat.state === 'paused' ? seat.reason : undefined;
  return {
    ...base,
    state: 'connecting',
    attemptId: undefined,
    reason,
    wantsReady: reason === undefined && !seat.leaving,
  };
}
