import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];

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
});
