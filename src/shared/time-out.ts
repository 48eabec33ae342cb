import type { Clock, Timer } from './clock.ts';

/** A timer that fires this much too late tells that this process stood still (frozen, starved), ms. */
const LATE_MS = 300;
/** So long it then reads what came meanwhile, before anything is given up, ms. */
const CATCH_UP_MS = 300;

/**
 * Like `clock.after`, for giving something up: when the process stood still through the due time, the answer that was
 * waited for may lie unread in a socket, so it is given once more time to be read. `fn` must not throw.
 */
export function timeOut(clock: Clock, ms: number, fn: () => void): Timer {
  const dueAt = clock.now() + ms;
  let timer = clock.after(ms, () => {
    if (clock.now() - dueAt < LATE_MS) return fn();
    timer = clock.after(CATCH_UP_MS, fn);
  });
  return { cancel: () => timer.cancel() };
}
