/**
 * How likely a person answers: Beta counts in three layers (all campaigns → the campaign's whole time → its last quarter
 * of an hour), each shrunk to the one above, times a factor from the contact's features. To believe too little is the
 * dangerous side, so the estimate leans upward until about 50 answers were seen, and carries its uncertainty.
 */
const PRIOR_MEAN = 0.25;
const PRIOR_STRENGTH = 4;
const SHORT_HALF_LIFE_MS = 15 * 60_000;
const LONG_HALF_LIFE_MS = 6 * 3_600_000;
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

interface Counts {
  answers: number;
  trials: number;
}

interface CampaignCounts {
  long: Counts;
  short: Counts;
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
    if (c === undefined) return belief(group, PRIOR_STRENGTH + Math.min(20, this.#group.trials / 4), 0, unripe);
    const longPrior = Math.min(20, PRIOR_STRENGTH + this.#group.trials / 4);
    const long = shrink(c.long, group, longPrior);
    const shortPrior = Math.min(60, longPrior + c.long.trials / 2);
    return belief(shrink(c.short, long, shortPrior), shortPrior + c.short.trials, c.long.answers, unripe);
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
    add(c.short, trials, answers);
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
    for (const counts of [this.#group, c.long, c.short]) counts.answers = Math.max(0, counts.answers + by);
  }

  /** Lets `ms` of dialing pass. */
  fade(ms: number): void {
    const long = 0.5 ** (ms / LONG_HALF_LIFE_MS);
    const short = 0.5 ** (ms / SHORT_HALF_LIFE_MS);
    const minute = Math.exp(-ms / SURPRISE_MS);
    scale(this.#group, long);
    for (const c of this.#campaigns.values()) {
      scale(c.long, long);
      scale(c.short, short);
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
    for (const counts of [c.long, c.short]) {
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

  #campaign(id: string): CampaignCounts {
    let c = this.#campaigns.get(id);
    if (c === undefined) {
      c = { long: { answers: 0, trials: 0 }, short: { answers: 0, trials: 0 }, seen: 0, expected: 0, tried: 0 };
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

/** @param unripe 1 while nothing is known of how late answers come, later 0 */
function belief(mean: number, n: number, answers: number, unripe: number): Chance {
  const sd = Math.hypot(Math.sqrt((mean * (1 - mean)) / (n + 1)), TIMING_SD * unripe * mean);
  const lean = LEAN * Math.max(unripe, 1 - answers / SETTLED_ANSWERS);
  return { mean: Math.min(0.98, mean + lean * sd), sd };
}

function add(counts: Counts, trials: number, answers: number): void {
  counts.trials += trials;
  counts.answers += answers;
}

function scale(counts: Counts, by: number): void {
  counts.answers *= by;
  counts.trials *= by;
}
