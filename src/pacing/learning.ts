import { AgentPace, type SavedPace } from './agent-pace.ts';
import { AnswerChance, type SavedAnswers } from './answer-chance.ts';
import { DurationModel } from './durations.ts';
import type { Floor, FloorCall, FloorChange } from './floor.ts';
import { ReleaseTable } from './releases.ts';
import { HUMAN, OTHER, RingCurves } from './ring-curves.ts';

/** Trials of the answer chance are charged this often. */
const SWEEP_MS = 1_000;
/** Curves are fitted one at a turn, each every third one: all at once was the dearest decision of all. */
const TURN_MS = 3_000;
const CURVES = ['ring', 'talk', 'wrap'] as const;
const FOLD_MS = TURN_MS * CURVES.length;
const RING_HALF_LIFE_MS = 3_600_000;
const WORK_HALF_LIFE_MS = 2 * 3_600_000;
/** From off-hook of the answer to the agent hearing it; part of the patience is spent on it. */
const CONNECT_MS = 100;

/** Usual set-up time: nobody answers later than this after the ring time-out. */
const RIPE_AFTER_MS = 4_000;
const UNSETTLED_PACE = 0.6;
/** Share of the time in which agents wait at next to no risk, where one answer is usually on its way. */
const CAREFUL_IDLE = 0.26;

interface SpellEnd {
  of: 'ring' | 'talk' | 'wrap';
  /** -1: the spell was cut off, it ended by no cause of its own. */
  cause: number;
  elapsedMs: number;
  bins: number;
}

export interface SavedLearning {
  ring: number[][];
  talk: number[][];
  wrap: number[][];
  pace: SavedPace;
  chance: SavedAnswers;
  setup: Setup;
  pending: SpellEnd[];
  maturing: Trial[];
  sweptAt: number | null;
  foldedAt: number | null;
}

/** Of a campaign, at the time of a sweep. */
interface Belief {
  settled: boolean;
  mean: number;
}

/** A call as a trial of the answer chance: `trial` is the share of it that has been counted. */
type Trial = Pick<FloorCall, 'campaignId' | 'placedAt' | 'features' | 'factor' | 'trial'>;

interface Setup {
  /** Faded sum and count of times from placed to the first 180, and of calls that ended without one. */
  sumMs: number;
  rung: number;
  silent: number;
}

/**
 * Everything the predictive mode knows of the world, learned from events. Ends of spells wait in `pending` and are folded
 * into the curves every 9 s, so that the curves are a function of saved counts and a restored pacer decides the same.
 */
export class Learning {
  ring: RingCurves;
  readonly talk = new DurationModel({ ...TALK });
  readonly wrap = new DurationModel({ ...WRAP });
  readonly chance = new AnswerChance();
  readonly pace = new AgentPace();
  readonly releases = new ReleaseTable();
  readonly #setup: Setup = { sumMs: 12_500, rung: 5, silent: 0 };
  #pending: SpellEnd[] = [];
  /** Trials of calls that ended before they were ripe. */
  #maturing: Trial[] = [];
  #ripeMs: number;
  #sweptAt: number | null = null;
  #foldedAt: number | null = null;
  #patienceMs: number;

  constructor(ringTimeoutMs: number, patienceMs: number) {
    this.ring = new RingCurves(ringTimeoutMs);
    this.#ripeMs = ringTimeoutMs + RIPE_AFTER_MS;
    this.#patienceMs = patienceMs;
    this.#fitReleases();
  }

  configure(ringTimeoutMs: number, patienceMs: number): void {
    const counts = this.ring.hazards.save();
    this.ring = new RingCurves(ringTimeoutMs);
    this.ring.hazards.restore(counts);
    this.ring.fit();
    this.#ripeMs = ringTimeoutMs + RIPE_AFTER_MS;
    this.#patienceMs = patienceMs;
    this.#fitReleases();
  }

  /** Where a call stands on the curves: set right by the first 180, and waiting for it at the mean set-up time. */
  ageOf(call: FloorCall, now: number): number {
    const mean = this.#setup.sumMs / this.#setup.rung;
    if (call.ringingAt >= 0) return mean + now - call.ringingAt;
    const age = now - call.placedAt;
    return this.#setup.silent > this.#setup.rung ? age : Math.min(age, mean);
  }

  /** Answers that are on their way at any time while `working` agents are all kept busy (Little's law). */
  usualAnswers(working: number): number {
    return (working * this.ring.answerMs) / this.#handleMs;
  }

  /**
   * How much longer it takes to the next answer where calls are placed for free agents alone than with careful dialing ahead: 1 = twice
   * as long. Alone an agent waits for as many calls as it takes, one after the other; ahead he is busy 1 − 0.26 ÷ √answers (the
   * reference at next to no risk: .56 with 5 agents, .70 to .75 with 12; docs/PACING.md).
   * @param usual answers that are usually on their way
   * @param chance that a call is answered, > 0
   */
  slowdown(usual: number, chance: number): number {
    const waitMs = this.ring.answerMs + (1 / chance - 1) * this.ring.otherMs;
    const alone = this.#handleMs / (this.#handleMs + waitMs);
    const ahead = 1 - CAREFUL_IDLE / Math.sqrt(Math.max(1e-6, usual));
    return Math.max(0, ahead / alone - 1);
  }

  get #handleMs(): number {
    return this.talk.meanMs + this.wrap.meanMs;
  }

  /** Takes in what an event meant. */
  learn(change: FloorChange, now: number): void {
    switch (change.kind) {
      case 'placed':
        change.call.factor = this.chance.factor(change.call.campaignId, change.call.features);
        return;
      case 'answered':
        this.#rang(change.call);
        this.#ringEnds(change.call, now, HUMAN);
        this.#charge(change.call, 0, 1, 0);
        this.#maturing.push(trialOf(change.call));
        return;
      case 'failed':
        if (change.wasWaiting) return;
        this.#failed(change.call, change.reason, now);
        return;
      case 'spell-ended':
        this.#workEnds(change, now);
        return;
      case 'reclassified':
        this.chance.correct(change.campaignId, change.as === 'person' ? 1 : -1);
        return;
      default:
    }
  }

  /** Lets time pass: to be called before each decision. */
  advance(now: number, floor: Floor): void {
    const second = Math.floor(now / SWEEP_MS) * SWEEP_MS;
    if (this.#sweptAt === null || second > this.#sweptAt) {
      this.#sweep(now, floor, Math.min(5_000, second - (this.#sweptAt ?? second)));
      this.#sweptAt = second;
    }
    const turn = Math.floor(now / TURN_MS);
    const last = this.#foldedAt === null ? turn - CURVES.length : Math.floor(this.#foldedAt / TURN_MS);
    if (turn <= last) return;
    for (let t = Math.max(last + 1, turn - CURVES.length + 1); t <= turn; t++)
      this.#fold(CURVES[((t % CURVES.length) + CURVES.length) % CURVES.length] ?? 'ring', now, floor);
    this.pace.tell(floor.agents);
    this.#fitReleases();
    this.#foldedAt = turn * TURN_MS;
  }

  save(): SavedLearning {
    return {
      ring: this.ring.hazards.save(),
      talk: this.talk.hazards.save(),
      wrap: this.wrap.hazards.save(),
      pace: this.pace.save(),
      chance: this.chance.save(),
      setup: { ...this.#setup },
      pending: structuredClone(this.#pending),
      maturing: structuredClone(this.#maturing),
      sweptAt: this.#sweptAt,
      foldedAt: this.#foldedAt,
    };
  }

  restore(saved: SavedLearning): void {
    this.ring.hazards.restore(saved.ring);
    this.talk.hazards.restore(saved.talk);
    this.wrap.hazards.restore(saved.wrap);
    this.pace.restore(saved.pace);
    this.chance.restore(saved.chance);
    Object.assign(this.#setup, saved.setup);
    this.#pending = structuredClone(saved.pending);
    this.#maturing = structuredClone(saved.maturing);
    this.#sweptAt = saved.sweptAt;
    this.#foldedAt = saved.foldedAt;
    this.#fit();
  }

  #failed(call: FloorCall, reason: string, now: number): void {
    // A refusal by the carrier or a cancel of ours says nothing about people.
    const cut = reason === 'congestion' || reason === 'cancelled';
    this.#ringEnds(call, now, cut ? -1 : OTHER);
    if (cut) return;
    this.#maturing.push(trialOf(call));
    if (reason === 'no-answer' || reason === 'machine') this.#rang(call);
  }

  #rang(call: FloorCall): void {
    const setup = this.#setup;
    if (call.ringingAt < 0) setup.silent++;
    else {
      setup.rung++;
      setup.sumMs += call.ringingAt - call.placedAt;
    }
  }

  #ringEnds(call: FloorCall, now: number, cause: number): void {
    this.#pending.push({ of: 'ring', cause, elapsedMs: this.ageOf(call, now), bins: call.bins });
  }

  #charge(trial: Trial, trials: number, answers: number, believed: number): void {
    this.chance.count(trial.campaignId, trials, answers, trial.features, trial.factor * believed, believed);
  }

  /**
   * Of all calls placed `age` ago a share G(age) × p has been answered, whatever became of the others: so a call's trial
   * ripens with G, also after it failed early. Until enough answers were seen G is taken to be slower than it looks, while
   * answers count at once: the estimate then errs on the safe side.
   */
  #ripen(trial: Trial, ageMs: number, beliefs: Map<string, Belief>): void {
    let belief = beliefs.get(trial.campaignId);
    if (belief === undefined) {
      belief = { settled: this.chance.settled(trial.campaignId), mean: this.chance.of(trial.campaignId).mean };
      beliefs.set(trial.campaignId, belief);
    }
    const share = ageMs >= this.#ripeMs ? 1 : this.ring.g(belief.settled ? ageMs : ageMs * UNSETTLED_PACE);
    if (share <= trial.trial) return;
    this.#charge(trial, share - trial.trial, 0, belief.mean);
    trial.trial = share;
    if (share >= 1) this.chance.ripened();
  }

  #workEnds(spell: Extract<FloorChange, { kind: 'spell-ended' }>, now: number): void {
    const elapsedMs = now - spell.since;
    const own = spell.next !== 'offline' && spell.next !== 'reserved';
    if (own && spell.state === 'talking') this.pace.ended('talk', spell.agentId, elapsedMs);
    if (own && spell.state === 'wrapping') this.pace.ended('wrap', spell.agentId, elapsedMs);
    if (spell.state === 'talking') {
      this.#pending.push({ of: 'talk', cause: own ? 0 : -1, elapsedMs, bins: spell.bins });
      if (spell.next === 'available') this.#pending.push({ of: 'wrap', cause: 0, elapsedMs: 0, bins: 0 });
    } else if (spell.state === 'wrapping') {
      this.#pending.push({ of: 'wrap', cause: own ? 0 : -1, elapsedMs, bins: spell.bins });
    }
  }

  #sweep(now: number, floor: Floor, passedMs: number): void {
    if (floor.dialing > 0) this.chance.fade(passedMs, now);
    const beliefs = new Map<string, Belief>();
    for (const call of floor.calls.values())
      if (call.phase === 'dialing') this.#ripen(call, this.ageOf(call, now), beliefs);
    let kept = 0;
    for (const trial of this.#maturing) {
      this.#ripen(trial, now - trial.placedAt, beliefs);
      if (trial.trial < 1) this.#maturing[kept++] = trial;
    }
    this.#maturing.length = kept;
  }

  /** Brings one curve up to what was seen. */
  #fold(of: SpellEnd['of'], now: number, floor: Floor): void {
    const { hazards } = this[of];
    if (this.#pending.some((spell) => spell.of === of)) this.#fade(of);
    let kept = 0;
    for (const spell of this.#pending) {
      if (spell.of !== of) {
        this.#pending[kept++] = spell;
        continue;
      }
      hazards.expose(spell.bins, spell.elapsedMs);
      if (spell.cause >= 0) hazards.end(spell.cause, spell.elapsedMs);
    }
    this.#pending.length = kept;
    if (of === 'ring') {
      for (const call of floor.calls.values())
        if (call.phase === 'dialing') call.bins = hazards.expose(call.bins, this.ageOf(call, now));
    } else {
      const state = of === 'talk' ? 'talking' : 'wrapping';
      for (const agent of floor.agents.values())
        if (agent.state === state) agent.bins = hazards.expose(agent.bins, now - agent.since);
    }
    this[of].fit();
  }

  #fade(of: SpellEnd['of']): void {
    const keep = 0.5 ** (FOLD_MS / (of === 'ring' ? RING_HALF_LIFE_MS : WORK_HALF_LIFE_MS));
    this[of].hazards.fade(keep);
    if (of !== 'ring') return;
    this.#setup.sumMs *= keep;
    this.#setup.rung *= keep;
    this.#setup.silent *= keep;
  }

  #fit(): void {
    this.ring.fit();
    this.talk.fit();
    this.wrap.fit();
    this.#fitReleases();
  }

  #fitReleases(): void {
    this.releases.fit(this.talk, this.wrap, this.ring.horizons, Math.max(0, this.#patienceMs - CONNECT_MS));
  }
}

function trialOf({ campaignId, placedAt, features, factor, trial }: FloorCall): Trial {
  return { campaignId, placedAt, features, factor, trial };
}

/** Telesales as in PACING.md's lifelike world; means are learned from the third spell on. */
const TALK = { binMs: 5_000, bins: 180, meanMs: 120_000, cv: 1.17, meanStrength: 3, shapeStrength: 20 };
const WRAP = { binMs: 1_000, bins: 120, meanMs: 20_000, cv: 0.5, meanStrength: 3, shapeStrength: 5 };
