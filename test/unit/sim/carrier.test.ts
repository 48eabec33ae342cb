import { describe, expect, test } from 'vitest';
import { BEHAVIOUR, numberFor } from '../../../scripts/asterisk/numbers.ts';
import { BY_NUMBER } from '../../../src/sim/callees.ts';
import { act } from '../../../src/sim/control.ts';
import { LIFELIKE, population } from '../../../src/sim/population.ts';
import { desk, join, seatAgent } from './desk.ts';

describe('callees by number', () => {
  test('the table is the real carrier’s', () => {
    expect(Object.keys(BY_NUMBER).sort()).toEqual(Object.values(BEHAVIOUR).sort());
  });

  test('the log tells what the other side saw: times, who ended it, what was heard', () => {
    const at = desk();
    const { bridge } = seatAgent(at, 'a1');
    const start = at.sim.clock.now();
    const number = numberFor('person', 1, '25');
    at.place('1', number);
    at.pass(1_005 + 500);
    join(at, bridge, 'g.1');
    at.pass(20_000);
    expect(at.sim.carrier.log).toEqual([
      {
        number,
        callerId: '02000000001',
        trunk: 'main-g',
        kind: '00',
        invitedAt: start,
        ringingAt: start + 5,
        answeredAt: start + 1_005,
        endedAt: start + 7_005,
        endedBy: 'callee',
        sip: undefined,
        digits: '',
        heard: { agent: 5_500, message: 0, other: 0, nothing: 500 },
      },
    ]);
  });

  test('a number that the table does not know is wrong (404)', () => {
    const at = desk();
    at.place('1', '13000009900');
    at.pass(100);
    expect(at.of('g.1', 'ChannelDestroyed')).toMatchObject([{ cause: 1, tech_cause: 404 }]);
  });

  test('the callee presses a key: heard twice by who is subscribed twice, endpoint and Stasis', () => {
    const at = desk();
    const number = numberFor('stays', 1);
    at.place('1', number);
    at.pass(100);
    expect(act(at.sim, { kind: 'callee-presses', number, digit: '5' })).toEqual({ lines: 1 });
    at.pass(1);
    expect(at.of('g.1', 'ChannelDtmfReceived').map(({ digit }) => digit)).toEqual(['5', '5']);
  });

  test('FAULTS 24: the callee hangs up while he is being joined', () => {
    const at = desk();
    const { bridge } = seatAgent(at, 'a1');
    const number = numberFor('stays', 1);
    at.place('1', number);
    at.pass(100);
    act(at.sim, { kind: 'callee-hangs-up', number });
    expect(at.ask('POST', `/bridges/${bridge}/addChannel`, { channel: 'g.1' }).status).toBe(400);
  });
});

describe('trunks', () => {
  test('FAULTS 30: more calls in a second than the trunk takes are 503, the next second is free again', () => {
    const at = desk();
    act(at.sim, { kind: 'trunk', trunk: 'main-g', state: { callsPerSecond: 2 } });
    const causes = (ids: number[]) => ids.map((id) => at.of(`g.${id}`, 'ChannelDestroyed')[0]?.tech_cause ?? 'alive');
    for (const id of [1, 2, 3]) at.place(String(id), numberFor('stays', id));
    at.pass(1_100);
    for (const id of [4]) at.place(String(id), numberFor('stays', id));
    at.pass(100);
    expect(causes([1, 2, 3, 4])).toEqual(['alive', 'alive', 503, 'alive']);
  });

  test('no more lines than the trunk has', () => {
    const at = desk();
    act(at.sim, { kind: 'trunk', trunk: '*', state: { channels: 1 } });
    at.place('1', numberFor('hangsUpAtOnce', 1, '05'));
    at.place('2', numberFor('stays', 2));
    at.pass(1_000);
    expect(at.of('g.2', 'ChannelDestroyed')).toMatchObject([{ cause: 34 }]);
    at.place('3', numberFor('stays', 3));
    at.pass(100);
    expect(at.types('g.3')).toContain('StasisStart');
  });

  test('FAULTS 21: a carrier that never replies: our time-out 19/480 before PJSIP’s own 18/408, no ringing, no line in its log', () => {
    const at = desk();
    act(at.sim, { kind: 'trunk', trunk: 'main-g', state: { outage: 'silent' } });
    at.place('1', numberFor('stays', 1), { timeout: 20 });
    at.place('2', numberFor('stays', 2), { timeout: 60 });
    at.pass(40_000);
    expect(at.of('g.1', 'ChannelDestroyed')).toMatchObject([{ cause: 19, tech_cause: 480 }]);
    expect(at.of('g.2', 'ChannelDestroyed')).toMatchObject([{ cause: 18, tech_cause: 408 }]);
    expect(at.types('g.1')).not.toContain('ChannelStateChange');
    expect(at.sim.carrier.log).toEqual([]);
  });
});

describe('a population', () => {
  const ask = (seed: number, number: string, nth = 1) =>
    population(seed)({ number, callerId: '', trunk: 'main-g', nth });
  const many = Array.from({ length: 20_000 }, (_, i) => ask(3, `139${String(i).padStart(8, '0')}`));

  test('the same number meets the same fate at its nth call, in whatever order; another seed is another world', () => {
    const numbers = Array.from({ length: 200 }, (_, i) => `1380000${i}`);
    const forth = numbers.map((n) => ask(7, n));
    const back = [...numbers].reverse().map((n) => ask(7, n));
    expect(back.reverse()).toEqual(forth);
    expect(numbers.map((n) => ask(8, n))).not.toEqual(forth);
    expect(numbers.map((n) => ask(7, n, 2))).not.toEqual(forth);
  });

  test('shares are those asked for, within four standard errors', () => {
    const shares = {
      person: LIFELIKE.answer,
      machine: LIFELIKE.machine,
      busy: LIFELIKE.busy,
      invalid: LIFELIKE.invalid,
    };
    for (const [kind, share] of Object.entries(shares)) {
      const seen = many.filter((plan) => plan.kind === kind).length / many.length;
      expect([kind, Math.abs(seen - share) < 4 * Math.sqrt((share * (1 - share)) / many.length)]).toEqual([kind, true]);
    }
  });

  test('times are those of PACING.md’s lifelike world', () => {
    const people = many.filter((plan) => plan.kind === 'person');
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const talks = people.map((plan) => plan.talkMs ?? 0);
    const rings = people.map((plan) => (plan.answerMs ?? 0) - (plan.progress?.afterMs ?? 0));
    expect(mean(talks) / LIFELIKE.talkMs.mean).toBeCloseTo(1, 0.9);
    expect(mean(rings) / LIFELIKE.ringMs.mean).toBeCloseTo(1, 0.9);
    const setUps = people.map((plan) => plan.progress?.afterMs ?? 0);
    expect(Math.min(...setUps)).toBeGreaterThanOrEqual(1_500);
    expect(Math.max(...setUps)).toBeLessThanOrEqual(3_500);
    const machines = many
      .filter((plan) => plan.kind === 'machine')
      .map((p) => (p.answerMs ?? 0) - (p.progress?.afterMs ?? 0));
    expect(Math.min(...machines)).toBeGreaterThanOrEqual(18_000);
    expect(Math.max(...machines)).toBeLessThanOrEqual(24_000);
  });

  test('a person waits, talks from when he hears an agent, and does not wait for ever', () => {
    const model = () => ({ kind: 'person', answerMs: 10, talkMs: 5_000, waitMs: 3_000, voice: 'person' as const });
    const at = desk({ model });
    const { bridge } = seatAgent(at, 'a1');
    at.place('1', '1');
    at.place('2', '2');
    at.pass(2_010);
    join(at, bridge, 'g.1');
    at.ask('POST', '/channels/g.2/variables', {}, { variables: { 'TIMEOUT(absolute)': '60' } });
    at.pass(20_000);
    expect(at.sim.carrier.log.map(({ heard, endedBy }) => [heard.agent, heard.nothing, endedBy])).toEqual([
      [5_000, 2_000, 'callee'],
      [0, 3_000, 'callee'],
    ]);
  });
});
