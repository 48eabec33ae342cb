import { type Agent, type AgentCommand, type AgentEvent, newAgent, stepAgent } from '../domain/agent.ts';
import type { Clock } from '../shared/clock.ts';
import { AgentLegs } from './legs.ts';
import type {
  AgentSeat,
  AgentStore,
  AgentWishOf,
  CallRecords,
  EngineMetrics,
  Intent,
  Log,
  Telephony,
  TelephonyEvent,
} from './ports.ts';
import { isNews, restored } from './seated.ts';
import { type Said, type Work, WrapUps } from './wrap-ups.ts';

/** What a person asks of his own seat, and nobody else need know of. */
export type OwnWish = AgentWishOf<
  'sign-in' | 'ready' | 'pause' | 'sign-out' | 'revoked' | 'hang-up' | 'extend-wrap-up' | 'disposition'
>;

/** Why an agent is not ready whose phone sent nothing for too long (FAULTS 27). */
export const SILENT_REASON = 'no-audio';
/** A wrap-up that another life of the engine had begun lasts at least so much longer, ms. */
const RESTORED_WRAP_UP_MS = 5_000;

/** A registration of an agent's phone came or went. */
export type ContactNews = Pick<
  Extract<TelephonyEvent, { type: 'contact' }>,
  'sipUser' | 'reachable' | 'place' | 'gone'
>;

interface Seated {
  agent: Agent;
  seat: AgentSeat;
  /** End of the preview that he looks at. */
  previewEndsAt: number | undefined;
  /** Off the seat already; only his last call's end is waited for. */
  revoked?: boolean;
}

export interface DeskWatcher {
  /** Called after each change, also of `leaving`, with the state before. */
  changed(agent: Agent, before: Agent): void;
  holdCustomer(attemptId: string, agentId: string): void;
  /** His agent will not come back: another one, or the message. */
  forsake(attemptId: string, agentId: string): void;
  legBack(attemptId: string, agentId: string): void;
  hangUp(attemptId: string): void;
  releasePreview(attemptId: string): void;
}

export interface DeskDeps {
  clock: Clock;
  telephony: Telephony;
  agents: AgentStore;
  records: CallRecords;
  metrics: EngineMetrics;
  log: Log;
  groupId: string;
  groupKey: string;
}

/** The agents of one group who are signed in: their states and phones, and the wishes that concern nothing else. */
export class AgentDesk {
  readonly #deps: DeskDeps;
  readonly #watcher: DeskWatcher;
  readonly #seated = new Map<string, Seated>();
  readonly #wrapUps: WrapUps;
  readonly legs: AgentLegs;
  #closed = false;

  constructor(deps: DeskDeps, watcher: DeskWatcher) {
    this.#deps = deps;
    this.#watcher = watcher;
    this.#wrapUps = new WrapUps(deps, (id, attemptId) =>
      this.#step(id, { type: 'wrap-up-expired', attemptId, at: deps.clock.now() }),
    );
    this.legs = new AgentLegs(deps, {
      up: (id) => this.#step(id, { type: 'leg-up', at: deps.clock.now() }),
      lost: (id) => this.#step(id, { type: 'leg-lost', at: deps.clock.now() }),
      silent: (id) => this.#silent(id),
      failed: (id, why) => this.#step(id, { type: 'leg-failed', at: deps.clock.now(), why }),
    });
  }

  agents(): Agent[] {
    return [...this.#seated.values()].map((s) => s.agent);
  }

  get size(): number {
    return this.#seated.size;
  }

  get(agentId: string): Agent | undefined {
    return this.#seated.get(agentId)?.agent;
  }

  /** All who are idle with their phone up, longest first. */
  idle(): Agent[] {
    const idle = this.agents().filter((agent) => agent.state === 'idle' && agent.leg === 'up');
    return idle.sort((a, b) => a.since - b.since);
  }

  /** The idle agent who has waited longest, or undefined (RULES.md: an answer goes to the longest-waiting agent). */
  longestIdle(): Agent | undefined {
    let best: Agent | undefined;
    for (const { agent } of this.#seated.values())
      if (agent.state === 'idle' && agent.leg === 'up' && (!best || agent.since < best.since)) best = agent;
    return best;
  }

  /** When the wrap-up or the preview of this agent is decided for him. */
  deadlineOf(agentId: string): number | undefined {
    const seated = this.#seated.get(agentId);
    if (seated?.agent.state === 'wrapup') return this.#wrapUps.endsAt(agentId);
    return seated?.agent.state === 'preview' ? seated.previewEndsAt : undefined;
  }

  workOf(agentId: string): Work | undefined {
    return this.#wrapUps.workOf(agentId);
  }

  /** Seats an agent as another life of the engine left him; his leg is adopted or called by the caller. */
  restore(seat: AgentSeat, work: Work | undefined): void {
    if (this.#seated.has(seat.agentId)) return;
    const agent = restored(seat, work);
    this.#seated.set(seat.agentId, { agent, seat, previewEndsAt: undefined });
    if (work) this.#wrapUps.begin(seat.agentId, work);
    const now = this.#deps.clock.now();
    // His word may have come while nobody was there to hear it: it is heard first.
    if (agent.state === 'wrapup')
      this.#wrapUps.start(seat.agentId, seat.extended, Math.max(seat.deadlineAt ?? 0, now + RESTORED_WRAP_UP_MS));
    this.#note(agent, now);
    this.#watcher.changed(agent, newAgent(seat.agentId, seat.since));
  }

  /** Calls the phones of those whom a former life had seated and whose legs were not found on the node. */
  ringMissing(): void {
    for (const { agent, seat } of this.#seated.values()) if (agent.leg === 'ringing') this.legs.ring(seat);
  }

  seatOf(agentId: string): AgentSeat | undefined {
    return this.#seated.get(agentId)?.seat;
  }

  /** A talk that was found on the node: the agent is in it, whatever was written down of him. */
  adoptWork(agentId: string, work: Work): void {
    const seated = this.#seated.get(agentId);
    if (!seated) return;
    const { attemptId: has, state, guest } = seated.agent;
    if (has === work.attemptId && state !== 'dialing' && !guest) return;
    const before = seated.agent;
    this.#wrapUps.begin(agentId, work);
    const since = this.#deps.clock.now();
    const { attemptId } = work;
    seated.agent = { ...before, state: 'talking', since, attemptId, guest: false, reason: undefined, extended: false };
    this.#note(seated.agent, since);
    this.#watcher.changed(seated.agent, before);
  }

  /** `guest`: for a call that is a colleague's. */
  reserve(agentId: string, work: Work, guest = false): void {
    if (!this.#seated.has(agentId)) return;
    this.#wrapUps.begin(agentId, work);
    this.#step(agentId, { type: 'offer', attemptId: work.attemptId, guest, at: this.#deps.clock.now() });
  }

  /** Shows him a contact. False: he is not idle any more. */
  preview(agentId: string, attemptId: string, endsAt: number): boolean {
    const seated = this.#seated.get(agentId);
    if (seated?.agent.state !== 'idle' || seated.agent.leg !== 'up') return false;
    seated.previewEndsAt = endsAt;
    this.#step(agentId, { type: 'preview', attemptId, at: this.#deps.clock.now() });
    return true;
  }

  previewOver(agentId: string, attemptId: string): void {
    this.#step(agentId, { type: 'preview-over', attemptId, at: this.#deps.clock.now() });
  }

  /** Reserves him for a call that is placed for him alone. False: he cannot take one now. */
  dial(agentId: string, work: Work): boolean {
    const { attemptId } = work;
    this.#step(agentId, { type: 'dial', attemptId, at: this.#deps.clock.now() });
    if (!this.isDialing(agentId, attemptId)) return false;
    this.#wrapUps.begin(agentId, work);
    return true;
  }

  isDialing(agentId: string, attemptId: string): boolean {
    const agent = this.get(agentId);
    return agent?.state === 'dialing' && agent.attemptId === attemptId;
  }

  /** The call he dials is committed: its record is found by this time. */
  placed({ ownerId, attemptId, placedAt }: Intent): void {
    const work = ownerId === undefined ? undefined : this.#wrapUps.workOf(ownerId);
    if (work?.attemptId === attemptId) work.placedAt = placedAt;
  }

  joined(agentId: string, attemptId: string): void {
    this.#step(agentId, { type: 'joined', attemptId, at: this.#deps.clock.now() });
  }

  promoted(agentId: string, attemptId: string): void {
    this.#step(agentId, { type: 'promoted', attemptId, at: this.#deps.clock.now() });
  }

  /**
   * The phone of a signed-in agent has registered, or its registration is gone: whoever waits for it does so no longer,
   * and a leg that stands is looked at (ASTERISK.md 20).
   */
  contact({ sipUser, reachable, place, gone }: ContactNews): void {
    for (const { agent, seat } of this.#seated.values()) {
      if (seat.sipUser !== sipUser) continue;
      this.legs.look(agent.id);
      this.legs.moved(agent.id, place, gone);
      if (reachable && !this.legs.phoneBack(agent.id))
        this.#step(agent.id, { type: 'phone-back', at: this.#deps.clock.now() });
      return;
    }
  }

  /**
   * FAULTS 27: nothing came from his phone, so he gets nobody before he says that he is ready again. His phone is called
   * anew only where a customer waits for him.
   */
  #silent(agentId: string): void {
    const agent = this.get(agentId);
    if (!agent) return;
    const at = this.#deps.clock.now();
    this.#deps.log.warn({ agentId }, 'nothing is heard from the agent phone: not ready');
    if (agent.after.type === 'idle' && agent.state !== 'paused')
      this.#step(agentId, { type: 'pause', reason: SILENT_REASON, at });
    const waits = agent.attemptId !== undefined && agent.state !== 'wrapup' && agent.state !== 'preview';
    this.#step(agentId, waits ? { type: 'leg-lost', at } : { type: 'leg-failed', at, why: SILENT_REASON });
  }

  /** FAULTS 57: his session was revoked. He leaves the seat at once, his phone and its password with him. */
  #revoke(agentId: string): void {
    const seated = this.#seated.get(agentId);
    if (!seated) return;
    const { attemptId } = seated.agent;
    this.#deps.log.info({ agentId, state: seated.agent.state }, 'session revoked: agent taken off his seat');
    seated.revoked = true;
    this.#step(agentId, { type: 'sign-out', at: this.#deps.clock.now() });
    if (!this.#seated.has(agentId)) return;
    if (seated.agent.state === 'wrapup') this.#wrapUps.start(agentId, false, this.#deps.clock.now());
    else if (attemptId !== undefined) this.#watcher.forsake(attemptId, agentId);
    void this.legs.drop(agentId);
  }

  /**
   * No agent is stuck (DESIGN.md promise 6, FAULTS 63): whoever is held by a call that does not know of him, wraps up
   * without a deadline or waits for a phone that nobody calls is set going again.
   */
  unstick(callsKnow: (attemptId: string, agentId: string) => boolean, isShown: (previewId: string) => boolean): void {
    for (const seated of [...this.#seated.values()]) {
      const { agent } = seated;
      const { attemptId } = agent;
      const at = this.#deps.clock.now();
      const inCall = agent.state === 'reserved' || agent.state === 'dialing' || agent.state === 'talking';
      if (inCall && attemptId && !callsKnow(attemptId, agent.id)) {
        this.#stuck(agent);
        this.#step(agent.id, { type: 'call-ended', attemptId, at });
      } else if (agent.state === 'preview' && attemptId && !isShown(attemptId)) {
        this.#stuck(agent);
        this.#step(agent.id, { type: 'preview-over', attemptId, at });
      } else if (agent.state === 'wrapup' && attemptId && !this.#wrapUps.isTimed(agent.id)) {
        this.#stuck(agent);
        // Without his work nobody can write down that a result is missing, so none can be asked of him.
        if (this.#wrapUps.workOf(agent.id)) this.#wrapUps.start(agent.id, false, at);
        else this.#step(agent.id, { type: 'disposition', attemptId, at });
      } else if (agent.leg === 'ringing' && !this.legs.isKept(agent.id)) this.legs.ring(seated.seat);
    }
  }

  /** For a group that is left: no timer of ours may speak for an agent any more. */
  close(): void {
    this.#closed = true;
    this.legs.close();
    this.#wrapUps.close();
  }

  /** The call has nothing to do with him any more; after a talk he wraps up. */
  freed(agentId: string, attemptId: string, talked: boolean): void {
    const at = this.#deps.clock.now();
    this.#step(agentId, talked ? { type: 'call-ended', attemptId, at } : { type: 'offer-failed', attemptId, at });
    const agent = this.get(agentId);
    const said = this.#wrapUps.saidEarly(agentId);
    if (agent?.state === 'wrapup' && said && this.#wrapUps.dispose(agentId, attemptId, said))
      this.#step(agentId, { type: 'disposition', attemptId, at });
    if (!talked && agent?.attemptId === undefined) this.#wrapUps.forget(agentId);
  }

  /** Carries out what a person asked for; what does not fit his state is logged and dropped. */
  async wish(wish: OwnWish): Promise<void> {
    const at = this.#deps.clock.now();
    switch (wish.type) {
      case 'sign-in':
        return this.#signIn(wish.agentId, at);
      case 'ready':
        return this.#step(wish.agentId, { type: 'ready', at });
      case 'pause':
        return this.#step(wish.agentId, { type: 'pause', reason: wish.reason, at });
      case 'sign-out':
        return this.#step(wish.agentId, { type: 'sign-out', at });
      case 'revoked':
        return this.#revoke(wish.agentId);
      case 'hang-up':
        if (this.get(wish.agentId)?.attemptId === wish.attemptId) this.#watcher.hangUp(wish.attemptId);
        return;
      case 'extend-wrap-up':
        return this.#step(wish.agentId, { type: 'extend', attemptId: wish.attemptId, at });
      case 'disposition':
        return this.#disposition(wish);
      default: {
        const never: never = wish;
        return never;
      }
    }
  }

  async #signIn(agentId: string, at: number): Promise<void> {
    const known = this.#seated.get(agentId);
    if (!known || known.agent.state === 'offline') {
      const seat = await this.#deps.agents.seat(agentId);
      if (!seat || seat.groupId !== this.#deps.groupId) return this.#odd('sign-in');
      if (!this.#seated.has(agentId))
        this.#seated.set(agentId, {
          agent: { ...newAgent(agentId, at), owes: seat.owes.map((owed) => owed.attemptId) },
          seat,
          previewEndsAt: undefined,
        });
    }
    this.#step(agentId, { type: 'sign-in', at });
  }

  async #disposition(wish: AgentWishOf<'disposition'>): Promise<void> {
    const { agentId, attemptId, result, callBackAt, callBackFor, resultKey } = wish;
    const said: Said = { result, callBackAt, callBackFor, resultKey };
    const agent = this.get(agentId);
    if (agent?.attemptId !== attemptId) {
      if (!(await this.#wrapUps.fill(agentId, attemptId, said))) return this.#odd('disposition');
      if (this.get(agentId)?.owes.includes(attemptId))
        this.#step(agentId, { type: 'filled', attemptId, at: this.#deps.clock.now() });
      return;
    }
    if (agent.state === 'talking') return this.#wrapUps.sayEarly(agentId, said);
    if (agent.state !== 'wrapup' || !this.#wrapUps.dispose(agentId, attemptId, said)) return this.#odd('disposition');
    this.#step(agentId, { type: 'disposition', attemptId, at: this.#deps.clock.now() });
  }

  #step(agentId: string, event: AgentEvent): void {
    if (this.#closed) return;
    const seated = this.#seated.get(agentId);
    if (!seated) return this.#odd(event.type);
    const before = seated.agent;
    const [after, commands] = stepAgent(before, event);
    seated.agent = after;
    if (before.state === 'wrapup' && after.state !== 'wrapup') this.#wrapUps.stopTimer(agentId);
    // First of all, so that whoever is told next is told the deadline too.
    if (commands.some((command) => command.type === 'restart-wrap-up-timer'))
      // Of a revoked session nobody is there who could say anything of the call.
      this.#wrapUps.start(agentId, after.extended, seated.revoked ? event.at : undefined);
    if (isNews(after, before)) this.#note(after, event.at);
    if (after.state === 'offline' && before.state !== 'offline') this.#seated.delete(agentId);
    // Told before the commands: these may step the same agent again, and who watches must hear that last.
    if (after !== before) this.#watcher.changed(after, before);
    for (const command of commands) this.#do(seated, command);
  }

  #do(seated: Seated, command: AgentCommand): void {
    switch (command.type) {
      case 'ring-leg':
        return this.legs.ring(seated.seat);
      case 'drop-leg':
        void this.legs.drop(seated.agent.id);
        return;
      case 'restart-wrap-up-timer':
        return;
      case 'release-preview':
        return this.#watcher.releasePreview(command.attemptId);
      case 'hold-customer':
        return this.#watcher.holdCustomer(command.attemptId, seated.agent.id);
      case 'leg-restored':
        return this.#watcher.legBack(command.attemptId, seated.agent.id);
      case 'odd':
        return this.#odd(`agent:${command.event}`);
      default: {
        const never: never = command;
        return never;
      }
    }
  }

  #note(agent: Agent, at: number): void {
    this.#deps.agents.noteState({
      agentId: agent.id,
      groupId: this.#deps.groupId,
      state: agent.state,
      // What he asked for after this call, so that another life of the engine keeps to it.
      reason: agent.after.type === 'pause' ? agent.after.reason : agent.reason,
      attemptId: agent.attemptId,
      at,
      leaving: agent.after.type === 'sign-out',
      deadlineAt: this.deadlineOf(agent.id),
      extended: agent.extended,
      guest: agent.guest,
    });
  }

  #stuck({ id, state }: Agent): void {
    this.#deps.log.warn({ agentId: id, state }, 'agent was stuck: set going again');
    this.#odd(`stuck:${state}`);
  }

  #odd(kind: string): void {
    this.#deps.metrics.oddEvent(kind);
  }
}
