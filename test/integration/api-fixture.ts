import type { FastifyInstance, InjectOptions } from 'fastify';
import { buildApi } from '../../src/api/app.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import { createLogger } from '../../src/api/logger.ts';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { isAway } from '../../src/db/errors.ts';
import { ensurePartitions } from '../../src/db/partitions.ts';
import { syncRoles } from '../../src/db/people-bootstrap.ts';
import { hashPassword } from '../../src/db/people-passwords.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { createOffice } from '../../src/db/queries-office.ts';
import { timestamp } from '../../src/db/values.ts';
import { readDialable } from '../../src/lists/dialable.ts';
import { readPhone } from '../../src/lists/phone.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { importsHere } from '../support/imports-here.ts';
import { createDatabase } from '../support/postgres.ts';

export const ROLES = [
  'agent',
  'team-manager',
  'sales-manager',
  'assistant',
  'reviewer',
  'campaign-manager',
  'ops',
  'administrator',
] as const;
export type RoleKey = (typeof ROLES)[number];

export const PASSWORD = 'a password of the tests';
export const SECRET = 'the secret of the tests of src/api';

export interface Person {
  id: string;
  username: string;
  token: string;
}

/** What stands in the database: ids by a name that tells where it belongs. */
export interface Seeded {
  departments: { a: string; b: string };
  squads: { a1: string; a2: string };
  groups: { a: string; b: string };
  campaigns: { a: string; b: string };
  lists: { a: string; b: string };
  trunkId: string;
  callerIdId: string;
  doNotCallId: string;
}

export interface TestOffice {
  app: FastifyInstance;
  /** What it is built of, for a second one on the same database. */
  deps: ApiDeps;
  databaseUrl: string;
  db: Db;
  clock: VirtualClock;
  ids: UuidV7Source;
  vault: ReturnType<typeof createPhoneVault>;
  office: ReturnType<typeof createOffice>;
  seeded: Seeded;
  /** One of each role in department a, squad a1. */
  people: Record<RoleKey, Person>;
  /** Every line that was logged. */
  logged: string[];
  /** Routes as they were added: `GET /api/v1/users`. */
  routes: string[];
  person(role: string, place?: { departmentId?: string; squadId?: string | null }): Promise<Person>;
  contact(of: {
    campaign: 'a' | 'b';
    ownerId?: string;
    squadId?: string;
    number: string;
    name?: string;
  }): Promise<string>;
  /** An attempt and its record. */
  call(of: { contactId: string; agentId?: string; squadId?: string | null; open?: boolean }): Promise<string>;
  as(person: Person | undefined, method: string, url: string, body?: unknown, more?: InjectOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a body as any client sees it
  body: any;
  text: string;
  headers: Record<string, unknown>;
}

/** A whole API on its own database with two departments, a person of each role and a bit of everything. */
export async function startOffice(
  given: Partial<ApiDeps> | ((clock: VirtualClock) => Partial<ApiDeps>) = {},
): Promise<TestOffice> {
  const database = await createDatabase();
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 2, 0, 0));
  const ids = new UuidV7Source(clock, new SeededRng(11));
  const logged: string[] = [];
  const logger = createLogger({ level: 'trace', destination: { write: (line) => void logged.push(line) } });
  const db = openPool(database.url, 'api', logger);
  await ensurePartitions(db, clock.now());
  const vault = createPhoneVault(SECRET);
  const toE164 = (typed: string): string | undefined => {
    const read = readPhone(typed);
    return read.kind === 'number' ? read.e164 : undefined;
  };
  const office = createOffice({
    db,
    reports: db,
    clock,
    ids,
    vault,
    secretKey: SECRET,
    toE164,
    readNumber: readDialable,
  });
  const lists = importsHere({ db, vault, clock, ids, log: logger, secretKey: SECRET });
  await syncRoles({ db, clock, ids });
  const more = typeof given === 'function' ? given(clock) : given;
  const deps: ApiDeps = {
    ...office,
    clock,
    ids,
    logger,
    trustProxy: false,
    isAway,
    metrics: new Metrics(),
    health: [],
    live: { group: () => undefined },
    ...lists.office,
    floorZone: 'Asia/Shanghai',
    campaignDefaults: { hours: CN_HOURS, frequency: CN_FREQUENCY },
    ...more,
  };
  const app = buildApi(deps);
  const routes: string[] = [];
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) routes.push(`${method} ${route.url}`);
  });
  await app.ready();
  const passwordHash = await hashPassword(PASSWORD);
  const parts = { app, deps, db, clock, ids, vault, office, logged, routes };
  const seeded = await seed(parts);
  let people = 1000;
  const test: TestOffice = {
    ...parts,
    databaseUrl: database.url,
    seeded,
    people: {} as Record<RoleKey, Person>,
    person: async (role, place = {}) => {
      const id = ids.next();
      const username = `t${++people}`;
      const roleRow = await db.selectFrom('role').select('id').where('key', '=', role).executeTakeFirstOrThrow();
      const department_id = place.departmentId ?? seeded.departments.a;
      const squad_id = place.squadId === undefined ? seeded.squads.a1 : place.squadId;
      await db
        .insertInto('app_user')
        .values({
          ...{ id, staff_no: username, name: `人 ${username}`, password_hash: passwordHash, role_id: roleRow.id },
          ...{ department_id, squad_id, must_change_password: false, created_at: timestamp(clock.now()) },
        })
        .execute();
      const answer = await office.sessions.signIn({ staffNo: username, password: PASSWORD, address: username });
      if (answer.kind !== 'in') throw new Error(`${role} cannot sign in: ${answer.kind}`);
      return { id, username, token: answer.token };
    },
    contact: async (of) => await addContact(parts, seeded, of),
    call: async (of) => await addCall(parts, seeded, of),
    as: async (person, method, url, body, injected = {}) => {
      const answer = await app.inject({
        ...injected,
        method: method as 'GET',
        url,
        headers: {
          ...(person === undefined ? {} : { authorization: `Bearer ${person.token}` }),
          ...injected.headers,
        },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
      const parsed = isJson && answer.body !== '' ? (JSON.parse(answer.body) as unknown) : undefined;
      return { status: answer.statusCode, body: parsed, text: answer.body, headers: answer.headers };
    },
    close: async () => {
      await app.close();
      await db.destroy();
      await database.drop();
    },
  };
  for (const role of ROLES) test.people[role] = await test.person(role);
  return test;
}

type Parts = Pick<TestOffice, 'db' | 'clock' | 'ids' | 'vault'>;

async function seed({ db, clock, ids, vault }: Parts): Promise<Seeded> {
  const created_at = timestamp(clock.now());
  const [a, b, a1, a2] = [ids.next(), ids.next(), ids.next(), ids.next()];
  const team = (id: string, kind: string, name: string, parent_id: string | null) => ({
    id,
    kind,
    name,
    parent_id,
    created_at,
  });
  await db
    .insertInto('team')
    .values([team(a, 'department', '甲部', null), team(b, 'department', '乙部', null)])
    .execute();
  await db
    .insertInto('team')
    .values([team(a1, 'squad', '一队', a), team(a2, 'squad', '二队', a)])
    .execute();
  const [trunkId, callerIdId, doNotCallId] = [ids.next(), ids.next(), ids.next()];
  const trunk = {
    id: trunkId,
    key: 't1',
    name: '线路',
    sip_uri: 'sip:127.0.0.1:5080',
    calls_per_second: 20,
    channels: 100,
  };
  await db
    .insertInto('trunk')
    .values({ ...trunk, created_at })
    .execute();
  await db
    .insertInto('caller_id')
    .values({ id: callerIdId, number: '01055500001', trunk_id: trunkId, authorisation: '报备 1', created_at })
    .execute();
  const forbidden = vault.seal('+8613911110000');
  await db
    .insertInto('do_not_call')
    .values({
      ...{ id: doNotCallId, blind_index: Buffer.from(forbidden.blindIndex, 'hex'), masked: forbidden.masked },
      ...{ reason: '要求勿扰', source: 'api', created_at },
    })
    .execute();
  const own = async (department: string, key: string) => {
    const [groupId, campaignId, listId] = [ids.next(), ids.next(), ids.next()];
    const group = { id: groupId, key, name: `组 ${key}`, department_id: department, node: 'node1' };
    await db
      .insertInto('agent_group')
      .values({ ...group, created_at })
      .execute();
    await db
      .insertInto('campaign')
      .values({
        ...{ id: campaignId, name: `任务 ${key}`, department_id: department, group_id: groupId, created_at },
        ...{ hours: JSON.stringify(CN_HOURS), frequency: JSON.stringify(CN_FREQUENCY) },
      })
      .execute();
    await db.insertInto('campaign_trunk').values({ campaign_id: campaignId, trunk_id: trunkId }).execute();
    await db.insertInto('campaign_caller_id').values({ campaign_id: campaignId, caller_id_id: callerIdId }).execute();
    await db
      .insertInto('list')
      .values({ id: listId, campaign_id: campaignId, name: `名单 ${key}`, created_at })
      .execute();
    return { groupId, campaignId, listId };
  };
  const [inA, inB] = [await own(a, 'ga'), await own(b, 'gb')];
  return {
    departments: { a, b },
    squads: { a1, a2 },
    groups: { a: inA.groupId, b: inB.groupId },
    campaigns: { a: inA.campaignId, b: inB.campaignId },
    lists: { a: inA.listId, b: inB.listId },
    trunkId,
    callerIdId,
    doNotCallId,
  };
}

async function addContact(
  { db, clock, ids, vault }: Parts,
  seeded: Seeded,
  of: Parameters<TestOffice['contact']>[0],
): Promise<string> {
  const created_at = timestamp(clock.now());
  const [id, customer_id, phone_id] = [ids.next(), ids.next(), ids.next()];
  const department_id = seeded.departments[of.campaign];
  const owner = { owner_id: of.ownerId ?? null, squad_id: of.squadId ?? null };
  await db
    .insertInto('customer')
    .values({ id: customer_id, department_id, ...owner, created_at })
    .execute();
  const { blindIndex, ciphertext, masked } = vault.seal(of.number);
  const blind_index = Buffer.from(blindIndex, 'hex');
  const zones = ['Asia/Shanghai'];
  await db
    .insertInto('phone')
    .values({ id: phone_id, blind_index, ciphertext, masked, zones, customer_id, created_at })
    .execute();
  await db
    .insertInto('contact')
    .values({
      ...{ id, campaign_id: seeded.campaigns[of.campaign], list_id: seeded.lists[of.campaign], customer_id, phone_id },
      ...{ department_id, name: of.name ?? '客户', fields: JSON.stringify({ 备注: of.name ?? '' }) },
      ...{ due_at: created_at, created_at },
    })
    .execute();
  return id;
}

async function addCall(
  { db, clock, ids }: Parts,
  seeded: Seeded,
  of: Parameters<TestOffice['call']>[0],
): Promise<string> {
  const contact = await db
    .selectFrom('contact as c')
    .innerJoin('phone as p', 'p.id', 'c.phone_id')
    .innerJoin('campaign as k', 'k.id', 'c.campaign_id')
    .selectAll('c')
    .select(['p.blind_index', 'k.group_id'])
    .where('c.id', '=', of.contactId)
    .executeTakeFirstOrThrow();
  const id = ids.next();
  const placed_at = timestamp(clock.now());
  const common = {
    ...{ group_id: contact.group_id, campaign_id: contact.campaign_id, list_id: contact.list_id },
    ...{ contact_id: contact.id, customer_id: contact.customer_id, phone_id: contact.phone_id },
    ...{ trunk_id: seeded.trunkId, caller_id_id: seeded.callerIdId, agent_id: of.agentId ?? null },
    ...{ node: 'node1', mode: 'predictive', source: 'new', placed_at, charged: true },
  };
  await db
    .insertInto('attempt')
    .values({
      ...{ ...common, id, epoch: 1, blind_index: contact.blind_index, place_by: placed_at },
      ...{ state: of.open === true ? 'open' : 'closed', answered_at: placed_at, connected_at: placed_at },
    })
    .execute();
  if (of.open === true) return id;
  await db
    .insertInto('call_record')
    .values({
      ...{ ...common, attempt_id: id, department_id: contact.department_id, squad_id: of.squadId ?? null },
      ...{
        answered_at: placed_at,
        connected_at: placed_at,
        ended_at: placed_at,
        result: 'CONNECTED',
        ended_by: 'customer',
      },
    })
    .execute();
  return id;
}
