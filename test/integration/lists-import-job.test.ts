import { deflateRawSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepPlaces } from '../../src/db/number-places.ts';
import type { ImportSettings } from '../../src/lists/ports.ts';
import { until } from '../support/until.ts';
import { BATCH, inOne, mobile, type Office, openOffice, sheet, told } from './lists-helpers.ts';

let office: Office;
let campaignId: string;
let listId: string;
/** The tests run jobs themselves, when they want to. */
const given: string[] = [];
beforeAll(async () => {
  office = await openOffice(() => ({ add: async (job) => void given.push(`${job.kind} ${job.id}`) }));
  campaignId = await office.campaign();
});
afterAll(() => office.close());
let block = 0;
beforeEach(async () => {
  listId = await office.list(campaignId);
  block += 100_000;
});

async function send(text: string | Uint8Array, settings: ImportSettings = {}, into = listId): Promise<string> {
  const order = { kind: 'contacts' as const, listId: into, settings, batch: BATCH, hold: false };
  return (await office.lists.imports.receive(office.actor, order, inOne(text))).id;
}
const run = (id: string) => office.lists.run({ kind: 'import', id });
const say = (id: string) => told(office.lists.imports, office.actor, id);
async function whole(text: string | Uint8Array, settings: ImportSettings = {}, into = listId) {
  const id = await send(text, settings, into);
  await run(id);
  return await say(id);
}
async function undo(id: string) {
  await office.lists.imports.undo(office.actor, id, '导错了');
  await office.lists.run({ kind: 'undo', id });
  return await say(id);
}
async function count(what: 'contact' | 'customer' | 'phone' | 'import_chunk'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(what)}`.execute(office.db);
  return rows[0]?.n ?? -1;
}
async function inList(id = listId) {
  const { rows } = await sql<{
    id: string;
    name: string;
    fields: Record<string, string>;
    masked: string;
    state: string;
  }>`
    select c.id, c.name, c.fields, c.state, p.masked from contact c join phone p on p.id = c.phone_id
    where c.list_id = ${id} order by c.id`.execute(office.db);
  return rows;
}

describe('an import as a job', () => {
  it('is ordered by its id alone, its file sealed until it has ended', async () => {
    const id = await send(sheet(3, block));
    expect(given.at(-1)).toBe(`import ${id}`);
    expect(await say(id)).toMatchObject({ state: 'queued', rows: 0 });
    const { rows } = await sql<{ body: Buffer }>`select body from import_chunk where import_id = ${id}`.execute(
      office.db,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.body.toString('latin1')).not.toContain(mobile(block));
    await run(id);
    expect(await say(id)).toMatchObject({ state: 'done', imported: 3, batch: BATCH });
    expect(await count('import_chunk')).toBe(0);
    await run(id);
    expect(await say(id)).toMatchObject({ imported: 3 });
  });

  it('given to two workers at once applies each row once (FAULTS 46)', async () => {
    const id = await send(sheet(9_000, block));
    await Promise.all([run(id), run(id), run(id)]);
    expect(await say(id)).toMatchObject({ state: 'done', rows: 9_000, imported: 9_000, duplicates: 0 });
    expect(await inList()).toHaveLength(9_000);
  });

  it('goes on where a dead worker left it, and is found without Redis', async () => {
    const bad = Array.from({ length: 9_000 }, (_, i) => (i % 3 === 0 ? 'nonsense' : mobile(block + i)));
    const id = await send(['phone', ...bad].join('\n'));
    const { store } = office.lists;
    // A worker that dies: its connection is cut in the middle of the third batch.
    let batches = 0;
    const write = store.write.bind(store);
    store.write = async (...batch) => {
      if (++batches === 3) throw new Error('the worker died');
      return await write(...batch);
    };
    await expect(run(id)).rejects.toThrow('the worker died');
    store.write = write;
    const half = await say(id);
    expect(half).toMatchObject({ state: 'running' });
    expect(half.rows).toBeGreaterThan(0);
    expect(half.rows).toBeLessThan(9_000);
    const { createdAt } = half;
    expect(await store.waiting(createdAt + 1_000)).not.toContainEqual({ kind: 'import', id });
    expect(await store.waiting(createdAt + 60_000)).toContainEqual({ kind: 'import', id });
    await run(id);
    const done = await say(id);
    expect(done).toMatchObject({ state: 'done', rows: 9_000, imported: 6_000, rejected: 3_000, duplicates: 0 });
    expect(done.faults.map((fault) => fault.row)).toEqual(Array.from({ length: 3_000 }, (_, i) => 2 + 3 * i));
  });

  it('cancelled in the middle stops, keeps what is in, and can be taken back without a trace', async () => {
    const before = [await count('contact'), await count('customer'), await count('phone')];
    const id = await send(sheet(40_000, block));
    const running = run(id);
    await until(async () => (await say(id)).rows > 0, { what: 'the first batch' });
    await office.lists.imports.cancel(office.actor, id);
    await running;
    const stopped = await say(id);
    expect(stopped.state).toBe('cancelled');
    expect(stopped.imported).toBeLessThan(40_000);
    expect(await inList()).toHaveLength(stopped.imported);
    expect(await undo(id)).toMatchObject({ state: 'undone', undone: stopped.imported, kept: 0 });
    expect([await count('contact'), await count('customer'), await count('phone')]).toEqual(before);
  });

  it('taken back keeps what was dialed since', async () => {
    await whole(sheet(2, block));
    const other = await office.list(campaignId);
    const { id } = await whole(sheet(5, block), {}, other);
    const rows = await inList(other);
    await office.attempt(rows[1]?.id ?? '', Date.UTC(2026, 0, 5), {});
    expect(await undo(id)).toMatchObject({ state: 'undone', undone: 4, kept: 1 });
    expect((await inList(other)).map((row) => row.id)).toEqual([rows[1]?.id]);
    // The first two numbers belong to another list too.
    expect(await inList()).toHaveLength(2);
  });

  it('of a list that is beyond the scope is not found, for every command', async () => {
    const id = await send(sheet(1, block));
    const foreign = { ...office.actor, scope: { ...office.actor.scope, departmentId: campaignId } };
    const { imports } = office.lists;
    expect(await imports.get(foreign.scope, id)).toBeUndefined();
    const commands = [
      () => imports.cancel(foreign, id),
      () => imports.undo(foreign, id, 'x'),
      () => imports.preview(foreign.scope, id, {}),
      () => imports.start(foreign, id, { settings: {}, batch: BATCH }),
    ];
    for (const command of commands) await expect(command()).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('duplicates', () => {
  const file = (...rows: string[]): string => ['手机,姓名,外部编号,备注', ...rows, ''].join('\n');

  it('skip: what stands in the campaign or the system, also as a further number, is left alone', async () => {
    await whole(`手机,手机2,姓名\n${mobile(block)},${mobile(block + 1)},甲\n`);
    const other = await office.list(campaignId);
    const rows = file(`${mobile(block + 1)},乙,,`, `${mobile(block + 2)},丙,,`);
    expect(await whole(rows, { duplicates: { scope: 'campaign' } }, other)).toMatchObject({
      imported: 1,
      duplicates: 1,
    });
    const elsewhere = await office.list(await office.campaign());
    expect(await whole(rows, { duplicates: { scope: 'campaign' } }, elsewhere)).toMatchObject({ imported: 2 });
    const third = await office.list(await office.campaign());
    const all = await whole(rows, { duplicates: { scope: 'system' } }, third);
    expect(all).toMatchObject({ imported: 0, duplicates: 2 });
    expect(all.faults).toMatchObject([
      { row: 2, reason: 'duplicate' },
      { row: 3, reason: 'duplicate' },
    ]);
  });

  it('of the last N days only', async () => {
    await whole(sheet(2, block));
    await sql`update contact set created_at = created_at - interval '40 days'
      where list_id = ${listId} and id = (select min(id::text)::uuid from contact where list_id = ${listId})`.execute(
      office.db,
    );
    const other = await office.list(campaignId);
    const result = await whole(sheet(2, block), { duplicates: { scope: 'campaign', days: 30 } }, other);
    expect(result).toMatchObject({ imported: 1, duplicates: 1 });
  });

  it('update: by external id, fields merged, and given back by the undo', async () => {
    await whole(file(`${mobile(block)},甲,A1,旧`, `${mobile(block + 1)},乙,A2,旧`));
    const duplicates = { by: 'external-id', scope: 'campaign', action: 'update' } as const;
    const other = await office.list(campaignId);
    const rows = `手机,姓名,外部编号,城市\n${mobile(block + 9)},甲甲,A1,深圳\n${mobile(block + 8)},丁,A9,北京\n`;
    const result = await whole(rows, { duplicates }, other);
    expect(result).toMatchObject({ imported: 1, updated: 1, duplicates: 0 });
    expect((await inList())[0]).toMatchObject({ name: '甲甲', fields: { 备注: '旧', 城市: '深圳' } });
    expect(await undo(result.id)).toMatchObject({ undone: 2, kept: 0 });
    expect((await inList())[0]).toMatchObject({ name: '甲', fields: { 备注: '旧' } });
    expect(await inList(other)).toEqual([]);
  });

  it('move: into this list, unless it is being dialed or stands there already; the undo moves it back', async () => {
    await whole(file(`${mobile(block)},甲,,`, `${mobile(block + 1)},乙,,`, `${mobile(block + 2)},丙,,`));
    const from = await inList();
    await sql`update contact set state = 'dialing' where id = ${from[1]?.id}`.execute(office.db);
    await sql`update contact set state = 'closed' where id = ${from[2]?.id}`.execute(office.db);
    const other = await office.list(await office.campaign());
    const result = await whole(sheet(3, block), { duplicates: { scope: 'system', action: 'move' } }, other);
    expect(result).toMatchObject({ imported: 0, moved: 2, duplicates: 1 });
    expect((await inList(other)).map((row) => [row.id, row.state])).toEqual([
      [from[0]?.id, 'open'],
      [from[2]?.id, 'open'],
    ]);
    expect(await undo(result.id)).toMatchObject({ undone: 2, kept: 0 });
    expect((await inList()).map((row) => row.state)).toEqual(['open', 'dialing', 'closed']);
  });

  it('another department’s contact is neither changed nor moved', async () => {
    await whole(sheet(1, block));
    const [contact] = await inList();
    const strange = await office.list(campaignId);
    await sql`insert into team (id, kind, name, created_at) values (${campaignId}, 'department', '别的部门', now())`.execute(
      office.db,
    );
    await sql`update contact set department_id = ${campaignId} where id = ${contact?.id}`.execute(office.db);
    for (const action of ['update', 'move'] as const)
      expect(await whole(sheet(1, block), { duplicates: { scope: 'system', action } }, strange)).toMatchObject({
        duplicates: 1,
      });
    expect((await inList())[0]).toEqual(contact);
  });
});

describe('ten numbers and fifty columns', () => {
  it('are kept in order, with region and carrier', async () => {
    const titles = [
      '手机',
      ...Array.from({ length: 9 }, (_, i) => `手机${i + 2}`),
      ...Array.from({ length: 50 }, (_, i) => `列${i}`),
    ];
    const numbers = Array.from({ length: 10 }, (_, i) => mobile(block + i));
    const row = [...numbers, ...Array.from({ length: 50 }, (_, i) => `值${i}`)];
    expect(await whole(`${titles.join(',')}\n${row.join(',')}\n`)).toMatchObject({ imported: 1 });
    const [contact] = await inList();
    expect(Object.keys(contact?.fields ?? {})).toHaveLength(50);
    const { rows } = await sql<{
      position: number;
      ciphertext: Buffer;
      customer_id: string;
      region: string;
      carrier: string;
    }>`
      select n.position, p.ciphertext, p.customer_id, p.region, p.carrier from contact_number n
      join phone p on p.id = n.phone_id where n.contact_id = ${contact?.id} order by n.position`.execute(office.db);
    expect(rows.map((each) => [each.position, office.vault.open(each.ciphertext)])).toEqual(
      numbers.slice(1).map((number, i) => [i + 2, `+86${number}`]),
    );
    expect(new Set(rows.map((each) => each.customer_id)).size).toBe(1);
    expect(rows[0]).toMatchObject({ region: '北京', carrier: '移动' });
  });
});

describe('归属地 of the owner', () => {
  it('replaces what he gave before, and counts from the next import on', async () => {
    await keepPlaces(office.db, [{ prefix: 1_380_000, region: '甲', carrier: '移动' }]);
    await keepPlaces(office.db, [
      { prefix: Number(mobile(block).slice(0, 7)), region: '广东深圳', carrier: undefined },
    ]);
    await whole(sheet(1, block));
    const { rows } = await sql<{ region: string; carrier: string }>`select p.region, p.carrier
      from contact c join phone p on p.id = c.phone_id where c.list_id = ${listId}`.execute(office.db);
    expect(rows).toEqual([{ region: '广东深圳', carrier: '移动' }]);
    expect(await office.lists.store.places()).toHaveLength(1);
    await keepPlaces(office.db, []);
  });
});

describe('a workbook', () => {
  it('is read with all digits of its numbers, whatever its cells are', async () => {
    const { default: exceljs } = await import('exceljs');
    const book = new exceljs.Workbook();
    const page = book.addWorksheet('名单');
    page.addRow(['姓名', '手机', '生日', '备注']);
    page.addRow([
      '张三',
      13_800_000_000 + block,
      new Date(Date.UTC(1990, 4, 6)),
      { richText: [{ text: '粗' }, { text: '体' }] },
    ]);
    page.addRow(['李四', mobile(block + 1), null, { formula: '1+1', result: 2 }]);
    page.addRow([]);
    page.addRow(['王五', '1.38E+10', null, '=cmd|x']);
    const result = await whole(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(result).toMatchObject({ rows: 3, imported: 2, rejected: 1 });
    expect(result.faults).toMatchObject([{ row: 5, column: '手机', reason: 'phone-scientific' }]);
    expect(await inList()).toMatchObject([
      { name: '张三', fields: { 生日: '1990-05-06', 备注: '粗体' } },
      { name: '李四', fields: { 备注: '2' } },
    ]);
  });

  it.each([
    ['a sheet of 200 MiB in 200 KB', 'xl/worksheets/sheet1.xml', /packed more than 200 times/],
    ['texts of 200 MiB', 'xl/sharedStrings.xml', /packed more than 200 times/],
  ])('that is a bomb is refused: %s', async (_what, path, why) => {
    const id = await send(zipOf(path, Buffer.alloc(200 * 1024 * 1024, 0x20)));
    await run(id);
    await expect(say(id)).rejects.toThrow(why);
    expect(await inList()).toEqual([]);
  });

  it('without a sheet, or cut off, is refused', async () => {
    const empty = await send(zipOf('hello.txt', Buffer.from('hello')));
    await run(empty);
    await expect(say(empty)).rejects.toThrow('file: came a ZIP file without a sheet');
    const cut = await send(zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(100_000, 0x41)).subarray(0, 90));
    await run(cut);
    await expect(say(cut)).rejects.toThrow(/^file: came a ZIP file that cannot be unpacked/);
  });
});

/** A ZIP archive of one deflated file (APPNOTE 4.3), its checksum left out: readers that stream do not look at it. */
function zipOf(path: string, content: Buffer): Uint8Array {
  const name = Buffer.from(path);
  const body = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + body.length, 16);
  return Buffer.concat([local, name, body, central, name, end]);
}
