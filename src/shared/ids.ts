import type { Clock } from './clock.ts';
import type { Rng } from './rng.ts';

/** Mints ids. Every id of Boda is a UUIDv7 (RFC 9562 §5.7), so ids sort by the time they were minted. */
export interface IdSource {
  next(): string;
}

/** UUIDv7 from an injected clock and chance; strictly growing within a process, also within one millisecond. */
export class UuidV7Source implements IdSource {
  readonly #clock: Clock;
  readonly #rng: Rng;
  #lastMs = 0;
  #sequence = 0;

  constructor(clock: Clock, rng: Rng) {
    this.#clock = clock;
    this.#rng = rng;
  }

  next(): string {
    const now = this.#clock.now();
    if (now > this.#lastMs) {
      this.#lastMs = now;
      this.#sequence = Math.floor(this.#rng.next() * 0x400);
    } else if (++this.#sequence > 0xfff) {
      this.#lastMs += 1;
      this.#sequence = 0;
    }
    const time = this.#lastMs.toString(16).padStart(12, '0');
    const sequence = this.#sequence.toString(16).padStart(3, '0');
    const high = Math.floor(this.#rng.next() * 0x40000000);
    const variant = (0x8000 | (high & 0x3fff)).toString(16);
    const tail = ((high >>> 14) & 0xffff).toString(16).padStart(4, '0') + word(this.#rng);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}-${tail}`;
  }
}

function word(rng: Rng): string {
  return Math.floor(rng.next() * 0x100000000)
    .toString(16)
    .padStart(8, '0');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `text` has the shape of an id of ours. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
