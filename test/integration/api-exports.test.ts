import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeLists } from '../../src/compose/worker.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import type { ExportOrder } from '../../src/domain/export.ts';
import { type BackgroundJob, ExportLost } from '../../src/lists/ports.ts';
import { sheetRecords } from '../../src/lists/sheet.ts';
import { opened } from '../support/protected-workbook.ts';
import { type Person, SECRET, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
let second: Person;
beforeAll(async () => {
  o = await startOffice();
  second = await o.person('sales-manager');
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];
let n = 0;
const fresh = (): string => `+86136${String(++n).padStart(8, '0')}`;
const order = (kind: string, body: object, person = manager()) =>
  o.as(person, 'POST', `/api/v1/${kind}/exports`, { reason: '月度核对', ...body });
const fileOf = async (id: string, person = manager()) => {
  const answer = await o.app.inject({
    method: 'GET',
    url: `/api/v1/exports/${id}/file`,
    headers: { authorization: `Bearer ${person.token}` },
  });
  return { status: answer.statusCode, bytes: answer.rawPayload, headers: answer.headers, text: answer.body };
};
const lines = (text: string): string[][] =>
  text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
async function cellsOf(workbook: Buffer): Promise<string[][]> {
  const rows: string[][] = [];
  const open = async function* () {
    yield workbook;
  };
  for await (const records of sheetRecords(open, {}))
    for (const record of records) if (record.kind === 'cells') rows.push([...record.cells]);
  return rows;
}
const deedsOf = async (id: string): Promise<string[]> => {
  const rows = await o.db.selectFrom('audit').select('action').where('subject_id', '=', id).orderBy('seq').execute();
  return rows.map(({ action }) => action);
};
const capOf = (rows: number) =>
  o.as(o.people.ops, 'PUT', '/api/v1/settings', { timeZone: 'Asia/Shanghai', exportRowCap: rows });

/** The same exports, with a worker that does nothing until it is told to. */
function idle() {
  const given: BackgroundJob[] = [];
  const jobs = { add: async (job: BackgroundJob) => void given.push(job) };
  const { db, vault, clock, ids, deps } = o;
  const parts = { api: db, bulk: db, vault, clock, ids, log: deps.logger, files: createFileVault(SECRET), jobs };
  return { ...composeLists(parts), given };
}
async function waiting(lists: ReturnType<typeof idle>): Promise<string> {
  const actor = await o.deps.sessions.resolve(manager().token);
  if (actor === undefined) throw new Error('nobody');
  const filter: ExportOrder['filter'] = { kind: 'contacts', listId: o.seeded.lists.a };
  const given = { filter, format: 'csv' as const, columns: undefined, fullNumbers: false, reason: '核对' };
  return (await lists.exports.order(actor, { ...given, locale: 'zh-CN' })).view.id;
}

describe('an export of contacts', () => {
  it('holds what the filter and the scope leave, masked and harmless, and tells whose it is', async () => {
    await o.contact({ campaign: 'a', number: fresh(), name: '=cmd|calc 13812345678' });
    await o.contact({ campaign: 'a', number: '+12025550123', name: '-2+3' });
    await o.contact({ campaign: 'b', number: fresh(), name: '乙部的' });
    const ordered = await order('contacts', {});
    expect(ordered).toMatchObject({
      status: 202,
      body: { kind: 'contacts', format: 'csv', state: 'done', rows: 2, expected: 2, password: null },
    });
    const { id } = ordered.body;
    const file = await fileOf(id);
    expect(file).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } });
    expect([...file.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [own = [], titles = [], ...rows] = lines(file.text);
    expect(own).toEqual([`人 ${manager().username} ${manager().username}`, expect.stringMatching(/^2026-/), id]);
    expect(titles).toEqual(expect.arrayContaining(['号码', '姓名', '归属地', '状态', '备注']));
    const of = (title: string) => rows.map((row) => row[titles.indexOf(title)]).sort();
    expect(of('姓名')).toEqual(["'-2+3", "'=cmd|calc 138****5678"]);
    expect(of('号码')).toEqual(["'+1****23", '136****0001']);
    expect(of('外呼任务')).toEqual(['任务 ga', '任务 ga']);
    expect(file.text).not.toMatch(/13600000001|2025550123|13812345678/);
    expect(await deedsOf(id)).toEqual(['export.order', 'export.end', 'export.download']);
  });

  it('has the columns that were chosen, in their order, as a workbook too', async () => {
    const columns = ['fields.备注', 'number', 'lastResult'];
    const filter = { state: 'open', numberTail: '0001' };
    const ordered = await order('contacts', { format: 'xlsx', columns, filter });
    expect(ordered.body).toMatchObject({ state: 'done', rows: 1, columns });
    const file = await fileOf(ordered.body.id);
    expect(file.headers['content-disposition']).toBe(`attachment; filename="contacts-${ordered.body.id}.xlsx"`);
    const [, titles, ...rows] = await cellsOf(file.bytes);
    expect(titles).toEqual(['备注', '号码', '最近结果']);
    expect(rows).toEqual([["'=cmd|calc 138****5678", '136****0001', '']]);
  });

  it('is refused with a column, a format, a filter that there is not; nothing is ordered', async () => {
    const before = await o.as(manager(), 'GET', '/api/v1/exports');
    const wrong: [object, string][] = [
      [{ columns: ['number', 'ciphertext'] }, 'columns.1'],
      [{ columns: ['fields.没有'] }, 'columns.0'],
      [{ columns: [] }, 'columns'],
      [{ format: 'pdf' }, 'format'],
      [{ filter: { state: 'gone' } }, 'filter.state'],
      [{ filter: { numberTail: '13800138000' } }, 'filter.numberTail'],
      [{ reason: '' }, 'reason'],
      [{ fullNumbers: true }, 'format'],
    ];
    for (const [body, field] of wrong) {
      const answer = await order('contacts', body);
      expect({ body, status: answer.status, field: answer.body.error.details[0]?.field }).toEqual({
        ...{ body, status: 400, field },
      });
    }
    expect((await o.as(manager(), 'GET', '/api/v1/exports')).body).toEqual(before.body);
  });
});

describe('an export of call records and of the do-not-call list', () => {
  it('is filtered as the list of records is, within the scope', async () => {
    const agent = o.people.agent;
    const contactId = await o.contact({ campaign: 'a', number: fresh(), ownerId: agent.id });
    await o.call({ contactId, agentId: agent.id });
    await o.call({ contactId: await o.contact({ campaign: 'b', number: fresh() }) });
    o.clock.advance(3_600_000);
    await o.call({ contactId, agentId: o.people['team-manager'].id });
    const filter = { to: new Date(o.clock.now()).toISOString() };
    const ordered = await order('call-records', { filter, columns: ['staffNo', 'campaign', 'talkSeconds', 'result'] });
    expect(ordered.body).toMatchObject({ state: 'done', rows: 1 });
    const [, titles, ...rows] = lines((await fileOf(ordered.body.id)).text);
    expect(titles).toEqual(['工号', '外呼任务', '通话时长（秒）', '系统结果']);
    expect(rows).toEqual([[agent.username, '任务 ga', '0', 'CONNECTED']]);
    const never = await order('call-records', { filter: { from: filter.to, to: filter.to } });
    expect(never).toMatchObject({ status: 400, body: { error: { details: [{ field: 'to' }] } } });
  });

  it('tells of each entry who put it there and the key by which a number is found, never the number', async () => {
    await o.as(manager(), 'POST', '/api/v1/do-not-call', { number: '13912340000', reason: '来电投诉 13912340000' });
    const ordered = await order('do-not-call', {});
    expect(ordered.body).toMatchObject({ state: 'done', rows: 2 });
    const { text } = await fileOf(ordered.body.id);
    const row = lines(text).find(([number]) => number === '139****0000' && text.includes('投诉'));
    const hash = o.vault.blindIndex('+8613912340000');
    expect(lines(text).find((cells) => cells.includes(hash))).toEqual([
      ...['139****0000', hash, 'global', '来电投诉 139****0000', 'api', manager().username],
      ...[expect.stringMatching(/^2026-/), ''],
    ]);
    expect(row).toBeDefined();
    expect(text).not.toContain('13912340000');
  });
});

describe('what another person must approve', () => {
  it('is an export of more rows than the cap: not by oneself, not from another department', async () => {
    expect((await capOf(1)).body).toMatchObject({ exportRowCap: 1 });
    const ordered = await order('contacts', {});
    expect(ordered.body).toMatchObject({ state: 'waiting', expected: 2, rows: 0 });
    const { id } = ordered.body;
    const decide = (person: Person, verb = 'approve') =>
      o.as(person, 'POST', `/api/v1/exports/${id}/${verb}`, { reason: '看过' });
    expect(await decide(manager())).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    expect((await decide(o.people['campaign-manager'])).status).toBe(403);
    const other = await o.person('sales-manager', { departmentId: o.seeded.departments.b, squadId: null });
    expect((await decide(other)).status).toBe(404);
    expect((await o.as(other, 'GET', `/api/v1/exports/${id}`)).status).toBe(404);
    expect((await fileOf(id)).status).toBe(409);
    expect(await decide(second)).toMatchObject({ status: 200, body: { state: 'done', decidedBy: second.id } });
    expect((await decide(second)).status).toBe(409);
    // The file is for whoever ordered it.
    expect((await fileOf(id, second)).status).toBe(403);
    expect((await fileOf(id)).status).toBe(200);
    expect(await deedsOf(id)).toEqual(['export.order', 'export.approve', 'export.end', 'export.download']);
    await capOf(10_000);
  });

  it('is every export with full numbers: in a protected workbook that its password alone opens', async () => {
    const body = { format: 'xlsx', fullNumbers: true, columns: ['number', 'name'] };
    expect((await order('contacts', body, o.people['campaign-manager'])).status).toBe(403);
    const ordered = await order('contacts', body);
    const { id, password } = ordered.body;
    expect(ordered.body).toMatchObject({ state: 'waiting', fullNumbers: true });
    expect(password).toMatch(/^[a-z2-9]{24}$/);
    expect(JSON.stringify((await o.as(manager(), 'GET', `/api/v1/exports/${id}`)).body)).not.toContain(password);
    await o.as(second, 'POST', `/api/v1/exports/${id}/approve`, { reason: '监管要求' });
    const { bytes } = await fileOf(id);
    const rows = await cellsOf(opened(bytes, password));
    expect(rows.map(([number]) => number)).toEqual(expect.arrayContaining(['号码', '13600000001', '0012025550123']));
    // Names are free text: what stands in them stays masked.
    expect(rows.flat().join()).not.toContain('13812345678');
    expect(() => opened(bytes, `${password}x`)).toThrow('wrong password');
    const kept = await sql<{ password: unknown; parts: string[] }>`
      select password, array(select distinct part from export_chunk where export_id = ${id}) as parts
      from export where id = ${id}`.execute(o.db);
    expect(kept.rows).toEqual([{ password: null, parts: ['file'] }]);
  });

  it('may be refused, and then nothing is written', async () => {
    const { body } = await order('contacts', { format: 'xlsx', fullNumbers: true });
    const refused = await o.as(second, 'POST', `/api/v1/exports/${body.id}/refuse`, { reason: '没有必要' });
    expect(refused.body).toMatchObject({ state: 'refused', decision: '没有必要' });
    expect((await fileOf(body.id)).status).toBe(409);
  });
});

describe('a file of an export', () => {
  it('is there three times and 24 hours', async () => {
    const [once, later] = [(await order('contacts', {})).body.id, (await order('contacts', {})).body.id];
    for (const status of [200, 200, 200, 409]) expect((await fileOf(once)).status).toBe(status);
    o.clock.advance(86_400_000);
    // The session has ended meanwhile, and he signs in again.
    const { token } = (
      await o.as(undefined, 'POST', '/api/v1/session', {
        username: manager().username,
        password: 'a password of the tests',
      })
    ).body;
    manager().token = token;
    expect((await fileOf(later)).status).toBe(409);
    expect(await idle().exportStore.waiting(o.clock.now())).toEqual([]);
    expect((await o.as(manager(), 'GET', `/api/v1/exports/${later}`)).body.state).toBe('expired');
    const { rows } = await sql`select from export_chunk where export_id = ${later}`.execute(o.db);
    expect(rows).toEqual([]);
  });
});

describe('a job of an export', () => {
  it('goes on with another worker when its own died; what the first one still writes is not taken', async () => {
    const lists = idle();
    const id = await waiting(lists);
    expect(lists.given).toEqual([{ kind: 'export', id }]);
    const dead = await lists.exportStore.claim(id, o.clock.now());
    if (dead === undefined) throw new Error('nothing to run');
    const piece = (seq: number) => ({ part: 'file' as const, seq, bytes: Buffer.from('half a file'), rows: 1 });
    await lists.exportStore.append(dead, piece(0), o.clock.now());
    expect(await lists.exportStore.waiting(o.clock.now())).toEqual([]);
    o.clock.advance(31_000);
    expect(await lists.exportStore.waiting(o.clock.now())).toEqual([{ kind: 'export', id }]);
    await lists.run({ kind: 'export', id });
    await expect(lists.exportStore.append(dead, piece(1), o.clock.now())).rejects.toThrow(ExportLost);
    await lists.exportStore.finish(dead, { rows: 1, bytes: 11 }, o.clock.now());
    await lists.run({ kind: 'export', id });
    const { text } = await fileOf(id);
    expect(text).not.toContain('half a file');
    expect(lines(text)).toHaveLength(2 + 3);
    expect(await deedsOf(id)).toEqual(['export.order', 'export.end', 'export.download']);
  });

  it('is cancelled while it waits or runs', async () => {
    const lists = idle();
    const [queued, running] = [await waiting(lists), await waiting(lists)];
    const job = await lists.exportStore.claim(running, o.clock.now());
    if (job === undefined) throw new Error('nothing to run');
    for (const id of [queued, running])
      expect((await o.as(manager(), 'POST', `/api/v1/exports/${id}/cancel`)).body.state).toBe('cancelled');
    const late = { part: 'file' as const, seq: 0, bytes: Buffer.from('x'), rows: 1 };
    await expect(lists.exportStore.append(job, late, o.clock.now())).rejects.toThrow(ExportLost);
    await lists.run({ kind: 'export', id: queued });
    for (const id of [queued, running]) expect((await fileOf(id)).status).toBe(409);
    expect((await o.as(manager(), 'POST', `/api/v1/exports/${queued}/cancel`)).status).toBe(409);
  });

  it('writes nothing for who may not have it any more', async () => {
    const lists = idle();
    const id = await waiting(lists);
    await o.db.updateTable('app_user').set({ status: 'suspended' }).where('id', '=', manager().id).execute();
    await lists.run({ kind: 'export', id });
    await o.db.updateTable('app_user').set({ status: 'active' }).where('id', '=', manager().id).execute();
    const view = await o.as(manager(), 'GET', `/api/v1/exports/${id}`);
    expect(view.body).toMatchObject({ state: 'failed', failure: 'who ordered it may no longer export this', rows: 0 });
  });
});
