import { frameBody, frameText } from '../../domain/event-frame.ts';
import type { Scope } from '../../domain/roles.ts';
import type { Timer } from '../../shared/clock.ts';
import { type AbandonCounts, liveOf } from '../campaigns/live.ts';
import type { ApiDeps } from '../deps.ts';

const EVERY_MS = 1_000;
/** Counted over up to 30 days of records: too dear for every second. */
const COUNTS_MS = 5_000;

interface Watched {
  /** Of one who watches: all who may watch see the same (a campaign belongs to its department). */
  scope: Scope;
  watchers: Set<(frame: string) => void>;
  epoch: string;
  seq: number;
  newest: string | undefined;
  counts: (AbandonCounts & { at: number }) | undefined;
  busy: boolean;
}

/** `campaign.live`: the live page's figures once a second, made once for all who watch a campaign in this process. */
export class LiveCampaigns {
  readonly #deps: ApiDeps;
  readonly #campaigns = new Map<string, Watched>();
  #timer: Timer | undefined;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
  }

  /** Gives `frame` the newest at once, if there is one, then each. The caller has checked that he may. */
  watch(campaignId: string, scope: Scope, frame: (text: string) => void): () => void {
    const watched = this.#campaigns.get(campaignId) ?? this.#begin(campaignId, scope);
    watched.watchers.add(frame);
    if (watched.newest !== undefined) frame(watched.newest);
    return () => {
      watched.watchers.delete(frame);
      if (watched.watchers.size > 0 || this.#campaigns.get(campaignId) !== watched) return;
      this.#campaigns.delete(campaignId);
      if (this.#campaigns.size === 0) this.stop();
    };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #begin(campaignId: string, scope: Scope): Watched {
    const { ids, clock } = this.#deps;
    const watched: Watched = {
      ...{ scope, watchers: new Set(), epoch: ids.next(), seq: 0 },
      ...{ newest: undefined, counts: undefined, busy: false },
    };
    this.#campaigns.set(campaignId, watched);
    this.#timer ??= clock.every(EVERY_MS, () => {
      for (const [id, each] of this.#campaigns) void this.#turn(id, each);
    });
    void this.#turn(campaignId, watched);
    return watched;
  }

  /** Never rejects. */
  async #turn(campaignId: string, watched: Watched): Promise<void> {
    if (watched.busy) return;
    watched.busy = true;
    const { clock, logger } = this.#deps;
    try {
      const now = clock.now();
      const known = watched.counts !== undefined && now - watched.counts.at < COUNTS_MS ? watched.counts : undefined;
      const live = await liveOf(this.#deps, watched.scope, campaignId, known);
      const { connected, abandoned, windows } = live.abandon;
      watched.counts = known ?? { connected, abandoned, windows: [...windows], at: now };
      watched.seq += 1;
      watched.newest = frameText(watched, frameBody('campaign.live', now, live));
      for (const frame of watched.watchers) frame(watched.newest);
    } catch (error) {
      // Postgres is away, or the campaign left the watchers' sight: the next turn, or the check of rights, sees to it.
      logger.debug({ campaignId, error: String(error) }, 'live figures of a campaign not read');
    } finally {
      watched.busy = false;
    }
  }
}
