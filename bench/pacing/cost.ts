import { createPacer, type Pacer } from '../../src/pacing/index.ts';
import { LIFELIKE } from './world.ts';

/** Milliseconds of CPU that a decision takes (the machine's other work does not count; collecting garbage does). */
export interface Cost {
  meanMs: number;
  p50Ms: number;
  p99Ms: number;
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
    const started = process.cpuUsage();
    pacer.decide(at);
    const used = process.cpuUsage(started);
    if (round >= WARM_UP) times.push((used.user + used.system) / 1_000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
  return { meanMs: times.reduce((sum, t) => sum + t, 0) / times.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** An answer that hangs up at once leaves agents and lines as they were. */
function end(pacer: Pacer, at: number, n: number, callId: string): void {
  const answered = n % 10 === 0;
  if (answered) pacer.observe({ at, type: 'answered', callId });
  pacer.observe({ at, type: 'failed', callId, reason: answered ? 'hung-up-waiting' : 'no-answer' });
}
