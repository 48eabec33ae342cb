import type pg from 'pg';
import type { Stage } from './stage.ts';

/** Wishes that came within this are written in one statement, so that the agents' own requests weigh little. */
const LINGER_MS = 20;

/** What agents ask for, written where the API writes it. */
export class Wishes {
  readonly #stage: Stage;
  readonly #pool: pg.Pool;
  readonly #groupId: string;
  #waiting: { agentId: string; body: Record<string, unknown> }[] = [];
  #writing: Promise<void> | undefined;

  constructor(stage: Stage, pool: pg.Pool, groupId: string) {
    this.#stage = stage;
    this.#pool = pool;
    this.#groupId = groupId;
  }

  /** Not written yet when it returns; see `flush`. */
  ask(agentId: string, body: Record<string, unknown>): void {
    this.#waiting.push({ agentId, body });
    if (this.#waiting.length === 1) this.#stage.clock.after(LINGER_MS, () => void this.flush());
  }

  async flush(): Promise<void> {
    await this.#writing;
    const wishes = this.#waiting;
    this.#waiting = [];
    if (wishes.length === 0) return;
    this.#writing = this.#write(wishes);
    await this.#writing;
  }

  async #write(wishes: { agentId: string; body: Record<string, unknown> }[]): Promise<void> {
    const { ids, clock } = this.#stage;
    const at = clock.now();
    const rows = wishes.map(({ agentId, body }) => {
      const id = ids.next();
      return { id, agentId, body: JSON.stringify({ ...body, id, agentId, at }) };
    });
    await this.#pool.query(
      `insert into agent_wish (id, agent_id, group_id, body, at)
       select i, a, $4, b, $5 from unnest($1::uuid[], $2::uuid[], $3::jsonb[]) u (i, a, b)`,
      [
        rows.map((r) => r.id),
        rows.map((r) => r.agentId),
        rows.map((r) => r.body),
        this.#groupId,
        new Date(at).toISOString(),
      ],
    );
  }
}
