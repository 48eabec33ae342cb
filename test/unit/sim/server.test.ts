import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { runSim } from '../../../src/sim/run.ts';
import type { SimServer } from '../../../src/sim/server.ts';

let server: SimServer;
const authorization = `Basic ${Buffer.from('boda:secret').toString('base64')}`;
const call = (method: string, path: string, body?: unknown) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { authorization },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const fault = (body: unknown) => call('POST', '/sim/faults', body);
async function socket(app: string): Promise<WebSocket> {
  const made = new WebSocket(`${server.url.replace('http', 'ws')}/ari/events?app=${app}&api_key=boda:secret`);
  await once(made, 'open');
  return made;
}

beforeAll(async () => {
  server = await runSim({ port: 0, callees: 'numbers' });
});
afterAll(() => server.close());

describe('ARI on a socket', () => {
  test('limits and bad input are refused as Asterisk refuses them', async () => {
    expect((await fetch(`${server.url}/ari/channels`)).status).toBe(401);
    expect((await call('POST', '/ari/channels', '{bad')).status).toBe(400);
    expect((await call('POST', '/ari/channels', { endpoint: 'x'.repeat(41_000) })).status).toBe(413);
    expect((await call('GET', `/ari/channels/${'z'.repeat(5_000)}`)).status).toBe(400);
    expect((await call('GET', '/elsewhere')).status).toBe(404);
  });

  test('a socket without a name or with a wrong key is turned away', async () => {
    const turned = async (query: string) => {
      const made = new WebSocket(`${server.url.replace('http', 'ws')}/ari/events?${query}`);
      const [error] = (await once(made, 'error')) as [Error];
      return error.message;
    };
    expect(await turned('app=a&api_key=boda:wrong')).toContain('401');
    expect(await turned('api_key=boda:secret')).toContain('400');
  });

  test('events come over the socket, and a cut one closes', async () => {
    const events = await socket('boda-a');
    await call('POST', '/ari/events/user/hello?application=boda-a', { variables: { a: 'b' } });
    const [data] = (await once(events, 'message')) as [Buffer];
    expect(JSON.parse(String(data))).toMatchObject({ type: 'ChannelUserevent', userevent: { a: 'b' } });
    const closed = once(events, 'close');
    expect((await fault({ kind: 'kill-websocket', app: 'boda-a' })).status).toBe(200);
    expect((await closed)[0]).toBe(1006);
  });

  test('a half-open socket does not answer a ping that a live one answers', async () => {
    const live = await socket('boda-b');
    live.ping();
    await once(live, 'pong');
    await fault({ kind: 'half-open', app: 'boda-b' });
    let answered = false;
    live.on('pong', () => {
      answered = true;
    });
    live.ping();
    // The server has read the ping once it has answered a request that came after it.
    await call('GET', '/ari/asterisk/ping');
    await call('GET', '/ari/asterisk/ping');
    expect(answered).toBe(false);
    live.terminate();
  });

  test('lost answers and broken connections show as such to a client', async () => {
    await fault({ kind: 'reset', on: 'GET /asterisk/info' });
    await expect(call('GET', '/ari/asterisk/info')).rejects.toThrow();
    await fault({ kind: 'lose-response', on: 'POST /bridges' });
    await expect(call('POST', '/ari/bridges/b1')).rejects.toThrow();
    expect((await call('GET', '/ari/bridges/b1')).status).toBe(200);
  });

  test('ASTERISK 7: over the session limit a connection is dropped', async () => {
    const small = await runSim({ port: 0, sessionLimit: 2 });
    const made: WebSocket[] = [];
    const outcome = (app: string) =>
      new Promise<string>((resolve) => {
        const one = new WebSocket(`${small.url.replace('http', 'ws')}/ari/events?app=${app}&api_key=boda:secret`);
        made.push(one);
        one.once('open', () => resolve('open'));
        one.on('error', () => resolve('refused'));
      });
    expect([await outcome('a'), await outcome('b'), await outcome('c')]).toEqual(['open', 'open', 'refused']);
    for (const one of made) one.terminate();
    await small.close();
  });
});

describe('the simulation’s own requests', () => {
  test('what nobody knows is refused by name', async () => {
    expect((await fault({ kind: 'nonsense' })).status).toBe(400);
    expect((await fault({})).status).toBe(400);
    expect((await fault({ kind: 'respond', on: '(', status: 500 })).status).toBe(400);
  });

  test('the carrier’s log is read and cleared', async () => {
    const fields = (given: Record<string, string>) => ({
      fields: Object.entries(given).map(([attribute, value]) => ({ attribute, value })),
    });
    await call('PUT', '/ari/asterisk/config/dynamic/res_pjsip/aor/t', fields({ contact: 'sip:c' }));
    await call('PUT', '/ari/asterisk/config/dynamic/res_pjsip/endpoint/t-g', fields({ aors: 't' }));
    const number = numberFor('stays', 1);
    const body = { endpoint: `PJSIP/${number}@t-g`, context: 'boda-out', extension: 's', channelId: 'x' };
    expect((await call('POST', '/ari/channels', body)).status).toBe(200);
    expect(await (await call('GET', '/sim/carrier-log')).json()).toMatchObject([{ number, kind: '02' }]);
    expect(await (await call('GET', '/sim/state')).json()).toMatchObject({ channels: 1 });
    expect((await call('DELETE', '/sim/carrier-log')).status).toBe(204);
    expect(await (await call('GET', '/sim/carrier-log')).json()).toEqual([]);
  });
});
