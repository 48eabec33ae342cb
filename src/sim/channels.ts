import type { Clock } from '../shared/clock.ts';
import type { Applications } from './applications.ts';
import type { AstDb } from './astdb.ts';
import type { Bridges } from './bridges.ts';
import { tellEar } from './bridges.ts';
import { causeOfSip, causeText, dialStatus } from './causes.ts';
import { cancelTimers, channelJson, type FarEnd, newChannel, type SimChannel } from './channel.ts';
import type { Dialplan } from './dialplan.ts';
import { DialplanRunner } from './dialplan-run.ts';
import type { Endpoints } from './endpoints.ts';
import { IdIndex } from './id-index.ts';
import { Stasis } from './stasis.ts';
import type { Json, Party } from './wire.ts';

/** What the far side does to us. Never called from inside `invite`. */
export interface FarHooks {
  /** 180 or 183. */
  progress(sip: 180 | 183): void;
  answered(): void;
  /** A final refusal before any answer. */
  refused(sip: number): void;
  /** He hung up after an answer. */
  hungUp(cause: number): void;
  digit(digit: string): void;
  /** His voice came or went: others in the bridge hear it. */
  voiceChanged?(): void;
}

export interface Invitation {
  endpoint: string;
  /** Undefined: the endpoint's own phone. */
  number: string | undefined;
  uri: string;
  callerId: string;
  channelId: string;
}

/** The carrier and the phones. */
export interface FarSide {
  invite(invitation: Invitation, hooks: FarHooks): FarEnd;
}

export interface Originate {
  id: string;
  endpoint: string;
  caller: Party | undefined;
  timeoutMs: number | undefined;
  variables: readonly (readonly [string, string])[];
  onAnswer: SimChannel['onAnswer'];
  otherId: string | undefined;
}

export interface ChannelsParts {
  clock: Clock;
  apps: Applications;
  bridges: Bridges;
  endpoints: Endpoints;
  db: AstDb;
  farSide: FarSide;
  dialplan: Dialplan;
  soundMs: (name: string) => number | undefined;
}

const OUTGOING = { appName: 'AppDial2', appData: '(Outgoing Line)' };

/** All live channels, and each one's way from originate to ChannelDestroyed with the events in Asterisk's order. */
export class Channels {
  readonly #parts: ChannelsParts;
  readonly #live = new Map<string, SimChannel>();
  readonly #ids = new IdIndex();
  readonly #runner: DialplanRunner;
  readonly stasis: Stasis;
  #serial = 0;
  #localSerial = 0;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    this.#runner = new DialplanRunner(parts.dialplan, parts.clock, parts.apps, parts.db, {
      enterStasis: (channel, app, args) => this.stasis.enter(channel, app, args),
      leaveStasis: (channel) => this.stasis.leave(channel),
      answer: (channel) => this.#answeredByDialplan(channel),
      hangUp: (channel, cause) => this.#endOfDialplan(channel, cause),
      astray: (channel, place) => this.#astray(channel, place),
      ring: (channel) => this.#localRings(channel),
      soundMs: parts.soundMs,
    });
    this.stasis = new Stasis(parts.apps, parts.bridges, (channel, name, value) =>
      this.#runner.setVariable(channel, name, value),
    );
  }

  get(id: string): SimChannel | undefined {
    return this.#live.get(id);
  }

  all(): SimChannel[] {
    return [...this.#live.values()];
  }

  /** Whether a living channel's id is this or begins so. */
  beginsLiving(id: string): boolean {
    return this.#ids.anyBeginsWith(id);
  }

  get size(): number {
    return this.#live.size;
  }

  /** Undefined: Asterisk cannot make the channel ("Allocation failed"): no such endpoint, or nobody registered there. */
  originate(order: Originate): SimChannel | undefined {
    const slash = order.endpoint.indexOf('/');
    const technology = order.endpoint.slice(0, slash);
    const rest = order.endpoint.slice(slash + 1);
    if (technology === 'Local') return this.#originateLocal(order, rest);
    if (technology !== 'PJSIP') return undefined;
    const at = rest.lastIndexOf('@');
    const endpoint = at < 0 ? rest : rest.slice(at + 1);
    const uri = this.#parts.endpoints.has(endpoint) ? this.#parts.endpoints.contact(endpoint) : undefined;
    if (uri === undefined) return undefined;
    const name = `PJSIP/${endpoint}-${hex(this.#serial++)}`;
    const context = this.#parts.endpoints.field('endpoint', endpoint, 'context') || 'default';
    const channel = this.#create(order, name, rest, `PJSIP/${endpoint}`, context);
    this.#parts.endpoints.channelCame(channel);
    this.#announce(channel, order);
    this.#dial(channel, '');
    const number = at < 0 ? undefined : rest.slice(0, at);
    const invitation = { endpoint, number, uri, callerId: order.caller?.number ?? '', channelId: order.id };
    channel.far = this.#parts.farSide.invite(invitation, this.#hooks(channel));
    this.#limitRinging(channel, order.timeoutMs);
    return channel;
  }

  /** What ARI's DELETE does, ringing or talking. `sip`: the tech_cause that our own cause shows. */
  hangUp(channel: SimChannel, cause: number, sip: number | undefined): void {
    this.#hangupRequest(channel, { cause: 32, soft: true });
    if (channel.state !== 'Up' && channel.far) this.#dial(channel, 'NOANSWER');
    this.#windUp(channel);
    this.destroy(channel, cause, sip);
  }

  setVariable(channel: SimChannel, name: string, value: string | undefined): void {
    this.#runner.setVariable(channel, name, value);
  }

  readVariable(channel: SimChannel, name: string): ReturnType<DialplanRunner['readVariable']> {
    return this.#runner.readVariable(channel, name);
  }

  /** Out of Stasis into the dialplan; without a place: behind the Stasis() it is in. */
  continueInDialplan(
    channel: SimChannel,
    place: { context: string; exten: string; priority: number } | undefined,
  ): void {
    this.stasis.leave(channel);
    if (place) this.#runner.start(channel, place.context, place.exten, place.priority);
    else if (channel.inDialplan) this.#runner.resume(channel);
    else this.destroy(channel, 16, undefined);
  }

  /** A listening channel beside another one (ASTERISK.md 18 and 24). */
  snoop(on: SimChannel, id: string, app: string, args: string): SimChannel {
    const order = { id, endpoint: '', caller: undefined, timeoutMs: undefined, variables: [], otherId: undefined };
    const name = `Snoop/${on.id}-${hex(this.#serial++)}`;
    const channel = this.#create({ ...order, onAnswer: { app, args } }, name, '', undefined, 'default');
    channel.state = 'Up';
    channel.place = { context: 'default', exten: 's', priority: 1, appName: 'Stasis', appData: app };
    this.stasis.enter(channel, app, args);
    return channel;
  }

  /** A channel that nobody of ours ordered, straight into an application (FAULTS.md 18). */
  foreign(app: string, id: string): SimChannel {
    const order = { id, endpoint: '', caller: undefined, timeoutMs: undefined, variables: [], otherId: undefined };
    const name = `PJSIP/foreign-${hex(this.#serial++)}`;
    const channel = this.#create({ ...order, onAnswer: { app, args: 'out' } }, name, '', undefined, 'default');
    channel.state = 'Up';
    channel.inDialplan = true;
    channel.place = { context: 'boda-out', exten: 's', priority: 2, appName: 'Stasis', appData: `${app},out` };
    this.stasis.enter(channel, app, 'out');
    return channel;
  }

  /** The far side gave a final refusal. */
  refuse(channel: SimChannel, sip: number): void {
    if (channel.gone || channel.state === 'Up') return;
    const cause = causeOfSip(sip);
    this.#hangupRequest(channel, { cause, tech_cause: sip });
    this.#dial(channel, dialStatus(cause));
    this.destroy(channel, cause, sip);
  }

  digit(channel: SimChannel, digit: string): void {
    this.#event(channel, 'ChannelDtmfReceived', { digit, duration_ms: 100 });
    this.#runner.key(channel, digit);
  }

  /** Asterisk died: the far side hears the line go dead, nobody is told anything. */
  reset(): void {
    for (const channel of this.#live.values()) {
      channel.gone = true;
      cancelTimers(channel);
      channel.far?.end();
    }
    this.#live.clear();
    this.#ids.clear();
    this.#serial = 0;
  }

  /** Ends a channel for good. */
  destroy(channel: SimChannel, cause: number, sip: number | undefined): void {
    if (channel.gone) return;
    channel.gone = true;
    cancelTimers(channel);
    this.#live.delete(channel.id);
    this.#ids.delete(channel.id);
    channel.far?.end();
    channel.place = { ...channel.place, ...(channel.endpoint === undefined ? {} : OUTGOING) };
    const tech = sip === undefined ? {} : { tech_cause: sip };
    this.#event(channel, 'ChannelDestroyed', { cause, cause_txt: causeText(cause), ...tech });
    this.#parts.apps.drop('channels', channel.id);
    this.#parts.endpoints.channelWent(channel);
    const { peer } = channel;
    if (!peer) return;
    channel.peer = undefined;
    peer.peer = undefined;
    this.#farHungUp(peer, 16);
  }

  #create(
    order: Originate,
    name: string,
    dialString: string,
    endpoint: string | undefined,
    context: string,
  ): SimChannel {
    const { id, onAnswer } = order;
    const channel = newChannel({
      id,
      name,
      dialString,
      endpoint,
      context,
      onAnswer,
      createdAt: this.#parts.clock.now(),
    });
    this.#live.set(channel.id, channel);
    this.#ids.add(channel.id);
    return channel;
  }

  /** The events of a new channel, up to the answer of the originate. */
  #announce(channel: SimChannel, order: Originate): void {
    this.#event(channel, 'ChannelCreated', {});
    channel.protocolId = `${hex(this.#serial)}-sim-${channel.name.slice(-8)}`;
    channel.place = { ...channel.place, ...OUTGOING };
    this.#event(channel, 'ChannelDialplan', { dialplan_app: OUTGOING.appName, dialplan_app_data: OUTGOING.appData });
    if (order.caller) {
      channel.caller = order.caller;
      const shown = { caller_presentation: 0, caller_presentation_txt: 'Presentation Allowed, Not Screened' };
      this.#event(channel, 'ChannelCallerId', shown);
      channel.connected = order.caller;
      this.#event(channel, 'ChannelConnectedLine', {});
    }
    for (const [name, value] of order.variables) this.#runner.setVariable(channel, name.replace(/^_{1,2}/, ''), value);
    if ('app' in channel.onAnswer) {
      const app = this.#parts.apps.get(channel.onAnswer.app);
      if (app) this.#parts.apps.subscribe(app, 'channels', channel.id);
    }
  }

  #limitRinging(channel: SimChannel, timeoutMs: number | undefined): void {
    if (timeoutMs === undefined) return;
    channel.ringTimer = this.#parts.clock.after(timeoutMs, () => {
      if (!channel.gone && channel.state !== 'Up') this.destroy(channel, 19, 480);
    });
  }

  #hooks(channel: SimChannel): FarHooks {
    return {
      progress: (sip) => this.#progress(channel, sip),
      answered: () => this.#answered(channel),
      refused: (sip) => this.refuse(channel, sip),
      hungUp: (cause) => this.#farHungUp(channel, cause),
      digit: (digit) => this.digit(channel, digit),
      voiceChanged: () => {
        if (channel.bridge) this.#parts.bridges.listen(channel.bridge);
      },
    };
  }

  #progress(channel: SimChannel, sip: 180 | 183): void {
    if (channel.gone || channel.state !== 'Down') return;
    if (sip === 180) {
      channel.state = 'Ringing';
      this.#event(channel, 'ChannelStateChange', {});
    }
    this.#dial(channel, sip === 180 ? 'RINGING' : 'PROGRESS');
  }

  #answered(channel: SimChannel): void {
    if (channel.gone || channel.state === 'Up') return;
    channel.state = 'Up';
    channel.answeredAt = this.#parts.clock.now();
    channel.ringTimer?.cancel();
    this.#event(channel, 'ChannelStateChange', {});
    this.#dial(channel, 'ANSWER');
    tellEar(channel);
    const then = channel.onAnswer;
    if (!('app' in then)) {
      this.#runner.start(channel, then.context, then.exten, then.priority);
      return;
    }
    channel.place = { ...channel.place, appName: 'Stasis', appData: then.args ? `${then.app},${then.args}` : then.app };
    if (!this.stasis.enter(channel, then.app, then.args)) this.destroy(channel, 0, undefined);
  }

  #farHungUp(channel: SimChannel, cause: number): void {
    if (channel.gone) return;
    this.#hangupRequest(channel, { cause });
    if (channel.state !== 'Up' && channel.dialString !== '') this.#dial(channel, 'NOANSWER');
    this.#windUp(channel);
    this.destroy(channel, cause, undefined);
  }

  /** Out of everything it is in, in Asterisk's order. */
  #windUp(channel: SimChannel): void {
    this.#runner.interrupt(channel);
    this.stasis.leave(channel);
    if (channel.inDialplan) this.#hangupRequest(channel, { cause: 16, soft: true });
  }

  /** A Hangup(), or the end of the dialplan. */
  #endOfDialplan(channel: SimChannel, cause: number): void {
    if (channel.gone) return;
    this.#hangupRequest(channel, { cause, soft: true });
    this.destroy(channel, cause, undefined);
  }

  /** Nothing is there: the call ends with cause 0 (SETUP.md: check contexts at start). */
  #astray(channel: SimChannel, place: { context: string; exten: string; priority: number }): void {
    if (channel.gone) return;
    this.#hangupRequest(channel, { cause: 16, soft: true });
    channel.place = { ...place, ...OUTGOING };
    this.#event(channel, 'ChannelDialplan', { dialplan_app: OUTGOING.appName, dialplan_app_data: OUTGOING.appData });
    this.destroy(channel, 0, undefined);
  }

  #originateLocal(order: Originate, rest: string): SimChannel | undefined {
    const [exten = '', context = ''] = (rest.split('/')[0] ?? '').split('@');
    const name = `Local/${exten}@${context}-${hex(this.#localSerial++)}`;
    const one = this.#create(order, `${name};1`, rest, undefined, context);
    const two = this.#create({ ...order, id: order.otherId ?? `${order.id};2` }, `${name};2`, '', undefined, context);
    one.peer = two;
    two.peer = one;
    one.far = localEnd();
    two.state = 'Ring';
    this.#announce(one, order);
    for (const [variable, value] of one.variables) two.variables.set(variable, value);
    this.#dial(one, '');
    this.#limitRinging(one, order.timeoutMs);
    this.#parts.clock.after(0, () => {
      if (!two.gone) this.#runner.start(two, context, exten, 1);
    });
    return one;
  }

  #answeredByDialplan(channel: SimChannel): void {
    if (channel.state === 'Up') return;
    channel.state = 'Up';
    channel.answeredAt = this.#parts.clock.now();
    this.#event(channel, 'ChannelStateChange', {});
    const { peer } = channel;
    if (peer) this.#parts.clock.after(0, () => this.#answered(peer));
  }

  #localRings(channel: SimChannel): void {
    if (channel.peer) this.#progress(channel.peer, 180);
  }

  #hangupRequest(channel: SimChannel, fields: Json): void {
    this.#event(channel, 'ChannelHangupRequest', fields);
  }

  #dial(channel: SimChannel, dialstatus: string): void {
    this.#parts.apps.publish({ channel, endpoint: channel.endpoint }, 'Dial', () => ({
      dialstatus,
      forward: '',
      dialstring: channel.dialString,
      peer: channelJson(channel),
    }));
  }

  #event(channel: SimChannel, type: string, fields: Json): void {
    this.#parts.apps.publish({ channel, endpoint: channel.endpoint }, type, () => ({
      ...fields,
      channel: channelJson(channel),
    }));
  }
}

function localEnd(): FarEnd {
  return { role: 'line', audible: () => false, hear: () => undefined, end: () => undefined, packets: () => 0 };
}

function hex(serial: number): string {
  return serial.toString(16).padStart(8, '0');
}
