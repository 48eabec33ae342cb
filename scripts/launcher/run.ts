import { asFault } from './fault.ts';
import type { Stack } from './stack.ts';

/** A terminal's Ctrl-C reaches us twice, from the terminal and from npm: what comes this soon after is the same one. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Brings the stack up and holds it until a signal, then stops it and leaves with code 0. When it does not come up, what was
 * started is stopped and the fault is thrown.
 */
export async function runStack(stack: Stack, say: (line: string) => void): Promise<void> {
  let firstAt: number | undefined;
  let stopped: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      say('\nstopping: the service lets calls end (at most 40 s; Ctrl-C again hangs them up)');
      stack.cancel();
      stopped();
    } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
      stack.hurry();
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  try {
    await stack.up();
  } catch (error) {
    await stack.stop();
    if (firstAt === undefined) throw asFault(error);
  }
  await done;
  await stack.stop();
  say('stopped');
  process.exit(0);
}
