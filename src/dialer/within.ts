import type { Clock } from '../shared/clock.ts';
import { timeOut } from '../shared/time-out.ts';
import { TelephonyRefused } from './ports.ts';

/** Rejects with `TelephonyRefused` (`timeout`) when `work` has not settled after `ms`: nobody is held by a command that never answers. */
export function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = timeOut(clock, ms, () => reject(new TelephonyRefused('timeout', `no answer within ${ms} ms`)));
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
