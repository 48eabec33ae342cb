import type { Agent } from '../domain/agent.ts';
import { AGENT_MEANING, type AgentResult, type CallBackFor } from '../domain/results.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { AgentStore, CallRecords, Owed } from './ports.ts';

/** RULES.md "Results": one extension of the wrap-up, ms. */
export const WRAP_UP_EXTENSION_MS = 30_000;

/** The call that an agent dials, talks on or wraps up. */
export interface Work {
  attemptId: string;
  placedAt: number;
  campaignId: string;
  contactId: string;
  wrapUpMs: number;
}

/** What an agent says of a call. */
export interface Said {
  result: AgentResult;
  callBackAt: number | undefined;
  callBackFor?: CallBackFor | undefined;
  /** His department's own result, which counts as `result`. */
  resultKey?: string | undefined;
}

export interface WrapUpDeps {
  clock: Clock;
  agents: AgentStore;
  records: CallRecords;
}

interface Wrapping {
  work: Work;
  timer: Timer | undefined;
  endsAt: number | undefined;
  /** A result that he gave while still talking. */
  said: Said | undefined;
}

/** The agents' work in hand and their results: deadlines, what was said too early, and what is still owed (未填). */
export class WrapUps {
  readonly #deps: WrapUpDeps;
  readonly #expired: (agentId: string, attemptId: string) => void;
  readonly #at = new Map<string, Wrapping>();
  readonly #owed = new Map<string, Owed>();

  constructor(deps: WrapUpDeps, expired: (agentId: string, attemptId: string) => void) {
    this.#deps = deps;
    this.#expired = expired;
  }

  begin(agentId: string, work: Work): void {
    this.stopTimer(agentId);
    this.#at.set(agentId, { work, timer: undefined, endsAt: undefined, said: undefined });
  }

  workOf(agentId: string): Work | undefined {
    return this.#at.get(agentId)?.work;
  }

  endsAt(agentId: string): number | undefined {
    return this.#at.get(agentId)?.endsAt;
  }

  isTimed(agentId: string): boolean {
    return this.#at.get(agentId)?.timer !== undefined;
  }

  /** Starts the deadline anew; `endsAt`: as a former life of the engine had set it. */
  start(agentId: string, extended: boolean, endsAt?: number): void {
    const wrapping = this.#at.get(agentId);
    if (!wrapping) return;
    const { clock } = this.#deps;
    wrapping.timer?.cancel();
    wrapping.endsAt = endsAt ?? clock.now() + (extended ? WRAP_UP_EXTENSION_MS : wrapping.work.wrapUpMs);
    wrapping.timer = clock.after(Math.max(0, wrapping.endsAt - clock.now()), () => {
      wrapping.timer = undefined;
      const { attemptId, placedAt } = wrapping.work;
      this.#at.delete(agentId);
      this.#owed.set(attemptId, { attemptId, placedAt });
      this.#record(agentId, wrapping.work, { result: 'UNFILLED', callBackAt: undefined });
      this.#expired(agentId, attemptId);
    });
  }

  stopTimer(agentId: string): void {
    const wrapping = this.#at.get(agentId);
    wrapping?.timer?.cancel();
    if (wrapping) Object.assign(wrapping, { timer: undefined, endsAt: undefined });
  }

  forget(agentId: string): void {
    this.stopTimer(agentId);
    this.#at.delete(agentId);
  }

  /** Kept until the call is over. */
  sayEarly(agentId: string, said: Said): void {
    const wrapping = this.#at.get(agentId);
    if (wrapping) wrapping.said = said;
  }

  saidEarly(agentId: string): Said | undefined {
    return this.#at.get(agentId)?.said;
  }

  /** False: this call is not what he has in hand. */
  dispose(agentId: string, attemptId: string, said: Said): boolean {
    const wrapping = this.#at.get(agentId);
    if (wrapping?.work.attemptId !== attemptId) return false;
    this.forget(agentId);
    this.#record(agentId, wrapping.work, said);
    return true;
  }

  /** The result of a call that he owed, also when he is signed out or another life of the engine wrote 未填. */
  async fill(agentId: string, attemptId: string, said: Said): Promise<boolean> {
    const owed = this.#owed.get(attemptId) ?? (await this.#deps.agents.owed(agentId, attemptId));
    if (!owed) return false;
    this.#owed.delete(attemptId);
    this.#record(agentId, owed, said);
    return true;
  }

  close(): void {
    for (const { timer } of this.#at.values()) timer?.cancel();
  }

  #record(agentId: string, { attemptId, placedAt }: Owed, said: Said): void {
    const now = this.#deps.clock.now();
    const meaning = AGENT_MEANING[said.result];
    const agreed = said.result === 'CALLBACK' ? said.callBackAt : undefined;
    this.#deps.records.wrapUp({
      attemptId,
      placedAt,
      agentId,
      wrappedAt: now,
      disposition: said.result,
      ...(said.resultKey === undefined ? {} : { resultKey: said.resultKey }),
      callBackFor: said.result === 'CALLBACK' ? (said.callBackFor ?? 'anyone') : undefined,
      retryAt: agreed ?? (meaning.retryMs === undefined ? undefined : now + meaning.retryMs),
      doNotCall: meaning.doNotCall,
    });
  }
}

/** Whether he holds a place of a break kind: is on it, or will be after this call. */
export function isOnBreak(agent: Agent, reason: string): boolean {
  if (agent.after.type === 'pause') return agent.after.reason === reason;
  return (agent.state === 'paused' || agent.state === 'connecting') && agent.reason === reason;
}
