import type { Clock } from '../shared/clock.ts';
import type { Applications } from './applications.ts';
import { channelJson, type Heard, type SimBridge, type SimChannel } from './channel.ts';
import { type Json, stamp } from './wire.ts';

/** Bridges live until they are deleted; deleting one hangs nobody up (ASTERISK.md 17). */
export class Bridges {
  readonly #clock: Clock;
  readonly #apps: Applications;
  readonly #bridges = new Map<string, SimBridge>();

  constructor(clock: Clock, apps: Applications) {
    this.#clock = clock;
    this.#apps = apps;
  }

  get(id: string): SimBridge | undefined {
    return this.#bridges.get(id);
  }

  all(): SimBridge[] {
    return [...this.#bridges.values()];
  }

  create(id: string, name: string, kind: 'mixing' | 'holding'): SimBridge {
    const createdAt = this.#clock.now();
    const bridge: SimBridge = { id, name, kind, createdAt, members: [], playing: false, recorded: false };
    this.#bridges.set(id, bridge);
    this.#apps.publish({ bridge }, 'BridgeCreated', () => ({ bridge: bridgeJson(bridge) }));
    return bridge;
  }

  remove(bridge: SimBridge): void {
    for (const channel of [...bridge.members]) this.takeOut(channel);
    this.#apps.publish({ bridge }, 'BridgeDestroyed', () => ({ bridge: bridgeJson(bridge) }));
    this.#bridges.delete(bridge.id);
    this.#apps.drop('bridges', bridge.id);
  }

  /** A channel that is there already leaves and comes back, as Asterisk does it. */
  join(channel: SimChannel, bridge: SimBridge): void {
    if (channel.bridge) this.leave(channel);
    this.#follow(channel, bridge);
    // The event still tells the technology from before: the smarter one is taken right after.
    const technology = bridgeTechnology(bridge);
    bridge.members.push(channel);
    channel.bridge = bridge;
    this.#apps.publish({ bridge }, 'ChannelEnteredBridge', () => ({
      bridge: { ...bridgeJson(bridge), technology: bridge.members.length > 2 ? 'softmix' : technology },
      channel: channelJson(channel),
    }));
    this.#introduce(bridge);
    this.listen(bridge);
  }

  /** Out of the bridge, staying in Stasis. */
  takeOut(channel: SimChannel): void {
    this.leave(channel);
    this.#follow(channel, undefined);
  }

  /** Out of the bridge on the way out of Stasis: the application stays subscribed to the bridge, as with Asterisk. */
  leave(channel: SimChannel): void {
    const bridge = channel.bridge;
    if (!bridge) return;
    const technology = bridgeTechnology(bridge);
    bridge.members.splice(bridge.members.indexOf(channel), 1);
    channel.bridge = undefined;
    this.#apps.publish({ bridge }, 'ChannelLeftBridge', () => ({
      bridge: { ...bridgeJson(bridge), technology },
      channel: channelJson(channel),
    }));
    tellEar(channel);
    this.listen(bridge);
  }

  /** A channel's application subscribes to the bridge that the channel is in. */
  #follow(channel: SimChannel, bridge: SimBridge | undefined): void {
    if (channel.followed === bridge) return;
    const app = channel.stasisApp === undefined ? undefined : this.#apps.get(channel.stasisApp);
    if (app && channel.followed) this.#apps.unsubscribe(app, 'bridges', channel.followed.id);
    // Subscriptions are kept by id alone: a channel of the same name hides the bridge.
    if (app && bridge && !app.channels.has(bridge.id)) this.#apps.subscribe(app, 'bridges', bridge.id);
    channel.followed = bridge;
  }

  /** Two in a bridge are told each other's caller id. */
  #introduce(bridge: SimBridge): void {
    const [one, other] = bridge.members;
    if (!one || !other || bridge.members.length > 2) return;
    for (const [channel, peer] of [[other, one] as const, [one, other] as const]) {
      if (channel.connected.number === peer.caller.number && channel.connected.name === peer.caller.name) continue;
      channel.connected = { ...peer.caller };
      this.#apps.publish({ channel, endpoint: channel.endpoint }, 'ChannelConnectedLine', () => ({
        channel: channelJson(channel),
      }));
    }
  }

  /** Tells each member what he hears now. */
  listen(bridge: SimBridge): void {
    for (const member of bridge.members) tellEar(member);
  }

  /** Asterisk died: nothing is told to anybody. */
  reset(): void {
    this.#bridges.clear();
  }
}

/** Tells the party what comes to his ear, by what the channel is doing. */
export function tellEar(channel: SimChannel): void {
  channel.far?.hear(earOf(channel));
}

function earOf(channel: SimChannel): Heard {
  if (channel.message) return 'message';
  if (channel.music) return 'other';
  let heard: Heard = channel.bridge?.playing ? 'other' : 'nothing';
  for (const other of channel.bridge?.members ?? []) {
    if (other === channel || other.far?.audible() !== true) continue;
    if (other.far.role === 'phone') return 'agent';
    heard = 'other';
  }
  return heard;
}

function bridgeTechnology(bridge: SimBridge): string {
  if (bridge.kind === 'holding') return 'holding_bridge';
  const count = bridge.members.length;
  if (count > 2 || (bridge.recorded && count > 0)) return 'softmix';
  // Our nodes do not load bridge_native_rtp (docs/asterisk-measured.md).
  return 'simple_bridge';
}

export function bridgeJson(bridge: SimBridge): Json {
  return {
    id: bridge.id,
    technology: bridgeTechnology(bridge),
    bridge_type: bridge.kind,
    bridge_class: 'stasis',
    creator: 'Stasis',
    name: bridge.name,
    channels: bridge.members.map((m) => m.id),
    creationtime: stamp(bridge.createdAt),
    video_mode: 'talker',
  };
}
