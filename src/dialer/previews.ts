import type { Agent } from '../domain/agent.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { AgentDesk } from './desk.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { isPaced } from './pacing-feed.ts';
import type { Judge } from './placing.ts';
import type { PlanKeeper } from './plan-keeper.ts';
import type { EngineEvent, Log, Preview, PreviewOrder, PreviewStore } from './ports.ts';
import { LeaseLost } from './ports.ts';
import type { Standing } from './standing.ts';

/** That nobody's own call-back is due is believed for so long, ms: agents become idle by the dozen a second. */
const NONE_BOUND_MS = 400;
/** Who has been idle for so long beside paced campaigns is asked again whether a preview may be shown to him, ms. */
const ASK_AGAIN_MS = 15_000;

export interface PreviewDeps {
  clock: Clock;
  ids: IdSource;
  log: Log;
  previewStore: PreviewStore;
  groupId: string;
  desk: AgentDesk;
  plans: PlanKeeper;
  lease: LeaseKeeper;
  standing: Standing;
  judge: Judge;
  emit(event: EngineEvent): void;
  /** The time of a preview is over whose campaign has it dialed then. */
  dial(preview: Preview): void;
  leaseLost(): void;
}

interface Shown {
  preview: Preview;
  timer: Timer;
}

/**
 * Shows contacts to idle agents before they are dialed: those of campaigns in preview, and call-backs that belong to one
 * agent or squad (RULES.md "Call-backs"). The claim stands in Postgres; here is only who looks at what, and until when.
 */
export class Previews {
  readonly #deps: PreviewDeps;
  readonly #shown = new Map<string, Shown>();
  /** What a store that was away could not be told yet. */
  #owing: (() => Promise<void>)[] = [];
  /** Whether this spell of idleness may be used for a preview, by agent. */
  readonly #asked = new Map<string, { since: number; at: number; yes: boolean }>();
  #credit = 0;
  #noneBoundUntil = Number.NEGATIVE_INFINITY;
  #busy = false;
  #again = false;
  #stopped = false;

  constructor(deps: PreviewDeps) {
    this.#deps = deps;
  }

  /** What a former life of the engine left shown goes back. @throws when the store is away. */
  async start(): Promise<void> {
    const { previewStore, groupId, log } = this.#deps;
    const back = await previewStore.releaseAll(groupId);
    if (back > 0) log.info({ groupId, previews: back }, 'previews of a former life went back');
  }

  isShown(previewId: string): boolean {
    return this.#shown.has(previewId);
  }

  get(previewId: string): Preview | undefined {
    return this.#shown.get(previewId)?.preview;
  }

  /** It is decided: nobody's time runs any more, and whoever takes it answers for the claim. */
  take(previewId: string): Preview | undefined {
    const shown = this.#shown.get(previewId);
    shown?.timer.cancel();
    this.#shown.delete(previewId);
    return shown?.preview;
  }

  /** The agent can look at it no longer, or it cannot be dialed now: it goes back. */
  release(previewId: string): void {
    this.take(previewId);
    this.#tell(() => this.#deps.previewStore.release(previewId));
  }

  /** False: he is not looking at this one. */
  skip(agentId: string, previewId: string, by: 'agent' | 'over', reason: string | undefined): boolean {
    const { clock, desk, plans, previewStore } = this.#deps;
    const preview = this.#shown.get(previewId)?.preview;
    if (preview?.agentId !== agentId) return false;
    this.take(previewId);
    const at = clock.now();
    const dueAt = at + plans.campaignOf(preview.claim.campaignId).previewSkipMs;
    this.#tell(() => previewStore.skip(previewId, { by, reason, dueAt, at }));
    desk.previewOver(agentId, previewId);
    return true;
  }

  /** Looks for contacts for whoever is idle; one turn at a time. Never rejects. */
  async tick(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    const { log, standing, leaseLost } = this.#deps;
    try {
      do {
        this.#again = false;
        await this.#settle();
        this.#takeBack();
        await this.#showAll();
      } while (this.#again && !this.#stopped);
    } catch (error) {
      if (error instanceof LeaseLost) return leaseLost();
      log.warn({ error: String(error) }, 'no preview could be claimed');
      standing.storesAway();
    } finally {
      this.#busy = false;
    }
  }

  /** For a group that is left: the rows stay, and the next owner gives them back. */
  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#shown.values()) timer.cancel();
  }

  async #showAll(): Promise<void> {
    const { desk, plans } = this.#deps;
    const { campaigns, emergencyStop } = plans.plan;
    const running = campaigns.filter((c) => c.running).sort((a, b) => b.priority - a.priority);
    if (running.length === 0 || emergencyStop.all) return;
    const idle = desk.idle();
    if (idle.length === 0 || !this.#mayClaim()) return;
    const now = this.#deps.clock.now();
    let isEmpty = !running.some((c) => c.mode === 'preview');
    if (isEmpty && now < this.#noneBoundUntil) return;
    const bound = await this.#deps.previewStore.boundDue(
      running.map((c) => c.id),
      now,
    );
    if (!bound) this.#noneBoundUntil = now + NONE_BOUND_MS;
    for (const agent of idle) {
      if (!this.#mayClaim()) return;
      const may = !isEmpty && this.#may(agent);
      if (!may && !bound) continue;
      const campaigns = running.map((c) => ({ ...c, preview: may && c.mode === 'preview' }));
      const shown = await this.#showTo(agent, campaigns, bound);
      if (!shown && may) isEmpty = true;
    }
  }

  #mayClaim(): boolean {
    const { standing, lease } = this.#deps;
    return !this.#stopped && standing.whyNot() === undefined && lease.isSafe && !standing.areStoresAway;
  }

  async #showTo(agent: Agent, campaigns: PreviewOrder['campaigns'], bound: boolean): Promise<boolean> {
    const { clock, ids, previewStore, desk, lease, groupId, judge, plans, emit } = this.#deps;
    const order = { previewId: ids.next(), agentId: agent.id, groupId, campaigns, bound, now: clock.now() };
    const preview = await previewStore.claim(lease.lease, order, (facts, campaignId) =>
      judge(facts, plans.campaignOf(campaignId), 'queue'),
    );
    if (!preview) return false;
    const at = clock.now();
    const previewMs = preview.endsAt - order.now;
    const { id: attemptId, endsAt } = preview;
    if (this.#stopped) return false;
    this.#shown.set(attemptId, { preview, timer: clock.after(previewMs, () => this.#over(attemptId)) });
    if (!desk.preview(agent.id, attemptId, endsAt)) {
      this.release(attemptId);
      return true;
    }
    this.#asked.delete(agent.id);
    const { contactId, campaignId } = preview.claim;
    emit({ type: 'preview', groupId, agentId: agent.id, attemptId, contactId, campaignId, endsAt, at });
    return true;
  }

  #over(previewId: string): void {
    const preview = this.#shown.get(previewId)?.preview;
    if (!preview || this.#stopped) return;
    const { plans, dial } = this.#deps;
    if (plans.campaignOf(preview.claim.campaignId).previewThen === 'dial') dial(preview);
    else this.skip(preview.agentId, previewId, 'over', undefined);
  }

  /** Of a campaign that runs no more, and under an emergency stop, nothing stays shown. */
  #takeBack(): void {
    const { desk, plans } = this.#deps;
    for (const { preview } of [...this.#shown.values()]) {
      if (!plans.plan.emergencyStop.all && plans.campaign(preview.claim.campaignId)?.running) continue;
      this.release(preview.id);
      desk.previewOver(preview.agentId, preview.id);
    }
  }

  /**
   * Beside paced campaigns an agent who becomes idle is used for previews by the campaigns' weights (decision 0006): the
   * pacer counts with the rest. Call-backs of his own come whatever this says.
   */
  #may(agent: Agent): boolean {
    const { plans, clock } = this.#deps;
    const { campaigns } = plans.plan;
    const paced = campaigns.filter(isPaced).reduce((sum, c) => sum + c.weight, 0);
    if (paced === 0) return true;
    const now = clock.now();
    const before = this.#asked.get(agent.id);
    if (before?.since === agent.since && now - before.at < ASK_AGAIN_MS) return before.yes;
    const shown = campaigns.filter((c) => c.running && !isPaced(c)).reduce((sum, c) => sum + c.weight, 0);
    this.#credit += shown / (shown + paced);
    // A hair below one: sums of thirds must come to a whole.
    const yes = this.#credit >= 1 - 1e-9;
    if (yes) this.#credit -= 1;
    this.#asked.set(agent.id, { since: agent.since, at: now, yes });
    return yes;
  }

  #tell(work: () => Promise<void>): void {
    this.#owing.push(work);
    void this.tick();
  }

  async #settle(): Promise<void> {
    while (this.#owing[0] && !this.#stopped) {
      await this.#owing[0]();
      this.#owing.shift();
    }
  }
}
