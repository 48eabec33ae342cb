import type { Actor } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { timestamp } from './values.ts';

/** Settings of the installation that are changed while it runs. Keys with `audit.` are the chain's own. */
export class PgSettings {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async all(): Promise<Record<string, unknown>> {
    const rows = await this.#db
      .selectFrom('setting')
      .select(['key', 'value'])
      .where('key', 'not like', 'audit.%')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  }

  async put(actor: Actor, key: string, value: unknown): Promise<void> {
    const now = this.#clock.now();
    const row = { value: JSON.stringify(value), updated_at: timestamp(now) };
    await transact(this.#db, async (tx) => {
      await tx
        .insertInto('setting')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
      const deed = { action: 'setting.change', subjectKind: 'setting', subjectId: key, details: { value } };
      await appendAudit(tx, actor, deed, now);
    });
  }
}
