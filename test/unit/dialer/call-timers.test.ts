import { describe, expect, it } from 'vitest';
import { CallTimers, HOLD_MS } from '../../../src/dialer/call-timers.ts';
import type { LiveCall } from '../../../src/dialer/live-call.ts';
import { type Call, type CallEvent, newCall } from '../../../src/domain/call.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { intent } from './intents.ts';
import { campaign } from './plans.ts';

function setUp(call: Partial<Call> = {}) {
  const clock = new VirtualClock();
  const fired: { type: string; after: number }[] = [];
  const from = clock.now();
  const timers = new CallTimers(clock, (_, event: CallEvent) =>
    fired.push({ type: event.type, after: clock.now() - from }),
  );
  const live: LiveCall = {
    intent: intent(),
    channelId: 'g.a',
    campaign: campaign('c', { patienceMs: 2_000 }),
    call: { ...newCall(), ...call },
    heardEnteredAt: undefined,
    joining: undefined,
    segments: [],
    moving: undefined,
    suspectAgent: undefined,
    timers: new Map(),
  };
  return { clock, timers, live, fired };
}

describe('timers of a call', () => {
  it('counts the patience from the answer, not from when we heard of it', () => {
    const { clock, timers, live, fired } = setUp();
    live.call = { ...live.call, answeredAt: clock.now() - 1_500, waitSince: clock.now() - 1_500 };
    timers.start(live, 'patience');
    clock.advance(5_000);
    expect(fired).toEqual([{ type: 'patience-over', after: 500 }]);
  });

  it('starts a timer anew under its name, and fires once', () => {
    const { clock, timers, live, fired } = setUp();
    timers.start(live, 'hold');
    clock.advance(HOLD_MS - 1);
    timers.start(live, 'hold');
    clock.advance(2 * HOLD_MS);
    expect(fired).toEqual([{ type: 'hold-expired', after: 2 * HOLD_MS - 1 }]);
    expect(live.timers.size).toBe(0);
  });

  it('fires nothing after all are stopped', () => {
    const { clock, timers, live, fired } = setUp();
    timers.start(live, 'setup');
    timers.start(live, 'life');
    timers.stopAll(live);
    clock.advance(10_000_000);
    expect(fired).toEqual([]);
  });

  it('lets a process that stood still hear the node first', () => {
    const { clock, timers, live, fired } = setUp();
    timers.start(live, 'ring');
    // The process sleeps through the due time; its events are read right after.
    clock.moveTo(clock.now() + 60_000);
    clock.step();
    expect(fired).toEqual([]);
    timers.stop(live, 'ring');
    clock.advance(60_000);
    expect(fired).toEqual([]);
  });
});
