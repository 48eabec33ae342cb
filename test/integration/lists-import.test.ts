import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { mobile, type Office, openOffice, sheet } from './lists-helpers.ts';

let office: Office;
let campaignId: string;
let listId: string;
beforeAll(async () => {
  office = await openOffice();
  campaignId = await office.campaign();
});
afterAll(() => office.close());
beforeEach(async () => {
  listId = await office.list(campaignId);
});

interface Row {
  name: string | null;
  fields: Record<string, string>;
  masked: string;
  ciphertext: Buffer;
  country: string;
  zones: string[];
  state: string;
  customer_id: string;
}

async function contacts(): Promise<(Row & { number: string })[]> {
  const { rows } = await sql<Row>`
    select c.name, c.fields, c.state, c.customer_id, p.masked, p.ciphertext, p.country, p.zones
    from contact c join phone p on p.id = c.phone_id where c.list_id = ${listId} order by c.id`.execute(office.db);
  return rows.map((row) => ({ ...row, number: office.vault.open(row.ciphertext) }));
}
async function count(table: 'phone' | 'customer' | 'contact'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(office.db);
  return rows[0]?.n ?? -1;
}

describe('importing a list', () => {
  it('keeps number, name, other columns and place, in the order of the file', async () => {
    const result = await office.import(
      listId,
      '\ufeff姓名,手机号码,城市,备注\r\n张三,138 0013 8001,深圳,"爱好: ""茶"""\r\n\r\nJohn,+1 202 555 0123,,打 13900139001\r\n',
    );
    expect(result).toMatchObject({ rows: 2, imported: 2, duplicates: 0, rejected: 0, faults: [] });
    const [first, second] = await contacts();
    expect(first).toMatchObject({
      number: '+8613800138001',
      masked: '138****8001',
      name: '张三',
      fields: { 城市: '深圳', 备注: '爱好: "茶"' },
      country: 'CN',
      zones: ['Asia/Shanghai'],
      state: 'open',
    });
    // A number in another column is masked: clear ones stand in ciphertext only (DESIGN.md promise 8).
    expect(second).toMatchObject({ number: '+12025550123', fields: { 备注: '打 139****9001' }, country: 'US' });
    expect(second?.zones).toContain('Pacific/Honolulu');
  });

  it('finds phone and customer of a known number, and adds nothing twice', async () => {
    await office.import(listId, sheet(3, 100));
    const [phones, customers] = [await count('phone'), await count('customer')];
    expect(await office.import(listId, sheet(4, 100))).toMatchObject({ rows: 4, imported: 1, duplicates: 3 });
    expect([await count('phone'), await count('customer')]).toEqual([phones + 1, customers + 1]);
    const other = await office.list(campaignId);
    const twice = `phone\n${mobile(100)}\n+86 ${mobile(100)}\n${mobile(101)}\n`;
    expect(await office.import(other, twice)).toMatchObject({ rows: 3, imported: 2, duplicates: 1 });
    expect([await count('phone'), await count('customer')]).toEqual([phones + 1, customers + 1]);
    const before = await contacts();
    listId = other;
    expect((await contacts()).map((row) => row.customer_id)).toEqual(before.slice(0, 2).map((row) => row.customer_id));
  });

  it('leaves out what is forbidden for this very list, and only that', async () => {
    const other = await office.list(campaignId);
    for (const [number, list] of [
      [mobile(70), listId],
      [mobile(71), other],
    ] as const)
      await sql`insert into do_not_call (id, blind_index, scope, reason, source, created_at) values (gen_random_uuid(),
        decode(${office.vault.blindIndex(`+86${number}`)}, 'hex'), ${`list:${list}`}, 'r', 's', now())`.execute(
        office.db,
      );
    expect(await office.import(listId, sheet(3, 70))).toMatchObject({ imported: 2, doNotCall: 1 });
  });

  it('has no contact of a list, campaign or department that is not there, and none of these goes while it is named', async () => {
    await office.import(listId, sheet(1, 1));
    const copy = (change: Record<string, string>) => {
      const own = { list_id: listId, campaign_id: campaignId, department_id: office.departmentId, ...change };
      return sql`insert into contact (id, list_id, campaign_id, department_id, customer_id, phone_id, due_at, created_at)
        select gen_random_uuid(), ${own.list_id}, ${own.campaign_id}, ${own.department_id}, ${change.customer_id ?? null},
          coalesce(${change.phone_id ?? null}, p.id), now(), now()
        from phone p where not exists (select from contact c where c.list_id = ${listId} and c.phone_id = p.id) limit 1`.execute(
        office.db,
      );
    };
    const nobody = '01990000-0000-7000-8000-000000000000';
    for (const column of ['list_id', 'campaign_id', 'department_id', 'customer_id', 'phone_id']) {
      await expect(copy({ [column]: nobody })).rejects.toMatchObject({ code: '23503' });
      const moved = sql`update contact set ${sql.ref(column)} = ${nobody} where list_id = ${listId}`;
      await expect(moved.execute(office.db)).rejects.toMatchObject({ code: '23503' });
    }
    const customer = sql`insert into customer (id, department_id, created_at) values (gen_random_uuid(), ${nobody}, now())`;
    await expect(customer.execute(office.db)).rejects.toMatchObject({ code: '23503' });
    const phone = sql`update phone set customer_id = ${nobody} where customer_id is not null`;
    await expect(phone.execute(office.db)).rejects.toMatchObject({ code: '23503' });
    for (const table of ['list', 'phone', 'customer'])
      await expect(sql`delete from ${sql.table(table)}`.execute(office.db)).rejects.toMatchObject({ code: '23503' });
  });

  it('keeps a phone that somebody names at the same moment as another takes it away, whoever is first', async () => {
    const add = (db: typeof office.db, id: string) =>
      sql`
      insert into contact (id, list_id, campaign_id, department_id, phone_id, due_at, created_at)
      values (gen_random_uuid(), ${listId}, ${campaignId}, ${office.departmentId}, ${id}, now(), now())`.execute(db);
    const take = (db: typeof office.db, id: string) => sql`delete from phone where id = ${id}`.execute(db);
    for (const [first, second] of [
      [add, take],
      [take, add],
    ] as const) {
      const { rows } = await sql<{
        id: string;
      }>`insert into phone (id, blind_index, ciphertext, masked, zones, created_at)
        values (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), '', '', '{}', now()) returning id`.execute(
        office.db,
      );
      const id = rows[0]?.id ?? '';
      let late: Promise<unknown> = Promise.resolve();
      await office.db.transaction().execute(async (tx) => {
        await first(tx, id);
        late = second(office.db, id);
        late.catch(() => undefined);
        const waits = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        await until(async () => (await waits.execute(office.db)).rows.length > 0, { what: 'the other to wait' });
      });
      await expect(late).rejects.toMatchObject({ code: '23503' });
    }
  });

  it('gives a number whose customer was deleted a new one', async () => {
    await office.import(listId, sheet(1, 200));
    const [before] = await contacts();
    await sql`update customer set deleted_at = created_at where id = ${before?.customer_id}`.execute(office.db);
    listId = await office.list(campaignId);
    await office.import(listId, sheet(1, 200));
    const [after] = await contacts();
    expect(after?.customer_id).not.toBe(before?.customer_id);
  });

  it('two imports of the same numbers at once make each phone and customer once', async () => {
    const [phones, customers] = [await count('phone'), await count('customer')];
    const lists = await Promise.all([1, 2, 3].map(() => office.list(campaignId)));
    const reversed = sheet(1500, 1000).trim().split('\n');
    const backwards = [reversed[0], ...reversed.slice(1).reverse()].join('\n');
    const results = await Promise.all(lists.map((id, i) => office.import(id, i === 1 ? backwards : sheet(1500, 1000))));
    for (const result of results) expect(result).toMatchObject({ imported: 1500, duplicates: 0 });
    expect([await count('phone'), await count('customer')]).toEqual([phones + 1500, customers + 1500]);
  });

  it('a hostile file costs only its hostile rows (FAULTS 52)', async () => {
    const good = (i: number): string => `${mobile(3000 + i)},好${i},x`;
    const lines = [
      'phone,name,note',
      good(1),
      '138\u000000138000,nul,x',
      'PJSIP/x&PJSIP/y,two,x',
      '123@evil,at,x',
      `\${SHELL(id)},shell,x`,
      "=cmd|' /C calc'!A0,formula,x",
      '1380013800,short,x',
      '1.38E+10,sheet,x',
      '+53512345678,nowhere valid,x',
      ',nobody,x',
      `${mobile(3999)},${'n'.repeat(1 << 20)},x`,
      good(2),
      `${mobile(3998)},"${'q'.repeat(1 << 20)}",x`,
      good(3),
      `${mobile(3997)},"unclosed,x`,
      good(4),
      `${mobile(3996)},"x"y,x`,
      `${mobile(3995)},${'n'.repeat(201)},x`,
      `${mobile(3994)},one,two,three`,
      `${mobile(3993)},bell\u0007,x`,
      `\u202a+86 ${mobile(3005)}\u202c,\u202egnp.exe\u202c😀,"a ""quoted"" note"`,
      `１３８００００３００６,=1+1,x,,`,
      good(7),
    ];
    const result = await office.import(listId, lines.join('\r\n'));
    expect(result.rejectedRows.map((row) => [row.row, row.column, row.reason])).toEqual([
      [3, 'phone', 'control-character'],
      [4, 'phone', 'phone-invalid'],
      [5, 'phone', 'phone-invalid'],
      [6, 'phone', 'phone-invalid'],
      [7, 'phone', 'phone-invalid'],
      [8, 'phone', 'phone-invalid'],
      [9, 'phone', 'phone-scientific'],
      [10, 'phone', 'phone-invalid'],
      [11, 'phone', 'phone-missing'],
      [12, undefined, 'row-too-long'],
      [14, undefined, 'row-too-long'],
      [16, undefined, 'quote'],
      [18, undefined, 'quote'],
      [19, 'name', 'cell-too-long'],
      [20, undefined, 'too-many-cells'],
      [21, 'name', 'control-character'],
    ]);
    expect(result).toMatchObject({ rows: 23, imported: 7, duplicates: 0, rejected: 16 });
    const found = await contacts();
    expect(found.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7].map((i) => `+86${mobile(3000 + i)}`));
    expect(found[4]).toMatchObject({ name: 'gnp.exe😀', fields: { note: 'a "quoted" note' } });
    expect(found[5]?.name).toBe('=1+1');
    // No digits that somebody could be called by.
    for (const row of result.rejectedRows) expect(row.value.replace(/\\u[0-9a-f]{4}/g, '')).not.toMatch(/\d{3}/);
  });

  it('reads TSV, GB18030, UTF-16 and files without a header', async () => {
    expect(await office.import(listId, `name\tphone\na\t${mobile(5001)}\n`)).toMatchObject({ imported: 1 });
    // 手机,姓名 / 13800005002,张三 in GB18030.
    const gb = Buffer.concat([
      Buffer.from([0xca, 0xd6, 0xbb, 0xfa, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a]),
      Buffer.from(`${mobile(5002)},`),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
    ]);
    expect(await office.import(listId, gb)).toMatchObject({ imported: 1 });
    const utf16 = Buffer.from(`\ufeffphone\tname\n${mobile(5003)}\t李四\n`, 'utf16le');
    expect(await office.import(listId, utf16)).toMatchObject({ imported: 1 });
    expect(await office.import(listId, `${mobile(5004)};王五\n${mobile(5005)};赵六`)).toMatchObject({ imported: 2 });
    expect((await contacts()).map((row) => row.name)).toEqual(['a', '张三', '李四', '王五', '赵六']);
  });

  it('says which bytes are no text', async () => {
    const broken = Buffer.concat([Buffer.from(`phone,name\n${mobile(1)},`), Buffer.from([0xff, 0xfe, 0x0a])]);
    const result = await office.import(listId, broken, { encoding: 'utf-8' });
    expect(result.faults).toMatchObject([{ row: 2, column: 'name', reason: 'encoding' }]);
  });

  it('counts and keeps every rejected row, also beyond one batch', async () => {
    const result = await office.import(listId, `phone\n${'nonsense\n'.repeat(4_500)}${mobile(6000)}\n`);
    expect(result).toMatchObject({ rows: 4_501, rejected: 4_500, imported: 1 });
    expect(result.faults).toHaveLength(4_500);
    expect(result.faults.at(-1)).toMatchObject({ row: 4_501, column: 'phone', reason: 'phone-invalid' });
  });

  it.each([
    ['', /phone: came columns , wanted/],
    ['a,b\n1,2\n', /phone: came columns "a", "b", wanted one of them named/],
    ['PK\u0003\u0004zip', /file: came a ZIP file that cannot be unpacked, wanted an XLSX workbook/],
  ])('refuses a file that it cannot tell: %j', async (text, message) => {
    await expect(office.import(listId, text)).rejects.toThrow(message);
  });

  it('refuses a list that does not exist', async () => {
    await expect(office.import('nonsense', 'phone\n')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(office.import(campaignId, 'phone\n')).rejects.toMatchObject({ kind: 'not-found' });
  });
});
