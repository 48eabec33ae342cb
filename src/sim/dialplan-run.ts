import type { Clock } from '../shared/clock.ts';
import type { Applications } from './applications.ts';
import type { AstDb } from './astdb.ts';
import { tellEar } from './bridges.ts';
import { channelJson, type SimChannel } from './channel.ts';
import { branches, type Dialplan, type DialplanScope, findExtension, type Step, truthy } from './dialplan.ts';

/** What the dialplan needs done to a channel. */
export interface DialplanHost {
  enterStasis(channel: SimChannel, app: string, args: string): boolean;
  leaveStasis(channel: SimChannel): void;
  answer(channel: SimChannel): void;
  /** The dialplan is at its end. `cause` as ChannelDestroyed tells it. */
  hangUp(channel: SimChannel, cause: number): void;
  /** It was sent to a place that does not exist. */
  astray(channel: SimChannel, place: { context: string; exten: string; priority: number }): void;
  ring(channel: SimChannel): void;
  /** Milliseconds that a sound lasts; undefined when the node does not have it. */
  soundMs(name: string): number | undefined;
}

/** A channel never runs so many steps without waiting: a loop in the dialplan is a bug, not a hang of the simulation. */
const MAX_STEPS = 10_000;

/** The variable in which what plays a sound tells how that went. */
const STATUS_OF: Readonly<Record<string, string>> = { Playback: 'PLAYBACKSTATUS', BackGround: 'BACKGROUNDSTATUS' };

type Next = 'next' | 'wait' | 'gone' | number;

/** Walks channels through the dialplan, with the events that Asterisk sends on the way. */
export class DialplanRunner {
  readonly #plan: Dialplan;
  readonly #clock: Clock;
  readonly #apps: Applications;
  readonly #db: AstDb;
  readonly #host: DialplanHost;

  constructor(plan: Dialplan, clock: Clock, apps: Applications, db: AstDb, host: DialplanHost) {
    this.#plan = plan;
    this.#clock = clock;
    this.#apps = apps;
    this.#db = db;
    this.#host = host;
  }

  /** Runs from there until something has to be waited for. A place that does not exist ends the call with cause 0. */
  start(channel: SimChannel, context: string, exten: string, priority: number): void {
    channel.inDialplan = true;
    if (!findExtension(this.#plan, context, exten)?.steps[priority - 1]) {
      this.#host.astray(channel, { context, exten, priority });
      return;
    }
    channel.place = { ...channel.place, context, exten, priority };
    this.#run(channel);
  }

  /** Goes on behind the step that was waited for. */
  resume(channel: SimChannel): void {
    channel.place.priority += 1;
    this.#run(channel);
  }

  /** Undefined unsets it, and nobody is told. */
  setVariable(channel: SimChannel, name: string, value: string | undefined): void {
    const call = /^([A-Z_]+)\((.*)\)$/s.exec(name);
    if (call) this.#write(channel, call[1] ?? '', call[2] ?? '', value ?? '');
    else if (value === undefined) channel.variables.delete(name);
    else {
      channel.variables.set(name, value);
      this.#varset(channel, name, value);
    }
  }

  /** The value, undefined when the variable is not set, `unreadable` for a function that ARI cannot read. */
  readVariable(channel: SimChannel, name: string): string | undefined | { unreadable: true } {
    const call = /^([A-Z_]+)\((.*)\)$/s.exec(name);
    if (!call) return channel.variables.get(name);
    const [, fn, argument = ''] = call;
    if (fn === 'DB_KEYS') return this.#db.keys(argument);
    if (fn === 'DIALPLAN_EXISTS') {
      const [context = '', exten = 's', priority = '1'] = argument.split(',');
      return findExtension(this.#plan, context, exten)?.steps[Number(priority) - 1] ? '1' : '0';
    }
    if (fn === 'TIMEOUT' && argument === 'absolute') return this.#absolute(channel);
    if (fn === 'CHANNEL' && argument === 'name') return channel.name;
    if (fn === 'CHANNEL' && argument === 'state') return channel.state;
    return { unreadable: true };
  }

  /** Ends what the dialplan waits for, without going on. */
  interrupt(channel: SimChannel): void {
    if (!channel.waiting) return;
    channel.waiting.cancel();
    channel.waiting = undefined;
    const status = STATUS_OF[channel.place.appName];
    if (status === undefined) return;
    this.#silence(channel);
    this.setVariable(channel, status, 'SUCCESS');
  }

  /**
   * A key that the callee pressed. In a message it counts where the context has an extension of that name, and ends it; behind
   * the message any other key leads to `i`, or to the end.
   */
  key(channel: SimChannel, digit: string): void {
    const { context, appName } = channel.place;
    if (!channel.waiting || !channel.inDialplan || channel.stasisApp !== undefined) return;
    const known = this.#plan.get(context)?.has(digit) === true;
    if (appName === 'BackGround' && known) {
      this.interrupt(channel);
      this.start(channel, context, digit, 1);
    } else if (appName === 'WaitExten') {
      this.interrupt(channel);
      if (known || this.#plan.get(context)?.has('i')) this.start(channel, context, known ? digit : 'i', 1);
      else this.#host.hangUp(channel, 16);
    }
  }

  #run(channel: SimChannel): void {
    for (let count = 0; !channel.gone; count++) {
      if (count > MAX_STEPS) throw new Error(`dialplan: ${channel.place.context} runs for ever`);
      const { context, exten, priority } = channel.place;
      const step = findExtension(this.#plan, context, exten)?.steps[priority - 1];
      if (!step) {
        this.#host.hangUp(channel, 16);
        return;
      }
      const next = this.#step(channel, step);
      if (next === 'wait' || next === 'gone') return;
      if (typeof next === 'number') channel.place = { ...channel.place, priority: next };
      else channel.place = { ...channel.place, priority: channel.place.priority + 1 };
    }
  }

  #step(channel: SimChannel, step: Step): Next {
    const data = step.data(this.#scope(channel));
    channel.place = { ...channel.place, appName: step.app, appData: data };
    this.#apps.publish({ channel, endpoint: channel.endpoint }, 'ChannelDialplan', () => ({
      dialplan_app: step.app,
      dialplan_app_data: data,
      channel: channelJson(channel),
    }));
    if (step.app === 'While') return truthy(data) ? 'next' : (step.jump ?? 0) + 1;
    if (step.app === 'EndWhile') return (step.jump ?? 0) + 1;
    return this.#app(channel, step.app, data);
  }

  #app(channel: SimChannel, app: string, data: string): Next {
    switch (app) {
      case 'Set':
        return this.#set(channel, data);
      case 'Stasis':
        return this.#stasis(channel, data);
      case 'Goto':
        return this.#goto(channel, data);
      case 'GotoIf': {
        const { condition, yes, no } = branches(data);
        const target = truthy(condition) ? yes : no;
        return target === '' ? 'next' : this.#goto(channel, target);
      }
      case 'ExecIf': {
        const { condition, yes, no } = branches(data);
        const call = /^(\w+)(?:\((.*)\))?$/s.exec(truthy(condition) ? yes : no);
        return call ? this.#app(channel, call[1] ?? '', call[2] ?? '') : 'next';
      }
      case 'Playback':
      case 'BackGround':
        return this.#playback(channel, data);
      case 'Wait':
      case 'WaitExten':
        return this.#wait(channel, Number(data) * 1_000);
      case 'Answer':
        this.#host.answer(channel);
        return channel.gone ? 'gone' : 'next';
      case 'Ringing':
        this.#host.ring(channel);
        return 'next';
      case 'Hangup':
        this.#host.hangUp(channel, Number(data) || 16);
        return 'gone';
      default:
        return 'next';
    }
  }

  #set(channel: SimChannel, data: string): Next {
    const assignment = /^([^=(]+(?:\([^)]*\))?)=(.*)$/s.exec(data);
    if (assignment) this.setVariable(channel, assignment[1] ?? '', assignment[2] ?? '');
    return 'next';
  }

  #stasis(channel: SimChannel, data: string): Next {
    const comma = data.indexOf(',');
    const app = comma < 0 ? data : data.slice(0, comma);
    return this.#host.enterStasis(channel, app, comma < 0 ? '' : data.slice(comma + 1)) ? 'wait' : 'next';
  }

  /** `context,exten,priority`, `exten,priority`, or a priority or label of this extension. */
  #goto(channel: SimChannel, target: string): Next {
    const parts = target.split(',').map((p) => p.trim());
    const place = parts.pop() ?? '1';
    const exten = parts.pop() ?? channel.place.exten;
    const context = parts.pop() ?? channel.place.context;
    const found = findExtension(this.#plan, context, exten);
    const priority = /^\d+$/.test(place) ? Number(place) : (found?.labels.get(place) ?? -1) + 1;
    if (!found?.steps[priority - 1]) {
      this.#host.astray(channel, { context, exten, priority });
      return 'gone';
    }
    channel.place = { ...channel.place, context, exten };
    return priority;
  }

  /** BackGround is the same with an ear for keys (`key`). */
  #playback(channel: SimChannel, data: string): Next {
    const status = STATUS_OF[channel.place.appName] ?? 'PLAYBACKSTATUS';
    const names = (data.split(',')[0] ?? '').split('&');
    const lengths = names.map((name) => this.#host.soundMs(name));
    const known = lengths.filter((ms) => ms !== undefined);
    if (known.length < names.length) {
      this.setVariable(channel, status, 'FAILED');
      return 'next';
    }
    channel.message = true;
    tellEar(channel);
    const ms = known.reduce((sum, one) => sum + one, 0);
    channel.waiting = this.#clock.after(ms, () => {
      channel.waiting = undefined;
      this.#silence(channel);
      this.setVariable(channel, status, 'SUCCESS');
      this.resume(channel);
    });
    return 'wait';
  }

  #wait(channel: SimChannel, ms: number): Next {
    channel.waiting = this.#clock.after(ms, () => {
      channel.waiting = undefined;
      this.resume(channel);
    });
    return 'wait';
  }

  #silence(channel: SimChannel): void {
    channel.message = false;
    tellEar(channel);
  }

  #write(channel: SimChannel, fn: string, argument: string, value: string): void {
    if (fn === 'TIMEOUT' && argument === 'absolute') this.#setAbsolute(channel, Number(value));
    if (fn === 'DB') this.#db.set(argument, value);
    if (fn === 'DB_DELETE') this.setVariable(channel, 'DB_RESULT', this.#db.delete(argument) ?? '');
    if (fn === 'CHANNEL') return;
  }

  #setAbsolute(channel: SimChannel, seconds: number): void {
    channel.absolute?.timer.cancel();
    channel.absolute = undefined;
    if (!(seconds > 0)) return;
    const ms = seconds * 1_000;
    const timer = this.#clock.after(ms, () => this.#timeIsUp(channel));
    channel.absolute = { at: this.#clock.now() + ms, timer };
  }

  #absolute(channel: SimChannel): string {
    if (!channel.absolute) return '0.000';
    return ((channel.absolute.at - this.#clock.now()) / 1_000).toFixed(3);
  }

  /** The dead-man's switch of ASTERISK.md 16: out of Stasis and bridge, on to extension T of the context if there is one. */
  #timeIsUp(channel: SimChannel): void {
    channel.absolute = undefined;
    if (channel.gone) return;
    this.interrupt(channel);
    if (channel.stasisApp !== undefined) this.#host.leaveStasis(channel);
    const { context } = channel.place;
    if (channel.inDialplan && findExtension(this.#plan, context, 'T')) this.start(channel, context, 'T', 1);
    else this.#host.hangUp(channel, 16);
  }

  #varset(channel: SimChannel, variable: string, value: string): void {
    this.#apps.publish({ channel, endpoint: channel.endpoint }, 'ChannelVarset', () => ({
      variable,
      value,
      channel: channelJson(channel),
    }));
  }

  #scope(channel: SimChannel): DialplanScope {
    return {
      variable: (name) => {
        if (name === 'EPOCH') return String(Math.floor(this.#clock.now() / 1_000));
        return channel.variables.get(name) ?? '';
      },
      call: (name, argument) => this.#call(channel, name, argument),
    };
  }

  #call(channel: SimChannel, name: string, argument: string): string {
    switch (name) {
      case 'IF': {
        const { condition, yes, no } = branches(argument);
        return truthy(condition) ? yes : no;
      }
      case 'LEN':
        return String(argument.length);
      case 'SHIFT': {
        const [first = '', ...rest] = (channel.variables.get(argument) ?? '').split(',');
        channel.variables.set(argument, rest.join(','));
        return first;
      }
      case 'DB_KEYS':
        return this.#db.keys(argument);
      case 'DB':
        return this.#db.get(argument) ?? '';
      case 'DB_DELETE':
        return this.#db.delete(argument) ?? '';
      default: {
        const value = this.readVariable(channel, `${name}(${argument})`);
        return typeof value === 'string' ? value : '';
      }
    }
  }
}
