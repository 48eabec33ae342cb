import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readPop, readSeat, type Seat } from '../../api/agent.ts';
import type { AgentStateData, CallStateData, Frame, Pop } from '../../events/frames.ts';
import { useFrames } from '../../events/provider.tsx';
import { callAttention } from './attention.ts';

const SEAT = ['seat'];
const POP = ['pop'];
/** Less than this between the service's clock and ours is the way of the frame, not a wrong clock, ms. */
const SKEW_MS = 1_500;
/** The engine writes seats down behind its events: so long until what is read has caught up, ms. */
const WRITTEN_MS = 400;
/** While he waits, the reason is asked for again so often, ms: no frame of his own stream tells it. */
const REASON_MS = 10_000;
/** Readings that are waited for to catch up with a frame; then what is written is believed (an engine may have died). */
const MOST_LOOKS = 15;

/** The agent's seat and the customer before him, kept true by the event stream; read afresh where it has a gap. */
export function useDesk(agentId: string) {
  const queries = useQueryClient();
  /** The newest that the stream told of the seat: what is read may have been written before it. */
  const told = useRef<AgentStateData>(undefined);
  const looks = useRef(0);
  const seat = useQuery({
    queryKey: SEAT,
    refetchInterval: ({ state }) => (state.data?.state === 'idle' ? REASON_MS : false),
    queryFn: async () => {
      const read = await readSeat();
      if (told.current === undefined || !isOlder(read, told.current) || looks.current >= MOST_LOOKS) return read;
      looks.current += 1;
      window.setTimeout(() => void queries.invalidateQueries({ queryKey: SEAT }), WRITTEN_MS);
      return withState(withKept(read, queries.getQueryData<Seat>(SEAT)), told.current);
    },
  });
  const pop = useQuery({ queryKey: POP, queryFn: readPop });
  /** How far our clock goes ahead of the service's, ms: its deadlines are shown by it. */
  const [skew, setSkew] = useState(0);
  const wanted = useRef<string | undefined>(undefined);
  const owed = seat.data?.state === 'paused' ? seat.data.unfilled?.[0]?.attemptId : undefined;
  // No frame tells who was called in a call whose result is owed.
  useEffect(() => {
    if (owed !== undefined) void queries.invalidateQueries({ queryKey: POP });
  }, [owed, queries]);

  const refresh = useCallback(async () => {
    await Promise.all([queries.invalidateQueries({ queryKey: SEAT }), queries.invalidateQueries({ queryKey: POP })]);
  }, [queries]);

  useFrames((frame: Frame) => {
    const ahead = Date.now() - Date.parse(frame.at);
    setSkew(Math.abs(ahead) > SKEW_MS && frame.type !== 'resync' ? ahead : 0);
    switch (frame.type) {
      case 'agent.state':
        if (frame.data.agentId !== agentId) return;
        told.current = frame.data;
        looks.current = 0;
        queries.setQueryData<Seat>(SEAT, (old) => (old === undefined ? old : withState(old, frame.data)));
        if (frame.data.attemptId === null) queries.setQueryData<Pop | null>(POP, null);
        // Draft, extension, what is not filled in and the phone of this sign-in stand in the seat only.
        if (['wrapup', 'paused', 'preview', 'connecting', 'offline'].includes(frame.data.state))
          void queries.invalidateQueries({ queryKey: SEAT });
        return;
      case 'call.state':
        queries.setQueryData<Seat>(SEAT, (old) => (old === undefined ? old : withCall(old, frame.data)));
        return;
      case 'call.offer':
      case 'preview.offer':
        queries.setQueryData<Pop | null>(POP, frame.data);
        if (wanted.current !== frame.data.call.attemptId) callAttention(frame.data.customer.name ?? '');
        wanted.current = frame.data.call.attemptId;
        return;
      case 'resync':
        void refresh();
        return;
    }
  });

  return { seat, pop: pop.data ?? null, skew, refresh };
}

function isOlder(read: Seat, told: AgentStateData): boolean {
  const time = (at: string | null | undefined): number => (at === null || at === undefined ? 0 : Date.parse(at));
  if (time(read.since) !== time(told.since)) return time(read.since) < time(told.since);
  return told.state === 'wrapup' && time(read.wrapUp?.endsAt) < time(told.wrapUpEndsAt);
}

/** What was known of this very wrap-up stays, where what is read does not know of it yet. */
function withKept(read: Seat, known: Seat | undefined): Seat {
  return { ...read, wrapUp: read.wrapUp ?? known?.wrapUp ?? null, call: read.call ?? known?.call ?? null };
}

/** The seat after a frame told of it: what the frame does not say stays until the seat is read again. */
function withState(old: Seat, told: AgentStateData): Seat {
  const { state, reason, since, leaving, attemptId, guest, wrapUpEndsAt, previewEndsAt } = told;
  const same = old.wrapUp?.attemptId === attemptId ? old.wrapUp : undefined;
  return {
    ...old,
    ...{ state, reason, since, leaving, guest },
    colleague: attemptId !== null && old.call?.attemptId === attemptId ? old.colleague : null,
    call: attemptId === null ? null : old.call?.attemptId === attemptId ? old.call : { attemptId },
    wrapUp:
      state === 'wrapup' && attemptId !== null
        ? { attemptId, endsAt: wrapUpEndsAt, extended: isExtended(same, wrapUpEndsAt), draft: same?.draft ?? null }
        : null,
    waiting: state === 'idle' && old.state === 'idle' ? (old.waiting ?? null) : null,
    preview: attemptId !== null && previewEndsAt !== null ? { attemptId, endsAt: previewEndsAt } : null,
  };
}

/** Whether the customer is on hold, and who else is on the call. */
function withCall(old: Seat, told: CallStateData): Seat {
  if (old.call?.attemptId !== told.attemptId) return old;
  const other = told.agentId === old.agentId ? told.colleague?.agentId : (told.agentId ?? undefined);
  const known = old.colleague?.agentId === other ? old.colleague : undefined;
  return {
    ...old,
    call: { ...old.call, onHold: told.state === 'held' },
    colleague: other === undefined ? null : (known ?? { agentId: other }),
  };
}

/** A later end of the same wrap-up is its one extension. */
function isExtended(known: Seat['wrapUp'], endsAt: string | null): boolean {
  if (known === null || known === undefined) return false;
  const grown = known.endsAt !== null && endsAt !== null && Date.parse(endsAt) > Date.parse(known.endsAt);
  return known.extended || grown;
}
