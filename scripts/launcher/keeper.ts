import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './fault.ts';

/** One of the programs that the launcher keeps running. */
export interface Piece {
  /** As a person is told of it: `the service`. */
  name: string;
  alive(): boolean;
  /** Starts it again where it was: same folder, same port. Rejects when that does not work (yet). */
  restart(): Promise<void>;
  /** Ends it in order and waits until it is gone. */
  stop(): Promise<void>;
}

/** Wait before the n-th start in a row (1, 2, …), ms: 0.5 s doubling up to 15 s. */
export function backOffMs(tries: number): number {
  return Math.min(15_000, 500 * 2 ** (tries - 1));
}

/** A piece that lived this long begins its back-off anew. */
const STEADY_MS = 60_000;
const LOOK_EVERY_MS = 250;

interface Kept {
  piece: Piece;
  tries: number;
  startedAt: number;
  /** The restart under way. */
  reviving: Promise<void> | undefined;
}

/**
 * Holds the pieces in the order they were started: looks whether each still lives, starts a dead one again with a growing
 * wait, and stops all of them in the opposite order.
 */
export class Keeper {
  readonly #kept: Kept[] = [];
  readonly #say: (line: string) => void;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Takes over a piece that runs already. */
  keep(piece: Piece): void {
    this.#kept.push({ piece, tries: 0, startedAt: Date.now(), reviving: undefined });
  }

  /** From now on dead pieces are started again. */
  watch(): void {
    this.#timer = setInterval(() => {
      for (const kept of this.#kept) {
        if (kept.reviving !== undefined || kept.piece.alive()) continue;
        kept.reviving = this.#revive(kept).finally(() => {
          kept.reviving = undefined;
        });
      }
    }, LOOK_EVERY_MS);
  }

  /** Stops everything, the last started first. A piece that cannot be stopped is told and does not keep the others. */
  async stopAll(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    for (const { piece, reviving } of this.#kept.reverse()) {
      try {
        await reviving;
        await piece.stop();
      } catch (error) {
        this.#say(`${piece.name} could not be stopped: ${errorCode(error)}`);
      }
    }
    this.#kept.length = 0;
  }

  async #revive(kept: Kept): Promise<void> {
    const { piece } = kept;
    while (!piece.alive()) {
      if (Date.now() - kept.startedAt > STEADY_MS) kept.tries = 0;
      kept.tries += 1;
      const wait = backOffMs(kept.tries);
      this.#say(`${piece.name} ended unexpectedly: starting it again in ${wait / 1_000} s`);
      await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      kept.startedAt = Date.now();
      try {
        await piece.restart();
        this.#say(`${piece.name} runs again`);
      } catch (error) {
        this.#say(`${piece.name} did not start: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
      }
    }
  }
}
