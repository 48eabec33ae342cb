import { sql } from 'kysely';
import {
  type CallerProofView,
  type CallerRotation,
  callerTroubles,
  daysLeft,
  EXPIRY_WARNING_DAYS,
} from '../domain/caller-number.ts';
import type {
  CallerHealth,
  CallerIdSettings,
  CallerIdView,
  CallerPoolSettings,
  CallerPoolView,
} from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { wrong } from '../domain/refused.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { PgTrunks } from './queries-lines.ts';
import { moment } from './queries-page.ts';
import { orNotFound, orTaken } from './queries-refusals.ts';
import { optional, timestamp } from './values.ts';

/** A window of more days reads too many records at once. */
const MOST_DAYS = 31;

/** Our own numbers and their pools, beside the trunks. */
export class PgLines extends PgTrunks {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #floorZone: string;

  constructor(db: Db, clock: Clock, ids: IdSource, floorZone: string) {
    super(db, clock, ids);
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
    this.#floorZone = floorZone;
  }

  async callerIds(): Promise<CallerIdView[]> {
    return (await this.#rows(this.#db).execute()).map(callerIdOf);
  }

  async callerId(id: string): Promise<CallerIdView | undefined> {
    const row = await this.#rows(this.#db).where('k.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : callerIdOf(row);
  }

  async createCallerId(actor: Actor, callerId: CallerIdSettings & { number: string }): Promise<CallerIdView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { number } = callerId;
    return await orTaken('number', 'one that is not there yet', () =>
      transact(this.#db, async (tx) => {
        await demandParts(tx, callerId);
        const created_at = timestamp(now);
        await tx
          .insertInto('caller_id')
          .values({ ...callerColumns(callerId), id, number, created_at })
          .execute();
        await appendAudit(tx, actor, { action: 'caller-id.create', subjectKind: 'caller-id', subjectId: id }, now);
        return callerIdOf(await this.#rows(tx).where('k.id', '=', id).executeTakeFirstOrThrow());
      }),
    );
  }

  async changeCallerId(actor: Actor, id: string, change: Partial<CallerIdSettings>): Promise<CallerIdView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      await demandParts(tx, change);
      const changed = await tx
        .updateTable('caller_id')
        .set(callerColumns(change))
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      orNotFound(changed, 'caller number');
      const { holder, ...details } = change;
      await appendAudit(
        tx,
        actor,
        { action: 'caller-id.change', subjectKind: 'caller-id', subjectId: id, details: { ...details } },
        now,
      );
      return callerIdOf(await this.#rows(tx).where('k.id', '=', id).executeTakeFirstOrThrow());
    });
  }

  async callerPools(): Promise<CallerPoolView[]> {
    return (await selectPools(this.#db).execute()).map(poolOf);
  }

  async createCallerPool(actor: Actor, { name, rotation }: CallerPoolSettings): Promise<CallerPoolView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    return await orTaken('name', 'one that no pool has', () =>
      transact(this.#db, async (tx) => {
        await tx
          .insertInto('caller_pool')
          .values({ id, name, rotation, created_at: timestamp(now) })
          .execute();
        const details = { rotation };
        await appendAudit(
          tx,
          actor,
          { action: 'caller-pool.create', subjectKind: 'caller-pool', subjectId: id, details },
          now,
        );
        return poolOf(await selectPools(tx).where('p.id', '=', id).executeTakeFirstOrThrow());
      }),
    );
  }

  async changeCallerPool(actor: Actor, id: string, change: Partial<CallerPoolSettings>): Promise<CallerPoolView> {
    const now = this.#clock.now();
    return await orTaken('name', 'one that no pool has', () =>
      transact(this.#db, async (tx) => {
        const changed = await tx
          .updateTable('caller_pool')
          .set({ ...change })
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst();
        orNotFound(changed, 'caller pool');
        const details = { ...change };
        await appendAudit(
          tx,
          actor,
          { action: 'caller-pool.change', subjectKind: 'caller-pool', subjectId: id, details },
          now,
        );
        return poolOf(await selectPools(tx).where('p.id', '=', id).executeTakeFirstOrThrow());
      }),
    );
  }

  async callerHealth(asked: {
    from: number | undefined;
    to: number | undefined;
    callerIdId: string | undefined;
    windowMs: number;
  }): Promise<{ from: number; to: number; items: CallerHealth[] }> {
    const to = asked.to ?? this.#clock.now();
    const from = asked.from ?? to - asked.windowMs;
    if (!(from < to) || to - from > MOST_DAYS * 86_400_000)
      throw wrong('from', new Date(from).toISOString(), `a time before \`to\`, at most ${MOST_DAYS} days`);
    const one = asked.callerIdId === undefined ? sql`true` : sql`k.id = ${asked.callerIdId}`;
    const { rows } = await sql<CallerHealth>`
      select k.id as "callerIdId", k.number, count(r.attempt_id) as calls,
        count(r.answered_at) as answered, count(r.connected_at) as connected,
        count(*) filter (where r.result = 'HUNGUP') as "shortHangUps",
        count(*) filter (where r.result = 'BLOCKED') as blocked,
        count(*) filter (where r.result = 'REJECTED') as rejected
      from caller_id k
      left join call_record r on r.caller_id_id = k.id and r.charged
        and r.placed_at >= ${moment(from)} and r.placed_at < ${moment(to)}
      where ${one}
      group by k.id order by k.number`.execute(this.#db);
    return { from, to, items: rows };
  }

  /** With the floor's day beside each, on which it may have expired, and whether it cools down. */
  #rows(db: Db | Tx) {
    const now = timestamp(this.#clock.now());
    return db
      .selectFrom('caller_id as k')
      .selectAll('k')
      .select([
        sql<string>`(${now}::timestamptz at time zone ${this.#floorZone})::date`.as('today'),
        sql<ProofRow | null>`(select jsonb_build_object('name', f.name, 'type', f.type, 'bytes', f.bytes,
          'uploadedAt', f.uploaded_at) from caller_proof f where f.caller_id_id = k.id)`.as('proof'),
        sql<boolean>`coalesce((select count(*) = k.cool_after and bool_and(x.result in ('REJECTED', 'BLOCKED'))
            and max(x.closed_at) + make_interval(secs => k.cool_down_ms / 1000.0) > ${now}::timestamptz
          from (select a.result, a.closed_at from attempt a where a.caller_id_id = k.id and a.charged
            and a.state = 'closed' order by a.placed_at desc limit coalesce(k.cool_after, 0)) x), false)`.as('rests'),
      ])
      .orderBy('k.id');
  }
}

async function demandParts(tx: Tx, { trunkId, poolId }: Partial<CallerIdSettings>): Promise<void> {
  for (const [field, table, id] of [
    ['trunkId', 'trunk', trunkId],
    ['poolId', 'caller_pool', poolId],
  ] as const) {
    if (id === undefined || id === null) continue;
    const known = await tx.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
    if (known === undefined) throw wrong(field, 'an id that is not there', `the id of a ${table.replace('_', ' ')}`);
  }
}

function callerColumns(caller: Partial<CallerIdSettings>) {
  const columns = {
    trunk_id: caller.trunkId,
    holder: caller.holder,
    enabled: caller.enabled,
    expires_on: caller.expiresOn,
    pool_id: caller.poolId,
    authorisation: caller.authorisation,
    allowed_use: caller.allowedUse && [...caller.allowedUse],
    allowed_regions: caller.allowedRegions && [...caller.allowedRegions],
    region: caller.region,
    per_hour: caller.perHour,
    per_day: caller.perDay,
    min_gap_ms: caller.minGapMs,
    cool_after: caller.coolAfter,
    cool_down_ms: caller.coolDownMs,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof columns]?: Exclude<(typeof columns)[K], undefined>;
  };
}

interface CallerRow {
  id: string;
  number: string;
  trunk_id: string | null;
  holder: string | null;
  enabled: boolean;
  expires_on: string | null;
  pool_id: string | null;
  authorisation: string | null;
  allowed_use: string[];
  allowed_regions: string[];
  region: string | null;
  per_hour: number | null;
  per_day: number | null;
  min_gap_ms: number;
  cool_after: number | null;
  cool_down_ms: number;
  created_at: number;
  today: string;
  proof: ProofRow | null;
  rests: boolean;
}

type ProofRow = Omit<CallerProofView, 'uploadedAt'> & { uploadedAt: string };

function callerIdOf(row: CallerRow): CallerIdView {
  const facts = {
    ...{ number: row.number, enabled: row.enabled, allowedUse: row.allowed_use },
    ...{ trunkId: optional(row.trunk_id), authorisation: row.authorisation ?? row.proof?.name },
    expiresOn: optional(row.expires_on),
  };
  const left = row.expires_on === null ? undefined : daysLeft(row.expires_on, row.today);
  return {
    id: row.id,
    number: row.number,
    trunkId: row.trunk_id,
    holder: row.holder,
    enabled: row.enabled,
    expiresOn: row.expires_on,
    poolId: row.pool_id,
    authorisation: row.authorisation,
    allowedUse: row.allowed_use,
    allowedRegions: row.allowed_regions,
    region: row.region,
    perHour: row.per_hour,
    perDay: row.per_day,
    minGapMs: row.min_gap_ms,
    coolAfter: row.cool_after,
    coolDownMs: row.cool_down_ms,
    createdAt: row.created_at,
    proof: row.proof && { ...row.proof, uploadedAt: Date.parse(row.proof.uploadedAt) },
    troubles: [...callerTroubles(facts, row.today), ...(row.rests ? (['rests'] as const) : [])],
    expiresInDays: left !== undefined && left <= EXPIRY_WARNING_DAYS ? left : undefined,
  };
}

function selectPools(db: Db | Tx) {
  return db
    .selectFrom('caller_pool as p')
    .selectAll('p')
    .select(sql<number>`(select count(*) from caller_id k where k.pool_id = p.id)`.as('numbers'))
    .orderBy('p.name');
}

function poolOf(row: {
  id: string;
  name: string;
  rotation: string;
  numbers: number;
  created_at: number;
}): CallerPoolView {
  const { id, name, numbers } = row;
  return { id, name, numbers, rotation: row.rotation as CallerRotation, createdAt: row.created_at };
}
