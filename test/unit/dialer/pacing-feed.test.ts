import { describe, expect, it } from 'vitest';
import type { LiveCall } from '../../../src/dialer/live-call.ts';
import { PacingFeed } from '../../../src/dialer/pacing-feed.ts';
import type { Log } from '../../../src/dialer/ports.ts';
import { type Call, type CallEvent, newCall, stepCall } from '../../../src/domain/call.ts';
import type { SystemResult } from '../../../src/domain/results.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { intent } from './intents.ts';
import { campaign, group } from './plans.ts';

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Walks one call through the real machine and the real pacer, and closes its record. */
function walk(result: SystemResult, ...events: CallEvent[]) {
  const clock = new VirtualClock();
  const feed = new PacingFeed(clock, quiet, group({ campaigns: [campaign('c')] }));
  const live: LiveCall = {
    intent: intent(),
    channelId: 'g.a',
    campaign: campaign('c'),
    call: newCall(),
    heardEnteredAt: undefined,
    joining: undefined,
    segments: [],
    moving: undefined,
    suspectAgent: undefined,
    timers: new Map(),
  };
  feed.placed(live);
  for (const event of events) {
    const before: Call = live.call;
    [live.call] = stepCall(before, event);
    feed.stepped(live, before);
    clock.advance(100);
  }
  const seen = () => feed.save() as { floor: { odd: number; calls: [string, { phase: string }][] } };
  const phase = seen().floor.calls[0]?.[1].phase;
  feed.closed({ attemptId: live.intent.attemptId, result });
  return { phase, odd: seen().floor.odd, left: seen().floor.calls.length, feed, clock };
}

const at = 1;
const sent: CallEvent = { type: 'sent', at };
const up: CallEvent[] = [sent, { type: 'ringing', at }, { type: 'answered', at }, { type: 'entered', at }];
const joined: CallEvent[] = [...up, { type: 'offer', agentId: 'x', at }, { type: 'join-ok', at }];
const given: CallEvent[] = [
  ...joined,
  { type: 'transfer', agentId: 'y', at },
  { type: 'colleague-in', agentId: 'y', at },
];
const ended: CallEvent = { type: 'ended', cause: 16, techCause: undefined, causeText: '', at: 9_000 };

describe('what the pacer is told of a call', () => {
  it.each<[string, SystemResult, CallEvent[]]>([
    ['a talk', 'CONNECTED', [...joined, ended]],
    ['a busy', 'BUSY', [sent, ended]],
    ['never sent', 'CANCELLED', [{ type: 'not-sent', why: 'paused', at }]],
    ['abandoned by us', 'ABANDONED', [...up, { type: 'patience-over', at }, ended]],
    ['abandoned by the node alone', 'ABANDONED', [sent, { type: 'vanished', at }]],
    ['hung up waiting', 'HUNGUP_WAITING', [...up, ended]],
    [
      'lost its agent at once, then a second one',
      'CONNECTED',
      [...joined, { type: 'agent-lost', at }, ...joined.slice(4), ended],
    ],
    [
      'lost its agent at once, then abandoned',
      'ABANDONED',
      [...joined, { type: 'agent-lost', at }, { type: 'patience-over', at }, ended],
    ],
    ['given to a colleague', 'CONNECTED', [...given, ended]],
    // Connected once: whatever comes then, nobody abandoned him.
    [
      'given to a colleague who is lost, then spoken to',
      'CONNECTED',
      [...given, { type: 'agent-lost', at }, { type: 'hold-expired', at }, ended],
    ],
    ['lost with the node', 'NODE_LOST', [...joined, { type: 'node-lost', at }]],
  ])('%s: every word fits, and nothing is left behind', (_, result, events) => {
    expect(walk(result, ...events)).toMatchObject({ odd: 0, left: 0 });
  });

  it('hears of an abandoned customer when the message starts, not when the record is closed', () => {
    expect(walk('ABANDONED', ...up, { type: 'patience-over', at }).phase).toBe('message');
  });

  it('never goes back in time, whatever the machine clock does', () => {
    const { feed } = walk('BUSY', sent, ended);
    expect(() => feed.decide({})).not.toThrow();
    const back = new VirtualClock();
    const jumpy = { now: () => back.now() - jumped, after: back.after.bind(back), every: back.every.bind(back) };
    let jumped = 0;
    const other = new PacingFeed(jumpy, quiet, group({ campaigns: [campaign('c')] }));
    other.decide({});
    jumped = 60_000;
    expect(() => other.decide({})).not.toThrow();
  });

  it('keeps the old settings when new ones cannot be worked with', () => {
    const feed = new PacingFeed(new VirtualClock(), quiet, group({ campaigns: [campaign('c')] }));
    expect(() => feed.configure(group({ maxLinesPerAgent: Number.NaN }))).not.toThrow();
    expect(() => feed.decide({})).not.toThrow();
  });
});
