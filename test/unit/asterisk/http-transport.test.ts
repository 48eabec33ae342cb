import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { HttpTransport } from '../../../src/asterisk/http-transport.ts';
import type { AriCloseReason } from '../../../src/asterisk/transport.ts';
import { SystemClock } from '../../../src/shared/clock.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { until } from '../../support/until.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<[Server, string]> {
  const server = createServer(answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/ari`];
}

function transport(url: string, clock: SystemClock | VirtualClock = new SystemClock()): HttpTransport {
  const made = new HttpTransport({ clock, url, user: 'boda', password: 's:ecret', connections: 2 });
  ends.push(() => made.close());
  return made;
}

test('a request carries its node’s credentials, its query and its JSON; the answer’s status and JSON come back', async () => {
  const seen: string[] = [];
  const [, url] = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
    response.writeHead(409, { 'content-type': 'application/json' }).end('{"message":"there"}');
  });
  const answer = await transport(url).request({
    method: 'POST',
    path: '/channels/a',
    query: { x: 'a b', y: ['1', '2'] },
    body: { n: 1 },
  });
  expect(answer).toEqual({ status: 409, body: { message: 'there' } });
  expect(seen).toEqual([`POST /ari/channels/a?x=a%20b&y=1%2C2 Basic ${btoa('boda:s:ecret')} {"n":1}`]);
});

test('each of two nodes is told its own password only, by requests and by the event stream', async () => {
  const told: Record<string, Set<string | undefined>> = {};
  const nodes = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const seen = new Set<string | undefined>();
      told[name] = seen;
      const [server, url] = await serve((request, response) => {
        seen.add(request.headers.authorization);
        response.writeHead(204).end();
      });
      server.on('upgrade', (request, socket) => {
        seen.add(`stream ${request.headers.authorization}`);
        socket.destroy();
      });
      return new HttpTransport({ clock: new SystemClock(), url, user: 'boda', password: name });
    }),
  );
  await Promise.all(nodes.map((node) => node.request({ method: 'GET', path: '/channels' })));
  for (const node of nodes)
    await new Promise((closed) => {
      node.openEvents('boda-g', { open: () => {}, event: () => {}, badFrame: () => {}, closed });
    });
  for (const name of ['one', 'two']) {
    const basic = `Basic ${btoa(`boda:${name}`)}`;
    expect([...(told[name] ?? [])]).toEqual([basic, `stream ${basic}`]);
  }
  await Promise.all(nodes.map((node) => node.close()));
});

test('a server that accepts and says nothing: the request ends at its limit, perhaps sent; it is not repeated', async () => {
  let count = 0;
  const [, url] = await serve(() => {
    count += 1;
  });
  await expect(transport(url).request({ method: 'POST', path: '/channels', timeoutMs: 100 })).rejects.toMatchObject({
    sent: 'maybe',
    timedOut: true,
  });
  expect(count).toBe(1);
});

test('a connection cut in the middle: perhaps sent, and not repeated', async () => {
  let count = 0;
  const [, url] = await serve((request) => {
    count += 1;
    request.socket.destroy();
  });
  await expect(transport(url).request({ method: 'POST', path: '/channels' })).rejects.toMatchObject({
    sent: 'maybe',
    timedOut: false,
  });
  expect(count).toBe(1);
});

test('nobody listens: certainly not sent', async () => {
  await expect(
    transport('http://127.0.0.1:9/ari').request({ method: 'POST', path: '/channels' }),
  ).rejects.toMatchObject({
    sent: 'no',
  });
});

test('1: the event stream is asked for with subscribeAll=false; frames that are no JSON are told apart', async () => {
  const [server, url] = await serve((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server });
  const urls: string[] = [];
  sockets.on('connection', (socket, request) => {
    urls.push(String(request.url));
    socket.send('{"type":"A"}');
    socket.send('{"type":');
    socket.send('{"type":"B"}');
  });
  const got: unknown[] = [];
  const stream = transport(url).openEvents('boda-g', {
    open: () => got.push('open'),
    event: (event) => got.push(event),
    badFrame: () => got.push('bad'),
    closed: (why) => got.push(why.kind),
  });
  await until(() => got.length === 4, { what: 'all frames' });
  stream.close();
  stream.close();
  expect(got).toEqual(['open', { type: 'A' }, 'bad', { type: 'B' }, 'ours']);
  expect(urls).toEqual(['/ari/events?app=boda-g&subscribeAll=false']);
});

test('6: a stream that is half open is pinged and given up after 10 s without a pong', async () => {
  const [server, url] = await serve((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server, autoPong: false });
  let far: WebSocket | undefined;
  let pings = 0;
  sockets.on('connection', (socket) => {
    far = socket;
    socket.on('ping', () => {
      pings += 1;
      if (pings === 1) socket.pong();
    });
  });
  const clock = new VirtualClock();
  let opened = false;
  let closed: AriCloseReason | undefined;
  transport(url, clock).openEvents('boda-g', {
    open: () => {
      opened = true;
    },
    event: () => {},
    badFrame: () => {},
    closed: (why) => {
      closed = why;
    },
  });
  await until(() => opened && far, { what: 'the stream' });
  clock.advance(5_000);
  await until(() => pings === 1, { what: 'the first ping' });
  await until(
    () => {
      clock.advance(5_000);
      return closed;
    },
    { what: 'the stream to be given up' },
  );
  expect(closed).toEqual({ kind: 'lost', text: 'no pong for 10 s' });
  expect(pings).toBeGreaterThan(1);
});

test('6: a stream is kept when this process stood still, and what was said meanwhile is heard', async () => {
  const [server, url] = await serve((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server });
  let far: WebSocket | undefined;
  sockets.on('connection', (socket) => {
    far = socket;
  });
  const clock = new VirtualClock();
  const got: unknown[] = [];
  let opened = false;
  const stream = transport(url, clock).openEvents('boda-g', {
    open: () => {
      opened = true;
    },
    event: (event) => got.push(event),
    badFrame: () => {},
    closed: (why) => got.push(why.kind),
  });
  await until(() => opened && far, { what: 'the stream' });
  clock.moveTo(clock.now() + 20_000);
  clock.step();
  far?.send('{"type":"ChannelDestroyed"}');
  await until(() => got.length > 0, { what: 'what was said' });
  expect(got).toEqual([{ type: 'ChannelDestroyed' }]);
  stream.close();
});

test('a refused handshake tells its status', async () => {
  const [, url] = await serve((_, response) => response.writeHead(401).end());
  const closed = await new Promise<AriCloseReason>((done) => {
    transport(url).openEvents('boda-g', { open: () => {}, event: () => {}, badFrame: () => {}, closed: done });
  });
  expect(closed).toMatchObject({ kind: 'refused', status: 401 });
});
