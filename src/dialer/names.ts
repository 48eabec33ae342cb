/** Names of legs and bridges on a node: the attempt's or agent's id is in them, so that another life of the engine finds them. */

export const callChannel = (groupKey: string, attemptId: string): string => `${groupKey}.${attemptId}`;
export const agentChannel = (groupKey: string, agentId: string, n: number): string =>
  `${groupKey}.agent.${agentId}.${n}`;
export const agentBridge = (groupKey: string, agentId: string): string => `${groupKey}.agent.${agentId}`;

export type ChannelName =
  | { kind: 'call'; attemptId: string }
  | { kind: 'agent'; agentId: string; n: number }
  | { kind: 'foreign' };

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const CALL = new RegExp(`^(${UUID})$`);
const AGENT = new RegExp(`^agent\\.(${UUID})\\.([0-9]+)$`);
const BRIDGE = new RegExp(`^agent\\.(${UUID})$`);

/** Whose leg this is; `foreign` for what is not of this group. */
export function readChannel(groupKey: string, channelId: string): ChannelName {
  if (!channelId.startsWith(`${groupKey}.`)) return { kind: 'foreign' };
  const rest = channelId.slice(groupKey.length + 1);
  const call = CALL.exec(rest);
  if (call?.[1]) return { kind: 'call', attemptId: call[1] };
  const agent = AGENT.exec(rest);
  if (agent?.[1] && agent[2]) return { kind: 'agent', agentId: agent[1], n: Number(agent[2]) };
  return { kind: 'foreign' };
}

/** The agent whose bridge this is, or undefined when it is not an agent's bridge of this group. */
export function readBridge(groupKey: string, bridgeId: string): string | undefined {
  if (!bridgeId.startsWith(`${groupKey}.`)) return undefined;
  return BRIDGE.exec(bridgeId.slice(groupKey.length + 1))?.[1];
}
