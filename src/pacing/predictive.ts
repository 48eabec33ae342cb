import type { Chance } from './answer-chance.ts';
import { Budget, type BudgetView, type SavedBudget, STOPPED, type Traffic } from './budget.ts';
import { hopelessCalls, WorkingPeak } from './cancels.ts';
import { CarrierWatch, type SavedCarrierWatch } from './carrier-watch.ts';
import type { Floor, FloorChange } from './floor.ts';
import { Forecast } from './forecast.ts';
import { Learning, type SavedLearning } from './learning.ts';
import type { Share, Turn } from './share.ts';
import type { PacedCampaign, PacingEvent, PacingSettings } from './types.ts';

/** Changes are looked for once a second. */
const LOOP_MS = 1_000;

export interface SavedPredictive {
  learning: SavedLearning;
  budgets: [string, SavedBudget][];
  carrier: SavedCarrierWatch;
  peak: [number, number | null];
  loopedAt: number | null;
}

/**
 * The index rule: a call is placed while the chance that its answer would find nobody free is at most θ; each placed call
 * is added to the forecast before the next is weighed. The budget of its campaign gives θ, or only progressive calls.
 */
export class Predictive {
  readonly #learning: Learning;
  readonly #forecast = new Forecast();
  readonly #budgets = new Map<string, Budget>();
  readonly #carrier = new CarrierWatch();
  readonly #peak = new WorkingPeak();
  #settings: PacingSettings;
  #loopedAt: number | null = null;
  /** Of the last `dial`. */
  #index = 0;

  constructor(settings: PacingSettings, saved: SavedPredictive | undefined) {
    this.#settings = settings;
    this.#learning = new Learning(settings.ringTimeoutMs, patience(settings));
    this.#configureBudgets();
    if (saved === undefined) return;
    this.#learning.restore(saved.learning);
    this.#carrier.restore(saved.carrier);
    this.#peak.restore(saved.peak);
    this.#loopedAt = saved.loopedAt;
    for (const [id, budget] of saved.budgets) this.#budgets.get(id)?.restore(budget);
  }

  configure(settings: PacingSettings): void {
    this.#settings = settings;
    this.#learning.configure(settings.ringTimeoutMs, patience(settings));
    this.#configureBudgets();
  }

  observe(event: PacingEvent, change: FloorChange | undefined): void {
    if (event.type === 'history')
      this.#budgets.get(event.campaignId)?.history(event.answered, event.abandoned, event.from, event.to);
    if (change === undefined) return;
    this.#learning.learn(change, event.at);
    this.#carrier.observe(change, event.at);
    if (change.kind === 'placed') change.call.planned = this.#planned(change.call.campaignId);
    else if (change.kind === 'connected' || change.kind === 'abandoned')
      this.#budgets.get(change.call.campaignId)?.count(event.at, change.kind === 'abandoned', change.call.planned);
    else if (change.kind === 'reclassified') this.#reclassify(change, event.at);
  }

  /** Lets time pass; in every mode, so that a change of mode finds everything learned. */
  advance(now: number, floor: Floor): void {
    this.#learning.advance(now, floor);
    const second = Math.floor(now / LOOP_MS) * LOOP_MS;
    if (this.#loopedAt !== null && second <= this.#loopedAt) return;
    this.#loopedAt = second;
    this.#peak.look(now, floor.working());
    if (floor.lines() === 0) return;
    for (const [id, budget] of this.#budgets) if (this.#learning.chance.surprised(id) > 0) budget.alarm(now);
  }

  /** Charges turns with the calls to place, at most `most`, and explains; returns what stood in the way besides `most`. */
  dial(now: number, floor: Floor, share: Share, turns: Turn[], most: number, explain: Record<string, number>): string {
    const chances = new Map(this.#settings.campaigns.map(({ id }) => [id, this.#learning.chance.of(id)]));
    this.#forecast.look(floor, this.#learning, now, chances);
    const coming = this.#forecast.expectedAnswers + floor.waiting;
    const working = floor.working();
    const idle = floor.available();
    const views = new Map<string, BudgetView>();
    let lines = floor.lines();
    let room = Math.min(most, this.#carrier.room(now, floor));
    let limitedBy = room < most ? 'carrier' : '';
    let index = Number.NaN;
    let last: { campaign: PacedCampaign; view: BudgetView; chance: Chance } | undefined;
    for (;;) {
      const turn = share.next(turns);
      if (turn === undefined) {
        limitedBy ||= turns[0]?.why || 'campaigns';
        break;
      }
      const { campaign } = turn;
      const chance = chances.get(campaign.id) ?? this.#learning.chance.of(campaign.id);
      const view =
        views.get(campaign.id) ?? this.#view(campaign.id, now, this.#trafficOf(coming, working, chance.mean));
      views.set(campaign.id, view);
      last = { campaign, view, chance };
      index = this.#forecast.index(chance, view.further);
      const backed = lines < idle;
      if (!backed && (view.state === 'stop' || index > view.theta)) {
        limitedBy = word(view);
        // Whoever has budget must wait for his turn: else the campaign with the most takes all, and the others stay cold.
        if (view.state !== 'stop') break;
        turn.left = 0;
        continue;
      }
      if (room <= 0) break;
      this.#forecast.addDial(chance, this.#learning);
      share.charge(turn);
      lines++;
      room--;
    }
    // Cancels ask whether a call is lost, not what it would cost.
    this.#index = last === undefined || last.view.further.length === 0 ? index : this.#forecast.index(last.chance);
    this.#explain(explain, index, last, now);
    return limitedBy;
  }

  /** Ringing calls that are better cancelled. To be asked after `dial`. */
  cancels(now: number, floor: Floor): string[] {
    if (!this.#peak.vanished(floor.working())) return [];
    const { expectedAnswers, expectedReleases } = this.#forecast;
    const excess = expectedAnswers + floor.waiting - expectedReleases - floor.available();
    return hopelessCalls(floor, this.#learning, this.#settings.campaigns, now, this.#index, excess);
  }

  save(): SavedPredictive {
    return {
      learning: this.#learning.save(),
      budgets: [...this.#budgets].map(([id, budget]) => [id, budget.save()]),
      carrier: this.#carrier.save(),
      peak: this.#peak.save(),
      loopedAt: this.#loopedAt,
    };
  }

  #planned(campaignId: string): number {
    return this.#settings.mode === 'predictive' ? (this.#budgets.get(campaignId)?.planned ?? 0) : 0;
  }

  #view(campaignId: string, now: number, traffic: Traffic): BudgetView {
    return this.#budgets.get(campaignId)?.view(now, traffic) ?? { ...STOPPED, slack: 0, scale: 1 };
  }

  #trafficOf(coming: number, working: number, chance: number): Traffic {
    const usual = this.#learning.usualAnswers(working);
    return { coming, usual, chance, slowdown: this.#learning.slowdown(usual, chance) };
  }

  #reclassify(change: Extract<FloorChange, { kind: 'reclassified' }>, at: number): void {
    const budget = this.#budgets.get(change.campaignId);
    // A person who was hung up on as a machine was abandoned in silence: the worst reading is the safe one.
    if (change.as === 'person') budget?.correct(at, 1, 1);
    else budget?.correct(at, -1, change.was === 'abandoned' ? -1 : 0);
  }

  #explain(
    explain: Record<string, number>,
    index: number,
    last: { campaign: PacedCampaign; view: BudgetView; chance: Chance } | undefined,
    now: number,
  ): void {
    explain.expectedAnswers = this.#forecast.expectedAnswers;
    explain.expectedReleases = this.#forecast.expectedReleases;
    const { horizons } = this.#learning.ring;
    for (let h = 0; h < horizons.length; h++) {
      const [answers, releases] = inSeconds(Math.round((horizons[h] ?? 0) / 1_000));
      explain[answers] = this.#forecast.answersBy[h] ?? 0;
      explain[releases] = this.#forecast.releasesBy[h] ?? 0;
    }
    explain.talkMeanMs = this.#learning.talk.meanMs;
    explain.talkMeanSdMs = this.#learning.talk.meanSdMs;
    explain.wrapMeanMs = this.#learning.wrap.meanMs;
    explain.wrapMeanSdMs = this.#learning.wrap.meanSdMs;
    if (last === undefined) return;
    // Weighted by what calls lost together cost it may be above 1, where it says no in any case.
    explain.index = Math.min(1, index);
    explain.theta = last.view.theta;
    explain.thetaScale = last.view.scale;
    explain.budgetLeft = last.view.slack;
    for (const { name, slack } of this.#budgets.get(last.campaign.id)?.slacks(now) ?? [])
      explain[`budgetLeft:${name}`] = slack;
    explain.answerChance = last.chance.mean;
    explain.answerChanceSd = last.chance.sd;
  }

  #configureBudgets(): void {
    const kept = new Set(this.#settings.campaigns.map(({ id }) => id));
    for (const id of this.#budgets.keys()) if (!kept.has(id)) this.#budgets.delete(id);
    for (const campaign of this.#settings.campaigns) {
      const budget = this.#budgets.get(campaign.id) ?? new Budget();
      this.#budgets.set(campaign.id, budget);
      const limit = campaign.abandonTarget ?? this.#settings.abandonTarget;
      budget.configure(campaign.windows ?? [{ name: 'default', limit, lengthMs: this.#settings.abandonWindowMs }]);
    }
  }
}

const NAMES: [string, string][] = [];

/** Names of the figures of this horizon, kept: making them took a seventh of a decision. */
function inSeconds(seconds: number): [answers: string, releases: string] {
  NAMES[seconds] ??= [`answersIn${seconds}s`, `releasesIn${seconds}s`];
  return NAMES[seconds];
}

function patience(settings: PacingSettings): number {
  return Math.min(
    ...settings.campaigns.map((c) => c.patienceMs ?? settings.answerPatienceMs),
    settings.answerPatienceMs,
  );
}

/** Why the rule says no to one call more. */
function word(view: BudgetView): string {
  if (view.state === 'cold-start') return 'cold-start';
  return view.state === 'free' ? 'agents' : 'budget';
}
