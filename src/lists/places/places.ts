import { readFileSync } from 'node:fs';
import type { NumberPlace } from '../ports.ts';

/** Numbers without a known region are shown so (RULES.md "Import"). */
export const PLACE_UNKNOWN = '归属地未知';

const FIRST = 1_300_000;
const COUNT = 700_000;
const UNKNOWN = 0;
/** Area code and number; shorter ones (10086, 95xxx) belong to no place. */
const SHORTEST_LANDLINE = 9;

/**
 * 归属地 and carrier of mainland numbers, in memory: a mobile by its first seven digits, a landline by its area code. The
 * shipped table comes from Google's geocoding data; what the owner imports (phone.dat) goes before it. A number that was
 * carried to another network (携号转网) keeps the carrier that first gave it out.
 */
export class Places {
  readonly #regions = new Uint16Array(COUNT);
  readonly #carriers = new Uint8Array(COUNT);
  readonly #areas = new Map<string, number>();
  readonly #regionNames: string[] = [''];
  readonly #regionIds = new Map<string, number>();
  readonly #carrierNames: string[] = [''];
  readonly #carrierIds = new Map<string, number>();

  /** With the table that is shipped; takes some tens of milliseconds. */
  static shipped(): Places {
    const places = new Places();
    const text = readFileSync(new URL('./cn-places.txt', import.meta.url), 'utf8');
    // Shorter prefixes come first in the file's carriers, so that a longer one has the last word.
    const carriers: [string, string][] = [];
    for (const line of text.split('\n')) {
      const [kind, name = '', ...values] = line.split(' ');
      if (kind === 'carrier') carriers.push([values[0] ?? '', name]);
      if (kind === 'area') for (const code of values) places.#areas.set(code, places.#regionId(name));
      if (kind === 'mobile') for (const range of values) places.#range(range, name);
    }
    carriers.sort((a, b) => a[0].length - b[0].length);
    for (const [prefix, name] of carriers) places.#carrier(prefix, name);
    return places;
  }

  /** Puts one block of 10,000 numbers: `prefix` is its first seven digits. Blocks beyond 13… to 19… are ignored. */
  set(prefix: number, region: string, carrier: string | undefined): void {
    const at = prefix - FIRST;
    if (at < 0 || at >= COUNT) return;
    this.#regions[at] = this.#regionId(region);
    if (carrier !== undefined) this.#carriers[at] = idOf(carrier, this.#carrierNames, this.#carrierIds);
  }

  /** Of an E.164 number; both undefined abroad and where nothing is known. */
  of(e164: string): NumberPlace {
    if (!e164.startsWith('+86')) return { region: undefined, carrier: undefined };
    const national = e164.slice(3);
    if (national.length === 11 && national.startsWith('1')) {
      const at = Number(national.slice(0, 7)) - FIRST;
      if (at < 0) return this.#named(UNKNOWN, 0);
      return this.#named(this.#regions[at] ?? UNKNOWN, this.#carriers[at] ?? 0);
    }
    if (national.length < SHORTEST_LANDLINE) return this.#named(UNKNOWN, 0);
    for (const length of [4, 3, 2]) {
      const region = this.#areas.get(national.slice(0, length));
      if (region !== undefined) return this.#named(region, 0);
    }
    return this.#named(UNKNOWN, 0);
  }

  #named(region: number, carrier: number): NumberPlace {
    return {
      region: region === UNKNOWN ? undefined : this.#regionNames[region],
      carrier: carrier === 0 ? undefined : this.#carrierNames[carrier],
    };
  }

  #range(range: string, region: string): void {
    const [from = '', more = '0'] = range.split('+');
    for (let i = 0; i <= Number(more); i++) this.set(Number(from) + i, region, undefined);
  }

  #carrier(prefix: string, name: string): void {
    const id = idOf(name, this.#carrierNames, this.#carrierIds);
    const spread = 10 ** (7 - prefix.length);
    const from = Number(prefix) * spread - FIRST;
    this.#carriers.fill(id, Math.max(0, from), Math.max(0, from + spread));
  }

  #regionId(name: string): number {
    return idOf(name, this.#regionNames, this.#regionIds);
  }
}

function idOf(name: string, names: string[], ids: Map<string, number>): number {
  const known = ids.get(name);
  if (known !== undefined) return known;
  names.push(name);
  ids.set(name, names.length - 1);
  return names.length - 1;
}

/** 广东深圳 · 移动; 归属地未知 where the region is not known (the carrier then says nothing of the place). */
export function shownPlace({ region, carrier }: NumberPlace): string {
  const parts = [region ?? PLACE_UNKNOWN, carrier].filter((part) => part !== undefined);
  return parts.join(' · ');
}
