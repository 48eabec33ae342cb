/** Lines as people write them: trunks with their binding hook and table of results, caller numbers, their proofs and pools. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BINDING_SECRET, createFieldCipher } from '../../src/db/crypto.ts';
import { PgPlanStore } from '../../src/db/plan-store.ts';
import { SECRET, startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];

describe('our own numbers', () => {
  const boss = () => o.people.administrator;
  let n = 7_000;
  const made = async (more: object) => {
    const number = `0105552${++n}`;
    const answer = await o.as(boss(), 'POST', '/api/v1/caller-ids', { number, ...more });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const codes = (body: { troubles: { code: string }[] }) => body.troubles.map(({ code }) => code);
  const day = (days: number) => new Date(o.clock.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

  it('are not used unproved, expired or switched off, and are told so in both languages', async () => {
    const unproved = await made({});
    expect(unproved).toMatchObject({ usable: false, troubles: [{ code: 'unproved' }] });
    expect(unproved.troubles[0]['zh-CN']).toMatch(/报备/);
    expect(unproved.troubles[0].en).toMatch(/not used/);
    const proof = { authorisation: '报备 2026-17' };
    expect(await made(proof)).toMatchObject({ usable: true, troubles: [], expiresInDays: null });
    expect(codes(await made({ ...proof, expiresOn: day(-1), enabled: false }))).toEqual(['disabled', 'expired']);
    expect(await made({ ...proof, expiresOn: day(30) })).toMatchObject({ usable: true, expiresInDays: 30 });
    expect(await made({ ...proof, expiresOn: day(31) })).toMatchObject({ usable: true, expiresInDays: null });
  });

  it('are used with a file that proves them, a PDF, JPG or PNG by how it begins; it is sealed and fetched on record', async () => {
    const { id } = await made({});
    const url = `/api/v1/caller-ids/${id}`;
    const put = async (file: Buffer, type = 'application/pdf', name = '授权书 13800138000.pdf') => {
      const answer = await o.app.inject({
        ...{ method: 'PUT', url: `${url}/proof?name=${encodeURIComponent(name)}`, payload: file },
        headers: { authorization: `Bearer ${boss().token}`, 'content-type': type },
      });
      return { status: answer.statusCode, body: answer.json() };
    };
    const campaign_id = o.seeded.campaigns.a;
    await o.db.insertInto('campaign_caller_id').values({ campaign_id, caller_id_id: id }).execute();
    // Whether the dialer would show it.
    const planned = async () => {
      const at = { clock: o.clock, owner: 'test', floorZone: 'Asia/Shanghai' };
      const plan = await new PgPlanStore(o.db, { watch: () => () => undefined } as never, at).load(o.seeded.groups.a);
      const campaign = plan?.campaigns.find((each) => each.id === campaign_id);
      return campaign?.callerIds.some((caller) => caller.id === id);
    };
    expect(await planned()).toBe(false);
    const wrong: [Buffer, string, number][] = [
      [Buffer.from('MZ a program'), 'application/pdf', 400],
      [Buffer.from('<html>'), 'image/png', 400],
      [Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(5 * 1024 * 1024)]), 'application/pdf', 413],
    ];
    for (const [file, type, status] of wrong) expect((await put(file, type)).status).toBe(status);
    expect((await o.as(boss(), 'GET', url)).body).toMatchObject({ usable: false, proof: null });
    const file = Buffer.from('%PDF-1.7 what proves it');
    const { body } = await put(file);
    expect(body).toMatchObject({ usable: true, troubles: [], authorisation: null });
    expect(body.proof).toMatchObject({ name: '授权书 138****8000.pdf', type: 'pdf', bytes: file.length });
    const kept = await o.db.selectFrom('caller_proof').select('body').where('caller_id_id', '=', id).executeTakeFirst();
    expect(kept?.body.includes('what proves it')).toBe(false);
    const jpg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    expect((await put(jpg, 'image/jpeg', 'a.jpg')).body.proof).toMatchObject({ type: 'jpg', bytes: 4 });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
    expect((await put(png, 'application/octet-stream', 'a.png')).body.proof).toMatchObject({ type: 'png', bytes: 9 });
    const fetched = await o.app.inject({
      method: 'GET',
      url: `${url}/proof`,
      headers: { authorization: `Bearer ${boss().token}` },
    });
    expect(fetched.rawPayload).toEqual(png);
    expect(fetched.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="proof-${id}.png"`,
    });
    const deeds = await o.db.selectFrom('audit').select('action').where('subject_id', '=', id).orderBy('seq').execute();
    expect(deeds.map(({ action }) => action)).toEqual([
      ...['caller-id.create', 'caller-id.proof', 'caller-id.proof', 'caller-id.proof', 'caller-id.proof-fetched'],
    ]);
    expect(await planned()).toBe(true);
    expect((await o.as(boss(), 'GET', `/api/v1/caller-ids/${crypto.randomUUID()}/proof`)).status).toBe(404);
    await o.db.deleteFrom('campaign_caller_id').where('caller_id_id', '=', id).execute();
  });

  it('go into a pool, which a campaign may take in place of single numbers', async () => {
    const pool = await o.as(boss(), 'POST', '/api/v1/caller-pools', { name: '深圳', rotation: 'local-match' });
    expect(pool.body).toMatchObject({ rotation: 'local-match', numbers: 0 });
    expect((await o.as(boss(), 'POST', '/api/v1/caller-pools', { name: '深圳' })).status).toBe(409);
    const number = await made({ poolId: pool.body.id, perHour: 20 });
    expect(number).toMatchObject({ poolId: pool.body.id, perHour: 20 });
    const pools = await o.as(boss(), 'GET', '/api/v1/caller-pools');
    expect(pools.body.items).toContainEqual(expect.objectContaining({ id: pool.body.id, numbers: 1 }));
    const campaign = `/api/v1/campaigns/${o.seeded.campaigns.a}`;
    const change = { callerPoolId: pool.body.id, callerUse: '营销' };
    expect((await o.as(manager(), 'PATCH', campaign, change)).body).toMatchObject(change);
    const back = { callerPoolId: null, callerUse: null };
    expect((await o.as(manager(), 'PATCH', campaign, back)).body).toMatchObject(back);
    const nowhere = await o.as(manager(), 'PATCH', campaign, { callerPoolId: number.id });
    expect(nowhere.body.error.details[0]).toMatchObject({ field: 'callerPoolId' });
    const audit = await o.as(manager(), 'GET', '/api/v1/audit?action=caller-pool.create');
    expect(audit.status).toBe(200);
  });

  it('take what a trunk lets them show, and the trunk keeps its table of results', async () => {
    const url = `/api/v1/trunks/${o.seeded.trunkId}`;
    const change = {
      ...{ callerList: ['01055500001'], failoverOrder: 2, weight: 3, homeArea: '755', homeRegion: '广东深圳' },
      resultRules: [{ sip: 404, prompt: null, result: 'BLOCKED' }],
    };
    expect((await o.as(boss(), 'PATCH', url, change)).body).toMatchObject({ ...change, awayPrefix: '0' });
    const ours = await o.as(boss(), 'PATCH', url, { resultRules: [{ sip: 404, prompt: null, result: 'CONNECTED' }] });
    expect(ours.status).toBe(400);
    const back = { callerList: null, failoverOrder: 0, weight: 1, homeArea: null, homeRegion: null, resultRules: [] };
    expect((await o.as(boss(), 'PATCH', url, back)).body).toMatchObject(back);
  });
});

describe('the binding hook of a trunk', () => {
  it('is set by who may write lines; its secret is sealed, never shown, and not in the audit', async () => {
    const boss = o.people.administrator;
    const url = `/api/v1/trunks/${o.seeded.trunkId}`;
    const put = (binding: object | null) => o.as(boss, 'PUT', `${url}/binding`, { binding });
    const shown = { url: 'https://axb.example/bind', timeoutMs: 800 };
    const secret = 'a secret of sixteen';
    const set = await put({ ...shown, secret });
    expect(set).toMatchObject({ status: 200, body: { id: o.seeded.trunkId, binding: shown } });
    expect(set.text + (await o.as(boss, 'GET', url)).text).not.toContain(secret);
    const row = await o.db.selectFrom('trunk').select('binding_secret').executeTakeFirst();
    expect(createFieldCipher(SECRET, BINDING_SECRET).open(row?.binding_secret ?? Buffer.of())).toBe(secret);
    const wrong: [object, string][] = [
      [{ ...shown, secret, url: 'http://axb.example/bind' }, 'binding.url'],
      [{ ...shown, secret, url: 'https://me:word@axb.example/bind' }, 'binding.url'],
      [{ ...shown, secret, url: 'https://axb.example/bind?number=' }, 'binding.url'],
      [{ ...shown, secret, url: 'file:///etc/passwd' }, 'binding.url'],
      [{ ...shown, secret, timeoutMs: 1_501 }, 'binding.timeoutMs'],
      [{ ...shown, secret: 'short' }, 'binding.secret'],
    ];
    for (const [binding, field] of wrong) {
      const answer = await put(binding);
      expect({ binding, status: answer.status, field: answer.body.error?.details[0]?.field }).toEqual({
        ...{ binding, status: 400, field },
      });
    }
    expect((await put({ ...shown, secret, url: 'http://127.0.0.1:9/axb' })).status).toBe(200);
    expect((await put(null)).body.binding).toBeNull();
    const deeds = await o.db
      .selectFrom('audit')
      .select('details')
      .where('action', '=', 'trunk.binding')
      .orderBy('seq')
      .execute();
    expect(deeds.map(({ details }) => details)).toEqual([
      { binding: shown },
      { binding: { ...shown, url: 'http://127.0.0.1:9/axb' } },
      { binding: null },
    ]);
    expect((await o.as(boss, 'PUT', `/api/v1/trunks/${crypto.randomUUID()}/binding`, { binding: null })).status).toBe(
      404,
    );
  });
});
