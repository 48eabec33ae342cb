import { createPhoneVault } from '../../src/db/crypto.ts';
import type { Db } from '../../src/db/pool.ts';
import type { CallRecord, Claim, GateVerdict, Intent, IntentDraft, Log } from '../../src/dialer/ports.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Monday 10:00 in Shanghai. */
export const NOW = Date.UTC(2026, 0, 5, 2, 0, 0);
export const FLOOR = { floorZone: 'Asia/Shanghai' };

export const vault = createPhoneVault('the secret of the tests of src/db');
export const ids = new UuidV7Source(new VirtualClock(NOW), new SeededRng(7));
export const pass = (): GateVerdict => ({ pass: true });

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown>;
}

export function memoryLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, message, fields });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A department with one group, one trunk, one caller id, one running campaign and one list. */
export interface Floor {
  departmentId: string;
  groupId: string;
  trunkId: string;
  callerIdId: string;
  campaignId: string;
  listId: string;
  roleId: string;
}

let floors = 0;

export async function makeFloor(db: Db): Promise<Floor> {
  const [departmentId, groupId, trunkId, callerIdId, campaignId, listId, roleId] = Array.from({ length: 7 }, () =>
    ids.next(),
  ) as [string, string, string, string, string, string, string];
  const n = ++floors;
  const created_at = new Date(NOW);
  await db
    .insertInto('team')
    .values({ id: departmentId, kind: 'department', name: `部门 ${n}`, created_at })
    .execute();
  await db
    .insertInto('role')
    .values({ id: roleId, key: `agent${n}`, name: '坐席', permissions: [], scope: 'self', created_at })
    .execute();
  await db
    .insertInto('agent_group')
    .values({ id: groupId, key: `g${n}`, name: `组 ${n}`, department_id: departmentId, node: 'node1', created_at })
    .execute();
  await db
    .insertInto('trunk')
    .values({
      id: trunkId,
      key: `t${n}`,
      name: `线路 ${n}`,
      sip_uri: 'sip:127.0.0.1:5080',
      calls_per_second: 20,
      channels: 100,
      created_at,
    })
    .execute();
  await db
    .insertInto('caller_id')
    .values({
      id: callerIdId,
      number: `0101000${String(n).padStart(4, '0')}`,
      trunk_id: trunkId,
      authorisation: '报备 1',
      created_at,
    })
    .execute();
  const campaign = await makeCampaign(db, { departmentId, groupId, trunkId, callerIdId }, campaignId, listId);
  return { departmentId, groupId, trunkId, callerIdId, ...campaign, roleId };
}

export async function makeCampaign(
  db: Db,
  floor: { departmentId: string; groupId: string; trunkId: string; callerIdId: string },
  campaignId = ids.next(),
  listId = ids.next(),
): Promise<{ campaignId: string; listId: string }> {
  const created_at = new Date(NOW);
  await db
    .insertInto('campaign')
    .values({
      id: campaignId,
      name: '活动',
      department_id: floor.departmentId,
      group_id: floor.groupId,
      status: 'running',
      hours: JSON.stringify({ legal: { from: 480, to: 1260 }, campaign: { '1': [{ from: 540, to: 720 }] } }),
      frequency: JSON.stringify({
        windows: [
          { max: 5, windowMs: DAY },
          { max: 3, windowMs: 300_000 },
        ],
      }),
      retry: JSON.stringify({ BUSY: 600_000, INVALID: null }),
      created_at,
    })
    .execute();
  await db.insertInto('list').values({ id: listId, campaign_id: campaignId, name: '名单', created_at }).execute();
  await db.insertInto('campaign_trunk').values({ campaign_id: campaignId, trunk_id: floor.trunkId }).execute();
  await db
    .insertInto('campaign_caller_id')
    .values({ campaign_id: campaignId, caller_id_id: floor.callerIdId })
    .execute();
  return { campaignId, listId };
}

let numbers = 0;

/** A number that no other call of this gives. */
export function freshNumber(): string {
  return `+86138${String(++numbers).padStart(8, '0')}`;
}

/** A queued contact with this number (made if need be), and the claim for it. */
export async function makeContact(db: Db, floor: Floor, number = freshNumber()): Promise<Claim & { phoneId: string }> {
  const { blindIndex, ciphertext, masked } = vault.seal(number);
  const created_at = new Date(NOW);
  const blind_index = Buffer.from(blindIndex, 'hex');
  await db
    .insertInto('phone')
    .values({ id: ids.next(), blind_index, ciphertext, masked, zones: ['Asia/Shanghai'], created_at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const phone = await db
    .selectFrom('phone')
    .select('id')
    .where('blind_index', '=', blind_index)
    .executeTakeFirstOrThrow();
  const contactId = ids.next();
  await db
    .insertInto('contact')
    .values({
      id: contactId,
      campaign_id: floor.campaignId,
      list_id: floor.listId,
      phone_id: phone.id,
      department_id: floor.departmentId,
      state: 'queued',
      due_at: created_at,
      created_at,
    })
    .execute();
  return { contactId, campaignId: floor.campaignId, blindIndex, source: 'new', priority: 0, phoneId: phone.id };
}

export async function makeAgent(db: Db, floor: Floor, state = 'offline'): Promise<string> {
  const id = ids.next();
  const created_at = new Date(NOW);
  await db
    .insertInto('app_user')
    .values({
      id,
      staff_no: id.slice(-12),
      name: '张三',
      password_hash: 'x',
      role_id: floor.roleId,
      department_id: floor.departmentId,
      created_at,
    })
    .execute();
  await db
    .insertInto('agent_seat')
    .values({
      agent_id: id,
      group_id: floor.groupId,
      sip_user: id.slice(-12),
      sip_password: 'x',
      state,
      since: created_at,
    })
    .execute();
  return id;
}

export function draftOf(floor: Floor, claim: Claim, attemptId = ids.next()): IntentDraft {
  return {
    attemptId,
    claim,
    trunkId: floor.trunkId,
    trunkKey: 't',
    callerIdId: floor.callerIdId,
    mode: 'predictive',
  };
}

/** A record of this intent: a call that nobody answered, unless told otherwise. */
export function recordOf(intent: Intent, changes: Partial<CallRecord> = {}): CallRecord {
  return {
    attemptId: intent.attemptId,
    groupId: intent.groupId,
    campaignId: intent.campaignId,
    listId: intent.listId,
    contactId: intent.contactId,
    customerId: intent.customerId,
    phoneId: intent.phoneId,
    trunkId: intent.trunkId,
    callerIdId: intent.callerIdId,
    node: intent.node,
    mode: intent.mode,
    source: intent.source,
    agentId: undefined,
    placedAt: intent.placedAt,
    sentAt: intent.placedAt + 5,
    ringingAt: intent.placedAt + 900,
    answeredAt: undefined,
    offeredAt: undefined,
    connectedAt: undefined,
    endedAt: intent.placedAt + 30_000,
    result: 'NOANSWER',
    cause: 19,
    techCause: 480,
    causeText: 'User alerting, no answer',
    endedBy: 'system',
    charged: true,
    abandon: undefined,
    retryAt: intent.placedAt + 2 * HOUR,
    ...changes,
  };
}
