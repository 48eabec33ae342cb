import { expect, test } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { act } from '../../../src/sim/control.ts';
import { desk, join, put, seatAgent } from './desk.ts';

const packets = (at: ReturnType<typeof desk>, leg: string) =>
  (at.ask('GET', `/channels/${leg}/rtp_statistics`).body as { rxcount: number }).rxcount;

test('a pushed phone that registers by itself is heard of, can be called, and answers', () => {
  const at = desk({ autoRegisterMs: 30, phone: { answerMs: 150 } });
  put(at, 'aor', 'u1', { max_contacts: '1' });
  put(at, 'endpoint', 'u1', { aors: 'u1', context: 'boda-none' });
  at.ask('POST', '/applications/boda-g/subscription', { eventSource: 'endpoint:PJSIP/u1' });
  expect(at.ask('GET', '/endpoints/PJSIP/u1').body).toMatchObject({ state: 'offline' });
  at.pass(50);
  expect(at.heard.map(({ type }) => type)).toEqual(['EndpointStateChange', 'PeerStatusChange', 'ContactStatusChange']);
  const { leg } = seatAgent(at, 'u1');
  at.pass(200);
  expect(at.types(leg)).toContain('StasisStart');
});

test('a phone that nobody registered cannot be called: 500 at once', () => {
  const at = desk();
  put(at, 'aor', 'u1', { max_contacts: '1' });
  put(at, 'endpoint', 'u1', { aors: 'u1', context: 'boda-none' });
  const body = { endpoint: 'PJSIP/u1', context: 'boda-agent', extension: 's', channelId: 'g.agent.u1.1' };
  expect(at.ask('POST', '/channels', {}, body)).toEqual({ status: 500, body: { error: 'Allocation failed' } });
});

test('ASTERISK 20: contact lost and packets still for long: the leg stays up; only the socket lost: packets go on', () => {
  const at = desk({ autoRegisterMs: 1 });
  put(at, 'aor', 'u1', {});
  put(at, 'endpoint', 'u1', { aors: 'u1', context: 'boda-none' });
  at.pass(10);
  at.ask('POST', '/applications/boda-g/subscription', { eventSource: 'endpoint:PJSIP/u1' });
  const body = {
    endpoint: 'PJSIP/u1',
    context: 'boda-agent',
    extension: 's',
    channelId: 'leg',
    variables: { BODA_APP: 'boda-g' },
  };
  at.ask('POST', '/channels', {}, body);
  at.pass(1_000);
  act(at.sim, { kind: 'phone', user: 'u1', does: 'lose-socket' });
  const before = packets(at, 'leg');
  at.pass(1_000);
  expect(packets(at, 'leg') - before).toBe(50);
  act(at.sim, { kind: 'phone', user: 'u1', does: 'register' });
  act(at.sim, { kind: 'phone', user: 'u1', does: 'lose-contact' });
  const still = packets(at, 'leg');
  at.pass(14_000);
  expect(packets(at, 'leg')).toBe(still);
  expect(at.ask('GET', '/channels/leg').status).toBe(200);
  const contacts = at.heard.filter(({ type }) => type === 'ContactStatusChange');
  const status = contacts.map(({ contact_info }) => (contact_info as { contact_status: string }).contact_status);
  expect(status).toEqual(['Removed', 'NonQualified', 'Removed']);
});

test('FAULTS 25: a phone that hangs up leaves its bridge, and the customer in it hears nothing', () => {
  const at = desk();
  const { leg, bridge } = seatAgent(at, 'a1');
  at.place('1', numberFor('stays', 1));
  at.pass(100);
  join(at, bridge, 'g.1');
  at.pass(1_000);
  expect(act(at.sim, { kind: 'phone', user: 'a1', does: 'drop' })).toEqual({ calls: 1 });
  at.pass(500);
  expect(at.of(leg, 'ChannelDestroyed')).toMatchObject([{ cause: 16 }]);
  expect(at.ask('GET', `/bridges/${bridge}`).body).toMatchObject({ channels: ['g.1'] });
  at.ask('DELETE', '/channels/g.1');
  expect(at.sim.carrier.log[0]?.heard).toMatchObject({ agent: 1_000, nothing: 595 });
});

test('FAULTS 27: a silent phone’s leg ends at its rtp_timeout with cause 44, and the customer hears nothing meanwhile', () => {
  const at = desk();
  const { leg, bridge } = seatAgent(at, 'a1', { rtp_timeout: '10' });
  at.place('1', numberFor('stays', 1));
  at.pass(100);
  join(at, bridge, 'g.1');
  at.pass(1_000);
  act(at.sim, { kind: 'phone-habits', user: 'a1', habits: { audible: false } });
  at.pass(10_000);
  expect(at.of(leg, 'ChannelDestroyed')).toMatchObject([{ cause: 44 }]);
  at.ask('DELETE', '/channels/g.1');
  expect(at.sim.carrier.log[0]?.heard).toMatchObject({ agent: 1_000, nothing: 10_095 });
});

test('a phone that is busy refuses, one that is away is tried for 32 s', () => {
  const at = desk();
  act(at.sim, { kind: 'phone-habits', user: 'a1', habits: { onCall: 'refuse' } });
  act(at.sim, { kind: 'phone-habits', user: 'a2', habits: { onCall: 'absent' } });
  const busy = seatAgent(at, 'a1').leg;
  const away = seatAgent(at, 'a2').leg;
  at.pass(31_000);
  expect(at.of(busy, 'ChannelDestroyed')).toMatchObject([{ cause: 17, tech_cause: 486 }]);
  // The originate's own 30 s come first.
  expect(at.of(away, 'ChannelDestroyed')).toMatchObject([{ cause: 19, tech_cause: 480 }]);
});
