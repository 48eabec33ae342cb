import type { AbandonWindow } from './types.ts';
import { type SavedWindow, WindowCount } from './window-count.ts';

/**
 * θ for a given abandon rate. The index leaves out calls yet to be placed, so the rate comes out higher than θ: the more so
 * the more calls it takes for an answer. The reference that is told the truth spends 3 % at θ from 0.015 (5 % answer) to
 * 0.031 (60 %), nearly the same for every group size (docs/PACING.md).
 */
const THETA_PER_RATE = 1.25;
const THETA_POWER = 1 / 3;
const THETA_PER_RATE_RANGE = [0.4, 1.05] as const;
/** Loop: each answer moves log θ by this much for an error as large as the limit; its memory is 1 ÷ GAIN answers. */
const GAIN = 0.003;
const SCALE_LEAST = 0.1;
const SCALE_MOST = 1.6;
/** [spare, share]: share of the limit aimed at, by the calls of slack above the one that must stay. */
type Curve = readonly (readonly [spare: number, share: number])[];
/**
 * To stand still costs most (progressive calls alone keep agents busy half the time or less, next to no risk brings most of the
 * rest), so it brakes before that. Where few answers are on their way, late: what is left at the end is lost. The best curve for
 * runs of 100 to 2,500 answers at 5 and 12 agents, by dynamic programming over slack and answers (docs/PACING.md).
 */
const AIM_OF_FEW: Curve = [
  [0, 0.05],
  [0.5, 0.2],
  [1, 0.5],
  [2, 0.7],
  [3, 1],
  [4, 1.05],
  [6, 1.7],
  [8, 2],
];
/** Where many are: the last calls of the budget are worth next to nothing. Its slack is in units of one bad moment. */
const AIM_OF_MANY: Curve = [
  [0, 0.02],
  [0.5, 0.06],
  [1, 0.18],
  [2, 0.55],
  [3, 0.95],
  [4, 1.15],
  [6, 1.4],
  [10, 1.8],
];
/**
 * Answers on their way, or as many as usually are for a group of this size and work where that is more (those of the moment are
 * fewest when many have just been abandoned): up to the first they are few, from the second on many.
 */
const FEW_TO_MANY = [1.5, 4] as const;
/** Answers already on their way may be abandoned whatever is decided now: so many standard deviations are kept for them. */
const SAFETY = 1.5;
/** What one bad moment abandons at most, in square roots of the answers on their way. */
const MOMENT = 1;
/**
 * Calls are lost in clumps: one in five of 12 agents’ is followed by another within seconds, already on its way when the first is lost.
 * The chain that the curve of few is the best of loses them one by one. So many lost beside the first are weighed, by what they cost
 * beyond it, times CLUMPS; for one that is lost at the stop, what the curve would be there.
 */
const FURTHER = 2;
const CLUMPS = 2;
const AIM_AT_STOP = 0.03;
/**
 * Where few people answer, progressive calls keep agents busy a fifth of the time and the way out of the stop takes an hour: from this
 * slowdown on the last calls of slack, up to so many, are spent as much more carefully (docs/PACING.md, the dynamic program at p .05).
 */
const DEAR_STOP = 1;
const DEAR_BELOW = 2.5;
/** Share of the limit planned before the first 1 ÷ limit answers: some thousandth of an abandoned call in each. */
export const COLD_PLANNED = 0.03;
/** Slack under which the budget, not the agents, is the word for why not more. */
const BRAKING_BELOW = 2;
const ALARM_MS = 60_000;

export type BudgetState = 'free' | 'braking' | 'cold-start' | 'stop';

export interface SavedBudget {
  windows: [string, SavedWindow][];
  logScale: number;
  planned: number;
  alarmUntil: number;
}

export interface BudgetView {
  state: BudgetState;
  /** The highest index at which a call may be placed. */
  theta: number;
  /** Calls that may yet be abandoned in the tightest window before its limit is broken. */
  slack: number;
  /** What experience has made of θ: 1 = the model is right. */
  scale: number;
  /** What a second, and a third, call lost at once costs more than the first (`Forecast.index`); empty where they cost the same. */
  further: readonly number[];
}

/** Calls for free agents only. */
export const STOPPED: Pick<BudgetView, 'state' | 'theta' | 'further'> = { state: 'stop', theta: 0, further: [] };

/** What is on its way, for the budget to keep a reserve for. */
export interface Traffic {
  /** Answers expected of the calls in the air. */
  coming: number;
  /** Answers that are usually on their way when all agents at work are kept busy. */
  usual: number;
  /** Chance that a call is answered. */
  chance: number;
  /** How much longer it takes to an answer at the stop than when dialing carefully ahead: 1 = twice as long. */
  slowdown: number;
}

/** The abandoned calls of one campaign against all of its legal windows, and the θ that spends them evenly. */
export class Budget {
  #windows: { rule: AbandonWindow; count: WindowCount }[] = [];
  /** How much more (or less) θ bears than the model says, learned from what became of answers. */
  #logScale = 0;
  /** Share of calls placed now that are expected to be abandoned if answered. */
  planned = 0;
  #alarmUntil = 0;

  /** Sets the windows; counts of windows that keep name and length are kept. */
  configure(rules: readonly AbandonWindow[]): void {
    const old = new Map(this.#windows.map((w) => [key(w.rule), w.count]));
    this.#windows = rules.map((rule) => ({
      rule,
      count: old.get(key(rule)) ?? new WindowCount(rule.lengthMs),
    }));
  }

  /**
   * One answer of a person, connected or abandoned.
   * @param planned the risk that its call was placed at; 0 = by no risk of the model's, nothing is learned from it
   */
  count(at: number, abandoned: boolean, planned: number): void {
    for (const { count } of this.#windows) count.add(at, 1, abandoned ? 1 : 0);
    const { limit } = this.#tightest(at);
    if (limit <= 0 || planned <= 0) return;
    const error = planned - (abandoned ? 1 : 0);
    const moved = this.#logScale + (GAIN * error) / limit;
    this.#logScale = Math.max(Math.log(SCALE_LEAST), Math.min(Math.log(SCALE_MOST), moved));
  }

  /** Sets the counts right by a call that was judged wrongly. */
  correct(at: number, answered: number, abandoned: number): void {
    for (const { count } of this.#windows) count.add(at, answered, abandoned);
  }

  /** Counts from elsewhere, spread evenly over their span. */
  history(answered: number, abandoned: number, from: number, to: number): void {
    const parts = 20;
    for (const { count } of this.#windows)
      for (let i = 0; i < parts; i++)
        count.add(from + ((i + 0.5) / parts) * (to - from), answered / parts, abandoned / parts);
  }

  /** The world has changed for the worse: half of θ for a minute. */
  alarm(now: number): void {
    this.#alarmUntil = now + ALARM_MS;
  }

  view(now: number, traffic: Traffic): BudgetView {
    const perRate = thetaPerRate(traffic.chance);
    const view = { ...this.#view(now, traffic, perRate), scale: Math.exp(this.#logScale) };
    this.planned = view.theta / (perRate * view.scale);
    return view;
  }

  #view(now: number, { coming, usual, slowdown }: Traffic, perRate: number): Omit<BudgetView, 'scale'> {
    const { slack, limit, answered, abandoned } = this.#tightest(now);
    if (limit <= 0) return { ...STOPPED, slack };
    const cold = answered < 1 / limit;
    const care = careOf(slowdown);
    if (cold && abandoned < 0.5) return { state: 'cold-start', theta: care * COLD_PLANNED * limit, slack, further: [] };
    const most = Math.max(coming, usual);
    const many = manyOf(most);
    // A bad moment abandons as many at once as answers are spread: the more are coming, the earlier it brakes.
    const moment = 1 + many * (Math.max(1, MOMENT * Math.sqrt(most)) - 1);
    // The call that is lost is an answer too: one more breaks the limit when (abandoned + 1) ÷ (answered + 1) is above it.
    const free = slack - 1 + limit;
    if (cold || free <= 0) return { ...STOPPED, slack };
    const spare = (free - SAFETY * Math.sqrt(limit * most)) / moment;
    const aim = limit * ((1 - many) * aimOfFew(spare, care) + many * aimed(AIM_OF_MANY, spare));
    const theta = perRate * aim * Math.exp(this.#logScale) * (now < this.#alarmUntil ? 0.5 : 1);
    return {
      state: spare < BRAKING_BELOW ? 'braking' : 'free',
      theta,
      slack,
      further: furtherOf(spare, 1 - many, care),
    };
  }

  /** Calls that may yet be abandoned, by window. */
  slacks(now: number): { name: string; slack: number }[] {
    return this.#windows.map(({ rule, count }) => {
      const { answered, abandoned } = count.since(begin(rule, now));
      return { name: rule.name, slack: rule.limit * answered - abandoned };
    });
  }

  save(): SavedBudget {
    return {
      windows: this.#windows.map(({ rule, count }) => [key(rule), count.save()]),
      logScale: this.#logScale,
      planned: this.planned,
      alarmUntil: this.#alarmUntil,
    };
  }

  restore(saved: SavedBudget): void {
    const counts = new Map(saved.windows);
    for (const { rule, count } of this.#windows) {
      const kept = counts.get(key(rule));
      if (kept !== undefined) count.restore(kept);
    }
    this.#logScale = saved.logScale;
    this.planned = saved.planned;
    this.#alarmUntil = saved.alarmUntil;
  }

  /** The window with the least slack in calls. Its limit and counts are the ones to keep to. */
  #tightest(now: number): { slack: number; limit: number; answered: number; abandoned: number } {
    let tightest = { slack: Number.POSITIVE_INFINITY, limit: 0, answered: 0, abandoned: 0 };
    for (const { rule, count } of this.#windows) {
      const { answered, abandoned } = count.since(begin(rule, now));
      const slack = rule.limit * answered - abandoned;
      if (slack < tightest.slack) tightest = { slack, limit: rule.limit, answered, abandoned };
    }
    return tightest;
  }
}

function thetaPerRate(chance: number): number {
  const [least, most] = THETA_PER_RATE_RANGE;
  return Math.max(least, Math.min(most, THETA_PER_RATE * chance ** THETA_POWER));
}

/** The curve, straight between its points. */
function aimed(curve: Curve, spare: number): number {
  let [from, low] = curve[0] ?? [0, 0];
  if (spare <= from) return low;
  for (const [to, high] of curve) {
    if (spare <= to) return to > from ? low + ((spare - from) / (to - from)) * (high - low) : high;
    [from, low] = [to, high];
  }
  return low;
}

/** 0 … 1: by how much less the last calls of slack may be spent, where the way out of the stop is long. */
function careOf(slowdown: number): number {
  return slowdown <= DEAR_STOP ? 1 : DEAR_STOP / slowdown;
}

function aimOfFew(spare: number, care: number): number {
  const near = Math.max(0, Math.min(1, 1 - spare / DEAR_BELOW));
  return aimed(AIM_OF_FEW, spare) * (1 - near * (1 - care));
}

/**
 * What further calls lost at once cost more than the first, by the curve of few: θ is chosen as 1 ÷ what a lost call costs, so one
 * that is lost with less slack costs as much more as θ is lower there. At the stop all of them cost the way out of it.
 * @param share 0 … 1: how far that curve holds; where many answers are on their way slack is counted in bad moments already
 */
function furtherOf(spare: number, share: number, care: number): readonly number[] {
  if (share <= 0) return [];
  const here = aimOfFew(spare, care);
  const costs: number[] = [];
  let before = 1;
  for (let lost = 1; lost <= FURTHER; lost++) {
    const cost = here / (spare >= lost ? aimOfFew(spare - lost, care) : care * AIM_AT_STOP);
    costs.push(CLUMPS * share * Math.max(0, cost - before));
    before = cost;
  }
  return before > 1 ? costs : [];
}

/** 0 … 1: how far so many answers on their way are "many". */
function manyOf(answers: number): number {
  const [few, many] = FEW_TO_MANY;
  return Math.max(0, Math.min(1, (answers - few) / (many - few)));
}

function begin({ sinceMs, lengthMs }: AbandonWindow, now: number): number {
  return sinceMs ?? (lengthMs === undefined ? 0 : now - lengthMs);
}

function key(rule: AbandonWindow): string {
  return `${rule.name}/${rule.lengthMs ?? 'calendar'}`;
}
