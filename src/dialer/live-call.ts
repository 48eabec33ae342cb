import type { Call, CallTimer } from '../domain/call.ts';
import type { CallSegment } from '../domain/call-segments.ts';
import type { Timer } from '../shared/clock.ts';
import type { CampaignPlan, Intent } from './ports.ts';

/** A call in the book: its intent, its leg's name, the campaign as it was planned when the call was placed. */
export interface LiveCall {
  readonly intent: Intent;
  readonly channelId: string;
  readonly campaign: CampaignPlan;
  call: Call;
  /** Who has talked and talks. */
  segments: readonly CallSegment[];
  /** When the engine heard that the leg was under command: the start of answered-to-connected. */
  heardEnteredAt: number | undefined;
  /** The join that is on its way; the next one waits for it, for two joins at once have no order on the node. */
  joining: Promise<void> | undefined;
  /** The last move of its legs that is on its way: hold, a colleague (colleague-moves.ts). Never rejects. */
  moving: Promise<void> | undefined;
  /** The agent whose bridge a join did not find. */
  suspectAgent: string | undefined;
  readonly timers: Map<CallTimer | 'ending', Timer>;
}

export type CallBucket = 'ringing' | 'waiting' | 'talking' | 'announcing';

/** Where a call counts on the live page and in the metrics. */
export function bucketOf(call: Call): CallBucket {
  switch (call.state) {
    case 'answered':
    case 'waiting':
    case 'offering':
      return 'waiting';
    case 'talking':
    case 'held':
      return 'talking';
    case 'announcing':
      return 'announcing';
    case 'ending':
      return call.connectedAt === undefined ? 'ringing' : 'talking';
    default:
      return 'ringing';
  }
}
