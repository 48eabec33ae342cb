import type { StopView } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { optional, timestamp } from './values.ts';

/** Emergency stops: in force with the commit, until lifted; every runner is nudged (DESIGN.md "HTTP"). */
export class PgStops {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async active(): Promise<StopView[]> {
    const query = this.#db.selectFrom('emergency_stop').selectAll().where('lifted_at', 'is', null).orderBy('id');
    return (await query.execute()).map((row) => ({
      id: row.id,
      trunkId: optional(row.trunk_id),
      reason: row.reason,
      stoppedBy: optional(row.stopped_by),
      stoppedAt: row.stopped_at,
    }));
  }

  async stop(actor: Actor, stop: { trunkId: string | undefined; reason: string }): Promise<StopView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { trunkId } = stop;
    const reason = maskPhonesInText(stop.reason);
    await transact(this.#db, async (tx) => {
      if (trunkId !== undefined) {
        const trunk = await tx.selectFrom('trunk').select('id').where('id', '=', trunkId).executeTakeFirst();
        if (trunk === undefined) throw wrong('trunkId', 'an id that is not there', 'the id of a trunk');
      }
      const by = { stopped_by: actor.userId, stopped_at: timestamp(now) };
      await tx
        .insertInto('emergency_stop')
        .values({ id, trunk_id: trunkId ?? null, reason, ...by })
        .execute();
      const details = trunkId === undefined ? { all: true } : { trunkId };
      await appendAudit(
        tx,
        actor,
        { action: 'stop.set', subjectKind: 'emergency-stop', subjectId: id, reason, details },
        now,
      );
    });
    return { id, trunkId, reason, stoppedBy: actor.userId, stoppedAt: now };
  }

  async lift(actor: Actor, which: { id: string | undefined; reason: string }): Promise<number> {
    const now = this.#clock.now();
    const { id, reason } = which;
    return await transact(this.#db, async (tx) => {
      let query = tx
        .updateTable('emergency_stop')
        .set({ lifted_by: actor.userId, lifted_at: timestamp(now) })
        .where('lifted_at', 'is', null);
      if (id !== undefined) query = query.where('id', '=', id);
      const lifted = await query.returning('id').execute();
      if (id !== undefined && lifted.length === 0) throw new Refused('not-found', 'There is no such stop in force.');
      if (lifted.length === 0) return 0;
      const details = { lifted: lifted.map((row) => row.id) };
      await appendAudit(
        tx,
        actor,
        { action: 'stop.lift', subjectKind: 'emergency-stop', subjectId: id, reason, details },
        now,
      );
      return lifted.length;
    });
  }
}
