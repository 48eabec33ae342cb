import type { Timer } from '../shared/clock.ts';
import { type Json, type Party, stamp } from './wire.ts';

/** What a party hears from us, as the carrier's log tells it. */
export type Heard = 'agent' | 'message' | 'other' | 'nothing';

/** The person, machine or phone behind a channel. */
export interface FarEnd {
  /** A carrier's line (a customer) or a phone (an agent). */
  readonly role: 'line' | 'phone';
  /** Whether his voice comes through. */
  audible(): boolean;
  /** Keys that we press. */
  keys?(digits: string): void;
  /** What comes to his ear from now on. */
  hear(what: Heard): void;
  /** We hung up, or gave up ringing. */
  end(): void;
  /** Packets received from him since he answered (50 a second while he is audible). */
  packets(): number;
}

export type ChannelState = 'Down' | 'Ring' | 'Ringing' | 'Up';

/** Where a channel stands in the dialplan. */
export interface Place {
  context: string;
  exten: string;
  priority: number;
  appName: string;
  appData: string;
}

/** One leg. Plain data: `channels.ts` moves it through its life, `dialplan-run.ts` walks it through the dialplan. */
export interface SimChannel {
  readonly id: string;
  readonly name: string;
  /** `PJSIP/trunk-g1`: events of the channel reach who subscribed to it. */
  readonly endpoint: string | undefined;
  readonly dialString: string;
  protocolId: string;
  state: ChannelState;
  caller: Party;
  connected: Party;
  readonly createdAt: number;
  answeredAt: number | undefined;
  place: Place;
  readonly variables: Map<string, string>;
  far: FarEnd | undefined;
  /** The other half of a Local channel. */
  peer: SimChannel | undefined;
  bridge: SimBridge | undefined;
  /** The bridge that its application subscribed to on its account. */
  followed: SimBridge | undefined;
  /** The application that holds it in Stasis. */
  stasisApp: string | undefined;
  /** Runs a dialplan (not so a channel of `originate?app=`). */
  inDialplan: boolean;
  /** Where to start when the callee answers. */
  readonly onAnswer: { context: string; exten: string; priority: number } | { app: string; args: string };
  /** What the dialplan waits for (Playback, Wait). */
  waiting: Timer | undefined;
  ringTimer: Timer | undefined;
  /** TIMEOUT(absolute). */
  absolute: { at: number; timer: Timer } | undefined;
  music: boolean;
  message: boolean;
  gone: boolean;
}

/** Plain data too: `bridges.ts` moves channels in and out. */
export interface SimBridge {
  readonly id: string;
  readonly name: string;
  readonly kind: 'mixing' | 'holding';
  readonly createdAt: number;
  readonly members: SimChannel[];
  /** Plays to everybody in it. */
  playing: boolean;
  recorded: boolean;
}

/** The channel object of events and answers. */
export function channelJson(channel: SimChannel): Json {
  const { place } = channel;
  return {
    id: channel.id,
    name: channel.name,
    state: channel.state,
    protocol_id: channel.protocolId,
    caller: { ...channel.caller },
    connected: { ...channel.connected },
    accountcode: '',
    dialplan: {
      context: place.context,
      exten: place.exten,
      priority: place.priority,
      app_name: place.appName,
      app_data: place.appData,
    },
    creationtime: stamp(channel.createdAt),
    language: 'en',
  };
}

/** A channel as it is born: down, nowhere, heard by nobody. */
export function newChannel(
  given: Pick<SimChannel, 'id' | 'name' | 'endpoint' | 'dialString' | 'createdAt' | 'onAnswer'> & { context: string },
): SimChannel {
  const { context, ...known } = given;
  return {
    ...known,
    protocolId: '',
    state: 'Down',
    caller: { name: '', number: '' },
    connected: { name: '', number: '' },
    answeredAt: undefined,
    place: { context, exten: 's', priority: 1, appName: '', appData: '' },
    variables: new Map(),
    far: undefined,
    peer: undefined,
    bridge: undefined,
    followed: undefined,
    stasisApp: undefined,
    inDialplan: false,
    waiting: undefined,
    ringTimer: undefined,
    absolute: undefined,
    music: false,
    message: false,
    gone: false,
  };
}

export function cancelTimers(channel: SimChannel): void {
  channel.waiting?.cancel();
  channel.ringTimer?.cancel();
  channel.absolute?.timer.cancel();
}
