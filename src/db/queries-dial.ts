import { sql } from 'kysely';
import type { DialOrder } from '../domain/office.ts';
import type { Principal } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import type { PhoneVault } from './crypto.ts';
import type { Tx } from './pool.ts';
import { orNotFound } from './queries-refusals.ts';
import { contactRows } from './queries-scope.ts';
import { timestamp } from './values.ts';

/** Whom a one-click dial means. */
export interface DialTarget {
  contactId: string;
  campaignId: string;
  blindIndex: string;
}

/** Reads a number as people write it: E.164, country, zones in which it may be; undefined = none that can be dialed. */
export type ReadNumber = (typed: string) => { e164: string; country: string; zones: readonly string[] } | undefined;

interface Parts {
  ids: IdSource;
  vault: PhoneVault;
  readNumber: ReadNumber;
}

interface Row {
  id: string;
  campaign_id: string;
  blind_index: Buffer;
  group_id: string;
  status: string;
}

interface Whom {
  customerId: string;
  phoneId: string;
  departmentId: string;
  name: string | null;
}

/**
 * The contact that a one-click dial means, within the asker's scope and his agent group. A customer or number without one
 * gets one in a running campaign of the group, closed, so that nothing but a click ever dials it.
 */
export async function dialTarget(
  tx: Tx,
  principal: Principal,
  groupId: string,
  order: DialOrder,
  parts: Parts,
  now: number,
): Promise<DialTarget> {
  if ('contactId' in order) {
    const row = orNotFound(await contactById(tx, principal.scope, order.contactId), 'contact');
    if (row.group_id !== groupId) throw new Refused('conflict', 'The contact belongs to another agent group.');
    return targetOf(row);
  }
  if ('customerId' in order) {
    const found = await contactOfCustomer(tx, principal.scope, groupId, order.customerId);
    if (found?.status === 'running') return targetOf(found);
    const whom = orNotFound(await customerById(tx, principal.scope, order.customerId), 'customer');
    return await newContact(tx, groupId, whom, parts, now);
  }
  return await byNumber(tx, principal, groupId, order.number, parts, now);
}

function targetOf(row: Row): DialTarget {
  return { contactId: row.id, campaignId: row.campaign_id, blindIndex: row.blind_index.toString('hex') };
}

async function contactById(tx: Tx, scope: Scope, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select c.id, c.campaign_id, p.blind_index, g.group_id, g.status
    from contact c join phone p on p.id = c.dial_phone_id join campaign g on g.id = c.campaign_id
    left join customer cu on cu.id = c.customer_id
    where c.id = ${id} and cu.deleted_at is null and ${contactRows(scope)}`.execute(tx);
  return rows[0];
}

/** The customer's contact that was last in work; one whose campaign runs before all others. */
async function contactOfCustomer(tx: Tx, scope: Scope, groupId: string, customerId: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select c.id, c.campaign_id, p.blind_index, g.group_id, g.status
    from contact c join phone p on p.id = c.dial_phone_id join campaign g on g.id = c.campaign_id
    join customer cu on cu.id = c.customer_id
    where c.customer_id = ${customerId} and cu.deleted_at is null and g.group_id = ${groupId} and ${contactRows(scope)}
    order by g.status = 'running' desc, c.last_attempt_at desc nulls last, c.created_at desc limit 1`.execute(tx);
  return rows[0];
}

async function customerById(tx: Tx, scope: Scope, id: string): Promise<Whom | undefined> {
  const mine =
    scope.kind === 'all'
      ? sql`true`
      : scope.kind === 'department'
        ? sql`cu.department_id = ${scope.departmentId}`
        : scope.kind === 'squad' && scope.squadId !== undefined
          ? sql`(cu.squad_id = ${scope.squadId} or cu.owner_id = ${scope.userId})`
          : sql`cu.owner_id = ${scope.userId}`;
  const { rows } = await sql<{ id: string; phone_id: string; department_id: string; name: string | null }>`
    select cu.id, p.id as phone_id, cu.department_id, cu.name
    from customer cu join phone p on p.customer_id = cu.id
    where cu.id = ${id} and cu.deleted_at is null and ${mine} order by p.created_at, p.id limit 1`.execute(tx);
  const [row] = rows;
  return row && { customerId: row.id, phoneId: row.phone_id, departmentId: row.department_id, name: row.name };
}

async function byNumber(
  tx: Tx,
  principal: Principal,
  groupId: string,
  typed: string,
  parts: Parts,
  now: number,
): Promise<DialTarget> {
  const read = parts.readNumber(typed);
  // Never the number itself: errors end up in logs and pages.
  if (read === undefined) throw wrong('number', 'something else', 'a telephone number that can be dialed');
  const sealed = parts.vault.seal(read.e164);
  const index = Buffer.from(sealed.blindIndex, 'hex');
  const phoneId = parts.ids.next();
  await sql`
    insert into phone (id, blind_index, ciphertext, masked, prefix, country, zones, created_at)
    values (${phoneId}, ${index}, ${sealed.ciphertext}, ${sealed.masked}, ${sealed.prefix}, ${read.country}, ${[...read.zones]}::text[],
      ${timestamp(now)})
    on conflict (blind_index) do nothing`.execute(tx);
  const { rows } = await sql<{
    id: string;
    customer_id: string | null;
    owner_id: string | null;
    department_id: string | null;
    name: string | null;
  }>`
    select p.id, cu.id as customer_id, cu.owner_id, cu.department_id, cu.name
    from phone p left join customer cu on cu.id = p.customer_id and cu.deleted_at is null
    where p.blind_index = ${index} for no key update of p`.execute(tx);
  const [phone] = rows;
  if (phone === undefined) throw new Error('a phone that was just made is not there');
  const { departmentId } = principal.scope;
  // RULES.md "私海 protection": a number that another protects is not called, and nothing is written.
  const isOthers = phone.owner_id !== null && phone.owner_id !== principal.userId;
  if (isOthers || (phone.department_id !== null && phone.department_id !== departmentId))
    throw new Refused('conflict', 'This number belongs to a customer of somebody else. 该号码为他人保护客户。');
  const customerId = phone.customer_id ?? (await newCustomer(tx, principal, phone.id, parts, now));
  const whom = { customerId, phoneId: phone.id, departmentId, name: phone.name };
  const target = await newContact(tx, groupId, whom, parts, now);
  const deed = { action: 'call.dial-number', subjectKind: 'contact', subjectId: target.contactId, departmentId };
  await appendAudit(tx, principal, { ...deed, details: { newCustomer: phone.customer_id === null } }, now);
  return target;
}

/** The customer is the caller's own: he sees it afterwards. */
async function newCustomer(tx: Tx, principal: Principal, phoneId: string, parts: Parts, now: number): Promise<string> {
  const id = parts.ids.next();
  const { departmentId, squadId } = principal.scope;
  await sql`
    insert into customer (id, department_id, squad_id, owner_id, created_at)
    values (${id}, ${departmentId}, ${squadId ?? null}, ${principal.userId}, ${timestamp(now)})`.execute(tx);
  await sql`update phone set customer_id = ${id} where id = ${phoneId}`.execute(tx);
  return id;
}

/** In the group's running campaign of the highest priority, in its list of calls by hand. */
async function newContact(tx: Tx, groupId: string, whom: Whom, parts: Parts, now: number): Promise<DialTarget> {
  const campaigns = await sql<{ id: string }>`
    select id from campaign where group_id = ${groupId} and department_id = ${whom.departmentId} and status = 'running'
    order by priority desc, created_at, id limit 1 for share`.execute(tx);
  const campaignId = campaigns.rows[0]?.id;
  if (campaignId === undefined) throw new Refused('conflict', 'No campaign of your agent group is running.');
  const listId = await listByHand(tx, campaignId, parts.ids, now);
  await sql`
    insert into contact (id, campaign_id, list_id, customer_id, phone_id, department_id, name, state, source, due_at, created_at)
    values (${parts.ids.next()}, ${campaignId}, ${listId}, ${whom.customerId}, ${whom.phoneId}, ${whom.departmentId},
      ${whom.name}, 'closed', 'api', ${timestamp(now)}, ${timestamp(now)})
    on conflict (list_id, phone_id) do nothing`.execute(tx);
  const { rows } = await sql<Row>`
    select c.id, c.campaign_id, p.blind_index, ${groupId} as group_id, 'running' as status
    from contact c join phone p on p.id = c.dial_phone_id
    where c.list_id = ${listId} and c.phone_id = ${whom.phoneId}`.execute(tx);
  return targetOf(orNotFound(rows[0], 'contact'));
}

async function listByHand(tx: Tx, campaignId: string, ids: IdSource, now: number): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from list where campaign_id = ${campaignId} and source = 'manual' order by created_at, id limit 1`.execute(
    tx,
  );
  if (rows[0]) return rows[0].id;
  const id = ids.next();
  await sql`
    insert into list (id, campaign_id, name, source, created_at)
    values (${id}, ${campaignId}, '手动外呼', 'manual', ${timestamp(now)})`.execute(tx);
  return id;
}
