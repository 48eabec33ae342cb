import { type RawBuilder, sql } from 'kysely';
import type { Principal, SignInAnswer } from '../domain/people.ts';
import { wrong } from '../domain/refused.ts';
import { knownPermissions, type ScopeKind } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { hashPassword, makeToken, passwordFits, refuseSlowly, tokenHash } from './people-passwords.ts';
import { SignInThrottle } from './people-throttle.ts';
import { type Db, transact } from './pool.ts';
import { moment } from './queries-page.ts';
import { optional, timestamp } from './values.ts';

/** A shift with its overtime. */
const SESSION_MS = 12 * 3_600_000;

/** Sign-in, and who stands behind a token. Nothing is cached: what was revoked is gone with the next request. */
export class PgSessions {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #throttle: SignInThrottle;

  constructor(db: Db, clock: Clock, ids: IdSource, secretKey: string) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
    this.#throttle = new SignInThrottle(db, clock, secretKey);
  }

  async signIn(asked: { staffNo: string; password: string; address: string }): Promise<SignInAnswer> {
    const { staffNo, password, address } = asked;
    const retryAfterMs = await this.#throttle.charge(staffNo, address);
    if (retryAfterMs > 0) return { kind: 'throttled', retryAfterMs };
    const user = await this.#db
      .selectFrom('app_user')
      .select(['id', 'password_hash', 'department_id'])
      .where('staff_no', '=', staffNo)
      .where('status', '=', 'active')
      .executeTakeFirst();
    const fits = user === undefined ? await refuseSlowly(password) : await passwordFits(user.password_hash, password);
    if (user === undefined || !fits) return { kind: 'wrong' };
    await this.#throttle.succeeded(staffNo, address);
    return await this.#open(user);
  }

  async #open(user: { id: string; department_id: string }): Promise<SignInAnswer> {
    const token = makeToken('session');
    const now = this.#clock.now();
    const expiresAt = now + SESSION_MS;
    const id = this.#ids.next();
    await transact(this.#db, async (tx) => {
      await tx
        .insertInto('session')
        .values({
          id,
          token_hash: tokenHash(token),
          user_id: user.id,
          created_at: timestamp(now),
          expires_at: timestamp(expiresAt),
        })
        .execute();
      const deed = {
        action: 'session.open',
        subjectKind: 'user',
        subjectId: user.id,
        departmentId: user.department_id,
      };
      await appendAudit(tx, { userId: user.id }, deed, now);
    });
    const principal = await this.resolve(token);
    // Suspended between the two statements.
    return principal === undefined ? { kind: 'wrong' } : { kind: 'in', token, expiresAt, principal };
  }

  async resolve(token: string): Promise<Principal | undefined> {
    const now = timestamp(this.#clock.now());
    const from = token.startsWith('bt_')
      ? liveTokens(sql`token_hash = ${tokenHash(token)}`, now)
      : liveSessions(sql`token_hash = ${tokenHash(token)}`, now);
    return (await principalsOf(this.#db, from))[0];
  }

  async present(vias: readonly Principal['via'][]): Promise<Map<string, Principal>> {
    const now = timestamp(this.#clock.now());
    const ids = (kind: Principal['via']['kind']) =>
      sql`id = any(${vias.filter((via) => via.kind === kind).map((via) => via.id)}::uuid[])`;
    const from = sql`${liveSessions(ids('session'), now)} union all ${liveTokens(ids('token'), now)}`;
    return new Map((await principalsOf(this.#db, from)).map((principal) => [principal.via.id, principal]));
  }

  async signOut(principal: Principal): Promise<void> {
    const now = this.#clock.now();
    const table = principal.via.kind === 'session' ? 'session' : 'api_token';
    await transact(this.#db, async (tx) => {
      await tx
        .updateTable(table)
        .set({ revoked_at: timestamp(now) })
        .where('id', '=', principal.via.id)
        .execute();
      const { departmentId } = principal.scope;
      const deed = { action: 'session.close', subjectKind: 'user', subjectId: principal.userId, departmentId };
      await appendAudit(tx, principal, deed, now);
    });
  }

  async changePassword(principal: Principal, change: { old: string; new: string }): Promise<void> {
    const user = await this.#db
      .selectFrom('app_user')
      .select('password_hash')
      .where('id', '=', principal.userId)
      .executeTakeFirstOrThrow();
    if (!(await passwordFits(user.password_hash, change.old))) {
      throw wrong('old', 'another password (hidden)', 'the present password');
    }
    if (change.new === change.old) throw wrong('new', 'the present password (hidden)', 'a new password');
    const password_hash = await hashPassword(change.new);
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const { userId } = principal;
      await tx
        .updateTable('app_user')
        .set({ password_hash, must_change_password: false })
        .where('id', '=', userId)
        .execute();
      await tx
        .updateTable('session')
        .set({ revoked_at: timestamp(now) })
        .where('user_id', '=', userId)
        .where('id', '<>', principal.via.id)
        .where('revoked_at', 'is', null)
        .execute();
      const { departmentId } = principal.scope;
      const deed = { action: 'user.password', subjectKind: 'user', subjectId: userId, departmentId };
      await appendAudit(tx, principal, deed, now);
    });
  }

  /** Removes sessions and failures that no longer matter; called daily. */
  async forget(): Promise<void> {
    await this.#throttle.forget();
    const before = moment(this.#clock.now() - 30 * 86_400_000);
    await this.#db.deleteFrom('session').where('expires_at', '<', before).execute();
  }
}

/** Sessions in force among those that `which` names. */
function liveSessions(which: RawBuilder<unknown>, now: string): RawBuilder<unknown> {
  return sql`select id, user_id, null::text[] as permissions, 'session' as via from session
    where ${which} and revoked_at is null and expires_at > ${now}`;
}

function liveTokens(which: RawBuilder<unknown>, now: string): RawBuilder<unknown> {
  return sql`select id, user_id, permissions, 'token' as via from api_token
    where ${which} and revoked_at is null and (expires_at is null or expires_at > ${now})`;
}

async function principalsOf(db: Db, from: RawBuilder<unknown>): Promise<Principal[]> {
  const { rows } = await sql<PrincipalRow>`
    select t.id as via_id, t.via, t.permissions as via_permissions, u.id, u.staff_no, u.name, u.must_change_password,
      u.locale, u.department_id, u.squad_id, r.key as role_key, r.permissions, r.scope
    from (${from}) t join app_user u on u.id = t.user_id and u.status = 'active' join role r on r.id = u.role_id`.execute(
    db,
  );
  return rows.map(principalOf);
}

interface PrincipalRow {
  via: 'session' | 'token';
  via_id: string;
  via_permissions: string[] | null;
  id: string;
  staff_no: string;
  name: string;
  must_change_password: boolean;
  locale: string;
  department_id: string;
  squad_id: string | null;
  role_key: string;
  permissions: string[];
  scope: string;
}

function principalOf(row: PrincipalRow): Principal {
  // A token never opens more than its owner's role does now, whatever it was made with.
  const granted = row.via_permissions === null ? undefined : new Set(row.via_permissions);
  const permissions = knownPermissions(row.permissions).filter((name) => granted === undefined || granted.has(name));
  return {
    userId: row.id,
    staffNo: row.staff_no,
    name: row.name,
    roleKey: row.role_key,
    permissions: new Set(permissions),
    scope: {
      kind: row.scope as ScopeKind,
      userId: row.id,
      squadId: optional(row.squad_id),
      departmentId: row.department_id,
    },
    locale: row.locale === 'en' ? 'en' : 'zh-CN',
    mustChangePassword: row.must_change_password,
    via: { kind: row.via, id: row.via_id },
  };
}
