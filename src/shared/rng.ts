import { randomBytes } from 'node:crypto';

/** The only source of chance. */
export interface Rng {
  /** Uniform in [0, 1). */
  next(): number;
}

/** Repeatable: the same seed gives the same numbers (xorshift128 seeded by splitmix32). Not for secrets. */
export class SeededRng implements Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  constructor(seed: number) {
    let state = seed >>> 0;
    const mix = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    this.#a = mix();
    this.#b = mix();
    this.#c = mix();
    this.#d = mix() | 1;
  }
  next(): number {
    let t = this.#d;
    const s = this.#a;
    this.#d = this.#c;
    this.#c = this.#b;
    this.#b = s;
    t ^= t << 11;
    t ^= t >>> 8;
    this.#a = (t ^ s ^ (s >>> 19)) >>> 0;
    return this.#a / 4294967296;
  }
}

/** Drawn from the operating system; for ids and jitter in production. */
export class SystemRng implements Rng {
  #pool = Buffer.alloc(0);
  #at = 0;
  next(): number {
    if (this.#at >= this.#pool.length) {
      this.#pool = randomBytes(1024);
      this.#at = 0;
    }
    const value = this.#pool.readUInt32LE(this.#at);
    this.#at += 4;
    return value / 4294967296;
  }
}
