import { describe, expect, it } from 'vitest';
import { createPacer, InvalidPacingSettings, type Pacer, type PacingSettings } from '../../../src/pacing/index.ts';

const BASE: PacingSettings = {
  mode: 'progressive',
  abandonTarget: 0.03,
  abandonWindowMs: 86_400_000,
  answerPatienceMs: 2_000,
  ringTimeoutMs: 25_000,
  maxLinesPerAgent: 10,
  campaigns: [{ id: 'a', weight: 1 }],
};

const agents = (
  pacer: Pacer,
  n: number,
  state: 'available' | 'talking' | 'reserved' | 'paused' | 'offline',
  from = 0,
) => {
  for (let i = from; i < from + n; i++) pacer.observe({ at: 0, type: 'agent', agentId: `agent${i}`, state });
};
const total = (d: { dials: { count: number }[] }) => d.dials.reduce((sum, dial) => sum + dial.count, 0);

describe('progressive', () => {
  it('dials one line for each available agent and counts what is already placed', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 3, 'available');
    expect(total(pacer.decide(0))).toBe(3);
    pacer.observe({ at: 10, type: 'placed', callId: 'c1', campaignId: 'a' });
    pacer.observe({ at: 10, type: 'placed', callId: 'c2', campaignId: 'a' });
    expect(total(pacer.decide(20))).toBe(1);
    pacer.observe({ at: 30, type: 'failed', callId: 'c1', reason: 'busy' });
    pacer.observe({ at: 30, type: 'answered', callId: 'c2' });
    expect(total(pacer.decide(30)), 'a waiting customer is owed an agent').toBe(2);
    pacer.observe({ at: 40, type: 'connected', callId: 'c2', agentId: 'agent0' });
    expect(total(pacer.decide(40)), 'the agent counts as talking from connected on').toBe(2);
  });

  it('gives no lines to agents who are reserved, paused, talking or offline', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 1, 'reserved', 0);
    agents(pacer, 1, 'paused', 1);
    agents(pacer, 1, 'talking', 2);
    agents(pacer, 1, 'available', 3);
    agents(pacer, 1, 'offline', 3);
    const decision = pacer.decide(0);
    expect(total(decision)).toBe(0);
    expect(decision.limitedBy).toBe('agents');
  });

  it('frees the line of a call whose end was never told', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 1, 'available');
    pacer.observe({ at: 0, type: 'placed', callId: 'c1', campaignId: 'a' });
    expect(total(pacer.decide(90_000))).toBe(0);
    expect(total(pacer.decide(96_000))).toBe(1);
    expect(pacer.decide(96_000).explain.lostCalls).toBe(1);
  });
});

describe('ratio', () => {
  it('dials linesPerAgent for each available agent, never above maxLinesPerAgent', () => {
    const pacer = createPacer({ ...BASE, mode: 'ratio', linesPerAgent: 2.5 });
    agents(pacer, 3, 'available');
    expect(total(pacer.decide(0))).toBe(7);
    const capped = createPacer({ ...BASE, mode: 'ratio', linesPerAgent: 9, maxLinesPerAgent: 2 });
    agents(capped, 3, 'available');
    expect(total(capped.decide(0))).toBe(6);
    expect(capped.decide(0).limitedBy).toBe('max-lines');
  });
});

describe('room and shares', () => {
  it('keeps to the lines there are and says so', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 3, 'available');
    const decision = pacer.decide(0, { lines: 1 });
    expect(total(decision)).toBe(1);
    expect(decision.limitedBy).toBe('lines');
  });

  it('says the why of a campaign that has nothing to dial', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 3, 'available');
    const decision = pacer.decide(0, { perCampaign: [{ id: 'a', max: 0, why: 'queue-empty' }] });
    expect(total(decision)).toBe(0);
    expect(decision.limitedBy).toBe('queue-empty');
  });

  it('splits by weight within a priority, and a higher priority goes first', () => {
    const pacer = createPacer({
      ...BASE,
      campaigns: [
        { id: 'a', weight: 3 },
        { id: 'b', weight: 1 },
        { id: 'first', weight: 1, priority: 5 },
      ],
    });
    agents(pacer, 10, 'available');
    const { dials } = pacer.decide(0, { perCampaign: [{ id: 'first', max: 2, why: 'queue-empty' }] });
    expect(dials).toEqual([
      { campaignId: 'first', count: 2 },
      { campaignId: 'a', count: 6 },
      { campaignId: 'b', count: 2 },
    ]);
  });
});

describe('settings', () => {
  it.each([
    ['mode', { ...BASE, mode: 'psychic' as 'ratio' }],
    ['linesPerAgent', { ...BASE, mode: 'ratio' as const }],
    ['abandonTarget', { ...BASE, abandonTarget: Number.NaN }],
    ['maxLinesPerAgent', { ...BASE, maxLinesPerAgent: 0 }],
    ['campaigns[a].weight', { ...BASE, campaigns: [{ id: 'a', weight: -1 }] }],
    [
      'campaigns[].id',
      {
        ...BASE,
        campaigns: [
          { id: 'a', weight: 1 },
          { id: 'a', weight: 1 },
        ],
      },
    ],
  ])('refuses a bad %s and names it', (field, settings) => {
    expect(() => createPacer(settings)).toThrow(InvalidPacingSettings);
    expect(() => createPacer(settings)).toThrow(field);
  });

  it('keeps the old settings when new ones are refused', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 2, 'available');
    expect(() => pacer.configure({ ...BASE, maxLinesPerAgent: -1 })).toThrow('maxLinesPerAgent');
    expect(total(pacer.decide(0))).toBe(2);
    pacer.configure({ ...BASE, mode: 'ratio', linesPerAgent: 3 });
    expect(total(pacer.decide(0))).toBe(6);
  });
});

describe('odd events', () => {
  it('counts and ignores repeated, unknown and out-of-order call events', () => {
    const pacer = createPacer(BASE);
    agents(pacer, 2, 'available');
    pacer.observe({ at: 1, type: 'answered', callId: 'nobody' });
    pacer.observe({ at: 1, type: 'placed', callId: 'c', campaignId: 'a' });
    pacer.observe({ at: 1, type: 'placed', callId: 'c', campaignId: 'a' });
    pacer.observe({ at: 1, type: 'connected', callId: 'c', agentId: 'agent0' });
    pacer.observe({ at: 2, type: 'failed', callId: 'c', reason: 'busy' });
    pacer.observe({ at: 3, type: 'failed', callId: 'c', reason: 'busy' });
    expect(pacer.decide(3).explain.oddEvents).toBe(4);
  });

  it('asserts that time does not go back', () => {
    const pacer = createPacer(BASE);
    pacer.decide(1_000);
    expect(() => pacer.observe({ at: 999, type: 'ringing', callId: 'c' })).toThrow('goes back');
  });
});
