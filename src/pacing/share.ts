import type { PacedCampaign, PacingRoom } from './types.ts';

/** How far behind or ahead of its weight a campaign may run before the past is forgotten, in calls per unit of weight. */
const MEMORY = 50;

/**
 * Whose turn it is. Higher priority first; within a priority the campaign that is furthest behind its weight
 * (start-time fair queueing, with a virtual time per campaign that grows by 1 ÷ weight for each call). Calls that were asked
 * for count within one decision only, those that were placed for good: where the caller places fewer than it was asked to
 * (a line may have no more calls for this second), whoever went short is first the next time.
 */
export class Share {
  readonly #virtual = new Map<string, number>();
  #weights = new Map<string, number>();

  /** The campaigns that may dial now, with how many calls each has room for. */
  turns(campaigns: readonly PacedCampaign[], room: PacingRoom): Turn[] {
    const caps = new Map(room.perCampaign?.map((cap) => [cap.id, cap]) ?? []);
    this.#catchUp(campaigns);
    return campaigns.map((campaign) => {
      const cap = caps.get(campaign.id);
      return {
        campaign,
        left: cap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(cap.max)),
        why: cap?.why ?? '',
        count: 0,
        virtual: this.#virtual.get(campaign.id) ?? 0,
      };
    });
  }

  /** The one that dials next, or undefined when none has room. */
  next(turns: readonly Turn[]): Turn | undefined {
    let best: Turn | undefined;
    for (const turn of turns) if (turn.left > 0 && (best === undefined || isBefore(turn, best))) best = turn;
    return best;
  }

  charge(turn: Turn): void {
    turn.left--;
    turn.count++;
    turn.virtual += 1 / Math.max(turn.campaign.weight, 1e-6);
  }

  /** A call of this campaign was placed. */
  placed(campaignId: string): void {
    const weight = this.#weights.get(campaignId);
    if (weight === undefined) return;
    this.#virtual.set(campaignId, (this.#virtual.get(campaignId) ?? 0) + 1 / Math.max(weight, 1e-6));
  }

  save(): [string, number][] {
    return [...this.#virtual];
  }

  restore(saved: readonly [string, number][]): void {
    for (const [id, value] of saved) this.#virtual.set(id, value);
  }

  /** One that joined late or stood still has no claim on the past: it is at most `MEMORY` calls behind. */
  #catchUp(campaigns: readonly PacedCampaign[]): void {
    this.#weights = new Map(campaigns.map(({ id, weight }) => [id, weight]));
    let most = 0;
    for (const { id } of campaigns) most = Math.max(most, this.#virtual.get(id) ?? 0);
    for (const { id, weight } of campaigns) {
      const least = most - MEMORY / Math.max(weight, 1e-6);
      const at = this.#virtual.get(id) ?? most;
      this.#virtual.set(id, Math.max(at, least) - most);
    }
  }
}

export interface Turn {
  campaign: PacedCampaign;
  left: number;
  why: string;
  count: number;
  /** Virtual time of the campaign, with what this decision asks of it. */
  virtual: number;
}

function isBefore(a: Turn, b: Turn): boolean {
  const byPriority = (a.campaign.priority ?? 0) - (b.campaign.priority ?? 0);
  return byPriority === 0 ? a.virtual < b.virtual : byPriority > 0;
}
