import { type RawBuilder, sql } from 'kysely';
import {
  type AgentSeat,
  type AgentStore,
  type AgentWish,
  ASKED_WISHES,
  type Lease,
  type Log,
  type Owed,
  type WishAnswer,
} from '../dialer/ports.ts';
import { AGENT_STATES, type AgentStateName } from '../domain/agent.ts';
import { assert } from '../shared/assert.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import { isUuid } from '../shared/ids.ts';
import { Tally } from '../shared/tally.ts';
import { describe } from './errors.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { optional, timestamp } from './values.ts';

type StateChange = Parameters<AgentStore['noteState']>[0];

const LINGER_MS = 200;
const RETRY_MS = 1_000;
const MOST_AT_ONCE = 500;
/** Changes held while Postgres is away: 500 agents for some hours. Beyond it the oldest are dropped, and said so. */
const MOST_HELD = 200_000;

/** Seats, wishes and the intervals of agents' states. */
export class PgAgentStore implements AgentStore {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #log: Log;
  #changes: StateChange[] = [];
  /** Of changes: noted, and written (or dropped). */
  readonly #tally = new Tally();
  #timer: Timer | undefined;
  #writing: Promise<void> | undefined;

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  async signedIn(groupId: string): Promise<AgentSeat[]> {
    return await this.#seats(sql`s.group_id = ${groupId} and s.state <> 'offline'`);
  }

  async seat(agentId: string): Promise<AgentSeat | undefined> {
    const seats = await this.#seats(sql`s.agent_id = ${agentId}`);
    return seats[0];
  }

  async #seats(which: RawBuilder<unknown>): Promise<AgentSeat[]> {
    const { rows } = await sql<SeatRow>`
      select s.agent_id, s.group_id, s.sip_user, s.sip_password, s.contact_uri, s.state, s.reason, s.since, s.leaving,
        s.deadline_at, s.extended, s.guest, a.id as attempt_id, a.placed_at, a.campaign_id, a.contact_id,
        (select coalesce(jsonb_agg(jsonb_build_object('attemptId', o.id, 'placedAt',
            round(extract(epoch from o.placed_at) * 1000)) order by o.placed_at), '[]')
          from attempt o where o.agent_id = s.agent_id and o.disposition = 'UNFILLED') as owes
      from agent_seat s
      left join attempt a on a.id = s.attempt_id and (s.state in ('talking', 'wrapup')
        -- The call may have been joined, and not noted yet, when the writer died.
        or (s.state = 'dialing' and a.owner_id = s.agent_id))
      where ${which} order by s.agent_id`.execute(this.#db);
    return rows.map(seat);
  }

  /** Writes a wish for the runner of this group to find, and nudges it. False: this very wish was there already. */
  async wish(groupId: string, wish: AgentWish): Promise<boolean> {
    const { rows } = await sql`
      insert into agent_wish (id, agent_id, group_id, body, at)
      values (${wish.id}, ${wish.agentId}, ${groupId}, ${JSON.stringify(wish)}::jsonb, ${timestamp(wish.at)})
      on conflict (id) do nothing returning id`.execute(this.#db);
    return rows.length === 1;
  }

  async owed(agentId: string, attemptId: string): Promise<Owed | undefined> {
    if (!isUuid(attemptId)) return undefined;
    const { rows } = await sql<{ placed_at: number }>`
      select placed_at from attempt where id = ${attemptId} and agent_id = ${agentId} and disposition = 'UNFILLED'`.execute(
      this.#db,
    );
    return rows[0] && { attemptId, placedAt: rows[0].placed_at };
  }

  async answer(wishId: string, answer: WishAnswer): Promise<void> {
    await sql`update agent_wish set answer = ${JSON.stringify(answer)}::jsonb where id = ${wishId}`.execute(this.#db);
  }

  async takeWishes(
    { groupId, owner, epoch }: Lease,
    now: number,
    { inHand, done }: { inHand: readonly string[]; done: readonly string[] },
  ): Promise<AgentWish[]> {
    // One statement sees one state of all rows: what it ticks off is still there for its other parts, so `done` is left out.
    const { rows } = await sql<{ body: AgentWish }>`
      with ticked as (
        update agent_wish set taken_at = ${timestamp(now)} where id = any(${done}::uuid[]) and taken_at is null),
      fresh as materialized (
        select seq, body, body->>'type' = any(${ASKED_WISHES}::text[]) or body->>'most' is not null as asked
        from agent_wish
        where group_id = ${groupId} and taken_at is null and id <> all(${[...inHand, ...done]}::uuid[])),
      held as materialized (
        select from group_lease where group_id = ${groupId} and owner = ${owner} and epoch = ${epoch}
          and expires_at > ${timestamp(now)}),
      -- Until this is committed nobody can take the group over.
      fence as materialized (
        select from group_lease where group_id = ${groupId} and owner = ${owner} and epoch = ${epoch}
          and expires_at > ${timestamp(now)} and exists (select from fresh where asked)
        for share),
      taken as (
        update agent_wish set taken_at = ${timestamp(now)}
        where seq in (select seq from fresh where asked) and taken_at is null and exists (select from fence)
        returning seq)
      select body from fresh
      where case when asked then seq in (select seq from taken) else exists (select from held) end
      order by seq`.execute(this.#db);
    return rows.map((row) => row.body);
  }

  async leaveWishes({ done, back }: { done: readonly string[]; back: readonly string[] }, now: number): Promise<void> {
    await sql`
      with ticked as (
        update agent_wish set taken_at = ${timestamp(now)} where id = any(${done}::uuid[]) and taken_at is null)
      update agent_wish set taken_at = null where id = any(${back}::uuid[]) and answer is null`.execute(this.#db);
  }

  /** Forgets wishes taken before `before`; called daily. */
  async forgetWishes(before: number): Promise<void> {
    await sql`delete from agent_wish where taken_at < ${timestamp(before)}`.execute(this.#db);
  }

  noteState(change: StateChange): void {
    if (this.#changes.length >= MOST_HELD) {
      this.#tally.finished(this.#changes.splice(0, MOST_AT_ONCE).length);
      this.#log.error({ dropped: MOST_AT_ONCE }, 'too many agent states wait for Postgres; the oldest are dropped');
    }
    this.#changes.push(change);
    this.#tally.handed();
    this.#timer ??= this.#clock.after(LINGER_MS, () => this.#turn());
  }

  written(): Promise<void> {
    return this.#tally.reached();
  }

  /** Resolves when all states noted so far are written; rejects with Postgres's error when they cannot be now. */
  async flush(): Promise<void> {
    // One writer at a time: the timer's would write the same states a second time.
    while (this.#writing !== undefined) await this.#writing;
    const work = this.#writeEach();
    this.#hold(work.catch(() => undefined));
    await work;
  }

  #turn(): void {
    this.#timer = undefined;
    if (this.#writing === undefined) this.#hold(this.#writeAll());
  }

  #hold(work: Promise<void>): void {
    this.#writing = work.finally(() => {
      this.#writing = undefined;
      if (this.#changes.length > 0) this.#timer ??= this.#clock.after(RETRY_MS, () => this.#turn());
    });
  }

  async #writeAll(): Promise<void> {
    try {
      await this.#writeEach();
    } catch (error) {
      this.#log.warn({ why: describe(error), held: this.#changes.length }, 'agent states are held back');
    }
  }

  async #writeEach(): Promise<void> {
    while (this.#changes.length > 0) await this.#writeNext();
  }

  async #writeNext(): Promise<void> {
    const batch = this.#changes.slice(0, MOST_AT_ONCE);
    await transact(this.#db, (tx) => writeStates(tx, batch));
    // Only now: a batch whose writing failed stays first. Some of it may have been dropped by `noteState` meanwhile.
    const last = batch.at(-1);
    if (last !== undefined) this.#tally.finished(this.#changes.splice(0, this.#changes.indexOf(last) + 1).length);
  }
}

/**
 * Writes changes in order: the seat as it stands at the end, and one interval for each state. An interval of no length
 * is not kept; a time before the open interval's start (another process's clock) counts as that start.
 */
async function writeStates(tx: Tx, changes: readonly StateChange[]): Promise<void> {
  const agents = [...new Set(changes.map((change) => change.agentId))].sort();
  const { rows } = await sql<OpenInterval>`
    select agent_id, since from agent_interval where agent_id = any(${agents}::uuid[]) and until is null
    order by agent_id for update`.execute(tx);
  const open = new Map(rows.map((row) => [row.agent_id, row.since]));
  const plan = planIntervals(changes, open);
  await closeOpen(tx, plan.closings, open);
  await insertIntervals(tx, plan.intervals);
  await writeSeats(tx, changes);
}

interface OpenInterval {
  agent_id: string;
  since: number;
}

interface Interval extends StateChange {
  until: number | undefined;
}

/** Which open rows end when (at their own start: they are removed), and which intervals are new. Pure. */
function planIntervals(changes: readonly StateChange[], open: ReadonlyMap<string, number>) {
  const closings = new Map<string, number>();
  const intervals: Interval[] = [];
  const current = new Map<string, Interval>();
  for (const change of changes) {
    const before = current.get(change.agentId);
    const at = Math.max(change.at, before?.at ?? open.get(change.agentId) ?? change.at);
    if (before !== undefined) before.until = at;
    else if (open.has(change.agentId)) closings.set(change.agentId, at);
    const interval: Interval = { ...change, at, until: undefined };
    current.set(change.agentId, interval);
    intervals.push(interval);
  }
  return {
    closings,
    intervals: intervals.filter(({ state, at, until }) => state !== 'offline' && (until === undefined || until > at)),
  };
}

async function closeOpen(
  tx: Tx,
  closings: ReadonlyMap<string, number>,
  open: ReadonlyMap<string, number>,
): Promise<void> {
  // Nothing ends before it began (planIntervals): what ends where it began was no interval.
  const empty = [...closings].filter(([id, at]) => at === open.get(id));
  const ended = [...closings].filter(([id, at]) => at !== open.get(id));
  if (empty.length > 0)
    await sql`delete from agent_interval
      where agent_id = any(${empty.map(([id]) => id)}::uuid[]) and until is null`.execute(tx);
  if (ended.length > 0)
    await sql`update agent_interval i set until = v.at
      from unnest(${ended.map(([id]) => id)}::uuid[], ${ended.map(([, at]) => timestamp(at))}::timestamptz[]) v (id, at)
      where i.agent_id = v.id and i.until is null`.execute(tx);
}

async function insertIntervals(tx: Tx, intervals: readonly Interval[]): Promise<void> {
  if (intervals.length === 0) return;
  // One text for any number of rows, so that Postgres parses and plans it once (checked-pool.ts).
  await sql`insert into agent_interval (agent_id, group_id, state, reason, attempt_id, since, until)
    select * from unnest(${intervals.map((interval) => interval.agentId)}::uuid[],
      ${intervals.map((interval) => interval.groupId)}::uuid[], ${intervals.map((interval) => interval.state)}::text[],
      ${intervals.map((interval) => interval.reason ?? null)}::text[],
      ${intervals.map((interval) => interval.attemptId ?? null)}::uuid[],
      ${intervals.map((interval) => timestamp(interval.at))}::timestamptz[],
      ${intervals.map((interval) => timestamp(interval.until))}::timestamptz[])`.execute(tx);
}

async function writeSeats(tx: Tx, changes: readonly StateChange[]): Promise<void> {
  const last = [...new Map(changes.map((change) => [change.agentId, change])).values()];
  await sql`update agent_seat s set state = v.state, reason = v.reason, attempt_id = v.attempt_id, since = v.at,
      leaving = v.leaving, deadline_at = v.deadline_at, extended = v.extended, guest = v.guest
    from unnest(${last.map((change) => change.agentId)}::uuid[], ${last.map((change) => change.state)}::text[],
      ${last.map((change) => change.reason ?? null)}::text[], ${last.map((change) => change.attemptId ?? null)}::uuid[],
      ${last.map((change) => timestamp(change.at))}::timestamptz[], ${last.map((change) => change.leaving)}::boolean[],
      ${last.map((change) => timestamp(change.deadlineAt))}::timestamptz[],
      ${last.map((change) => change.extended)}::boolean[], ${last.map((change) => change.guest ?? false)}::boolean[])
      v (agent_id, state, reason, attempt_id, at, leaving, deadline_at, extended, guest)
    where s.agent_id = v.agent_id`.execute(tx);
}

interface SeatRow {
  agent_id: string;
  group_id: string;
  sip_user: string;
  sip_password: string;
  contact_uri: string | null;
  state: string;
  reason: string | null;
  since: number;
  leaving: boolean;
  deadline_at: number | null;
  extended: boolean;
  guest: boolean;
  owes: Owed[];
  attempt_id: string | null;
  placed_at: number;
  campaign_id: string;
  contact_id: string;
}

function seat(row: SeatRow): AgentSeat {
  const { attempt_id: attemptId, placed_at: placedAt, campaign_id: campaignId, contact_id: contactId } = row;
  return {
    work: attemptId === null ? undefined : { attemptId, placedAt, campaignId, contactId },
    agentId: row.agent_id,
    groupId: row.group_id,
    sipUser: row.sip_user,
    sipPassword: row.sip_password,
    contactUri: optional(row.contact_uri),
    state: stateOf(row.state),
    reason: optional(row.reason),
    since: row.since,
    leaving: row.leaving,
    deadlineAt: optional(row.deadline_at),
    extended: row.extended,
    guest: row.guest,
    owes: row.owes,
  };
}

function stateOf(text: string): AgentStateName {
  const state = AGENT_STATES.find((each) => each === text);
  assert(state, 'an agent state that the code does not know', { text });
  return state;
}
