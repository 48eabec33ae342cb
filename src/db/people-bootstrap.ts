import { DEFAULT_ROLES } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { hashPassword, makePassword } from './people-passwords.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

/** Two starts at once must not both be the first. */
const FIRST_START = 'boda first start';

export interface BootstrapDeps {
  db: Db;
  clock: Clock;
  ids: IdSource;
}

/** Brings the roles that come with Boda to this version's; custom ones stay. Called at every start. */
export async function syncRoles({ db, clock, ids }: BootstrapDeps): Promise<void> {
  const created_at = timestamp(clock.now());
  await transact(db, async (tx) => {
    for (const { key, name, scope, permissions } of DEFAULT_ROLES) {
      const role = { name, scope, permissions: [...permissions], built_in: true };
      await tx
        .insertInto('role')
        .values({ id: ids.next(), key, ...role, created_at })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(role))
        .execute();
    }
  });
}

/**
 * Makes the first administrator where there is none yet, in a department of his own to start from. The password is made
 * here, shown once by the caller and changed at the first sign-in; undefined: somebody is there already.
 */
export async function createFirstAdministrator(
  deps: BootstrapDeps,
  account: { staffNo: string; name: string } = { staffNo: 'admin', name: '系统管理员' },
): Promise<{ username: string; password: string } | undefined> {
  await syncRoles(deps);
  const password = makePassword();
  const password_hash = await hashPassword(password);
  const now = deps.clock.now();
  return await transact(deps.db, async (tx) => {
    await lockFirstStart(tx);
    const somebody = await tx
      .selectFrom('app_user as u')
      .innerJoin('role as r', 'r.id', 'u.role_id')
      .select('u.id')
      .where('r.key', '=', 'administrator')
      .where('u.status', '=', 'active')
      .executeTakeFirst();
    if (somebody !== undefined) return undefined;
    const role = await tx.selectFrom('role').select('id').where('key', '=', 'administrator').executeTakeFirstOrThrow();
    const departmentId = await firstDepartment(tx, deps.ids, now);
    const id = deps.ids.next();
    const person = { id, staff_no: account.staffNo, name: account.name, password_hash, must_change_password: true };
    const place = { role_id: role.id, department_id: departmentId, created_at: timestamp(now) };
    await tx
      .insertInto('app_user')
      .values({ ...person, ...place })
      .execute();
    const details = { role: 'administrator', first: true };
    await appendAudit(
      tx,
      undefined,
      { action: 'user.create', subjectKind: 'user', subjectId: id, departmentId, details },
      now,
    );
    return { username: account.staffNo, password };
  });
}

async function lockFirstStart(tx: Tx): Promise<void> {
  const key = Buffer.from(FIRST_START).readInt32BE(0);
  await tx.selectNoFrom((eb) => eb.fn('pg_advisory_xact_lock', [eb.val(key)]).as('locked')).execute();
}

async function firstDepartment(tx: Tx, ids: IdSource, now: number): Promise<string> {
  const known = await tx
    .selectFrom('team')
    .select('id')
    .where('kind', '=', 'department')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = ids.next();
  await tx
    .insertInto('team')
    .values({ id, kind: 'department', name: '电销部', created_at: timestamp(now) })
    .execute();
  return id;
}
