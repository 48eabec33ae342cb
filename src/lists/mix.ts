import type { Candidate } from './ports.ts';

/**
 * Takes turns between lists by their weights (名单配比): smooth weighted round robin, as load balancers do it. The credits
 * outlive a feed, so that the proportion holds over the day and not only within one batch.
 */
export class ListMix {
  readonly #credit = new Map<string, number>();

  /**
   * The first `limit` of the candidates: a higher priority before all others, within it the lists by weight, within a
   * list as they came. A list that has nothing to give leaves its turn to the others and gathers no credit by it.
   */
  take(candidates: readonly Candidate[], weights: ReadonlyMap<string, number>, limit: number): Candidate[] {
    const taken: Candidate[] = [];
    for (const level of byPriority(candidates)) {
      const lists = new Map<string, Candidate[]>();
      for (const candidate of level) push(lists, candidate.listId, candidate);
      const next = new Map<string, number>();
      for (let left = level.length; left > 0 && taken.length < limit; left--) {
        const open = [...lists].filter(([id, items]) => (next.get(id) ?? 0) < items.length).map(([id]) => id);
        const chosen = this.#turn(open, weights);
        const at = next.get(chosen) ?? 0;
        next.set(chosen, at + 1);
        const candidate = lists.get(chosen)?.[at];
        if (candidate) taken.push(candidate);
      }
    }
    return taken;
  }

  #turn(open: readonly string[], weights: ReadonlyMap<string, number>): string {
    const weightOf = (id: string): number => weights.get(id) ?? 1;
    const all = open.reduce((sum, id) => sum + weightOf(id), 0);
    let best = open[0] ?? '';
    for (const id of open) {
      this.#credit.set(id, (this.#credit.get(id) ?? 0) + weightOf(id));
      if ((this.#credit.get(id) ?? 0) > (this.#credit.get(best) ?? 0)) best = id;
    }
    this.#credit.set(best, (this.#credit.get(best) ?? 0) - all);
    return best;
  }
}

function byPriority(candidates: readonly Candidate[]): Candidate[][] {
  const levels = new Map<number, Candidate[]>();
  for (const candidate of candidates) push(levels, candidate.priority, candidate);
  return [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
}

function push<K>(map: Map<K, Candidate[]>, key: K, candidate: Candidate): void {
  const items = map.get(key);
  if (items) items.push(candidate);
  else map.set(key, [candidate]);
}
