import { sql } from 'kysely';
import type { CampaignHours } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { orNotFound } from './queries-refusals.ts';
import { contactRows, departmentRows } from './queries-scope.ts';
import { timestamp } from './values.ts';

/** So many contacts of a list are looked at again at once when its hours change; more come when their time comes. */
const MOST_WOKEN = 50_000;

/** What the gate reads beside a campaign's own settings, changed by people. In force with the commit. */
export class PgGateDoors {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Number prefixes that a department's campaigns may dial when they name none of their own; null: as shipped. */
  async putPrefixes(actor: Actor, teamId: string, prefixes: readonly string[] | null): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('team')
        .set({
          gate:
            prefixes === null
              ? sql`gate - 'allowPrefixes'`
              : sql`gate || ${JSON.stringify({ allowPrefixes: prefixes })}::jsonb`,
        })
        .where('id', '=', teamId)
        .where('kind', '=', 'department')
        .where(departmentRows(actor.scope, sql`id`))
        .returning('id')
        .executeTakeFirst();
      orNotFound(row, 'department');
      const deed = { action: 'team.prefixes', subjectKind: 'team', subjectId: teamId, departmentId: teamId };
      await appendAudit(tx, actor, { ...deed, details: { prefixes } }, this.#clock.now());
    });
  }

  /** Windows that go before the campaign's; the legal hours stay. Null: the campaign's. */
  async putListHours(actor: Actor, listId: string, hours: CampaignHours['campaign'] | null): Promise<void> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const { rows } = await sql<{ department_id: string }>`
        update list l set hours = ${hours === null ? null : JSON.stringify(hours)}::jsonb
        from campaign c where l.id = ${listId} and c.id = l.campaign_id
          and ${departmentRows(actor.scope, sql`c.department_id`)} returning c.department_id`.execute(tx);
      const { department_id: departmentId } = orNotFound(rows[0], 'list');
      await wake(tx, now, sql`list_id = ${listId}`);
      const deed = { action: 'list.hours', subjectKind: 'list', subjectId: listId, departmentId };
      await appendAudit(tx, actor, { ...deed, details: { hours } }, now);
    });
  }

  /** Time zones of the contact's own, which go before his number's; null: the number's. */
  async putZones(actor: Actor, contactId: string, zones: readonly string[] | null): Promise<void> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const { rows } = await sql<{ department_id: string }>`
        select c.department_id from contact c left join customer cu on cu.id = c.customer_id
        where c.id = ${contactId} and cu.deleted_at is null and ${contactRows(actor.scope)} for update of c`.execute(
        tx,
      );
      const { department_id: departmentId } = orNotFound(rows[0], 'contact');
      await sql`update contact set zones = ${zones === null ? null : [...zones]}::text[] where id = ${contactId}`.execute(
        tx,
      );
      await wake(tx, now, sql`id = ${contactId}`);
      const deed = { action: 'contact.zones', subjectKind: 'contact', subjectId: contactId, departmentId };
      await appendAudit(tx, actor, { ...deed, details: { zones } }, now);
    });
  }
}

/**
 * Never dialed and not promised: such a contact waits for nothing but the hours that the gate named under the former rule.
 * Asked again, the gate names the hours of the new one.
 */
async function wake(tx: Tx, now: number, which: ReturnType<typeof sql<boolean>>): Promise<void> {
  const at = timestamp(now);
  await sql`update contact set due_at = ${at} where id in (
    select id from contact where ${which} and state = 'open' and due_at > ${at} and attempts = 0 and source = 'new'
      and bound_agent_id is null and bound_squad_id is null limit ${MOST_WOKEN})`.execute(tx);
}
