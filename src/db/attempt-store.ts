import { sql } from 'kysely';
import type {
  AttemptProgress,
  AttemptStore,
  ChooseCaller,
  ContactSourceKind,
  GateFacts,
  GateVerdict,
  Intent,
  IntentDraft,
  IntentResult,
  Lease,
  OpenAttempt,
} from '../dialer/ports.ts';
import { type ContactState, stepContact } from '../domain/contact.ts';
import { type IntentPast, NO_PAST } from '../domain/retry-rule.ts';
import { assert } from '../shared/assert.ts';
import { isUuid } from '../shared/ids.ts';
import { noteUse, readCallerUse } from './caller-facts.ts';
import type { PhoneVault } from './crypto.ts';
import { fenceNumbers } from './fence.ts';
import { type ContactRow, type Facts, readFacts } from './gate-facts.ts';
import { goToNextNumber } from './numbers-sql.ts';
import { pastOf, readPast } from './past-sql.ts';
import { type Db, retried, type Tx, transact } from './pool.ts';
import { readSegments, writeSegments } from './segments-sql.ts';
import { optional, timestamp } from './values.ts';

type Judge = (facts: GateFacts, draft: IntentDraft) => GateVerdict;

/** What becomes of one draft and of its contact. */
interface Ruling {
  draft: IntentDraft;
  contact: ContactRow | undefined;
  verdict: GateVerdict;
  move: ContactMove | undefined;
}

interface ContactMove {
  state: 'open' | 'dialing' | 'closed';
  dueAt: number | undefined;
  result: string | undefined;
}

export interface AttemptStoreOptions {
  /** IANA zone of the floor: where a day begins for the cap of attempts a day. */
  floorZone: string;
  /** Which of our numbers a call shows: src/dialer/caller-choice.ts. Wanted where drafts leave the choice open. */
  chooseCaller?: ChooseCaller;
}

/** Attempts in Postgres: the anchor of "at most one originate for an attempt" (DESIGN.md promise 1). */
export class PgAttemptStore implements AttemptStore {
  readonly #db: Db;
  readonly #vault: PhoneVault;
  readonly #options: AttemptStoreOptions;

  constructor(db: Db, vault: PhoneVault, options: AttemptStoreOptions) {
    this.#db = db;
    this.#vault = vault;
    this.#options = options;
  }

  async commitIntents(
    lease: Lease,
    node: string,
    drafts: readonly IntentDraft[],
    judge: Judge,
    times: { now: number; placeByMs: number },
  ): Promise<IntentResult[]> {
    if (drafts.length === 0) return [];
    return await transact(this.#db, async (tx) => {
      await fenceNumbers(tx, lease, drafts, times.now);
      const facts = await readFacts(tx, drafts, { now: times.now, floorZone: this.#options.floorZone });
      const judged = rule(drafts, facts, judge);
      const rulings = await this.#chooseCallers(tx, judged, times.now);
      const callerIds = await carryOut(tx, lease, node, rulings, times);
      await endPreviews(tx, drafts);
      return rulings.map((ruling) => this.#result(ruling, { lease, node, times, callerIds }));
    });
  }

  /** Passes that find no number of ours to show are refused; their contacts wait until one is free. */
  async #chooseCallers(tx: Tx, rulings: readonly Ruling[], now: number): Promise<Ruling[]> {
    const open = rulings.flatMap(({ draft: { callers }, verdict }) => (verdict.pass && callers ? [callers] : []));
    if (open.length === 0) return [...rulings];
    const { chooseCaller } = this.#options;
    assert(chooseCaller, 'a caller number is to be chosen and nobody does', {});
    const numbers = open.flatMap((order) => order.numbers);
    const uses = await readCallerUse(
      tx,
      numbers,
      open.some(({ rotation }) => rotation === 'least-used'),
      now,
    );
    return rulings.map((ruling) => {
      const { draft, contact, verdict } = ruling;
      if (!verdict.pass || contact === undefined || draft.callers === undefined) return ruling;
      const choice = chooseCaller(draft.callers, uses, optional(contact.region), now);
      if (choice.kind === 'use') {
        noteUse(uses, choice.id, now);
        return { ...ruling, draft: { ...draft, callerIdId: choice.id } };
      }
      const { freeAt, why } = choice;
      const refusal: GateVerdict = { pass: false, code: 'caller-ids', retryAt: freeAt, facts: { why, freeAt } };
      // By hand nothing is moved by a refusal.
      const move = draft.mode === 'manual' ? undefined : { state: 'open' as const, dueAt: freeAt, result: undefined };
      return { ...ruling, verdict: refusal, move };
    });
  }

  #result({ draft, contact, verdict }: Ruling, { lease, node, times, callerIds }: Committed): IntentResult {
    if (!verdict.pass) return { kind: 'refused', claim: draft.claim, code: verdict.code, facts: verdict.facts ?? {} };
    assert(contact, 'an intent without its contact', { attemptId: draft.attemptId });
    const intent: Intent = {
      attemptId: draft.attemptId,
      groupId: lease.groupId,
      campaignId: contact.campaign_id,
      listId: contact.list_id,
      contactId: contact.id,
      customerId: optional(contact.customer_id),
      phoneId: contact.phone_id,
      blindIndex: draft.claim.blindIndex,
      trunkId: draft.trunkId,
      trunkKey: draft.trunkKey,
      callerIdId: draft.callerIdId,
      callerId: draft.callerIdId === undefined ? '' : (callerIds.get(draft.callerIdId) ?? ''),
      node,
      epoch: lease.epoch,
      mode: draft.mode,
      source: draft.claim.source,
      placedAt: times.now,
      placeBy: times.now + times.placeByMs,
      attempts: contact.attempts + 1,
      ownerId: draft.ownerId,
      wasClosed: contact.state === 'closed',
      past: pastOf(contact.past_results, contact.denying_trunks, draft.trunkId),
    };
    return {
      kind: 'committed',
      intent,
      number: this.#vault.open(contact.ciphertext),
      region: optional(contact.region),
    };
  }

  async open(groupId: string): Promise<OpenAttempt[]> {
    const { rows } = await sql<OpenRow>`
      select a.id, a.group_id, a.campaign_id, a.list_id, a.contact_id, a.customer_id, a.phone_id, a.blind_index,
        a.trunk_id, t.key as trunk_key, a.caller_id_id, k.number as caller_id, a.node, a.epoch, a.mode, a.source,
        a.placed_at, a.place_by, a.owner_id, a.was_closed, c.attempts, a.answered_at, a.connected_at, a.agent_id
      from attempt a
      join trunk t on t.id = a.trunk_id
      join contact c on c.id = a.contact_id
      left join caller_id k on k.id = a.caller_id_id
      where a.group_id = ${groupId} and a.state = 'open'
      order by a.placed_at, a.id`.execute(this.#db);
    const asked = rows.map((row) => ({
      ...{ attemptId: row.id, contactId: row.contact_id, phoneId: row.phone_id },
      ...{ blindIndex: row.blind_index, trunkId: row.trunk_id },
    }));
    const pasts = await readPast(this.#db, asked, Math.max(0, ...rows.map((row) => row.placed_at)));
    const talks = await readSegments(
      this.#db,
      rows.map((row) => row.id),
    );
    return rows.map((row) => openAttempt(row, pasts.get(row.id) ?? NO_PAST, talks.get(row.id)));
  }

  async closedAmong(attemptIds: readonly string[]): Promise<Set<string>> {
    const ids = attemptIds.filter(isUuid);
    if (ids.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      select id from attempt where id = any(${ids}::uuid[]) and state = 'closed'`.execute(this.#db);
    return new Set(rows.map((row) => row.id));
  }

  async noteProgress(notes: readonly ({ attemptId: string } & AttemptProgress)[]): Promise<void> {
    if (notes.length === 0) return;
    const latest = [...new Map(notes.map((note) => [note.attemptId, note])).values()];
    await retried(() =>
      sql`update attempt a
        set answered_at = coalesce(v.answered_at, a.answered_at), connected_at = coalesce(v.connected_at, a.connected_at),
          agent_id = coalesce(v.agent_id, a.agent_id)
        from unnest(${latest.map((note) => note.attemptId)}::uuid[],
          ${latest.map((note) => timestamp(note.answeredAt))}::timestamptz[],
          ${latest.map((note) => timestamp(note.connectedAt))}::timestamptz[],
          ${latest.map((note) => note.agentId ?? null)}::uuid[]) v (id, answered_at, connected_at, agent_id)
        where a.id = v.id and a.state = 'open'`.execute(this.#db),
    );
    await retried(() => writeSegments(this.#db, latest));
  }
}

/** What an intent that was committed has in common with the others of its batch. */
interface Committed {
  lease: Lease;
  node: string;
  times: { now: number; placeByMs: number };
  callerIds: ReadonlyMap<string, string>;
}

function rule(drafts: readonly IntentDraft[], facts: Facts, judge: Judge): Ruling[] {
  const passed = new Set<string>();
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const contact = facts.contacts.get(draft.claim.contactId);
    const twice = seen.has(draft.claim.contactId);
    seen.add(draft.claim.contactId);
    const manual = draft.mode === 'manual';
    if (contact === undefined || (!manual && contact.state !== 'queued') || twice)
      return unfit(draft, contact, undefined);
    // By hand nothing is moved by a refusal: the contact stays where it stands.
    if (contact.customer_deleted) return unfit(draft, contact, manual ? undefined : 'closed');
    if (!matches(contact, draft)) return unfit(draft, contact, manual ? undefined : 'open');
    const about = facts.of(contact, passed, draft);
    const verdict = judge(about, draft);
    if (verdict.pass) passed.add(draft.claim.blindIndex);
    if (manual) return { draft, contact, verdict, move: verdict.pass ? byHand(about) : undefined };
    return { draft, contact, verdict, move: moveBy(verdict, about) };
  });
}

/** Whether the claim still tells the truth: the contact may have been moved or given another number since it was queued. */
function matches(contact: ContactRow, { claim }: IntentDraft): boolean {
  return (
    contact.list_active &&
    contact.campaign_id === claim.campaignId &&
    contact.blind_index.toString('hex') === claim.blindIndex
  );
}

function unfit(draft: IntentDraft, contact: ContactRow | undefined, state: 'open' | 'closed' | undefined): Ruling {
  const move = state === undefined ? undefined : { state, dueAt: undefined, result: undefined };
  return { draft, contact, verdict: { pass: false, code: 'contact-state', retryAt: undefined }, move };
}

/** The result that a closing refusal leaves on the contact (RULES.md "Results"). */
const CLOSING_RESULT: Readonly<Record<string, string>> = { 'do-not-call': 'DNC', 'attempts-total': 'MAXTRIES' };

function byHand({ contact: { state, dueAt, attempts } }: GateFacts): ContactMove {
  const next = stepContact({ state: state as ContactState, dueAt, attempts }, { type: 'dialed-by-hand' });
  assert(next?.state === 'dialing', 'the gate lets nobody dial a contact twice at once', { state });
  return { state: 'dialing', dueAt: undefined, result: undefined };
}

function moveBy(verdict: GateVerdict, facts: GateFacts): ContactMove {
  const { dueAt, attempts } = facts.contact;
  const event = verdict.pass
    ? ({ type: 'committed' } as const)
    : ({ type: 'refused', retryAt: verdict.retryAt } as const);
  const next = stepContact({ state: 'queued', dueAt, attempts }, event);
  assert(next && next.state !== 'queued', 'a queued contact takes every verdict', { event: event.type });
  const closing = verdict.pass || next.state !== 'closed' ? undefined : verdict.code;
  const result = closing && (CLOSING_RESULT[closing] ?? (facts.doNotCall === undefined ? undefined : 'DNC'));
  return { state: next.state, dueAt: next.state === 'open' ? next.dueAt : undefined, result };
}

/**
 * Inserts the intents and moves the contacts, in one statement; gives back the numbers of the caller ids concerned, by id.
 * Before that, a contact whose number may not be called goes on to its next one.
 */
async function carryOut(
  tx: Tx,
  lease: Lease,
  node: string,
  rulings: readonly Ruling[],
  times: { now: number; placeByMs: number },
): Promise<Map<string, string>> {
  const passed = rulings.filter((ruling) => ruling.verdict.pass);
  const all = rulings.flatMap(({ contact, move }) => (contact && move ? [{ id: contact.id, ...move }] : []));
  const closing = all.filter((move) => move.state === 'closed' && move.result === 'DNC');
  const numbers = closing.map(({ id }) => ({ contactId: id, result: 'DNC' }));
  const gone = await goToNextNumber(tx, numbers, times.now);
  const moves = all.filter((move) => !gone.has(move.id));
  if (passed.length + moves.length === 0) return new Map();
  const { rows } = await sql<{ caller_id_id: string; number: string }>`
    with placed as (
      insert into attempt (id, group_id, epoch, node, campaign_id, list_id, contact_id, customer_id, phone_id,
        blind_index, trunk_id, caller_id_id, mode, source, owner_id, was_closed, placed_at, place_by)
      select v.id, ${lease.groupId}::uuid, ${lease.epoch}::bigint, ${node}, c.campaign_id, c.list_id, c.id,
        c.customer_id, c.dial_phone_id, v.blind_index, v.trunk_id, v.caller_id_id, v.mode, v.source,
        v.owner_id, c.state = 'closed', ${timestamp(times.now)}::timestamptz, ${timestamp(times.now + times.placeByMs)}::timestamptz
      from unnest(${passed.map(({ draft }) => draft.attemptId)}::uuid[],
        ${passed.map(({ draft }) => draft.claim.contactId)}::uuid[],
        ${passed.map(({ draft }) => Buffer.from(draft.claim.blindIndex, 'hex'))}::bytea[],
        ${passed.map(({ draft }) => draft.trunkId)}::uuid[],
        ${passed.map(({ draft }) => draft.callerIdId ?? null)}::uuid[],
        ${passed.map(({ draft }) => draft.mode)}::text[],
        ${passed.map(({ draft }) => draft.claim.source)}::text[],
        ${passed.map(({ draft }) => draft.ownerId ?? null)}::uuid[])
        v (id, contact_id, blind_index, trunk_id, caller_id_id, mode, source, owner_id)
      join contact c on c.id = v.contact_id
      returning caller_id_id),
    moved as (
      update contact c
      set state = v.state, due_at = coalesce(v.due_at, c.due_at), last_result = coalesce(v.result, c.last_result),
        attempts = c.attempts + (v.state = 'dialing')::int,
        last_attempt_at = case when v.state = 'dialing' then ${timestamp(times.now)} else c.last_attempt_at end
      from unnest(${moves.map((move) => move.id)}::uuid[], ${moves.map((move) => move.state)}::text[],
        ${moves.map((move) => timestamp(move.dueAt))}::timestamptz[],
        ${moves.map((move) => move.result ?? null)}::text[]) v (id, state, due_at, result)
      where c.id = v.id)
    select distinct k.id as caller_id_id, k.number from placed p join caller_id k on k.id = p.caller_id_id`.execute(tx);
  return new Map(rows.map((row) => [row.caller_id_id, row.number]));
}

/** What was shown is dialed now, or was refused and went where the gate said. */
async function endPreviews(tx: Tx, drafts: readonly IntentDraft[]): Promise<void> {
  const ids = drafts.flatMap((draft) => (draft.ownerId === undefined ? [] : [draft.attemptId]));
  if (ids.length > 0) await sql`delete from preview where id = any(${ids}::uuid[])`.execute(tx);
}

interface OpenRow {
  id: string;
  group_id: string;
  campaign_id: string;
  list_id: string;
  contact_id: string;
  customer_id: string | null;
  phone_id: string;
  blind_index: Buffer;
  trunk_id: string;
  trunk_key: string;
  caller_id_id: string | null;
  caller_id: string | null;
  node: string;
  epoch: number;
  mode: string;
  source: ContactSourceKind;
  placed_at: number;
  place_by: number;
  owner_id: string | null;
  was_closed: boolean;
  attempts: number;
  answered_at: number | null;
  connected_at: number | null;
  agent_id: string | null;
}

function openAttempt(row: OpenRow, past: IntentPast, segments: AttemptProgress['segments']): OpenAttempt {
  return {
    attemptId: row.id,
    groupId: row.group_id,
    campaignId: row.campaign_id,
    listId: row.list_id,
    contactId: row.contact_id,
    customerId: optional(row.customer_id),
    phoneId: row.phone_id,
    blindIndex: row.blind_index.toString('hex'),
    trunkId: row.trunk_id,
    trunkKey: row.trunk_key,
    callerIdId: optional(row.caller_id_id),
    callerId: row.caller_id ?? '',
    node: row.node,
    epoch: row.epoch,
    mode: row.mode,
    source: row.source,
    placedAt: row.placed_at,
    placeBy: row.place_by,
    ownerId: optional(row.owner_id),
    wasClosed: row.was_closed,
    past,
    attempts: row.attempts,
    progress: {
      answeredAt: optional(row.answered_at),
      connectedAt: optional(row.connected_at),
      agentId: optional(row.agent_id),
      ...(segments && { segments }),
    },
  };
}
