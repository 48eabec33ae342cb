import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveEvidenceKey } from '../../src/db/crypto.ts';
import { verifyEvidence } from '../../src/domain/evidence-chain.ts';
import { readEvidence } from '../../src/lists/evidence-file.ts';
import { SECRET, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice({
    live: {
      group: (id) =>
        id === o.seeded.groups.a
          ? {
              at: o.clock.now(),
              agents: { idle: 3, talking: 2 },
              campaigns: { [o.seeded.campaigns.a]: { ringing: 4, waiting: 1, talking: 2, queued: 90 } },
              pacing: { limitedBy: 'abandon', explain: { allowed: 1.5 } },
            }
          : undefined,
    },
  });
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];

describe('a campaign under a regime', () => {
  const LAXER = { abandonTarget: 0.031, patienceMs: 9_000, ringTimeoutMs: 14_000 };
  const fields = (body: { error: { details: { field: string }[] } }) => body.error.details.map(({ field }) => field);
  const create = (more: object) =>
    o.as(manager(), 'POST', '/api/v1/campaigns', {
      ...{ name: '美国', groupId: o.seeded.groups.a, regime: 'us' },
      ...more,
    });

  it('is refused with the field named where it would be laxer, made or changed, and stays as it was', async () => {
    const made = await create({});
    expect(made.status).toBe(201);
    const url = `/api/v1/campaigns/${made.body.id}`;
    for (const [field, value] of Object.entries(LAXER)) {
      const refused = await create({ [field]: value });
      expect(refused.status).toBe(400);
      expect(refused.body.error.code).toBe('invalid');
      expect(fields(refused.body)).toEqual([field]);
      const changed = await o.as(manager(), 'PATCH', url, { [field]: value });
      expect(changed.status).toBe(400);
      expect(fields(changed.body)).toEqual([field]);
    }
    const all = await create(LAXER);
    expect(fields(all.body).sort()).toEqual(Object.keys(LAXER).sort());
    const { body } = await o.as(manager(), 'GET', url);
    expect(body).toMatchObject({ abandonTarget: made.body.abandonTarget, patienceMs: made.body.patienceMs });
    expect((await o.as(manager(), 'PATCH', url, { abandonTarget: 0.02, ringTimeoutMs: 20_000 })).status).toBe(200);
  });

  it('may not be moved under a stricter one than its settings bear', async () => {
    const made = await create({ regime: 'ca', abandonTarget: 0.05 });
    expect(made.status).toBe(201);
    const moved = await o.as(manager(), 'PATCH', `/api/v1/campaigns/${made.body.id}`, { regime: 'us' });
    expect(moved.status).toBe(400);
    expect(fields(moved.body)).toEqual(['abandonTarget']);
  });
});

describe('live figures', () => {
  it('come from the engine and the records', async () => {
    const contactId = await o.contact({ campaign: 'a', number: '+8613800138009' });
    for (const result of ['CONNECTED', 'CONNECTED', 'HUNGUP', 'ABANDONED', 'NOANSWER']) {
      const id = await o.call({ contactId, agentId: o.people.agent.id });
      await o.db.updateTable('call_record').set({ result }).where('attempt_id', '=', id).execute();
    }
    const live = await o.as(manager(), 'GET', `/api/v1/campaigns/${o.seeded.campaigns.a}/live`);
    expect(live.body).toMatchObject({
      engine: {
        agents: { idle: 3, talking: 2 },
        lines: { ringing: 4, waiting: 1, talking: 2 },
        queued: 90,
        pacing: { limitedBy: 'abandon', explain: { allowed: 1.5 } },
      },
      abandon: { target: 0.03, connected: 3, abandoned: 1, rate: 0.25 },
    });
  });

  it('tell by each legal window what may yet be abandoned', async () => {
    const day = 86_400_000;
    const settings = { name: '窗口', groupId: o.seeded.groups.a, abandonTarget: 0.03, abandonWindowMs: 7 * day };
    const { body: made } = await o.as(manager(), 'POST', '/api/v1/campaigns', settings);
    const contactId = await o.contact({ campaign: 'a', number: '+8613800138019' });
    const add = async (result: string, placedAt: number): Promise<void> => {
      const id = await o.call({ contactId, agentId: o.people.agent.id });
      await o.db
        .updateTable('call_record')
        .set({ result, campaign_id: made.id, placed_at: new Date(placedAt) })
        .where('attempt_id', '=', id)
        .execute();
    };
    await add('ABANDONED', o.clock.now() - 3 * day);
    for (let i = 0; i < 39; i++) await add(i === 0 ? 'ABANDONED' : 'CONNECTED', o.clock.now() - 60_000);
    const { abandon } = (await o.as(manager(), 'GET', `/api/v1/campaigns/${made.id}/live`)).body;
    expect(abandon).toMatchObject({ regime: 'cn', target: 0.03 });
    const left = Object.fromEntries(abandon.windows.map((w: { name: string; left: number }) => [w.name, w.left]));
    expect(Object.keys(left)).toEqual(['24h', '30d', 'own']);
    expect(left['24h']).toBeCloseTo(0.03 * 39 - 1, 9);
    expect(left.own).toBeCloseTo(0.03 * 40 - 2, 9);
  });

  it('say that no engine is here where none tells', async () => {
    const other = await o.as(o.people.administrator, 'GET', '/api/v1/campaigns');
    expect(other.status).toBe(200);
    const made = await o.as(manager(), 'POST', '/api/v1/agent-groups', { key: 'other', name: '组', node: 'node1' });
    const campaign = await o.as(manager(), 'POST', '/api/v1/campaigns', { name: '空', groupId: made.body.id });
    const live = await o.as(manager(), 'GET', `/api/v1/campaigns/${campaign.body.id}/live`);
    expect(live.body).toMatchObject({ engine: null, abandon: { connected: 0, abandoned: 0, rate: null } });
  });

  it('tells why a campaign is not dialing, to whoever sees it', async () => {
    const url = `/api/v1/campaigns/${o.seeded.campaigns.a}/gates`;
    const { body } = await o.as(manager(), 'GET', url);
    const { rows } = await sql<{ n: number }>`select count(*) as n from contact
      where campaign_id = ${o.seeded.campaigns.a}`.execute(o.db);
    const reasons: { contacts: number }[] = body.reasons;
    expect(body.contacts).toBe(rows[0]?.n);
    expect(body.ready + reasons.reduce((sum, reason) => sum + reason.contacts, 0)).toBe(body.contacts);
  });
});

describe('evidence of abandoned calls', () => {
  it('tells each of them, with totals that equal the call records, and breaks when a row is touched', async () => {
    const { body: made } = await o.as(manager(), 'POST', '/api/v1/campaigns', {
      ...{ name: '弃呼', groupId: o.seeded.groups.a },
    });
    const campaign: string = made.id;
    const at = o.clock.now() - 3_600_000;
    const contactId = await o.contact({ campaign: 'a', number: '+8613900008123' });
    const abandon = { answeredAt: at + 10_000, messageStartedAt: at + 12_000, patienceMs: 2_000 };
    // The last one stands at the end of the window, which is not in it; the one by hand thins no rate.
    const results = ['ABANDONED', 'CONNECTED', 'HUNGUP', 'CONNECTED', 'ABANDONED', 'CONNECTED', 'NOANSWER'];
    for (const [i, result] of [...results, 'HUNGUP', 'ABANDONED', 'CONNECTED', 'ABANDONED'].entries()) {
      const id = await o.call({ contactId, agentId: o.people.agent.id });
      const placed_at = new Date(i === 10 ? at + 600_000 : at + i * 1_000);
      const evidence = JSON.stringify({ ...abandon, rule: 'cn-house-3', writtenBy: 'node' });
      await o.db
        .updateTable('call_record')
        .set({ result, placed_at, campaign_id: campaign, abandon: result === 'ABANDONED' ? evidence : null })
        .set({ mode: i === 9 ? 'manual' : 'predictive' })
        .where('attempt_id', '=', id)
        .execute();
    }
    const old = new Date(o.clock.now() - 2 * 86_400_000);
    const lost = JSON.stringify({ ...abandon, rule: 'cn-house-3', writtenBy: 'node' });
    await o.db
      .updateTable('call_record')
      .set({ result: 'ABANDONED', placed_at: old, campaign_id: campaign, abandon: lost, mode: 'predictive' })
      .where('attempt_id', '=', await o.call({ contactId, agentId: o.people.agent.id }))
      .execute();
    const window = `from=${new Date(at).toISOString()}&to=${new Date(at + 600_000).toISOString()}`;
    const url = `/api/v1/campaigns/${campaign}/abandon-evidence?${window}&reason=regulator`;
    const file = await o.as(manager(), 'GET', `${url}&format=json`);
    const rows = JSON.parse(file.text) as Record<string, string>[];
    const { rows: counted } = await sql<{ abandoned: number; connected: number }>`
      select count(*) filter (where result = 'ABANDONED') as abandoned,
        count(*) filter (where result in ('CONNECTED', 'HUNGUP') and mode = 'predictive') as connected
      from call_record where campaign_id = ${campaign} and placed_at >= ${new Date(at)}
        and placed_at < ${new Date(at + 600_000)}`.execute(o.db);
    expect(counted).toEqual([{ abandoned: 3, connected: 5 }]);
    expect(rows.at(-1)).toMatchObject({ kind: 'totals', abandoned: '3', connected: '5', rate: '0.375' });
    const calls = rows.filter(({ kind }) => kind === 'call');
    expect(calls).toHaveLength(3);
    expect(calls[0]).toMatchObject({
      ...{ answeredAt: new Date(at + 10_000).toISOString(), offeredAt: '', rule: 'cn-house-3', writtenBy: 'node' },
      ...{ messageStartedAt: new Date(at + 12_000).toISOString(), patienceMs: '2000' },
    });
    expect(calls[0]?.number).toMatch(/^1\d\d\*{4}\d{4}$/);
    expect(rows[0]).toMatchObject({ kind: 'file', reason: 'regulator', campaignId: campaign });

    const csv = (await o.as(manager(), 'GET', url)).text;
    const key = deriveEvidenceKey(SECRET);
    for (const text of [file.text, csv])
      expect(verifyEvidence(key, readEvidence(text))).toEqual({ sound: true, calls: 3 });
    const lines = csv.split('\r\n');
    const without = [...lines.slice(0, 2), ...lines.slice(3)].join('\r\n');
    const cut = [...lines.slice(0, -2), ''].join('\r\n');
    const changed = csv.replace(',2000,', ',1000,');
    for (const text of [without, cut, changed]) expect(verifyEvidence(key, readEvidence(text)).sound).toBe(false);
    expect(verifyEvidence(deriveEvidenceKey('the secret of somebody else'), readEvidence(csv)).sound).toBe(false);

    const own = await o.as(manager(), 'GET', `/api/v1/campaigns/${campaign}/abandon-evidence?reason=own&format=json`);
    const unasked = JSON.parse(own.text) as Record<string, string>[];
    expect(verifyEvidence(key, readEvidence(own.text))).toEqual({ sound: true, calls: 5 });
    // The house rule of China: 24 hours and 30 days, each with its own totals; one call is two days old.
    expect(unasked.filter(({ kind }) => kind === 'window')).toMatchObject([
      { name: '24h', limit: '0.03', abandoned: '4', connected: '5', rate: String(4 / 9) },
      { name: '30d', limit: '0.03', abandoned: '5', connected: '5', rate: '0.5' },
    ]);
    expect(unasked.at(-1)).toMatchObject({ kind: 'totals', abandoned: '5', connected: '5' });
    expect(unasked[0]?.from).toBe(new Date(o.clock.now() - 30 * 86_400_000).toISOString());
    expect(unasked.filter(({ kind }) => kind === 'call')[0]?.placedAt).toBe(old.toISOString());
    expect(rows.filter(({ kind }) => kind === 'window')).toEqual([]);

    const audit = await o.as(manager(), 'GET', '/api/v1/audit?action=abandon-evidence.export');
    expect(audit.body.items[0]).toMatchObject({ reason: 'own', details: { abandoned: 5, connected: 5 } });
    expect(audit.body.items[1]).toMatchObject({ reason: 'regulator', details: { abandoned: 3, connected: 5 } });
    const foreign = url.replace(campaign, o.seeded.campaigns.b);
    expect((await o.as(manager(), 'GET', foreign)).status).toBe(404);
    expect((await o.as(manager(), 'GET', url.replace('regulator', '13912345678'))).status).toBe(400);
    expect((await o.as(manager(), 'GET', url.replace('&reason=regulator', ''))).status).toBe(400);
  });
});
