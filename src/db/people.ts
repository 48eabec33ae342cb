import { sql } from 'kysely';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor, NewUser, RoleView, TeamView, TokenView, UserChange, UserView } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import { mayGrant, type Permission, type Scope, type ScopeKind } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { endAccess } from './people-access.ts';
import { hashPassword, makeToken, tokenHash } from './people-passwords.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { orTaken } from './queries-refusals.ts';
import { personRows } from './queries-scope.ts';
import { optional, timestamp } from './values.ts';

const OF_USER = { person: sql`u.id`, squad: sql`u.squad_id`, department: sql`u.department_id` };

/** Users, teams, roles and API tokens. */
export class PgPeople {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async users(
    scope: Scope,
    filter: { status: string | undefined; squadId: string | undefined },
    page: PageRequest,
  ): Promise<Page<UserView>> {
    const after = idCursor(page.cursor);
    let query = selectUsers(this.#db, scope)
      .orderBy('u.id')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('u.id', '>', after);
    if (filter.status !== undefined) query = query.where('u.status', '=', filter.status);
    if (filter.squadId !== undefined) query = query.where('u.squad_id', '=', filter.squadId);
    return pageFrom((await query.execute()).map(userOf), page.limit, (user) => user.id);
  }

  async user(scope: Scope, id: string): Promise<UserView | undefined> {
    const row = await selectUsers(this.#db, scope).where('u.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : userOf(row);
  }

  async createUser(actor: Actor, user: NewUser): Promise<UserView> {
    const password_hash = await hashPassword(user.password);
    const id = this.#ids.next();
    const now = this.#clock.now();
    await orTaken('username', 'one that nobody has', () =>
      transact(this.#db, async (tx) => {
        const roleId = await grantableRole(tx, actor, user.roleKey);
        await checkTeams(tx, actor.scope, user);
        await tx
          .insertInto('app_user')
          .values({
            id,
            staff_no: user.staffNo,
            name: user.name,
            password_hash,
            // Whoever made the account knows the password: the person changes it.
            must_change_password: true,
            role_id: roleId,
            department_id: user.departmentId,
            squad_id: user.squadId ?? null,
            locale: user.locale,
            entry_date: user.entryDate ?? null,
            seat: user.seat ?? null,
            created_at: timestamp(now),
          })
          .execute();
        const details = { role: user.roleKey };
        const deed = {
          action: 'user.create',
          subjectKind: 'user',
          subjectId: id,
          departmentId: user.departmentId,
          details,
        };
        await appendAudit(tx, actor, deed, now);
      }),
    );
    return await this.#mustSee(id);
  }

  async setUserStatus(
    actor: Actor,
    id: string,
    status: 'active' | 'suspended' | 'left',
    reason: string,
  ): Promise<UserView> {
    if (id === actor.userId) throw wrong('id', 'your own', 'another person');
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const user = await this.#commanded(tx, actor, id);
      const disabled_at = status === 'active' ? null : timestamp(now);
      await tx.updateTable('app_user').set({ status, disabled_at }).where('id', '=', id).execute();
      if (status !== 'active') await endAccess(tx, this.#ids, id, now);
      const { department_id: departmentId } = user;
      const details = { from: user.status, to: status };
      const deed = { action: 'user.status', subjectKind: 'user', subjectId: id, departmentId, reason, details };
      await appendAudit(tx, actor, deed, now);
    });
    return await this.#mustSee(id);
  }

  async changeUser(actor: Actor, id: string, change: UserChange): Promise<UserView> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const user = await this.#commanded(tx, actor, id);
      const { name, roleKey, squadId, locale, seat, entryDate } = change;
      if (id === actor.userId && roleKey !== undefined)
        throw wrong('role', 'one for yourself', 'that of another person');
      const roleId = roleKey === undefined ? undefined : await grantableRole(tx, actor, roleKey);
      if (squadId !== undefined && squadId !== null)
        await checkTeams(tx, actor.scope, { departmentId: user.department_id, squadId });
      await tx
        .updateTable('app_user')
        // What is undefined stays as it is.
        .set({ name, locale, seat, role_id: roleId, squad_id: squadId, entry_date: entryDate })
        .where('id', '=', id)
        .execute();
      const { department_id: departmentId, role_key: from } = user;
      const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      const details = { fields, ...(roleKey === undefined ? {} : { role: { from, to: roleKey } }) };
      await appendAudit(
        tx,
        actor,
        { action: 'user.change', subjectKind: 'user', subjectId: id, departmentId, details },
        now,
      );
    });
    return await this.#mustSee(id);
  }

  async resetPassword(actor: Actor, id: string, password: string, reason: string): Promise<void> {
    if (id === actor.userId) throw wrong('id', 'your own', 'another person');
    const password_hash = await hashPassword(password);
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const { department_id: departmentId } = await this.#commanded(tx, actor, id);
      await tx
        .updateTable('app_user')
        .set({ password_hash, must_change_password: true })
        .where('id', '=', id)
        .execute();
      await endAccess(tx, this.#ids, id, now);
      await appendAudit(
        tx,
        actor,
        { action: 'user.password-reset', subjectKind: 'user', subjectId: id, departmentId, reason },
        now,
      );
    });
  }

  /** The person, locked, whom the actor sees and whose role may do no more than his own. */
  async #commanded(tx: Tx, actor: Actor, id: string) {
    const user = await selectUsers(tx, actor.scope).where('u.id', '=', id).forUpdate('u').executeTakeFirst();
    if (user === undefined) throw new Refused('not-found', 'There is no such user.');
    await grantableRole(tx, actor, user.role_key);
    return user;
  }

  async teams(scope: Scope): Promise<TeamView[]> {
    let query = this.#db.selectFrom('team').select(['id', 'parent_id', 'kind', 'name', 'gate']).orderBy('id');
    if (scope.kind !== 'all') {
      const { departmentId } = scope;
      query = query.where((eb) => eb.or([eb('id', '=', departmentId), eb('parent_id', '=', departmentId)]));
    }
    return (await query.execute()).map(teamOf);
  }

  async createTeam(
    actor: Actor,
    team: { kind: 'department' | 'squad'; parentId: string | undefined; name: string },
  ): Promise<TeamView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { kind, name } = team;
    await transact(this.#db, async (tx) => {
      const departmentId = await parentOf(tx, actor.scope, team);
      const parent_id = departmentId ?? null;
      await tx
        .insertInto('team')
        .values({ id, kind, name, parent_id, created_at: timestamp(now) })
        .execute();
      const deed = { action: 'team.create', subjectKind: 'team', subjectId: id, departmentId, details: { kind } };
      await appendAudit(tx, actor, deed, now);
    });
    return { id, kind, name, parentId: kind === 'squad' ? team.parentId : undefined, prefixes: undefined };
  }

  async renameTeam(actor: Actor, id: string, name: string): Promise<TeamView> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const team = await teamById(tx, id);
      const departmentId = team?.parent_id ?? team?.id;
      if (departmentId === undefined || (actor.scope.kind !== 'all' && departmentId !== actor.scope.departmentId))
        throw new Refused('not-found', 'There is no such team.');
      await tx.updateTable('team').set({ name }).where('id', '=', id).execute();
      await appendAudit(tx, actor, { action: 'team.change', subjectKind: 'team', subjectId: id, departmentId }, now);
    });
    const team = (await this.teams(actor.scope)).find((one) => one.id === id);
    if (team === undefined) throw new Refused('not-found', 'There is no such team.');
    return team;
  }

  async roles(): Promise<RoleView[]> {
    const rows = await this.#db.selectFrom('role').selectAll().orderBy('built_in', 'desc').orderBy('key').execute();
    return rows.map(({ key, name, scope, permissions, built_in: builtIn }) => ({
      key,
      name,
      scope: scope as ScopeKind,
      permissions,
      builtIn,
    }));
  }

  async createRole(
    actor: Actor,
    role: { key: string; name: string; scope: ScopeKind; permissions: Permission[] },
  ): Promise<RoleView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    await orTaken('key', 'one that no role has', () =>
      transact(this.#db, async (tx) => {
        await tx
          .insertInto('role')
          .values({ id, ...role, created_at: timestamp(now) })
          .execute();
        const details = { key: role.key, scope: role.scope, permissions: role.permissions };
        await appendAudit(tx, actor, { action: 'role.create', subjectKind: 'role', subjectId: id, details }, now);
      }),
    );
    return { ...role, builtIn: false };
  }

  async tokens(userId: string): Promise<TokenView[]> {
    const query = this.#db.selectFrom('api_token').selectAll().where('user_id', '=', userId).orderBy('id');
    return (await query.execute()).map((row) => ({
      id: row.id,
      name: row.name,
      permissions: row.permissions,
      createdAt: row.created_at,
      expiresAt: optional(row.expires_at),
      revokedAt: optional(row.revoked_at),
    }));
  }

  async createToken(
    actor: Actor,
    asked: { name: string; permissions: Permission[]; expiresAt: number | undefined },
  ): Promise<TokenView & { token: string }> {
    const missing = asked.permissions.find((permission) => !actor.permissions.has(permission));
    if (missing !== undefined) throw wrong('permissions', missing, 'only what your role has');
    const token = makeToken('api');
    const id = this.#ids.next();
    const now = this.#clock.now();
    const { name, permissions, expiresAt } = asked;
    const row = { id, token_hash: tokenHash(token), user_id: actor.userId, name, permissions };
    await transact(this.#db, async (tx) => {
      await tx
        .insertInto('api_token')
        .values({ ...row, created_at: timestamp(now), expires_at: timestamp(expiresAt) })
        .execute();
      const { departmentId } = actor.scope;
      const deed = {
        action: 'token.create',
        subjectKind: 'token',
        subjectId: id,
        departmentId,
        details: { permissions },
      };
      await appendAudit(tx, actor, deed, now);
    });
    return { id, name, permissions, createdAt: now, expiresAt, revokedAt: undefined, token };
  }

  async revokeToken(actor: Actor, id: string): Promise<void> {
    const now = this.#clock.now();
    await transact(this.#db, async (tx) => {
      const done = await tx
        .updateTable('api_token')
        .set({ revoked_at: timestamp(now) })
        .where('id', '=', id)
        .where('user_id', '=', actor.userId)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (done === undefined) throw new Refused('not-found', 'There is no such token of yours in force.');
      const { departmentId } = actor.scope;
      await appendAudit(tx, actor, { action: 'token.revoke', subjectKind: 'token', subjectId: id, departmentId }, now);
    });
  }

  async #mustSee(id: string): Promise<UserView> {
    const everything: Scope = { kind: 'all', userId: id, squadId: undefined, departmentId: id };
    const user = await this.user(everything, id);
    if (user === undefined) throw new Refused('not-found', 'There is no such user.');
    return user;
  }
}

function selectUsers(db: Db | Tx, scope: Scope) {
  return db
    .selectFrom('app_user as u')
    .innerJoin('role as r', 'r.id', 'u.role_id')
    .select(['u.id', 'u.staff_no', 'u.name', 'r.key as role_key', 'u.department_id', 'u.squad_id', 'u.locale'])
    .select(['u.seat', 'u.entry_date', 'u.status', 'u.created_at'])
    .where(personRows(scope, OF_USER));
}

/** The role's id, if the actor may hand it out (and so command those who have it). */
async function grantableRole(tx: Tx, actor: Actor, key: string): Promise<string> {
  const role = await tx.selectFrom('role').selectAll().where('key', '=', key).executeTakeFirst();
  if (role === undefined) throw wrong('role', 'a key that no role has', 'the key of a role');
  const fits = mayGrant(actor.permissions, actor.scope.kind, { ...role, scope: role.scope as ScopeKind });
  if (!fits) throw new Refused('forbidden', 'That role may do more than yours.');
  return role.id;
}

/** A department within the actor's scope, and a squad of that department. */
async function checkTeams(tx: Tx, scope: Scope, user: Pick<NewUser, 'departmentId' | 'squadId'>): Promise<void> {
  const mine = scope.kind === 'all' || user.departmentId === scope.departmentId;
  const department = mine ? await teamById(tx, user.departmentId) : undefined;
  if (department?.kind !== 'department') throw wrong('departmentId', 'another id', 'a department of yours');
  if (user.squadId === undefined) return;
  const squad = await teamById(tx, user.squadId);
  if (squad?.parent_id !== user.departmentId) throw wrong('squadId', 'another id', 'a squad of the department');
}

async function parentOf(
  tx: Tx,
  scope: Scope,
  team: { kind: string; parentId: string | undefined },
): Promise<string | undefined> {
  if (team.kind === 'department') {
    if (team.parentId !== undefined) throw wrong('parentId', 'an id', 'nothing: a department stands alone');
    if (scope.kind !== 'all') throw new Refused('forbidden', 'A new department needs the scope `all`.');
    return undefined;
  }
  const parent = team.parentId === undefined ? undefined : await teamById(tx, team.parentId);
  const mine = scope.kind === 'all' || parent?.id === scope.departmentId;
  if (parent?.kind !== 'department' || !mine)
    throw wrong('parentId', 'no department of yours', 'a department of yours');
  return parent.id;
}

async function teamById(tx: Tx, id: string) {
  return await tx.selectFrom('team').select(['id', 'kind', 'parent_id']).where('id', '=', id).executeTakeFirst();
}

function teamOf(row: { id: string; parent_id: string | null; kind: string; name: string; gate: unknown }): TeamView {
  const kind = row.kind === 'squad' ? 'squad' : 'department';
  const { allowPrefixes } = row.gate as { allowPrefixes?: readonly string[] };
  return { id: row.id, parentId: optional(row.parent_id), kind, name: row.name, prefixes: allowPrefixes };
}

function userOf(row: {
  id: string;
  staff_no: string;
  name: string;
  role_key: string;
  department_id: string;
  squad_id: string | null;
  locale: string;
  seat: string | null;
  entry_date: string | null;
  status: string;
  created_at: number;
}): UserView {
  return {
    id: row.id,
    staffNo: row.staff_no,
    name: row.name,
    roleKey: row.role_key,
    departmentId: row.department_id,
    squadId: optional(row.squad_id),
    locale: row.locale,
    seat: optional(row.seat),
    entryDate: optional(row.entry_date),
    status: row.status as UserView['status'],
    createdAt: row.created_at,
  };
}
