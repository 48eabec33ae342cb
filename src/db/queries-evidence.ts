import { sql } from 'kysely';
import type { AbandonEvidenceFile, EvidenceWindow } from '../domain/abandon-evidence.ts';
import type { Principal } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { moment } from './queries-page.ts';
import { departmentRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

/** Calls in one file; more are asked for in narrower windows. */
const MOST = 100_000;

export interface EvidenceOrder {
  campaignId: string;
  from: number;
  to: number;
  reason: string;
  format: string;
  /** Counted apart beside the whole; none where the window was asked for. */
  windows: readonly EvidenceWindow[];
}

/** Evidence of abandoned calls, read from the call records; every file is noted in the audit. */
export class PgAbandonEvidence {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** One statement for calls and totals, so that both are of one moment. Throws `Refused` for too many calls. */
  async file(actor: Principal, order: EvidenceOrder): Promise<AbandonEvidenceFile> {
    const { campaignId, from, to, reason, format, windows } = order;
    if (!(from < to)) throw wrong('from', new Date(from).toISOString(), 'a time before `to`');
    const at = this.#clock.now();
    const exportId = this.#ids.next();
    return await transact(this.#db, async (tx) => {
      const { rows } = await sql<EvidenceRow>`
        with calls as (
          select r.* from call_record r
          where r.campaign_id = ${campaignId} and r.placed_at >= ${moment(from)} and r.placed_at < ${moment(to)}
            and ${departmentRows(actor.scope, sql`r.department_id`)}
            and r.result in ('CONNECTED', 'HUNGUP', 'ABANDONED')),
        totals as (select count(*) filter (where result = 'ABANDONED') as abandoned,
          count(*) filter (where result <> 'ABANDONED' and mode not in ('manual', 'preview')) as connected from calls),
        by_window as (select coalesce(json_agg(json_build_array(w.abandoned, w.connected) order by w.nth), '[]') as counts
          from (select n.nth, count(*) filter (where c.result = 'ABANDONED') as abandoned,
              count(*) filter (where c.result <> 'ABANDONED' and c.mode not in ('manual', 'preview')) as connected
            from unnest(${windows.map((window) => timestamp(window.from))}::timestamptz[]) with ordinality n (since, nth)
            left join calls c on c.placed_at >= n.since group by n.nth) w)
        select t.abandoned as all_abandoned, t.connected as all_connected, b.counts, c.attempt_id, p.masked, c.placed_at,
          c.answered_at, c.offered_at, c.ended_at, c.ended_by, c.abandon
        from totals t cross join by_window b
        left join calls c on c.result = 'ABANDONED'
        left join phone p on p.id = c.phone_id
        order by c.placed_at, c.attempt_id
        limit ${MOST + 1}`.execute(tx);
      if (rows.length > MOST)
        throw new Refused('conflict', `More than ${MOST} abandoned calls: ask for a narrower window.`);
      const { all_abandoned: abandoned = 0, all_connected: connected = 0 } = rows[0] ?? {};
      const calls = rows.flatMap((row) => (row.attempt_id === null ? [] : [callOf(row)]));
      const details = { format, from, to, abandoned, connected, exportId };
      const deed = {
        action: 'abandon-evidence.export',
        subjectKind: 'campaign',
        subjectId: campaignId,
        reason,
        details,
      };
      await appendAudit(tx, actor, { ...deed, departmentId: actor.scope.departmentId }, at);
      const exportedBy = `${actor.name} ${actor.staffNo}`;
      return {
        file: { exportId, exportedBy, at, campaignId, from, to, reason },
        calls,
        totals: { abandoned, connected },
        windows: windows.map((window, i) => {
          const [lost = 0, joined = 0] = rows[0]?.counts[i] ?? [];
          return { ...window, abandoned: lost, connected: joined };
        }),
      };
    });
  }
}

interface EvidenceRow {
  all_abandoned: number;
  all_connected: number;
  /** Abandoned and connected of each window. */
  counts: [number, number][];
  attempt_id: string | null;
  masked: string | null;
  placed_at: number;
  answered_at: number | null;
  offered_at: number | null;
  ended_at: number;
  ended_by: string;
  abandon: Abandon | null;
}

interface Abandon {
  answeredAt?: number;
  messageStartedAt?: number | null;
  messagePlayedAt?: number | null;
  patienceMs?: number;
  rule?: string;
  regime?: string;
  writtenBy?: string;
}

function callOf(row: EvidenceRow) {
  const { abandon } = row;
  return {
    attemptId: row.attempt_id ?? '',
    number: row.masked ?? '',
    placedAt: row.placed_at,
    answeredAt: abandon?.answeredAt ?? optional(row.answered_at),
    offeredAt: optional(row.offered_at),
    messageStartedAt: abandon?.messageStartedAt ?? undefined,
    messagePlayedAt: abandon?.messagePlayedAt ?? undefined,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    patienceMs: abandon?.patienceMs,
    rule: abandon?.rule ?? '',
    regime: abandon?.regime ?? '',
    regimeVersion: '',
    writtenBy: abandon?.writtenBy ?? '',
  };
}
