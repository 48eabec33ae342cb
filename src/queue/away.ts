/**
 * Redis did not answer in time, is not connected, or cannot serve now (loading, read-only, out of memory). What was asked
 * may or may not have been done. Nothing is dialed until it answers again (DESIGN.md, FAULTS 37-40).
 */
export class RedisAway extends Error {
  constructor(what: string, cause: unknown) {
    super(`Redis is away: ${what}: ${cause instanceof Error ? cause.message : 'unknown error'}`, { cause });
    this.name = 'RedisAway';
  }
}

/** Replies that say "not now" rather than "your command is wrong". */
const NOT_NOW =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/;

/** Turns every failure to get an answer into `RedisAway`; a reply that shows a mistake of ours goes through as it is. */
export async function answered<T>(what: string, reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Error && error.name === 'ReplyError' && !NOT_NOW.test(error.message)) throw error;
    throw new RedisAway(what, error);
  }
}
