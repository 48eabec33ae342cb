import { sql } from 'kysely';
import type { PlaceBlock } from '../lists/ports.ts';
import { type Db, transact } from './pool.ts';

const AT_ONCE = 10_000;

/** Puts the owner's 归属地 in the place of what he imported before; all of it, or nothing. */
export async function keepPlaces(db: Db, blocks: readonly PlaceBlock[]): Promise<void> {
  await transact(db, async (tx) => {
    await sql`delete from number_place`.execute(tx);
    for (let from = 0; from < blocks.length; from += AT_ONCE) {
      const some = blocks.slice(from, from + AT_ONCE);
      await sql`insert into number_place (prefix, region, carrier)
        select * from unnest(${some.map((block) => block.prefix)}::int[], ${some.map((block) => block.region)}::text[],
          ${some.map((block) => block.carrier ?? null)}::text[])
        on conflict do nothing`.execute(tx);
    }
  });
}
