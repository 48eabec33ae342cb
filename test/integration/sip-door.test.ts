import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { SipDoor } from '../../src/api/sip/door.ts';
import { GroupTelephony } from '../../src/asterisk/group-telephony.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import { openSipSocket } from '../../src/asterisk/sip-wire.ts';
import { NodeSessions } from '../../src/compose/node-sessions.ts';
import { PgSoftphones } from '../../src/db/softphone.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { RedisSessionBoard } from '../../src/queue/session-board.ts';
import { type Clock, SystemClock } from '../../src/shared/clock.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { runSim } from '../../src/sim/run.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { type Person, startOffice, type TestOffice } from './api-fixture.ts';

/** The node's side: a WebSocket server where Asterisk's would be, that answers a REGISTER with 401 and keeps what it got. */
const node = createServer();
const nodeSockets = new WebSocketServer({ server: node, handleProtocols: () => 'sip' });
const got: string[] = [];
let answering = true;
nodeSockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    got.push(String(data));
    if (answering && String(data).startsWith('REGISTER '))
      socket.send('SIP/2.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
  });
});

let o: TestOffice;
let door: SipDoor;
let redis: TestRedis;
let sessions: NodeSessions;
let board: RedisSessionBoard;
let connection: Redis;
const logged: { node: unknown; message: string }[] = [];
let address = '';
let agent: Person;

beforeAll(async () => {
  await new Promise<void>((ready) => node.listen(0, '127.0.0.1', ready));
  const ariUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}/ari`;
  redis = await startTestRedis();
  connection = new Redis(redis.url);
  board = new RedisSessionBoard(connection, 'boda:');
  sessions = processOf('api');
  o = await startOffice({
    doors: [
      {
        path: '/api/v1/sip',
        kind: 'sip',
        // Made below, when the office's own stores are there.
        enter: (knock) => door.enter(knock),
        close: () => door.close(),
      },
    ],
  });
  // The office's day, real timers.
  const real = new SystemClock();
  const clock: Clock = {
    now: () => o.clock.now(),
    after: (ms, fn) => real.after(ms, fn),
    every: (ms, fn) => real.every(ms, fn),
  };
  const softphones = new PgSoftphones(o.db, o.clock);
  const nodes = { connect: (name: string) => (name === 'gone' ? undefined : openSipSocket(ariUrl)) };
  door = new SipDoor({
    clock,
    sessions: o.office.sessions,
    logger: o.deps.logger,
    softphones,
    nodes,
    hasRoom: (name) => sessions.hasRoom(name),
  });
  sessions.countPhones((name) => door.socketsTo(name));
  await o.app.listen({ host: '127.0.0.1', port: 0 });
  address = `127.0.0.1:${(o.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await o.close();
  await sessions.stop();
  connection.disconnect();
  await redis.stop();
  for (const client of nodeSockets.clients) client.terminate();
  node.close();
});
beforeEach(async () => {
  got.length = 0;
  answering = true;
  agent = await o.person('agent');
  await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
});

/** The connections as one process of Boda counts them. */
function processOf(name: string): NodeSessions {
  const note = (fields: Record<string, unknown>, message: string) => {
    logged.push({ node: fields.node, message });
  };
  const log = { debug: () => undefined, info: note, warn: note, error: note };
  return new NodeSessions({ clock: new SystemClock(), log, board, process: name, nodes: ['node1'] });
}

class Phone {
  readonly ws: WebSocket;
  readonly heard: string[] = [];
  code = 0;
  refused = 0;
  body = '';
  constructor(ticket: string, options: { origin?: string; protocols?: string[]; autoPong?: boolean } = {}) {
    const { protocols = ['sip'], ...more } = options;
    this.ws = new WebSocket(`ws://${address}/api/v1/sip?ticket=${ticket}`, protocols, more);
    this.ws.on('message', (data) => this.heard.push(String(data)));
    this.ws.on('close', (code) => {
      this.code = code;
    });
    this.ws.on('error', () => undefined);
    this.ws.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode ?? 0;
      response.on('data', (piece) => {
        this.body += String(piece);
      });
    });
  }

  async opened(): Promise<this> {
    await until(() => this.ws.readyState === WebSocket.OPEN || this.refused > 0 || this.code > 0, {
      what: 'an answer',
    });
    return this;
  }
}

const ticketOf = async (person: Person): Promise<string> =>
  (await o.as(person, 'POST', '/api/v1/session/ticket', { kind: 'sip' })).body.ticket;
const phone = async (person = agent, options = {}): Promise<Phone> =>
  await new Phone(await ticketOf(person), options).opened();
const register = (user: string, n = 1): string =>
  [
    'REGISTER sip:boda.invalid SIP/2.0',
    'Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1',
    `To: <sip:${user}@boda.invalid>`,
    `From: <sip:${user}@boda.invalid>;tag=1`,
    `Call-ID: c${n}`,
    `CSeq: ${n} REGISTER`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
const seated = async (): Promise<Person> => {
  const person = await o.person('agent');
  await o.as(person, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
  return person;
};
const userOf = (person: Person): string => `a${person.username.toLowerCase()}`;

describe('the door to a node’s SIP', () => {
  it('carries his registration there and the answer back; the node speaks with nobody else', async () => {
    const mine = await phone();
    expect(mine.ws.protocol).toBe('sip');
    mine.ws.send(register(userOf(agent)));
    await until(() => mine.heard.length === 1, { what: 'the node’s answer' });
    expect(mine.heard[0]).toMatch(/^SIP\/2.0 401 /);
    mine.ws.send(register('a9999'));
    mine.ws.send(register(userOf(agent)).replace('REGISTER sip', 'INVITE sip').replace('1 REGISTER', '1 INVITE'));
    await until(() => mine.heard.length === 3, { what: 'two refusals' });
    expect(mine.heard.slice(1).map((text) => text.split('\r\n')[0])).toEqual([
      'SIP/2.0 403 Forbidden',
      'SIP/2.0 403 Forbidden',
    ]);
    expect(got).toEqual([register(userOf(agent))]);
    mine.ws.close();
  });

  it('58: lets nobody in without a good ticket, from another site, without the right, or without a seat', async () => {
    const used = await ticketOf(agent);
    expect((await new Phone(used).opened()).refused).toBe(0);
    for (const bad of [used, 'tk_forged', '']) expect((await new Phone(bad).opened()).refused).toBe(401);
    expect((await phone(agent, { origin: 'https://evil.example' })).refused).toBe(403);
    expect((await phone(agent, { origin: `http://${address}` })).refused).toBe(0);
    expect((await phone(o.people.administrator)).refused).toBe(403);
    expect((await phone(await o.person('agent'))).refused).toBe(409);
    expect((await phone(agent, { protocols: [] })).refused).toBe(400);
    const desk = await o.person('agent');
    await o.as(desk, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    await o.db.updateTable('agent_seat').set({ contact_uri: 'sip:x@y' }).where('agent_id', '=', desk.id).execute();
    expect((await phone(desk)).refused).toBe(409);
    await o.db.updateTable('agent_group').set({ node: 'gone' }).execute();
    expect((await phone()).refused).toBe(503);
    await o.db.updateTable('agent_group').set({ node: 'node1' }).execute();
  });

  it('knows one socket an agent: the newer one wins', async () => {
    const [first, second] = [await phone(), await phone()];
    await until(() => first.code !== 0, { what: 'the older one to be closed' });
    expect(first.code).toBe(4002);
    second.ws.send(register(userOf(agent)));
    await until(() => second.heard.length === 1, { what: 'the node’s answer' });
    second.ws.close();
  });

  it('answers a page that asks whether it is there, and takes one for gone that leaves three pings unanswered', async () => {
    const asks = await phone();
    asks.ws.send('\r\n\r\n');
    await until(() => asks.heard.length === 1, { what: 'an answer' });
    expect(asks.heard).toEqual(['\r\n']);
    const lost = await phone(await seated(), { autoPong: false });
    const side = [...nodeSockets.clients].at(-1);
    let pings = 0;
    lost.ws.on('ping', () => {
      pings += 1;
    });
    // The node hears it at once: the leg behind it is looked at from then on.
    await until(() => side?.readyState === WebSocket.CLOSED, { what: 'the node’s side to be closed' });
    expect(pings).toBe(3);
    expect(got).toEqual([]);
    expect(asks.code).toBe(0);
    asks.ws.close();
  });

  it('57: is shut within 2 s when his session ends, whoever ends it', async () => {
    const mine = await phone();
    await o.as(agent, 'DELETE', '/api/v1/session');
    await until(() => mine.code !== 0, { timeoutMs: 2_000, what: 'the socket to be closed' });
    expect(mine.code).toBe(4001);
    const wishes = await o.db
      .selectFrom('agent_wish')
      .select('body')
      .where('agent_id', '=', agent.id)
      .orderBy('seq')
      .execute();
    expect(wishes.map(({ body }) => (body as { type: string }).type)).toEqual(['sign-in', 'ready', 'revoked']);
  });

  it('61: lets a flood of registrations of one user not through, and others unaffected', async () => {
    const mine = await phone();
    for (let n = 1; n <= 60; n++) mine.ws.send(register(userOf(agent), n));
    await until(() => mine.heard.filter((text) => text.startsWith('SIP/2.0 503')).length >= 30, { what: 'refusals' });
    expect(mine.heard.find((text) => text.startsWith('SIP/2.0 503'))).toContain('Retry-After: ');
    expect(got.length).toBeLessThan(30);
    const other = await o.person('agent');
    await o.as(other, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    const theirs = await phone(other);
    theirs.ws.send(register(userOf(other)));
    await until(() => theirs.heard.length === 1, { what: 'the node’s answer to the other' });
    for (let n = 1; n <= 200; n++) mine.ws.send(register(userOf(agent), n));
    await until(() => mine.code !== 0, { what: 'the flood to be cut off' });
    expect(mine.code).toBe(1008);
    expect(theirs.code).toBe(0);
    theirs.ws.close();
  });

  it('reads a side no further while the other is behind, and closes a frame that is too big', async () => {
    const mine = await phone();
    const side = [...nodeSockets.clients].at(-1);
    mine.ws.pause();
    const line = 'x'.repeat(60_000);
    for (let n = 0; n < 1_000; n++) side?.send(`MESSAGE sip:x SIP/2.0\r\nX: ${line}\r\n\r\n`);
    // What the service takes from the node stops far below what is sent: the rest stays in the node's own socket.
    await until(() => (side?.bufferedAmount ?? 0) > 10_000_000, { what: 'the node to be held back' });
    mine.ws.resume();
    await until(() => mine.heard.length === 1_000, { timeoutMs: 60_000, what: 'everything to arrive in the end' });
    mine.ws.send('x'.repeat(70_000));
    await until(() => mine.code !== 0, { what: 'the socket to be closed' });
    expect(mine.code).toBe(1009);
    await until(() => side?.readyState === WebSocket.CLOSED, { what: 'the node’s side to be closed too' });
  });

  it('a node that goes away takes the page’s socket along, to come again', async () => {
    const mine = await phone();
    [...nodeSockets.clients].at(-1)?.terminate();
    await until(() => mine.code !== 0, { what: 'the socket to be closed' });
    expect(mine.code).toBe(1012);
  });
});

describe('28: a node that comes close to its sessionlimit', () => {
  it('is told of before 80 %, and takes no further phones while ARI can still come back', async () => {
    // The dialer is another process; the sim keeps the limit and tells it.
    const sim = await runSim({ port: 0, sessionLimit: 46 });
    const dialer = processOf('dialer');
    const wire = new HttpTransport({
      clock: new SystemClock(),
      ...{ url: `${sim.url}/ari`, user: 'boda', password: 'secret' },
    });
    const telephony = new GroupTelephony({
      ...{ clock: new SystemClock(), rng: new SystemRng(), groupKey: 'full', odd: () => undefined },
      transport: dialer.counted('node1', wire),
      log: o.deps.logger,
      sessionLimit: (limit) => dialer.read('node1', limit),
    });
    const metrics = new Metrics();
    metrics.watchNodes(() => sessions.all());
    const phones: Phone[] = [];
    const one = async (person: Person): Promise<Phone> => {
      await o.as(person, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
      const made = await phone(person);
      if (made.refused === 0) phones.push(made);
      return made;
    };
    try {
      // Phones of the tests before.
      for (const client of nodeSockets.clients) client.terminate();
      await until(() => sessions.use('node1').used === 0, { what: 'nobody to be here' });
      telephony.start({ event: () => undefined, link: () => undefined });
      // A whole pool and one event stream, seen by the process that serves.
      await until(() => sessions.use('node1').used === 33 && sessions.use('node1').limit === 46, {
        what: 'the dialer’s connections to be known here',
      });
      expect(sessions.warning()).toBeUndefined();
      const mine = await one(agent);
      const last = (): string | undefined => logged.at(-1)?.message;
      while (phones.length < 2) await one(await o.person('agent'));
      // 35 of 46 are 76 %.
      expect(sessions.warning()).toBe('node1: 35 of 46 connections (http.conf sessionlimit)');
      await until(() => last()?.startsWith('the node is close to its sessionlimit'), { what: 'the alarm in the log' });
      expect(await metrics.text()).toMatch(
        /boda_node_sessions\{node="node1"\} 35[\s\S]*boda_node_session_limit\{node="node1"\} 46/,
      );
      while (phones.length < 8) expect((await one(await o.person('agent'))).refused).toBe(0);
      const refused = await one(await o.person('agent'));
      expect(refused.refused).toBe(503);
      expect(refused.body).toMatch(/sessionlimit is nearly reached.*请联系管理员/);
      expect(sessions.use('node1').used).toBe(41);
      // A page that reloads has its place.
      expect((await phone(agent)).refused).toBe(0);
      await until(() => mine.code === 4002, { what: 'the older page to be replaced' });
      for (const each of phones) each.ws.close();
      await until(() => last()?.startsWith('the node has connections to spare'), { what: 'the end of the alarm' });
      expect((await one(await o.person('agent'))).refused).toBe(0);
    } finally {
      for (const each of phones) each.ws.close();
      await telephony.stop();
      await wire.close();
      await dialer.stop();
      await sim.close();
    }
    // A process that went holds nothing any more.
    await until(() => sessions.use('node1').used < 10, { what: 'the dialer to be forgotten' });
  });
});

describe('a phone’s password', () => {
  it('is minted for one sign-in, shown to him alone, and gone with the sign-out', async () => {
    const me = async () => (await o.as(agent, 'GET', '/api/v1/agents/me')).body.phone;
    const first = await me();
    expect(first).toMatchObject({ sipUser: userOf(agent), sipUri: `sip:${userOf(agent)}@boda.invalid` });
    expect(Date.parse(first.expiresAt)).toBeGreaterThan(o.clock.now());
    // Twice in a row is one sign-in: the runner may have read the first one already.
    await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    expect(await me()).toEqual(first);
    const stands = async (state: string) => {
      o.clock.moveTo(o.clock.now() + 1_000);
      const since = new Date(o.clock.now()).toISOString();
      await o.db.updateTable('agent_seat').set({ state, since }).where('agent_id', '=', agent.id).execute();
    };
    await stands('idle');
    expect(await me()).toEqual(first);
    await stands('offline');
    expect(await me()).toBeNull();
    o.clock.moveTo(o.clock.now() + 1_000);
    await o.as(agent, 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
    expect((await me()).sipPassword).not.toBe(first.sipPassword);
    expect(o.logged.join('')).not.toContain(first.sipPassword);
  });
});
