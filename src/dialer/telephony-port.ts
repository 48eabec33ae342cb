/** The telephone side as the engine needs it; part of ports.ts. */
import type { AbandonAsked } from '../domain/abandon-evidence.ts';
import type { SystemResult } from '../domain/results.ts';

/** One customer leg to be placed. The clear number lives only here, in memory, on its way to a line. */
export interface PlaceCall {
  /** `<groupKey>.<attemptId>`; makes the originate idempotent while the channel lives (ASTERISK.md 11). */
  channelId: string;
  attemptId: string;
  trunkKey: string;
  /** As the trunk wants it dialed (prefix rules applied). */
  number: string;
  callerId: string;
  ringTimeoutMs: number;
  /** Seconds a leg may stand answered without an agent before the dialplan speaks (ASTERISK.md 16): patience + 2 s. */
  guardSeconds: number;
  /** Longest life of the leg once joined, seconds. */
  maxSeconds: number;
  /** Sound played to an abandoned customer, as the node knows it. */
  message: string;
}

/**
 * What is known after asking for a leg. `sent`: the node took it. `refused`: certainly not placed (an HTTP error, or the
 * request never left). `unknown`: it may or may not exist; it must be looked for by id, never placed again.
 */
export type PlaceOutcome =
  | { kind: 'sent' }
  | { kind: 'refused'; status: number; why: string }
  | { kind: 'unknown'; why: string };

/** A command of ours that the node would not carry out. `gone`: the leg or bridge does not exist (any more). */
export class TelephonyRefused extends Error {
  readonly kind: 'gone' | 'conflict' | 'failed' | 'timeout';
  readonly status: number | undefined;
  constructor(kind: 'gone' | 'conflict' | 'failed' | 'timeout', message: string, status?: number) {
    super(message);
    this.name = 'TelephonyRefused';
    this.kind = kind;
    this.status = status;
  }
}

/** A live leg as the node reports it, for reconciling. */
export interface LiveChannel {
  channelId: string;
  state: 'down' | 'ringing' | 'up' | 'other';
  /** Whether it is inside our application (and so under our command). */
  inApplication: boolean;
  createdAt: number;
}

export interface LiveBridge {
  bridgeId: string;
  channelIds: string[];
}

/** Evidence left on the node by the abandoned-call dialplan (ASTERISK.md 4). */
export interface AbandonEvidence {
  attemptId: string;
  startedAt: number | undefined;
  playedAt: number | undefined;
  /** What he asked for by a key, 1 or 9, in the message or right after it. */
  asked: AbandonAsked | undefined;
  /** The node's own keys, to be deleted once stored. */
  keys: string[];
}

export type TelephonyEvent =
  /** The node took the leg and the carrier was asked. */
  | { type: 'created'; channelId: string; at: number }
  /** 180/183 seen. */
  | { type: 'ringing'; channelId: string; at: number }
  | { type: 'answered'; channelId: string; at: number }
  /** In our application: under command from here. */
  | { type: 'entered'; channelId: string; role: 'out' | 'agent' | 'probe' | 'unknown'; at: number }
  /** Left our application without necessarily hanging up (continue, move). */
  | { type: 'left'; channelId: string; at: number }
  | { type: 'joined'; channelId: string; bridgeId: string; at: number }
  | { type: 'unjoined'; channelId: string; bridgeId: string; at: number }
  /** The far side asked to hang up (before `ended`); tells who ended the call. */
  | { type: 'hangup-requested'; channelId: string; at: number }
  /** The leg is gone. `result` is what the causes say of a leg that was never answered (ASTERISK.md 14). */
  | { type: 'ended'; channelId: string; cause: number; techCause: number | undefined; causeText: string; at: number }
  | { type: 'dtmf'; channelId: string; digit: string; at: number }
  /**
   * An agent's registration came or went; `reachable`: he has one (still). `place`: which one, a word to compare; the same
   * one is told of more than once (each change of its endpoint does so).
   */
  | { type: 'contact'; sipUser: string; reachable: boolean; place: string; gone: boolean; at: number };

/** State of the wire to one group's application on its node. */
export type LinkEvent =
  /** Connected, subscribed and probed: reconcile now, then dial. `restarted`: the node was restarted since (ASTERISK.md 10). */
  | { type: 'up'; restarted: boolean; at: number }
  /**
   * Not to be trusted: stop dialing at once. `dead`: nothing listens at the node's address, so its process is gone and
   * all calls with it; a mere silence is not that, for talks go on behind a cut wire (ASTERISK.md 3).
   */
  | { type: 'down'; why: string; dead?: boolean; at: number }
  /** Another process took the application: leave the group (ASTERISK.md 5). */
  | { type: 'replaced'; at: number };

/** One group's hands on its node. Every command rejects with `TelephonyRefused`. */
export interface Telephony {
  /** Connects and keeps connected for ever; listeners are called in the order of arrival. */
  start(listener: { event(event: TelephonyEvent): void; link(event: LinkEvent): void }): void;
  stop(): Promise<void>;
  /** Makes the group's endpoint on this trunk and subscribes to it; idempotent, renewed after each connect. */
  useTrunk(trunk: { key: string; sipUri: string; codecs: readonly string[] }): Promise<void>;
  place(call: PlaceCall): Promise<PlaceOutcome>;
  /** Makes a bridge with our id; already there is success. */
  makeBridge(bridgeId: string): Promise<void>;
  removeBridge(bridgeId: string): Promise<void>;
  /** Makes the phone of one sign-in: endpoint, auth, aor. Static contact for a desk phone, none for a registering one. */
  makePhone(phone: { sipUser: string; password: string; contactUri: string | undefined }): Promise<void>;
  removePhone(sipUser: string): Promise<void>;
  /** Calls the agent's phone; the leg comes back as `entered` with role agent. */
  ringPhone(leg: {
    channelId: string;
    sipUser: string;
    ringTimeoutMs: number;
    maxSeconds: number;
  }): Promise<PlaceOutcome>;
  /** Audio packets that came from the leg's far side so far. */
  packetsFrom(channelId: string): Promise<number>;
  join(channelId: string, bridgeId: string): Promise<void>;
  /** Marks the leg as routed and gives it its full life (ASTERISK.md 16). */
  markRouted(channelId: string, maxSeconds: number): Promise<void>;
  /** Takes the leg out of the bridge and plays music to it; it stays under command. */
  hold(channelId: string, bridgeId: string): Promise<void>;
  /** Ends the music and puts the leg back into the bridge. */
  unhold(channelId: string, bridgeId: string): Promise<void>;
  /** Sends digits (0-9 * # A-D) towards the far end, 100 ms each. */
  dtmf(channelId: string, digits: string): Promise<void>;
  /** Sends the leg to the abandoned-call dialplan: message, evidence, hang-up. */
  abandon(channelId: string): Promise<void>;
  /** Already gone is success. */
  hangUp(channelId: string): Promise<void>;
  /** The leg, or undefined when the node does not know it. */
  find(channelId: string): Promise<LiveChannel | undefined>;
  /** All legs of this group, also those ringing (ASTERISK.md 3). */
  channels(): Promise<LiveChannel[]>;
  bridges(): Promise<LiveBridge[]>;
  readEvidence(): Promise<AbandonEvidence[]>;
  clearEvidence(keys: readonly string[]): Promise<void>;
  /** The result that causes tell for a leg that no person answered. */
  classify(end: {
    cause: number;
    techCause: number | undefined;
    ringingSeen: boolean;
    ourTimeout: boolean;
    answered: boolean;
  }): SystemResult;
}
