import { createHmac } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { createFieldCipher, type FieldCipher } from './crypto.ts';
import type { Db } from './pool.ts';
import { moment } from './queries-page.ts';
import { timestamp } from './values.ts';

const KEEP_MS = 86_400_000;

export type KeptAnswer =
  | { kind: 'first' }
  | { kind: 'running' }
  | { kind: 'other-request' }
  | { kind: 'answered'; status: number; body: string };

/**
 * Answers kept by Idempotency-Key for a day. A request's fingerprint is keyed, as it may be made from a phone number;
 * the answer is sealed. One that was begun and never answered (the process died) stays `running` for that day: its fate
 * is not known, so it is not carried out again by itself.
 */
export class PgAnswers {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #secret: string;
  readonly #cipher: FieldCipher;

  constructor(db: Db, clock: Clock, secretKey: string) {
    this.#db = db;
    this.#clock = clock;
    this.#secret = secretKey;
    this.#cipher = createFieldCipher(secretKey, 'idempotent-answer');
  }

  async claim(asked: { userId: string; key: string; fingerprint: string }): Promise<KeptAnswer> {
    const now = this.#clock.now();
    const fingerprint = createHmac('sha256', this.#secret).update(`answer\n${asked.fingerprint}`).digest();
    const { userId: user_id, key } = asked;
    const mine = this.#db.deleteFrom('idempotent_answer').where('user_id', '=', user_id).where('key', '=', key);
    await mine.where('at', '<', moment(now - KEEP_MS)).execute();
    const first = await this.#db
      .insertInto('idempotent_answer')
      .values({ user_id, key, fingerprint, at: timestamp(now) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst();
    if (first !== undefined) return { kind: 'first' };
    const kept = await this.#db
      .selectFrom('idempotent_answer')
      .selectAll()
      .where('user_id', '=', user_id)
      .where('key', '=', key)
      .executeTakeFirst();
    // Forgotten in between by its own request, which broke: the asker may come again.
    if (kept === undefined) return { kind: 'running' };
    if (!kept.fingerprint.equals(fingerprint)) return { kind: 'other-request' };
    if (kept.status === null) return { kind: 'running' };
    return { kind: 'answered', status: kept.status, body: kept.body === null ? '' : this.#cipher.open(kept.body) };
  }

  async keep(asked: { userId: string; key: string; status: number; body: string }): Promise<void> {
    await this.#db
      .updateTable('idempotent_answer')
      .set({ status: asked.status, body: this.#cipher.seal(asked.body) })
      .where('user_id', '=', asked.userId)
      .where('key', '=', asked.key)
      .execute();
  }

  async forget(asked: { userId: string; key: string }): Promise<void> {
    await this.#db
      .deleteFrom('idempotent_answer')
      .where('user_id', '=', asked.userId)
      .where('key', '=', asked.key)
      .where('status', 'is', null)
      .execute();
  }

  /** Removes what is older than a day; called daily. */
  async forgetOld(): Promise<void> {
    await this.#db
      .deleteFrom('idempotent_answer')
      .where('at', '<', moment(this.#clock.now() - KEEP_MS))
      .execute();
  }
}
