import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../shared/clock.ts';
import type { Db } from './pool.ts';
import { moment } from './queries-page.ts';
import { timestamp } from './values.ts';

interface Limit {
  /** Failures that cost nothing. */
  free: number;
  firstWaitMs: number;
  longestWaitMs: number;
}

/** A person mistypes; behind one address sits a whole floor. After the free ones each failure doubles the wait. */
const OF_ACCOUNT: Limit = { free: 5, firstWaitMs: 5_000, longestWaitMs: 900_000 };
const OF_ADDRESS: Limit = { free: 200, firstWaitMs: 5_000, longestWaitMs: 300_000 };
/** Failures older than this no longer count. */
const FORGET_MS = 900_000;

/** Slows down guessing of passwords, over all processes: counted in Postgres by account+address and by address. */
export class SignInThrottle {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #secret: string;

  /** `secret` keys the hashes, so that neither names nor addresses can be read out of the table. */
  constructor(db: Db, clock: Clock, secret: string) {
    this.#db = db;
    this.#clock = clock;
    this.#secret = secret;
  }

  /**
   * Charges one try, before the password is looked at, so that a burst of tries at once is counted too. How long it must
   * wait instead, ms; 0 = try. Each key is one atomic statement.
   */
  async charge(account: string, address: string): Promise<number> {
    const wait = await this.#charge(this.#key(account, address), OF_ACCOUNT);
    return wait > 0 ? wait : await this.#charge(this.#key('', address), OF_ADDRESS);
  }

  /** The try was no failure: the account's failures are forgiven; of the address only this one, as it hides no guessing. */
  async succeeded(account: string, address: string): Promise<void> {
    await this.#db.deleteFrom('sign_in_failure').where('key', '=', this.#key(account, address)).execute();
    await sql`update sign_in_failure set failures = greatest(0, failures - 1),
        blocked_until = case when failures <= ${OF_ADDRESS.free} then null else blocked_until end
      where key = ${this.#key('', address)}`.execute(this.#db);
  }

  /** Forgets what no longer counts; called daily. */
  async forget(): Promise<void> {
    const before = moment(this.#clock.now() - FORGET_MS);
    await this.#db.deleteFrom('sign_in_failure').where('last_at', '<', before).execute();
  }

  async #charge(key: Buffer, limit: Limit): Promise<number> {
    const now = this.#clock.now();
    const { free, firstWaitMs, longestWaitMs } = limit;
    const blocked = sql`f.blocked_until > ${timestamp(now)}`;
    const failures = sql`case when f.last_at < ${timestamp(now - FORGET_MS)} then 1 else f.failures + 1 end`;
    const wait = sql`least(${longestWaitMs}, ${firstWaitMs} * power(2, least(20, (${failures}) - ${free}::int)))`;
    const { rows } = await sql<{ until: number | null }>`
      insert into sign_in_failure as f (key, failures, last_at) values (${key}, 1, ${timestamp(now)})
      on conflict (key) do update set
        failures = case when ${blocked} then f.failures else ${failures} end,
        last_at = case when ${blocked} then f.last_at else excluded.last_at end,
        blocked_until = case when ${blocked} then f.blocked_until
          when (${failures}) >= ${free} then ${timestamp(now)}::timestamptz + ${wait} * interval '1 millisecond' end
      returning old.blocked_until as until`.execute(this.#db);
    return Math.max(0, (rows[0]?.until ?? 0) - now);
  }

  #key(account: string, address: string): Buffer {
    return createHmac('sha256', this.#secret).update(`sign-in\n${account.toLowerCase()}\n${address}`).digest();
  }
}
