import { Refused } from '../domain/refused.ts';
import { codeOf } from './errors.ts';

/** SQLSTATE of a unique violation. */
const TAKEN = '23505';
/** SQLSTATE of a foreign key violation. */
const DANGLING = '23503';

/** Runs `work`; a unique violation becomes a `conflict` that names the field. Nothing was written then. */
export async function orTaken<T>(field: string, wanted: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== TAKEN) throw error;
    throw new Refused('conflict', `${field} is taken`, [{ field, came: 'one that is taken', wanted }]);
  }
}

/** Runs `work`; a row that others still point at becomes a `conflict`. */
export async function orInUse<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== DANGLING) throw error;
    throw new Refused('conflict', `${what} is in use`);
  }
}

/** The row, or `not-found`. */
export function orNotFound<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Refused('not-found', `There is no such ${what}, or it is not yours to see.`);
  return row;
}
