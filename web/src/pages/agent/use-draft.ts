import { useCallback, useEffect, useRef, useState } from 'react';
import { type Draft, keepDraft } from '../../api/agent.ts';

/** Written down this long after the last key, ms. */
const AFTER_MS = 700;

export type DraftStatus = { kind: 'clean' } | { kind: 'dirty' } | { kind: 'saving' } | { kind: 'saved'; at: number };

export interface DraftView {
  draft: Draft;
  /** The same as of this moment, for a key that follows another before anything was drawn. */
  newest(): Draft;
  status: DraftStatus;
  change(part: Draft): void;
  /** Saves now what is waiting. */
  flush(): Promise<void>;
  /** Drops what is waiting to be saved: the result itself has been given. */
  done(): void;
}

/** What the agent writes of one call, saved as he types; `kept` = what the service has of it. */
export function useDraft(attemptId: string | undefined, kept: Draft | null | undefined): DraftView {
  const [draft, setDraft] = useState<Draft>({});
  const [status, setStatus] = useState<DraftStatus>({ kind: 'clean' });
  const state = useRef({ attemptId, draft, dirty: false, timer: 0 });

  const save = useCallback(async (leaving = false): Promise<void> => {
    const now = state.current;
    window.clearTimeout(now.timer);
    if (!now.dirty || now.attemptId === undefined) return;
    now.dirty = false;
    const { attemptId: id, draft: sent } = now;
    setStatus({ kind: 'saving' });
    try {
      await keepDraft(id, sent, leaving);
      if (!state.current.dirty && state.current.attemptId === id) setStatus({ kind: 'saved', at: Date.now() });
    } catch {
      // Kept here and sent with the next key or after a while: the network may be away for seconds.
      if (state.current.attemptId !== id) return;
      state.current.dirty = true;
      setStatus({ kind: 'dirty' });
      state.current.timer = window.setTimeout(() => void save(), 3_000);
    }
  }, []);

  // Another call: what belongs to the former is saved under its own id first.
  useEffect(() => {
    if (state.current.attemptId === attemptId) return;
    void save();
    state.current = { attemptId, draft: {}, dirty: false, timer: 0 };
    setDraft({});
    setStatus({ kind: 'clean' });
  }, [attemptId, save]);

  // What the service has counts until the agent types: after a reload, on another device.
  useEffect(() => {
    const now = state.current;
    const untouched = !now.dirty && Object.keys(now.draft).length === 0;
    if (kept === null || kept === undefined || !untouched || now.attemptId !== attemptId) return;
    now.draft = kept;
    setDraft(kept);
  }, [kept, attemptId]);

  useEffect(() => {
    const leave = (): void => void save(true);
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [save]);

  const change = useCallback(
    (part: Draft) => {
      const now = state.current;
      if (now.attemptId === undefined) return;
      now.draft = { ...now.draft, ...part };
      now.dirty = true;
      setDraft(now.draft);
      setStatus({ kind: 'dirty' });
      window.clearTimeout(now.timer);
      now.timer = window.setTimeout(() => void save(), AFTER_MS);
    },
    [save],
  );

  const done = useCallback(() => {
    window.clearTimeout(state.current.timer);
    state.current.dirty = false;
    setStatus({ kind: 'clean' });
  }, []);

  const newest = useCallback(() => state.current.draft, []);
  const flush = useCallback(() => save(), [save]);
  return { draft, newest, status, change, flush, done };
}
