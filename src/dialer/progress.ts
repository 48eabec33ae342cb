import type { Call } from '../domain/call.ts';
import type { AttemptProgress, AttemptStore, Log } from './ports.ts';

const MOST_KEPT = 5_000;

/**
 * Writes down who answered and who talks to whom, for another life of the engine. Behind the calls, never in their way:
 * one batch at a time, the newest word on each attempt.
 */
export class Progress {
  readonly #store: AttemptStore;
  readonly #log: Log;
  readonly #notes = new Map<string, AttemptProgress>();
  #writing: Promise<void> | undefined;

  constructor(store: AttemptStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  note(attemptId: string, call: Call): void {
    if (this.#notes.size >= MOST_KEPT && !this.#notes.has(attemptId)) return;
    this.#notes.set(attemptId, { answeredAt: call.answeredAt, connectedAt: call.connectedAt, agentId: call.agentId });
    this.#writing ??= this.#write();
  }

  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    let batch: [string, AttemptProgress][] = [];
    try {
      while (this.#notes.size > 0) {
        batch = [...this.#notes];
        this.#notes.clear();
        await this.#store.noteProgress(batch.map(([attemptId, progress]) => ({ attemptId, ...progress })));
      }
    } catch (error) {
      // Kept for the next turn, under the newer words that came meanwhile.
      for (const [attemptId, progress] of batch) if (!this.#notes.has(attemptId)) this.#notes.set(attemptId, progress);
      this.#log.warn({ error: String(error) }, 'progress of calls not written');
    } finally {
      this.#writing = undefined;
    }
  }
}
