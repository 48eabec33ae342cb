import { shownImport } from '../api/imports/shown.ts';
import { frameBody, importTopic } from '../domain/event-frame.ts';
import type { ImportProgress, ImportView } from '../lists/ports.ts';
import type { Append } from '../queue/event-stream.ts';
import type { Clock, Timer } from '../shared/clock.ts';

/** At most two frames a second of an import. */
const EVERY_MS = 500;
/** Redis is away: the newest is told when it is back. */
const AGAIN_MS = 1_000;

interface ImportFramesDeps {
  clock: Clock;
  log: { append(append: Append, now: number): Promise<unknown> };
}

/**
 * Imports as frames for whoever watches them: the newest of each, at most twice a second, and always the last one. They
 * carry what `GET /imports/{id}` shows: nothing of the file.
 */
export class ImportFrames implements ImportProgress {
  readonly #deps: ImportFramesDeps;
  readonly #newest = new Map<string, ImportView>();
  /** Imports of which a frame went out a moment ago or is on its way. */
  readonly #resting = new Map<string, Timer | 'sending'>();

  constructor(deps: ImportFramesDeps) {
    this.#deps = deps;
  }

  progress(view: ImportView): void {
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
    const { clock, log } = this.#deps;
    let restMs = EVERY_MS;
    try {
      const body = frameBody('import.progress', clock.now(), shownImport(view));
      await log.append({ topic: importTopic(id), body, replay: false, anew: false }, clock.now());
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
