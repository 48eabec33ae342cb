import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { HttpBinder } from '../../../src/binding/http-binder.ts';
import { BINDING_SECRET, createFieldCipher } from '../../../src/db/crypto.ts';
import { SystemClock } from '../../../src/shared/clock.ts';
import { FLOOR_SECRET } from '../../support/floor.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const SECRET = 'the secret of the tests';
/** The numbers that the other side gives: the carrier knows what their callees do. */
const X = numberFor('person', 9_000);
const SHOWN = '02066660001';

interface Asked {
  method: string;
  url: string;
  body: string;
  headers: IncomingMessage['headers'];
}

let scene: Scene;
let server: Server | undefined;
let asked: Asked[] = [];
afterEach(async () => {
  await scene?.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  asked = [];
});

/** The other side: a real HTTP server; `answer` undefined: it says nothing. */
async function hook(answer: (order: Record<string, string>) => object | number | undefined): Promise<string> {
  server = createServer(async (request, response) => {
    const body = await text(request);
    asked.push({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers });
    if (request.method === 'DELETE') return response.writeHead(204).end();
    const said = answer(JSON.parse(body));
    if (said === undefined) return;
    if (typeof said === 'number') return response.writeHead(said, { location: '/elsewhere' }).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/axb`;
}

async function open(numbers: readonly string[], url: string, more: { sealed?: Buffer; timeoutMs?: number } = {}) {
  scene = await Scene.open({ agents: 1, linesPerAgent: 3, campaigns: [{ numbers: [...numbers], status: 'stopped' }] });
  const sealed = more.sealed ?? createFieldCipher(FLOOR_SECRET, BINDING_SECRET).seal(SECRET);
  await scene.floor.sql('update trunk set binding_url = $1, binding_secret = $2, binding_timeout_ms = $3', [
    url,
    sealed,
    more.timeoutMs ?? 1_500,
  ]);
  await scene.run();
}
const released = () => asked.filter(({ method }) => method === 'DELETE');
const records = () =>
  scene.floor.sql<{ attempt_id: string; result: string; charged: boolean; cause_text: string }>(
    'select attempt_id, result, charged, cause_text from call_record order by placed_at',
  );

describe('a trunk with a binding hook', () => {
  it('dials the number that the hook gave and shows its number; the binding is given back after the call', async () => {
    const number = numberFor('noAnswer', 1);
    const url = await hook(() => ({
      ...{ dial: X, show: SHOWN, bindingId: 'b-1' },
      expiresAt: '2100-01-01T00:00:00Z',
    }));
    await open([number], url);
    expect(await scene.settled()).toMatchObject({ TALKED: 1 });
    expect(scene.log).toMatchObject([{ number: X, callerId: SHOWN }]);
    await until(() => released().length > 0, { what: 'the release' });
    const [record] = await records();
    const [order, release] = asked;
    const [campaignId] = scene.floor.data.campaignIds;
    expect(JSON.parse(order?.body ?? '')).toEqual({
      ...{ attemptId: record?.attempt_id, campaignId, number: `+86${number}`, caller: '+862566660000' },
    });
    expect(release).toMatchObject({ url: `/axb/${record?.attempt_id}`, headers: { 'boda-binding': 'b-1' } });
    for (const { method, url: path, body, headers } of [order, release].flatMap((each) => each ?? [])) {
      const [, at = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['boda-signature'])) ?? [];
      expect(createHmac('sha256', SECRET).update(`${at}.${method}.${path}.${body}`).digest('hex')).toBe(signature);
      expect(path).not.toMatch(/\d{11}(?![0-9a-f-])/);
    }
    expect(scene.floor.metrics.bindings).toEqual({ bound: 1, released: 1 });
    expect(JSON.stringify(scene.floor.logs)).not.toContain(number);
  });

  it('is never dialed bare: silence, a refusal, nonsense, a number that is not allowed end as LOCAL_FAIL with a word', async () => {
    const ways: [string, object | number | undefined][] = [
      ['time-out', undefined],
      ['refused', 500],
      ['bad-answer', { dial: X }],
      ['not-allowed', { dial: '+12025550123', show: SHOWN }],
      ['not-allowed', { dial: '008821234567', show: SHOWN }],
    ];
    const numbers = ways.map((_, i) => numberFor('noAnswer', i));
    const url = await hook(({ number = '' }) => ways[numbers.indexOf(number.slice(3))]?.[1]);
    await open(numbers, url, { timeoutMs: 500 });
    // Five in a row open the trunk's breaker, and the campaign says why it stands.
    await scene.limited('binding');
    await scene.run(0, 'stopped');
    await scene.settled();
    expect(scene.log).toEqual([]);
    const rows = await records();
    expect(new Set(rows.map(({ result, charged }) => `${result} ${charged}`))).toEqual(new Set(['LOCAL_FAIL false']));
    expect(new Set(rows.map(({ cause_text }) => cause_text))).toEqual(
      new Set(ways.map(([word]) => `binding: ${word}`)),
    );
    // What may have been bound is given back; what was refused was not.
    await until(() => released().length >= 4, { what: 'the releases' });
    const refused = rows.find(({ cause_text }) => cause_text === 'binding: refused');
    expect(released().some(({ url: path }) => path.endsWith(refused?.attempt_id ?? ''))).toBe(false);
    expect(scene.floor.metrics.bindings).toMatchObject({
      'time-out': 1,
      refused: 1,
      'bad-answer': 1,
      'not-allowed': 2,
    });
  });

  it('asks nobody when its secret does not open, and a hook that is away fails the call', async () => {
    const url = await hook(() => ({ dial: X, show: SHOWN }));
    const foreign = createFieldCipher('b'.repeat(64), BINDING_SECRET).seal(SECRET);
    await open([numberFor('noAnswer', 1), numberFor('noAnswer', 2)], url, { sealed: foreign });
    await until(async () => (await records()).length === 2, { what: 'both records' });
    expect(asked).toEqual([]);
    await scene.floor.sql('update trunk set binding_secret = $1, binding_url = $2', [
      createFieldCipher(FLOOR_SECRET, BINDING_SECRET).seal(SECRET),
      'http://127.0.0.1:9/axb',
    ]);
    await scene.floor.sql(`update contact set state = 'open', due_at = now(), attempts = 0`);
    await until(async () => (await records()).length === 4, { what: 'two more' });
    expect(new Set((await records()).map(({ cause_text }) => cause_text))).toEqual(
      new Set(['binding: no-secret', 'binding: away']),
    );
    expect(scene.log).toEqual([]);
  });

  it('a call that is stopped while the hook thinks is never sent, and its binding is given back', async () => {
    let think: (() => void) | undefined;
    const thinking = new Promise<void>((resolve) => {
      think = resolve;
    });
    const number = numberFor('noAnswer', 1);
    server = createServer(async (request, response) => {
      const body = await text(request);
      asked.push({ method: request.method ?? '', url: request.url ?? '', body, headers: request.headers });
      if (request.method === 'POST') await thinking;
      response.writeHead(200).end(JSON.stringify({ dial: X, show: SHOWN }));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    await open([number], `http://127.0.0.1:${(server.address() as AddressInfo).port}/axb`);
    await until(() => asked.length > 0, { what: 'the question' });
    await scene.floor.sql(
      `insert into do_not_call (id, blind_index, scope, reason, source, created_at)
      values (gen_random_uuid(), decode($1, 'hex'), 'global', 'asked', 'test', now())`,
      [scene.floor.blindIndex(number)],
    );
    await until(() => scene.floor.events.some((e) => e.type === 'call' && e.state === 'ending'), {
      what: 'the call to be taken back',
    });
    think?.();
    expect(await scene.settled()).toEqual({ CANCELLED: 1 });
    await until(() => released().length > 0, { what: 'the release' });
    expect((await records())[0]).toMatchObject({ charged: false });
    expect(scene.log).toEqual([]);
  });
});

describe('a binding hook over HTTP', () => {
  it('is asked where it was written and nowhere else, and believed only when it answers as it should', async () => {
    const binder = new HttpBinder(new SystemClock());
    const order = { attemptId: 'a', campaignId: 'c', number: '+8613800138000', caller: '' };
    const good = { dial: '+8617000000001', show: SHOWN };
    let said: object | number = good;
    const url = await hook(() => said);
    const ask = async (answer: object | number) => {
      said = answer;
      return await binder.bind({ url, secret: SECRET, timeoutMs: 5_000 }, order);
    };
    try {
      expect(await ask(good)).toEqual({ kind: 'bound', ...good, bindingId: undefined });
      for (const answer of [
        ...[
          { dial: X },
          { show: X },
          { ...good, dial: `${X}&x` },
          { ...good, show: '' },
          { ...good, bindingId: 'a\nb' },
        ],
        ...[{ ...good, expiresAt: '2020-01-01T00:00:00Z' }, { ...good, expiresAt: 'soon' }, [good]],
        { ...good, more: 'x'.repeat(9_000) },
      ])
        expect({ answer, got: await ask(answer) }).toEqual({ answer, got: { kind: 'failed', why: 'bad-answer' } });
      for (const status of [302, 307, 401, 500]) expect(await ask(status)).toEqual({ kind: 'failed', why: 'refused' });
      expect(new Set(asked.map((each) => each.url))).toEqual(new Set(['/axb']));
    } finally {
      await binder.close();
    }
  });
});
