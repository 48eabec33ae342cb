import { createPacer, type Pacer } from '../../src/pacing/index.ts';
import { LIFELIKE } from './world.ts';

/** How long a decision holds its thread, ms by the clock: what calls wait for. Read it on a quiet machine. */
export interface Cost {
  meanMs: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU of the whole process meanwhile: with the threads that compile and collect garbage beside the decision. */
  cpuP99Ms: number;
}

/** Rounds until the engine of the language has compiled what it will: eight minutes of dialing. */
const WARM_UP = 2_000;
const ROUNDS = 1_000;
const TICK_MS = 250;

/**
 * Decisions for a floor of `agents`, of whom a twentieth are free, with `lines` calls of mixed age ringing, a tenth of which
 * are answered; calls that end are replaced, so the size stays. Only `decide` is timed.
 */
export function decideCost(agents: number, lines: number): Cost {
  const pacer = createPacer({
    mode: 'predictive',
    abandonTarget: 0.03,
    abandonWindowMs: 86_400_000,
    answerPatienceMs: LIFELIKE.patienceMs,
    ringTimeoutMs: LIFELIKE.ringTimeoutMs,
    maxLinesPerAgent: 10,
    campaigns: [{ id: 'a', weight: 1 }],
  });
  pacer.observe({ at: 0, type: 'history', campaignId: 'a', answered: 10_000, abandoned: 100, from: 0, to: 0 });
  for (let i = 0; i < agents; i++)
    pacer.observe({ at: 0, type: 'agent', agentId: `agent${i}`, state: i % 20 === 0 ? 'available' : 'talking' });
  const times: number[] = [];
  const cpu: number[] = [];
  let placed = 0;
  let ended = 0;
  const ringing: { id: string; until: number }[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const at = round * TICK_MS;
    while ((ringing[ended]?.until ?? Number.POSITIVE_INFINITY) <= at) end(pacer, at, ended, ringing[ended++]?.id ?? '');
    while (ringing.length - ended < lines && placed < ((round + 1) * lines) / 100) {
      ringing.push({ id: `c${placed}`, until: at + LIFELIKE.ringTimeoutMs });
      pacer.observe({ at, type: 'placed', callId: `c${placed++}`, campaignId: 'a' });
    }
    const [began, before] = [performance.now(), process.cpuUsage()];
    pacer.decide(at);
    const [used, over] = [process.cpuUsage(before), performance.now()];
    if (round < WARM_UP) continue;
    times.push(over - began);
    cpu.push((used.user + used.system) / 1_000);
  }
  const meanMs = times.reduce((sum, t) => sum + t, 0) / times.length;
  return { meanMs, p50Ms: share(times, 0.5), p99Ms: share(times, 0.99), cpuP99Ms: share(cpu, 0.99) };
}

function share(values: readonly number[], of: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(of * (values.length - 1))] ?? 0;
}

/** An answer that hangs up at once leaves agents and lines as they were. */
function end(pacer: Pacer, at: number, n: number, callId: string): void {
  const answered = n % 10 === 0;
  if (answered) pacer.observe({ at, type: 'answered', callId });
  pacer.observe({ at, type: 'failed', callId, reason: answered ? 'hung-up-waiting' : 'no-answer' });
}
