/** What is said of a call: its states, events, commands and ends. The machine itself is call.ts. */

/** Why a call is cancelled whose agent hung up while it rang. */
export const AGENT_HUNG_UP = 'agent hung up';
/** Why a one-to-one call is cancelled that rings for nobody any more. */
export const AGENT_GONE = 'agent gone';

export const CALL_STATES = [
  'sending',
  'lost',
  'placed',
  'ringing',
  'answered',
  'waiting',
  'offering',
  'talking',
  'held',
  'announcing',
  'ending',
  'ended',
] as const;
export type CallState = (typeof CALL_STATES)[number];

/** Why a call ended, and whose doing it was: a closed union, the only exit (STYLE.md 2). */
export type CallOutcome =
  /** The carrier or the callee ended an unanswered leg; the causes tell the result. */
  | { type: 'line'; cause: number; techCause: number | undefined; causeText: string; ourTimeout: boolean }
  /** Never left this machine: the number is not charged. */
  | { type: 'not-sent'; why: string }
  /** The node refused to place it. */
  | { type: 'local-failure'; why: string }
  | { type: 'cancelled'; why: string; leftNode: boolean }
  /** The person hung up before the patience was over. */
  | { type: 'hung-up-waiting' }
  | { type: 'abandoned'; by: 'engine' | 'node' }
  | { type: 'talked'; by: 'customer' | 'agent' | 'system' }
  | { type: 'node-lost' }
  | { type: 'unknown'; why: string };

/** A second agent on a call (call-colleague.ts). */
export interface Colleague {
  readonly agentId: string;
  /** 'transfer': the customer goes to him; 'conference': he comes to the customer. */
  readonly as: 'transfer' | 'conference';
  /** He talks already; until then he is reserved. */
  readonly isThere: boolean;
  /** The customer must not hear them when he comes. */
  readonly isPrivate: boolean;
}

export interface Call {
  readonly state: CallState;
  readonly agentId: string | undefined;
  readonly sentAt: number | undefined;
  readonly ringingAt: number | undefined;
  readonly answeredAt: number | undefined;
  /** Start of the patience that runs: the answer, or the moment when the agent was lost right after joining. */
  readonly waitSince: number | undefined;
  readonly offeredAt: number | undefined;
  readonly connectedAt: number | undefined;
  readonly announcedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The node is known to have taken the leg. */
  readonly seen: boolean;
  /** It was joined once, so the dialplan's own guard speaks no more (ASTERISK.md 16). */
  readonly routed: boolean;
  readonly ourTimeout: boolean;
  readonly customerHungUp: boolean;
  readonly hangUpBy: 'agent' | 'system' | undefined;
  readonly cancelWhy: string | undefined;
  readonly patienceOver: boolean;
  readonly colleague: Colleague | undefined;
  /** A colleague took it over: it is never routed as one that was just connected. */
  readonly passedOn: boolean;
  /** The agent has put the customer on hold: out of the bridge, with music. */
  readonly onHold: boolean;
  readonly outcome: CallOutcome | undefined;
}

export type CallEvent =
  | { type: 'sent'; at: number }
  | { type: 'refused'; why: string; maybeLive: boolean; at: number }
  | { type: 'unknown'; why: string; at: number }
  | { type: 'not-sent'; why: string; at: number }
  | { type: 'found'; at: number }
  | { type: 'not-found'; at: number }
  /** A look-up found the leg in our application although we had reason to think it gone. */
  | { type: 'still-there'; at: number }
  | { type: 'created'; at: number }
  | { type: 'ringing'; at: number }
  | { type: 'answered'; at: number }
  | { type: 'entered'; at: number }
  | { type: 'left'; at: number }
  | { type: 'hangup-requested'; at: number }
  | { type: 'ended'; cause: number; techCause: number | undefined; causeText: string; at: number }
  | { type: 'setup-timeout'; at: number }
  | { type: 'ring-timeout'; at: number }
  | { type: 'offer'; agentId: string; at: number }
  | { type: 'join-ok'; at: number }
  | { type: 'join-failed'; gone: boolean; at: number }
  | { type: 'agent-lost'; at: number }
  | { type: 'agent-back'; at: number }
  /** A one-to-one call whose agent is gone: it goes to nobody else. */
  | { type: 'owner-gone'; at: number }
  | { type: 'hold'; on: boolean; at: number }
  /** The node did not carry it out: the customer is where he was. */
  | { type: 'hold-failed'; on: boolean; at: number }
  | { type: 'hold-expired'; at: number }
  /** The agent gives the customer to a colleague, who is reserved for it or there already. */
  | { type: 'transfer'; agentId: string; at: number }
  /** He asks a colleague in. */
  | { type: 'conference'; agentId: string; isPrivate: boolean; at: number }
  /** The node did what was asked: the colleague and the customer, or the agent, stand in one bridge. */
  | { type: 'colleague-in'; agentId: string; at: number }
  /** He is not there any more, or never came. */
  | { type: 'colleague-gone'; agentId: string; at: number }
  /** The customer could not be brought back to the call's agent. */
  | { type: 'return-failed'; at: number }
  | { type: 'patience-over'; at: number }
  | { type: 'announce-failed'; gone: boolean; at: number }
  | { type: 'cancel'; why: string; at: number }
  | { type: 'hang-up'; by: 'agent' | 'system'; at: number }
  | { type: 'node-lost'; at: number }
  | { type: 'vanished'; at: number };

export type CallTimer = 'setup' | 'ring' | 'patience' | 'hold' | 'life';

export type CallCommand =
  | { type: 'start-timer'; timer: CallTimer }
  | { type: 'stop-timer'; timer: CallTimer }
  /** Look for the leg by id on the node; never place it again. */
  | { type: 'look-up' }
  /** Find an agent; the call stays first in the line by its answer time. */
  | { type: 'route' }
  | { type: 'join'; agentId: string }
  | { type: 'mark-routed' }
  | { type: 'hold' }
  | { type: 'unhold' }
  /** The customer into this colleague's bridge, who goes home into it first when he stands in another. */
  | { type: 'move-customer'; agentId: string }
  | { type: 'return-customer' }
  /** The colleague's leg into the bridge of the call's agent. */
  | { type: 'bring-colleague'; agentId: string }
  /** His leg goes home; no result is asked of him. */
  | { type: 'free-colleague'; agentId: string }
  | { type: 'announce' }
  | { type: 'hang-up' }
  /** The agent of this offer or talk has nothing to do with this call any more. */
  | { type: 'free-agent'; agentId: string; talked: boolean }
  | { type: 'agent-joined'; agentId: string }
  /** The call is his now who was a colleague in it. */
  | { type: 'agent-promoted'; agentId: string }
  | { type: 'end'; outcome: CallOutcome }
  | { type: 'odd'; event: CallEvent['type'] };

export function newCall(): Call {
  return {
    state: 'sending',
    agentId: undefined,
    sentAt: undefined,
    ringingAt: undefined,
    answeredAt: undefined,
    waitSince: undefined,
    offeredAt: undefined,
    connectedAt: undefined,
    announcedAt: undefined,
    endedAt: undefined,
    seen: false,
    routed: false,
    ourTimeout: false,
    customerHungUp: false,
    hangUpBy: undefined,
    cancelWhy: undefined,
    patienceOver: false,
    colleague: undefined,
    passedOn: false,
    onHold: false,
    outcome: undefined,
  };
}
