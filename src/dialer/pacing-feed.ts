import { abandonRuleOf, regimeOf, windowsOf } from '../compliance/regimes/index.ts';
import type { Agent } from '../domain/agent.ts';
import type { Call } from '../domain/call.ts';
import { MEANING } from '../domain/results.ts';
import {
  createPacer,
  learnedState,
  type PacedAgentState,
  type Pacer,
  type PacingDecision,
  type PacingRoom,
  type PacingSettings,
} from '../pacing/index.ts';
import type { Clock } from '../shared/clock.ts';
import type { LiveCall } from './live-call.ts';
import type { CallRecord, CampaignPlan, GroupPlan, Log } from './ports.ts';

const STATE: Record<Agent['state'], PacedAgentState> = {
  offline: 'offline',
  connecting: 'offline',
  idle: 'available',
  preview: 'reserved',
  dialing: 'reserved',
  reserved: 'talking',
  talking: 'talking',
  wrapup: 'wrapping',
  paused: 'paused',
};

/** How far the pacer has been told of a call: each call is told in this order, each word once, and an end at the end. */
type Told = 'placed' | 'answered' | 'connected' | 'abandoned';

/** Tells the pacer what the engine sees, in the pacer's words and with times that never go back. */
export class PacingFeed {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #pacer: Pacer;
  readonly #told = new Map<string, Told>();
  #settings: string;
  #lastAt = 0;

  /** @param learned what the group's last owner kept, if anything */
  constructor(clock: Clock, log: Log, plan: GroupPlan, learned?: unknown) {
    this.#clock = clock;
    this.#log = log;
    const settings = pacingSettings(plan, clock.now());
    this.#settings = JSON.stringify(settings);
    this.#pacer = createPacer(settings, learned);
  }

  /**
   * To be called with each look at the plan: windows of calendar days and months move on with the clock. Settings that the pacer
   * refuses leave the old ones in force: a bad number in a plan must not stop a stop.
   */
  configure(plan: GroupPlan): void {
    const settings = pacingSettings(plan, this.#clock.now());
    const text = JSON.stringify(settings);
    if (text === this.#settings) return;
    this.#settings = text;
    try {
      this.#pacer.configure(settings);
    } catch (error) {
      this.#log.error({ error: String(error) }, 'pacing settings refused: the old ones stay in force');
    }
  }

  agent(agent: Agent): void {
    this.#pacer.observe({
      type: 'agent',
      at: this.#now(),
      agentId: agent.id,
      // A call of his own tells nothing of when he is free for others.
      state: agent.alone && agent.state === 'talking' ? 'reserved' : STATE[agent.state],
      leaving: agent.after.type !== 'idle',
    });
  }

  history(campaignId: string, answered: number, abandoned: number, from: number, to: number): void {
    this.#pacer.observe({ type: 'history', at: this.#now(), campaignId, answered, abandoned, from, to });
  }

  placed(live: LiveCall): void {
    const { attemptId: callId, campaignId, attempts, listId, ownerId } = live.intent;
    // Placed for one agent, whom the pacer knows as reserved: it is none of its calls.
    if (ownerId !== undefined) return;
    this.#told.set(callId, 'placed');
    this.#pacer.observe({
      type: 'placed',
      at: this.#now(),
      callId,
      campaignId,
      features: { attempts, list: listId },
    });
  }

  /**
   * A call that a former life placed. One that talks is only counted: told from its placing on, its answer would pass for one
   * that came at once, and after a restart with forty talks the pacer would take most of what rings for hopeless.
   */
  adopted(live: LiveCall): void {
    if (live.call.connectedAt !== undefined) {
      const now = this.#now();
      return this.history(live.intent.campaignId, 1, 0, now, now);
    }
    this.placed(live);
    if (!this.#told.has(live.intent.attemptId)) return;
    if (live.call.ringingAt !== undefined) this.#ringing(live.intent.attemptId);
    this.#follow(live);
  }

  stepped(live: LiveCall, before: Call): void {
    if (!this.#told.has(live.intent.attemptId)) return;
    if (live.call.ringingAt !== undefined && before.ringingAt === undefined) this.#ringing(live.intent.attemptId);
    this.#follow(live);
  }

  /** The record tells the end. `ended` comes earlier for talks: their records do not wait. */
  closed(record: Pick<CallRecord, 'attemptId' | 'result'>): void {
    const callId = record.attemptId;
    const told = this.#told.get(callId);
    if (told === undefined) return;
    this.#told.delete(callId);
    const at = this.#now();
    if (told === 'connected' || told === 'abandoned') return this.#pacer.observe({ type: 'ended', at, callId });
    const { pacing } = MEANING[record.result];
    if (pacing.type === 'failed') return this.#pacer.observe({ type: 'failed', at, callId, reason: pacing.reason });
    // Answered by the node's word alone: the pacer counts an abandoned call only after its answer.
    if (told === 'placed') this.#pacer.observe({ type: 'answered', at, callId });
    if (pacing.type === 'abandoned') this.#pacer.observe({ type: 'abandoned', at, callId });
    this.#pacer.observe({ type: 'ended', at, callId });
  }

  decide(room: PacingRoom): PacingDecision {
    return this.#pacer.decide(this.#now(), room);
  }

  /** Everything, agents and calls too. */
  save(): unknown {
    return this.#pacer.save();
  }

  /** For the group's next owner. */
  learned(): unknown {
    return learnedState(this.#pacer.save());
  }

  #ringing(callId: string): void {
    this.#pacer.observe({ type: 'ringing', at: this.#now(), callId });
  }

  /** Without machine detection every answer is taken for a person. */
  #follow({ call, intent }: LiveCall): void {
    const callId = intent.attemptId;
    if (call.answeredAt !== undefined && call.state !== 'ending' && this.#told.get(callId) === 'placed') {
      this.#told.set(callId, 'answered');
      this.#pacer.observe({ type: 'answered', at: this.#now(), callId });
    }
    if (this.#told.get(callId) !== 'answered') return;
    if (call.connectedAt !== undefined && call.agentId !== undefined) {
      this.#told.set(callId, 'connected');
      this.#pacer.observe({ type: 'connected', at: this.#now(), callId, agentId: call.agentId });
    } else if (call.state === 'announcing') {
      // At once, not when the record is closed: until then the pacer would hold an agent for him.
      this.#told.set(callId, 'abandoned');
      this.#pacer.observe({ type: 'abandoned', at: this.#now(), callId });
    }
  }

  /** The machine's clock may be set back; the pacer's may not. */
  #now(): number {
    this.#lastAt = Math.max(this.#lastAt, this.#clock.now());
    return this.#lastAt;
  }
}

/** Whether the group's pacing dials for it. */
export function isPaced(campaign: CampaignPlan): boolean {
  return campaign.running && campaign.mode === 'auto';
}

function pacingSettings(plan: GroupPlan, now: number): PacingSettings {
  const campaigns = plan.campaigns.filter(isPaced);
  const first = campaigns[0] ?? plan.campaigns[0];
  return {
    mode: plan.mode,
    linesPerAgent: plan.linesPerAgent,
    maxLinesPerAgent: plan.maxLinesPerAgent,
    abandonTarget: first?.abandonTarget ?? 0.03,
    abandonWindowMs: first?.abandonWindowMs ?? 30 * 86_400_000,
    answerPatienceMs: Math.min(...(campaigns.length > 0 ? campaigns.map((c) => c.patienceMs) : [2_000])),
    ringTimeoutMs: Math.max(...(campaigns.length > 0 ? campaigns.map((c) => c.ringTimeoutMs) : [30_000])),
    campaigns: campaigns.map((c) => ({
      id: c.id,
      weight: c.weight,
      priority: c.priority,
      abandonTarget: c.abandonTarget,
      windows: windowsOf(c, regimeOf(c.regime), now, plan.zone),
      patienceMs: c.patienceMs,
      // Where no rule asks for one, nobody has to go on ringing for agents who are gone.
      ringMinimumMs: abandonRuleOf(regimeOf(c.regime)).ringMinimumMs ?? 0,
    })),
  };
}
