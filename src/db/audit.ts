import { sql } from 'kysely';
import { type AuditEntry, type AuditFault, type AuditRow, auditHash, ChainCheck, GENESIS } from '../domain/audit.ts';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor, Principal } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { numberCursor, pageFrom } from './queries-page.ts';
import { optional, timestamp } from './values.ts';

/** "audit" in ASCII, cut to four bytes: one appender at a time over all processes. */
const LOCK = 0x61756469;
const HEAD = 'audit.head';
const ROWS_AT_ONCE = 5_000;

/** What a command says of itself; who and when are added. */
export interface Deed {
  action: string;
  subjectKind: string;
  subjectId?: string | undefined;
  departmentId?: string | undefined;
  reason?: string | undefined;
  /** Never personal data: names of fields, states, counts. */
  details?: Record<string, unknown>;
}

/** Appends to the chain inside the transaction of the change itself: both are there, or neither. Call it last. */
export async function appendAudit(
  tx: Tx,
  actor: Pick<Actor, 'userId'> | undefined,
  deed: Deed,
  at: number,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
  const last = await tx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const entry: AuditEntry = {
    at,
    actorId: actor?.userId,
    action: deed.action,
    subjectKind: deed.subjectKind,
    subjectId: deed.subjectId,
    departmentId: deed.departmentId,
    reason: deed.reason === undefined ? undefined : maskPhonesInText(deed.reason),
    // As Postgres will give it back, so that the hash is of what is stored.
    details: JSON.parse(JSON.stringify(deed.details ?? {})) as Record<string, unknown>,
  };
  const row = { ...entry, seq: (last?.seq ?? 0) + 1, prevHash: last?.hash.toString('hex') ?? GENESIS };
  const hash = auditHash(row);
  await tx
    .insertInto('audit')
    .values({
      seq: row.seq,
      at: timestamp(at),
      actor_id: row.actorId ?? null,
      action: row.action,
      subject_kind: row.subjectKind,
      subject_id: row.subjectId ?? null,
      department_id: row.departmentId ?? null,
      reason: row.reason ?? null,
      details: JSON.stringify(row.details),
      prev_hash: Buffer.from(row.prevHash, 'hex'),
      hash: Buffer.from(hash, 'hex'),
    })
    .execute();
  const head = JSON.stringify({ seq: row.seq, hash });
  await tx
    .insertInto('setting')
    .values({ key: HEAD, value: head, updated_at: timestamp(at) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: head, updated_at: timestamp(at) }))
    .execute();
}

/** Reading and checking the chain. */
export class PgAuditTrail {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Newest first. Beyond `all` only what concerns the department is shown, and for `self` only one's own deeds. */
  async list(
    scope: Scope,
    filter: { action: string | undefined; subjectId: string | undefined },
    page: PageRequest,
  ): Promise<Page<AuditRow>> {
    const before = numberCursor(page.cursor);
    let query = this.#db
      .selectFrom('audit')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(page.limit + 1);
    if (before !== undefined) query = query.where('seq', '<', before);
    if (filter.action !== undefined) query = query.where('action', '=', filter.action);
    if (filter.subjectId !== undefined) query = query.where('subject_id', '=', filter.subjectId);
    if (scope.kind === 'self' || scope.kind === 'squad') query = query.where('actor_id', '=', scope.userId);
    if (scope.kind === 'department') query = query.where('department_id', '=', scope.departmentId);
    return pageFrom((await query.execute()).map(auditRow), page.limit, (row) => String(row.seq));
  }

  /** Follows the whole chain under one snapshot; memory stays flat. */
  async verify(): Promise<{ rows: number; faults: AuditFault[] }> {
    return await this.#db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const check = new ChainCheck();
        const faults: AuditFault[] = [];
        let rows = 0;
        for (let after = 0; ; ) {
          const batch = await tx
            .selectFrom('audit')
            .selectAll()
            .where('seq', '>', after)
            .orderBy('seq')
            .limit(ROWS_AT_ONCE)
            .execute();
          for (const stored of batch)
            faults.push(...[check.next(auditRow(stored))].filter((fault) => fault !== undefined));
          rows += batch.length;
          after = batch.at(-1)?.seq ?? after;
          if (batch.length < ROWS_AT_ONCE) break;
        }
        const fault = check.end(await headOf(tx));
        if (fault !== undefined) faults.push(fault);
        return { rows, faults };
      });
  }

  /** Writes down that somebody asked for a lead, call or record that is there but not his; nothing when there is none. */
  async noteForeign(
    principal: Principal,
    subject: { kind: 'contact' | 'call-record' | 'attempt'; id: string },
  ): Promise<void> {
    const table = subject.kind === 'contact' ? 'contact' : 'attempt';
    const found = await this.#db.selectFrom(table).select('id').where('id', '=', subject.id).executeTakeFirst();
    if (found === undefined) return;
    const { departmentId } = principal.scope;
    const deed = { action: 'access.denied', subjectKind: subject.kind, subjectId: subject.id, departmentId };
    await transact(this.#db, (tx) => appendAudit(tx, principal, deed, this.#clock.now()));
  }
}

async function headOf(tx: Tx): Promise<{ seq: number; hash: string }> {
  const head = await tx.selectFrom('setting').select('value').where('key', '=', HEAD).executeTakeFirst();
  return (head?.value as { seq: number; hash: string } | undefined) ?? { seq: 0, hash: GENESIS };
}

function auditRow(row: {
  seq: number;
  at: number;
  actor_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  department_id: string | null;
  reason: string | null;
  details: unknown;
  prev_hash: Buffer;
  hash: Buffer;
}): AuditRow {
  return {
    seq: row.seq,
    at: row.at,
    actorId: optional(row.actor_id),
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: optional(row.subject_id),
    departmentId: optional(row.department_id),
    reason: optional(row.reason),
    details: row.details as Record<string, unknown>,
    prevHash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  };
}
