/** What the gate asks about a contact and its campaign, for every statement that asks it. */
import { type RawBuilder, sql } from 'kysely';
import type { CallingHours, GateFacts } from '../dialer/ports.ts';
import { optional, timestamp } from './values.ts';

/** The gate's settings of campaign `c`, as `GateSettings`. */
export const gateSettings: RawBuilder<unknown> = sql`jsonb_build_object('campaign', c.gate,
  'department', coalesce((select t.gate from team t where t.id = c.department_id), '{}'),
  'calendar', (select value from setting where key = 'gate.calendar'),
  'regionHours', (select value from setting where key = 'gate.regionHours'))`;

export interface GateColumns {
  zones: string[];
  prefix: string | null;
  country: string | null;
  region: string | null;
  list_active: boolean;
  list_hours: CallingHours['campaign'] | null;
  consent: boolean;
  customer_deleted: boolean;
  protected_by: string | null;
  attempts_today: number;
  attempts_in_part: number;
  locked_until: number | null;
  lock_lifted_by: string | null;
}

/** For contact `c`, its phone `p`, its list `l` and its customer `u` (left joined); `floorZone`: where a day begins. */
export function gateColumns(now: number, floorZone: string): RawBuilder<unknown> {
  const at = sql`${timestamp(now)}::timestamptz`;
  return sql`coalesce(c.zones, p.zones) as zones, p.prefix, p.country, p.region, l.active as list_active,
    l.hours as list_hours, ${hasBasis} as consent, coalesce(u.deleted_at is not null, false) as customer_deleted,
    case when u.deleted_at is null then u.owner_id end as protected_by,
    (select count(*) from attempt a where a.contact_id = c.id and a.charged and a.placed_at >= ${dayStart(at, floorZone)}
    ) as attempts_today,
    (select count(*) from attempt a where a.contact_id = c.id and a.charged and a.placed_at >= ${partStart(at, floorZone)}
    ) as attempts_in_part,
    lock.until as locked_until, lock.lifted_by as lock_lifted_by`;
}

/** To be joined after `c` and `p`: the longest lock-out of the number or of the contact, in whichever list. */
export function lockOf(now: number): RawBuilder<unknown> {
  return sql`left join lateral (
    select o.abandoned_lock_until as until, to_jsonb(o) ->> 'abandoned_lock_lifted_by' as lifted_by from contact o
    where (o.phone_id = p.id or o.next_phone_id = p.id or o.id = c.id) and o.abandoned_lock_until > ${timestamp(now)}
    order by o.abandoned_lock_until desc limit 1) lock on true`;
}

/** RULES.md "Import": the batch a contact came in with, or its list, says on what right he may be called. */
const hasBasis = sql`(coalesce(l.legal_basis, '') <> '' or exists (
  select from import i where i.id = c.import_id and coalesce(i.legal_basis, '') <> ''))`;

export function dayStart(at: RawBuilder<unknown>, floorZone: string): RawBuilder<unknown> {
  return sql`(date_trunc('day', ${at} at time zone ${floorZone}) at time zone ${floorZone})`;
}

/** Before noon, before six, after: src/compliance/rules.ts. */
export function partStart(at: RawBuilder<unknown>, floorZone: string): RawBuilder<unknown> {
  return sql`((date_trunc('day', ${at} at time zone ${floorZone}) + make_interval(hours => (
    case when extract(hour from ${at} at time zone ${floorZone}) < 12 then 0
      when extract(hour from ${at} at time zone ${floorZone}) < 18 then 12 else 18 end))) at time zone ${floorZone})`;
}

/** The facts that are columns; the rest is looked up by number. */
export function columnFacts(row: GateColumns) {
  return {
    zones: row.zones,
    place: { prefix: optional(row.prefix), country: optional(row.country), region: optional(row.region) },
    list: { active: row.list_active, hours: optional(row.list_hours) },
    customer: { deleted: row.customer_deleted, protectedBy: optional(row.protected_by) },
    consent: row.consent,
    abandonedLockUntil: optional(row.locked_until),
    lockLiftedBy: row.lock_lifted_by === 'agent-reserved' ? row.lock_lifted_by : undefined,
  } satisfies Partial<GateFacts>;
}
