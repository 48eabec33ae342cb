import { describe, expect, test } from 'vitest';
import { AriShapeError, decodeEvent, readChannel, timeOf } from '../../../src/asterisk/decode.ts';

const timestamp = '2026-11-23T22:52:25.088+0000';
const at = Date.UTC(2026, 10, 23, 22, 52, 25, 88);
const base = { application: 'boda-g', timestamp };
const channel = { id: 'g.1', state: 'Up' };

describe('decodeEvent', () => {
  test.each([
    [{ type: 'ChannelCreated', channel }, { type: 'created' }],
    [{ type: 'ChannelStateChange', channel: { ...channel, state: 'Ringing' } }, { type: 'ringing' }],
    [{ type: 'ChannelStateChange', channel }, { type: 'answered' }],
    [
      { type: 'StasisStart', channel, args: ['out'] },
      { type: 'entered', role: 'out' },
    ],
    [
      { type: 'StasisStart', channel, args: [] },
      { type: 'entered', role: 'unknown' },
    ],
    [{ type: 'StasisEnd', channel }, { type: 'left' }],
    [
      { type: 'ChannelEnteredBridge', channel, bridge: { id: 'b' } },
      { type: 'joined', bridgeId: 'b' },
    ],
    [
      { type: 'ChannelLeftBridge', channel, bridge: { id: 'b' } },
      { type: 'unjoined', bridgeId: 'b' },
    ],
    [{ type: 'ChannelHangupRequest', channel, cause: 16 }, { type: 'hangup-requested' }],
    [
      { type: 'ChannelDtmfReceived', channel, digit: '9', duration_ms: 90 },
      { type: 'dtmf', digit: '9' },
    ],
    [
      { type: 'ChannelDestroyed', channel, cause: 17, cause_txt: 'User busy', tech_cause: 486 },
      { type: 'ended', cause: 17, techCause: 486, causeText: 'User busy' },
    ],
    [{ type: 'Dial', dialstatus: 'PROGRESS', peer: channel }, { type: 'ringing' }],
  ])('%o', (raw, event) => {
    expect(decodeEvent({ ...base, ...raw })).toMatchObject({
      kind: 'telephony',
      event: { ...event, channelId: 'g.1', at },
    });
  });

  test('a hang-up that this side asked for is not the far side’s', () => {
    const raw = { ...base, type: 'ChannelHangupRequest', channel, soft: true };
    expect(decodeEvent(raw)).toEqual({ kind: 'nothing' });
  });

  test.each([
    ['Removed', false],
    ['Unreachable', false],
    ['Reachable', true],
    ['NonQualified', true],
  ])('contact %s → reachable %s', (contact_status, reachable) => {
    const raw = {
      ...base,
      type: 'ContactStatusChange',
      endpoint: { resource: 'u1' },
      contact_info: { contact_status, uri: 'sip:u1@127.0.0.1:5' },
    };
    const event = { type: 'contact', sipUser: 'u1', reachable, gone: !reachable, place: 'sip:u1@127.0.0.1:5', at };
    expect(decodeEvent(raw)).toEqual({ kind: 'telephony', event });
  });

  test('an event that nobody has heard of is told apart from one that says nothing to us', () => {
    expect(decodeEvent({ ...base, type: 'ChannelTeleported' })).toEqual({ kind: 'unknown', type: 'ChannelTeleported' });
    expect(decodeEvent({ ...base, type: 'BridgeCreated', bridge: {} })).toEqual({ kind: 'nothing' });
  });

  test.each([
    [undefined],
    [[]],
    [{}],
    [{ ...base, type: 7 }],
    [{ ...base, type: 'StasisStart', args: ['out'] }],
    [{ ...base, type: 'ChannelDestroyed', channel, cause: '17' }],
    [{ ...base, type: 'StasisEnd', channel, timestamp: 'yesterday' }],
  ])('%o has not the promised shape', (raw) => {
    expect(() => decodeEvent(raw)).toThrow(AriShapeError);
  });
});

test('a leg is under our command only inside our own application', () => {
  const of = (app_name: string, app_data: string): boolean =>
    readChannel({ ...channel, creationtime: timestamp, dialplan: { app_name, app_data } }, 'boda-g').inApplication;
  expect(of('Stasis', 'boda-g,out')).toBe(true);
  expect(of('Stasis', 'boda-g')).toBe(true);
  expect(of('Stasis', 'boda-g2,out')).toBe(false);
  expect(of('AppDial2', '(Outgoing Line)')).toBe(false);
});

test('ARI’s times carry their zone', () => {
  expect(timeOf('2026-11-23T23:52:25.088+0100')).toBe(at);
});
