import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { AgentWish, WishAnswer } from '../dialer/ports.ts';
import type { CompanyView } from '../domain/colleague-view.ts';
import type { BreakReasonView, CurrentCall, DialOrder, Draft, SeatView, UnfilledCall } from '../domain/office.ts';
import type { Actor, Principal } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { AgentResult, CallBackFor } from '../domain/results.ts';
import { type Clock, pause } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import type { PhoneVault } from './crypto.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { demandRoom } from './queries-call-backs.ts';
import { companyOf, demandOwn } from './queries-colleagues.ts';
import { dialTarget, type ReadNumber } from './queries-dial.ts';
import { orNotFound } from './queries-refusals.ts';
import { demandResults, demandRunner } from './seat-demands.ts';
import { softphoneOf, takeSeat } from './softphone.ts';
import { optional, timestamp } from './values.ts';

/** The longest wait for the runner's word, ms: it acts within a second, a token of calls per second may take two. */
const ANSWER_MOST_MS = 5_000;
const LOOK_MS = 20;
const MOST_UNFILLED = 50;

export type AnswerNow = WishAnswer | { kind: 'no-answer' };
const DONE: AnswerNow = { kind: 'done', attemptId: undefined };
const NO_ANSWER: AnswerNow = { kind: 'no-answer' };

type CallWish = Extract<Wish, { type: 'hang-up' | 'hold' | 'skip' | 'extend-wrap-up' }>;

type Wish = AgentWish extends infer W ? (W extends AgentWish ? Omit<W, 'id' | 'agentId' | 'at'> : never) : never;

/**
 * The agent's own seat: how it stands, and what he wishes of it. A wish is a row of `agent_wish`; its trigger nudges
 * the group's runner on channel `boda_group`, so it is heard at once.
 */
export class PgSeats {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #parts: { ids: IdSource; vault: PhoneVault; readNumber: ReadNumber };

  constructor(parts: { db: Db; clock: Clock; ids: IdSource; vault: PhoneVault; readNumber: ReadNumber }) {
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#parts = parts;
  }

  async get(agentId: string): Promise<(SeatView & CompanyView) | undefined> {
    const seat = await this.#db.selectFrom('agent_seat').selectAll().where('agent_id', '=', agentId).executeTakeFirst();
    if (seat === undefined) return undefined;
    return {
      agentId,
      groupId: seat.group_id,
      state: seat.state,
      reason: optional(seat.reason),
      since: seat.since,
      leaving: seat.leaving,
      phone: softphoneOf(seat),
      call: seat.attempt_id === null ? undefined : await this.#call(seat.attempt_id),
      ...(await this.#deadlines(seat)),
      unfilled: await this.#unfilled(agentId),
      pause: seat.state === 'paused' ? await this.#pause(seat.reason, seat.since) : undefined,
      ...(await companyOf(this.#db, seat)),
    };
  }

  async #deadlines(seat: { state: string; attempt_id: string | null; deadline_at: number | null; extended: boolean }) {
    const { attempt_id: attemptId, deadline_at: endsAt, extended } = seat;
    const none = { wrapUp: undefined, preview: undefined };
    if (attemptId === null || endsAt === null) return none;
    if (seat.state === 'preview') return { ...none, preview: { attemptId, endsAt } };
    if (seat.state !== 'wrapup') return none;
    const draft = await this.#db
      .selectFrom('call_draft')
      .select('body')
      .where('attempt_id', '=', attemptId)
      .executeTakeFirst();
    return { ...none, wrapUp: { attemptId, endsAt, extended, draft: draft?.body as Draft | undefined } };
  }

  async #unfilled(agentId: string): Promise<UnfilledCall[]> {
    const rows = await this.#db
      .selectFrom('attempt as a')
      .innerJoin('contact as c', 'c.id', 'a.contact_id')
      .innerJoin('phone as p', 'p.id', 'a.phone_id')
      .leftJoin('call_draft as d', 'd.attempt_id', 'a.id')
      .select(['a.id', 'a.campaign_id', 'a.contact_id', 'a.placed_at', 'c.name', 'p.masked', 'd.body'])
      .where('a.agent_id', '=', agentId)
      .where('a.disposition', '=', 'UNFILLED')
      .orderBy('a.placed_at')
      .limit(MOST_UNFILLED)
      .execute();
    return rows.map((row) => ({
      attemptId: row.id,
      campaignId: row.campaign_id,
      contactId: row.contact_id,
      name: optional(row.name),
      number: row.masked,
      placedAt: row.placed_at,
      draft: optional(row.body) as Draft | undefined,
    }));
  }

  /** A break is timed: over its minutes it shows. Not ready at will has no end. */
  async #pause(reason: string | null, since: number) {
    const row = await this.#db
      .selectFrom('break_reason')
      .select(['kind', 'minutes'])
      .where('key', '=', reason ?? '')
      .executeTakeFirst();
    const minutes = optional(row?.minutes ?? null);
    const endsAt = minutes === undefined ? undefined : since + minutes * 60_000;
    return { kind: row?.kind, endsAt, overMs: endsAt === undefined ? 0 : Math.max(0, this.#clock.now() - endsAt) };
  }

  async #call(attemptId: string): Promise<CurrentCall | undefined> {
    const row = await this.#db
      .selectFrom('attempt as a')
      .innerJoin('contact as c', 'c.id', 'a.contact_id')
      .innerJoin('phone as p', 'p.id', 'a.phone_id')
      .leftJoin('call_draft as d', 'd.attempt_id', 'a.id')
      .select(['a.id', 'a.campaign_id', 'a.contact_id', 'a.customer_id', 'a.answered_at', 'a.connected_at'])
      .select(['c.name', 'c.fields', 'p.masked', 'p.region', 'd.body'])
      .where('a.id', '=', attemptId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      attemptId: row.id,
      campaignId: row.campaign_id,
      contactId: row.contact_id,
      customerId: optional(row.customer_id),
      name: optional(row.name),
      number: row.masked,
      region: optional(row.region),
      fields: (row.fields ?? {}) as Record<string, unknown>,
      answeredAt: optional(row.answered_at),
      connectedAt: optional(row.connected_at),
      draft: optional(row.body) as Draft | undefined,
    };
  }

  async breakReasons(): Promise<BreakReasonView[]> {
    const rows = await this.#db.selectFrom('break_reason').selectAll().orderBy('key').execute();
    return rows.map(reasonOf);
  }

  async changeBreakReason(
    actor: Actor,
    key: string,
    change: { minutes?: number | null; mostAtOnce?: number | null },
  ): Promise<BreakReasonView> {
    return await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('break_reason')
        .set({
          ...(change.minutes === undefined ? {} : { minutes: change.minutes }),
          ...(change.mostAtOnce === undefined ? {} : { most_at_once: change.mostAtOnce }),
        })
        .where('key', '=', key)
        .returningAll()
        .executeTakeFirst();
      const changed = orNotFound(row, 'break reason');
      const deed = {
        action: 'break-reason.change',
        subjectKind: 'break-reason',
        subjectId: key,
        details: { ...change },
      };
      await appendAudit(tx, actor, deed, this.#clock.now());
      return reasonOf(changed);
    });
  }

  async wishState(
    principal: Principal,
    wish: { state: 'ready' | 'paused' | 'offline'; reason: string | undefined; groupId: string | undefined },
  ): Promise<AnswerNow> {
    const asked = await transact(this.#db, async (tx): Promise<string | undefined> => {
      if (wish.state === 'offline') {
        const seat = await lockSeat(tx, principal.userId);
        if (seat !== undefined) await this.#put(tx, seat, { type: 'sign-out' });
        return undefined;
      }
      const reason = wish.state === 'paused' ? await knownReason(tx, wish.reason) : undefined;
      const seat = await this.#seatFor(tx, principal, wish.groupId);
      if (reason === undefined) await demandResults(tx, principal.userId, this.#clock.now());
      const most = optional(reason?.most_at_once ?? null);
      // Whoever is to be counted must be seated first; a kind without a limit needs nobody's word.
      if (most !== undefined) await demandRunner(tx, seat.group_id, this.#clock.now());
      await takeSeat(tx, principal, this.#clock.now());
      if (seat.state === 'offline') await this.#put(tx, seat, { type: 'sign-in' });
      if (reason === undefined) return void (await this.#put(tx, seat, { type: 'ready' }));
      const id = await this.#put(tx, seat, {
        type: 'pause',
        reason: reason.key,
        ...(most === undefined ? {} : { most }),
      });
      return most === undefined ? undefined : id;
    });
    return asked === undefined ? DONE : await this.#answerTo(asked);
  }

  async dial(principal: Principal, order: DialOrder): Promise<AnswerNow> {
    const id = await transact(this.#db, async (tx) => {
      const seat = await lockSeat(tx, principal.userId);
      if (seat === undefined || seat.state === 'offline')
        throw new Refused('conflict', 'Sign in first: PUT /agents/me/state. 请先签入。');
      const now = this.#clock.now();
      await demandRunner(tx, seat.group_id, now);
      const target = await dialTarget(tx, principal, seat.group_id, order, this.#parts, now);
      if (order.override === undefined) return await this.#put(tx, seat, { type: 'dial', ...target });
      const id = await this.#put(tx, seat, { type: 'dial', ...target, override: true });
      const { departmentId } = principal.scope;
      const deed = { action: 'gate.override', subjectKind: 'contact', subjectId: target.contactId, departmentId };
      await appendAudit(
        tx,
        principal,
        { ...deed, reason: maskPhonesInText(order.override.reason), details: { attemptId: id } },
        now,
      );
      return id;
    });
    return await this.#answerTo(id);
  }

  async accept(principal: Principal, attemptId: string): Promise<AnswerNow> {
    const id = await transact(this.#db, async (tx) => {
      const seat = await this.#seatOnCall(tx, principal, attemptId);
      await demandRunner(tx, seat.group_id, this.#clock.now());
      return await this.#put(tx, seat, { type: 'accept', attemptId });
    });
    return await this.#answerTo(id);
  }

  async ask(
    principal: Principal,
    wish: Extract<Wish, { type: 'transfer' | 'conference' | 'dtmf' }>,
  ): Promise<AnswerNow> {
    const id = await transact(this.#db, async (tx) => {
      const seat = await this.#seatOnCall(tx, principal, wish.attemptId);
      await demandRunner(tx, seat.group_id, this.#clock.now());
      return await this.#put(tx, seat, wish);
    });
    return await this.#answerTo(id);
  }

  /** Any wish about a call of his that needs no answer. `not-found` when it is not his. */
  async wish(principal: Principal, wish: CallWish): Promise<void> {
    await transact(this.#db, async (tx) => {
      const seat = await this.#seatOnCall(tx, principal, wish.attemptId);
      await this.#put(tx, seat, wish);
    });
  }

  async wishDisposition(
    principal: Principal,
    wish: {
      attemptId: string;
      result: AgentResult;
      resultKey: string | undefined;
      callBackAt: number | undefined;
      callBackFor: CallBackFor | undefined;
      note: string | undefined;
    },
  ): Promise<void> {
    const { note, ...said } = wish;
    await transact(this.#db, async (tx) => {
      const seat = await this.#seatOnCall(tx, principal, wish.attemptId);
      await demandOwn(tx, principal.userId, wish.attemptId);
      if (note !== undefined) await this.#keepDraft(tx, principal.userId, wish.attemptId, { note });
      if (said.callBackAt !== undefined)
        await demandRoom(tx, principal.userId, wish.attemptId, said.callBackAt, this.#clock.now());
      await this.#put(tx, seat, { type: 'disposition', ...said });
    });
  }

  async keepDraft(principal: Principal, attemptId: string, draft: Draft): Promise<void> {
    await transact(this.#db, async (tx) => {
      await this.#seatOnCall(tx, principal, attemptId);
      await demandOwn(tx, principal.userId, attemptId);
      await this.#keepDraft(tx, principal.userId, attemptId, draft);
    });
  }

  async #keepDraft(tx: Tx, agentId: string, attemptId: string, draft: Draft): Promise<void> {
    const row = { agent_id: agentId, body: JSON.stringify(draft), at: timestamp(this.#clock.now()) };
    await tx
      .insertInto('call_draft')
      .values({ attempt_id: attemptId, ...row })
      .onConflict((conflict) => conflict.column('attempt_id').doUpdateSet(row))
      .execute();
  }

  /**
   * Waits for the runner's word. A wish that nobody has taken in time is taken back, so that it is not carried out when
   * its asker has long gone on to something else.
   */
  async #answerTo(wishId: string): Promise<AnswerNow> {
    const until = this.#clock.now() + ANSWER_MOST_MS;
    let takenBack = false;
    for (;;) {
      const row = await this.#db.selectFrom('agent_wish').select('answer').where('id', '=', wishId).executeTakeFirst();
      if (row?.answer) return row.answer as WishAnswer;
      if (takenBack || this.#clock.now() >= until + ANSWER_MOST_MS) return NO_ANSWER;
      if (this.#clock.now() >= until) takenBack = await this.#takeBack(wishId);
      else await pause(this.#clock, LOOK_MS);
    }
  }

  /** False: the runner has it, and will answer or die. */
  async #takeBack(wishId: string): Promise<boolean> {
    const { rows } = await sql`update agent_wish set taken_at = ${timestamp(this.#clock.now())}
      where id = ${wishId} and taken_at is null returning id`.execute(this.#db);
    if (rows.length === 0) await pause(this.#clock, LOOK_MS);
    return rows.length > 0;
  }

  /** Gives the wish's id. */
  async #put(tx: Tx, seat: { agent_id: string; group_id: string }, wish: Wish): Promise<string> {
    const id = this.#ids.next();
    const at = this.#clock.now();
    const body: AgentWish = { ...wish, id, agentId: seat.agent_id, at };
    await tx
      .insertInto('agent_wish')
      .values({ id, agent_id: seat.agent_id, group_id: seat.group_id, body: JSON.stringify(body), at: timestamp(at) })
      .execute();
    return id;
  }

  /** His seat in the group; made at the first sign-in, moved to another group only while he is signed out. */
  async #seatFor(tx: Tx, principal: Principal, asked: string | undefined) {
    const seat = await lockSeat(tx, principal.userId);
    const groupId = asked ?? seat?.group_id ?? (await onlyGroup(tx, principal.scope.departmentId));
    if (seat?.group_id === groupId) return seat;
    if (seat !== undefined && seat.state !== 'offline') {
      throw new Refused('conflict', 'Sign out before you change the group.');
    }
    const group = await tx
      .selectFrom('agent_group')
      .select(['id', 'department_id'])
      .where('id', '=', groupId)
      .executeTakeFirst();
    if (group?.department_id !== principal.scope.departmentId) {
      throw wrong('groupId', 'another id', 'an agent group of your department');
    }
    const row = {
      agent_id: principal.userId,
      group_id: groupId,
      sip_user: `a${principal.staffNo.toLowerCase()}`,
      sip_password: randomBytes(24).toString('base64url'),
      since: timestamp(this.#clock.now()),
    };
    return await tx
      .insertInto('agent_seat')
      .values(row)
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet({ group_id: groupId }))
      .returning(['agent_id', 'group_id', 'state'])
      .executeTakeFirstOrThrow();
  }

  /** The call must be his: what the engine wrote of the attempt or of his seat says so. */
  async #seatOnCall(tx: Tx, principal: Principal, attemptId: string) {
    const seat = await tx
      .selectFrom('agent_seat as s')
      .select(['s.agent_id', 's.group_id'])
      .where('s.agent_id', '=', principal.userId)
      .where(
        sql<boolean>`(s.attempt_id = ${attemptId}
          or exists (select from attempt a where a.id = ${attemptId} and (a.agent_id = s.agent_id or a.owner_id = s.agent_id))
          or exists (select from preview v where v.id = ${attemptId} and v.agent_id = s.agent_id))`,
      )
      .executeTakeFirst();
    return orNotFound(seat, 'call');
  }
}

function reasonOf(row: {
  key: string;
  name_zh: string;
  name_en: string;
  kind: string;
  minutes: number | null;
  most_at_once: number | null;
}): BreakReasonView {
  return {
    key: row.key,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    kind: row.kind,
    minutes: optional(row.minutes),
    mostAtOnce: optional(row.most_at_once),
  };
}

async function lockSeat(tx: Tx, agentId: string) {
  return await tx
    .selectFrom('agent_seat')
    .select(['agent_id', 'group_id', 'state'])
    .where('agent_id', '=', agentId)
    .forUpdate()
    .executeTakeFirst();
}

async function onlyGroup(tx: Tx, departmentId: string): Promise<string> {
  const groups = await tx
    .selectFrom('agent_group')
    .select('id')
    .where('department_id', '=', departmentId)
    .limit(2)
    .execute();
  const [first, second] = groups;
  if (first !== undefined && second === undefined) return first.id;
  const came = first === undefined ? 'nothing, and the department has no group' : 'nothing';
  throw wrong('groupId', came, 'one of the agent groups of your department');
}

async function knownReason(tx: Tx, key: string | undefined) {
  const row = await tx
    .selectFrom('break_reason')
    .select(['key', 'most_at_once'])
    .where('key', '=', key ?? '')
    .executeTakeFirst();
  if (row !== undefined) return row;
  const all = await tx.selectFrom('break_reason').select('key').orderBy('key').execute();
  throw wrong('reason', key === undefined ? 'nothing' : 'another key', all.map((reason) => reason.key).join(' or '));
}
