import { sql } from 'kysely';
import type { ContactSourceKind, GateSettings } from '../dialer/ports.ts';
import { type ContactOrder, DUE_ORDER } from '../domain/contact-order.ts';
import type {
  Candidate,
  Charge,
  ContactSource,
  DueContact,
  DueRequest,
  FeedDecision,
  FeedRules,
} from '../lists/ports.ts';
import { columnFacts, type GateColumns, gateColumns, gateSettings, lockOf } from './gate-columns.ts';
import { goToNextNumber } from './numbers-sql.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

export interface ContactSourceOptions {
  /** IANA zone of the floor: where a day begins for the cap of attempts a day. */
  floorZone: string;
}

interface DueRow extends GateColumns {
  id: string;
  source: ContactSourceKind;
  queue_priority: number;
  due_at: number;
  attempts: number;
  blind_index: Buffer;
}

interface Past {
  charges: Charge[];
  inFlight: boolean;
}

/** Contacts on their way into and out of the ready queue. For the pacing pool: every statement is short. */
export class PgContactSource implements ContactSource {
  readonly #db: Db;
  readonly #options: ContactSourceOptions;

  constructor(db: Db, options: ContactSourceOptions) {
    this.#db = db;
    this.#options = options;
  }

  async rules(campaignId: string): Promise<FeedRules | undefined> {
    const row = await this.#db
      .selectFrom('campaign as c')
      .select([
        'c.hours',
        'c.frequency',
        'c.max_attempts',
        'c.max_attempts_per_day',
        'c.contact_order',
        gateSettings.as('gate'),
      ])
      .select(
        sql<FeedRules['listHours']>`(select coalesce(jsonb_agg(distinct l.hours), '[]') from list l
          where l.campaign_id = c.id and l.active and l.hours is not null)`.as('list_hours'),
      )
      .where('c.id', '=', campaignId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      // Checked when they were written (api) and again by the gate, which fails closed on nonsense.
      hours: row.hours as FeedRules['hours'],
      frequency: row.frequency as FeedRules['frequency'],
      maxAttempts: row.max_attempts,
      maxAttemptsPerDay: row.max_attempts_per_day,
      order: orderOf(row.contact_order),
      gate: row.gate as GateSettings,
      listHours: row.list_hours,
    };
  }

  async zoneSets(campaignId: string): Promise<string[][]> {
    const { rows } = await sql<{ zones: string[] }>`
      select distinct coalesce(c.zones, p.zones) as zones from contact c join phone p on p.id = c.dial_phone_id
      where c.campaign_id = ${campaignId} and c.state in ('open', 'queued')`.execute(this.#db);
    return rows.map((row) => row.zones);
  }

  async queueDue(
    request: DueRequest,
    decide: (contact: DueContact) => FeedDecision,
  ): Promise<{ looked: number; queued: DueContact[] }> {
    return await transact(this.#db, async (tx) => {
      const candidates = await nextDue(tx, request);
      const chosen = (request.choose?.(candidates) ?? candidates).slice(0, request.limit);
      const rows = await lockDue(
        tx,
        chosen.map(({ id }) => id),
        request,
        this.#options.floorZone,
      );
      if (rows.length === 0) return { looked: chosen.length, queued: [] };
      const history = await readHistory(tx, rows, request.chargedSince);
      const forbidden = await readDoNotCall(tx, rows, request.now);
      const queued: DueContact[] = [];
      const moves: Move[] = [];
      for (const row of rows) {
        const contact = dueContact(row, request, history, forbidden);
        const decision: FeedDecision = row.customer_deleted ? { kind: 'close', result: undefined } : decide(contact);
        moves.push(moveBy(row.id, decision));
        if (decision.kind === 'queue') queued.push(contact);
      }
      await write(tx, await onTheirNumbers(tx, moves, request.now));
      return { looked: chosen.length, queued };
    });
  }

  async unqueue(contacts: readonly { contactId: string; notBefore: number | undefined }[]): Promise<void> {
    if (contacts.length === 0) return;
    await transact(this.#db, (tx) =>
      sql`update contact c set state = 'open', due_at = greatest(c.due_at, v.due_at)
        from unnest(${contacts.map((contact) => contact.contactId)}::uuid[],
          ${contacts.map((contact) => timestamp(contact.notBefore))}::timestamptz[]) v (id, due_at)
        where c.id = v.id and c.state = 'queued'`.execute(tx),
    );
  }

  async unqueueAll(campaignId: string): Promise<void> {
    await transact(this.#db, (tx) =>
      sql`update contact set state = 'open' where campaign_id = ${campaignId} and state = 'queued'
        and not exists (select from preview p where p.contact_id = contact.id)`.execute(tx),
    );
  }

  async numbersInFlight(): Promise<string[]> {
    const { rows } = await sql<{ blind_index: Buffer }>`
      select distinct blind_index from attempt where state = 'open'`.execute(this.#db);
    return rows.map((row) => row.blind_index.toString('hex'));
  }
}

/**
 * The contacts that come next, without locks. The index contact_due gives each list's in order, so nothing is read that
 * does not come out: the pairs of list and priority are found by stepping through it, and lists that are off cost nothing.
 */
async function nextDue(tx: Tx, request: DueRequest): Promise<Candidate[]> {
  const now = timestamp(request.now);
  const { rows } = await sql<{ id: string; list_id: string; queue_priority: number }>`
    with recursive level as (
      select l.id as list_id, (select max(c.queue_priority) from contact c where c.list_id = l.id and c.state = 'open')
        as queue_priority
      from list l where l.campaign_id = ${request.campaignId} and l.active
      union all
      select list_id, (select max(c.queue_priority) from contact c
        where c.list_id = level.list_id and c.state = 'open' and c.queue_priority < level.queue_priority)
      from level where queue_priority is not null)
    select d.id, v.list_id, v.queue_priority
    from level v cross join lateral (
      select c.id, c.order_key, c.due_at from contact c join phone p on p.id = c.dial_phone_id
      where c.list_id = v.list_id and c.queue_priority = v.queue_priority and c.state = 'open' and c.due_at <= ${now}
        and c.bound_agent_id is null and c.bound_squad_id is null 
        and not coalesce(c.zones, p.zones) && ${request.closedZones}::text[]
      order by c.order_key, c.due_at limit ${request.limit}) d
    where v.queue_priority is not null
    order by v.queue_priority desc, d.order_key, d.due_at, d.id
    limit ${request.choose === undefined ? request.limit : null}::bigint`.execute(tx);
  return rows.map((row) => ({ id: row.id, listId: row.list_id, priority: row.queue_priority }));
}

/** The chosen ones that are still free, in the order in which they were chosen. */
async function lockDue(tx: Tx, ids: readonly string[], request: DueRequest, floorZone: string): Promise<DueRow[]> {
  if (ids.length === 0) return [];
  const now = timestamp(request.now);
  const { rows } = await sql<DueRow>`
    select c.id, c.source, c.queue_priority, c.due_at, c.attempts, p.blind_index, ${gateColumns(request.now, floorZone)}
    from unnest(${[...ids]}::uuid[]) with ordinality v (id, place)
    join contact c on c.id = v.id join phone p on p.id = c.dial_phone_id join list l on l.id = c.list_id
    left join customer u on u.id = c.customer_id ${lockOf(request.now)}
    where c.state = 'open' and c.due_at <= ${now} and l.active
      and c.bound_agent_id is null and c.bound_squad_id is null
    order by v.place
    for no key update of c skip locked`.execute(tx);
  return rows;
}

/** A number that may never be dialed closes its contact only when the contact has no other. */
async function onTheirNumbers(tx: Tx, moves: readonly Move[], now: number): Promise<Move[]> {
  const closing = moves.flatMap(({ id, state, result }) =>
    state === 'closed' && result === 'DNC' ? [{ contactId: id, result }] : [],
  );
  const gone = await goToNextNumber(tx, closing, now);
  return moves.filter((move) => !gone.has(move.id));
}

/** As it lies in the campaign: the sort with the mix beside it. Checked when it was written (api). */
export function orderOf(stored: unknown): ContactOrder {
  if (stored === null || stored === undefined) return DUE_ORDER;
  const { mix = [], kind = 'due', ...rest } = stored as { mix?: ContactOrder['mix']; kind?: string };
  return { sort: { kind, ...rest } as ContactOrder['sort'], mix };
}

async function readHistory(tx: Tx, due: readonly DueRow[], since: number): Promise<Map<string, Past>> {
  const { rows } = await sql<{ id: string; blind_index: Buffer; placed_at: number; charged: boolean; open: boolean }>`
    select id, blind_index, placed_at, charged, state = 'open' as open from attempt
    where blind_index = any(${due.map((row) => row.blind_index)}::bytea[])
      and (state = 'open' or (charged and placed_at > ${timestamp(since)}))
    order by placed_at desc`.execute(tx);
  const byNumber = new Map<string, Past>();
  for (const row of rows) {
    const blindIndex = row.blind_index.toString('hex');
    const past = byNumber.get(blindIndex) ?? { charges: [], inFlight: false };
    if (row.charged) past.charges.push({ attemptId: row.id, blindIndex, at: row.placed_at });
    if (row.open) past.inFlight = true;
    byNumber.set(blindIndex, past);
  }
  return byNumber;
}

/** Contact id → the entry that forbids it. */
async function readDoNotCall(tx: Tx, due: readonly DueRow[], now: number) {
  const { rows } = await sql<{ id: string; scope: string; reason: string }>`
    select c.id, d.scope, d.reason
    from contact c join phone p on p.id = c.dial_phone_id join do_not_call d on d.blind_index = p.blind_index
    where c.id = any(${due.map((row) => row.id)}::uuid[])
      and d.scope in ('global', 'department:' || c.department_id, 'campaign:' || c.campaign_id, 'list:' || c.list_id)
      and (d.expires_at is null or d.expires_at > ${timestamp(now)})`.execute(tx);
  return new Map(rows.map((row) => [row.id, { scope: row.scope, reason: row.reason }]));
}

function dueContact(
  row: DueRow,
  { campaignId, now }: DueRequest,
  history: ReadonlyMap<string, Past>,
  forbidden: ReadonlyMap<string, { scope: string; reason: string }>,
): DueContact {
  const blindIndex = row.blind_index.toString('hex');
  const past = history.get(blindIndex) ?? { charges: [], inFlight: false };
  return {
    entry: {
      contactId: row.id,
      campaignId,
      blindIndex,
      source: row.source,
      priority: row.queue_priority,
      order: Math.max(0, row.due_at),
    },
    charges: past.charges,
    facts: {
      now,
      contact: {
        state: 'open',
        dueAt: row.due_at,
        attempts: row.attempts,
        attemptsToday: row.attempts_today,
        attemptsInPart: row.attempts_in_part,
      },
      ...columnFacts(row),
      forAgent: undefined,
      override: false,
      doNotCall: forbidden.get(row.id),
      chargedAt: past.charges.map((charge) => charge.at),
      inFlight: past.inFlight,
    },
  };
}

interface Move {
  id: string;
  state: 'open' | 'queued' | 'closed';
  dueAt: number | undefined;
  result: string | undefined;
  /** Bound to this agent from now on. */
  owner?: string;
}

function moveBy(id: string, decision: FeedDecision): Move {
  switch (decision.kind) {
    case 'queue':
      return { id, state: 'queued', dueAt: undefined, result: undefined };
    case 'later':
      return { id, state: 'open', dueAt: decision.at, result: undefined };
    case 'bind':
      return { id, state: 'open', dueAt: undefined, result: undefined, owner: decision.agentId };
    case 'close':
      return { id, state: 'closed', dueAt: undefined, result: decision.result };
    default: {
      const never: never = decision;
      return never;
    }
  }
}

async function write(tx: Tx, moves: readonly Move[]): Promise<void> {
  await sql`update contact c
    set state = v.state, due_at = coalesce(v.due_at, c.due_at), last_result = coalesce(v.result, c.last_result),
      bound_agent_id = coalesce(v.owner, c.bound_agent_id), owned = c.owned or v.owner is not null
    from unnest(${moves.map((move) => move.id)}::uuid[], ${moves.map((move) => move.state)}::text[],
      ${moves.map((move) => timestamp(move.dueAt))}::timestamptz[],
      ${moves.map((move) => move.result ?? null)}::text[], ${moves.map((move) => move.owner ?? null)}::uuid[])
      v (id, state, due_at, result, owner)
    where c.id = v.id`.execute(tx);
}
