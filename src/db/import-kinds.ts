import { type RawBuilder, sql } from 'kysely';
import type { ImportNumber } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import { bigints, texts } from './array-param.ts';
import type { Tx } from './pool.ts';

type Kind = Pick<ImportNumber, 'country' | 'region' | 'carrier' | 'prefix' | 'zones'>;

/** Kinds remembered; some thousand are all there are of a country. */
const MOST_KNOWN = 20_000;

/**
 * What numbers say of where they belong: some hundred kinds in a batch, and nearly the same ones in the next. Each is sent
 * once a batch, and its key into `place` (`place_key`, which depends on nothing else) is asked for once.
 */
export class NumberKinds {
  readonly #known = new Map<string, number>();

  /** `of`: the kind of each number, counted from 1; `places`: the key of each number; `table`: nth, its columns, place. */
  async of(
    tx: Tx,
    numbers: readonly ImportNumber[],
  ): Promise<{ of: number[]; places: number[]; table: RawBuilder<unknown> }> {
    const kinds = new Map<string, { nth: number; kind: Kind }>();
    const keys = numbers.map(keyOf);
    const of = numbers.map((number, i) => {
      const key = keys[i] ?? '';
      const known = kinds.get(key);
      if (known !== undefined) return known.nth;
      kinds.set(key, { nth: kinds.size + 1, kind: number });
      return kinds.size;
    });
    const placeOf = await this.#placesOf(tx, kinds);
    const each = [...kinds].map(([key, { kind }]) => ({ ...kind, place: placeOf(key) }));
    const table = sql`(
      select u.nth, u.country, u.region, u.carrier, u.prefix, string_to_array(u.zones, ' ') as zones, u.place
      from unnest(${columnsOf(each)}, ${bigints(each.map(({ place }) => place))}::int8[])
        with ordinality u (country, region, carrier, prefix, zones, place, nth) offset 0)`;
    return { of, places: keys.map(placeOf), table };
  }

  async #placesOf(tx: Tx, kinds: ReadonlyMap<string, { kind: Kind }>): Promise<(key: string) => number> {
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    const places = new Map([...kinds.keys()].map((key) => [key, this.#known.get(key)]));
    const unknown = [...kinds].filter(([key]) => places.get(key) === undefined);
    if (unknown.length > 0) {
      const { rows } = await sql<{ place: number }>`
        select place_key(u.country, u.region, string_to_array(u.zones, ' '), u.prefix) as place
        from unnest(${columnsOf(unknown.map(([, { kind }]) => kind))})
          with ordinality u (country, region, carrier, prefix, zones, nth) order by u.nth`.execute(tx);
      unknown.forEach(([key], i) => {
        const place = rows[i]?.place;
        places.set(key, place);
        if (place !== undefined) this.#known.set(key, place);
      });
    }
    return (key) => {
      const place = places.get(key);
      assert(place !== undefined, 'a place was asked for and not told', {});
      return place;
    };
  }
}

function keyOf({ country, region, carrier, prefix, zones }: Kind): string {
  return `${country}|${region ?? ''}|${carrier ?? ''}|${prefix}|${zones.join(' ')}`;
}

function columnsOf(kinds: readonly Kind[]): RawBuilder<unknown> {
  return sql`${texts(kinds.map((kind) => kind.country))}::text[], ${texts(kinds.map((kind) => kind.region))}::text[],
    ${texts(kinds.map((kind) => kind.carrier))}::text[], ${texts(kinds.map((kind) => kind.prefix))}::text[],
    ${texts(kinds.map((kind) => kind.zones.join(' ')))}::text[]`;
}
