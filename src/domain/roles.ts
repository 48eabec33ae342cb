/**
 * Who may do what (PRODUCT.md "Who uses it"): permissions are a closed union, a role is permissions × one scope.
 * A permission says which door opens; the scope says which rows are behind it and is applied in the query.
 */

export const PERMISSIONS = [
  'agent.work',
  'audit.read',
  'call-backs.hand-over',
  'call-backs.write',
  // To dial a number as typed, instead of a contact or customer: no shipped role has it.
  'calls.dial-number',
  // To set a house rule of the gate aside for one call by hand, with a reason: no shipped role has it.
  'calls.override',
  'campaigns.live',
  'campaigns.read',
  'campaigns.run',
  'campaigns.write',
  'contacts.export',
  'contacts.read',
  'contacts.write',
  'dnc.add',
  'dnc.export',
  'dnc.import',
  'dnc.read',
  'dnc.remove',
  // To decide on others' exports of many rows or full numbers.
  'exports.approve',
  'groups.read',
  'groups.write',
  'lines.read',
  'lines.write',
  'lists.import',
  'lists.read',
  'lists.write',
  'metrics.read',
  'numbers.reveal',
  'records.export',
  'records.read',
  'results.write',
  'roles.read',
  'roles.write',
  'settings.read',
  'settings.write',
  'stop.lift',
  'stop.set',
  'teams.read',
  'teams.write',
  'tokens.write',
  'users.read',
  'users.write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Narrowest first: the order is used to compare. */
export const SCOPE_KINDS = ['self', 'squad', 'department', 'all'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/**
 * Which rows a person sees. Every query of the office takes one. What belongs to a whole department (campaigns, groups,
 * lists) is seen by `self` and `squad` as by their department; what belongs to a person is not.
 */
export interface Scope {
  kind: ScopeKind;
  userId: string;
  squadId: string | undefined;
  departmentId: string;
}

export interface RoleDefinition {
  key: string;
  name: string;
  scope: ScopeKind;
  permissions: readonly Permission[];
}

const CAMPAIGNS: readonly Permission[] = ['campaigns.read', 'campaigns.live', 'campaigns.write', 'campaigns.run'];
const LISTS: readonly Permission[] = ['lists.read', 'lists.write', 'lists.import', 'contacts.export'];

/** The roles that come with Boda, in the order of PRODUCT.md's table. */
export const DEFAULT_ROLES: readonly RoleDefinition[] = [
  {
    key: 'agent',
    name: '电销专员',
    scope: 'self',
    permissions: ['agent.work', 'call-backs.write', 'contacts.read', 'records.read'],
  },
  {
    key: 'team-manager',
    name: '客户经理',
    scope: 'squad',
    permissions: [
      'call-backs.hand-over',
      'call-backs.write',
      'campaigns.live',
      'campaigns.read',
      'contacts.read',
      'contacts.write',
      'dnc.add',
      'dnc.read',
      'groups.read',
      'lists.read',
      'numbers.reveal',
      'records.read',
      'teams.read',
      'users.read',
    ],
  },
  {
    key: 'sales-manager',
    name: '销售经理',
    scope: 'department',
    permissions: [
      ...CAMPAIGNS,
      ...LISTS,
      'audit.read',
      'call-backs.hand-over',
      'call-backs.write',
      'contacts.read',
      'contacts.write',
      'dnc.add',
      'dnc.export',
      'dnc.import',
      'dnc.read',
      'dnc.remove',
      'exports.approve',
      'groups.read',
      'groups.write',
      'lines.read',
      'numbers.reveal',
      'records.export',
      'records.read',
      'results.write',
      'roles.read',
      'stop.lift',
      'stop.set',
      'teams.read',
      'tokens.write',
      'users.read',
      'users.write',
    ],
  },
  {
    key: 'assistant',
    name: '经理助理',
    scope: 'department',
    permissions: [
      'campaigns.live',
      'campaigns.read',
      'contacts.read',
      'dnc.read',
      'groups.read',
      'lists.read',
      'records.read',
      'teams.read',
      'users.read',
    ],
  },
  {
    key: 'reviewer',
    name: '质检员',
    scope: 'department',
    permissions: ['campaigns.read', 'records.read', 'teams.read', 'users.read'],
  },
  {
    key: 'campaign-manager',
    name: '外呼任务经理',
    scope: 'department',
    permissions: [
      ...CAMPAIGNS,
      ...LISTS,
      'contacts.read',
      'contacts.write',
      'dnc.add',
      'dnc.import',
      'dnc.read',
      'groups.read',
      'lines.read',
      'records.export',
      'records.read',
      'stop.set',
      'tokens.write',
    ],
  },
  {
    key: 'ops',
    name: '运维',
    scope: 'all',
    permissions: [
      'groups.read',
      'lines.read',
      'metrics.read',
      'settings.read',
      'settings.write',
      'stop.lift',
      'stop.set',
      'tokens.write',
    ],
  },
  {
    key: 'administrator',
    name: '系统管理员',
    scope: 'all',
    permissions: [
      'audit.read',
      'campaigns.read',
      'groups.read',
      'groups.write',
      'lines.read',
      'lines.write',
      'metrics.read',
      'roles.read',
      'roles.write',
      'settings.read',
      'settings.write',
      'stop.lift',
      'stop.set',
      'teams.read',
      'teams.write',
      'tokens.write',
      'users.read',
      'users.write',
    ],
  },
];

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

/** What of `names` this version knows: a permission written by another version opens nothing. */
export function knownPermissions(names: readonly string[]): Permission[] {
  return names.filter((name): name is Permission => KNOWN.has(name));
}

/** Whether someone holding `own` within `ownScope` may hand out `role`: nobody gives what he has not. */
export function mayGrant(
  own: ReadonlySet<Permission>,
  ownScope: ScopeKind,
  role: { permissions: readonly string[]; scope: ScopeKind },
): boolean {
  // Who makes roles could give himself any; so for him the check would only be a detour.
  if (own.has('roles.write')) return true;
  const fits = SCOPE_KINDS.indexOf(role.scope) <= SCOPE_KINDS.indexOf(ownScope);
  return fits && role.permissions.every((name) => KNOWN.has(name) && own.has(name as Permission));
}
