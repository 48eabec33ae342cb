import type { Applications } from './applications.ts';
import type { Bridges } from './bridges.ts';
import { channelJson, type SimChannel } from './channel.ts';

/** The way of channels into applications and out of them. */
export class Stasis {
  readonly #apps: Applications;
  readonly #bridges: Bridges;
  readonly #setVariable: (channel: SimChannel, name: string, value: string) => void;

  constructor(
    apps: Applications,
    bridges: Bridges,
    setVariable: (channel: SimChannel, name: string, value: string) => void,
  ) {
    this.#apps = apps;
    this.#bridges = bridges;
    this.#setVariable = setVariable;
  }

  /** To another application, also out of a bridge's middle without leaving it (ASTERISK.md 23). */
  move(channel: SimChannel, app: string, args: string): void {
    const apps = this.#apps;
    const target = apps.get(app);
    const from = channel.stasisApp;
    if (from === undefined) return;
    if (target?.connection === undefined) {
      apps.send(from, 'ApplicationMoveFailed', () => ({
        channel: channelJson(channel),
        destination: app,
        args: splitArgs(args),
      }));
      return;
    }
    apps.subscribe(target, 'channels', channel.id);
    channel.stasisApp = app;
    apps.send(app, 'StasisStart', () => ({ args: splitArgs(args), channel: channelJson(channel) }));
    apps.send(from, 'StasisEnd', () => ({ channel: channelJson(channel) }));
    const old = apps.get(from);
    if (old) apps.unsubscribe(old, 'channels', channel.id);
  }

  /** False: the application is not there or not connected, and the dialplan goes on with STASISSTATUS=FAILED. */
  enter(channel: SimChannel, name: string, args: string): boolean {
    const apps = this.#apps;
    this.#setVariable(channel, 'STASISSTATUS', '');
    const app = apps.get(name);
    if (app?.connection === undefined) {
      this.#setVariable(channel, 'STASISSTATUS', 'FAILED');
      return false;
    }
    apps.subscribe(app, 'channels', channel.id);
    channel.stasisApp = name;
    apps.send(name, 'StasisStart', () => ({ args: splitArgs(args), channel: channelJson(channel) }));
    return true;
  }

  leave(channel: SimChannel): void {
    const apps = this.#apps;
    const name = channel.stasisApp;
    if (name === undefined) return;
    channel.music = false;
    this.#bridges.leave(channel);
    apps.send(name, 'StasisEnd', () => ({ channel: channelJson(channel) }));
    channel.stasisApp = undefined;
    const app = apps.get(name);
    if (app) apps.unsubscribe(app, 'channels', channel.id);
    this.#setVariable(channel, 'STASISSTATUS', 'SUCCESS');
  }
}

function splitArgs(args: string): string[] {
  return args === '' ? [] : args.split(',');
}
