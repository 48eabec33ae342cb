import type { Agent } from '../domain/agent.ts';
import type { Call } from '../domain/call.ts';
import type { Clock } from '../shared/clock.ts';
import { Answers, isLate, refused } from './answers.ts';
import type { CallBook } from './book.ts';
import type { AgentDesk } from './desk.ts';
import type { LiveCall } from './live-call.ts';
import type { AgentStore, AgentWishOf, Log, WishRefusal } from './ports.ts';

export type ColleagueWish = AgentWishOf<'transfer' | 'conference'>;

export interface TransfersDeps {
  clock: Clock;
  log: Log;
  agents: AgentStore;
  desk: AgentDesk;
  book: CallBook;
}

/** An agent gives his customer to a colleague of his group, or asks one in (docs/decisions/0018). */
export class Transfers {
  readonly #deps: TransfersDeps;
  readonly #answers: Answers;
  /** Wishes that wait for their outcome, by attempt. */
  readonly #waiting = new Map<string, { wishId: string; colleague: string }[]>();

  constructor(deps: TransfersDeps) {
    this.#deps = deps;
    this.#answers = new Answers(deps);
  }

  /** Answers the wish once the colleague is there, or is not; returns as soon as he is reserved or refused. */
  async wish(wish: ColleagueWish): Promise<void> {
    const { book, clock } = this.#deps;
    const live = book.get(wish.attemptId);
    const ruling = this.#rule(wish, live);
    if (ruling === 'done') return this.#answers.give(wish.id, { kind: 'done', attemptId: wish.attemptId });
    if (ruling !== 'go' && ruling !== 'wait') return this.#answers.refuse(wish.id, ruling);
    const { attemptId, colleague, id: wishId } = wish;
    this.#waiting.set(attemptId, [...(this.#waiting.get(attemptId) ?? []), { wishId, colleague }]);
    if (ruling === 'wait' || live === undefined) return;
    const isGuest = wish.type === 'conference';
    if (live.call.colleague === undefined) this.#reserve(live, colleague, isGuest);
    const at = clock.now();
    if (wish.type === 'transfer') book.step(attemptId, { type: 'transfer', agentId: colleague, at });
    else book.step(attemptId, { type: 'conference', agentId: colleague, isPrivate: wish.private, at });
  }

  /** To be told of each change of a call. */
  changed({ call, intent: { attemptId } }: LiveCall): void {
    const waiting = this.#waiting.get(attemptId);
    if (waiting === undefined) return;
    const { agentId, colleague } = call;
    const isOver = colleague === undefined || (colleague.as === 'conference' && colleague.isThere);
    if (!isOver) return;
    this.#waiting.delete(attemptId);
    for (const each of waiting) {
      const isThere = call.state !== 'ended' && [agentId, colleague?.agentId].includes(each.colleague);
      void this.#answers.give(each.wishId, isThere ? { kind: 'done', attemptId } : refused('colleague-lost'));
    }
  }

  /** A colleague takes himself out of a call that is not his. False: he is none in it. */
  leave(agentId: string, attemptId: string): boolean {
    const { book, clock } = this.#deps;
    if (book.get(attemptId)?.call.colleague?.agentId !== agentId) return false;
    book.step(attemptId, { type: 'colleague-gone', agentId, at: clock.now() });
    return true;
  }

  /** Whoever is on the books of a call without having it in hand is taken off it. */
  sweep(): void {
    const { book, desk } = this.#deps;
    for (const { call, intent } of book.all()) {
      const colleague = call.colleague?.agentId;
      if (colleague !== undefined && desk.get(colleague)?.attemptId !== intent.attemptId)
        this.leave(colleague, intent.attemptId);
    }
  }

  #rule(wish: ColleagueWish, live: LiveCall | undefined): WishRefusal | 'done' | 'wait' | 'go' {
    const { clock, desk } = this.#deps;
    const { agentId, colleague: to, type } = wish;
    if (isLate(wish, clock.now())) return 'too-late';
    if (live === undefined) return 'agent-state';
    const { call } = live;
    // A double click on what is done already (FAULTS 49).
    if (type === 'transfer' && call.passedOn && call.agentId === to) return 'done';
    if (call.state !== 'talking' || call.agentId !== agentId) return 'agent-state';
    if (to === agentId) return 'oneself';
    return call.colleague === undefined ? (whyNotReach(desk.get(to)) ?? 'go') : ruleBeside(call, type, to);
  }

  #reserve(live: LiveCall, agentId: string, isGuest: boolean): void {
    const { attemptId, placedAt, campaignId, contactId } = live.intent;
    const { wrapUpMs } = live.campaign;
    this.#deps.desk.reserve(agentId, { attemptId, placedAt, campaignId, contactId, wrapUpMs }, isGuest);
  }
}

/** A colleague is on the call already: he may take it over, and nobody else can come. */
function ruleBeside(
  { colleague }: Call,
  type: ColleagueWish['type'],
  to: string,
): WishRefusal | 'done' | 'wait' | 'go' {
  if (colleague?.agentId !== to) return 'colleague-there';
  if (colleague.as === type && !(type === 'conference' && colleague.isThere)) return 'wait';
  if (type === 'conference') return colleague.as === 'conference' ? 'done' : 'colleague-there';
  return colleague.isThere ? 'go' : 'colleague-there';
}

function whyNotReach(agent: Agent | undefined): WishRefusal | undefined {
  if (agent === undefined || agent.state === 'offline' || agent.state === 'connecting') return 'colleague-away';
  if (agent.state !== 'idle') return 'colleague-busy';
  return agent.leg === 'up' ? undefined : 'colleague-away';
}
