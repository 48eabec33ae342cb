import type { Clock } from '../shared/clock.ts';
import type { AgentDesk } from './desk.ts';
import { isPaced } from './pacing-feed.ts';
import type { Feeder, GroupPlan, Log, ReadyQueue } from './ports.ts';
import type { Standing } from './standing.ts';

export interface QueueKeeperDeps {
  clock: Clock;
  log: Log;
  feeder: Feeder;
  queue: ReadyQueue;
  desk: AgentDesk;
  standing: Standing;
  plan(): GroupPlan;
  queueTarget(agents: number, linesPerAgent: number, ringTimeoutMs: number): number;
}

/** Keeps the ready queues of the group's campaigns filled, and makes them anew when Redis lost them (RULES.md "Ready queue"). */
export class QueueKeeper {
  readonly #deps: QueueKeeperDeps;
  readonly #sizes = new Map<string, number>();
  #mustRebuild = true;
  #feeding = false;

  constructor(deps: QueueKeeperDeps) {
    this.#deps = deps;
  }

  /** Until `rebuild` has succeeded nothing is dialed. */
  get mustRebuild(): boolean {
    return this.#mustRebuild;
  }

  lost(): void {
    this.#mustRebuild = true;
  }

  /** Contacts that stand ready, as last told. */
  size(campaignId: string): number {
    return this.#sizes.get(campaignId) ?? 0;
  }

  took(campaignId: string, count: number): void {
    this.#sizes.set(campaignId, Math.max(0, this.size(campaignId) - count));
  }

  /** Never rejects. */
  async rebuild(): Promise<void> {
    const { feeder, clock, log, standing, plan } = this.#deps;
    try {
      await feeder.rebuild(
        // A campaign in preview has no ready queue: its contacts are claimed in Postgres, one at a time.
        plan()
          .campaigns.filter((c) => c.mode === 'auto')
          .map((c) => c.id),
        clock.now(),
      );
      this.#mustRebuild = false;
    } catch (error) {
      log.warn({ error: String(error) }, 'ready queues could not be rebuilt');
      return standing.storesAway();
    }
    await this.feed();
  }

  /** Never rejects. */
  async feed(): Promise<void> {
    const { standing, log } = this.#deps;
    if (this.#feeding || this.#mustRebuild || standing.left !== undefined) return;
    this.#feeding = true;
    try {
      await this.#feedAll();
    } catch (error) {
      log.warn({ error: String(error) }, 'ready queue could not be filled');
      standing.storesAway();
    } finally {
      this.#feeding = false;
    }
  }

  async #feedAll(): Promise<void> {
    const { feeder, queue, clock, desk, plan, queueTarget } = this.#deps;
    const atWork = desk.agents().filter((a) => a.state !== 'offline' && a.state !== 'paused').length;
    const { campaigns, maxLinesPerAgent } = plan();
    for (const id of this.#sizes.keys()) if (!campaigns.some((c) => c.id === id)) this.#sizes.delete(id);
    for (const campaign of campaigns) {
      if (!isPaced(campaign)) continue;
      // A campaign that is new since the last rebuild, or lost while nothing was claimed, has no queue to be fed into; with
      // nothing in it nobody would ever claim and learn of it.
      if ((await queue.claim(campaign.id, 0, clock.now())).kind === 'rebuild-needed') return this.lost();
      const target = queueTarget(atWork, maxLinesPerAgent, campaign.ringTimeoutMs);
      const { size } = await feeder.feed(campaign.id, target, clock.now());
      this.#sizes.set(campaign.id, size);
    }
  }
}
