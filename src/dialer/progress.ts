import type { Clock, Timer } from '../shared/clock.ts';
import type { LiveCall } from './live-call.ts';
import type { AttemptProgress, AttemptStore, Log } from './ports.ts';

const MOST_KEPT = 5_000;
/** Answered and joined are milliseconds apart: one note of both, ms. */
const LINGER_MS = 200;

/**
 * Writes down who answered and who talks to whom, for another life of the engine. Behind the calls, never in their way:
 * one batch at a time, the newest word on each attempt. What was not written in time, the node still knows (adoption.ts).
 */
export class Progress {
  readonly #store: AttemptStore;
  readonly #log: Log;
  readonly #notes = new Map<string, AttemptProgress>();
  readonly #clock: Clock;
  #timer: Timer | undefined;
  /** Gives whether it was written. */
  #writing: Promise<boolean> | undefined;

  constructor(store: AttemptStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  note({ intent: { attemptId }, call, segments }: LiveCall): void {
    if (this.#notes.size >= MOST_KEPT && !this.#notes.has(attemptId)) return;
    const { answeredAt, connectedAt, agentId } = call;
    const shared = segments.length > 1 ? { segments } : {};
    this.#notes.set(attemptId, { answeredAt, connectedAt, agentId, ...shared });
    if (this.#writing === undefined) this.#later();
  }

  /** Writes what waits, at once. Never rejects. */
  async flush(): Promise<void> {
    do this.#begin();
    while (await this.#writing);
  }

  #begin(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#notes.size > 0) this.#writing ??= this.#write();
  }

  async #write(): Promise<boolean> {
    const batch = [...this.#notes];
    this.#notes.clear();
    try {
      await this.#store.noteProgress(batch.map(([attemptId, progress]) => ({ attemptId, ...progress })));
      if (this.#notes.size > 0) this.#later();
      return true;
    } catch (error) {
      // Kept for the next turn, under the newer words that came meanwhile.
      for (const [attemptId, progress] of batch) if (!this.#notes.has(attemptId)) this.#notes.set(attemptId, progress);
      this.#log.warn({ error: String(error) }, 'progress of calls not written');
      return false;
    } finally {
      this.#writing = undefined;
    }
  }

  #later(): void {
    this.#timer ??= this.#clock.after(LINGER_MS, () => this.#begin());
  }
}
