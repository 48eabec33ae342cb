import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timestamp } from '../../src/db/values.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';

/** It is Monday, 10:00 in Shanghai: the campaign's hours are 9 to 12 and 13:30 to 20. */
let o: TestOffice;
let manager: Person;
let n = 0;
beforeAll(async () => {
  o = await startOffice();
  manager = o.people['sales-manager'];
});
afterAll(() => o.close());

const made = () => o.contact({ campaign: 'a', number: `+86135${String(++n).padStart(8, '0')}` });
/** The first gate that is shut for whoever dials it now. */
const reason = async (contactId: string): Promise<string | null> =>
  (await o.as(manager, 'GET', `/api/v1/contacts/${contactId}/gates`)).body.reason;
const put = (url: string, body: unknown, person = manager) => o.as(person, 'PUT', `/api/v1/${url}`, body);
const deeds = async (action: string): Promise<unknown[]> =>
  (await o.db.selectFrom('audit').select('details').where('action', '=', action).orderBy('seq').execute()).map(
    ({ details }) => details,
  );

describe('doors to what the gate reads', () => {
  it('a contact’s own time zones go before his number’s; all of them must be open', async () => {
    const id = await made();
    expect(await reason(id)).toBeNull();
    const away = await put(`contacts/${id}/zones`, { zones: ['Asia/Shanghai', 'Europe/London'] });
    expect(away).toMatchObject({
      status: 200,
      body: { ownZones: true, zones: ['Asia/Shanghai', 'Europe/London'] },
    });
    expect(await reason(id)).toBe('hours-legal');
    // As the feeder leaves him, until it opens there.
    const later = timestamp(o.clock.now() + 7 * 3_600_000);
    await o.db.updateTable('contact').set({ due_at: later }).where('id', '=', id).execute();
    const back = await put(`contacts/${id}/zones`, { zones: null });
    expect(back.body).toMatchObject({ ownZones: false, zones: ['Asia/Shanghai'] });
    expect(await reason(id)).toBeNull();
    expect(await deeds('contact.zones')).toEqual([{ zones: ['Asia/Shanghai', 'Europe/London'] }, { zones: null }]);
  });

  it('a list’s own windows go before its campaign’s; the legal hours stay', async () => {
    const id = await made();
    const url = `lists/${o.seeded.lists.a}/hours`;
    const evening = await put(url, { hours: { 1: [{ from: 18 * 60, to: 20 * 60 }] } });
    expect(evening.body.hours).toEqual({ 1: [{ from: 1_080, to: 1_200 }] });
    expect(await reason(id)).toBe('hours-campaign');
    expect((await o.as(manager, 'GET', `/api/v1/lists/${o.seeded.lists.a}`)).body.hours).toEqual(evening.body.hours);
    expect((await put(url, { hours: null })).body.hours).toBeNull();
    expect(await reason(id)).toBeNull();
    expect(await deeds('list.hours')).toHaveLength(2);
  });

  it('who waits for his retry goes on waiting when his list’s hours change', async () => {
    const [tried, promised] = [await made(), await made()];
    const later = o.clock.now() + 3_600_000;
    const of = (id: string) => o.db.updateTable('contact').where('id', '=', id);
    await of(tried)
      .set({ due_at: timestamp(later), attempts: 1, source: 'retry' })
      .execute();
    await of(promised)
      .set({ due_at: timestamp(later), source: 'call-back' })
      .execute();
    await put(`lists/${o.seeded.lists.a}/hours`, { hours: { 1: [{ from: 0, to: 1_440 }] } });
    const rows = await o.db.selectFrom('contact').select('due_at').where('id', 'in', [tried, promised]).execute();
    expect(rows.map(({ due_at }) => due_at)).toEqual([later, later]);
    await put(`lists/${o.seeded.lists.a}/hours`, { hours: null });
  });

  it('a department’s prefixes hold for campaigns that name none of their own', async () => {
    const id = await made();
    const url = `teams/${o.seeded.departments.a}/prefixes`;
    const boss = o.people.administrator;
    expect((await put(url, { prefixes: ['+852', '+8610'] }, boss)).body.prefixes).toEqual(['+852', '+8610']);
    expect(await reason(id)).toBe('number-not-allowed');
    const named = { gate: { allowPrefixes: ['+86135'] } };
    expect((await o.as(manager, 'PATCH', `/api/v1/campaigns/${o.seeded.campaigns.a}`, named)).status).toBe(200);
    expect(await reason(id)).toBeNull();
    await o.as(manager, 'PATCH', `/api/v1/campaigns/${o.seeded.campaigns.a}`, { gate: {} });
    expect((await put(url, { prefixes: null }, boss)).body.prefixes).toBeNull();
    expect(await reason(id)).toBeNull();
    expect(await deeds('team.prefixes')).toEqual([{ prefixes: ['+852', '+8610'] }, { prefixes: null }]);
  });

  it('take nothing that is wrong, and nothing of others', async () => {
    const id = await made();
    const theirs = await o.contact({ campaign: 'b', number: `+86135${String(++n).padStart(8, '0')}` });
    const boss = o.people.administrator;
    const listUrl = `lists/${o.seeded.lists.a}/hours`;
    const teamUrl = `teams/${o.seeded.departments.a}/prefixes`;
    const wrong: [string, unknown, string, Person][] = [
      [`contacts/${id}/zones`, { zones: ['Mars/Phobos'] }, 'zones.0', manager],
      [`contacts/${id}/zones`, { zones: ['Asia/Shanghai', '+08:00'] }, 'zones.1', manager],
      [`contacts/${id}/zones`, { zones: [] }, 'zones', manager],
      [listUrl, { hours: { 1: [{ from: 600, to: 540 }] } }, 'hours.1.0', manager],
      [
        listUrl,
        {
          hours: {
            1: [
              { from: 540, to: 600 },
              { from: 590, to: 700 },
            ],
          },
        },
        'hours.1.1',
        manager,
      ],
      [listUrl, { hours: { 8: [] } }, 'hours.8', manager],
      [teamUrl, { prefixes: ['86'] }, 'prefixes.0', boss],
      [teamUrl, { prefixes: [] }, 'prefixes', boss],
    ];
    for (const [url, body, field, person] of wrong) {
      const answer = await put(url, body, person);
      expect({ url, status: answer.status, field: answer.body.error?.details[0]?.field }).toEqual({
        ...{ url, status: 400, field },
      });
    }
    expect((await put(`contacts/${theirs}/zones`, { zones: null })).status).toBe(404);
    expect((await put(`lists/${o.seeded.lists.b}/hours`, { hours: null })).status).toBe(404);
    // A squad has no prefixes of its own.
    expect((await put(`teams/${o.seeded.squads.a1}/prefixes`, { prefixes: null }, boss)).status).toBe(404);
    expect(await reason(id)).toBeNull();
  });
});
