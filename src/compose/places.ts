import { readFile } from 'node:fs/promises';
import { keepPlaces } from '../db/number-places.ts';
import { openPool } from '../db/pool.ts';
import type { Log } from '../dialer/ports.ts';
import { readPhoneDat } from '../lists/places/phone-dat.ts';

/** `boda import-places FILE`: an owner's phone.dat replaces the one before; how many blocks it has. */
export async function importPlaces(databaseUrl: string, file: string, log: Log): Promise<number> {
  const blocks = readPhoneDat(await readFile(file));
  const db = openPool(databaseUrl, 'bulk', log);
  try {
    await keepPlaces(db, blocks);
  } finally {
    await db.destroy();
  }
  return blocks.length;
}
