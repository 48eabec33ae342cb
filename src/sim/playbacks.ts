import type { Clock, Timer } from '../shared/clock.ts';
import type { Applications } from './applications.ts';
import { type Bridges, tellEar } from './bridges.ts';
import type { SimBridge, SimChannel } from './channel.ts';
import type { Json } from './wire.ts';

interface Playback {
  readonly id: string;
  readonly media: string;
  readonly channel: SimChannel | undefined;
  readonly bridge: SimBridge | undefined;
  state: 'queued' | 'playing' | 'done' | 'failed';
  timer: Timer | undefined;
}

/** Sounds played by ARI's `play`, on a channel or to a bridge. */
export class Playbacks {
  readonly #clock: Clock;
  readonly #apps: Applications;
  readonly #bridges: Bridges;
  readonly #soundMs: (name: string) => number | undefined;
  readonly #playing = new Map<string, Playback>();

  constructor(clock: Clock, apps: Applications, bridges: Bridges, soundMs: (name: string) => number | undefined) {
    this.#clock = clock;
    this.#apps = apps;
    this.#bridges = bridges;
    this.#soundMs = soundMs;
  }

  start(id: string, media: string, on: { channel?: SimChannel; bridge?: SimBridge }): Json {
    const { channel, bridge } = on;
    const playback: Playback = { id, media, channel, bridge, state: 'queued', timer: undefined };
    const answer = playbackJson(playback);
    this.#playing.set(id, playback);
    playback.state = 'playing';
    this.#event(playback, 'PlaybackStarted');
    this.#sound(playback, true);
    const ms = media.startsWith('sound:') ? this.#soundMs(media.slice('sound:'.length)) : 60_000;
    playback.timer = this.#clock.after(ms ?? 1, () => this.#end(playback, ms === undefined ? 'failed' : 'done'));
    return answer;
  }

  get(id: string): Json | undefined {
    const playback = this.#playing.get(id);
    return playback && playbackJson(playback);
  }

  /** False: there is no such playback (any more). */
  stop(id: string): boolean {
    const playback = this.#playing.get(id);
    if (playback) this.#end(playback, 'done');
    return playback !== undefined;
  }

  reset(): void {
    for (const playback of this.#playing.values()) playback.timer?.cancel();
    this.#playing.clear();
  }

  #end(playback: Playback, state: 'done' | 'failed'): void {
    playback.timer?.cancel();
    playback.state = state;
    this.#playing.delete(playback.id);
    this.#sound(playback, false);
    if (!playback.channel?.gone) this.#event(playback, 'PlaybackFinished');
  }

  #sound(playback: Playback, on: boolean): void {
    if (playback.channel && !playback.channel.gone) {
      playback.channel.message = on;
      tellEar(playback.channel);
    }
    if (playback.bridge) {
      playback.bridge.playing = on;
      this.#bridges.listen(playback.bridge);
    }
  }

  #event(playback: Playback, type: string): void {
    const { channel, bridge } = playback;
    const source = channel ? { channel, endpoint: channel.endpoint } : bridge ? { bridge } : {};
    this.#apps.publish(source, type, () => ({ playback: playbackJson(playback) }));
  }
}

function playbackJson({ id, media, channel, bridge, state }: Playback): Json {
  const target_uri = channel ? `channel:${channel.id}` : `bridge:${bridge?.id}`;
  return { id, media_uri: media, target_uri, language: 'en', state };
}
