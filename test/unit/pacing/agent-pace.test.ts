import { describe, expect, it } from 'vitest';
import { duration } from '../../../bench/pacing/draws.ts';
import { AgentPace, CLASSES, factorOf, USUAL_PACE } from '../../../src/pacing/agent-pace.ts';
import { createPacer, type PacingSettings } from '../../../src/pacing/index.ts';

const SPELLS = 40;
const TALK = { mean: 120_000, sd: 140_000 };
const WRAP = { mean: 20_000, sd: 10_000 };

/** Agents of these factors after 40 talks and wrap-ups each. */
function known(factors: readonly number[]): { pace: AgentPace; paces: () => number[] } {
  const pace = new AgentPace();
  for (let n = 0; n < SPELLS; n++)
    for (const [i, factor] of factors.entries()) {
      pace.ended('talk', `a${i}`, factor * duration(TALK, 7, 1_000 * i + n, 4));
      pace.ended('wrap', `a${i}`, factor * duration(WRAP, 7, 1_000 * i + n, 6));
    }
  const agents = new Map(factors.map((_, i) => [`a${i}`, { pace: USUAL_PACE }]));
  return {
    pace,
    paces: () => {
      pace.tell(agents);
      return [...agents.values()].map((agent) => agent.pace);
    },
  };
}

describe('the pace of each agent', () => {
  it('is told apart where agents differ: a slow one from a quick one, wrap-up better than talk', () => {
    const factors = [0.6, 0.6, 1, 1, 1, 1, 1.6, 1.6];
    const paces = known(factors)
      .paces()
      .map((pace) => ({ talk: factorOf(Math.floor(pace / CLASSES)), wrap: factorOf(pace % CLASSES) }));
    for (const [i, { talk, wrap }] of paces.entries()) {
      const factor = factors[i] ?? 1;
      expect(Math.abs(Math.log(wrap / factor)), `wrap-up of agent ${i}`).toBeLessThan(0.3);
      expect(Math.sign(Math.round(10 * Math.log(talk))) * Math.sign(Math.log(factor)), `talk of agent ${i}`).not.toBe(
        -1,
      );
    }
    expect(paces[0]?.wrap).toBeLessThan(0.75);
    expect(paces[7]?.wrap).toBeGreaterThan(1.3);
  });

  it('is the group’s own where agents are alike, however their spells differ', () => {
    const paces = known(Array.from({ length: 12 }, () => 1)).paces();
    expect(paces.filter((pace) => pace === USUAL_PACE).length).toBeGreaterThanOrEqual(11);
  });

  it('is the group’s own for a newcomer, and before much was seen', () => {
    const { pace } = known([0.6, 1.6]);
    const stranger = new Map([['stranger', { pace: 0 }]]);
    pace.tell(stranger);
    expect(stranger.get('stranger')?.pace).toBe(USUAL_PACE);
    const young = new AgentPace();
    for (let i = 0; i < 10; i++) young.ended('wrap', 'a0', 90_000);
    const first = new Map([['a0', { pace: 0 }]]);
    young.tell(first);
    expect(first.get('a0')?.pace).toBe(USUAL_PACE);
  });

  it('is the same after a restart', () => {
    const { pace, paces } = known([0.6, 1, 1.6]);
    const next = new AgentPace();
    next.restore(JSON.parse(JSON.stringify(pace.save())));
    expect(next.save()).toEqual(pace.save());
    const agents = new Map([0, 1, 2].map((i) => [`a${i}`, { pace: USUAL_PACE }]));
    next.tell(agents);
    expect([...agents.values()].map((agent) => agent.pace)).toEqual(paces());
  });

  it('tells when an agent comes free: the quick ones’ wrap-up is expected to end sooner', () => {
    const settings: PacingSettings = {
      mode: 'predictive',
      abandonTarget: 0.03,
      abandonWindowMs: 86_400_000,
      answerPatienceMs: 2_000,
      ringTimeoutMs: 25_000,
      maxLinesPerAgent: 10,
      campaigns: [{ id: 'a', weight: 1 }],
    };
    const pacer = createPacer(settings);
    const names = ['quick0', 'quick1', 'quick2', 'slow0', 'slow1', 'slow2'];
    let at = 0;
    for (let n = 0; n < SPELLS; n++) {
      for (const agentId of names) pacer.observe({ at, type: 'agent', agentId, state: 'wrapping' });
      const ends = names.map((agentId, i) => ({
        agentId,
        at: at + Math.round((i < 3 ? 0.65 : 1.5) * duration(WRAP, 3, 100 * i + n, 6)),
      }));
      ends.sort((a, b) => a.at - b.at);
      for (const end of ends) pacer.observe({ ...end, type: 'agent', state: 'available' });
      at = (ends.at(-1)?.at ?? at) + 10_000;
      pacer.decide(at);
    }
    const expected = (of: string): number => {
      const twin = createPacer(settings, JSON.parse(JSON.stringify(pacer.save())));
      for (const agentId of names.filter((name) => name.startsWith(of)))
        twin.observe({ at, type: 'agent', agentId, state: 'wrapping' });
      return twin.decide(at + 1_000).explain.expectedReleases ?? 0;
    };
    expect(expected('quick')).toBeGreaterThan(expected('slow') + 0.5);
  });
});
