import { sql } from 'kysely';
import type { CallSegment, SegmentKind } from '../domain/call-segments.ts';
import type { Db, Tx } from './pool.ts';
import { optional, timestamp } from './values.ts';

interface Talks {
  attemptId: string;
  segments?: readonly CallSegment[];
}

/** Writes who talked, as often as one likes: a segment keeps its place. An end that is known stays. */
export async function writeSegments(tx: Tx | Db, calls: readonly Talks[]): Promise<void> {
  const rows = calls.flatMap(({ attemptId, segments = [] }) =>
    segments.map((segment, seq) => ({ ...segment, attemptId, seq })),
  );
  if (rows.length === 0) return;
  await sql`insert into call_segment (attempt_id, seq, agent_id, kind, began_at, ended_at)
    select * from unnest(${rows.map((row) => row.attemptId)}::uuid[], ${rows.map((row) => row.seq)}::int[],
      ${rows.map((row) => row.agentId)}::uuid[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => timestamp(row.from))}::timestamptz[], ${rows.map((row) => timestamp(row.to))}::timestamptz[])
    on conflict (attempt_id, seq) do update set ended_at = coalesce(call_segment.ended_at, excluded.ended_at)`.execute(
    tx,
  );
}

/** By attempt, those that have any, each in their order. */
export async function readSegments(db: Db, attemptIds: readonly string[]): Promise<Map<string, CallSegment[]>> {
  if (attemptIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('call_segment')
    .selectAll()
    .where('attempt_id', 'in', attemptIds)
    .orderBy('attempt_id')
    .orderBy('seq')
    .execute();
  const found = new Map<string, CallSegment[]>();
  for (const row of rows) {
    const { attempt_id: attemptId, agent_id: agentId, kind, began_at: from, ended_at: to } = row;
    const segment = { agentId, kind: kind as SegmentKind, from, to: optional(to) };
    found.set(attemptId, [...(found.get(attemptId) ?? []), segment]);
  }
  return found;
}
