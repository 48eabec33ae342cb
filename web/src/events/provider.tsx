import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { eventTicket } from '../api/ticket.ts';
import type { Frame } from './frames.ts';
import { EventSocket, type LinkState } from './socket.ts';

type Hear = (frame: Frame) => void;

interface Events {
  state: LinkState;
  hear(listener: Hear): () => unknown;
  listen(topic: string): () => void;
}

const Context = createContext<Events | undefined>(undefined);

/** One stream for the whole page; parts of it hear what they need. */
export function EventsProvider({ own, children }: { own: boolean; children: ReactNode }) {
  const [state, setState] = useState<LinkState>('closed');
  const listeners = useRef(new Set<Hear>());
  const socket = useMemo(
    () =>
      new EventSocket({
        own,
        ticket: eventTicket,
        onState: setState,
        onFrame: (frame) => {
          for (const listener of listeners.current) listener(frame);
        },
      }),
    [own],
  );
  useEffect(() => {
    socket.start();
    return () => socket.stop();
  }, [socket]);
  // The same functions for ever: who hears must not begin anew because the connection changed.
  const [hear] = useState(() => (listener: Hear) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  });
  const listen = useCallback((topic: string) => socket.listen(topic), [socket]);
  const value = useMemo<Events>(() => ({ state, hear, listen }), [state, hear, listen]);
  return <Context value={value}>{children}</Context>;
}

export function useEvents(): Events {
  const events = useContext(Context);
  if (events === undefined) throw new Error('useEvents outside of EventsProvider');
  return events;
}

/** Calls `listener` with each frame, while the part is shown. */
export function useFrames(listener: Hear): void {
  const { hear } = useEvents();
  const newest = useRef(listener);
  newest.current = listener;
  useEffect(() => {
    const stop = hear((frame) => newest.current(frame));
    return () => void stop();
  }, [hear]);
}
