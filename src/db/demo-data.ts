/**
 * The demo floor (PRODUCT.md "Who uses it"): a department of 48 agents in 4 squads with all its roles, one agent group,
 * one trunk, three campaigns that dial round the clock and 5,000 contacts. Written once; a later start keeps what is there.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Rng } from '../shared/rng.ts';
import { appendAudit } from './audit.ts';
import { createFieldCipher, type PhoneVault } from './crypto.ts';
import { writeDemoContacts } from './demo-contacts.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import { syncRoles } from './people-bootstrap.ts';
import { hashPassword, makePassword } from './people-passwords.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { timestamp } from './values.ts';

export interface DemoParts {
  db: Db;
  vault: PhoneVault;
  /** Seals the demo's password, so that a second start can print it again. */
  secretKey: string;
  ids: IdSource;
  clock: Clock;
  rng: Rng;
  /** Name of the node (ARI_NODES) on which the demo's group lives; may change from start to start. */
  node: string;
  trunkSipUri: string;
  /** The E.164 number of the n-th contact, n from 0: the carrier decides by number how a callee behaves. */
  numberFor(n: number): string;
  /** For everybody (`BODA_DEMO_PASSWORD`); made by chance where it is not given. */
  password?: string | undefined;
  /** Static contact of an agent's phone, for phones that do not register. */
  contactUriFor?(agent: { username: string; sipUser: string; index: number }): string | undefined;
}

export interface DemoAccounts {
  accounts: { role: string; username: string; password: string; name: string }[];
  agents: { username: string; password: string }[];
}

const PASSWORD_KEY = 'demo.password';
const LOCK = 0x64656d6f;
const ROUND_THE_CLOCK = { from: 0, to: 1_440 };
const DAY_MS = 86_400_000;

const CAMPAIGNS = [
  { name: '存量客户回访', weight: 3, contacts: 2_500 },
  { name: '新品体验邀约', weight: 2, contacts: 1_500 },
  { name: '到期续费提醒', weight: 1, contacts: 1_000 },
];

/** Writes the demo where it is not there yet. Resolves to the accounts with their password, in both cases. */
export async function writeDemoData(parts: DemoParts): Promise<DemoAccounts> {
  await syncRoles(parts);
  const password = await demoPassword(parts);
  await transact(parts.db, async (tx) => {
    await tx.selectNoFrom((eb) => eb.fn('pg_advisory_xact_lock', [eb.val(LOCK)]).as('locked')).execute();
    const people = DEMO_PEOPLE.map((person) => person.username);
    const known = await tx
      .selectFrom('app_user')
      .select('id')
      .where('staff_no', 'in', people)
      .limit(1)
      .executeTakeFirst();
    if (known === undefined) await writeAll(tx, parts, password);
    else await refreshPhones(tx, parts);
  });
  return {
    accounts: DEMO_PEOPLE.filter((person, i, all) => all.findIndex((other) => other.role === person.role) === i).map(
      ({ role, username, name }) => ({ role, username, name, password }),
    ),
    agents: DEMO_PEOPLE.filter((person) => person.role === 'agent').map(({ username }) => ({ username, password })),
  };
}

/** The password in force: the given one, the one of the first start, or a new one. */
async function demoPassword({ db, secretKey, clock, password }: DemoParts): Promise<string> {
  const cipher = createFieldCipher(secretKey, 'demo-password');
  const kept = await db.selectFrom('setting').select('value').where('key', '=', PASSWORD_KEY).executeTakeFirst();
  const before = typeof kept?.value === 'string' ? cipher.open(Buffer.from(kept.value, 'base64')) : undefined;
  const now = password ?? before ?? makePassword();
  if (now === before) return now;
  const row = { value: JSON.stringify(cipher.seal(now).toString('base64')), updated_at: timestamp(clock.now()) };
  await db
    .insertInto('setting')
    .values({ key: PASSWORD_KEY, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
  const people = DEMO_PEOPLE.map((person) => person.username);
  const password_hash = await hashPassword(now);
  await db.updateTable('app_user').set({ password_hash }).where('staff_no', 'in', people).execute();
  return now;
}

async function writeAll(tx: Tx, parts: DemoParts, password: string): Promise<void> {
  const { ids, clock } = parts;
  const created_at = timestamp(clock.now());
  const departmentId = ids.next();
  await tx.insertInto('team').values({ id: departmentId, kind: 'department', name: '电销一部', created_at }).execute();
  const squadIds = await writeSquads(tx, parts, departmentId);
  const groupId = ids.next();
  const group = { id: groupId, key: 'sales', name: '电销一部坐席组', department_id: departmentId, node: parts.node };
  await tx
    .insertInto('agent_group')
    .values({ ...group, mode: 'predictive', created_at })
    .execute();
  await writePeople(tx, parts, { departmentId, squadIds, groupId, password });
  const lines = await writeLines(tx, parts);
  let first = 0;
  for (const campaign of CAMPAIGNS) {
    const { listId, campaignId } = await writeCampaign(tx, parts, { ...campaign, departmentId, groupId, ...lines });
    await writeDemoContacts(tx, parts, { campaignId, listId, departmentId, first, count: campaign.contacts });
    first += campaign.contacts;
  }
  const details = { demo: true, people: DEMO_PEOPLE.length, contacts: first };
  const deed = { action: 'demo.write', subjectKind: 'department', subjectId: departmentId, departmentId, details };
  await appendAudit(tx, undefined, deed, clock.now());
}

async function writeSquads(tx: Tx, { ids, clock }: DemoParts, departmentId: string): Promise<string[]> {
  const squads = ['一队', '二队', '三队', '四队'].map((name) => ({
    id: ids.next(),
    kind: 'squad',
    name,
    parent_id: departmentId,
    created_at: timestamp(clock.now()),
  }));
  await tx.insertInto('team').values(squads).execute();
  return squads.map((squad) => squad.id);
}

interface Place {
  departmentId: string;
  squadIds: readonly string[];
  groupId: string;
  password: string;
}

async function writePeople(tx: Tx, parts: DemoParts, place: Place): Promise<void> {
  const { ids, clock } = parts;
  const roles = new Map(
    (await tx.selectFrom('role').select(['id', 'key']).execute()).map((role) => [role.key, role.id]),
  );
  // One hash for all: it is one password.
  const password_hash = await hashPassword(place.password);
  const created_at = timestamp(clock.now());
  const rows = DEMO_PEOPLE.map((person) => ({
    id: ids.next(),
    staff_no: person.username,
    name: person.name,
    password_hash,
    must_change_password: false,
    role_id: roles.get(person.role) ?? '',
    department_id: place.departmentId,
    squad_id: person.squad === undefined ? null : (place.squadIds[person.squad] ?? null),
    created_at,
  }));
  await tx.insertInto('app_user').values(rows).execute();
  const seats = rows
    .filter((_, i) => DEMO_PEOPLE[i]?.role === 'agent')
    .map((row, index) => ({
      agent_id: row.id,
      group_id: place.groupId,
      sip_user: sipUserOf(row.staff_no),
      sip_password: randomBytes(24).toString('base64url'),
      contact_uri: contactOf(parts, row.staff_no, index),
      since: created_at,
    }));
  await tx.insertInto('agent_seat').values(seats).execute();
}

/** The carrier and the phones of the demo may stand elsewhere after a restart (other ports). */
/** Another start may bring other telephony: another node, another carrier. */
async function refreshPhones(tx: Tx, parts: DemoParts): Promise<void> {
  await tx.updateTable('trunk').set({ sip_uri: parts.trunkSipUri }).where('key', '=', 'sim').execute();
  await tx.updateTable('agent_group').set({ node: parts.node }).where('key', '=', 'sales').execute();
  for (const [index, { username }] of DEMO_PEOPLE.filter((person) => person.role === 'agent').entries()) {
    await tx
      .updateTable('agent_seat')
      .set({ contact_uri: contactOf(parts, username, index) })
      .where('sip_user', '=', sipUserOf(username))
      .execute();
  }
}

function contactOf(parts: DemoParts, username: string, index: number): string | null {
  return parts.contactUriFor?.({ username, sipUser: sipUserOf(username), index }) ?? null;
}

function sipUserOf(username: string): string {
  return `a${username}`;
}

async function writeLines(
  tx: Tx,
  { ids, clock, trunkSipUri }: DemoParts,
): Promise<{ trunkId: string; callerIds: string[] }> {
  const created_at = timestamp(clock.now());
  const trunkId = ids.next();
  const trunk = {
    id: trunkId,
    key: 'sim',
    name: '演示线路',
    sip_uri: trunkSipUri,
    calls_per_second: 20,
    channels: 300,
  };
  await tx
    .insertInto('trunk')
    .values({ ...trunk, created_at })
    .execute();
  // 555 0xxx is not given out anywhere.
  const callerIds = Array.from({ length: 5 }, (_, i) => ({
    id: ids.next(),
    number: `0105550010${i}`,
    trunk_id: trunkId,
  }));
  const rows = callerIds.map((callerId) => ({
    ...callerId,
    holder: '演示公司',
    authorisation: '演示报备',
    created_at,
  }));
  await tx.insertInto('caller_id').values(rows).execute();
  return { trunkId, callerIds: callerIds.map((callerId) => callerId.id) };
}

async function writeCampaign(
  tx: Tx,
  { ids, clock }: DemoParts,
  of: { name: string; weight: number; departmentId: string; groupId: string; trunkId: string; callerIds: string[] },
): Promise<{ campaignId: string; listId: string }> {
  const [campaignId, listId, created_at] = [ids.next(), ids.next(), timestamp(clock.now())];
  const everyDay = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [ROUND_THE_CLOCK]]));
  const windows = [
    { max: 5, windowMs: DAY_MS },
    { max: 3, windowMs: 5 * 60_000 },
  ];
  await tx
    .insertInto('campaign')
    .values({
      id: campaignId,
      name: of.name,
      department_id: of.departmentId,
      group_id: of.groupId,
      status: 'running',
      weight: of.weight,
      hours: JSON.stringify({ legal: ROUND_THE_CLOCK, campaign: everyDay }),
      frequency: JSON.stringify({ windows }),
      created_at,
    })
    .execute();
  await tx.insertInto('campaign_trunk').values({ campaign_id: campaignId, trunk_id: of.trunkId }).execute();
  const shown = of.callerIds.map((caller_id_id) => ({ campaign_id: campaignId, caller_id_id }));
  await tx.insertInto('campaign_caller_id').values(shown).execute();
  const source = { source: '演示数据', legal_basis: '演示' };
  await tx
    .insertInto('list')
    .values({ id: listId, campaign_id: campaignId, name: of.name, ...source, created_at })
    .execute();
  return { campaignId, listId };
}
