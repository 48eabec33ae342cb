import pg from 'pg';
import { CN_FREQUENCY, ROUND_THE_CLOCK } from '../../src/compliance/presets.ts';
import type { PhoneVault } from '../../src/db/crypto.ts';
import type { CallingHours, FrequencyRule } from '../../src/dialer/ports.ts';
import type { IdSource } from '../../src/shared/ids.ts';

export interface FloorData {
  groupId: string;
  departmentId: string;
  campaignIds: string[];
  listIds: string[];
  trunkIds: string[];
  agentIds: string[];
}

export interface FloorPlan {
  groupKey: string;
  node: string;
  mode: 'progressive' | 'ratio' | 'predictive';
  linesPerAgent?: number;
  trunks: { key: string; sipUri: string; callsPerSecond?: number; channels?: number }[];
  agents: { contactUri: string | undefined }[];
  campaigns: {
    name?: string;
    status?: 'running' | 'stopped' | 'paused';
    /** National numbers as the carrier knows them. */
    numbers: readonly string[];
    ringTimeoutMs?: number;
    setupTimeoutMs?: number;
    patienceMs?: number;
    wrapUpMs?: number;
    maxAttempts?: number;
    hours?: CallingHours;
    frequency?: FrequencyRule;
    retry?: Record<string, number | null>;
    mode?: 'auto' | 'preview';
    previewMs?: number;
    previewThen?: 'dial' | 'skip';
    weight?: number;
  }[];
}

/** Writes a whole floor straight into the tables: what the API's commands would have made, for tests of the engine. */
export async function seedFloor(
  url: string,
  plan: FloorPlan,
  vault: PhoneVault,
  ids: IdSource,
  now: number,
): Promise<FloorData> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const at = new Date(now).toISOString();
  const query = (text: string, values: unknown[]): Promise<unknown> => client.query(text, values);
  try {
    await query('begin', []);
    const [departmentId, groupId, roleId] = [ids.next(), ids.next(), ids.next()];
    await query(`insert into team (id, kind, name, created_at) values ($1, 'department', '电销部', $2)`, [
      departmentId,
      at,
    ]);
    await query(
      `insert into role (id, key, name, permissions, scope, created_at) values ($1, $2, 'agent', '{}', 'self', $3)`,
      [roleId, `test-agent-${plan.groupKey}`, at],
    );
    await query(
      `insert into agent_group (id, key, name, department_id, node, mode, lines_per_agent, created_at) values ($1,$2,$2,$3,$4,$5,$6,$7)`,
      [groupId, plan.groupKey, departmentId, plan.node, plan.mode, plan.linesPerAgent ?? 1.5, at],
    );
    const trunkIds: string[] = [];
    for (const trunk of plan.trunks) {
      const id = ids.next();
      trunkIds.push(id);
      await query(
        `insert into trunk (id, key, name, sip_uri, calls_per_second, channels, created_at) values ($1,$2,$2,$3,$4,$5,$6)`,
        [id, trunk.key, trunk.sipUri, trunk.callsPerSecond ?? 50, trunk.channels ?? 200, at],
      );
    }
    const callerId = ids.next();
    await query(`insert into caller_id (id, number, authorisation, created_at) values ($1, $2, '报备 1', $3)`, [
      callerId,
      '+862566660000',
      at,
    ]);
    const agentIds: string[] = [];
    for (const [i, agent] of plan.agents.entries()) {
      const id = ids.next();
      agentIds.push(id);
      await query(
        `insert into app_user (id, staff_no, name, password_hash, role_id, department_id, created_at) values ($1,$2,$3,'x',$4,$5,$6)`,
        [id, `${plan.groupKey}-${i + 1}`, `坐席${i + 1}`, roleId, departmentId, at],
      );
      await query(
        `insert into agent_seat (agent_id, group_id, sip_user, sip_password, contact_uri, since) values ($1,$2,$3,$4,$5,$6)`,
        [id, groupId, `${plan.groupKey}a${i + 1}`, `pw-${id}`, agent.contactUri ?? null, at],
      );
    }
    const campaignIds: string[] = [];
    const listIds: string[] = [];
    for (const campaign of plan.campaigns) {
      const [campaignId, listId] = [ids.next(), ids.next()];
      campaignIds.push(campaignId);
      listIds.push(listId);
      await query(
        `insert into campaign (id, name, department_id, group_id, status, ring_timeout_ms, setup_timeout_ms, patience_ms, wrap_up_ms,
           max_attempts, hours, frequency, retry, created_at, mode, preview_ms, preview_then, weight)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`,
        [
          campaignId,
          campaign.name ?? `campaign ${campaignIds.length}`,
          departmentId,
          groupId,
          campaign.status ?? 'running',
          campaign.ringTimeoutMs ?? 20_000,
          campaign.setupTimeoutMs ?? 10_000,
          campaign.patienceMs ?? 2_000,
          campaign.wrapUpMs ?? 30_000,
          campaign.maxAttempts ?? 1,
          JSON.stringify(campaign.hours ?? ROUND_THE_CLOCK),
          JSON.stringify(campaign.frequency ?? CN_FREQUENCY),
          JSON.stringify(campaign.retry ?? {}),
          at,
          campaign.mode ?? 'auto',
          campaign.previewMs ?? 60_000,
          campaign.previewThen ?? 'dial',
          campaign.weight ?? 1,
        ],
      );
      for (const trunkId of trunkIds) await query(`insert into campaign_trunk values ($1, $2)`, [campaignId, trunkId]);
      await query(`insert into campaign_caller_id values ($1, $2)`, [campaignId, callerId]);
      await query(`insert into list (id, campaign_id, name, created_at) values ($1, $2, 'list', $3)`, [
        listId,
        campaignId,
        at,
      ]);
      await seedContacts(client, { campaignId, listId, departmentId }, campaign.numbers, vault, ids, at);
    }
    await query('commit', []);
    return { groupId, departmentId, campaignIds, listIds, trunkIds, agentIds };
  } finally {
    await client.end();
  }
}

async function seedContacts(
  client: pg.Client,
  of: { campaignId: string; listId: string; departmentId: string },
  numbers: readonly string[],
  vault: PhoneVault,
  ids: IdSource,
  at: string,
): Promise<void> {
  const sealed = numbers.map((n) => vault.seal(`+86${n}`));
  const { rows } = await client.query<{ id: string; blind_index: Buffer }>(
    `insert into phone (id, blind_index, ciphertext, masked, country, zones, created_at)
     select i, decode(b, 'hex'), c, m, 'CN', '{Asia/Shanghai}', $5
     from unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[]) u (i, b, c, m)
     on conflict (blind_index) do update set masked = excluded.masked returning id, blind_index`,
    [
      numbers.map(() => ids.next()),
      sealed.map((s) => s.blindIndex),
      sealed.map((s) => s.ciphertext),
      sealed.map((s) => s.masked),
      at,
    ],
  );
  const byIndex = new Map(rows.map((r) => [r.blind_index.toString('hex'), r.id]));
  await client.query(
    `insert into contact (id, campaign_id, list_id, phone_id, department_id, due_at, created_at)
     select i, $3, $4, p, $5, $6, $6 from unnest($1::uuid[], $2::uuid[]) u (i, p)`,
    [
      numbers.map(() => ids.next()),
      sealed.map((s) => byIndex.get(s.blindIndex)),
      of.campaignId,
      of.listId,
      of.departmentId,
      at,
    ],
  );
}
