import {
  add,
  addRecent,
  type Counts,
  correctRecent,
  fadeRecent,
  foretellAll,
  levelOf,
  noAnswers,
  type RecentAnswers,
  scaleRecent,
} from './recent-answers.ts';

/**
 * How likely a person answers: Beta counts in four layers (all campaigns → the campaign's whole time → this hour of its days → its
 * last minutes, recent-answers.ts), each shrunk to the one above, times a factor from the contact's features. To believe too little is the
 * dangerous side, so the estimate leans upward until about 50 answers were seen, and carries its uncertainty.
 */
const PRIOR_MEAN = 0.25;
/** With less, a start whose first thirty calls happen to find nobody is believed to have nearly no answers, and floods. */
const PRIOR_STRENGTH = 8;
const LONG_HALF_LIFE_MS = 6 * 3_600_000;
const HOUR_MS = 3_600_000;
/** An hour of the day is forgotten by dialing in that hour: half of it in three days. */
const HOUR_HALF_LIFE_MS = 3 * HOUR_MS;
/** Imagined trials that draw an hour of the day to the campaign's mean. */
const HOUR_STRENGTH = 100;
/** What another day's hour says moves the belief when it begins, at most by these factors: to believe too little is dangerous. */
const HOUR_LEAST = 0.7;
const HOUR_MOST = 2.5;
/** No hour yet. */
export const NO_HOUR = -1;
const SURPRISE_MS = 60_000;
/** Standard deviations of the count of answers in a minute that are taken as a change. */
const CHANGE_AT = 3.5;
const SETTLED_ANSWERS = 50;
/** Standard deviations that the estimate leans upward before the first answer. */
const LEAN = 2;
/**
 * Until calls have had their whole ring time, nobody knows how late answers come: what looks like few answers may be late
 * ones. Relative standard deviation at first, and calls of full ring time at which half of it is gone.
 */
const TIMING_SD = 0.5;
const TIMING_CALLS = 10;
const MAX_CELLS = 500;
const CELL_STRENGTH = 30;

interface CampaignCounts {
  long: Counts;
  recent: RecentAnswers;
  /** By hour of the day (of UTC: the pacer knows no zone, and needs none to know that hours come again), and the one that runs. */
  hours: Record<string, Counts>;
  hour: number;
  /** Answers, expected answers and trials of about the last minute. */
  seen: number;
  expected: number;
  tried: number;
}

export interface Chance {
  mean: number;
  /** Standard deviation of the belief. */
  sd: number;
}

export interface SavedAnswers {
  group: Counts;
  campaigns: [string, CampaignCounts][];
  cells: [string, { answers: number; expected: number }][];
  /** Calls that have had their whole ring time. */
  ripe: number;
}

export class AnswerChance {
  readonly #group: Counts = { answers: 0, trials: 0 };
  readonly #campaigns = new Map<string, CampaignCounts>();
  readonly #cells = new Map<string, { answers: number; expected: number }>();
  #ripe = 0;

  /** A call has had its whole ring time, whatever became of it. */
  ripened(): void {
    this.#ripe++;
  }

  /** The chance of a call of this campaign whose contact is not known yet. */
  of(campaignId: string): Chance {
    const group = shrink(this.#group, PRIOR_MEAN, PRIOR_STRENGTH);
    const c = this.#campaigns.get(campaignId);
    const unripe = 1 / (1 + this.#ripe / TIMING_CALLS);
    if (c === undefined) {
      const n = PRIOR_STRENGTH + Math.min(20, this.#group.trials / 4);
      return belief(group, (group * (1 - group)) / (n + 1), LEAN, unripe);
    }
    const { hour, strength } = this.#usual(c);
    const { mean, variance } = levelOf(c.recent, hour, strength);
    const lean = LEAN * Math.max(unripe, 1 - c.long.answers / SETTLED_ANSWERS);
    return belief(mean, variance, lean, unripe);
  }

  /** What is known of the campaign at this hour but for its last minutes, and the trials behind it. */
  #usual(c: CampaignCounts): { hour: number; strength: number } {
    const group = shrink(this.#group, PRIOR_MEAN, PRIOR_STRENGTH);
    const longPrior = Math.min(20, PRIOR_STRENGTH + this.#group.trials / 4);
    const long = shrink(c.long, group, longPrior);
    return { hour: hourly(c, c.hour, long), strength: longPrior + c.long.trials / 2 };
  }

  /** Whether enough answers were seen to trust the learned ring times. */
  settled(campaignId: string): boolean {
    return (this.#campaigns.get(campaignId)?.long.answers ?? 0) >= SETTLED_ANSWERS / 2;
  }

  /**
   * Odds of this contact against the campaign's average. What all of the campaign's calls with features were believed too much
   * (the belief leans upward at first) is no news of any of them: a feature that all of them share says nothing.
   */
  factor(campaignId: string, features: readonly string[]): number {
    const all = this.#cells.get(everybody(campaignId));
    const believed = all === undefined ? 1 : (all.answers + 1) / (all.expected + 1);
    let factor = 1;
    for (const name of features) {
      const cell = this.#cells.get(name);
      if (cell !== undefined) factor *= (cell.answers + CELL_STRENGTH) / (cell.expected * believed + CELL_STRENGTH);
    }
    return Math.max(0.25, Math.min(4, factor));
  }

  /**
   * Counts `trials` (parts of calls that could have been answered by now) and `answers` of this campaign.
   * @param expected chance of an answer that was believed of this contact, and of any contact of the campaign (`average`)
   */
  count(
    campaignId: string,
    trials: number,
    answers: number,
    features: readonly string[],
    expected: number,
    average: number,
  ): void {
    const c = this.#campaign(campaignId);
    add(this.#group, trials, answers);
    add(c.long, trials, answers);
    addRecent(c.recent, trials, answers);
    if (c.hour !== NO_HOUR) add(hourOf(c, c.hour), trials, answers);
    c.expected += expected * trials;
    c.tried += trials;
    c.seen += answers;
    if (features.length === 0) return;
    this.#countCell(everybody(campaignId), answers, average * trials);
    for (const name of features) this.#countCell(name, answers, average * trials);
  }

  #countCell(name: string, answers: number, expected: number): void {
    const cell = this.#cell(name);
    if (cell === undefined) return;
    cell.answers += answers;
    cell.expected += expected;
  }

  /** An answer of a person was none after all, or the other way round. */
  correct(campaignId: string, by: 1 | -1): void {
    const c = this.#campaign(campaignId);
    for (const counts of [this.#group, c.long, ...hoursOf(c)]) counts.answers = Math.max(0, counts.answers + by);
    correctRecent(c.recent, by);
  }

  /** Lets `ms` of dialing pass, until `now`. */
  fade(ms: number, now: number): void {
    const hour = Math.floor(now / HOUR_MS) % 24;
    const hours = 0.5 ** (ms / HOUR_HALF_LIFE_MS);
    const long = 0.5 ** (ms / LONG_HALF_LIFE_MS);
    const minute = Math.exp(-ms / SURPRISE_MS);
    scale(this.#group, long);
    for (const c of this.#campaigns.values()) {
      scale(c.long, long);
      fadeRecent(c.recent, ms);
      if (c.hour !== hour) this.#enter(c, hour);
      scale(hourOf(c, hour), hours);
      const usual = this.#usual(c);
      foretellAll(c.recent, usual.hour, usual.strength);
      c.seen *= minute;
      c.expected *= minute;
      c.tried *= minute;
    }
    for (const cell of this.#cells.values()) {
      cell.answers *= long;
      cell.expected *= long;
    }
  }

  /** Whether the last minute does not fit the belief; if so the belief is widened once. 1 = more answers than thought. */
  surprised(campaignId: string): -1 | 0 | 1 {
    const c = this.#campaigns.get(campaignId);
    if (c === undefined) return 0;
    const z = (c.seen - c.expected) / Math.sqrt(c.expected + 1);
    if (Math.abs(z) < CHANGE_AT || (z < 0 && !this.settled(campaignId))) return 0;
    // What was counted before this minute weighs a fifth from now on.
    for (const counts of [c.long, ...c.recent.counts, ...hoursOf(c)]) {
      counts.answers = c.seen + 0.2 * Math.max(0, counts.answers - c.seen);
      counts.trials = c.tried + 0.2 * Math.max(0, counts.trials - c.tried);
    }
    c.expected = c.seen;
    return z > 0 ? 1 : -1;
  }

  save(): SavedAnswers {
    return structuredClone({
      group: this.#group,
      campaigns: [...this.#campaigns],
      cells: [...this.#cells],
      ripe: this.#ripe,
    });
  }

  restore(saved: SavedAnswers): void {
    Object.assign(this.#group, saved.group);
    this.#ripe = saved.ripe;
    for (const [id, counts] of saved.campaigns) this.#campaigns.set(id, counts);
    for (const [name, cell] of saved.cells) this.#cells.set(name, cell);
  }

  /** Another hour of the day begins: where other days tell of it, the last minutes are read in its light. */
  #enter(c: CampaignCounts, hour: number): void {
    const known = (c.hours[hour]?.trials ?? 0) >= HOUR_STRENGTH;
    if (known && c.hour !== NO_HOUR) {
      const long = shrink(c.long, PRIOR_MEAN, PRIOR_STRENGTH);
      const by = hourly(c, hour, long) / Math.max(1e-6, hourly(c, c.hour, long));
      scaleRecent(c.recent, Math.max(HOUR_LEAST, Math.min(HOUR_MOST, by)));
    }
    c.hour = hour;
  }

  #campaign(id: string): CampaignCounts {
    let c = this.#campaigns.get(id);
    if (c === undefined) {
      c = {
        long: { answers: 0, trials: 0 },
        recent: noAnswers(),
        hours: {},
        hour: NO_HOUR,
        seen: 0,
        expected: 0,
        tried: 0,
      };
      this.#campaigns.set(id, c);
    }
    return c;
  }

  #cell(name: string): { answers: number; expected: number } | undefined {
    let cell = this.#cells.get(name);
    if (cell === undefined && this.#cells.size < MAX_CELLS) {
      cell = { answers: 0, expected: 0 };
      this.#cells.set(name, cell);
    }
    return cell;
  }
}

/** The cell of all calls of a campaign that have features. */
function everybody(campaignId: string): string {
  return `campaign ${campaignId}`;
}

function shrink(counts: Counts, to: number, strength: number): number {
  const trials = Math.max(counts.trials, counts.answers);
  return (counts.answers + strength * to) / (trials + strength);
}

/** What is known of an hour of the campaign's days, drawn to the mean of all its hours. */
function hourly(c: CampaignCounts, hour: number, long: number): number {
  const counts = c.hours[hour];
  return counts === undefined ? long : shrink(counts, long, HOUR_STRENGTH);
}

/** The counts of the hour that runs, if one does. */
function hoursOf(c: CampaignCounts): Counts[] {
  return c.hour === NO_HOUR ? [] : [hourOf(c, c.hour)];
}

function hourOf(c: CampaignCounts, hour: number): Counts {
  let counts = c.hours[hour];
  if (counts === undefined) {
    counts = { answers: 0, trials: 0 };
    c.hours[hour] = counts;
  }
  return counts;
}

/**
 * @param lean standard deviations that the mean leans upward
 * @param unripe 1 while nothing is known of how late answers come, later 0
 */
function belief(mean: number, variance: number, lean: number, unripe: number): Chance {
  const sd = Math.hypot(Math.sqrt(variance), TIMING_SD * unripe * mean);
  return { mean: Math.min(0.98, mean + lean * sd), sd };
}

function scale(counts: Counts, by: number): void {
  counts.answers *= by;
  counts.trials *= by;
}
