import { type RawBuilder, sql } from 'kysely';
import type { DoNotCallScope, DoNotCallTarget, DoNotCallView, Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import type { PhoneVault } from './crypto.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { contactRows, departmentRows, personRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

/** Turns what a person typed into E.164; undefined: no phone number. */
export type ToE164 = (typed: string) => string | undefined;

/** The do-not-call list. Numbers are kept as blind indexes and masks only; nothing of the list gives one back. */
export class PgDoNotCall {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #vault: PhoneVault;
  readonly #toE164: ToE164;

  constructor(parts: { db: Db; clock: Clock; ids: IdSource; vault: PhoneVault; toE164: ToE164 }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#vault = parts.vault;
    this.#toE164 = parts.toE164;
  }

  async list(page: PageRequest): Promise<Page<DoNotCallView>> {
    const after = idCursor(page.cursor);
    let query = selectEntries(this.#db)
      .orderBy('d.id', 'desc')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('d.id', '<', after);
    return pageFrom((await query.execute()).map(entryOf), page.limit, (entry) => entry.id);
  }

  async get(id: string): Promise<DoNotCallView | undefined> {
    const row = await selectEntries(this.#db).where('d.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : entryOf(row);
  }

  /** In force with the commit: the gate reads the list inside the intent's transaction, ringing calls are cancelled. */
  async add(
    actor: Actor,
    entry: DoNotCallTarget & { scope: DoNotCallScope; reason: string; expiresAt: number | undefined },
  ): Promise<DoNotCallView> {
    const now = this.#clock.now();
    if (entry.expiresAt !== undefined && entry.expiresAt <= now)
      throw wrong('expiresAt', 'a time gone by', 'a time to come');
    const reason = maskPhonesInText(entry.reason);
    const { departmentId } = actor.scope;
    return await transact(this.#db, async (tx) => {
      const scope = await scopeText(tx, actor, entry.scope);
      const ids: string[] = [];
      for (const number of await this.#numbersOf(tx, actor, entry)) {
        const row = { ...number, scope, reason, expires_at: timestamp(entry.expiresAt), created_at: timestamp(now) };
        ids.push(await this.#write(tx, actor, row));
      }
      const [first] = ids;
      if (first === undefined) throw new Refused('not-found', 'There is no number of yours to forbid.');
      for (const subjectId of ids)
        await appendAudit(
          tx,
          actor,
          { action: 'dnc.add', subjectKind: 'do-not-call', subjectId, departmentId, reason },
          now,
        );
      return entryOf(await selectEntries(tx).where('d.id', '=', first).executeTakeFirstOrThrow());
    });
  }

  async #numbersOf(tx: Tx, actor: Actor, target: DoNotCallTarget): Promise<{ blind_index: Buffer; masked: string }[]> {
    if ('number' in target) {
      const e164 = this.#toE164(target.number);
      if (e164 === undefined)
        throw wrong('number', `a text of ${target.number.length} characters (hidden)`, 'a phone number');
      const { blindIndex, masked } = this.#vault.seal(e164);
      return [{ blind_index: Buffer.from(blindIndex, 'hex'), masked }];
    }
    const found =
      'contactId' in target
        ? sql<{ blind_index: Buffer; masked: string }>`select p.blind_index, p.masked
            from contact c left join customer cu on cu.id = c.customer_id
            join phone p on p.id = c.phone_id or p.id in (${numbersOf(sql`n.contact_id = c.id`)})
            where c.id = ${target.contactId} and cu.deleted_at is null and ${contactRows(actor.scope)}
            order by p.id = c.phone_id desc, p.blind_index`
        : sql<{ blind_index: Buffer; masked: string }>`select p.blind_index, p.masked
            from customer cu join phone p on p.customer_id = cu.id or p.id in (
              select k.phone_id from contact k where k.customer_id = cu.id
              union ${numbersOf(sql`n.contact_id in (select k.id from contact k where k.customer_id = cu.id)`)})
            where cu.id = ${target.customerId} and cu.deleted_at is null and ${personRows(actor.scope, {
              person: sql`cu.owner_id`,
              squad: sql`cu.squad_id`,
              department: sql`cu.department_id`,
            })} order by p.blind_index`;
    return (await found.execute(tx)).rows;
  }

  async #write(
    tx: Tx,
    actor: Actor,
    row: {
      blind_index: Buffer;
      masked: string;
      scope: string;
      reason: string;
      expires_at: string | null;
      created_at: string;
    },
  ): Promise<string> {
    const { id } = await tx
      .insertInto('do_not_call')
      .values({ ...row, id: this.#ids.next(), source: 'api', created_by: actor.userId })
      // Asked for again: the later word counts, and for ever beats until.
      .onConflict((conflict) =>
        conflict.columns(['blind_index', 'scope']).doUpdateSet({
          reason: row.reason,
          masked: row.masked,
          expires_at: sql`case when do_not_call.expires_at is null then null else excluded.expires_at end`,
        }),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async remove(actor: Actor, id: string, reason: string): Promise<void> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const gone = await tx
        .deleteFrom('do_not_call')
        .where('id', '=', id)
        .returning(['id', 'reason'])
        .executeTakeFirst();
      if (gone === undefined) throw new Refused('not-found', 'There is no such entry.');
      const { departmentId } = actor.scope;
      await appendAudit(
        tx,
        actor,
        { action: 'dnc.remove', subjectKind: 'do-not-call', subjectId: id, departmentId, reason },
        now,
      );
    });
  }
}

/** Further numbers of contacts, by which they are dialed when the first does not reach them. */
function numbersOf(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select n.phone_id from contact_number n where ${which}`;
}

/** As it stands in the table; `wrong` when the campaign or list is not the asker's. */
async function scopeText(tx: Tx, actor: Actor, { kind, id }: DoNotCallScope): Promise<string> {
  if (kind === 'global') return 'global';
  if (kind === 'department') return `department:${actor.scope.departmentId}`;
  const { rows } =
    kind === 'campaign'
      ? await sql`select from campaign c where c.id = ${id} and ${departmentRows(actor.scope, sql`c.department_id`)}`.execute(
          tx,
        )
      : await sql`select from list l join campaign c on c.id = l.campaign_id
          where l.id = ${id} and ${departmentRows(actor.scope, sql`c.department_id`)}`.execute(tx);
  if (rows.length === 0) throw wrong('scopeId', 'another id', `a ${kind} of yours`);
  return `${kind}:${id}`;
}

export function selectEntries(db: Db | Tx) {
  return db
    .selectFrom('do_not_call as d')
    .leftJoin('phone as p', 'p.blind_index', 'd.blind_index')
    .select(['d.id', 'd.scope', 'd.reason', 'd.source', 'd.created_by', 'd.created_at', 'd.expires_at'])
    .select(sql<string | null>`coalesce(d.masked, p.masked)`.as('masked'));
}

function entryOf(row: {
  id: string;
  scope: string;
  reason: string;
  source: string;
  created_by: string | null;
  created_at: number;
  expires_at: number | null;
  masked: string | null;
}): DoNotCallView {
  return {
    id: row.id,
    number: optional(row.masked),
    scope: row.scope,
    reason: row.reason,
    source: row.source,
    createdBy: optional(row.created_by),
    createdAt: row.created_at,
    expiresAt: optional(row.expires_at),
  };
}
