/**
 * Lets everything else that waits for this process go first: input, timers, other work. Long computations call it every few
 * milliseconds, so that the pacing loop beside them keeps its beat.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
