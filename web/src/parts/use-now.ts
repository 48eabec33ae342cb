import { useEffect, useState } from 'react';

/** The present time, ms, told again each `everyMs` while `on`. */
export function useNow(everyMs = 1_000, on = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!on) return;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs, on]);
  return now;
}
