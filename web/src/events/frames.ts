/** What the service tells over `GET /api/v1/events` (docs/API.md, "Events"). Numbers are masked. */
import type { Live } from '../api/campaigns.ts';
import type { paths } from '../api/schema.gen.ts';

export type AgentState =
  | 'offline'
  | 'connecting'
  | 'idle'
  | 'preview'
  | 'dialing'
  | 'reserved'
  | 'talking'
  | 'wrapup'
  | 'paused';

export interface AgentStateData {
  agentId: string;
  groupId: string | null;
  state: AgentState;
  reason: string | null;
  since: string | null;
  leaving: boolean;
  attemptId: string | null;
  guest: boolean;
  wrapUpEndsAt: string | null;
  previewEndsAt: string | null;
}

type Responses<P extends keyof paths> = paths[P] extends { get: { responses: infer R } } ? R : never;

/** The screen pop (RULES.md "Screen pop"), as `GET /agents/me/screen-pop` gives it too. */
export type Pop = Responses<'/api/v1/agents/me/screen-pop'>[200]['content']['application/json'] & {
  /** Of a preview. */
  previewEndsAt?: string | null;
};

export type ResultChoice = Pop['results'][number];
export type LastContact = Pop['lastContacts'][number];

export interface CallStateData {
  attemptId: string;
  campaignId: string;
  state: string;
  result: string | null;
  /** Whose call it is. */
  agentId: string | null;
  /** A second agent: on his way to it, or there. */
  colleague: { agentId: string; as: 'transfer' | 'conference'; isThere: boolean } | null;
}

interface Sent<T extends string, D> {
  epoch: string;
  seq: number;
  type: T;
  at: string;
  data: D;
}

export type Frame =
  | Sent<'agent.state', AgentStateData>
  | Sent<'call.offer', Pop>
  | Sent<'preview.offer', Pop>
  | Sent<'call.state', CallStateData>
  | Sent<'campaign.live', Live>
  | Sent<'resync', { why: string }>;
