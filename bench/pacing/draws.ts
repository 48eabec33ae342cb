/** Chance without state: number k of thing `id` under `seed` is always the same, in whatever order it is asked for. */
export function uniform(seed: number, id: number, k: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(id + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(k + 0x165667b1, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h ^= h >>> 13;
  return (h >>> 0) / 4294967296;
}

export interface Spread {
  mean: number;
  sd: number;
  /** Without memory; `sd` is not looked at. */
  exponential?: boolean;
}

/** Lognormal (or exponential) with this mean and standard deviation; takes numbers k and k + 1 of `id`. */
export function duration(of: Spread, seed: number, id: number, k: number): number {
  const u = 1 - uniform(seed, id, k);
  if (of.exponential) return Math.max(1, Math.round(-of.mean * Math.log(u)));
  const variance = Math.log(1 + (of.sd / of.mean) ** 2);
  const z = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniform(seed, id, k + 1));
  return Math.max(1, Math.round(of.mean * Math.exp(z * Math.sqrt(variance) - variance / 2)));
}
