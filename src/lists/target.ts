/** What the size of a ready queue hangs on. */
export interface TargetFacts {
  /** Agents signed in, whatever they do. */
  agents: number;
  linesPerAgent: number;
  ringTimeoutMs: number;
  /** How many ring times the queue should last. */
  factor: number;
  floor: number;
}

export const QUEUE_FACTOR = 2;
export const QUEUE_FLOOR = 50;

/**
 * Contacts that a ready queue should hold: max(floor, agents × lines per agent × 60 ÷ ring time-out in seconds × factor),
 * RULES.md "Ready queue". A figure of nonsense counts as none, so the floor is what is left.
 */
export function queueTarget({ agents, linesPerAgent, ringTimeoutMs, factor, floor }: TargetFacts): number {
  const wanted = Math.ceil((agents * linesPerAgent * 60_000 * factor) / ringTimeoutMs);
  return Math.max(floor, Number.isFinite(wanted) ? wanted : 0);
}
