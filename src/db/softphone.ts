import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { SoftphoneView } from '../domain/office.ts';
import type { Principal } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import type { Db, Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** As long as an agent's leg may stand (ASTERISK.md 16): a shift with its overtime. */
const PHONE_MS = 14 * 3_600_000;
/** The node asks for no domain; one that can exist nowhere keeps a stray phone from ringing anywhere else (RFC 2606). */
const DOMAIN = 'boda.invalid';

interface SeatPhone {
  sip_user: string;
  sip_password: string;
  sip_minted_at: number | null;
  contact_uri: string | null;
  state: string;
  since: number;
}

/** Undefined: a desk phone, or no sign-in for which a password was minted. */
export function softphoneOf(seat: SeatPhone): SoftphoneView | undefined {
  const { sip_user: sipUser, sip_password: sipPassword, sip_minted_at: mintedAt } = seat;
  if (seat.contact_uri !== null || mintedAt === null) return undefined;
  // Signed out since then.
  if (seat.state === 'offline' && seat.since >= mintedAt) return undefined;
  return { sipUser, sipPassword, sipUri: `sip:${sipUser}@${DOMAIN}`, expiresAt: mintedAt + PHONE_MS };
}

/**
 * The person works at his seat through this session from now on. A new sign-in gets a password of its own; one that the
 * runner has not heard of yet keeps its own, or page and node would hold different ones.
 */
export async function takeSeat(tx: Tx, { userId, via }: Pick<Principal, 'userId' | 'via'>, now: number): Promise<void> {
  const fresh = sql<boolean>`state = 'offline' and (sip_minted_at is null or since >= sip_minted_at)`;
  await tx
    .updateTable('agent_seat')
    .set({
      via_id: via.id,
      sip_password: sql`case when ${fresh} then ${randomBytes(24).toString('base64url')} else sip_password end`,
      // After the sign-out in any case, whose time another process may have written by another clock.
      sip_minted_at: sql`case when ${fresh} then greatest(${timestamp(now)}::timestamptz, since + interval '1 ms')
        else sip_minted_at end`,
    })
    .where('agent_id', '=', userId)
    .execute();
}

/** Whose phone may come in by the door to a node's SIP, and to which node. */
export class PgSoftphones {
  readonly #db: Db;
  readonly #clock: Clock;

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async take(principal: Principal): Promise<{ sipUser: string; node: string; expiresAt: number } | undefined> {
    const seat = await this.#db
      .selectFrom('agent_seat as s')
      .innerJoin('agent_group as g', 'g.id', 's.group_id')
      .select(['s.sip_user', 's.sip_password', 's.sip_minted_at', 's.contact_uri', 's.state', 's.since', 'g.node'])
      .where('s.agent_id', '=', principal.userId)
      .executeTakeFirst();
    const phone = seat === undefined ? undefined : softphoneOf(seat);
    if (seat === undefined || phone === undefined || phone.expiresAt <= this.#clock.now()) return undefined;
    // The phone lives and dies with the session that opened it last (FAULTS 57).
    await this.#db
      .updateTable('agent_seat')
      .set({ via_id: principal.via.id })
      .where('agent_id', '=', principal.userId)
      .execute();
    return { sipUser: phone.sipUser, node: seat.node, expiresAt: phone.expiresAt };
  }
}
