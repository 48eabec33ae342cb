import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
const BATCH = new URLSearchParams({
  ...{ source: '官网', supplier: '自有', price: '0', legalBasis: '个人同意', proof: '隐私政策' },
});
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];

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
