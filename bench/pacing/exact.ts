/**
 * The exact optimum of predictive dialing where nothing has a memory: handle time, ring time and patience exponential, every
 * call answered with chance p. State: customers with or waiting for an agent (n), calls ringing (r); at any moment more
 * calls may be placed. Greatest share of busy time with abandoned ÷ (abandoned + connected) ≤ limit: the dual of a
 * constrained average-reward problem, relative value iteration inside, golden section over the price of an abandoned call.
 */
export interface Memoryless {
  agents: number;
  answer: number;
  handleS: number;
  ringS: number;
  patienceS: number;
}

/** PACING.md "Exact optimum in the memoryless world". */
export const MEMORYLESS = { handleS: 140, ringS: 10, patienceS: 2 };

const WAITING = 10;

/** The uniformised chain: rates of each state, calls ringing at most `ring`. */
export class Chain {
  readonly top: number;
  readonly ring: number;
  readonly width: number;
  readonly #m: Memoryless;
  readonly #rate: number;

  constructor(m: Memoryless) {
    this.#m = m;
    this.top = m.agents + WAITING;
    this.ring = Math.ceil(Math.min(12 / m.answer, Math.max(4, m.agents) / m.answer) + 14);
    this.width = this.ring + 1;
    this.#rate = m.agents / m.handleS + this.ring / m.ringS + WAITING / m.patienceS;
  }

  /**
   * The best share of busy time, less `price` (in talks) for each call abandoned beyond `limit`.
   * @param value relative values, kept between calls as a start
   */
  bestGain(price: number, limit: number, value: Float64Array): number {
    const { agents, handleS, ringS, patienceS, answer } = this.#m;
    const { top, ring, width } = this;
    const cost = (price * handleS) / agents;
    const next = new Float64Array(value.length);
    const busyRate = 1 / handleS / this.#rate;
    const ringRate = 1 / ringS / this.#rate;
    const leaveRate = 1 / patienceS / this.#rate;
    for (let round = 0; round < 60_000; round++) {
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let n = 0; n <= top; n++) {
        const busy = Math.min(n, agents);
        const waiting = n - busy;
        const ends = busy * busyRate;
        const leaves = waiting * leaveRate;
        // Per uniformised step: share of busy time; connected = ended in the long run.
        const fixed = busy / agents / this.#rate - cost * ((1 - limit) * leaves - limit * ends);
        const row = n * width;
        const below = Math.max(0, n - 1) * width;
        const above = Math.min(top, n + 1) * width;
        const overflow = n === top ? cost * (1 - limit) : 0;
        for (let r = 0; r <= ring; r++) {
          const end = r * ringRate;
          const left = r > 0 ? r - 1 : 0;
          const here = value[row + r] as number;
          next[row + r] =
            fixed -
            end * answer * overflow +
            (ends + leaves) * (value[below + r] as number) +
            end * (answer * (value[above + left] as number) + (1 - answer) * (value[row + left] as number)) +
            (1 - ends - leaves - end) * here;
        }
        // Placing calls takes no time: a state is worth the best of those with more calls ringing.
        for (let r = ring - 1; r >= 0; r--) {
          const more = next[row + r + 1] as number;
          if (more > (next[row + r] as number)) next[row + r] = more;
        }
        for (let r = 0; r <= ring; r++) {
          const change = (next[row + r] as number) - (value[row + r] as number);
          if (change < least) least = change;
          if (change > most) most = change;
        }
      }
      const base = next[0] as number;
      for (let i = 0; i < value.length; i++) value[i] = (next[i] as number) - base;
      if ((most - least) * this.#rate < 2e-5) return ((most + least) / 2) * this.#rate;
    }
    throw new Error('the exact solver did not converge');
  }

  /** What a policy does in the long run. @param upTo calls ringing that it dials up to with n customers in the system */
  evaluate(upTo: readonly number[]): { utilisation: number; abandoned: number } {
    const { agents, handleS, ringS, patienceS, answer } = this.#m;
    const { top, ring, width } = this;
    const target = (n: number, r: number): number => n * width + Math.min(ring, Math.max(r, upTo[n] ?? 0));
    let now = new Float64Array((top + 1) * width);
    let next = new Float64Array(now.length);
    now[target(Math.floor(0.8 * agents), 0)] = 1;
    const before = { utilisation: 0, abandoned: 0 };
    for (let round = 0; round < 200_000; round++) {
      next.fill(0);
      let busyShare = 0;
      let left = 0;
      let ended = 0;
      for (let n = 0; n <= top; n++) {
        const busy = Math.min(n, agents);
        const ends = busy / handleS / this.#rate;
        const leaves = (n - busy) / patienceS / this.#rate;
        for (let r = 0; r <= ring; r++) {
          const mass = now[n * width + r] as number;
          if (mass < 1e-14) continue;
          const end = r / ringS / this.#rate;
          busyShare += (mass * busy) / agents;
          left += mass * (leaves + (n === top ? end * answer : 0));
          ended += mass * ends;
          add(next, target(Math.max(0, n - 1), r), mass * (ends + leaves));
          add(next, target(Math.min(top, n + 1), Math.max(0, r - 1)), mass * end * answer);
          add(next, target(n, Math.max(0, r - 1)), mass * end * (1 - answer));
          add(next, target(n, r), mass * (1 - ends - leaves - end));
        }
      }
      [now, next] = [next, now];
      if (round % 200 !== 0) continue;
      const abandoned = left / Math.max(1e-12, left + ended);
      if (Math.abs(abandoned - before.abandoned) < 2e-6 && Math.abs(busyShare - before.utilisation) < 2e-6)
        return { utilisation: busyShare, abandoned };
      before.abandoned = abandoned;
      before.utilisation = busyShare;
    }
    throw new Error('the evaluation did not converge');
  }
}

function add(into: Float64Array, i: number, mass: number): void {
  into[i] = (into[i] as number) + mass;
}

/** The greatest utilisation that any policy reaches at this limit. */
export function exactOptimum(m: Memoryless, limit: number): number {
  const chain = new Chain(m);
  const value = new Float64Array((chain.top + 1) * chain.width);
  const gain = (logPrice: number): number => chain.bestGain(Math.exp(logPrice), limit, value);
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.2);
  let high = Math.log(30);
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let atA = gain(a);
  let atB = gain(b);
  let best = Math.min(atA, atB);
  while (high - low > 0.08) {
    if (atA < atB) {
      high = b;
      b = a;
      atB = atA;
      a = high - golden * (high - low);
      atA = gain(a);
    } else {
      low = a;
      a = b;
      atA = atB;
      b = low + golden * (high - low);
      atB = gain(b);
    }
    best = Math.min(best, atA, atB);
  }
  return best;
}

/** Utilisation of a family of policies at exactly `limit`: by chance one of the two that lie around it. */
export function atLimit(
  evaluate: (parameter: number) => { utilisation: number; abandoned: number },
  low: number,
  high: number,
  limit: number,
): { utilisation: number; parameter: number } {
  let below = { at: low, ...evaluate(low) };
  let above = { at: high, ...evaluate(high) };
  for (let i = 0; i < 14 && above.abandoned - below.abandoned > 1e-4; i++) {
    const at = Math.sqrt(below.at * above.at);
    const found = { at, ...evaluate(at) };
    if (found.abandoned <= limit) below = found;
    else above = found;
  }
  const share = Math.max(0, Math.min(1, (limit - below.abandoned) / (above.abandoned - below.abandoned)));
  return { utilisation: below.utilisation + share * (above.utilisation - below.utilisation), parameter: below.at };
}
