import type { Call, CallOutcome } from '../domain/call.ts';
import type { SystemResult } from '../domain/results.ts';
import type { Clock } from '../shared/clock.ts';
import { Failover } from './failover.ts';
import type { CampaignPlan, GroupPlan, ResultRule, TrunkPlan } from './ports.ts';

/** So many local failures in a row open a trunk's breaker (FAULTS 14). */
export const BREAKER_FAILURES = 5;
const BREAKER_FIRST_MS = 5_000;
const BREAKER_MOST_MS = 120_000;
/** So many 503 in a row, with no call that the carrier took between, say that we are too fast for the line (FAULTS 30). */
const CROWDED_AFTER = 2;
/** Then nothing is sent for so long, ms, and afterwards half as fast, … */
const CROWDED_REST_MS = 1_000;
/** … a tenth of the trunk's own speed faster again with each second that brings no 503. */
const SPEED_UP_PER_S = 0.1;
const SLOWEST = 0.05;

interface Line {
  inUse: number;
  /** Room promised to batches that are still being claimed and committed. */
  held: number;
  failures: number;
  /** What failed last, where it is not the line itself. */
  failedBy: string | undefined;
  openUntil: number;
  pauseMs: number;
  /** 503 in a row. */
  crowding: number;
  /** Share of the trunk's calls per second that the carrier is known to bear, as of `speedAt`. */
  speed: number;
  speedAt: number;
  /** Its claim to the next call, against the other trunks' (smooth weighted round robin). */
  credit: number;
}

/** Legs in use and health of the trunks, shared by all runners of this process; what other processes use is in the plan. */
export class TrunkGuard {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();
  #turn = 0;
  readonly #rules = new Map<string, readonly ResultRule[]>();
  /** Contacts that a line failed, and which. */
  readonly failover = new Failover();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The trunks as planned now: what their own tables say of SIP codes. */
  know(trunks: readonly TrunkPlan[]): void {
    for (const { id, resultRules } of trunks) this.#rules.set(id, resultRules);
  }

  /** What the trunk's table makes of a call that its line ended (RULES.md "Results"); undefined: it says nothing. */
  resultOf(trunkId: string, end: { sip: number | undefined; prompt: string | undefined }): SystemResult | undefined {
    return this.#rules
      .get(trunkId)
      ?.find(
        ({ sip, prompt }) => (sip === undefined || sip === end.sip) && (prompt === undefined || prompt === end.prompt),
      )?.result;
  }

  taken(trunkId: string): void {
    this.#line(trunkId).inUse += 1;
  }

  freed(trunkId: string): void {
    const line = this.#line(trunkId);
    line.inUse = Math.max(0, line.inUse - 1);
  }

  /** Keeps room for a batch on its way, so that two groups do not fill the same channels; give it back with `unhold`. */
  hold(trunkId: string, count: number): void {
    this.#line(trunkId).held += count;
  }

  unhold(trunkId: string, count: number): void {
    const line = this.#line(trunkId);
    line.held = Math.max(0, line.held - count);
  }

  /** What the end of a call tells of its line. */
  ended(trunkId: string, call: Call, outcome: CallOutcome, now: number): void {
    if (outcome.type !== 'line' || outcome.ourTimeout) return;
    const refused = outcome.techCause === 503 || (outcome.techCause === undefined && outcome.cause === 34);
    if (!refused) this.took(trunkId);
    else if (call.ringingAt === undefined) this.crowded(trunkId, now);
  }

  /** The carrier rang, or refused for the callee's own reason: the line itself is well. */
  took(trunkId: string): void {
    this.#line(trunkId).crowding = 0;
  }

  /** The line said 503 before anything rang: from the second in a row on it rests a second and goes on half as fast. */
  crowded(trunkId: string, now: number): void {
    const line = this.#line(trunkId);
    line.crowding += 1;
    // One burst is one answer: what was already out comes back refused while the line rests.
    if (line.crowding < CROWDED_AFTER || line.openUntil > now) return;
    line.speed = Math.max(SLOWEST, this.#speed(line, now) / 2);
    line.openUntil = now + CROWDED_REST_MS;
    line.speedAt = line.openUntil;
  }

  /** Whether a 503 on this trunk now tells of the line and not of the callee: also while the line recovers from the last burst. */
  isCrowded(trunkId: string): boolean {
    const line = this.#line(trunkId);
    return line.crowding >= CROWDED_AFTER || this.#speed(line, this.#clock.now()) < 1;
  }

  /** Calls per second that this trunk bears now; at most its own setting. */
  callsPerSecond(trunk: TrunkPlan): number {
    return trunk.callsPerSecond * this.#speed(this.#line(trunk.id), this.#clock.now());
  }

  #speed(line: Line, now: number): number {
    return Math.min(1, line.speed + (Math.max(0, now - line.speedAt) / 1_000) * SPEED_UP_PER_S);
  }

  /** How many more legs this trunk may carry; 0 while its breaker is open. */
  room(trunk: TrunkPlan): number {
    const line = this.#line(trunk.id);
    if (line.openUntil > this.#clock.now()) return 0;
    const free = Math.max(0, trunk.channels - trunk.usedElsewhere - line.inUse - line.held);
    // After a pause one call tries the line; the rest wait for its word. Talks that stand on it say nothing of it.
    if (line.failures >= BREAKER_FAILURES) return line.held > 0 ? 0 : Math.min(1, free);
    return free;
  }

  worked(trunkId: string): void {
    const line = this.#line(trunkId);
    line.failures = 0;
    line.failedBy = undefined;
    line.pauseMs = BREAKER_FIRST_MS;
  }

  /** `by`: what stands before the line and failed it, such as its binding hook. */
  failed(trunkId: string, now: number, by?: string): void {
    const line = this.#line(trunkId);
    line.failures += 1;
    line.failedBy = by;
    if (line.failures < BREAKER_FAILURES) return;
    line.openUntil = now + line.pauseMs;
    line.pauseMs = Math.min(BREAKER_MOST_MS, line.pauseMs * 2);
  }

  isOpen(trunkId: string): boolean {
    return this.#line(trunkId).openUntil > this.#clock.now();
  }

  /** The word for what keeps the line shut, where it is not the line itself; undefined: nothing does. */
  shutBy(trunkId: string): string | undefined {
    return this.isOpen(trunkId) ? this.#line(trunkId).failedBy : undefined;
  }

  /** The campaign's trunks that may be used now, those of the lowest order first; among equals the first turns. */
  usable(plan: GroupPlan, campaign: CampaignPlan): TrunkPlan[] {
    const usable = plan.trunks.filter(
      (t) =>
        t.enabled &&
        campaign.trunkIds.includes(t.id) &&
        !plan.emergencyStop.all &&
        !plan.emergencyStop.trunkIds.includes(t.id) &&
        !this.isOpen(t.id),
    );
    const start = this.#turn++ % Math.max(1, usable.length);
    return [...usable.slice(start), ...usable.slice(0, start)].sort((a, b) => a.failoverOrder - b.failoverOrder);
  }

  /**
   * Shares `count` calls among the campaign's usable trunks: those of the lowest order with room first, among equals by
   * weight. Trunks without a share stand there too: what another cannot take after all may go over them.
   */
  split(plan: GroupPlan, campaign: CampaignPlan, count: number): { trunk: TrunkPlan; count: number }[] {
    const shares = this.usable(plan, campaign).map((trunk) => ({ trunk, count: 0, room: this.room(trunk) }));
    for (let left = count; left > 0; left--) {
      const free = shares.filter((share) => share.count < share.room);
      const order = free[0]?.trunk.failoverOrder;
      const share = this.#byWeight(free.filter(({ trunk }) => trunk.failoverOrder === order));
      if (share === undefined) break;
      share.count += 1;
    }
    return shares.map(({ trunk, count: some }) => ({ trunk, count: some }));
  }

  /** Smooth weighted round robin: each gains its weight, the richest is taken and pays for all. */
  #byWeight<T extends { trunk: TrunkPlan }>(shares: readonly T[]): T | undefined {
    let best: T | undefined;
    let all = 0;
    for (const share of shares) {
      const line = this.#line(share.trunk.id);
      line.credit += share.trunk.weight;
      all += share.trunk.weight;
      if (best === undefined || line.credit > this.#line(best.trunk.id).credit) best = share;
    }
    if (best !== undefined) this.#line(best.trunk.id).credit -= all;
    return best;
  }

  #line(trunkId: string): Line {
    let line = this.#lines.get(trunkId);
    if (!line) {
      line = {
        inUse: 0,
        held: 0,
        failures: 0,
        failedBy: undefined,
        openUntil: 0,
        pauseMs: BREAKER_FIRST_MS,
        crowding: 0,
        speed: 1,
        speedAt: 0,
        credit: 0,
      };
      this.#lines.set(trunkId, line);
    }
    return line;
  }
}
