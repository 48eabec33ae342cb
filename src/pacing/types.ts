/**
 * The words that the pacer and its caller share (DESIGN.md "Pacing"). All times are milliseconds since the epoch, given
 * by the caller and never going back; all rates and limits are fractions (0.03 = 3 %).
 */

/** One span in which a legal limit on abandoned calls must hold. Rolling when `lengthMs` is given, else from `sinceMs` on. */
export interface AbandonWindow {
  name: string;
  /** Abandoned ÷ (abandoned + connected) may not exceed this. */
  limit: number;
  lengthMs?: number | undefined;
  /** Start of the calendar day or month that is running; the caller moves it on with `configure`. */
  sinceMs?: number | undefined;
}

export interface PacedCampaign {
  id: string;
  /** Share of the lines among the campaigns of the same priority; 0 = only when no other can dial. */
  weight: number;
  /** A higher one dials first, a lower one gets what it leaves. Default 0. */
  priority?: number | undefined;
  abandonTarget?: number | undefined;
  /** All are held at once. Default: one rolling window of `abandonWindowMs`. */
  windows?: readonly AbandonWindow[] | undefined;
  patienceMs?: number | undefined;
  /** A call is never cancelled before it has rung this long. */
  ringMinimumMs?: number | undefined;
}

export interface PacingSettings {
  mode: 'progressive' | 'ratio' | 'predictive';
  /** Mode ratio: lines per available agent, ≥ 1. */
  linesPerAgent?: number | undefined;
  abandonTarget: number;
  abandonWindowMs: number;
  /** A person who answered and is not connected in this time is abandoned. */
  answerPatienceMs: number;
  /** From the first 180/183 on; until then the engine's set-up time-out runs. */
  ringTimeoutMs: number;
  /** Cap of lines (ringing or waiting for an agent) per agent who is at work in this group. */
  maxLinesPerAgent: number;
  campaigns: readonly PacedCampaign[];
}

export type PacedAgentState = 'available' | 'talking' | 'wrapping' | 'paused' | 'offline' | 'reserved';

export type PacedFailure =
  | 'busy'
  | 'no-answer'
  | 'machine'
  | 'invalid'
  | 'congestion'
  | 'cancelled'
  | 'hung-up-waiting';

export type PacingEvent = { at: number } & (
  | {
      type: 'agent';
      agentId: string;
      state: PacedAgentState;
      /** Will pause or sign out after this call: his release is not counted on. */
      leaving?: boolean | undefined;
    }
  | {
      type: 'placed';
      callId: string;
      campaignId: string;
      /** What is known of the contact (attempts so far, list, prefix …): sharpens the chance of an answer. */
      features?: Readonly<Record<string, number | string>> | undefined;
    }
  | { type: 'ringing'; callId: string }
  | { type: 'answered'; callId: string }
  | { type: 'connected'; callId: string; agentId: string }
  | { type: 'abandoned'; callId: string }
  | { type: 'failed'; callId: string; reason: PacedFailure }
  | { type: 'ended'; callId: string }
  /** The answer was judged wrongly: the abandoned count is set right. */
  | { type: 'reclassified'; callId: string; as: 'person' | 'machine' }
  /** Calls counted before this pacer lived (or elsewhere in the scope of the limit). `answered` = connected + abandoned. */
  | { type: 'history'; campaignId: string; answered: number; abandoned: number; from: number; to: number }
);

/** What the caller has room for besides the agents. */
export interface PacingRoom {
  lines?: number | undefined;
  perCampaign?: readonly { id: string; max: number; why: string }[] | undefined;
}

export interface PacingDecision {
  /** Calls to place now; only campaigns with a count above 0. */
  dials: { campaignId: string; count: number }[];
  /** Why not one call more: `agents`, `budget`, `cold-start`, `max-lines`, `lines`, `campaigns`, or the `why` of the room. */
  limitedBy: string;
  /** Figures behind the decision, for the live page and the metrics. */
  explain: Record<string, number>;
  /** Ringing calls that had better be cancelled: agents have vanished. */
  cancels?: string[] | undefined;
}

export interface Pacer {
  /** Tells what happened. Throws `AssertionFailed` when `event.at` is before what was seen; odd call events are counted, not thrown. */
  observe(event: PacingEvent): void;
  /** How many calls to place at `now`, for which campaign. To be called about every 250 ms and after each agent change. */
  decide(now: number, room?: PacingRoom): PacingDecision;
  /** Changes settings while running. Throws `InvalidPacingSettings` and changes nothing when they are bad. */
  configure(settings: PacingSettings): void;
  /** Plain JSON that `createPacer(settings, saved)` continues from with the same decisions. */
  save(): unknown;
}
