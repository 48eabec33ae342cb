import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { LiveBridge, LiveChannel, TelephonyEvent } from '../dialer/ports.ts';
import { ARI_EVENT_TYPES, type AriEvent } from './ari-types.gen.ts';

/** Only the fields that Boda relies on; Asterisk may send more, and more kinds of events, at any time. */
const Channel = Type.Object({
  id: Type.String(),
  state: Type.String(),
  creationtime: Type.String(),
  dialplan: Type.Object({ app_name: Type.String(), app_data: Type.String() }),
});
const Bridge = Type.Object({ id: Type.String(), channels: Type.Array(Type.String()) });
const Application = Type.Object({
  name: Type.String(),
  channel_ids: Type.Array(Type.String()),
  endpoint_ids: Type.Array(Type.String()),
});
const Info = Type.Object({
  system: Type.Object({ version: Type.String() }),
  status: Type.Object({ startup_time: Type.String() }),
});
const Variable = Type.Object({ value: Type.String() });
const Stamped = Type.Object({ type: Type.String(), timestamp: Type.String() });
const OfChannel = Type.Object({ channel: Type.Object({ id: Type.String(), state: Type.String() }) });
const Destroyed = Type.Object({
  cause: Type.Number(),
  cause_txt: Type.String(),
  tech_cause: Type.Optional(Type.Number()),
});
const Started = Type.Object({ args: Type.Array(Type.String()) });
const Dialed = Type.Object({ dialstatus: Type.String(), peer: Type.Object({ id: Type.String() }) });
const OfBridge = Type.Object({ bridge: Type.Object({ id: Type.String() }) });
const Requested = Type.Object({ soft: Type.Optional(Type.Boolean()) });
/** Counters of a leg's audio; also of one that has no audio yet. */
const Statistics = Type.Object({ rxcount: Type.Number() });
const Digit = Type.Object({ digit: Type.String() });
const Contact = Type.Object({
  endpoint: Type.Object({ resource: Type.String(), state: Type.Optional(Type.String()) }),
  contact_info: Type.Object({ contact_status: Type.String(), uri: Type.String() }),
});
const UserEvent = Type.Object({ eventname: Type.String(), userevent: Type.Record(Type.String(), Type.Unknown()) });

/** What Asterisk said has not the shape that its own description promises. */
export class AriShapeError extends Error {
  constructor(what: string) {
    super(`${what}: not the shape that ARI promises`);
    this.name = 'AriShapeError';
  }
}

function reader<T extends TSchema>(schema: T, what: string): (value: unknown) => Static<T> {
  const compiled = Compile(schema);
  return (value) => {
    if (!compiled.Check(value)) throw new AriShapeError(what);
    return value as Static<T>;
  };
}

const channelOf = reader(Channel, 'Channel');
const bridgeOf = reader(Bridge, 'Bridge');
const stampedOf = reader(Stamped, 'Event');
const ofChannel = reader(OfChannel, 'Event.channel');
const destroyedOf = reader(Destroyed, 'ChannelDestroyed');
const startedOf = reader(Started, 'StasisStart');
const dialedOf = reader(Dialed, 'Dial');
const ofBridge = reader(OfBridge, 'Event.bridge');
const requestedOf = reader(Requested, 'ChannelHangupRequest');
const digitOf = reader(Digit, 'ChannelDtmfReceived');
const contactOf = reader(Contact, 'ContactStatusChange');
const userEventOf = reader(UserEvent, 'ChannelUserevent');

export const readApplication = reader(Application, 'Application');
export const readStatistics = reader(Statistics, 'RTPstat');
export const readInfo = reader(Info, 'AsteriskInfo');
export const readVariable = reader(Variable, 'Variable');

/** A live leg; `application` is ours. */
export function readChannel(value: unknown, application: string): LiveChannel {
  const channel = channelOf(value);
  const { app_name: app, app_data: data } = channel.dialplan;
  return {
    channelId: channel.id,
    state: stateOf(channel.state),
    inApplication: app === 'Stasis' && (data === application || data.startsWith(`${application},`)),
    createdAt: timeOf(channel.creationtime),
  };
}

export function readList<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new AriShapeError('List');
  return value.map(read);
}

export function readBridge(value: unknown): LiveBridge {
  const bridge = bridgeOf(value);
  return { bridgeId: bridge.id, channelIds: bridge.channels };
}

function stateOf(state: string): LiveChannel['state'] {
  if (state === 'Up') return 'up';
  if (state === 'Ringing' || state === 'Ring') return 'ringing';
  return state === 'Down' || state === 'Dialing' ? 'down' : 'other';
}

/** ARI's time (`2026-11-23T22:52:25.080+0000`) as ms since the epoch. Throws `AriShapeError`. */
export function timeOf(text: string): number {
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(time)) throw new AriShapeError('Date');
  return time;
}

const KNOWN = new Set<string>(ARI_EVENT_TYPES);
type EventType = AriEvent['type'];

/** The events that the filter lets through; all else costs bytes and time for nothing (ASTERISK.md 9). */
export const WANTED_EVENTS = [
  'ApplicationReplaced',
  'ChannelCreated',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelEnteredBridge',
  'ChannelHangupRequest',
  'ChannelLeftBridge',
  'ChannelStateChange',
  'ChannelUserevent',
  'ContactStatusChange',
  'Dial',
  'StasisEnd',
  'StasisStart',
] as const satisfies readonly EventType[];

export type Decoded =
  | { kind: 'telephony'; event: TelephonyEvent }
  /** A user event of ours (the health probe's echo). */
  | { kind: 'user'; name: string; token: string }
  | { kind: 'replaced' }
  /** A known event that says nothing to us. */
  | { kind: 'nothing' }
  | { kind: 'unknown'; type: string };

/** One event from the wire. Throws `AriShapeError` when a field that we rely on is missing; never logs its content. */
export function decodeEvent(value: unknown): Decoded {
  const { type, timestamp } = stampedOf(value);
  if (!KNOWN.has(type)) return { kind: 'unknown', type };
  const at = timeOf(timestamp);
  switch (type as EventType) {
    case 'ApplicationReplaced':
      return { kind: 'replaced' };
    case 'ChannelUserevent':
      return userEvent(value);
    case 'Dial':
      return dial(value, at);
    case 'ChannelStateChange':
      return stateChange(value, at);
    case 'ContactStatusChange':
      return contact(value, at);
    default: {
      const event = channelEvent(type as EventType, value, at);
      return event === undefined ? { kind: 'nothing' } : { kind: 'telephony', event };
    }
  }
}

function channelEvent(type: EventType, value: unknown, at: number): TelephonyEvent | undefined {
  const id = (): string => ofChannel(value).channel.id;
  switch (type) {
    case 'ChannelCreated':
      return { type: 'created', channelId: id(), at };
    case 'StasisStart':
      return { type: 'entered', channelId: id(), role: roleOf(startedOf(value).args[0]), at };
    case 'StasisEnd':
      return { type: 'left', channelId: id(), at };
    case 'ChannelEnteredBridge':
      return { type: 'joined', channelId: id(), bridgeId: ofBridge(value).bridge.id, at };
    case 'ChannelLeftBridge':
      return { type: 'unjoined', channelId: id(), bridgeId: ofBridge(value).bridge.id, at };
    case 'ChannelHangupRequest':
      // `soft` marks what this side asked for (a DELETE, the dialplan); without it the far side hung up.
      return requestedOf(value).soft === true ? undefined : { type: 'hangup-requested', channelId: id(), at };
    case 'ChannelDtmfReceived':
      return { type: 'dtmf', channelId: id(), digit: digitOf(value).digit, at };
    case 'ChannelDestroyed': {
      const { cause, cause_txt: causeText, tech_cause: techCause } = destroyedOf(value);
      return { type: 'ended', channelId: id(), cause, techCause, causeText, at };
    }
    default:
      return undefined;
  }
}

function roleOf(argument: string | undefined): 'out' | 'agent' | 'probe' | 'unknown' {
  return argument === 'out' || argument === 'agent' || argument === 'probe' ? argument : 'unknown';
}

function stateChange(value: unknown, at: number): Decoded {
  const { id, state } = ofChannel(value).channel;
  if (state === 'Ringing') return { kind: 'telephony', event: { type: 'ringing', channelId: id, at } };
  if (state === 'Up') return { kind: 'telephony', event: { type: 'answered', channelId: id, at } };
  return { kind: 'nothing' };
}

/** 183 changes no channel state and shows only here; RINGING and ANSWER come as state changes too. */
function dial(value: unknown, at: number): Decoded {
  const { dialstatus, peer } = dialedOf(value);
  if (dialstatus !== 'PROGRESS') return { kind: 'nothing' };
  return { kind: 'telephony', event: { type: 'ringing', channelId: peer.id, at } };
}

function contact(value: unknown, at: number): Decoded {
  const { endpoint, contact_info: info } = contactOf(value);
  const gone = info.contact_status === 'Removed' || info.contact_status === 'Unreachable';
  // A second page takes the first one's place: the old contact is removed after the new one came (measured).
  const reachable = !gone || endpoint.state === 'online';
  const event = { type: 'contact' as const, sipUser: endpoint.resource, reachable, place: info.uri, gone, at };
  return { kind: 'telephony', event };
}

function userEvent(value: unknown): Decoded {
  const { eventname, userevent } = userEventOf(value);
  return { kind: 'user', name: eventname, token: String(userevent.token ?? '') };
}
