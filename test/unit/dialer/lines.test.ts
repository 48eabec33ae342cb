import { describe, expect, it } from 'vitest';
import { BREAKER_FAILURES, TrunkGuard } from '../../../src/dialer/lines.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { campaign, group, trunk } from './plans.ts';

describe('trunk guard', () => {
  const clock = new VirtualClock();
  const line = trunk('a', { channels: 3 });

  const broken = (guard: TrunkGuard): void => {
    for (let i = 0; i < BREAKER_FAILURES; i++) guard.failed('a', clock.now());
  };

  it('counts legs and the room promised to batches on their way', () => {
    const guard = new TrunkGuard(clock);
    guard.taken('a');
    guard.hold('a', 1);
    expect(guard.room(line)).toBe(1);
    guard.unhold('a', 1);
    guard.freed('a');
    guard.freed('a');
    expect(guard.room(line)).toBe(3);
  });

  it('leaves the room that other processes use', () => {
    const guard = new TrunkGuard(clock);
    expect(guard.room({ ...line, usedElsewhere: 2 })).toBe(1);
    expect(guard.room({ ...line, usedElsewhere: 5 })).toBe(0);
  });

  it('opens after failures in a row only, and for longer each time (FAULTS 14)', () => {
    const guard = new TrunkGuard(clock);
    for (let i = 0; i < BREAKER_FAILURES - 1; i++) guard.failed('a', clock.now());
    guard.worked('a');
    guard.failed('a', clock.now());
    expect(guard.isOpen('a')).toBe(false);
    broken(guard);
    expect(guard.isOpen('a')).toBe(true);
    const pauses: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      const from = clock.now();
      while (guard.isOpen('a')) clock.advance(1_000);
      pauses.push(clock.now() - from);
      guard.failed('a', clock.now());
    }
    expect(pauses.every((ms, i) => i === 0 || ms >= (pauses[i - 1] ?? 0))).toBe(true);
    expect(pauses.at(-1)).toBe(120_000);
  });

  it('lets one call try a line after its pause, also while talks stand on it', () => {
    const guard = new TrunkGuard(clock);
    guard.taken('a');
    guard.taken('a');
    broken(guard);
    expect(guard.room(line)).toBe(0);
    while (guard.isOpen('a')) clock.advance(1_000);
    expect(guard.room(line)).toBe(1);
    guard.hold('a', 1);
    expect(guard.room(line)).toBe(0);
    guard.unhold('a', 1);
    guard.worked('a');
    guard.freed('a');
    expect(guard.room(line)).toBe(2);
  });

  it('shares calls among usable trunks alone, all of them, and turns the first', () => {
    const guard = new TrunkGuard(clock);
    const sales = campaign('c', { trunkIds: ['a', 'b', 'off', 'stopped'] });
    const plan = group({
      campaigns: [sales],
      trunks: [trunk('a'), trunk('b'), trunk('off', { enabled: false }), trunk('stopped'), trunk('foreign')],
      emergencyStop: { all: false, trunkIds: ['stopped'] },
    });
    const first = guard.split(plan, sales, 5).map((s) => [s.trunk.id, s.count]);
    const second = guard.split(plan, sales, 5).map((s) => [s.trunk.id, s.count]);
    expect(first).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    expect(second).toEqual([
      ['b', 3],
      ['a', 2],
    ]);
    expect(guard.split({ ...plan, emergencyStop: { all: true, trunkIds: [] } }, sales, 5)).toEqual([]);
  });

  const picked = (guard: TrunkGuard, plan: ReturnType<typeof group>, count: number) =>
    Object.fromEntries(
      guard.split(plan, plan.campaigns[0] ?? campaign('c'), count).map((share) => [share.trunk.id, share.count]),
    );

  it('shares by weight among equals, exactly over time', () => {
    const guard = new TrunkGuard(clock);
    const plan = group({
      campaigns: [campaign('c', { trunkIds: ['a', 'b'] })],
      trunks: [trunk('a', { weight: 3, channels: 100 }), trunk('b', { weight: 1, channels: 100 })],
    });
    const total = { a: 0, b: 0 };
    for (let turn = 0; turn < 40; turn++) {
      const { a = 0, b = 0 } = picked(guard, plan, 1);
      total.a += a;
      total.b += b;
    }
    expect(total).toEqual({ a: 30, b: 10 });
    expect(picked(guard, plan, 8)).toEqual({ a: 6, b: 2 });
  });

  it('goes over to trunks of a higher order only with what the lower ones have no room for, or when they are down', () => {
    const guard = new TrunkGuard(clock);
    const plan = group({
      campaigns: [campaign('c', { trunkIds: ['a', 'b'] })],
      trunks: [trunk('b', { failoverOrder: 1, weight: 9 }), trunk('a', { channels: 3 })],
    });
    expect(picked(guard, plan, 3)).toEqual({ a: 3, b: 0 });
    expect(picked(guard, plan, 5)).toEqual({ a: 3, b: 2 });
    broken(guard);
    expect(picked(guard, plan, 3)).toEqual({ b: 3 });
  });

  it('tells a contact that its line failed by another line, as long as there is one', () => {
    const { failover } = new TrunkGuard(clock);
    const avoids = (trunkId: string, others: string[]) => failover.avoids('contact', trunkId, others, clock.now());
    failover.ended('contact', 'a', 'TRUNK_FAIL', clock.now());
    expect(avoids('a', ['a', 'b'])).toBe(true);
    expect(avoids('b', ['a', 'b'])).toBe(false);
    expect(avoids('a', ['a'])).toBe(false);
    failover.ended('contact', 'b', 'CONGESTED', clock.now());
    expect(avoids('a', ['a', 'b'])).toBe(false);
    failover.ended('contact', 'a', 'NOANSWER', clock.now());
    failover.ended('contact', 'b', 'CONGESTED', clock.now());
    expect(avoids('a', ['a', 'b'])).toBe(false);
    expect(avoids('b', ['a', 'b'])).toBe(true);
    clock.advance(24 * 3_600_000);
    expect(avoids('b', ['a', 'b'])).toBe(false);
  });

  it("reads a SIP code by the trunk's own table, the first rule that fits", () => {
    const guard = new TrunkGuard(clock);
    const rule = (sip: number | undefined, prompt: string | undefined, result: 'INVALID' | 'BLOCKED' | 'NOANSWER') => ({
      ...{ sip, prompt, result },
    });
    guard.know([
      trunk('a', {
        resultRules: [
          rule(404, 'empty-number', 'INVALID'),
          rule(404, undefined, 'BLOCKED'),
          rule(undefined, 'off', 'NOANSWER'),
        ],
      }),
    ]);
    expect(guard.resultOf('a', { sip: 404, prompt: 'empty-number' })).toBe('INVALID');
    expect(guard.resultOf('a', { sip: 404, prompt: undefined })).toBe('BLOCKED');
    expect(guard.resultOf('a', { sip: 480, prompt: 'off' })).toBe('NOANSWER');
    expect(guard.resultOf('a', { sip: 480, prompt: undefined })).toBeUndefined();
    expect(guard.resultOf('b', { sip: 404, prompt: undefined })).toBeUndefined();
  });
});
