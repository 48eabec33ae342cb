import { useEffect, useRef } from 'react';
import { type CallKey, callKeyOf } from './call-keys.ts';

/** Hears the call keys before any field does. */
export function useCallKeys(act: (key: CallKey) => void): void {
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const key = callKeyOf(event);
      if (key === undefined) return;
      // The browser's own meaning of F6, F10, Alt+digit must not come on top.
      event.preventDefault();
      event.stopPropagation();
      newest.current(key);
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, []);
}
