import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { heard, isClosed } from '../../scripts/asterisk/heard.ts';
import type { AsteriskInstance } from '../../scripts/asterisk/instance.ts';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { provisionAsteriskRoot } from '../../scripts/asterisk/provision.ts';
import { phoneUri, startNode, trunkUri } from '../../scripts/asterisk/start.ts';
import { GroupTelephony } from '../../src/asterisk/group-telephony.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import { checkSessionLimit } from '../../src/asterisk/node-check.ts';
import { openSipSocket } from '../../src/asterisk/sip-wire.ts';
import { NodeSessions } from '../../src/compose/node-sessions.ts';
import type { TelephonyEvent } from '../../src/dialer/ports.ts';
import { RedisSessionBoard } from '../../src/queue/session-board.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { startTestRedis } from '../support/redis.ts';
import { freshFolder } from '../support/run-folder.ts';
import { until } from '../support/until.ts';

const clock = new SystemClock();
let pair: AsteriskPair;
beforeAll(async () => {
  pair = await startAsteriskPair();
});
afterAll(async () => pair.stop());

/** A group's telephony on the node, and when it has seen something of a leg. */
async function hands(groupKey: string) {
  const { node, carrier } = pair;
  const transport = new HttpTransport({ clock, url: node.ariUrl, user: node.ariUser, password: node.ariPassword });
  const events: TelephonyEvent[] = [];
  const telephony = new GroupTelephony({
    clock,
    rng: new SystemRng(),
    transport,
    groupKey,
    mediaAddress: '127.0.0.1',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    odd: () => {},
  });
  let up = false;
  telephony.start({
    event: (event) => events.push(event),
    link: (link) => {
      up = link.type === 'up';
    },
  });
  await telephony.useTrunk({ key: 'main', sipUri: trunkUri(carrier), codecs: ['alaw', 'ulaw'] });
  await until(() => up, { what: 'the link' });
  const seen = (type: TelephonyEvent['type'], channelId: string): Promise<boolean> =>
    until(
      () => events.some((event) => event.type === type && event.type !== 'contact' && event.channelId === channelId),
      { what: `${type} of ${channelId}`, timeoutMs: 60_000 },
    );
  /** Calls an agent's phone and puts it into a bridge of its own. */
  const agentLeg = async (agent: string, bridge: string): Promise<string> => {
    const sipUser = `agent${agent}`;
    await telephony.makePhone({ sipUser, password: `pw-${agent}`, contactUri: phoneUri(carrier, agent) });
    await telephony.makeBridge(bridge);
    const leg = `${bridge}.1`;
    const rung = await telephony.ringPhone({ channelId: leg, sipUser, ringTimeoutMs: 10_000, maxSeconds: 120 });
    expect([leg, rung]).toEqual([leg, { kind: 'sent' }]);
    await seen('entered', leg);
    await telephony.join(leg, bridge);
    return leg;
  };
  const customerLeg = async (channelId: string, number: string): Promise<void> => {
    const placed = await telephony.place({
      channelId,
      attemptId: channelId,
      trunkKey: 'main',
      number,
      callerId: '02000000001',
      ringTimeoutMs: 20_000,
      guardSeconds: 20,
      maxSeconds: 60,
      message: 'boda-abandoned',
    });
    expect([channelId, placed]).toEqual([channelId, { kind: 'sent' }]);
    await seen('entered', channelId);
  };
  const close = async (): Promise<void> => {
    await telephony.stop();
    await transport.close();
  };
  return { telephony, seen, agentLeg, customerLeg, close };
}

test('25 talks at once: every customer heard his agent and every agent his customer', async () => {
  const { carrier } = pair;
  const { telephony, seen, agentLeg, customerLeg, close } = await hands('talks');

  const talk = async (i: number): Promise<void> => {
    // Of one length: a channel id that begins another's is refused (docs/asterisk-measured.md).
    const at = String(i).padStart(2, '0');
    const bridge = `talks.agent.${at}`;
    const leg = await agentLeg(`talk${at}`, bridge);
    const customer = `talks.${at}`;
    await customerLeg(customer, numberFor('person', i, '13'));
    await telephony.join(customer, bridge);
    await telephony.markRouted(customer, 60);
    await seen('ended', customer);
    await telephony.hangUp(leg);
    await seen('ended', leg);
  };
  await Promise.all(Array.from({ length: 25 }, (_, i) => talk(i)));

  const calls = await until(
    () => {
      const log = readCarrierLog(carrier.dir);
      return log.length === 50 && log.every(({ heardFile }) => heardFile && isClosed(heardFile)) && log;
    },
    { what: 'the carrier’s log of 50 legs, and their recordings' },
  );
  for (const call of calls) {
    const ears = heard(call.heardFile ?? '');
    const voice = call.kind === 'agent' ? ears.customerMs : ears.agentMs;
    // The customer talks 4 s; what passes while he is being joined is lost.
    expect([call.kind, voice > 2_500, ears.messageMs]).toEqual([call.kind, true, 0]);
  }
  await close();
}, 180_000);

test('a customer who is moved to another agent’s bridge is heard there, and hears that agent', async () => {
  const { carrier } = pair;
  const { telephony, seen, agentLeg, customerLeg, close } = await hands('moved');
  const number = numberFor('stays', 77);
  const customer = 'moved.cc';
  const one = await agentLeg('moveone', 'moved.agent.01');
  const other = await agentLeg('movetwo', 'moved.agent.02');
  await customerLeg(customer, number);
  /** A second and a half of him: 20 ms a packet. */
  const talks = async (bridge: string): Promise<void> => {
    await telephony.join(customer, bridge);
    const before = await telephony.packetsFrom(customer);
    await until(async () => (await telephony.packetsFrom(customer)) > before + 75, { what: 'his voice for a while' });
  };
  await talks('moved.agent.01');
  await telephony.markRouted(customer, 60);
  await talks('moved.agent.02');
  for (const leg of [customer, one, other]) await telephony.hangUp(leg);
  for (const leg of [customer, one, other]) await seen('ended', leg);
  const ofCall = (what: string) =>
    until(
      () =>
        readCarrierLog(carrier.dir).find(
          ({ number: called, heardFile }) => called === what && heardFile && isClosed(heardFile),
        ),
      { what: `the recording of ${what}` },
    );
  const ears = async (what: string) => heard((await ofCall(what)).heardFile ?? '');
  const heardBy = { one: await ears('agentmoveone'), other: await ears('agentmovetwo'), customer: await ears(number) };
  expect([heardBy.one.customerMs > 800, heardBy.other.customerMs > 800]).toEqual([true, true]);
  // Both agents one after the other: more than either alone was there.
  expect(heardBy.customer.agentMs).toBeGreaterThan(2_000);
  await close();
}, 180_000);

/** Phones come in until the service says that there is no room; ARI must come back all the same. */
async function fillWithPhones(node: AsteriskInstance): Promise<void> {
  const redis = await startTestRedis();
  const connection = new Redis(redis.url);
  const sockets: WebSocket[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const board = new RedisSessionBoard(connection, 'boda:');
  const sessions = new NodeSessions({ clock, log, board, process: 'one', nodes: ['small'] });
  sessions.countPhones(() => sockets.length);
  const wire = new HttpTransport({ clock, url: node.ariUrl, user: node.ariUser, password: node.ariPassword });
  const transport = sessions.counted('small', wire);
  const group = (groupKey: string, links: string[]): GroupTelephony => {
    const made = new GroupTelephony({
      ...{ clock, rng: new SystemRng(), transport, groupKey, log, odd: () => {} },
      sessionLimit: (limit) => sessions.read('small', limit),
    });
    made.start({ event: () => {}, link: ({ type }) => links.push(type) });
    return made;
  };
  const [first, second]: string[][] = [[], []];
  const groups = [group('first', first ?? [])];
  try {
    await until(() => first?.includes('up'), { what: 'the link' });
    expect(sessions.use('small')).toEqual({ node: 'small', used: 33, limit: 100 });
    while (sessions.hasRoom('small')) {
      const socket = openSipSocket(node.ariUrl);
      sockets.push(socket);
      await once(socket, 'open');
    }
    expect(sockets).toHaveLength(57);
    expect(sessions.warning()).toBe('small: 90 of 100 connections (http.conf sessionlimit)');
    groups.push(group('second', second ?? []));
    await until(() => second?.includes('up'), { what: 'another link on the full node' });
    // Beside a whole pool at work.
    const infos = Array.from({ length: 32 }, () => wire.request({ method: 'GET', path: '/asterisk/info' }));
    expect(new Set((await Promise.all(infos)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(sockets.every(({ readyState }) => readyState === WebSocket.OPEN)).toBe(true);
  } finally {
    for (const each of groups) await each.stop();
    for (const socket of sockets) socket.terminate();
    await sessions.stop();
    await wire.close();
    connection.disconnect();
    await redis.stop();
  }
}

test('28: a sessionlimit that is too small for the floor is a fault at start', async () => {
  const root = await provisionAsteriskRoot();
  const small = await startNode({
    root,
    dir: join(freshFolder('asterisk'), 'small'),
    name: 'small',
    sessionLimit: 100,
    dieWithParent: true,
  });
  try {
    // 105 agents × 2 + 32 REST connections + 50
    const wanted = 105 * 2 + 32 + 50;
    await expect(checkSessionLimit(clock, small.ariUrl, wanted)).rejects.toThrow(
      /sessionlimit: room for \d+ more connections, 292 wanted/,
    );
    await checkSessionLimit(clock, pair.node.ariUrl, wanted);
    await fillWithPhones(small);
  } finally {
    await small.stop();
  }
});
