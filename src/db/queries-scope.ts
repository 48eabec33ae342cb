import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../domain/roles.ts';

/**
 * Scopes as conditions of a query (DESIGN.md promise 7). Every query of the office has one of these in its WHERE; a row
 * beyond it is as if it were not there.
 */

/** What belongs to a department as a whole: campaigns, groups, lists. */
export function departmentRows(scope: Scope, departmentId: RawBuilder<unknown>): RawBuilder<boolean> {
  return scope.kind === 'all' ? sql`true` : sql`${departmentId} = ${scope.departmentId}`;
}

/** What belongs to one person in a squad in a department: users, calls. */
export function personRows(
  scope: Scope,
  columns: { person: RawBuilder<unknown>; squad: RawBuilder<unknown>; department: RawBuilder<unknown> },
): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'all':
      return sql`true`;
    case 'department':
      return sql`${columns.department} = ${scope.departmentId}`;
    case 'squad':
      // Who leads no squad sees what is his own.
      if (scope.squadId === undefined) return sql`${columns.person} = ${scope.userId}`;
      return sql`(${columns.squad} = ${scope.squadId} or ${columns.person} = ${scope.userId})`;
    case 'self':
      return sql`${columns.person} = ${scope.userId}`;
  }
}

/**
 * Contacts (alias `c`, customer `cu`): below the department a contact is one's own by its customer's owner or squad, or
 * by having been talked to. Others' 私海 stays theirs (PRODUCT.md "Who uses it").
 */
export function contactRows(scope: Scope): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'all':
      return sql`true`;
    case 'department':
      return sql`c.department_id = ${scope.departmentId}`;
    case 'squad':
      if (scope.squadId === undefined) return ownContacts(scope.userId);
      return sql`(cu.squad_id = ${scope.squadId} or (cu.owner_id is null and exists (
        select from attempt a join app_user u on u.id = a.agent_id
        where a.contact_id = c.id and u.squad_id = ${scope.squadId})))`;
    case 'self':
      return ownContacts(scope.userId);
  }
}

function ownContacts(userId: string): RawBuilder<boolean> {
  return sql`(cu.owner_id = ${userId} or (cu.owner_id is null and exists (
    select from attempt a where a.contact_id = c.id and a.agent_id = ${userId})))`;
}
