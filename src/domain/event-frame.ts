/**
 * Frames (事件帧) of the event stream: `{epoch, seq, type, at, data}`, one JSON text each. `epoch.seq` is the frame's place in
 * its topic; an epoch is never used twice, so a place of a stream that was lost fits no other.
 */
import type { AgentStateName } from './agent.ts';

export const FRAME_TYPES = [
  'agent.state',
  'call.offer',
  'call.state',
  'preview.offer',
  'call-back.due',
  'campaign.live',
  'import.progress',
  'export.progress',
  'resync',
] as const;
export type FrameType = (typeof FRAME_TYPES)[number];

export interface Position {
  epoch: string;
  seq: number;
}

/** How an agent stands, as his page and his supervisors are told. Times are ISO 8601. */
export interface AgentStateData {
  agentId: string;
  groupId: string | null;
  state: AgentStateName;
  reason: string | null;
  since: string | null;
  leaving: boolean;
  attemptId: string | null;
  /** The call in his hand is a colleague's. */
  guest: boolean;
  wrapUpEndsAt: string | null;
  previewEndsAt: string | null;
}

/** To each agent who is on the call. */
export interface CallStateData {
  attemptId: string;
  campaignId: string;
  state: string;
  result: string | null;
  /** Whose call it is; null before anybody has it. */
  agentId: string | null;
  /** A second agent: on his way to the call, or there. */
  colleague: { agentId: string; as: 'transfer' | 'conference'; isThere: boolean } | null;
}

/** A call-back of his or of his squad: five minutes before its time ('soon'), and at its time ('now'). */
export interface CallBackDueData {
  callBackId: string;
  contactId: string;
  campaignId: string;
  dueAt: string;
  when: 'soon' | 'now';
}

/** Why what was missed cannot be sent again. */
export type ResyncReason = 'stream-lost' | 'too-old' | 'too-much';

/** An agent's own stream. */
export function agentTopic(agentId: string): string {
  return `agent:${agentId}`;
}

/** The agents of a group, for supervisors. */
export function groupTopic(groupId: string): string {
  return `group:${groupId}`;
}

/** How an import is getting on, for who may see its list. */
export function importTopic(importId: string): string {
  return `import:${importId}`;
}

/** How an export is getting on, for who ordered it and who may approve it. */
export function exportTopic(exportId: string): string {
  return `export:${exportId}`;
}

/** A frame without its place: what follows `{"epoch":…,"seq":…,`. */
export function frameBody(type: FrameType, at: number, data: unknown): string {
  return `"type":"${type}","at":"${new Date(at).toISOString()}","data":${JSON.stringify(data)}}`;
}

export function frameText({ epoch, seq }: Position, body: string): string {
  return `{"epoch":"${epoch}","seq":${seq},${body}`;
}

const PLACE = /^\{"epoch":"([A-Za-z0-9-]{1,64})","seq":(\d{1,15}),/;

/** Where a frame stands, from its text; undefined when it is none. */
export function placeOf(frame: string): Position | undefined {
  const found = PLACE.exec(frame);
  return found === null ? undefined : { epoch: found[1] ?? '', seq: Number(found[2]) };
}

/** `epoch.seq` as a page sends it back. */
export function readPosition(text: string): Position | undefined {
  const found = /^([A-Za-z0-9-]{1,64})\.(\d{1,15})$/.exec(text);
  return found === null ? undefined : { epoch: found[1] ?? '', seq: Number(found[2]) };
}
