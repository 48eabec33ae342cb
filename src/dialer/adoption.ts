import { type Call, newCall } from '../domain/call.ts';
import { readBridge, readChannel } from './names.ts';
import type { LiveBridge, LiveChannel, OpenAttempt } from './ports.ts';

export interface Found {
  /** The bridge in which the leg stands. */
  bridge: LiveBridge | undefined;
  /** All legs of the group on the node. */
  present: ReadonlySet<string>;
  /** Whether the agent who was joined to it still has this call in hand. */
  isHis: boolean;
}

/** The call that a leg of a former life of the engine must be, by where it stands on the node. */
export function foundCall(
  groupKey: string,
  attempt: OpenAttempt,
  channel: LiveChannel,
  { bridge, present, isHis }: Found,
  now: number,
): Call {
  const { progress } = attempt;
  const base: Call = { ...newCall(), seen: true, sentAt: attempt.placedAt };
  if (channel.state === 'ringing') return { ...base, state: 'ringing', ringingAt: now };
  if (channel.state !== 'up') return { ...base, state: 'placed' };
  const answeredAt = progress.answeredAt ?? now;
  const up: Call = { ...base, answeredAt, waitSince: answeredAt };
  // In the dialplan: the message is spoken to him. Who had an agent before has been connected all the same.
  if (!channel.inApplication)
    return progress.connectedAt === undefined
      ? { ...up, state: 'announcing' }
      : { ...up, state: 'announcing', connectedAt: progress.connectedAt, agentId: progress.agentId, routed: true };
  const agentId = bridge ? readBridge(groupKey, bridge.bridgeId) : undefined;
  // On hold by his agent, who is still his: he waits there for the agent's phone and is joined to it again.
  if (agentId === undefined && isHis)
    return {
      ...up,
      state: 'held',
      onHold: true,
      routed: true,
      agentId: progress.agentId,
      connectedAt: progress.connectedAt,
    };
  if (agentId === undefined || !bridge) return { ...up, state: 'waiting' };
  // A colleague's leg may stand there too, and goes home.
  const agentThere = bridge.channelIds.some((c) => {
    const name = readChannel(groupKey, c);
    return name.kind === 'agent' && name.agentId === agentId && present.has(c);
  });
  return {
    ...up,
    state: agentThere ? 'talking' : 'held',
    routed: true,
    agentId,
    connectedAt: progress.connectedAt ?? now,
  };
}
