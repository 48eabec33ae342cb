import { setInterval } from 'node:timers';
import type { Floor } from './floor.ts';

/** People who look at their seats in the database, so that they outlive any engine: they give results and hang up. */
export class AgentsByTable {
  readonly #floor: Floor;
  readonly #longestTalkMs: number;
  readonly #done = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  constructor(floor: Floor, longestTalkMs: number) {
    this.#floor = floor;
    this.#longestTalkMs = longestTalkMs;
    this.#timer = setInterval(() => void this.#look(), 250);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const seats = await this.#floor.sql<{
        agent_id: string;
        state: string;
        attempt_id: string | null;
        since: Date;
        reason: string | null;
      }>(
        `select agent_id, state, attempt_id, since, reason from agent_seat where state in ('talking', 'wrapup', 'paused')`,
      );
      for (const seat of seats) await this.#act(seat);
    } catch {
      // The database may be away in some tests: people try again.
    } finally {
      this.#looking = false;
    }
  }

  async #act(seat: {
    agent_id: string;
    state: string;
    attempt_id: string | null;
    since: Date;
    reason: string | null;
  }): Promise<void> {
    const { agent_id, state, attempt_id, since } = seat;
    if (state === 'paused') {
      // Whoever owes a result gives it first, or he would never be ready again.
      for (const { id } of await this.#owed(agent_id))
        await this.#once(`owed ${id}`, agent_id, { type: 'disposition', attemptId: id, result: 'NOINTEREST' });
      return this.#once(`${agent_id} ${since.getTime()}`, agent_id, { type: 'ready' });
    }
    if (attempt_id === null) return;
    if (state === 'wrapup')
      return this.#once(`wrapup ${attempt_id}`, agent_id, {
        type: 'disposition',
        attemptId: attempt_id,
        result: 'NOINTEREST',
      });
    if (Date.now() - since.getTime() > this.#longestTalkMs)
      return this.#once(`hang-up ${attempt_id}`, agent_id, { type: 'hang-up', attemptId: attempt_id });
  }

  #owed(agentId: string): Promise<{ id: string }[]> {
    return this.#floor.sql<{ id: string }>(`select id from attempt where agent_id = $1 and disposition = 'UNFILLED'`, [
      agentId,
    ]);
  }

  async #once(key: string, agentId: string, wish: Record<string, unknown>): Promise<void> {
    if (this.#done.has(key)) return;
    this.#done.add(key);
    await this.#floor.wish(agentId, wish);
  }
}
