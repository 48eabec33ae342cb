import { execFile } from 'node:child_process';

export interface Job {
  readonly name: string;
  /** In any unit: the dearest is begun first, so that no core is idle at the end. */
  readonly cost: number;
  readonly run: () => Promise<void>;
}

export interface Failure {
  readonly name: string;
  readonly why: string;
}

/** Runs so many jobs at once. One that fails is told at once and returned by name; the others go on. */
export async function runJobs(jobs: readonly Job[], atOnce: number): Promise<Failure[]> {
  const queue = [...jobs].sort((a, b) => b.cost - a.cost);
  const failures: Failure[] = [];
  const worker = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      try {
        await job.run();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        failures.push({ name: job.name, why });
        console.error(`\n${job.name}: failed: ${why}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, worker));
  return failures;
}

/** Of what a child wrote before it ended. */
const LAST_LINES = 8;

/**
 * The JSON on the last line of a TypeScript file run in a process of its own.
 * @throws Error with how it ended and what it said last
 */
export function answerOf<T>(file: string, args: readonly string[]): Promise<T> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', 'tsx', file, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const said = (): string =>
        stderr
          .split('\n')
          .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
          .slice(-LAST_LINES)
          .join('\n');
      if (error) {
        reject(new Error(`ended with ${error.signal ?? `code ${error.code}`}: ${said()}`));
        return;
      }
      try {
        resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T);
      } catch {
        reject(new Error(`ended without an answer: ${said()}`));
      }
    });
  });
}
