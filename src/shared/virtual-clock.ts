import { assert } from './assert.ts';
import type { Clock, Timer } from './clock.ts';

interface Entry {
  at: number;
  order: number;
  fn: () => void;
  dead: boolean;
}

/**
 * A clock that moves only when told to. Timers due at the same millisecond fire in the order they were asked for,
 * so a run with the same inputs is the same run.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];

  constructor(start = Date.UTC(2026, 0, 5, 2, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): Timer {
    const entry: Entry = { at: this.#now + Math.max(0, ms), order: this.#order++, fn, dead: false };
    this.#push(entry);
    return {
      cancel: () => {
        entry.dead = true;
      },
    };
  }

  every(ms: number, fn: () => void): Timer {
    assert(ms > 0, 'an interval must be positive', { ms });
    let cancelled = false;
    let timer: Timer;
    const turn = (): void => {
      if (cancelled) return;
      timer = this.after(ms, turn);
      fn();
    };
    timer = this.after(ms, turn);
    return {
      cancel: () => {
        cancelled = true;
        timer.cancel();
      },
    };
  }

  /** When the next live timer is due, or undefined when there is none. */
  nextAt(): number | undefined {
    this.#dropDead();
    return this.#heap[0]?.at;
  }

  /** Fires the next timer if it is due at or before `limit`; says whether one fired. Time moves to that timer. */
  step(limit = Number.POSITIVE_INFINITY): boolean {
    this.#dropDead();
    const head = this.#heap[0];
    if (head === undefined || head.at > limit) return false;
    this.#pop();
    this.#now = Math.max(this.#now, head.at);
    head.fn();
    return true;
  }

  /** Fires everything due in the next `ms` milliseconds, then stands at exactly that time. For code that is wholly synchronous. */
  advance(ms: number): void {
    const target = this.#now + ms;
    while (this.step(target)) {
      // each step fires one timer
    }
    this.#now = target;
  }

  /** Moves to `at` without firing anything that is due later; never goes back. */
  moveTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  #dropDead(): void {
    while (this.#heap[0]?.dead) this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    let i = heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(heap[i] as Entry, heap[parent] as Entry)) break;
      [heap[i], heap[parent]] = [heap[parent] as Entry, heap[i] as Entry];
      i = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (left < heap.length && before(heap[left] as Entry, heap[least] as Entry)) least = left;
      if (right < heap.length && before(heap[right] as Entry, heap[least] as Entry)) least = right;
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least] as Entry, heap[i] as Entry];
      i = least;
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
