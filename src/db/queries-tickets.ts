import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Principal } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import { tokenHash } from './people-passwords.ts';
import type { PgSessions } from './people-sessions.ts';
import type { Db } from './pool.ts';
import { moment } from './queries-page.ts';
import { timestamp } from './values.ts';

const TICKET_MS = 30_000;
const TICKET = /^tk_[A-Za-z0-9_-]{43}$/;

/** Tickets for WebSockets. Only the hash is kept; the statement that finds one removes it. */
export class PgTickets {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #sessions: Pick<PgSessions, 'present'>;

  constructor(db: Db, clock: Clock, sessions: Pick<PgSessions, 'present'>) {
    this.#db = db;
    this.#clock = clock;
    this.#sessions = sessions;
  }

  async issue({ via }: Pick<Principal, 'via'>, kind: 'events' | 'sip'): Promise<{ ticket: string; expiresAt: number }> {
    const ticket = `tk_${randomBytes(32).toString('base64url')}`;
    const expiresAt = this.#clock.now() + TICKET_MS;
    await this.#db
      .insertInto('socket_ticket')
      .values({ hash: tokenHash(ticket), kind, via: via.kind, via_id: via.id, expires_at: timestamp(expiresAt) })
      .execute();
    return { ticket, expiresAt };
  }

  /** A ticket shown at the wrong door is spent too: whoever has it there should not have it. */
  async redeem(ticket: string, kind: 'events' | 'sip'): Promise<Principal | undefined> {
    if (!TICKET.test(ticket)) return undefined;
    const { rows } = await sql<{ kind: string; via: Principal['via']['kind']; via_id: string; expires_at: number }>`
      delete from socket_ticket where hash = ${tokenHash(ticket)} returning kind, via, via_id, expires_at`.execute(
      this.#db,
    );
    const row = rows[0];
    if (row === undefined || row.kind !== kind || row.expires_at <= this.#clock.now()) return undefined;
    const principal = (await this.#sessions.present([{ kind: row.via, id: row.via_id }])).get(row.via_id);
    return principal?.mustChangePassword === true ? undefined : principal;
  }

  /** Removes tickets that nobody used; called daily. */
  async forget(): Promise<void> {
    const before = moment(this.#clock.now());
    await this.#db.deleteFrom('socket_ticket').where('expires_at', '<', before).execute();
  }
}
