/** A timer that was asked for; `cancel` is idempotent and safe after it fired. */
export interface Timer {
  cancel(): void;
}

/** The only source of time. All times are milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
  /** Calls `fn` once, `ms` milliseconds from now. `fn` must not throw: a throw there is a crash. */
  after(ms: number, fn: () => void): Timer;
  /** Calls `fn` every `ms` milliseconds until cancelled; a late turn does not make up for missed ones. */
  every(ms: number, fn: () => void): Timer;
}

/** The machine's own clock. Timers keep the process alive unless `unref` is asked for. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
  after(ms: number, fn: () => void): Timer {
    const handle = setTimeout(fn, ms);
    return { cancel: () => clearTimeout(handle) };
  }
  every(ms: number, fn: () => void): Timer {
    const handle = setInterval(fn, ms);
    return { cancel: () => clearInterval(handle) };
  }
}

/** Resolves after `ms` on the given clock. For pauses that are part of a protocol (back-off), never to wait for a condition. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
