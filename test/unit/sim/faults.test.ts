import { describe, expect, test } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { act } from '../../../src/sim/control.ts';
import { desk, pushTrunk, seatAgent } from './desk.ts';

const evidence = (at: ReturnType<typeof desk>) => at.sim.db.keys('boda-abandon').replace(/~\d+/g, '').split(',');

describe('faults of requests', () => {
  test('FAULTS 11: the answer to an originate is lost, the call is there once, and asking again is 409', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'lose-response', on: '^POST /channels$' });
    expect(at.place('1', numberFor('stays', 1))).toEqual({ status: 0, fate: 'lost' });
    expect(at.ask('GET', '/channels/g.1').status).toBe(200);
    expect(at.place('1', numberFor('stays', 1)).status).toBe(409);
    expect(at.sim.carrier.log).toHaveLength(1);
  });

  test('FAULTS 12: the connection breaks before the originate is seen: no call anywhere', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'reset', on: '^POST /channels$' });
    expect(at.place('1', numberFor('stays', 1)).fate).toBe('reset');
    at.pass(1_000);
    expect(at.ask('GET', '/channels/g.1').status).toBe(404);
    expect(at.sim.carrier.log).toEqual([]);
  });

  test('FAULTS 14, 24: an answer of our choosing, as often as asked, and nothing done', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'respond', on: 'POST /channels$', status: 500, times: 2 });
    expect([1, 2, 3].map((n) => at.place(String(n), numberFor('busy', n)).status)).toEqual([500, 500, 200]);
    at.sim.faults.add({ kind: 'respond', on: 'addChannel', status: 422, body: { message: 'x' } });
    expect(at.ask('POST', '/bridges/b/addChannel', { channel: 'g.3' })).toEqual({
      status: 422,
      body: { message: 'x' },
    });
  });

  test('a late and a missing answer', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'delay', on: 'GET /asterisk/info', ms: 700 });
    expect(at.ask('GET', '/asterisk/info')).toMatchObject({ status: 200, delayMs: 700 });
    at.sim.faults.add({ kind: 'hang', on: 'GET /applications/' });
    expect(at.ask('GET', '/applications/boda-g').fate).toBe('hang');
    expect(at.ask('GET', '/applications/boda-g').status).toBe(200);
  });

  test('FAULTS 16: ChannelDestroyed is heard before the originate is answered', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'destroyed-first', sip: 503 });
    const answer = at.place('1', numberFor('stays', 1));
    expect(at.of('g.1', 'ChannelDestroyed')).toMatchObject([{ cause: 34, tech_cause: 503 }]);
    expect(answer).toMatchObject({ status: 200, body: { id: 'g.1' } });
  });
});

describe('faults of events', () => {
  test('FAULTS 17: doubled, overtaken and lost', () => {
    const at = desk();
    at.sim.faults.add({ kind: 'duplicate-events', types: ['StasisStart'], times: 0 });
    at.sim.faults.add({ kind: 'reorder-events', types: ['ChannelCreated'], ms: 50, times: 0 });
    at.sim.faults.add({ kind: 'lose-events', types: ['StasisEnd'], times: 0 });
    at.place('1', numberFor('person', 1));
    at.pass(10_000);
    const types = at.types('g.1');
    expect(types.filter((type) => type === 'StasisStart')).toHaveLength(2);
    expect(types.indexOf('ChannelCreated')).toBeGreaterThan(types.indexOf('StasisStart'));
    expect(types).not.toContain('StasisEnd');
    expect(types).toContain('ChannelDestroyed');
    at.sim.faults.clear();
    expect(at.sim.faults.list()).toEqual([]);
  });

  test('FAULTS 2: a cut socket is told, hangs nothing up, and an answer in the gap hears the message', () => {
    const at = desk({ soundMs: () => 1_000 });
    at.place('1', numberFor('stays', 1));
    at.pass(100);
    at.place('2', numberFor('answersLate', 2, '02'));
    at.pass(100);
    act(at.sim, { kind: 'kill-websocket', app: 'boda-g' });
    expect(at.cut()).toBe(true);
    const before = at.heard.length;
    at.pass(3_500);
    expect(at.ask('GET', '/channels/g.1').status).toBe(200);
    expect(at.heard).toHaveLength(before);
    expect(at.sim.carrier.log[1]?.heard).toEqual({ agent: 0, message: 1_000, other: 0, nothing: 0 });
    expect(evidence(at)).toEqual(['2~played', '2~start']);
  });

  test('FAULTS 3: a half-open socket passes nothing; the leg enters Stasis and the guard plays the message', () => {
    const at = desk({ soundMs: () => 1_000 });
    act(at.sim, { kind: 'half-open' });
    at.place('1', numberFor('stays', 1));
    at.pass(6_000);
    expect(at.heard).toEqual([]);
    expect(at.sim.carrier.log[0]?.heard).toEqual({ agent: 0, message: 1_000, other: 0, nothing: 4_000 });
    expect(evidence(at)).toEqual(['1~played', '1~start']);
  });

  test('FAULTS 18: a channel of nobody’s enters the application', () => {
    const at = desk();
    const { channelId } = act(at.sim, { kind: 'foreign-channel', app: 'boda-g' });
    at.pass(1);
    expect(at.heard).toMatchObject([{ type: 'StasisStart', channel: { id: channelId } }]);
    expect(at.ask('DELETE', `/channels/${channelId}`).status).toBe(204);
  });
});

describe('faults of the node', () => {
  test('FAULTS 7, 8: a restart takes calls, application and endpoints without a word; the evidence stays on disk', () => {
    const at = desk({ soundMs: () => 1_000 });
    at.place('0', numberFor('stays', 9), { variables: { BODA_APP: 'boda-dead', BODA_ATTEMPT: '0', BODA_GUARD: '4' } });
    at.pass(2_000);
    at.place('1', numberFor('stays', 1));
    at.pass(100);
    const info = () => at.ask('GET', '/asterisk/info', { only: 'status' }).body;
    const before = info();
    const heard = at.heard.length;
    act(at.sim, { kind: 'restart', downMs: 400 });
    expect(at.cut()).toBe(true);
    expect(at.ask('GET', '/asterisk/ping').fate).toBe('reset');
    expect(at.sim.connect('boda-g', {}, { event: () => undefined })).toBeUndefined();
    at.pass(500);
    expect(at.heard).toHaveLength(heard);
    expect(info()).not.toEqual(before);
    expect(at.ask('GET', '/channels').body).toEqual([]);
    expect(at.ask('GET', '/applications').body).toEqual([]);
    expect(at.place('1', numberFor('stays', 1)).status).toBe(500);
    expect(evidence(at)).toEqual(['0~played', '0~start']);
    at.reconnect();
    pushTrunk(at);
    expect(at.place('1', numberFor('busy', 1)).status).toBe(200);
  });

  test('a freeze holds the events back; they come after the thaw', () => {
    const at = desk();
    act(at.sim, { kind: 'freeze', ms: 5_000 });
    at.place('1', numberFor('busy', 1));
    at.pass(4_000);
    expect(at.heard).toEqual([]);
    at.pass(1_000);
    expect(at.types('g.1')).toContain('ChannelDestroyed');
  });

  test('ASTERISK 1: with subscribeAll a socket that closes while events flow jams /applications for ever', () => {
    const at = desk();
    act(at.sim, { kind: 'deadlock-on-subscribe-all', on: true });
    at.connection?.close();
    const all = at.sim.connect('boda-g', { subscribeAll: true }, { event: () => undefined });
    at.place('1', numberFor('stays', 1));
    all?.close();
    expect(at.ask('GET', '/applications').fate).toBe('hang');
    expect(at.ask('GET', '/asterisk/ping').status).toBe(200);
    expect(at.ask('GET', '/channels').status).toBe(200);
    expect(at.sim.connect('boda-g', {}, { event: () => undefined })).toBeUndefined();
    act(at.sim, { kind: 'restart' });
    expect(at.ask('GET', '/applications').status).toBe(200);
  });

  test('without subscribeAll the same storm is harmless', () => {
    const at = desk();
    act(at.sim, { kind: 'deadlock-on-subscribe-all', on: true });
    at.place('1', numberFor('stays', 1));
    at.connection?.close();
    expect(at.ask('GET', '/applications').status).toBe(200);
  });

  test('ASTERISK 11: after one true 409 on a connection its later failures say 409 too', () => {
    const at = desk();
    const session = { sawConflict: false };
    at.place('1', numberFor('stays', 1));
    const again = (id: string, endpoint: string) => {
      const body = { endpoint, context: 'boda-out', extension: 's', channelId: id };
      return at.sim.handle('POST', '/channels', {}, body, session).status;
    };
    expect(again('g.2', 'PJSIP/1@nosuch')).toBe(500);
    expect(again('g.1', 'PJSIP/1@main-g')).toBe(409);
    expect(again('g.3', 'PJSIP/1@nosuch')).toBe(409);
    expect(at.ask('GET', '/channels/g.3').status).toBe(404);
  });

  test('a removed endpoint takes its subscriptions along, also when it is pushed again', () => {
    const at = desk();
    at.ask('DELETE', '/asterisk/config/dynamic/res_pjsip/endpoint/main-g');
    expect(at.place('1', numberFor('busy', 1)).status).toBe(500);
    seatAgent(at, 'a1');
    expect(at.ask('GET', '/applications/boda-g').body).toMatchObject({ endpoint_ids: ['PJSIP/a1'] });
  });

  test('FAULTS 35: no leg outlives its absolute limit, whoever is dead', () => {
    const at = desk();
    at.place('1', numberFor('stays', 1));
    at.pass(100);
    at.ask('POST', '/channels/g.1/variables', {}, { variables: { ROUTED: '1', 'TIMEOUT(absolute)': '60' } });
    at.connection?.close();
    at.pass(59_000);
    expect(at.ask('GET', '/channels/g.1').status).toBe(200);
    at.pass(2_000);
    expect(at.ask('GET', '/channels/g.1').status).toBe(404);
    expect(at.sim.carrier.log[0]).toMatchObject({ endedBy: 'caller', heard: { message: 0 } });
  });
});
