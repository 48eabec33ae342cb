import type { Clock, Timer } from '../shared/clock.ts';

/** At most two frames a second of a job. */
const EVERY_MS = 500;
/** Redis is away: the newest is told when it is back. */
const AGAIN_MS = 1_000;

interface JobFramesDeps<View> {
  clock: Clock;
  log: {
    append(append: { topic: string; body: string; replay: boolean; anew: boolean }, now: number): Promise<unknown>;
  };
  topicOf(id: string): string;
  /** The frame of a view: what REST shows of it, nothing of the file. */
  bodyOf(view: View, now: number): string;
}

/** Imports or exports as frames for whoever watches them: the newest of each, at most twice a second, and always the last one. */
export class JobFrames<View extends { id: string }> {
  readonly #deps: JobFramesDeps<View>;
  readonly #newest = new Map<string, View>();
  /** Jobs of which a frame went out a moment ago or is on its way. */
  readonly #resting = new Map<string, Timer | 'sending'>();

  constructor(deps: JobFramesDeps<View>) {
    this.#deps = deps;
  }

  progress(view: View): void {
    this.#newest.set(view.id, view);
    if (!this.#resting.has(view.id)) void this.#send(view.id);
  }

  stop(): void {
    for (const timer of this.#resting.values()) if (timer !== 'sending') timer.cancel();
    this.#newest.clear();
  }

  /** Never rejects. */
  async #send(id: string): Promise<void> {
    const view = this.#newest.get(id);
    this.#resting.delete(id);
    if (view === undefined) return;
    this.#newest.delete(id);
    this.#resting.set(id, 'sending');
    const { clock, log, topicOf, bodyOf } = this.#deps;
    let restMs = EVERY_MS;
    try {
      const body = bodyOf(view, clock.now());
      await log.append({ topic: topicOf(id), body, replay: false, anew: false }, clock.now());
    } catch {
      // A newer one may have come meanwhile.
      if (!this.#newest.has(id)) this.#newest.set(id, view);
      restMs = AGAIN_MS;
    }
    this.#resting.set(
      id,
      clock.after(restMs, () => void this.#send(id)),
    );
  }
}
