import { lockAfter, regimeOf } from '../compliance/regimes/index.ts';
import type { AbandonAsked } from '../domain/abandon-evidence.ts';
import type { Call, CallOutcome } from '../domain/call.ts';
import type { SystemResult } from '../domain/results.ts';
import { MIN_RETRY_MS, type RetryPast, type RetryPlanned } from '../domain/retry-rule.ts';
import { type Clock, pause, type Timer } from '../shared/clock.ts';
import type { TrunkGuard } from './lines.ts';
import type { LiveCall } from './live-call.ts';
import { type Ending, endingOf } from './outcome.ts';
import type {
  AbandonEvidence,
  CallRecord,
  CallRecords,
  CampaignPlan,
  EngineMetrics,
  Intent,
  Log,
  ReadyQueue,
  Telephony,
} from './ports.ts';

/** How long a record waits for the node's evidence while the node cannot be asked, ms. */
const EVIDENCE_WAIT_MS = 8_000;
/** After a leg is gone its node writes no more: one look this much later is enough, ms. */
const SWEEP_MS = 400;
/** A bad number must not be tried again at every tick: after a failure of our own the contact rests so long, ms. */
const LOCAL_REST_MS = 10_000;
/** Evidence of attempts that nobody asks for any more is cleared from the node after so long, ms. */
const EVIDENCE_KEPT_MS = 24 * 3_600_000;
const SETTLED_MS = 15 * 60_000;
/** A time-out of ours that comes so much after its time shows that this process stood still, ms. */
const LATE_MS = 3_000;

/** src/compliance/retry.ts, handed in. */
export interface RetryRules {
  planned(result: SystemResult, past: RetryPast, campaign: CampaignPlan, now: number): RetryPlanned;
  isDenied(end: Pick<Ending, 'result' | 'cause' | 'techCause'>): boolean;
}

export interface CloserDeps {
  clock: Clock;
  telephony: Telephony;
  records: CallRecords;
  queue: ReadyQueue;
  metrics: EngineMetrics;
  trunks: TrunkGuard;
  log: Log;
  retries: RetryRules;
  /** Told once the record is handed over. */
  closed(record: CallRecord): void;
}

interface Pending {
  live: LiveCall;
  outcome: CallOutcome;
  until: number;
}

/**
 * Turns a call that has ended into its one record. A person who answered and was not connected waits here for what the
 * node wrote down: only that tells whether the message was played, by the engine's word or by the dialplan's own.
 */
export class Closer {
  readonly #deps: CloserDeps;
  readonly #pending = new Map<string, Pending>();
  /** Handed over lately; Postgres may still show them open. */
  readonly #settled = new Map<string, number>();
  #timer: Timer | undefined;
  #sweeping = false;
  #linkUp = false;
  #linkChangedAt = Number.NEGATIVE_INFINITY;
  #done = false;

  constructor(deps: CloserDeps) {
    this.#deps = deps;
  }

  link(up: boolean): void {
    this.#linkUp = up;
    this.#linkChangedAt = this.#deps.clock.now();
    if (this.#pending.size > 0) this.#later();
  }

  get waiting(): number {
    return this.#pending.size;
  }

  has(attemptId: string): boolean {
    return this.#pending.has(attemptId) || this.#settled.has(attemptId);
  }

  /** When this call ended, if it did so lately. */
  endedAt(attemptId: string): number | undefined {
    return this.#settled.get(attemptId) ?? this.#pending.get(attemptId)?.live.call.endedAt;
  }

  close(live: LiveCall, outcome: CallOutcome): void {
    const { call } = live;
    const unserved = call.answeredAt !== undefined && call.connectedAt === undefined && outcome.type !== 'cancelled';
    // A talk has nothing to learn from the node.
    const unclear =
      outcome.type === 'abandoned' ||
      outcome.type === 'unknown' ||
      outcome.type === 'node-lost' ||
      (outcome.type === 'line' && outcome.ourTimeout && this.#mayBeDeaf(live));
    const asks = unserved || (unclear && call.connectedAt === undefined);
    if (!asks) return this.#settle(live, outcome, undefined, false);
    this.#pending.set(live.intent.attemptId, { live, outcome, until: this.#deps.clock.now() + EVIDENCE_WAIT_MS });
    this.#later();
  }

  /**
   * Whether a wire that was cut or a process that stood still may have kept us from hearing an answer: then our own
   * time-out proves nothing, and only the node's evidence tells a person who heard the message.
   */
  #mayBeDeaf({ call, campaign }: LiveCall): boolean {
    const { sentAt = 0, ringingAt, endedAt = 0 } = call;
    if (this.#linkChangedAt >= sentAt) return true;
    const due = ringingAt === undefined ? sentAt + campaign.setupTimeoutMs : ringingAt + campaign.ringTimeoutMs;
    return endedAt > due + LATE_MS;
  }

  /** Collects what the node wrote while nobody listened, before dialing resumes (DESIGN.md promise 4). Never rejects. */
  async collect(): Promise<void> {
    if (this.#pending.size === 0) return;
    await this.#sweep();
    if (this.#pending.size === 0) return;
    await pause(this.#deps.clock, SWEEP_MS);
    await this.#sweep();
  }

  /** Hands over what still waits, with what is known (at shut-down). */
  async finish(): Promise<void> {
    await this.collect();
    for (const { live, outcome } of [...this.#pending.values()]) this.#settle(live, outcome, undefined, false);
  }

  /** For a group that is left: what still waits stays open in Postgres and is closed by the next owner. */
  stop(): void {
    this.#done = true;
    this.#timer?.cancel();
  }

  #remember(attemptId: string, now: number): void {
    this.#settled.set(attemptId, now);
    for (const [old, at] of this.#settled) {
      if (now - at < SETTLED_MS) break;
      this.#settled.delete(old);
    }
  }

  #later(): void {
    if (this.#timer || this.#done) return;
    this.#timer = this.#deps.clock.after(SWEEP_MS, () => {
      this.#timer = undefined;
      void this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#done || this.#pending.size === 0) return;
    this.#sweeping = true;
    const { clock, telephony, log } = this.#deps;
    try {
      if (!this.#linkUp) return this.#giveUp();
      const askedAt = clock.now();
      const found = new Map((await telephony.readEvidence()).map((e) => [e.attemptId, e]));
      if (this.#done) return;
      const clear: string[] = [];
      for (const [attemptId, { live, outcome }] of [...this.#pending]) {
        const evidence = found.get(attemptId);
        // The leg was gone for a while when we asked, so the node had written all that it will ever write.
        const isFinal = askedAt - (live.call.endedAt ?? askedAt) >= SWEEP_MS;
        // Behind the message he may still press a key.
        if (evidence?.asked === undefined && !isFinal) continue;
        this.#settle(live, outcome, evidence, true);
        if (evidence) clear.push(...evidence.keys);
      }
      clear.push(...this.#stale(found));
      if (clear.length > 0) await telephony.clearEvidence(clear);
    } catch (error) {
      log.warn({ error: String(error) }, 'abandoned-call evidence could not be read');
      this.#giveUp();
    } finally {
      this.#sweeping = false;
      if (this.#pending.size > 0) this.#later();
    }
  }

  /** The node cannot be asked: records do not wait for it for ever. */
  #giveUp(): void {
    const now = this.#deps.clock.now();
    for (const { live, outcome, until } of [...this.#pending.values()])
      if (now > until) this.#settle(live, outcome, undefined, false);
  }

  /** Keys whose clearing failed before, and those of attempts that are long over: the node must not gather them. */
  #stale(found: ReadonlyMap<string, AbandonEvidence>): string[] {
    const old = this.#deps.clock.now() - EVIDENCE_KEPT_MS;
    return [...found.values()].flatMap(({ attemptId, startedAt, playedAt, asked, keys }) => {
      const settledHere = this.#settled.has(attemptId) && (playedAt !== undefined || asked !== undefined);
      const longOver = startedAt !== undefined && startedAt < old;
      return !this.#pending.has(attemptId) && (settledHere || longOver) ? keys : [];
    });
  }

  /** `asked`: the node's evidence was read, so its absence tells that the message never began. */
  #settle(live: LiveCall, told: CallOutcome, evidence: AbandonEvidence | undefined, asked: boolean): void {
    const { clock, records, queue, metrics, telephony, trunks, log, retries } = this.#deps;
    const { intent, call, campaign } = live;
    this.#pending.delete(intent.attemptId);
    const outcome = judged(call, told, evidence, asked);
    const heard = endingOf(call, outcome, (end) => {
      // Our own time-out and an answer are nothing that the line said. Announcements are recognised by nobody yet.
      const said = end.ourTimeout || end.answered ? undefined : { sip: end.techCause, prompt: undefined };
      return (said && trunks.resultOf(intent.trunkId, said)) ?? telephony.classify(end);
    });
    const denied = retries.isDenied(heard);
    // RULES.md "Retry": one line that denies a number proves nothing, the second does.
    const ending: Ending = denied && intent.past.deniedElsewhere ? { ...heard, result: 'INVALID' } : heard;
    const now = clock.now();
    const answeredAt = call.answeredAt ?? evidence?.startedAt;
    const refusedByLine = ending.result === 'CONGESTED' && call.ringingAt === undefined;
    const counted = ending.charged && !(refusedByLine && trunks.isCrowded(intent.trunkId));
    const endedAt = call.endedAt ?? now;
    const wants = ending.result === 'ABANDONED' ? evidence?.asked : undefined;
    const planned = askedFor(wants, now) ?? this.#planned(ending, counted, intent, campaign, now);
    const record: CallRecord = {
      ...anchor(intent),
      agentId: call.connectedAt === undefined ? undefined : call.agentId,
      sentAt: call.sentAt,
      ringingAt: call.ringingAt,
      answeredAt,
      offeredAt: call.offeredAt,
      connectedAt: call.connectedAt,
      endedAt,
      ...ending,
      abandon:
        ending.result === 'ABANDONED' && answeredAt !== undefined
          ? {
              answeredAt,
              messageStartedAt: evidence?.startedAt ?? call.announcedAt,
              messagePlayedAt: evidence?.playedAt,
              patienceMs: campaign.patienceMs,
              rule: campaign.rule,
              writtenBy: evidence ? 'node' : 'engine',
              ...(wants === undefined ? {} : { asked: wants }),
              ...lockOf(campaign, endedAt, planned.retryAt),
            }
          : undefined,
      ...(counted === ending.charged ? {} : { counted }),
      ...(denied ? { denied } : {}),
      ...(live.segments.length > 1 ? { segments: live.segments } : {}),
      ...planned,
    };
    records.settle(record);
    this.#remember(intent.attemptId, now);
    trunks.failover.ended(intent.contactId, intent.trunkId, ending.result, now);
    metrics.attemptEnded(ending.result);
    if (ending.result === 'ABANDONED') metrics.abandoned();
    queue.release([intent.blindIndex]).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'in-flight mark not released');
    });
    this.#deps.closed(record);
  }

  /** An attempt that no carrier saw, or that a full line refused, does not count (src/compliance/retry.ts). */
  #planned(
    { result, endedBy }: Ending,
    counted: boolean,
    intent: Intent,
    campaign: CampaignPlan,
    now: number,
  ): RetryPlanned {
    // Dialed by hand, a closed contact is closed again: only its agent's word can open it.
    if (intent.wasClosed) return { retryAt: undefined, otherAt: undefined };
    const attempts = intent.attempts - (counted ? 0 : 1);
    // Who hangs up while it rings does not want it dialed again at once.
    const rule = result === 'CANCELLED' && endedBy === 'agent' ? 'NOANSWER' : result;
    const same = (intent.past.results[rule] ?? 0) + (counted ? 1 : 0);
    const planned = this.#deps.retries.planned(rule, { attempts, same }, campaign, now);
    if (planned.retryAt === undefined || result !== 'LOCAL_FAIL') return planned;
    return { ...planned, retryAt: Math.max(planned.retryAt, now + LOCAL_REST_MS) };
  }
}

/** The customer's own word goes before the retry rule: a call-back soon, whatever the campaign makes of abandoned calls, or none. */
function askedFor(asked: AbandonAsked | undefined, now: number): RetryPlanned | undefined {
  if (asked === undefined) return undefined;
  return { retryAt: asked === 'call-back' ? now + MIN_RETRY_MS : undefined, otherAt: undefined };
}

/** How long the regime wants an abandoned person left alone. */
function lockOf(campaign: CampaignPlan, endedAt: number, recallAt: number | undefined) {
  const { until, liftedBy } = lockAfter(regimeOf(campaign.regime), endedAt, recallAt);
  return { regime: campaign.regime, lockedUntil: until, lockLiftedBy: liftedBy };
}

/** The node's own word beats what we thought: where its message began, nobody had served the customer; else it did not speak. */
function judged(call: Call, told: CallOutcome, evidence: AbandonEvidence | undefined, asked: boolean): CallOutcome {
  if (call.connectedAt !== undefined) return told;
  if (evidence) return told.type === 'abandoned' ? told : { type: 'abandoned', by: 'node' };
  if (asked && told.type === 'abandoned' && told.by === 'node') return { type: 'hung-up-waiting' };
  return told;
}

function anchor(intent: Intent) {
  const {
    attemptId,
    groupId,
    campaignId,
    listId,
    contactId,
    customerId,
    phoneId,
    trunkId,
    callerIdId,
    node,
    mode,
    source,
    placedAt,
  } = intent;
  return {
    attemptId,
    groupId,
    campaignId,
    listId,
    contactId,
    customerId,
    phoneId,
    trunkId,
    callerIdId,
    node,
    mode,
    source,
    placedAt,
  };
}
