import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** Longest wait, ms; a minute where nothing is said: it is met only when something is broken. */
  timeoutMs?: number;
  /** What is waited for; named in the failure. */
  what: string;
}

/**
 * Waits until `condition` gives something true, looking about every 10 ms, and resolves to what it gave. A condition that
 * throws counts as not yet true; its last error is named in the failure.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: UntilOptions,
): Promise<Exclude<T, false | undefined | null | 0 | ''>> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, false | undefined | null | 0 | ''>;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await sleep(10);
  } while (Date.now() < deadline);
  const why = lastError === undefined ? '' : `; last error: ${String(lastError)}`;
  throw new Error(`waited ${timeoutMs} ms in vain for: ${options.what}${why}`);
}
