import type { Clock } from '../shared/clock.ts';
import { Answers, isLate } from './answers.ts';
import type { CallBook } from './book.ts';
import type { AgentDesk } from './desk.ts';
import type { LiveCall } from './live-call.ts';
import type { OneToOne } from './one-to-one.ts';
import type { AgentStore, AgentWish, AgentWishOf, EngineMetrics, Log, Telephony } from './ports.ts';
import type { Previews } from './previews.ts';
import type { Transfers } from './transfers.ts';
import { isOnBreak } from './wrap-ups.ts';

export interface WishDeskDeps {
  clock: Clock;
  log: Log;
  metrics: EngineMetrics;
  telephony: Telephony;
  agents: AgentStore;
  desk: AgentDesk;
  book: CallBook;
  previews: Previews;
  oneToOne: OneToOne;
  transfers: Transfers;
}

/** Brings each wish of an agent to the part that carries it out. A wish that fits no more has no effect (FAULTS 49). */
export class WishDesk {
  readonly #deps: WishDeskDeps;
  readonly #answers: Answers;

  constructor(deps: WishDeskDeps) {
    this.#deps = deps;
    this.#answers = new Answers(deps);
  }

  /** @throws what the stores throw when they are away: the wish is tried again. */
  async wish(wish: AgentWish): Promise<void> {
    const { desk, previews, oneToOne, transfers, metrics } = this.#deps;
    switch (wish.type) {
      case 'dial':
        return oneToOne.dial(wish);
      case 'accept':
        return oneToOne.accept(wish);
      case 'skip':
        if (!previews.skip(wish.agentId, wish.attemptId, 'agent', wish.reason)) metrics.oddEvent('agent:skip');
        return;
      case 'hold':
        return this.#hold(wish);
      case 'dtmf':
        return this.#dtmf(wish);
      case 'transfer':
      case 'conference':
        return transfers.wish(wish);
      case 'pause':
        return this.#pause(wish);
      case 'hang-up':
        // Of a colleague's call he takes only himself off.
        if (transfers.leave(wish.agentId, wish.attemptId)) return;
        oneToOne.hangUp(wish.attemptId);
        return desk.wish(wish);
      case 'sign-in':
      case 'ready':
      case 'sign-out':
      case 'revoked':
      case 'extend-wrap-up':
      case 'disposition':
        return desk.wish(wish);
      default: {
        const never: never = wish;
        return never;
      }
    }
  }

  /** A full break kind is refused, not queued for; one's own place is not counted against one. */
  async #pause(wish: AgentWishOf<'pause'>): Promise<void> {
    const { desk, agents } = this.#deps;
    const { most, reason, agentId } = wish;
    if (most === undefined) return desk.wish(wish);
    const now = desk.agents().filter((agent) => agent.id !== agentId && isOnBreak(agent, reason)).length;
    if (now >= most) return agents.answer(wish.id, { kind: 'refused', why: 'break-full', facts: { now, most } });
    await desk.wish(wish);
    await agents.answer(wish.id, { kind: 'done', attemptId: undefined });
  }

  #hold({ attemptId, agentId, on }: AgentWishOf<'hold'>): void {
    const { book, clock, metrics } = this.#deps;
    if (!this.#talk(attemptId, agentId)) return metrics.oddEvent('agent:hold');
    book.step(attemptId, { type: 'hold', on, at: clock.now() });
  }

  /** Answered once the node has them: the turn of wishes waits for no node. */
  async #dtmf(wish: AgentWishOf<'dtmf'>): Promise<void> {
    const { clock, telephony, log } = this.#deps;
    const { id, attemptId, agentId, digits } = wish;
    if (isLate(wish, clock.now())) return this.#answers.refuse(id, 'too-late');
    const live = this.#talk(attemptId, agentId);
    if (!live) return this.#answers.refuse(id, 'agent-state');
    void telephony.dtmf(live.channelId, digits).then(
      () => this.#answers.give(id, { kind: 'done', attemptId }),
      (error: unknown) => {
        log.warn({ attemptId, error: String(error) }, 'digits not sent');
        return this.#answers.refuse(id, 'digits-lost');
      },
    );
  }

  #talk(attemptId: string, agentId: string): LiveCall | undefined {
    const live = this.#deps.book.get(attemptId);
    return live?.call.state === 'talking' && live.call.agentId === agentId ? live : undefined;
  }
}
