import { type RawBuilder, sql } from 'kysely';
import { CALL_BACK_SETTINGS, type CallBackFilter, type CallBackState, type CallBackView } from '../domain/call-back.ts';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { CallBackFor } from '../domain/results.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import { appendAudit } from './audit.ts';
import { moveCallBack } from './call-back-sql.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { orNotFound } from './queries-refusals.ts';
import { optional, timestamp } from './values.ts';

const DAY = 86_400_000;

/** Call-backs as people see and move them; what they do to the contact happens in the same transaction. */
export class PgCallBacks {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Newest first. */
  async list(scope: Scope, filter: CallBackFilter, page: PageRequest): Promise<Page<CallBackView>> {
    const now = this.#clock.now();
    const { rows } = await sql<Row>`
      select * from (${selectCallBacks(scope, now)}) b
      where ${is('state', filter.state)} and ${is('agent_id', filter.agentId)} and ${is('campaign_id', filter.campaignId)}
        and ${page.cursor === undefined ? sql`true` : sql`id < ${idCursor(page.cursor)}`}
      order by id desc limit ${page.limit + 1}`.execute(this.#db);
    return pageFrom(rows.map(viewOf), page.limit, (callBack) => callBack.id);
  }

  async get(scope: Scope, id: string): Promise<CallBackView | undefined> {
    return await read(this.#db, scope, id, this.#clock.now());
  }

  async reschedule(actor: Actor, id: string, dueAt: number): Promise<CallBackView> {
    return await this.#change(
      actor,
      id,
      'call-back.reschedule',
      { dueAt: new Date(dueAt).toISOString() },
      async (tx, b) => {
        await demandDay(tx, 'dueAt', dueAt, this.#clock.now());
        await moveCallBack(tx, id, { ...ownerOf(b), dueAt });
      },
    );
  }

  /** The contact is as it was before the promise: closed, unless the campaign's list is reset. */
  async cancel(actor: Actor, id: string, reason: string): Promise<CallBackView> {
    return await this.#change(actor, id, 'call-back.cancel', {}, async (tx) => await this.#end(tx, id), reason);
  }

  async handOver(
    actor: Actor,
    id: string,
    to: { for: CallBackFor; agentId: string | undefined; squadId: string | undefined },
  ): Promise<CallBackView> {
    const details = { for: to.for, agentId: to.agentId ?? null, squadId: to.squadId ?? null };
    return await this.#change(actor, id, 'call-back.hand-over', details, async (tx, { dueAt, campaignId }) => {
      if (to.agentId !== undefined) await demandAgent(tx, actor.scope, to.agentId, campaignId, this.#clock.now());
      if (to.squadId !== undefined) await demandSquad(tx, actor.scope, to.squadId);
      const owner = { kind: to.for, agentId: to.agentId ?? null, squadId: to.squadId ?? null };
      await moveCallBack(tx, id, { ...owner, dueAt });
    });
  }

  async #end(tx: Tx, id: string): Promise<void> {
    const now = timestamp(this.#clock.now());
    await sql`update call_back set ended_at = ${now}, outcome = 'cancelled' where id = ${id}`.execute(tx);
    await sql`
      update contact c set state = 'closed', bound_agent_id = null, bound_squad_id = null, source = 'retry'
      from call_back b where b.id = ${id} and c.id = b.contact_id and c.state in ('open', 'queued')`.execute(tx);
  }

  async #change(
    actor: Actor,
    id: string,
    action: string,
    details: Record<string, unknown>,
    change: (tx: Tx, callBack: CallBackView) => Promise<void>,
    reason?: string,
  ): Promise<CallBackView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      await sql`select 1 from call_back b join contact c on c.id = b.contact_id where b.id = ${id} for update`.execute(
        tx,
      );
      const callBack = orNotFound(await read(tx, actor.scope, id, now), 'call-back');
      if (callBack.state !== 'pending' && callBack.state !== 'due')
        throw new Refused('conflict', 'The call-back is being dialed or has ended.', [
          { field: 'state', came: callBack.state, wanted: 'pending or due' },
        ]);
      await change(tx, callBack);
      const deed = { action, subjectKind: 'call-back', subjectId: id, departmentId: callBack.departmentId, details };
      await appendAudit(tx, actor, { ...deed, ...(reason === undefined ? {} : { reason }) }, now);
      return orNotFound(await read(tx, actor.scope, id, now, true), 'call-back');
    });
  }
}

/** An agent's caps on promises: how many are open, how far ahead (RULES.md "Call-backs"). Throws `Refused`. */
export async function demandRoom(tx: Tx, agentId: string, attemptId: string, at: number, now: number): Promise<void> {
  await demandDay(tx, 'callBackAt', at, now);
  const most = await settingOf(tx, 'callBack.mostOpen');
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from call_back b join contact c on c.id = b.contact_id
    where b.agent_id = ${agentId} and b.ended_at is null and c.state <> 'closed'
      and b.contact_id is distinct from (select contact_id from attempt where id = ${attemptId})`.execute(tx);
  const open = rows[0]?.n ?? 0;
  if (open < most) return;
  throw new Refused('conflict', 'So many call-backs are open that no more may be agreed. 未完成的预约回拨已达上限。', [
    { field: 'callBackFor', came: `the ${open + 1}th open call-back`, wanted: `at most ${most}` },
  ]);
}

async function demandDay(tx: Tx, field: string, at: number, now: number): Promise<void> {
  const most = await settingOf(tx, 'callBack.mostDaysAhead');
  if (at > now && at <= now + most * DAY) return;
  throw wrong(field, new Date(at).toISOString(), `a time to come, at most ${most} days ahead`);
}

export async function settingOf(db: Db | Tx, key: keyof typeof CALL_BACK_SETTINGS): Promise<number> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return typeof row?.value === 'number' ? row.value : CALL_BACK_SETTINGS[key];
}

/** Below his department a manager gives to people whom he sees; never to one who works for another group. */
async function demandAgent(tx: Tx, scope: Scope, agentId: string, campaignId: string, _now: number): Promise<void> {
  const { rows } = await sql`
    select 1 from app_user u join agent_seat s on s.agent_id = u.id join campaign g on g.id = ${campaignId}
    where u.id = ${agentId} and u.status = 'active' and s.group_id = g.group_id and ${seen(scope, sql`u`)}`.execute(tx);
  if (rows.length === 0) throw wrong('agentId', 'another id', "an agent of the campaign's group whom you see");
}

async function demandSquad(tx: Tx, scope: Scope, squadId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from team t where t.id = ${squadId} and t.kind = 'squad'
      and ${scope.kind === 'all' ? sql`true` : scope.kind === 'department' ? sql`t.parent_id = ${scope.departmentId}` : sql`t.id = ${scope.squadId ?? null}`}`.execute(
    tx,
  );
  if (rows.length === 0) throw wrong('squadId', 'another id', 'a squad of yours');
}

function seen(scope: Scope, user: RawBuilder<unknown>): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql`true`;
  if (scope.kind === 'department') return sql`${user}.department_id = ${scope.departmentId}`;
  if (scope.kind === 'squad') return sql`${user}.squad_id = ${scope.squadId ?? null}`;
  return sql`${user}.id = ${scope.userId}`;
}

function is(column: string, value: string | undefined): RawBuilder<boolean> {
  return value === undefined ? sql`true` : sql`${sql.ref(column)} = ${value}`;
}

interface Row {
  id: string;
  contact_id: string;
  campaign_id: string;
  department_id: string;
  made_by: string | null;
  kind: CallBackFor;
  agent_id: string | null;
  squad_id: string | null;
  due_at: number;
  created_at: number;
  ended_at: number | null;
  state: CallBackState;
  masked: string;
  name: string | null;
}

/** Within the asker's scope: whose it is now, and before anybody has taken it who made it. */
function selectCallBacks(scope: Scope, now: number) {
  return sql`
    select b.id, b.contact_id, b.campaign_id, b.department_id, b.made_by, b.kind, b.agent_id, b.squad_id, b.due_at,
      b.created_at, b.ended_at, p.masked, coalesce(cu.name, c.name) as name,
      case when b.outcome is not null then b.outcome when c.state = 'dialing' then 'dialing'
        when c.state = 'closed' then 'expired' when b.due_at <= ${timestamp(now)} then 'due' else 'pending' end as state
    from call_back b join contact c on c.id = b.contact_id join phone p on p.id = c.dial_phone_id
      left join customer cu on cu.id = c.customer_id left join app_user o on o.id = coalesce(b.agent_id, b.made_by)
    where ${ofScope(scope)}`;
}

function ofScope(scope: Scope): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'all':
      return sql`true`;
    case 'department':
      return sql`b.department_id = ${scope.departmentId}`;
    case 'squad':
      return sql`(b.squad_id = ${scope.squadId ?? null} or o.squad_id = ${scope.squadId ?? null} or o.id = ${scope.userId})`;
    case 'self':
      return sql`(o.id = ${scope.userId} or b.squad_id = ${scope.squadId ?? null})`;
  }
}

/** `changed`: it was his a moment ago, so he is shown what he made of it. */
async function read(db: Db | Tx, scope: Scope, id: string, now: number, changed = false) {
  const { rows } = await sql<Row>`
    select * from (${selectCallBacks(changed ? { ...scope, kind: 'all' } : scope, now)}) b where id = ${id}`.execute(
    db,
  );
  return rows[0] === undefined ? undefined : viewOf(rows[0]);
}

function ownerOf(callBack: CallBackView) {
  return { kind: callBack.for, agentId: callBack.agentId ?? null, squadId: callBack.squadId ?? null };
}

function viewOf(row: Row): CallBackView {
  return {
    id: row.id,
    contactId: row.contact_id,
    campaignId: row.campaign_id,
    departmentId: row.department_id,
    madeBy: optional(row.made_by),
    for: row.kind,
    agentId: optional(row.agent_id),
    squadId: optional(row.squad_id),
    dueAt: row.due_at,
    createdAt: row.created_at,
    state: row.state,
    endedAt: optional(row.ended_at),
    number: row.masked,
    name: optional(row.name),
  };
}
