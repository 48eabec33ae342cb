import type { AgentStore, AgentWish, Log, WishAnswer, WishRefusal } from './ports.ts';

/** What comes later than this after the click is not what the agent wants any more, ms; his page gives up then (`PgSeats`). */
export const LATE_MS = 5_000;

export function isLate(wish: AgentWish, now: number): boolean {
  return now - wish.at > LATE_MS;
}

export function refused(why: WishRefusal): WishAnswer {
  return { kind: 'refused', why, facts: {} };
}

/** The runner's word to those who wait for it. */
export class Answers {
  readonly #deps: { agents: AgentStore; log: Log };

  constructor(deps: { agents: AgentStore; log: Log }) {
    this.#deps = deps;
  }

  /** An answer that cannot be written is as good as none: the asker gives up by himself. Never rejects. */
  async give(wishId: string, answer: WishAnswer): Promise<void> {
    const { agents, log } = this.#deps;
    try {
      await agents.answer(wishId, answer);
    } catch (error) {
      log.warn({ wishId, error: String(error) }, 'answer to a wish not written');
    }
  }

  refuse(wishId: string, why: WishRefusal): Promise<void> {
    return this.give(wishId, refused(why));
  }
}
