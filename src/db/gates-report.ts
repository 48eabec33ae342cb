import { type RawBuilder, sql } from 'kysely';
import { type CampaignKinds, type ContactKind, FLAGS, type GateLook } from '../compliance/ports.ts';
import type { CallingHours, FrequencyRule, GateSettings } from '../dialer/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { dayStart, gateSettings, partStart } from './gate-columns.ts';
import { lookAtFacts } from './gate-facts.ts';
import type { Db } from './pool.ts';
import { optional, timestamp } from './values.ts';

/** Many who look at the same campaign share one look; it is at most so old, ms. */
const KEPT_MS = 2_000;
const MOST_KEPT = 200;
const HOUR = 3_600_000;
const STATES = ['open', 'queued', 'dialing', 'closed'] as const;
/** Neither being dialed nor done with. */
const IN_PLAY = ['open', 'queued'] as const;
type InPlay = (typeof IN_PLAY)[number];
/**
 * Beside the `FLAGS`, in one number with them: each column that groups are told apart by is hashed and compared for each of
 * the contacts.
 */
const BITS = { open: 256, queued: 512, dialing: 1_024, closed: 2_048, later: 4_096, bound: 8_192 } as const;
const EVERY_FLAG = 255;
/** What the columns of a contact say by themselves, by which all are counted first. */
const COUNTED = FLAGS.protected | FLAGS.deleted | BITS.open | BITS.queued | BITS.later;

interface Rules {
  hours: CallingHours;
  frequency: FrequencyRule;
  maxAttempts: number;
  maxAttemptsPerDay: number;
  gate: GateSettings;
  departmentId: string;
}

/**
 * "Why is it not dialing?" over all contacts of a campaign, grouped by what the gate asks. All are counted by their own
 * columns in one pass over an index in the order of the groups; the few that something else speaks against are looked up
 * by one array for each reason (in the order of their ids, which keeps to neighbouring pages) and moved from the group in which they were counted to
 * their own, in the same statement. Judged elsewhere (src/compliance/report.ts), so
 * that no rule stands here twice. For a pool of its own.
 */
export class PgGateLook implements GateLook {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #floorZone: string;
  readonly #kept = new Map<string, { look: Promise<CampaignKinds | undefined>; until: number }>();

  constructor(db: Db, clock: Clock, floorZone: string) {
    this.#db = db;
    this.#clock = clock;
    this.#floorZone = floorZone;
  }

  async campaign(campaignId: string): Promise<CampaignKinds | undefined> {
    const now = this.#clock.now();
    const known = this.#kept.get(campaignId);
    if (known !== undefined && now < known.until) return await known.look;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const look = this.#look(campaignId, now);
    // From its end on: a look that takes long must not be begun again while it runs.
    const kept = { look, until: Number.POSITIVE_INFINITY };
    this.#kept.set(campaignId, kept);
    look.then(
      () => {
        kept.until = this.#clock.now() + KEPT_MS;
      },
      () => this.#kept.delete(campaignId),
    );
    return await look;
  }

  /**
   * Looks at the running campaigns once, one after the other. A connection's first look at a million takes half as long again
   * as the next ones, because it touches each page of the index for the first time: so nobody waits for that one.
   */
  async warm(): Promise<void> {
    const { rows } = await sql<{ id: string }>`select id from campaign where status = 'running' order by id`.execute(
      this.#db,
    );
    for (const { id } of rows) await this.campaign(id);
  }

  async contact(contactId: string) {
    const now = this.#clock.now();
    const { rows } = await sql<{ campaign_id: string; blind_index: Buffer; bound: boolean }>`
      select c.campaign_id, p.blind_index, c.bound_agent_id is not null or c.bound_squad_id is not null as bound
      from contact c join phone p on p.id = c.dial_phone_id where c.id = ${contactId}`.execute(this.#db);
    const [row] = rows;
    if (row === undefined) return undefined;
    const rules = await this.#rules(row.campaign_id);
    const claim = {
      ...{ contactId, campaignId: row.campaign_id, source: 'api' as const, priority: 0 },
      blindIndex: row.blind_index.toString('hex'),
    };
    const looked = await lookAtFacts(this.#db, [claim], { now, floorZone: this.#floorZone });
    const contact = looked.contacts.get(contactId);
    if (contact === undefined || rules === undefined) return undefined;
    return { facts: looked.of(contact, new Set()), plan: rules, isBound: row.bound };
  }

  async #look(campaignId: string, now: number): Promise<CampaignKinds | undefined> {
    const plan = await this.#rules(campaignId);
    if (plan === undefined) return undefined;
    const kinds = await this.#kinds(campaignId, plan, now);
    const keys = [...new Set(kinds.flatMap(({ place }) => place ?? []))];
    const places = await sql<{ key: number; country: string; region: string; zones: string[]; prefix: string }>`
      select key, country, region, zones, prefix from place where key = any(${keys}::bigint[])`.execute(this.#db);
    const lists = await sql<{ id: string; active: boolean; hours: CallingHours['campaign'] | null; basis: boolean }>`
      select id, active, hours, coalesce(legal_basis, '') <> '' as basis from list
      where id = any(${[...new Set(kinds.flatMap(({ listId }) => listId ?? []))]}::uuid[])`.execute(this.#db);
    const based = await sql<{ id: string }>`
      select id from import where coalesce(legal_basis, '') <> ''
        and id = any(${[...new Set(kinds.flatMap(({ importId }) => importId ?? []))]}::uuid[])`.execute(this.#db);
    return {
      now,
      plan,
      kinds,
      places: new Map(
        places.rows.map(({ key, country, region, zones, prefix }) => [
          key,
          { country: optional(country), region: optional(region), prefix: optional(prefix), zones },
        ]),
      ),
      lists: new Map(
        lists.rows.map(({ id, active, hours, basis }) => [id, { active, hours: optional(hours), hasBasis: basis }]),
      ),
      based: new Set(based.rows.map(({ id }) => id)),
    };
  }

  async #rules(campaignId: string): Promise<Rules | undefined> {
    const { rows } = await sql<Rules>`
      select c.hours, c.frequency, c.max_attempts as "maxAttempts", c.max_attempts_per_day as "maxAttemptsPerDay",
        c.department_id as "departmentId", ${gateSettings} as gate
      from campaign c where c.id = ${campaignId}`.execute(this.#db);
    return rows[0];
  }

  async #kinds(campaignId: string, plan: Rules, now: number): Promise<ContactKind[]> {
    const at = sql`${timestamp(now)}::timestamptz`;
    const today = dayStart(at, this.#floorZone);
    const part = plan.gate.campaign.partOfDay?.max;
    const scopes = ['global', `department:${plan.departmentId}`, `campaign:${campaignId}`];
    const rolling = plan.frequency.windows.filter(({ calendarDay }) => calendarDay !== true);
    const longest = Math.max(0, ...rolling.map(({ windowMs }) => windowMs));
    const isFull = rolling.map(({ max, windowMs }) => {
      const within = sql`filter (where placed_at > ${timestamp(now - windowMs)}::timestamptz)`;
      return sql`count(*) ${windowMs === longest ? sql`` : within} >= ${max}`;
    });
    const since = (begin: RawBuilder<unknown>, max: number): RawBuilder<unknown> => sql`
      select contact_id from attempt where charged and campaign_id = ${campaignId} and placed_at >= ${begin}
      group by contact_id having count(*) >= ${max}`;
    const arrays = {
      forbidden: sql`select phone_id from do_not_call
        where phone_id is not null and scope = any(${scopes}::text[]) and (expires_at is null or expires_at > ${at})`,
      flying: sql`select phone_id from attempt where state = 'open'`,
      ...(rolling.length === 0
        ? {}
        : {
            often: sql`select phone_id from attempt where charged and placed_at > ${timestamp(now - longest)}::timestamptz
              group by phone_id having ${sql.join(isFull, sql` or `)}`,
          }),
      barred: sql`select n.id from contact c cross join lateral (values (c.phone_id), (c.next_phone_id)) n (id)
        where c.abandoned_lock_until > ${at} and n.id is not null`,
      full_day: since(today, plan.maxAttemptsPerDay),
      ...(part === undefined ? {} : { full_part: since(partStart(at, this.#floorZone), part) }),
    };
    const marks = [
      byNumber('forbidden', FLAGS.doNotCall),
      byNumber('flying', FLAGS.inFlight),
      ...(rolling.length === 0 ? [] : [byNumber('often', FLAGS.frequency)]),
      byNumber('barred', FLAGS.locked),
      ofContacts(FLAGS.attemptsDay, sql`contact c where c.id = ${anyOf('full_day')}`),
      ...(part === undefined
        ? []
        : [ofContacts(FLAGS.attemptsPart, sql`contact c where c.id = ${anyOf('full_part')}`)]),
      ofContacts(FLAGS.locked, sql`contact c where c.abandoned_lock_until > ${at}`),
      ofContacts(
        FLAGS.doNotCall,
        sql`do_not_call d join lists l on l.scope = d.scope
          join contact c on c.list_id = l.id and (c.phone_id = d.phone_id or c.next_phone_id = d.phone_id)
            and c.dial_phone_id = d.phone_id
          where d.phone_id is not null and (d.expires_at is null or d.expires_at > ${at})`,
      ),
      ...overDays(plan.frequency, now),
      ofContacts(
        0,
        sql`contact c where c.state = 'open' and (c.bound_agent_id is not null or c.bound_squad_id is not null)`,
      ),
    ].map((mark) => mark(campaignId, at));
    // One state at a time: a column less to be held against the row before.
    const ofState = (state: InPlay) => sql`
      select place, list_id, import_id, attempts, coalesce(apart, 0) | ${sql.lit(BITS[state])} as bits, count(*)::int as n,
        (count(*) filter (where due_at > ${at}))::int as late
      from contact c where campaign_id = ${campaignId} and state = ${state} group by place, list_id, import_id, attempts, apart`;
    const { rows } = await sql<Omit<ContactKind, 'state' | 'isLater' | 'isBound' | 'flags'> & { bits: number }>`
      with lists as (select 'list:' || id as scope, id from list where campaign_id = ${campaignId}),
      ${sql.join(Object.entries(arrays).map(([key, ids]) => sql`${sql.ref(key)} as materialized (select array(${ids}) as ids)`))},
      spoken as (${sql.join(marks, sql` union all `)}),
      marked as (
        select place, list_id, import_id, attempts, bits, count(*)::int as n from (
          select any_value(place) as place, any_value(list_id) as list_id, any_value(import_id) as import_id,
            any_value(attempts) as attempts, bit_or(bits) as bits
          from spoken group by id) x group by 1, 2, 3, 4, 5),
      plain as (${sql.join(IN_PLAY.map(ofState), sql` union all `)}),
      every as (
        select p.place, p.list_id, p.import_id, p.attempts, p.bits | k.later as bits, k.n
        from plain p cross join lateral (values (${sql.lit(BITS.later)}, p.late), (0, p.n - p.late)) k (later, n)
        union all
        select m.place, m.list_id, m.import_id, m.attempts, k.bits, k.n
        from marked m cross join lateral (values (m.bits & ${sql.lit(COUNTED)}, -m.n), (m.bits, m.n)) k (bits, n))
      select place, list_id as "listId", import_id as "importId", least(attempts, ${plan.maxAttempts}) as attempts,
        bits, sum(n) as contacts
      from every group by 1, 2, 3, 4, 5 having sum(n) <> 0
      union all
      select null, null, null, 0, case state when 'closed' then ${sql.lit(BITS.closed)} else ${sql.lit(BITS.dialing)} end, count(*)
      from contact where campaign_id = ${campaignId} and state in ('dialing', 'closed') group by state`.execute(
      this.#db,
    );
    return rows.map(({ bits, ...kind }) => ({
      ...kind,
      state: STATES.find((state) => (bits & BITS[state]) !== 0) ?? '',
      isLater: (bits & BITS.later) !== 0,
      isBound: (bits & BITS.bound) !== 0,
      flags: bits & EVERY_FLAG,
    }));
  }
}

/** Contacts that one thing speaks against, for `spoken`. */
type Mark = (campaignId: string, at: RawBuilder<unknown>) => RawBuilder<unknown>;

/**
 * As one array, so that an index is walked once from the least id to the greatest instead of from its root for each, and so
 * that no planner joins what he cannot know the number of.
 */
function anyOf(array: string): RawBuilder<unknown> {
  return sql`any((select ids from ${sql.ref(array)})::uuid[])`;
}

/** Contacts whose next number is among those of `array`: their own, or another of theirs. */
function byNumber(array: string, flag: number): Mark {
  return (campaignId, at) => {
    const own = ofContacts(flag, sql`contact c where c.phone_id = ${anyOf(array)} and c.dial_phone_id = c.phone_id`);
    // Sorting the array costs more than finding out that nobody has another number.
    const next = ofContacts(
      flag,
      sql`contact c where c.next_phone_id = any((select ids from ${sql.ref(array)}
        where exists (select from contact where next_phone_id is not null))::uuid[])`,
    );
    return sql`${own(campaignId, at)} union all ${next(campaignId, at)}`;
  };
}

/**
 * `from`: tables with contact `c` and a condition; of them those who are neither being dialed nor done with. What the gate
 * asks of a contact itself; by `id` each counts once, however much speaks against it.
 */
function ofContacts(flag: number, from: RawBuilder<unknown>): Mark {
  const bit = (is: RawBuilder<unknown>, of: number): RawBuilder<unknown> =>
    sql`case when ${is} then ${sql.lit(of)} else 0 end`;
  return (campaignId, at) => sql`
    select c.id, c.place, c.list_id, c.import_id, c.attempts, ${sql.lit(flag)} | coalesce(c.apart, 0)
      | ${bit(sql`c.state = 'open'`, BITS.open)} | ${bit(sql`c.state = 'queued'`, BITS.queued)}
      | ${bit(sql`c.due_at > ${at}`, BITS.later)}
      | ${bit(sql`c.bound_agent_id is not null or c.bound_squad_id is not null`, BITS.bound)} as bits
    from ${from} and ${inPlay(campaignId)}`;
}

function inPlay(campaignId: string): RawBuilder<unknown> {
  return sql`c.campaign_id = ${campaignId} and c.state = any(${IN_PLAY}::text[])`;
}

/** Contacts whose number has had its fill of the callee's calendar day. */
function overDays({ windows }: FrequencyRule, now: number): Mark[] {
  const days = windows.filter(({ calendarDay }) => calendarDay === true);
  if (days.length === 0) return [];
  const least = Math.min(...days.map(({ max }) => max));
  const at = sql`${timestamp(now)}::timestamptz`;
  const begins = sql`(select min(date_trunc('day', ${at} at time zone z) at time zone z) from unnest(t.zones) z)`;
  const from = sql`(
      select phone_id, array_agg(placed_at) as times from attempt
      where charged and placed_at > ${timestamp(now - 26 * HOUR)} group by phone_id having count(*) >= ${least}) a
    join contact c on (c.phone_id = a.phone_id or c.next_phone_id = a.phone_id) and c.dial_phone_id = a.phone_id
    join place t on t.key = c.place
    where (select count(*) from unnest(a.times) x where x >= ${begins}) >= ${least}`;
  return [ofContacts(FLAGS.frequency, from)];
}
