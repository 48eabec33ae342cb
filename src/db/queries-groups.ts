import { sql } from 'kysely';
import type { DialMode, GroupAgentView, GroupSettings, GroupView } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { wrong } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { orInUse, orNotFound, orTaken } from './queries-refusals.ts';
import { departmentRows, personRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

const OF_USER = { person: sql`u.id`, squad: sql`u.squad_id`, department: sql`u.department_id` };

/** Agent groups. The runner hears of a change by itself (migrations/0001_ground.sql, "Nudges"). */
export class PgGroups {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async list(scope: Scope): Promise<GroupView[]> {
    return (await selectGroups(this.#db, scope).orderBy('id').execute()).map(groupOf);
  }

  async get(scope: Scope, id: string): Promise<GroupView | undefined> {
    const row = await selectGroups(this.#db, scope).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : groupOf(row);
  }

  async agentsSeen(scope: Scope, id: string): Promise<ReadonlySet<string> | undefined> {
    if (scope.kind === 'all' || scope.kind === 'department') return undefined;
    const rows = await this.#db
      .selectFrom('agent_seat as s')
      .innerJoin('app_user as u', 'u.id', 's.agent_id')
      .select('s.agent_id')
      .where('s.group_id', '=', id)
      .where(personRows(scope, OF_USER))
      .execute();
    return new Set(rows.map((row) => row.agent_id));
  }

  async agents(scope: Scope, id: string): Promise<GroupAgentView[] | undefined> {
    if ((await this.get(scope, id)) === undefined) return undefined;
    const rows = await this.#db
      .selectFrom('agent_seat as s')
      .innerJoin('app_user as u', 'u.id', 's.agent_id')
      .select(['s.agent_id', 's.state', 's.reason', 's.since', 's.leaving', 'u.name', 'u.staff_no', 'u.squad_id'])
      .where('s.group_id', '=', id)
      .where('u.status', '=', 'active')
      .where(personRows(scope, OF_USER))
      .orderBy('u.staff_no')
      .execute();
    return rows.map((row) => ({
      agentId: row.agent_id,
      name: row.name,
      username: row.staff_no,
      squadId: optional(row.squad_id),
      state: row.state,
      reason: optional(row.reason),
      since: row.since,
      leaving: row.leaving,
    }));
  }

  async create(
    actor: Actor,
    group: GroupSettings & { key: string; departmentId: string | undefined },
  ): Promise<GroupView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { scope } = actor;
    const departmentId = group.departmentId ?? scope.departmentId;
    const foreign = () => wrong('departmentId', 'another id', 'a department of yours');
    if (scope.kind !== 'all' && departmentId !== scope.departmentId) throw foreign();
    return await orTaken('key', 'one that no group has', () =>
      transact(this.#db, async (tx) => {
        const department = await tx
          .selectFrom('team')
          .select('id')
          .where('id', '=', departmentId)
          .where('kind', '=', 'department')
          .executeTakeFirst();
        if (department === undefined) throw foreign();
        const row = await tx
          .insertInto('agent_group')
          .values({
            id,
            key: group.key,
            name: group.name,
            department_id: departmentId,
            node: group.node,
            mode: group.mode,
            lines_per_agent: group.linesPerAgent,
            max_lines_per_agent: group.maxLinesPerAgent,
            created_at: timestamp(now),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const details = { key: group.key, mode: group.mode };
        await appendAudit(
          tx,
          actor,
          { action: 'group.create', subjectKind: 'group', subjectId: id, departmentId, details },
          now,
        );
        return groupOf(row);
      }),
    );
  }

  async change(actor: Actor, id: string, change: Partial<GroupSettings>): Promise<GroupView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      orNotFound(await selectGroups(tx, actor.scope).where('id', '=', id).forUpdate().executeTakeFirst(), 'group');
      const { name, node, mode, linesPerAgent, maxLinesPerAgent } = change;
      const row = await tx
        .updateTable('agent_group')
        .set({
          ...(name === undefined ? {} : { name }),
          ...(node === undefined ? {} : { node }),
          ...(mode === undefined ? {} : { mode }),
          ...(linesPerAgent === undefined ? {} : { lines_per_agent: linesPerAgent }),
          ...(maxLinesPerAgent === undefined ? {} : { max_lines_per_agent: maxLinesPerAgent }),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const departmentId = row.department_id;
      const deed = {
        action: 'group.change',
        subjectKind: 'group',
        subjectId: id,
        departmentId,
        details: { ...change },
      };
      await appendAudit(tx, actor, deed, now);
      return groupOf(row);
    });
  }

  /** Only one that has no campaign and never had an agent: everything else stands in records. */
  async remove(actor: Actor, id: string): Promise<void> {
    const now = this.#clock.now();
    await orInUse('this group', () =>
      transact(this.#db, async (tx) => {
        const group = orNotFound(await selectGroups(tx, actor.scope).where('id', '=', id).executeTakeFirst(), 'group');
        await tx.deleteFrom('group_lease').where('group_id', '=', id).execute();
        await tx.deleteFrom('agent_group').where('id', '=', id).execute();
        const departmentId = group.department_id;
        await appendAudit(
          tx,
          actor,
          { action: 'group.remove', subjectKind: 'group', subjectId: id, departmentId },
          now,
        );
      }),
    );
  }
}

function selectGroups(db: Db | Tx, scope: Scope) {
  return db.selectFrom('agent_group').selectAll().where(departmentRows(scope, sql`department_id`));
}

function groupOf(row: {
  id: string;
  key: string;
  name: string;
  department_id: string;
  node: string;
  mode: string;
  lines_per_agent: string;
  max_lines_per_agent: string;
  created_at: number;
}): GroupView {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    departmentId: row.department_id,
    node: row.node,
    mode: row.mode as DialMode,
    linesPerAgent: Number(row.lines_per_agent),
    maxLinesPerAgent: Number(row.max_lines_per_agent),
    createdAt: row.created_at,
  };
}
