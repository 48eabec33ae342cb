import type { Agent } from '../domain/agent.ts';
import { bucketOf, type CallBucket, type LiveCall } from './live-call.ts';

/** What the live page shows of a group. */
export interface GroupFigures {
  groupId: string;
  groupKey: string;
  /** Campaigns that may dial now. */
  running: string[];
  agents: Record<Agent['state'], number>;
  lines: Record<CallBucket, number>;
  /** `limitedBy`: why the campaign, in one word, has not one call more. */
  perCampaign: Record<string, { ringing: number; waiting: number; talking: number; queue: number; limitedBy: string }>;
  limitedBy: string;
  explain: Record<string, number>;
  at: number;
}

export function countAgents(agents: readonly Agent[]): GroupFigures['agents'] {
  const counts = {
    offline: 0,
    connecting: 0,
    idle: 0,
    preview: 0,
    dialing: 0,
    reserved: 0,
    talking: 0,
    wrapup: 0,
    paused: 0,
  };
  for (const agent of agents) counts[agent.state] += 1;
  return counts;
}

/** Calls by where they stand, in all and by campaign; `queues` = contacts ready and what limits it, for each campaign of the plan. */
export function countCalls(
  calls: readonly LiveCall[],
  queues: ReadonlyMap<string, { queue: number; limitedBy: string }>,
): Pick<GroupFigures, 'lines' | 'perCampaign'> {
  const lines = { ringing: 0, waiting: 0, talking: 0, announcing: 0 };
  const perCampaign: GroupFigures['perCampaign'] = {};
  for (const [id, of] of queues) perCampaign[id] = { ringing: 0, waiting: 0, talking: 0, ...of };
  for (const { call, intent } of calls) {
    const bucket = bucketOf(call);
    lines[bucket] += 1;
    const own = perCampaign[intent.campaignId];
    if (own && bucket !== 'announcing') own[bucket] += 1;
  }
  return { lines, perCampaign };
}
