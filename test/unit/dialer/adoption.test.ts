import { describe, expect, it } from 'vitest';
import { foundCall } from '../../../src/dialer/adoption.ts';
import { agentBridge, agentChannel, callChannel } from '../../../src/dialer/names.ts';
import type { LiveChannel, OpenAttempt } from '../../../src/dialer/ports.ts';
import { intent } from './intents.ts';

const AGENT = '01a20ac7-1939-72d9-ab1b-cb6880c52f9f';
const channelId = callChannel('g', intent().attemptId);
const leg = agentChannel('g', AGENT, 1);

function found(
  channel: Partial<LiveChannel>,
  options: {
    bridged?: boolean;
    agentThere?: boolean;
    isHis?: boolean;
    progress?: Partial<OpenAttempt['progress']>;
  } = {},
) {
  const attempt: OpenAttempt = {
    ...intent(),
    progress: { answeredAt: undefined, connectedAt: undefined, agentId: undefined, ...options.progress },
  };
  const bridge = options.bridged ? { bridgeId: agentBridge('g', AGENT), channelIds: [channelId, leg] } : undefined;
  const present = new Set(options.agentThere ? [channelId, leg] : [channelId]);
  const whole: LiveChannel = { channelId, state: 'up', inApplication: true, createdAt: 0, ...channel };
  return foundCall('g', attempt, whole, { bridge, present, isHis: options.isHis ?? false }, 9_000);
}

describe('a call found on the node by another life of the engine', () => {
  it('is where its leg is', () => {
    expect(found({ state: 'down' }).state).toBe('placed');
    expect(found({ state: 'ringing' }).state).toBe('ringing');
    expect(found({}).state).toBe('waiting');
    expect(found({ inApplication: false }).state).toBe('announcing');
  });

  it('talks when its agent is there, and is held for him when he is not', () => {
    const progress = { answeredAt: 1_000, connectedAt: 1_100, agentId: AGENT };
    expect(found({}, { bridged: true, agentThere: true, progress })).toMatchObject({
      state: 'talking',
      agentId: AGENT,
      answeredAt: 1_000,
      connectedAt: 1_100,
      routed: true,
    });
    expect(found({}, { bridged: true, progress }).state).toBe('held');
  });

  it('is held when only a colleague’s leg stands with him: that one goes home', () => {
    const other = agentChannel('g', '01a20ac7-1939-72d9-ab1b-cb6880c52f90', 1);
    const attempt = { ...intent(), progress: { answeredAt: 1_000, connectedAt: 1_100, agentId: AGENT } };
    const bridge = { bridgeId: agentBridge('g', AGENT), channelIds: [channelId, other] };
    const channel: LiveChannel = { channelId, state: 'up', inApplication: true, createdAt: 0 };
    const there = { bridge, present: new Set([channelId, other]), isHis: true };
    expect(foundCall('g', attempt, channel, there, 9_000)).toMatchObject({ state: 'held', agentId: AGENT });
  });

  it('waits since his answer, so that his patience does not begin anew', () => {
    expect(found({}, { progress: { answeredAt: 1_000 } }).waitSince).toBe(1_000);
  });

  it('is held for the agent who had put it on hold, as long as he has it in hand', () => {
    const progress = { answeredAt: 1_000, connectedAt: 1_100, agentId: AGENT };
    expect(found({}, { progress, isHis: true })).toMatchObject({
      state: 'held',
      onHold: true,
      agentId: AGENT,
      connectedAt: 1_100,
    });
    expect(found({}, { progress }).state).toBe('waiting');
  });

  it('stays a talk when the message follows it', () => {
    const progress = { answeredAt: 1_000, connectedAt: 1_100, agentId: AGENT };
    expect(found({ inApplication: false }, { progress })).toMatchObject({ state: 'announcing', connectedAt: 1_100 });
  });
});
