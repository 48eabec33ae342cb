import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { People } from '../../src/api/ports.ts';
import type { Actor } from '../../src/domain/people.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
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
