import { type RawBuilder, sql } from 'kysely';
import type { Claim, GateFacts, IntentDraft } from '../dialer/ports.ts';
import { columnFacts, type GateColumns, gateColumns, lockOf } from './gate-columns.ts';
import { denyingTrunks, resultsOf } from './past-sql.ts';
import type { Db, Tx } from './pool.ts';
import { optional, timestamp } from './values.ts';

/** A contact as read and locked for its intent. */
export interface ContactRow extends GateColumns {
  id: string;
  state: string;
  due_at: number;
  attempts: number;
  campaign_id: string;
  list_id: string;
  customer_id: string | null;
  phone_id: string;
  blind_index: Buffer;
  ciphertext: Buffer;
  /** When charged attempts of the number were placed, newest first. */
  charged_at: number[];
  in_flight: boolean;
  do_not_call: { scope: string; reason: string } | null;
  past_results: Record<string, number>;
  denying_trunks: string[];
}

/** Everything the gate may ask about the drafts of one tick, read once for all of them. */
export interface Facts {
  contacts: Map<string, ContactRow>;
  /** Gate facts of a draft's contact; `inFlight` also counts what this batch has let pass. */
  of(contact: ContactRow, passed: ReadonlySet<string>, draft?: Pick<IntentDraft, 'ownerId' | 'override'>): GateFacts;
}

export interface FactsTimes {
  now: number;
  /** IANA zone in which "today" begins for the cap of attempts a day. */
  floorZone: string;
}

/**
 * Locks the contacts and reads, in a statement that follows `fenceNumbers`: what is read after that sees every intent that
 * was committed for the numbers (DESIGN.md promise 1).
 */
export async function readFacts(tx: Tx, drafts: readonly IntentDraft[], times: FactsTimes): Promise<Facts> {
  return await factsOf(tx, drafts, times, sql`for no key update of c`);
}

/** The same without a lock, for a look: what it tells may have changed before anybody acts on it. */
export async function lookAtFacts(db: Db, contacts: readonly Claim[], times: FactsTimes): Promise<Facts> {
  const drafts = contacts.map((claim) => ({
    ...{ attemptId: '', trunkId: '', trunkKey: '', callerIdId: undefined, mode: 'look' },
    claim,
  }));
  return await factsOf(db, drafts, times, sql``);
}

async function factsOf(
  tx: Db | Tx,
  drafts: readonly IntentDraft[],
  times: FactsTimes,
  lock: RawBuilder<unknown>,
): Promise<Facts> {
  const contacts = await readContacts(tx, drafts, times, lock);
  return {
    contacts,
    of: (contact, passed, draft) => ({
      now: times.now,
      contact: {
        state: contact.state,
        dueAt: contact.due_at,
        attempts: contact.attempts,
        attemptsToday: contact.attempts_today,
        attemptsInPart: contact.attempts_in_part,
      },
      ...columnFacts(contact),
      forAgent: draft?.ownerId,
      override: draft?.override === true,
      doNotCall: optional(contact.do_not_call),
      chargedAt: contact.charged_at,
      inFlight: contact.in_flight || passed.has(contact.blind_index.toString('hex')),
    }),
  };
}

/** One statement: a commit asks this for each call, and what a round trip costs is more than what is read. */
async function readContacts(tx: Db | Tx, drafts: readonly IntentDraft[], times: FactsTimes, lock: RawBuilder<unknown>) {
  const ids = [...new Set(drafts.map((draft) => draft.claim.contactId))];
  const campaigns = [...new Set(drafts.map((draft) => draft.claim.campaignId))];
  const { rows } = await sql<ContactRow>`
    select c.id, c.state, c.due_at, c.attempts, c.campaign_id, c.list_id, c.customer_id, c.dial_phone_id as phone_id,
      p.blind_index, p.ciphertext, ${gateColumns(times.now, times.floorZone)},
      ${chargedAt(campaigns, times.now)} as charged_at,
      exists (select from attempt a where a.blind_index = p.blind_index and a.state = 'open') as in_flight,
      ${doNotCall(times.now)} as do_not_call,
      ${resultsOf(sql`c.id`, sql`c.dial_phone_id`, sql`c.reset_at`)} as past_results,
      ${denyingTrunks(sql`p.blind_index`, times.now)} as denying_trunks
    from contact c join phone p on p.id = c.dial_phone_id join list l on l.id = c.list_id
    left join customer u on u.id = c.customer_id ${lockOf(times.now)}
    where c.id = any(${ids}::uuid[])
    order by c.id
    ${lock}`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Charged attempts of the number `p` within the longest frequency window of the campaigns concerned, and open ones. */
function chargedAt(campaigns: readonly string[], now: number): RawBuilder<unknown> {
  return sql`(select coalesce(jsonb_agg(round(extract(epoch from a.placed_at) * 1000) order by a.placed_at desc), '[]')
    from attempt a
    where a.blind_index = p.blind_index and a.charged
      and (a.state = 'open' or a.placed_at >= ${timestamp(now)}::timestamptz - make_interval(secs => (
        select coalesce(max((w ->> 'windowMs')::float8 + case when (w ->> 'calendarDay')::boolean then 3600000 else 0 end), 0) / 1000
        from campaign, jsonb_array_elements(frequency -> 'windows') w where campaign.id = any(${campaigns}::uuid[])))))`;
}

/** The entry that forbids the number `p` for the contact `c`, the widest scope first. */
function doNotCall(now: number): RawBuilder<unknown> {
  return sql`(select jsonb_build_object('scope', d.scope, 'reason', d.reason) from do_not_call d
    where d.blind_index = p.blind_index
      and d.scope in ('global', 'department:' || c.department_id, 'campaign:' || c.campaign_id, 'list:' || c.list_id)
      and (d.expires_at is null or d.expires_at > ${timestamp(now)})
    order by d.scope = 'global' desc, d.scope desc limit 1)`;
}
