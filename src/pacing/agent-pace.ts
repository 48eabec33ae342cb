/**
 * How much slower or faster than the group each agent works: one factor on his talks and one on his wrap-ups. Partial pooling of
 * logarithms (an agent's mean is drawn to the group's by n ÷ (n + σ² ÷ τ²)); how far agents differ (τ²) is learned too, so a group
 * of like agents is not split by chance. Factors come in a few classes, so that tables (releases.ts) can be kept for each.
 */
export type Work = 'talk' | 'wrap';

/** Classes of one factor: exp(STEP × −2 … 2), from 0.63 to 1.58. */
const STEP = 0.23;
const REACH = 2;
export const CLASSES = 2 * REACH + 1;
/** Class of the talk × CLASSES + class of the wrap-up; this one is the group's own pace. */
export const USUAL_PACE = REACH * CLASSES + REACH;

/** Spells that are remembered of one agent, and of the group. */
const OWN_MEMORY = 80;
const GROUP_MEMORY = 3_000;
/** Until the group has so many, nobody is told apart. */
const FEWEST = 30;
/** Imagined spells behind the first guess of how far agents differ, and that guess (variance of the logarithm). */
const TAU_STRENGTH = 60;
const TAU_FIRST = 0.01;
const MOST_AGENTS = 2_000;
const LEAST_MS = 500;

interface Group {
  n: number;
  sum: number;
  squares: number;
}

export interface SavedPaceOf extends Group {
  agents: [id: string, n: number, sum: number][];
}

export type SavedPace = Record<Work, SavedPaceOf>;

/** One kind of work. */
class PaceOf {
  readonly #group: Group = { n: 0, sum: 0, squares: 0 };
  readonly #agents = new Map<string, { n: number; sum: number }>();

  ended(agentId: string, ms: number): void {
    const log = Math.log(Math.max(LEAST_MS, ms));
    const group = this.#group;
    if (group.n >= GROUP_MEMORY) {
      const keep = 1 - 1 / GROUP_MEMORY;
      group.n *= keep;
      group.sum *= keep;
      group.squares *= keep;
    }
    group.n++;
    group.sum += log;
    group.squares += log * log;
    const own = this.#agents.get(agentId) ?? { n: 0, sum: 0 };
    if (own.n >= OWN_MEMORY) {
      own.sum *= 1 - 1 / OWN_MEMORY;
      own.n *= 1 - 1 / OWN_MEMORY;
    }
    own.n++;
    own.sum += log;
    // Whoever worked last is last to be forgotten.
    this.#agents.delete(agentId);
    this.#agents.set(agentId, own);
    if (this.#agents.size > MOST_AGENTS) {
      const oldest = this.#agents.keys().next();
      if (!oldest.done) this.#agents.delete(oldest.value);
    }
  }

  /** σ² ÷ τ²: spells of one agent at which he is believed half; infinite while agents seem alike. */
  pooling(): { mean: number; strength: number } {
    const { n, sum, squares } = this.#group;
    if (n < FEWEST) return { mean: 0, strength: Number.POSITIVE_INFINITY };
    const mean = sum / n;
    const variance = Math.max(1e-6, squares / n - mean * mean);
    let between = TAU_STRENGTH * TAU_FIRST;
    let spells = TAU_STRENGTH;
    for (const own of this.#agents.values()) {
      // By chance alone n × (own mean − mean)² would be σ².
      between += own.n * (own.sum / own.n - mean) ** 2 - variance;
      spells += own.n;
    }
    const tau = between / spells;
    return { mean, strength: tau > 1e-6 ? variance / tau : Number.POSITIVE_INFINITY };
  }

  /** Class of this agent's factor, 0 … CLASSES − 1. */
  classOf(agentId: string, { mean, strength }: { mean: number; strength: number }): number {
    const own = this.#agents.get(agentId);
    if (own === undefined || !Number.isFinite(strength)) return REACH;
    const log = (own.sum - own.n * mean) / (own.n + strength);
    return REACH + Math.max(-REACH, Math.min(REACH, Math.round(log / STEP)));
  }

  save(): SavedPaceOf {
    return { ...this.#group, agents: [...this.#agents].map(([id, { n, sum }]) => [id, n, sum]) };
  }

  restore({ n, sum, squares, agents }: SavedPaceOf): void {
    Object.assign(this.#group, { n, sum, squares });
    for (const [id, count, total] of agents) this.#agents.set(id, { n: count, sum: total });
  }
}

export class AgentPace {
  readonly #talk = new PaceOf();
  readonly #wrap = new PaceOf();

  /** A talk or wrap-up of this agent that ended by itself after `ms`. */
  ended(work: Work, agentId: string, ms: number): void {
    (work === 'talk' ? this.#talk : this.#wrap).ended(agentId, ms);
  }

  /** Tells each agent's pace (a number for `ReleaseTable`) by what is known now. */
  tell(agents: ReadonlyMap<string, { pace: number }>): void {
    const talk = this.#talk.pooling();
    const wrap = this.#wrap.pooling();
    for (const [id, agent] of agents)
      agent.pace = this.#talk.classOf(id, talk) * CLASSES + this.#wrap.classOf(id, wrap);
  }

  save(): SavedPace {
    return { talk: this.#talk.save(), wrap: this.#wrap.save() };
  }

  restore(saved: SavedPace): void {
    this.#talk.restore(saved.talk);
    this.#wrap.restore(saved.wrap);
  }
}

/** Factor on the length of talk or wrap-up that a class stands for: 1 = as the group. */
export function factorOf(ofClass: number): number {
  return Math.exp(STEP * (ofClass - REACH));
}
