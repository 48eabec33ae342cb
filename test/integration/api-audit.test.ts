import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendAudit } from '../../src/db/audit.ts';
import { transact } from '../../src/db/pool.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const verify = async () => (await o.as(o.people.administrator, 'GET', '/api/v1/audit/verification')).body;
const deed = (action: string) => ({
  action,
  subjectKind: 'test',
  details: { n: 1.5, 名: ['甲', null], b: { y: 1, x: 2 } },
});
const append = (action: string) => transact(o.db, (tx) => appendAudit(tx, undefined, deed(action), o.clock.now()));

describe('the audit chain', () => {
  beforeEach(async () => {
    await sql`truncate audit`.execute(o.db);
    await o.db.deleteFrom('setting').where('key', '=', 'audit.head').execute();
    for (const action of ['one', 'two', 'three', 'four']) await append(action);
  });

  it('is whole as it was written, also by many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`at once ${i}`)));
    expect(await verify()).toEqual({ whole: true, rows: 24, faults: [] });
  });

  it.each([
    ['a changed action', sql`update audit set action = 'else' where seq = 2`, 2],
    ['a changed detail', sql`update audit set details = details || '{"n": 2}' where seq = 2`, 2],
    ['another person', sql`update audit set actor_id = gen_random_uuid() where seq = 2`, 2],
    ['another time', sql`update audit set at = at + interval '1 ms' where seq = 3`, 3],
    ['a removed row', sql`delete from audit where seq = 2`, 2],
    ['a removed first row', sql`delete from audit where seq = 1`, 1],
    ['a cut tail', sql`delete from audit where seq = 4`, 4],
    ['swapped rows', sql`update audit set seq = case seq when 2 then 12 else seq end where seq = 2`, 2],
  ])('shows %s', async (_what, tampering, seq) => {
    expect((await verify()).whole).toBe(true);
    await tampering.execute(o.db);
    const found = await verify();
    expect(found.whole).toBe(false);
    expect(found.faults[0].seq).toBe(seq);
  });

  it('shows a row that was changed together with its own hash', async () => {
    await sql`update audit set action = 'else', hash = sha256('anything') where seq = 2`.execute(o.db);
    const found = await verify();
    expect(found.faults.map((fault: { seq: number }) => fault.seq)).toEqual([2, 3]);
  });

  it('has no row of a change that was rolled back, and stays whole', async () => {
    await expect(
      transact(o.db, async (tx) => {
        await appendAudit(tx, undefined, deed('lost'), o.clock.now());
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    await append('five');
    expect(await verify()).toEqual({ whole: true, rows: 5, faults: [] });
  });
});

describe('every change', () => {
  const count = async (): Promise<number> => (await o.db.selectFrom('audit').select('seq').execute()).length;

  it('writes who did what to what, and a refused one writes nothing', async () => {
    const before = await count();
    const manager = o.people['sales-manager'];
    const url = `/api/v1/campaigns/${o.seeded.campaigns.a}`;
    await o.as(manager, 'POST', `${url}/start`);
    expect((await o.as(manager, 'PATCH', url, { weight: -1 })).status).toBe(400);
    expect(await count()).toBe(before + 1);
    const page = await o.as(manager, 'GET', '/api/v1/audit?limit=1');
    expect(page.body.items[0]).toMatchObject({
      actorId: manager.id,
      action: 'campaign.status',
      subjectKind: 'campaign',
      subjectId: o.seeded.campaigns.a,
      departmentId: o.seeded.departments.a,
      details: { from: 'stopped', to: 'running' },
    });
  });

  it('is seen by a department only where it is the department’s', async () => {
    await transact(o.db, (tx) =>
      appendAudit(tx, undefined, { ...deed('foreign'), departmentId: o.seeded.departments.b }, o.clock.now()),
    );
    const mine = await o.as(o.people['sales-manager'], 'GET', '/api/v1/audit?action=foreign');
    expect(mine.body.items).toEqual([]);
    const all = await o.as(o.people.administrator, 'GET', '/api/v1/audit?action=foreign');
    expect(all.body.items).toHaveLength(1);
  });
});
