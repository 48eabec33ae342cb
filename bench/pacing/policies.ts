/** The pacers that are compared: our own modes and the field's other ways, all behind our interface. */
import { createPacer, type Pacer, type PacingDecision, type PacingSettings } from '../../src/pacing/index.ts';
import { Tally } from './tally.ts';
import { CAMPAIGN, type World } from './world.ts';

export const LIMIT = 0.03;

export function settingsFor(world: World, mode: PacingSettings['mode'], limit = LIMIT): PacingSettings {
  return {
    mode,
    abandonTarget: limit,
    abandonWindowMs: 86_400_000,
    answerPatienceMs: world.patienceMs,
    ringTimeoutMs: world.ringTimeoutMs,
    maxLinesPerAgent: 20,
    campaigns: world.campaigns?.map(({ answer: _, ...campaign }) => campaign) ?? [{ id: CAMPAIGN, weight: 1 }],
  };
}

export const ours = (world: World, mode: PacingSettings['mode'], limit = LIMIT): Pacer =>
  createPacer(settingsFor(world, mode, limit));

/** Ratio on available agents only, VICIdial's strongest form: dial round(level × ready) − ringing − waiting. */
export function ratioOnAvailable(world: World, level: number): Pacer {
  const tally = new Tally();
  return policy(world, tally, () => Math.round(level * tally.ready) - tally.ringing - tally.waiting);
}

/** Classic fixed level over agents ready or in call (VICIdial RATIO): agents in wrap-up are not seen. */
export function fixedLevel(world: World, level: number): Pacer {
  const tally = new Tally();
  return policy(world, tally, () => overAll(tally, level));
}

function overAll(tally: Tally, level: number): number {
  return Math.round(level * (tally.ready + tally.talking)) - tally.ringing - tally.waiting - tally.talking;
}

/**
 * The expected-value rule: as many calls as bring `gain` × (agents free, and agents who will be within a ring) answers, by the
 * measured answer rate, ring and handle times.
 */
export function expectedValue(world: World, gain: number): Pacer {
  const tally = new Tally();
  const ringMs = 10_000;
  return policy(world, tally, () => {
    const busy = tally.talking + tally.wrapping;
    const coming = busy * (1 - Math.exp(-ringMs / tally.handleMs));
    return Math.floor((gain * (tally.ready + coming) - tally.waiting) / tally.answerRate(500)) - tally.ringing;
  });
}

const PASS_MS = 2_500;
const SAMPLE_MS = 1_000;
const SAMPLES = 15;
const DROPS_MS = 60_000;
const MOST_LEVEL = 3;

/**
 * VICIdial ADAPT as its manual and settings describe it (docs/PACING.md): a pass each 2.5 s, the level moved each 15 s by
 * the means of one-second samples, drops of the whole day refreshed each minute.
 */
export function vicidialAdapt(world: World, kind: 'hard' | 'average' | 'tapered', limit = LIMIT): Pacer {
  const tally = new Tally();
  let level = 1;
  let dropShare = 0;
  let passAt = -PASS_MS;
  let sampleAt = -SAMPLE_MS;
  let dropsAt = 0;
  let ready = 0;
  let waiting = 0;
  let all = 0;
  let n = 0;
  const adapt = (now: number): void => {
    if (all > 0) level = Math.max(1, Math.min(MOST_LEVEL, level * (1 + (ready - waiting) / all)));
    ready = 0;
    waiting = 0;
    all = 0;
    n = 0;
    const minute = tally.lastMinute();
    if (minute.answered > 20 && minute.abandoned > minute.answered / 2) level = Math.max(1, level / 2);
    if (tally.answered <= 50 || dropShare <= limit) return;
    if (kind === 'hard') level = 1;
    else if (kind === 'average') level = Math.max(1, level / 2);
    else level = Math.max(1, (level * Math.max(0, world.hours - now / 3_600_000)) / 10);
  };
  return policy(world, tally, (now) => {
    if (now - dropsAt >= DROPS_MS) {
      dropsAt = now;
      dropShare = tally.answered > 0 ? tally.abandoned / tally.answered : 0;
    }
    if (now - sampleAt >= SAMPLE_MS) {
      sampleAt = now;
      ready += tally.ready;
      waiting += tally.waiting;
      all += tally.ready + tally.talking;
      if (++n === SAMPLES) adapt(now);
    }
    if (now - passAt < PASS_MS) return 0;
    passAt = now;
    return overAll(tally, level);
  });
}

const ISSABEL_PASS_MS = 5_000;
const SURE = 0.97;

/**
 * Issabel: each 5 s, free agents and busy ones whose talk's age is past the 97 % point of an exponential life, less calls
 * waiting or on their way; with `rated` divided by the answer rate, at least a fifth.
 */
export function issabel(world: World, rated: boolean): Pacer {
  const tally = new Tally();
  let passAt = -ISSABEL_PASS_MS;
  return policy(world, tally, (now) => {
    if (now - passAt < ISSABEL_PASS_MS) return 0;
    passAt = now;
    let soon = tally.ready;
    for (const { state, busySince } of tally.agents.values())
      if ((state === 'talking' || state === 'wrapping') && 1 - Math.exp(-(now - busySince) / tally.handleMs) > SURE)
        soon++;
    const wanted = rated ? soon / Math.max(0.2, tally.answerRate(1_000)) : soon;
    return Math.round(wanted) - tally.waiting - tally.ringing;
  });
}

const IMPACT_MS = 60_000;
const REPLAYED = 100;

/**
 * Impact Dialing: replays the last hundred attempts with one to six sixths of twice 1 ÷ answer rate lines for each free agent, and
 * keeps the ratio that wastes least time under the limit.
 */
export function impactDialing(world: World, limit = LIMIT): Pacer {
  const tally = new Tally();
  let ratio = 1;
  let at = 0;
  return policy(world, tally, (now) => {
    if (now - at >= IMPACT_MS && tally.attempts.length >= 30 && tally.handles.length >= 5) {
      at = now;
      ratio = bestRatio(tally, limit, world.patienceMs);
    }
    return Math.round(ratio * tally.ready) - tally.ringing - tally.waiting;
  });
}

function bestRatio(tally: Tally, limit: number, patienceMs: number): number {
  const attempts = tally.attempts.slice(-REPLAYED);
  const rate = Math.max(0.02, attempts.filter((a) => a.answered).length / attempts.length);
  const agents = Math.max(1, tally.ready + tally.talking + tally.wrapping);
  let best = { ratio: 1, busy: -1 };
  for (let k = 1; k <= 12; k++) {
    const ratio = Math.max(1, k / 6 / rate);
    const { busy, abandoned } = replay(attempts, tally.handles, agents, ratio, patienceMs);
    if (abandoned <= limit && busy > best.busy) best = { ratio, busy };
  }
  return best.ratio;
}

/** The attempts again, by steps of half a second, for `agents` who begin free. */
function replay(
  attempts: readonly { answered: boolean; ringMs: number }[],
  handles: readonly number[],
  agents: number,
  ratio: number,
  patienceMs: number,
): { busy: number; abandoned: number } {
  const busyUntil = new Float64Array(agents);
  const ringing: { until: number; answered: boolean }[] = [];
  const waiting: number[] = [];
  const counts = { answers: 0, abandoned: 0, busyMs: 0 };
  let next = 0;
  let now = 0;
  for (; now < 1_200_000 && (next < 3 * attempts.length || ringing.length > 0); now += 500) {
    for (let i = ringing.length - 1; i >= 0; i--) {
      const call = ringing[i];
      if (call === undefined || call.until > now) continue;
      ringing.splice(i, 1);
      if (call.answered) waiting.push(now);
    }
    let free = 0;
    for (let a = 0; a < agents; a++) {
      if ((busyUntil[a] ?? 0) > now) continue;
      if (waiting.shift() === undefined) free++;
      else {
        const handle = handles[counts.answers++ % handles.length] ?? 60_000;
        busyUntil[a] = now + handle;
        counts.busyMs += handle;
      }
    }
    while (waiting[0] !== undefined && now - waiting[0] >= patienceMs) {
      waiting.shift();
      counts.answers++;
      counts.abandoned++;
    }
    for (let n = Math.round(ratio * free) - ringing.length; n > 0 && next < 3 * attempts.length; n--) {
      const attempt = attempts[next++ % attempts.length];
      if (attempt) ringing.push({ until: now + attempt.ringMs, answered: attempt.answered });
    }
  }
  return {
    busy: counts.busyMs / (agents * Math.max(1, now)),
    abandoned: counts.abandoned / Math.max(1, counts.answers),
  };
}

function policy(world: World, tally: Tally, wanted: (now: number) => number): Pacer {
  const ids = world.campaigns?.map((c) => c.id) ?? [CAMPAIGN];
  let turn = 0;
  return {
    observe: (event) => tally.observe(event),
    decide: (now): PacingDecision => {
      const most = 20 * (tally.ready + tally.talking + tally.wrapping) - tally.ringing - tally.waiting;
      const count = Math.max(0, Math.min(most, wanted(now)));
      if (count === 0) return { dials: [], limitedBy: 'agents', explain: {} };
      const campaignId = ids[turn++ % ids.length] ?? CAMPAIGN;
      return { dials: [{ campaignId, count }], limitedBy: 'agents', explain: {} };
    },
    configure: () => {},
    save: () => ({}),
  };
}
