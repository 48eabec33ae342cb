import { sql } from 'kysely';
import type {
  ContactSourceKind,
  GateFacts,
  GateVerdict,
  IntentDraft,
  Lease,
  Preview,
  PreviewOrder,
  PreviewStore,
} from '../dialer/ports.ts';
import { fenceNumbers } from './fence.ts';
import { readFacts } from './gate-facts.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

/** Candidates looked at in one claim; those that the gate refuses are moved on, so the next claim looks further. */
const LOOKED_AT = 10;
/** RULES.md "Call-backs": an only-me call-back overdue by this goes to the squad. Setting `callBack.overdueMinutes`. */
const OVERDUE_MINUTES = 30;

interface Candidate {
  id: string;
  campaign_id: string;
  source: ContactSourceKind;
  queue_priority: number;
  blind_index: Buffer;
}

type Judge = (facts: GateFacts, campaignId: string) => GateVerdict;

/** Previews in Postgres: the row is the claim, so neither a dead engine nor an empty Redis loses a contact. */
export class PgPreviewStore implements PreviewStore {
  readonly #db: Db;
  readonly #options: { floorZone: string };

  constructor(db: Db, options: { floorZone: string }) {
    this.#db = db;
    this.#options = options;
  }

  async boundDue(campaignIds: readonly string[], now: number): Promise<boolean> {
    const { rows } = await sql`
      select 1 from contact
      where campaign_id = any(${[...campaignIds]}::uuid[]) and state = 'open' and due_at <= ${timestamp(now)}
        and (bound_agent_id is not null or bound_squad_id is not null) limit 1`.execute(this.#db);
    return rows.length > 0;
  }

  async claim(lease: Lease, order: PreviewOrder, judge: Judge): Promise<Preview | undefined> {
    if (order.campaigns.length === 0) return undefined;
    // A look without locks: mostly there is nothing.
    const candidates = await nextOf(this.#db, order);
    if (candidates.length === 0) return undefined;
    const drafts = candidates.map((candidate) => ({
      attemptId: '',
      trunkId: '',
      trunkKey: '',
      callerIdId: undefined,
      mode: 'preview',
      ownerId: order.agentId,
      claim: claimOf(candidate),
    }));
    return await transact(this.#db, async (tx) => {
      await fenceNumbers(tx, lease, drafts, order.now);
      return await this.#take(tx, order, candidates, drafts, judge);
    });
  }

  async #take(
    tx: Tx,
    order: PreviewOrder,
    candidates: Candidate[],
    drafts: readonly IntentDraft[],
    judge: Judge,
  ): Promise<Preview | undefined> {
    const facts = await readFacts(tx, drafts, { now: order.now, floorZone: this.#options.floorZone });
    for (const candidate of candidates) {
      const contact = facts.contacts.get(candidate.id);
      if (contact?.state !== 'open' || contact.customer_deleted || !contact.list_active) continue;
      const verdict = judge(facts.of(contact, new Set(), { ownerId: order.agentId }), candidate.campaign_id);
      if (!verdict.pass) {
        await moveOn(tx, candidate.id, verdict);
        continue;
      }
      const endsAt = order.now + (order.campaigns.find((c) => c.id === candidate.campaign_id)?.previewMs ?? 0);
      return (await write(tx, order, candidate, endsAt))
        ? { id: order.previewId, agentId: order.agentId, claim: claimOf(candidate), endsAt }
        : undefined;
    }
    return undefined;
  }

  async release(previewId: string): Promise<void> {
    await sql`
      with gone as (delete from preview where id = ${previewId} returning contact_id)
      update contact c set state = 'open' from gone where c.id = gone.contact_id and c.state = 'queued'`.execute(
      this.#db,
    );
  }

  async skip(
    previewId: string,
    skip: { by: 'agent' | 'over'; reason: string | undefined; dueAt: number; at: number },
  ): Promise<void> {
    await sql`
      with gone as (delete from preview where id = ${previewId} returning id, contact_id, campaign_id, agent_id),
      kept as (
        insert into preview_skip (id, contact_id, campaign_id, agent_id, by, reason, at)
        select id, contact_id, campaign_id, agent_id, ${skip.by}, ${skip.reason ?? null}, ${timestamp(skip.at)} from gone)
      update contact c set state = 'open', due_at = ${timestamp(skip.dueAt)}, skips = c.skips + 1
      from gone where c.id = gone.contact_id and c.state = 'queued'`.execute(this.#db);
  }

  async releaseAll(groupId: string): Promise<number> {
    const { rows } = await sql`
      with gone as (delete from preview where group_id = ${groupId} returning contact_id),
      freed as (update contact c set state = 'open' from gone where c.id = gone.contact_id and c.state = 'queued')
      select contact_id from gone`.execute(this.#db);
    return rows.length;
  }
}

function claimOf(candidate: Candidate): Preview['claim'] {
  return {
    contactId: candidate.id,
    campaignId: candidate.campaign_id,
    blindIndex: candidate.blind_index.toString('hex'),
    source: candidate.source,
    priority: candidate.queue_priority,
  };
}

/** His own due call-backs, then his squad's and those overdue, then each campaign in preview in the order given. */
async function nextOf(db: Db, order: PreviewOrder): Promise<Candidate[]> {
  const bound = order.bound ? await boundOf(db, order) : [];
  if (bound.length > 0) return bound;
  for (const { id, preview } of order.campaigns) {
    if (!preview) continue;
    const { rows } = await sql<Candidate>`
      select c.id, c.campaign_id, c.source, c.queue_priority, p.blind_index
      from contact c join phone p on p.id = c.dial_phone_id join list l on l.id = c.list_id
      where c.campaign_id = ${id} and c.state = 'open' and c.due_at <= ${timestamp(order.now)} and l.active
        and c.bound_agent_id is null and c.bound_squad_id is null
        and not exists (select from preview v where v.contact_id = c.id)
      order by c.queue_priority desc, c.due_at limit ${LOOKED_AT}`.execute(db);
    if (rows.length > 0) return rows;
  }
  return [];
}

async function boundOf(db: Db, order: PreviewOrder): Promise<Candidate[]> {
  const now = timestamp(order.now);
  const { rows } = await sql<Candidate>`
    with me as (select id, squad_id from app_user where id = ${order.agentId})
    select c.id, c.campaign_id, c.source, c.queue_priority, p.blind_index
    from contact c join phone p on p.id = c.dial_phone_id join list l on l.id = c.list_id
    cross join me left join app_user o on o.id = c.bound_agent_id
    where c.campaign_id = any(${order.campaigns.map((c) => c.id)}::uuid[]) and c.state = 'open' and c.due_at <= ${now}
      and l.active and (c.bound_agent_id is not null or c.bound_squad_id is not null)
      and not exists (select from preview v where v.contact_id = c.id)
      and (c.bound_agent_id = me.id or c.bound_squad_id = me.squad_id
        or (c.bound_agent_id is not null and not c.owned and (o.squad_id is null or o.squad_id = me.squad_id)
          and c.due_at <= ${now}::timestamptz - make_interval(mins => coalesce((
            select (value #>> '{}')::int from setting where key = 'callBack.overdueMinutes'), ${OVERDUE_MINUTES}::int))))
    order by c.bound_agent_id is not distinct from me.id desc, c.due_at limit ${LOOKED_AT}`.execute(db);
  return rows;
}

async function write(tx: Tx, order: PreviewOrder, { id, campaign_id }: Candidate, endsAt: number): Promise<boolean> {
  const { rows } = await sql`
    insert into preview (id, group_id, agent_id, contact_id, campaign_id, shown_at, ends_at)
    values (${order.previewId}, ${order.groupId}, ${order.agentId}, ${id}, ${campaign_id}, ${timestamp(order.now)},
      ${timestamp(endsAt)})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) return false;
  await sql`update contact set state = 'queued' where id = ${id}`.execute(tx);
  return true;
}

/** What the feeder does with a contact that the gate keeps out of the queue (src/lists/feeder.ts). */
async function moveOn(tx: Tx, id: string, verdict: Extract<GateVerdict, { pass: false }>): Promise<void> {
  const { retryAt, code } = verdict;
  if (code === 'protected')
    return void (await sql`update contact c set bound_agent_id = u.owner_id, owned = true
      from customer u where c.id = ${id} and u.id = c.customer_id and u.owner_id is not null`.execute(tx));
  if (retryAt !== undefined)
    return void (await sql`update contact set due_at = ${timestamp(retryAt)} where id = ${id}`.execute(tx));
  const result = code === 'do-not-call' ? 'DNC' : code === 'attempts-total' ? 'MAXTRIES' : null;
  await sql`update contact set state = 'closed', last_result = coalesce(${result}, last_result) where id = ${id}`.execute(
    tx,
  );
}
