/**
 * The level of answers just now, by three forecasters who forget at different speed. Each is weighed by how well it has foretold the
 * answers of late (a Poisson likelihood), and some weight moves back to the usual shares at all times, so that a list that suddenly
 * answers better or worse is believed within minutes, and a steady one is known to many answers (fixed share: Herbster & Warmuth,
 * *Machine Learning* 32, 1998).
 */

export interface Counts {
  answers: number;
  trials: number;
}

const MINUTE_MS = 60_000;
/** Half of what a forecaster saw is forgotten in this time of dialing. */
const HALF_LIVES_MS = [2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS] as const;
/** Imagined trials that draw it to the hour's level, at most: the quick ones must be free to leave it. */
const STRENGTHS = [20, 20, 60] as const;
const USUAL_WEIGHTS = [0.2, 0.3, 0.5] as const;
/** How long the level stays as it is, in the mean, ms. */
const STEADY_MS = 15 * MINUTE_MS;

/** Of one campaign; plain, to be saved. */
export interface RecentAnswers {
  /** By forecaster. */
  counts: Counts[];
  weights: number[];
  /** What each foretold when the time that runs began; empty: nothing yet. */
  foretold: number[];
  /** Since then. */
  since: Counts;
}

export interface Level {
  mean: number;
  /** Of the belief: of each forecaster, and between them. */
  variance: number;
}

export function noAnswers(): RecentAnswers {
  return {
    counts: HALF_LIVES_MS.map(() => ({ answers: 0, trials: 0 })),
    weights: [...USUAL_WEIGHTS],
    foretold: [],
    since: { answers: 0, trials: 0 },
  };
}

/** What one forecaster with the longest memory had counted (formats up to 3), as all of them would have. */
export function recentOf({ answers, trials }: Counts): RecentAnswers {
  const shares = HALF_LIVES_MS.map((ms) => ms / HALF_LIVES_MS[2]);
  return { ...noAnswers(), counts: shares.map((share) => ({ answers: share * answers, trials: share * trials })) };
}

export function addRecent(recent: RecentAnswers, trials: number, answers: number): void {
  for (const counts of recent.counts) add(counts, trials, answers);
  add(recent.since, trials, answers);
}

export function add(counts: Counts, trials: number, answers: number): void {
  counts.trials += trials;
  counts.answers += answers;
}

/** @param toward the level of the hour; `strength`: imagined trials behind it */
export function levelOf(recent: RecentAnswers, toward: number, strength: number): Level {
  let mean = 0;
  let square = 0;
  for (const [k, counts] of recent.counts.entries()) {
    const own = foretell(counts, toward, drawOf(k, strength));
    const weight = recent.weights[k] ?? 0;
    mean += weight * own;
    square += weight * (own * own + (own * (1 - own)) / (counts.trials + drawOf(k, strength) + 1));
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/** Lets `ms` of dialing pass: weighs the forecasters by what they foretold, and forgets. */
export function fadeRecent(recent: RecentAnswers, ms: number): void {
  weigh(recent, ms);
  for (const [k, counts] of recent.counts.entries()) {
    const keep = 0.5 ** (ms / (HALF_LIVES_MS[k] ?? 1));
    counts.answers *= keep;
    counts.trials *= keep;
  }
}

/** Has each forecaster say what it expects of the time to come; to be called after `fadeRecent`. */
export function foretellAll(recent: RecentAnswers, toward: number, strength: number): void {
  recent.foretold = recent.counts.map((counts, k) => foretell(counts, toward, drawOf(k, strength)));
  recent.since = { answers: 0, trials: 0 };
}

/** A trial was no answer after all, or the other way round. */
export function correctRecent(recent: RecentAnswers, by: number): void {
  for (const counts of recent.counts) counts.answers = Math.max(0, counts.answers + by);
}

/** Reads what was seen in another light: `by` times as many answers. */
export function scaleRecent(recent: RecentAnswers, by: number): void {
  for (const counts of recent.counts) counts.answers *= by;
}

function weigh(recent: RecentAnswers, ms: number): void {
  if (recent.foretold.length === 0) return;
  const { answers, trials } = recent.since;
  const likely = recent.foretold.map((mean) => answers * Math.log(mean) - trials * mean);
  const most = Math.max(...likely);
  const weights = recent.weights.map((weight, k) => weight * Math.exp((likely[k] ?? most) - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const keep = Math.exp(-ms / STEADY_MS);
  recent.weights = weights.map((weight, k) => keep * (weight / sum) + (1 - keep) * (USUAL_WEIGHTS[k] ?? 0));
}

function drawOf(forecaster: number, strength: number): number {
  return Math.min(STRENGTHS[forecaster] ?? 0, strength);
}

function foretell({ answers, trials }: Counts, toward: number, strength: number): number {
  return (answers + strength * toward) / (Math.max(trials, answers) + strength);
}
