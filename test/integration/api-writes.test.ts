import { Readable } from 'node:stream';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthCheck, People } from '../../src/api/ports.ts';
import { deriveEvidenceKey } from '../../src/db/crypto.ts';
import { timestamp } from '../../src/db/values.ts';
import { verifyEvidence } from '../../src/domain/evidence-chain.ts';
import type { Actor } from '../../src/domain/people.ts';
import { readEvidence } from '../../src/lists/evidence-file.ts';
import { until } from '../support/until.ts';
import { SECRET, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
const BATCH = new URLSearchParams({
  ...{ source: '官网', supplier: '自有', price: '0', legalBasis: '个人同意', proof: '隐私政策' },
});
let redisProblem: string | undefined;
const health: HealthCheck[] = [
  { name: 'postgres', problem: () => undefined },
  { name: 'redis', problem: () => redisProblem },
  { name: 'node-link', problem: () => Promise.reject(new Error('secret inside')) },
];
beforeAll(async () => {
  o = await startOffice({
    health: health.slice(0, 2),
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
const post = (key: string, body: unknown, person = manager()) =>
  o.as(person, 'POST', '/api/v1/lists', body, { headers: { 'idempotency-key': key } });
const listCount = async (): Promise<number> => (await o.db.selectFrom('list').select('id').execute()).length;

describe('Idempotency-Key', () => {
  it('gives the first answer again to the same request, and does it once', async () => {
    const before = await listCount();
    const body = { campaignId: o.seeded.campaigns.a, name: '一次' };
    const first = await post('k1', body);
    const again = await post('k1', { name: '一次', campaignId: o.seeded.campaigns.a });
    expect(first.status).toBe(201);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await listCount()).toBe(before + 1);
  });

  it('refuses another request under the same key', async () => {
    const before = await listCount();
    const answer = await post('k1', { campaignId: o.seeded.campaigns.a, name: '别的' });
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe('idempotency_mismatch');
    expect(await listCount()).toBe(before);
  });

  it('does it once when the same request comes many times at once', async () => {
    const before = await listCount();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post('k2', { campaignId: o.seeded.campaigns.a, name: '并发' })),
    );
    expect(await listCount()).toBe(before + 1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(
      answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined && answer.status === 201),
    ).toHaveLength(1);
  });

  it('belongs to one person', async () => {
    const answer = await post('k1', { campaignId: o.seeded.campaigns.a, name: '一次' }, o.people['campaign-manager']);
    expect(answer.status).toBe(201);
    expect(answer.headers['idempotent-replayed']).toBeUndefined();
  });

  it('lets a broken attempt be made again', async () => {
    let fail = true;
    const other: TestOffice = await startOffice({
      people: new Proxy({} as People, {
        get: (_target, name) => async (actor: Actor, team: Parameters<People['createTeam']>[1]) => {
          if (name !== 'createTeam' || fail) throw new Error('the database broke');
          return await other.office.people.createTeam(actor, team);
        },
      }),
    });
    const body = { kind: 'squad', name: '一次', parentId: other.seeded.departments.a };
    const headers = { 'idempotency-key': 'k' };
    const send = () => other.as(other.people.administrator, 'POST', '/api/v1/teams', body, { headers });
    expect((await send()).status).toBe(500);
    fail = false;
    const done = await send();
    expect(done.status).toBe(201);
    expect(done.headers['idempotent-replayed']).toBeUndefined();
    expect((await send()).body).toEqual(done.body);
    await other.close();
  });

  it('lets a refusal stand', async () => {
    const body = { campaignId: o.ids.next(), name: 'x' };
    expect((await post('k3', body)).status).toBe(400);
    const again = await post('k3', body);
    expect(again.status).toBe(400);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('never keeps a secret, nor an answer in clear', async () => {
    const headers = { 'idempotency-key': 'k4' };
    const body = { name: 't', permissions: ['records.read'] };
    const first = await o.as(manager(), 'POST', '/api/v1/tokens', body, { headers });
    const again = await o.as(manager(), 'POST', '/api/v1/tokens', body, { headers });
    expect(first.body.token).toMatch(/^bt_/);
    expect(again.text).not.toContain(first.body.token);
    expect(again.body.shownOnce).toContain('only once');
    expect(await o.db.selectFrom('api_token').select('id').where('name', '=', 't').execute()).toHaveLength(1);
    const rows = await o.db.selectFrom('idempotent_answer').selectAll().execute();
    expect(rows.map((row) => row.body?.toString('utf8')).join()).not.toContain('campaignId');
  });

  it('is checked itself', async () => {
    const before = await listCount();
    for (const key of ['x'.repeat(200), 'two words', '']) {
      const answer = await post(key, { campaignId: o.seeded.campaigns.a, name: 'x' });
      expect(answer.body.error.details[0].field).toBe('Idempotency-Key');
    }
    expect(await listCount()).toBe(before);
  });
});

describe('an import', () => {
  it('goes through as a stream, is told with masked values, and stands in the audit', async () => {
    const url = `/api/v1/lists/${o.seeded.lists.a}/imports?${BATCH}`;
    const address = await o.app.listen({ host: '127.0.0.1', port: 0 });
    async function* file() {
      yield '手机,姓名\n13800001111,王芳\n138123456 转 78,李雷\n';
      for (let i = 0; i < 300; i++) yield `${'x'.repeat(1_000)}\n`;
    }
    const response = await fetch(address + url, {
      method: 'POST',
      headers: { authorization: `Bearer ${manager().token}`, 'content-type': 'text/csv' },
      body: Readable.from(file()) as unknown as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(200);
    const body = (await response.json()) as { id: string; faults: object[]; bytes: number };
    expect(body).toMatchObject({ state: 'done', rows: 302, imported: 1, duplicates: 0, rejected: 301 });
    expect(body.bytes).toBeGreaterThan(300_000);
    expect(body.faults).toHaveLength(100);
    expect(body.faults[0]).toEqual({ row: 3, column: '手机', value: '********* 转 78', reason: 'phone-invalid' });
    const audit = await o.as(manager(), 'GET', '/api/v1/audit?action=list.import');
    expect(audit.body.items[0]).toMatchObject({
      subjectId: o.seeded.lists.a,
      details: { imported: 1, importId: body.id },
    });
    const file2 = await o.as(manager(), 'GET', `/api/v1/imports/${body.id}/faults`);
    expect(file2.text.split('\r\n')).toHaveLength(303);
    expect(file2.text).toContain('3,手机,********* 转 78,phone-invalid,不是有效的电话号码。');
  });

  it('says where its data comes from, or is refused under the CN regime', async () => {
    const url = `/api/v1/lists/${o.seeded.lists.a}/imports?source=x`;
    const csv = { headers: { 'content-type': 'text/csv' } };
    const before = await o.db.selectFrom('contact').select('id').execute();
    const answer = await o.as(manager(), 'POST', url, 'phone\n13800002222\n', csv);
    expect(answer.status).toBe(400);
    const fields = answer.body.error.details.map((detail: { field: string }) => detail.field);
    expect(fields).toEqual(['supplier', 'price', 'legalBasis', 'proof']);
    expect(await o.db.selectFrom('contact').select('id').execute()).toEqual(before);
    expect(await o.db.selectFrom('import_chunk').select('seq').execute()).toEqual([]);
    const elsewhere = { rule: 'us-tsr' };
    await o.db.updateTable('campaign').set(elsewhere).where('id', '=', o.seeded.campaigns.a).execute();
    expect((await o.as(manager(), 'POST', url, 'phone\n13800002222\n', csv)).body).toMatchObject({ imported: 1 });
    await o.db.updateTable('campaign').set({ rule: 'cn-house-3' }).where('id', '=', o.seeded.campaigns.a).execute();
  });

  it('is held, previewed, started with a mapping kept as a template, and taken back', async () => {
    const csv = { headers: { 'content-type': 'text/csv' } };
    const url = `/api/v1/lists/${o.seeded.lists.a}/imports?hold=true`;
    const rows = ['a,b,c', ',张三,13800003001', 'x,李四,13800003002', '13911110000,王五,13800003001', '12,坏,'].join(
      '\n',
    );
    const held = await o.as(manager(), 'POST', url, rows, csv);
    expect([held.status, held.body.state]).toEqual([202, 'held']);
    const at = `/api/v1/imports/${held.body.id}`;
    expect((await o.as(manager(), 'POST', `${at}/preview`, {})).body.error.details[0].field).toBe('phone');
    const settings = { mapping: { phone: 'c', phones: ['a'], name: 'b' } };
    const preview = await o.as(manager(), 'POST', `${at}/preview`, { settings });
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      columns: { phones: ['c', 'a'], name: 'b', fields: [] },
      counts: {
        looked: 4,
        whole: true,
        outcomes: { imported: 2, duplicate: 1, 'do-not-call': 0, rejected: 1 },
        problems: { 'phone-invalid': 2 },
      },
    });
    expect(preview.body.rows[0]).toMatchObject({
      outcome: 'imported',
      numbers: [{ number: '138****3001', place: expect.stringMatching(/移动$/) }],
    });
    expect(preview.body.rows[1].problems).toEqual([{ column: 'a', value: 'x', reason: 'phone-invalid' }]);
    // Nothing was written.
    expect(await o.db.selectFrom('contact').select('id').where('import_id', '=', held.body.id).execute()).toEqual([]);
    const template = await o.as(manager(), 'POST', '/api/v1/import-templates', { name: '渠道甲', settings });
    expect(template.status).toBe(201);
    expect((await o.as(manager(), 'POST', `${at}/start`, { settings })).status).toBe(400);
    const batch = { source: '渠道甲', supplier: '甲公司', price: '1200.50', legalBasis: '个人同意', proof: '合同 12' };
    expect((await o.as(manager(), 'POST', `${at}/start`, { settings, batch })).status).toBe(202);
    const done = await o.as(manager(), 'GET', at);
    expect(done.body).toMatchObject({
      state: 'done',
      imported: 2,
      duplicates: 1,
      rejected: 1,
      batch: { ...batch, price: '1200.50' },
    });
    expect((await o.as(manager(), 'POST', `${at}/start`, {})).status).toBe(409);
    const again = `/api/v1/lists/${o.seeded.lists.a}/imports?${BATCH}&template=${template.body.id}`;
    expect((await o.as(manager(), 'POST', again, rows, csv)).body).toMatchObject({ imported: 0, duplicates: 3 });
    expect((await o.as(manager(), 'POST', `${at}/undo`, { reason: '导错了' })).status).toBe(202);
    expect((await o.as(manager(), 'GET', at)).body).toMatchObject({ state: 'undone', undone: 2, kept: 0 });
    const audit = await o.as(manager(), 'GET', '/api/v1/audit?action=import.undo');
    expect(audit.body.items[0]).toMatchObject({ subjectId: held.body.id, reason: '导错了' });
    expect((await o.as(manager(), 'POST', `${at}/cancel`)).status).toBe(409);
  });

  it('of do-not-call numbers puts them on the list', async () => {
    const csv = { headers: { 'content-type': 'text/csv' } };
    const url = `/api/v1/do-not-call/imports?reason=${encodeURIComponent('监管名单')}`;
    const numbers = 'phone\n13700000001\n137 0000 0002\n13700000001\n13911110000\nx1\n';
    const answer = await o.as(manager(), 'POST', url, numbers, csv);
    expect(answer.body).toMatchObject({ kind: 'do-not-call', rows: 5, imported: 2, duplicates: 2, rejected: 1 });
    const list = await o.as(manager(), 'GET', '/api/v1/do-not-call');
    expect(list.body.items[0]).toMatchObject({ number: '137****0002', reason: '监管名单', scope: 'global' });
    const into = `/api/v1/lists/${o.seeded.lists.a}/imports?${BATCH}`;
    const scrubbed = await o.as(manager(), 'POST', into, 'phone\n13700000001\n', csv);
    expect(scrubbed.body).toMatchObject({ imported: 0, doNotCall: 1, rejected: 0 });
    expect(scrubbed.body.faults).toMatchObject([{ row: 2, value: '137****0001', reason: 'do-not-call' }]);
  });

  it('takes only a file', async () => {
    const url = `/api/v1/lists/${o.seeded.lists.a}/imports`;
    const answer = await o.as(manager(), 'POST', url, { phone: 'x' });
    expect(answer.status).toBe(415);
    expect((await o.as(manager(), 'POST', url)).body.error.details[0].field).toBe('body');
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

describe('an agent’s wish', () => {
  it('is heard at once by whoever listens for his group, in order', async () => {
    const heard: string[] = [];
    const { rows } = await sql<{ url: string }>`select current_database() as url`.execute(o.db);
    const url = new URL(process.env.BODA_TEST_POSTGRES ?? '');
    url.pathname = `/${rows[0]?.url}`;
    const listener = new pg.Client({ connectionString: url.href });
    await listener.connect();
    listener.on('notification', (message) => heard.push(message.payload ?? ''));
    await listener.query('listen boda_group');
    const agent = o.people.agent;
    const wish = { state: 'paused', reason: 'meal' };
    expect((await o.as(agent, 'PUT', '/api/v1/agents/me/state', wish)).status).toBe(202);
    await until(() => heard.includes(`${o.seeded.groups.a} wish`), { what: 'the nudge of the group' });
    await listener.end();
    const wishes = await o.db.selectFrom('agent_wish').select('body').orderBy('seq').execute();
    expect(wishes.map((one) => one.body)).toMatchObject([
      { type: 'sign-in', agentId: agent.id },
      { type: 'pause', reason: 'meal', agentId: agent.id },
    ]);
    const seat = await o.as(agent, 'GET', '/api/v1/agents/me');
    expect(seat.body).toMatchObject({
      groupId: o.seeded.groups.a,
      state: 'offline',
      phone: { sipUser: `a${agent.username}` },
    });
    expect(seat.body.phone.sipPassword.length).toBeGreaterThan(20);
  });

  it('to pause needs a reason that there is', async () => {
    const agent = o.people.agent;
    const none = await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'paused' });
    expect(none.body.error.details[0]).toMatchObject({ field: 'reason', came: 'nothing' });
    const unknown = await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'paused', reason: 'golf' });
    expect(unknown.body.error.details[0].wanted).toContain('meal');
  });

  it('of a call-back needs a time to come, and no other result takes one', async () => {
    const agent = o.people.agent;
    const contactId = await o.contact({ campaign: 'a', number: '+8613800138000' });
    const url = `/api/v1/calls/${await o.call({ contactId, agentId: agent.id, open: true })}/disposition`;
    const later = new Date(o.clock.now() + 3_600_000).toISOString();
    const past = new Date(o.clock.now() - 1).toISOString();
    for (const body of [
      { result: 'CALLBACK' },
      { result: 'CALLBACK', callBackAt: past },
      { result: 'SALE', callBackAt: later },
    ]) {
      expect((await o.as(agent, 'POST', url, body)).body.error.details[0].field).toBe('callBackAt');
    }
    expect((await o.as(agent, 'POST', url, { result: 'UNFILLED' })).body.error.details[0].field).toBe('result');
    expect((await o.as(agent, 'POST', url, { result: 'CALLBACK', callBackAt: later })).status).toBe(202);
    const last = await o.db.selectFrom('agent_wish').select('body').orderBy('seq', 'desc').limit(1).executeTakeFirst();
    expect(last?.body).toMatchObject({ type: 'disposition', result: 'CALLBACK', callBackAt: Date.parse(later) });
  });
});

describe('do-not-call', () => {
  it('is found by the blind index whichever way the number was typed, and stays one entry', async () => {
    const before = (await o.db.selectFrom('do_not_call').select('id').execute()).length;
    for (const number of ['13800138001', '+86 138-0013-8001', '8613800138001']) {
      expect((await o.as(manager(), 'POST', '/api/v1/do-not-call', { number, reason: '要求' })).status).toBe(201);
    }
    const rows = await o.db.selectFrom('do_not_call').selectAll().execute();
    expect(rows).toHaveLength(before + 1);
    const index = Buffer.from(o.vault.blindIndex('+8613800138001'), 'hex');
    expect(rows.some((row) => row.blind_index.equals(index))).toBe(true);
  });

  it('holds for a campaign or list of one’s own, by contact or customer, and is told as evidence', async () => {
    const contactId = await o.contact({ campaign: 'a', number: '+8613800138077' });
    const url = '/api/v1/do-not-call';
    const of = (body: object) => o.as(manager(), 'POST', url, { reason: '要求 13800138077', ...body });
    const scoped = { scope: 'campaign', scopeId: o.seeded.campaigns.a };
    const made = await of({ contactId, ...scoped });
    expect(made.body).toMatchObject({ scope: `campaign:${o.seeded.campaigns.a}`, number: '138****8077' });
    expect((await of({ contactId, scope: 'list', scopeId: o.seeded.lists.a })).status).toBe(201);
    expect((await of({ contactId, scope: 'department' })).body.scope).toMatch(/^department:/);
    for (const [body, field] of [
      [{ contactId, scope: 'campaign', scopeId: crypto.randomUUID() }, 'scopeId'],
      [{ contactId, scope: 'list' }, 'scopeId'],
      [{ contactId, scopeId: o.seeded.lists.a }, 'scopeId'],
      [{ contactId, number: '13800138077' }, 'number'],
    ] as const) {
      const answer = await of(body);
      expect({ status: answer.status, field: answer.body.error.details[0].field }).toEqual({ status: 400, field });
    }
    expect((await of({ contactId: crypto.randomUUID() })).status).toBe(404);
    const gates = await o.as(manager(), 'GET', `/api/v1/contacts/${contactId}/gates`);
    expect(gates.body.gates.filter((gate: { open: boolean }) => !gate.open)).toContainEqual(
      expect.objectContaining({ gate: 'do-not-call', code: 'do-not-call' }),
    );
    const { id } = (await o.as(manager(), 'POST', `${url}/exports`, { reason: '监管要求' })).body;
    const file = await o.as(manager(), 'GET', `/api/v1/exports/${id}/file`);
    const line = file.text.split('\n').find((row) => row.includes(`campaign:${o.seeded.campaigns.a}`));
    expect(line).toContain(o.vault.blindIndex('+8613800138077'));
    expect(line).toContain('138****8077');
    expect(file.text).not.toContain('13800138077');
    const audit = await o.db.selectFrom('audit').selectAll().where('subject_id', '=', id).orderBy('seq').execute();
    expect(audit[0]).toMatchObject({ action: 'export.order', reason: '监管要求' });
  });

  it('holds for every number of a contact and of a customer, in whichever list, and for nobody else’s', async () => {
    const numbers = Array.from({ length: 6 }, (_, i) => `+861380013810${i}`);
    const [first = '', second = '', other = '', lone = '', foreign = '', theirs = ''] = numbers;
    const customerId = o.ids.next();
    await o.db
      .insertInto('customer')
      .values({ id: customerId, department_id: o.seeded.departments.a, created_at: timestamp(o.clock.now()) })
      .execute();
    const contact = async (number: string) => await o.contact({ campaign: 'a', number });
    const [a, b, c, d, e] = [
      await contact(first),
      await contact(other),
      await contact(lone),
      await contact(foreign),
      await contact(theirs),
    ];
    // Two contacts of one customer; the first has a second number, which nobody owns yet.
    await o.db.updateTable('contact').set({ customer_id: customerId }).where('id', 'in', [a, b]).execute();
    await sql`update phone set customer_id = ${customerId} where id in (select phone_id from contact where id = ${a})`.execute(
      o.db,
    );
    const further = async (id: string, number: string) =>
      sql`insert into contact_number (contact_id, position, phone_id)
        select ${id}, 2, phone_id from contact where id = ${await contact(number)}`.execute(o.db);
    await further(a, second);
    const forbidden = async () => {
      const rows = await o.db.selectFrom('do_not_call').select('blind_index').execute();
      const there = new Set(rows.map(({ blind_index }) => blind_index.toString('hex')));
      return numbers.map((number) => there.has(o.vault.blindIndex(number)));
    };
    const add = (body: object) => o.as(manager(), 'POST', '/api/v1/do-not-call', { reason: '要求', ...body });
    expect((await add({ customerId })).body.number).toMatch(/^138\*{4}810\d$/);
    expect(await forbidden()).toEqual([true, true, true, false, false, false]);
    await sql`insert into contact_number (contact_id, position, phone_id)
      select ${c}, 2, phone_id from contact where id = ${d}`.execute(o.db);
    expect((await add({ contactId: c })).body.number).toBe('138****8103');
    expect(await forbidden()).toEqual([true, true, true, true, true, false]);
    const reasons = await Promise.all(
      [a, b, c, d, e].map(async (id) => (await o.as(manager(), 'GET', `/api/v1/contacts/${id}/gates`)).body.reason),
    );
    expect(reasons.map((reason) => reason === 'do-not-call')).toEqual([true, true, true, true, false]);
    // A customer of another department is not there.
    await o.db
      .updateTable('customer')
      .set({ department_id: o.seeded.departments.b })
      .where('id', '=', customerId)
      .execute();
    expect((await add({ customerId })).status).toBe(404);
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
});

describe('health', () => {
  it('is red by name and reason', async () => {
    expect((await o.as(undefined, 'GET', '/health/ready')).body).toEqual({
      status: 'ready',
      problems: [],
      warnings: [],
    });
    redisProblem = 'does not answer';
    const red = await o.as(undefined, 'GET', '/health/ready');
    redisProblem = undefined;
    expect(red.status).toBe(503);
    expect(red.body).toMatchObject({ status: 'unready', problems: [{ name: 'redis', reason: 'does not answer' }] });
    expect((await o.as(undefined, 'GET', '/health/live')).status).toBe(200);
  });

  it('of a check that fails itself tells nothing of the inside', async () => {
    const other = await startOffice({ health });
    const red = await other.as(undefined, 'GET', '/health/ready');
    expect(red.body.problems).toEqual([{ name: 'node-link', reason: 'the check itself failed' }]);
    await other.close();
  });

  it('metrics name routes by their pattern', async () => {
    await o.as(manager(), 'GET', `/api/v1/lists/${o.seeded.lists.a}`);
    const text = (await o.as(o.people.ops, 'GET', '/metrics')).text;
    expect(text).toContain('route="api/v1/lists/:id",status="2xx"');
    expect(text).not.toContain(o.seeded.lists.a);
  });
});

describe('a group', () => {
  it('in use cannot be removed', async () => {
    const answer = await o.as(manager(), 'DELETE', `/api/v1/agent-groups/${o.seeded.groups.a}`);
    expect(answer.status).toBe(409);
    expect((await o.as(manager(), 'GET', `/api/v1/agent-groups/${o.seeded.groups.a}`)).status).toBe(200);
  });
});

describe('pages of a list', () => {
  it('together hold every row once, in order', async () => {
    const contacts: string[] = [];
    for (let i = 0; i < 7; i++) contacts.push(await o.contact({ campaign: 'a', number: `+861350000200${i}` }));
    for (const contactId of contacts) await o.call({ contactId });
    for (const [url, key] of [
      ['/api/v1/contacts', 'id'],
      ['/api/v1/call-records', 'attemptId'],
    ] as const) {
      const whole = (await o.as(manager(), 'GET', `${url}?limit=200`)).body.items.map(
        (item: Record<string, string>) => item[key],
      );
      const paged: string[] = [];
      let cursor = '';
      do {
        const page = await o.as(manager(), 'GET', `${url}?limit=3${cursor}`);
        paged.push(...page.body.items.map((item: Record<string, string>) => item[key]));
        cursor = page.body.next === null ? '' : `&cursor=${page.body.next}`;
      } while (cursor !== '');
      expect(whole.length).toBeGreaterThan(7);
      expect(paged).toEqual(whole);
    }
  });
});
