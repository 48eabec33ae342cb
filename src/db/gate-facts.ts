import { type RawBuilder, sql } from 'kysely';
import type { Claim, GateFacts, IntentDraft } from '../dialer/ports.ts';
import { columnFacts, type GateColumns, gateColumns, lockOf } from './gate-columns.ts';
import type { Db, Tx } from './pool.ts';
import { timestamp } from './values.ts';

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
 * Locks the numbers (advisory, in one order for everybody, so that no two batches wait for each other in a ring), then
 * the contacts, then reads. The numbers come first and in a statement of their own: what is read after it sees every
 * intent that was committed for them (DESIGN.md promise 1).
 */
export async function readFacts(tx: Tx, drafts: readonly IntentDraft[], times: FactsTimes): Promise<Facts> {
  await lockNumbers(tx, drafts);
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
  const numbers = [...new Set(drafts.map((draft) => draft.claim.blindIndex))].map((hex) => Buffer.from(hex, 'hex'));
  const history = await readHistory(tx, drafts, numbers, times.now);
  const forbidden = await readDoNotCall(tx, [...contacts.keys()], times.now);
  return {
    contacts,
    of: (contact, passed, draft) => {
      const number = contact.blind_index.toString('hex');
      const past = history.get(number);
      return {
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
        doNotCall: forbidden.get(contact.id),
        chargedAt: past?.chargedAt ?? [],
        inFlight: past?.inFlight === true || passed.has(number),
      };
    },
  };
}

async function lockNumbers(tx: Tx, drafts: readonly IntentDraft[]): Promise<void> {
  const keys = drafts.map((draft) => BigInt.asIntN(64, BigInt(`0x${draft.claim.blindIndex.slice(0, 16)}`)));
  const sorted = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1)).map(String);
  await sql`select pg_advisory_xact_lock(key) from unnest(${sorted}::bigint[]) as key`.execute(tx);
}

async function readContacts(tx: Db | Tx, drafts: readonly IntentDraft[], times: FactsTimes, lock: RawBuilder<unknown>) {
  const ids = [...new Set(drafts.map((draft) => draft.claim.contactId))];
  const { rows } = await sql<ContactRow>`
    select c.id, c.state, c.due_at, c.attempts, c.campaign_id, c.list_id, c.customer_id, c.dial_phone_id as phone_id,
      p.blind_index, p.ciphertext, ${gateColumns(times.now, times.floorZone)}
    from contact c join phone p on p.id = c.dial_phone_id join list l on l.id = c.list_id
    left join customer u on u.id = c.customer_id ${lockOf(times.now)}
    where c.id = any(${ids}::uuid[])
    order by c.id
    ${lock}`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

interface Past {
  chargedAt: number[];
  inFlight: boolean;
}

/** Charged attempts within the longest frequency window of the campaigns concerned, newest first, and open ones. */
async function readHistory(tx: Db | Tx, drafts: readonly IntentDraft[], numbers: readonly Buffer[], now: number) {
  const campaigns = [...new Set(drafts.map((draft) => draft.claim.campaignId))];
  const { rows } = await sql<{ blind_index: Buffer; placed_at: number; charged: boolean; open: boolean }>`
    select blind_index, placed_at, charged, state = 'open' as open
    from attempt
    where blind_index = any(${numbers}::bytea[])
      and (state = 'open' or (charged and placed_at >= ${timestamp(now)}::timestamptz - make_interval(secs => (
        select coalesce(max((w ->> 'windowMs')::float8 + case when (w ->> 'calendarDay')::boolean then 3600000 else 0 end), 0) / 1000
        from campaign, jsonb_array_elements(frequency -> 'windows') w where campaign.id = any(${campaigns}::uuid[])))))
    order by placed_at desc`.execute(tx);
  const byNumber = new Map<string, Past>();
  for (const row of rows) {
    const number = row.blind_index.toString('hex');
    const past = byNumber.get(number) ?? { chargedAt: [], inFlight: false };
    if (row.charged) past.chargedAt.push(row.placed_at);
    if (row.open) past.inFlight = true;
    byNumber.set(number, past);
  }
  return byNumber;
}

/** Contact id → the entry that forbids it, the widest scope first. */
async function readDoNotCall(tx: Db | Tx, contactIds: readonly string[], now: number) {
  const { rows } = await sql<{ id: string; scope: string; reason: string }>`
    select distinct on (c.id) c.id, d.scope, d.reason
    from contact c join phone p on p.id = c.dial_phone_id join do_not_call d on d.blind_index = p.blind_index
    where c.id = any(${contactIds}::uuid[])
      and d.scope in ('global', 'department:' || c.department_id, 'campaign:' || c.campaign_id, 'list:' || c.list_id)
      and (d.expires_at is null or d.expires_at > ${timestamp(now)})
    order by c.id, d.scope = 'global' desc, d.scope desc`.execute(tx);
  return new Map(rows.map((row) => [row.id, { scope: row.scope, reason: row.reason }]));
}
