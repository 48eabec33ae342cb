import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPacer,
  type Pacer,
  type PacingDecision,
  type PacingEvent,
  type PacingSettings,
} from '../../../src/pacing/index.ts';

const AGENTS = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
const REASONS = ['busy', 'no-answer', 'machine', 'invalid', 'congestion', 'cancelled', 'hung-up-waiting'] as const;
const STATES = ['available', 'available', 'talking', 'wrapping', 'paused', 'offline', 'reserved'] as const;

const settings: fc.Arbitrary<PacingSettings> = fc.record({
  mode: fc.constantFrom('progressive', 'ratio', 'predictive', 'predictive'),
  linesPerAgent: fc.double({ min: 1, max: 8, noNaN: true }),
  abandonTarget: fc.constantFrom(0.02, 0.03, 0.05),
  abandonWindowMs: fc.constantFrom(60_000, 86_400_000),
  answerPatienceMs: fc.constantFrom(0, 2_000, 4_000),
  ringTimeoutMs: fc.constantFrom(15_000, 25_000, 45_000),
  maxLinesPerAgent: fc.constantFrom(1, 2.5, 8),
  campaigns: fc.constantFrom(
    [{ id: 'a', weight: 1 }],
    [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 0, abandonTarget: 0.01 },
      { id: 'c', weight: 1, priority: 2, patienceMs: 3_000 },
    ],
  ),
});

type Step = { after: number } & (
  | { do: 'agent'; agent: string; state: (typeof STATES)[number]; leaving: boolean }
  | { do: 'call'; pick: number; event: 'ringing' | 'answered' | 'connected' | 'abandoned' | 'ended'; agent: string }
  | { do: 'fail'; pick: number; reason: (typeof REASONS)[number] }
  | { do: 'judge'; pick: number; as: 'person' | 'machine' }
  | { do: 'history'; answered: number; abandoned: number }
);

const after = fc.integer({ min: 0, max: 20_000 });
const pick = fc.nat(40);
const agent = fc.constantFrom(...AGENTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      after,
      do: fc.constant('agent'),
      agent,
      state: fc.constantFrom(...STATES),
      leaving: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      after,
      do: fc.constant('call'),
      pick,
      event: fc.constantFrom('ringing', 'answered', 'connected', 'abandoned', 'ended'),
      agent,
    }),
  },
  { weight: 3, arbitrary: fc.record({ after, do: fc.constant('fail'), pick, reason: fc.constantFrom(...REASONS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ after, do: fc.constant('judge'), pick, as: fc.constantFrom('person', 'machine') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ after, do: fc.constant('history'), answered: fc.nat(500), abandoned: fc.nat(5) }),
  },
) as fc.Arbitrary<Step>;

/** The event a step stands for; most calls are ones that the pacer asked for, some are unknown to it. */
function eventOf(step: Step, at: number, placed: number): PacingEvent {
  const callId = (n: number): string => `call${n > 36 ? 1e6 + n : Math.max(0, placed - 1 - n)}`;
  switch (step.do) {
    case 'agent':
      return { at, type: 'agent', agentId: step.agent, state: step.state, leaving: step.leaving };
    case 'call':
      if (step.event === 'connected') return { at, type: 'connected', callId: callId(step.pick), agentId: step.agent };
      return { at, type: step.event, callId: callId(step.pick) };
    case 'fail':
      return { at, type: 'failed', callId: callId(step.pick), reason: step.reason };
    case 'judge':
      return { at, type: 'reclassified', callId: callId(step.pick), as: step.as };
    case 'history':
      return {
        at,
        type: 'history',
        campaignId: 'a',
        answered: step.answered,
        abandoned: step.abandoned,
        from: 0,
        to: at,
      };
  }
}

/** What the pacer must take into account, kept by plain means. */
class Model {
  readonly agents = new Map<string, { state: string; leaving: boolean }>();
  readonly calls = new Map<string, string>();

  take(event: PacingEvent): void {
    if (event.type === 'agent') {
      if (event.state === 'offline') this.agents.delete(event.agentId);
      else this.agents.set(event.agentId, { state: event.state, leaving: event.leaving === true });
    } else if (event.type === 'placed') this.calls.set(event.callId, 'dialing');
    else if (event.type !== 'history') this.#call(event);
  }

  working(): number {
    return [...this.agents.values()].filter(
      (a) => a.state === 'available' || (!a.leaving && (a.state === 'talking' || a.state === 'wrapping')),
    ).length;
  }

  lines(): number {
    return [...this.calls.values()].filter((phase) => phase === 'dialing' || phase === 'waiting').length;
  }

  #call(event: Exclude<PacingEvent, { type: 'agent' | 'placed' | 'history' }>): void {
    const phase = this.calls.get(event.callId);
    if (event.type === 'connected' && this.agents.get(event.agentId)?.state === 'available')
      this.agents.set(event.agentId, { state: 'talking', leaving: this.agents.get(event.agentId)?.leaving === true });
    if (phase === undefined) return;
    if (event.type === 'answered' && phase === 'dialing') this.calls.set(event.callId, 'waiting');
    else if ((event.type === 'connected' || event.type === 'abandoned') && phase === 'waiting')
      this.calls.set(event.callId, 'over');
    else if (event.type === 'ended' || (event.type === 'failed' && phase !== 'over')) this.calls.delete(event.callId);
  }
}

function drive(
  pacer: Pacer,
  steps: readonly Step[],
  each: (pacer: Pacer, decision: PacingDecision, model: Model) => Pacer,
): string[] {
  const log: string[] = [];
  const model = new Model();
  let now = 0;
  let placed = 0;
  let running = pacer;
  for (const step of steps) {
    now += step.after;
    const event = eventOf(step, now, placed);
    running.observe(event);
    model.take(event);
    const decision = running.decide(now);
    log.push(JSON.stringify(decision));
    running = each(running, decision, model);
    for (const { campaignId, count } of decision.dials)
      for (let i = 0; i < count; i++) {
        const place: PacingEvent = { at: now, type: 'placed', callId: `call${placed++}`, campaignId };
        running.observe(place);
        model.take(place);
      }
  }
  return log;
}

const steps = fc.array(step, { minLength: 1, maxLength: 80 });
const RUNS = { numRuns: 120 };

describe('whatever happens', () => {
  it('counts are whole and positive, lines stay under the cap, nothing is dialed for nobody', () => {
    fc.assert(
      fc.property(settings, steps, (given, walk) => {
        drive(createPacer(given), walk, (pacer, { dials, explain }, model) => {
          const total = dials.reduce((sum, dial) => sum + dial.count, 0);
          for (const { count } of dials) expect(Number.isInteger(count) && count > 0).toBe(true);
          expect(explain.working).toBe(model.working());
          if (model.working() === 0) expect(total).toBe(0);
          const lines = (explain.dialing ?? Number.NaN) + (explain.waiting ?? Number.NaN);
          // A call whose end is never told is dropped after a while by the pacer, never by the model.
          expect(lines).toBeLessThanOrEqual(model.lines());
          if (total > 0) expect(lines + total).toBeLessThanOrEqual(given.maxLinesPerAgent * model.working());
          return pacer;
        });
      }),
      RUNS,
    );
  }, 120_000);

  it('the same events give the same decisions', () => {
    fc.assert(
      fc.property(settings, steps, (given, walk) => {
        const same = (pacer: Pacer): Pacer => pacer;
        expect(drive(createPacer(given), walk, same)).toEqual(drive(createPacer(given), walk, same));
      }),
      RUNS,
    );
  }, 120_000);

  it('a pacer saved and restored at every step, by way of JSON, decides the same', () => {
    fc.assert(
      fc.property(settings, steps, (given, walk) => {
        const straight = drive(createPacer(given), walk, (pacer) => pacer);
        const again = drive(createPacer(given), walk, (pacer) =>
          createPacer(given, JSON.parse(JSON.stringify(pacer.save()))),
        );
        expect(again).toEqual(straight);
      }),
      RUNS,
    );
  }, 120_000);

  it('one more idle agent never means fewer calls', () => {
    fc.assert(
      fc.property(settings, steps, (given, walk) => {
        const pacer = createPacer(given);
        drive(pacer, walk, (same) => same);
        const now = walk.reduce((sum, { after }) => sum + after, 0);
        const saved = JSON.stringify(pacer.save());
        const counts = [0, 1, 2, 3].map((more) => {
          const twin = createPacer(given, JSON.parse(saved));
          for (let i = 0; i < more; i++)
            twin.observe({ at: now, type: 'agent', agentId: `more${i}`, state: 'available' });
          return twin.decide(now).dials.reduce((sum, dial) => sum + dial.count, 0);
        });
        expect([...counts].sort((a, b) => a - b)).toEqual(counts);
      }),
      RUNS,
    );
  }, 120_000);

  it('all figures of explain are finite', () => {
    fc.assert(
      fc.property(settings, steps, (given, walk) => {
        for (const line of drive(createPacer(given), walk, (pacer) => pacer)) {
          const { explain } = JSON.parse(line) as { explain: Record<string, number | null> };
          for (const [name, value] of Object.entries(explain)) expect(Number.isFinite(value), name).toBe(true);
        }
      }),
      RUNS,
    );
  }, 120_000);
});
