import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '../../src/db/pool.ts';
import { timestamp } from '../../src/db/values.ts';
import { noteDispositions } from '../../src/db/wrap-up-sql.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
let n = 0;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];
const agent = () => o.people.agent;
const table = async (person = manager()) =>
  (await o.as(person, 'GET', '/api/v1/call-results')).body.items as { key: string; active: boolean }[];
const create = (body: object) =>
  o.as(manager(), 'POST', '/api/v1/call-results', { countsAs: 'INTENT_B', nameZh: '要报价', nameEn: 'Offer', ...body });
const change = (key: string, body: object) => o.as(manager(), 'PATCH', `/api/v1/call-results/${key}`, body);
const dispose = (id: string, body: object) => o.as(agent(), 'POST', `/api/v1/calls/${id}/disposition`, body);

/** A call of the agent's that he has in hand, connected so many seconds ago. */
async function talk(seconds: number, more: { closedAfter?: number } = {}): Promise<string> {
  const contactId = await o.contact({
    campaign: 'a',
    number: `+86134${String(++n).padStart(8, '0')}`,
    ownerId: agent().id,
  });
  const id = await o.call({ contactId, agentId: agent().id, open: true });
  const since = o.clock.now() - seconds * 1_000;
  const closed = more.closedAfter === undefined ? null : timestamp(since + more.closedAfter * 1_000);
  await o.db
    .updateTable('attempt')
    .set({ connected_at: timestamp(since), closed_at: closed })
    .where('id', '=', id)
    .execute();
  const seat = { agent_id: agent().id, group_id: o.seeded.groups.a, sip_user: 's1', state: 'talking' };
  await o.db
    .insertInto('agent_seat')
    .values({ ...seat, attempt_id: id, sip_password: 'x', since: timestamp(o.clock.now()) })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet({ attempt_id: id, state: 'talking' }))
    .execute();
  return id;
}
const lastWish = async () =>
  (await o.db.selectFrom('agent_wish').select('body').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.body;

describe('the table of results', () => {
  it('is as shipped until a department changes it, and is its own', async () => {
    const shipped = await table();
    expect(shipped.map(({ key }) => key)).toEqual([
      ...[
        'SALE',
        'INTENT_A',
        'INTENT_B',
        'INTENT_C',
        'CALLBACK',
        'NOINTEREST',
        'WRONG',
        'NOTSELF',
        'VOICEMAIL',
        'DNCREQ',
      ],
    ]);
    expect(shipped[0]).toMatchObject({ nameZh: '成交', hotKey: '1', flags: { sale: true, final: true, retry: false } });
    expect(shipped[9]).toMatchObject({ flags: { doNotCall: true } });
    const made = await create({ key: 'QUOTE', position: 25 });
    expect(made).toMatchObject({ status: 201, body: { key: 'QUOTE', flags: { intent: true }, hotKey: null } });
    expect((await change('VOICEMAIL', { active: false })).body.active).toBe(false);
    expect((await change('SALE', { nameZh: '签单' })).body).toMatchObject({
      nameZh: '签单',
      nameEn: 'Sale',
      hotKey: '1',
    });
    expect((await table(agent())).map(({ key }) => key).slice(0, 4)).toEqual(['SALE', 'INTENT_A', 'QUOTE', 'INTENT_B']);
    const other = await o.person('agent', { departmentId: o.seeded.departments.b, squadId: null });
    expect(await table(other)).toEqual(shipped);
    const deeds = await o.db.selectFrom('audit').select('action').where('subject_kind', '=', 'call-result').execute();
    expect(deeds.map(({ action }) => action).sort()).toEqual([
      ...['call-result.change', 'call-result.change', 'call-result.create'],
    ]);
  });

  it('takes nothing that does not fit', async () => {
    const before = await table();
    const wrong: [Promise<{ status: number; body: { error: { details: { field: string }[] } } }>, number, string?][] = [
      [create({ key: 'QUOTE' }), 409, 'key'],
      [create({ key: 'SALE' }), 409, 'key'],
      [create({ key: 'lower' }), 400, 'key'],
      [create({ key: 'OTHER', countsAs: 'UNFILLED' }), 400, 'countsAs'],
      [create({ key: 'OTHER', hotKey: '1' }), 400, 'hotKey'],
      [create({ key: 'OTHER', leastTalkSeconds: 30, mostTalkSeconds: 20 }), 400, 'mostTalkSeconds'],
      [change('QUOTE', { hotKey: 'x' }), 400, 'hotKey'],
      [change('QUOTE', {}), 400],
      [change('NOTHING', { active: false }), 404],
    ];
    for (const [asked, status, field] of wrong) {
      const answer = await asked;
      expect({ status: answer.status, field: answer.body.error.details[0]?.field }).toMatchObject({
        status,
        ...(field === undefined ? {} : { field }),
      });
    }
    expect(await table()).toEqual(before);
  });

  it('holds a result to the talk that it needs: at least and at most so many seconds', async () => {
    await change('SALE', { leastTalkSeconds: 30 });
    await change('WRONG', { mostTalkSeconds: 20 });
    const short = await talk(29);
    expect(await dispose(short, { result: 'SALE' })).toMatchObject({
      status: 409,
      body: {
        error: { code: 'conflict', details: [{ field: 'result', came: 'a talk of 29 s', wanted: 'at least 30 s' }] },
      },
    });
    expect((await dispose(short, { result: 'NOINTEREST' })).status).toBe(202);
    // The wrap-up adds nothing to the talk.
    const wrapping = await talk(100, { closedAfter: 29 });
    expect((await dispose(wrapping, { result: 'SALE' })).status).toBe(409);
    const long = await talk(30);
    expect((await dispose(long, { result: 'WRONG' })).body.error.details[0].wanted).toBe('at most 20 s');
    expect((await dispose(long, { result: 'SALE' })).status).toBe(202);
    await change('SALE', { leastTalkSeconds: null });
    await change('WRONG', { mostTalkSeconds: null });
  });

  it('gives the engine what a further result counts as, and the record both', async () => {
    await change('QUOTE', { needsNote: true });
    const id = await talk(40);
    expect((await dispose(id, { result: 'QUOTE' })).body.error.details[0].field).toBe('note');
    expect((await dispose(id, { result: 'VOICEMAIL' })).body.error.details[0].field).toBe('result');
    expect((await dispose(id, { result: 'NEVER_HEARD' })).body.error.details[0].field).toBe('result');
    expect((await dispose(id, { result: 'QUOTE', note: '周五发' })).status).toBe(202);
    expect(await lastWish()).toMatchObject({ type: 'disposition', result: 'INTENT_B', resultKey: 'QUOTE' });
    const contactId = await o.contact({
      campaign: 'a',
      number: `+86134${String(++n).padStart(8, '0')}`,
      ownerId: agent().id,
    });
    const attemptId = await o.call({ contactId, agentId: agent().id });
    const said = { agentId: agent().id, disposition: 'INTENT_B' as const, resultKey: 'QUOTE', retryAt: undefined };
    const at = o.clock.now();
    const wrapUp = { ...said, attemptId, placedAt: at, wrappedAt: at, doNotCall: false };
    await transact(o.db, (tx) => noteDispositions(tx, [wrapUp]));
    const record = await o.as(manager(), 'GET', `/api/v1/call-records/${attemptId}`);
    expect(record.body).toMatchObject({ disposition: 'INTENT_B', resultKey: 'QUOTE' });
  });

  it('is what the agent’s screen pop offers, in its order', async () => {
    await talk(5);
    const pop = await o.as(agent(), 'GET', '/api/v1/agents/me/screen-pop');
    const offered = pop.body.results as { key: string; hotKey: string; needs: string[] }[];
    expect(offered.map(({ key }) => key)).toEqual((await table()).filter(({ active }) => active).map(({ key }) => key));
    expect(offered.find(({ key }) => key === 'QUOTE')).toMatchObject({ hotKey: '', needs: ['note'] });
    expect(Buffer.byteLength(pop.text)).toBeLessThan(8_192);
  });
});
