/** People as the office sees them, and who is asking. Times are milliseconds since the epoch. */
import type { Permission, Scope, ScopeKind } from './roles.ts';

/** Who stands behind a request: resolved anew for each one, so that a revoked right ends at once (DESIGN.md promise 7). */
export interface Principal {
  userId: string;
  staffNo: string;
  name: string;
  roleKey: string;
  permissions: ReadonlySet<Permission>;
  scope: Scope;
  locale: 'zh-CN' | 'en';
  mustChangePassword: boolean;
  via: { kind: 'session' | 'token'; id: string };
}

/** Who orders: stands in the audit row. */
export type Actor = Pick<Principal, 'userId' | 'scope' | 'permissions'>;

export interface UserView {
  id: string;
  staffNo: string;
  name: string;
  roleKey: string;
  departmentId: string;
  squadId: string | undefined;
  locale: string;
  seat: string | undefined;
  entryDate: string | undefined;
  status: 'active' | 'suspended' | 'left';
  createdAt: number;
}

export interface NewUser {
  staffNo: string;
  name: string;
  password: string;
  roleKey: string;
  departmentId: string;
  squadId: string | undefined;
  locale: 'zh-CN' | 'en';
  seat: string | undefined;
  entryDate: string | undefined;
}

/** What is undefined stays as it is; null takes it away. 工号 and department stay for life: they stand on every report. */
export interface UserChange {
  name: string | undefined;
  roleKey: string | undefined;
  squadId: string | null | undefined;
  locale: 'zh-CN' | 'en' | undefined;
  seat: string | null | undefined;
  entryDate: string | null | undefined;
}

export interface TeamView {
  id: string;
  parentId: string | undefined;
  kind: 'department' | 'squad';
  name: string;
  /** What its campaigns may dial where they name no prefixes themselves; undefined: as shipped. */
  prefixes: readonly string[] | undefined;
}

export interface RoleView {
  key: string;
  name: string;
  scope: ScopeKind;
  permissions: readonly string[];
  builtIn: boolean;
}

export interface TokenView {
  id: string;
  name: string;
  permissions: readonly string[];
  createdAt: number;
  expiresAt: number | undefined;
  revokedAt: number | undefined;
}

export type SignInAnswer =
  | { kind: 'in'; token: string; expiresAt: number; principal: Principal }
  /** Unknown account, wrong password and suspended look the same from outside. */
  | { kind: 'wrong' }
  | { kind: 'throttled'; retryAfterMs: number };
