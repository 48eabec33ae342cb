/**
 * Who talked in a call that more than one agent had (通话分段): a row for each agent and each kind of talk. A call that one
 * agent had alone needs none: its record says it all.
 */
import type { Call } from './call-words.ts';
import type { RecordView } from './office.ts';

/** 'consult': two agents while the customer is on hold; 'conference': two agents and the customer. */
export const SEGMENT_KINDS = ['talk', 'consult', 'conference'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export interface CallSegment {
  agentId: string;
  kind: SegmentKind;
  from: number;
  /** Undefined while it goes on. */
  to: number | undefined;
}

/** A record with what is told of a single one only. */
export interface RecordInFull extends RecordView {
  segments: CallSegment[];
}

/** The segments after a step of the call, at the time `at`, ms; their places never change, so each may be written again. */
export function followSegments(segments: readonly CallSegment[], call: Call, at: number): readonly CallSegment[] {
  const now = talkersOf(call);
  const isOver = ({ agentId, kind }: CallSegment): boolean => now.get(agentId) !== kind;
  const closed = segments.map((each) => (each.to === undefined && isOver(each) ? { ...each, to: at } : each));
  const open = new Set(closed.flatMap((each) => (each.to === undefined ? [each.agentId] : [])));
  // The first began with the talk, also where another life of the engine found it.
  const from = segments.length === 0 ? (call.connectedAt ?? at) : at;
  const fresh = [...now].flatMap(([agentId, kind]) =>
    open.has(agentId) ? [] : [{ agentId, kind, from, to: undefined }],
  );
  const isSame = fresh.length === 0 && closed.every((each, i) => each === segments[i]);
  return isSame ? segments : [...closed, ...fresh];
}

function talkersOf({ state, agentId, connectedAt, colleague, onHold }: Call): Map<string, SegmentKind> {
  if (agentId === undefined || connectedAt === undefined) return new Map();
  if (state !== 'talking' && state !== 'held' && state !== 'ending') return new Map();
  if (colleague?.isThere !== true) return new Map([[agentId, 'talk']]);
  const kind = onHold ? 'consult' : 'conference';
  return new Map([
    [agentId, kind],
    [colleague.agentId, kind],
  ]);
}
