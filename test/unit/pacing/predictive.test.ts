import { describe, expect, it } from 'vitest';
import {
  createPacer,
  learnedState,
  type Pacer,
  type PacingEvent,
  type PacingSettings,
} from '../../../src/pacing/index.ts';
import { recentOf } from '../../../src/pacing/recent-answers.ts';

const DAY = 86_400_000;
const BASE: PacingSettings = {
  mode: 'predictive',
  abandonTarget: 0.03,
  abandonWindowMs: DAY,
  answerPatienceMs: 2_000,
  ringTimeoutMs: 25_000,
  maxLinesPerAgent: 10,
  campaigns: [{ id: 'a', weight: 1 }],
};

const total = (d: { dials: { count: number }[] }): number => d.dials.reduce((sum, dial) => sum + dial.count, 0);

function signIn(pacer: Pacer, n: number, at = 0): void {
  for (let i = 0; i < n; i++) pacer.observe({ at, type: 'agent', agentId: `agent${i}`, state: 'available' });
}

function place(pacer: Pacer, at: number, ids: readonly string[], extra: Partial<PacingEvent> = {}): void {
  for (const callId of ids) pacer.observe({ at, type: 'placed', callId, campaignId: 'a', ...extra } as PacingEvent);
}

const history = (campaignId: string, answered: number, abandoned: number): PacingEvent => ({
  at: 0,
  type: 'history',
  campaignId,
  answered,
  abandoned,
  from: -1_000_000,
  to: 0,
});

const ids = (prefix: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

describe('budget and modes of braking', () => {
  it('is careful while cold and says so', () => {
    const pacer = createPacer(BASE);
    signIn(pacer, 10);
    const cold = pacer.decide(0);
    expect(cold.limitedBy).toBe('cold-start');
    const warm = createPacer(BASE);
    warm.observe(history('a', 1_000, 5));
    signIn(warm, 10);
    expect(total(warm.decide(0))).toBeGreaterThan(total(cold));
    expect(warm.decide(0).limitedBy).toBe('agents');
  });

  it('falls back to progressive when one more abandoned call would break the limit', () => {
    const pacer = createPacer(BASE);
    pacer.observe(history('a', 1_000, 29.5));
    signIn(pacer, 10);
    const decision = pacer.decide(0);
    expect(total(decision)).toBe(10);
    expect(decision.limitedBy).toBe('budget');
    expect(decision.explain.budgetLeft).toBeCloseTo(0.5, 6);
  });

  it('gives the lines beyond progressive to the campaign that still has budget', () => {
    const campaigns = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ];
    const pacer = createPacer({ ...BASE, campaigns });
    pacer.observe(history('a', 1_000, 40));
    pacer.observe(history('b', 1_000, 2));
    signIn(pacer, 10);
    const dials = new Map(pacer.decide(0).dials.map((d) => [d.campaignId, d.count]));
    expect(dials.get('a')).toBe(5);
    expect(dials.get('b') ?? 0).toBeGreaterThan(5);
  });

  it('keeps what reclassified calls cost: a person hung up on as a machine was abandoned', () => {
    const pacer = createPacer(BASE);
    pacer.observe(history('a', 1_000, 10));
    signIn(pacer, 2);
    place(pacer, 1, ['c1']);
    pacer.observe({ at: 2, type: 'failed', callId: 'c1', reason: 'machine' });
    const before = pacer.decide(3).explain.budgetLeft ?? 0;
    pacer.observe({ at: 4, type: 'reclassified', callId: 'c1', as: 'person' });
    expect(pacer.decide(5).explain.budgetLeft).toBeCloseTo(before - 0.97, 6);
    pacer.observe({ at: 6, type: 'reclassified', callId: 'c1', as: 'machine' });
    expect(pacer.decide(7).explain.budgetLeft).toBeCloseTo(before, 6);
  });
});

describe('what it knows of agents', () => {
  const busy = (leaving: boolean): Pacer => {
    const pacer = createPacer(BASE);
    pacer.observe(history('a', 1_000, 5));
    for (let i = 0; i < 30; i++)
      pacer.observe({ at: 0, type: 'agent', agentId: `agent${i}`, state: 'wrapping', leaving: leaving && i < 29 });
    return pacer;
  };

  it('dials ahead for agents in wrap-up, not for those who will leave', () => {
    const all = busy(false).decide(18_000);
    const one = busy(true).decide(18_000);
    expect(all.explain.expectedReleases).toBeGreaterThan(10);
    expect(one.explain.expectedReleases).toBeLessThan(1);
    expect(total(all)).toBeGreaterThan(total(one));
  });

  it('learns that wrap-up takes far longer than thought', () => {
    const pacer = createPacer(BASE);
    pacer.observe({ at: 0, type: 'agent', agentId: 'slow', state: 'available' });
    let at = 0;
    for (let i = 0; i < 30; i++) {
      pacer.observe({ at, type: 'agent', agentId: 'slow', state: 'talking' });
      pacer.observe({ at: at + 60_000, type: 'agent', agentId: 'slow', state: 'wrapping' });
      at += 160_000;
      pacer.observe({ at, type: 'agent', agentId: 'slow', state: 'available' });
      pacer.decide(at);
    }
    const { explain } = pacer.decide(at + 10_000);
    expect(explain.wrapMeanMs).toBeGreaterThan(85_000);
    expect(explain.wrapMeanMs).toBeLessThan(105_000);
    expect(explain.talkMeanMs).toBeGreaterThan(55_000);
    expect(explain.talkMeanMs).toBeLessThan(75_000);
  });
});

describe('what it knows of calls', () => {
  it('learns the answer chance, and who is likelier to answer', () => {
    const pacer = createPacer({ ...BASE, maxLinesPerAgent: 100 });
    signIn(pacer, 1);
    let at = 0;
    for (let i = 0; i < 400; i++) {
      const good = i % 2 === 0;
      const callId = `c${i}`;
      pacer.observe({ at, type: 'placed', callId, campaignId: 'a', features: { attempts: good ? 0 : 3 } });
      pacer.observe({ at: at + 2_000, type: 'ringing', callId });
      at += 9_000;
      if (good && i % 4 === 0) {
        pacer.observe({ at, type: 'answered', callId });
        pacer.observe({ at, type: 'failed', callId, reason: 'hung-up-waiting' });
      } else pacer.observe({ at, type: 'failed', callId, reason: 'no-answer' });
      pacer.decide(at);
    }
    at += 60_000;
    expect(pacer.decide(at).explain.answerChance).toBeGreaterThan(0.2);
    expect(pacer.decide(at).explain.answerChance).toBeLessThan(0.32);
    const expected = (attempts: number): number => {
      const twin = createPacer(BASE, JSON.parse(JSON.stringify(pacer.save())));
      place(twin, at, ids('x', 10), { features: { attempts } } as Partial<PacingEvent>);
      return twin.decide(at).explain.expectedAnswers ?? 0;
    };
    expect(expected(0)).toBeGreaterThan(2.5 * expected(3));
  });

  it('tells a dead carrier from a bad list, and tries one call at a time', () => {
    const pacer = createPacer(BASE);
    pacer.observe(history('a', 1_000, 5));
    signIn(pacer, 10);
    place(pacer, 0, ids('c', 20));
    for (const callId of ids('c', 20)) pacer.observe({ at: 500, type: 'failed', callId, reason: 'congestion' });
    const decision = pacer.decide(600);
    expect(total(decision)).toBe(1);
    expect(decision.limitedBy).toBe('carrier');
    place(pacer, 600, ['probe']);
    expect(total(pacer.decide(850)), 'the trial call is on its way').toBe(0);
    expect(total(pacer.decide(70_000)), 'long after, all is forgotten').toBeGreaterThan(5);
  });

  it('cancels ringing calls only when agents have vanished, and never before the ring minimum', () => {
    const run = (ringMinimumMs: number | undefined): ((at: number) => readonly string[]) => {
      const pacer = createPacer({ ...BASE, campaigns: [{ id: 'a', weight: 1, ringMinimumMs }] });
      pacer.observe(history('a', 1_000, 5));
      signIn(pacer, 10);
      pacer.decide(0);
      place(pacer, 0, ids('c', 20));
      for (const callId of ids('c', 20)) pacer.observe({ at: 2_000, type: 'ringing', callId });
      expect(pacer.decide(5_000).cancels ?? []).toEqual([]);
      for (let i = 0; i < 9; i++) pacer.observe({ at: 5_000, type: 'agent', agentId: `agent${i}`, state: 'offline' });
      return (at) => pacer.decide(at).cancels ?? [];
    };
    const known = run(5_000);
    expect(known(6_000)).toEqual([]);
    expect(known(7_250).length).toBeGreaterThan(2);
    expect(run(undefined)(7_250), 'no ring minimum told: never cancelled').toEqual([]);
  });
});

describe('saved state', () => {
  it('is left aside when its format is unknown', () => {
    for (const saved of [undefined, null, 7, 'x', {}, { format: 999 }]) {
      const pacer = createPacer(BASE, saved);
      signIn(pacer, 3);
      expect(pacer.decide(0).limitedBy).toBe('cold-start');
    }
  });

  it.each([1, 2, 3])('of format %i is read, with what it did not know taken carefully', (format) => {
    const pacer = createPacer(BASE);
    signIn(pacer, 3);
    pacer.observe(history('a', 1_000, 5));
    place(pacer, 0, ids('c', 2));
    pacer.observe({ at: 8_000, type: 'answered', callId: 'c0' });
    pacer.observe({ at: 8_000, type: 'connected', callId: 'c0', agentId: 'agent0' });
    const saved = JSON.parse(JSON.stringify(pacer.save()));
    saved.format = format;
    const { learning } = saved.predictive;
    if (format === 1) delete learning.chance.ripe;
    if (format < 3) delete learning.pace;
    for (const [, counts] of learning.chance.campaigns) {
      counts.short = counts.recent.counts[2];
      delete counts.recent;
      if (format < 3) {
        delete counts.hours;
        delete counts.hour;
      }
    }
    if (format < 3) for (const [, agent] of saved.floor.agents) delete agent.pace;
    const old = createPacer(BASE, saved);
    const now = JSON.parse(JSON.stringify(pacer.save()));
    for (const [, counts] of now.predictive.learning.chance.campaigns)
      counts.recent = recentOf(counts.recent.counts[2]);
    const twin = createPacer(BASE, now);
    for (let at = 8_000; at < 40_000; at += 4_000) expect(old.decide(at)).toEqual(twin.decide(at));
  });

  it('gives the next life what was learned, without agents, calls and counted answers, and small', () => {
    const pacer = createPacer(BASE);
    pacer.observe(history('a', 1_000, 5));
    signIn(pacer, 3);
    for (let i = 0; i < 300; i++) {
      place(pacer, 9_000 * i, [`c${i}`], { features: { attempts: i % 7 } } as Partial<PacingEvent>);
      if (i % 3 === 0) pacer.observe({ at: 9_000 * i + 8_000, type: 'answered', callId: `c${i}` });
      pacer.observe({
        at: 9_000 * i + 8_000,
        type: 'failed',
        callId: `c${i}`,
        reason: i % 3 === 0 ? 'hung-up-waiting' : 'no-answer',
      });
      pacer.decide(9_000 * i + 8_000);
    }
    place(pacer, 2_700_000, ['last']);
    const text = JSON.stringify(learnedState(JSON.parse(JSON.stringify(pacer.save()))));
    expect(text.length).toBeLessThan(30_000);
    // A clock that was set back must not stop the next life.
    const next = createPacer(BASE, JSON.parse(text));
    signIn(next, 3, 1_000);
    const { explain, limitedBy } = next.decide(1_000);
    expect(explain).toMatchObject({ dialing: 0, working: 3 });
    expect(explain.answerChance).toBeCloseTo(pacer.decide(2_700_000).explain.answerChance ?? 0, 2);
    expect(limitedBy, 'counts come anew, as history').toBe('cold-start');
    for (const nothing of [undefined, 7, { format: 999 }]) expect(learnedState(nothing)).toBeUndefined();
  });
});
