import type { Behaviour } from '../../scripts/asterisk/numbers.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import type { AriEventSocket, AriRequest, AriResponse } from '../../src/asterisk/transport.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { until } from '../support/until.ts';

/** What the contract suite is run against: an Asterisk, real or simulated, with a carrier behind it. */
export interface AriTarget {
  url: string;
  user: string;
  password: string;
  /** The carrier that plays the callees of scripts/asterisk/README.md. */
  carrierUri: string;
  /** A carrier that never says a word. */
  silentUri: string;
  /** Contact of an agent's phone that answers at once. */
  phoneUri(agent: string): string;
  number(behaviour: Behaviour, serial: number, nn?: string): string;
  /** What the callee of this number heard of the abandoned-call message's marker, ms; undefined before his call ended. */
  messageHeardMs(number: string): number | undefined;
  /** A browser's socket that has registered as this user; closing it loses the registration. */
  register(user: string, password: string): Promise<{ close(): void }>;
  /** Contact of a phone that answers and sends no audio. */
  mutePhoneUri(user: string): string;
  /** http.conf sessionlimit. */
  sessionLimit: number;
  /** Ends the node hard and starts it again on the same ports. */
  restart(): Promise<void>;
}

/** One event as it came, loosely typed: the contract is about what Asterisk says, not about our types. */
export interface RawEvent {
  type: string;
  application?: string;
  timestamp: string;
  dialstatus?: string;
  cause?: number;
  tech_cause?: number;
  soft?: boolean;
  args?: string[];
  eventname?: string;
  userevent?: Record<string, unknown>;
  channel?: { id: string; state: string };
  peer?: { id: string };
  bridge?: { id: string };
}

/** One application of its own on the target: commands, events, and the trunk endpoint that it hears. */
export class AriSession {
  readonly target: AriTarget;
  readonly group: string;
  readonly application: string;
  readonly events: RawEvent[] = [];
  readonly transport: HttpTransport;
  closed: string | undefined;
  #socket: AriEventSocket | undefined;

  constructor(target: AriTarget, group: string) {
    this.target = target;
    this.group = group;
    this.application = `boda-${group}`;
    this.transport = new HttpTransport({ clock: new SystemClock(), ...target, connections: 4 });
  }

  /** Connects, sets the trunk's aor and this group's endpoint up and subscribes to it. */
  static async open(target: AriTarget, group: string): Promise<AriSession> {
    const session = new AriSession(target, group);
    await session.connect();
    await session.putTrunk('main', target.carrierUri);
    return session;
  }

  async connect(): Promise<void> {
    this.closed = undefined;
    await new Promise<void>((done, failed) => {
      this.#socket = this.transport.openEvents(this.application, {
        open: done,
        event: (event) => this.events.push(event as RawEvent),
        badFrame: () => failed(new Error('a frame that is no JSON')),
        closed: (why) => {
          this.closed = why.text;
          failed(new Error(why.text));
        },
      });
    });
  }

  disconnect(): void {
    this.#socket?.close();
  }

  async end(): Promise<void> {
    this.disconnect();
    await this.transport.close();
  }

  request(method: AriRequest['method'], path: string, body?: unknown): Promise<AriResponse> {
    return this.transport.request({ method, path, ...(body === undefined ? {} : { body }) });
  }

  async ok(method: AriRequest['method'], path: string, body?: unknown): Promise<unknown> {
    const answer = await this.request(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  put(objectType: string, id: string, fields: Record<string, string>): Promise<AriResponse> {
    const list = Object.entries(fields).map(([attribute, value]) => ({ attribute, value }));
    return this.request('PUT', `/asterisk/config/dynamic/res_pjsip/${objectType}/${id}`, { fields: list });
  }

  async putTrunk(key: string, uri: string): Promise<void> {
    const endpoint = `${key}-${this.group}`;
    await this.put('aor', key, { contact: uri });
    await this.put('endpoint', endpoint, {
      transport: 'transport-udp',
      context: 'from-trunk',
      disallow: 'all',
      allow: 'alaw,ulaw',
      aors: key,
      direct_media: 'no',
    });
    await this.ok('POST', `/applications/${this.application}/subscription?eventSource=endpoint:PJSIP/${endpoint}`);
  }

  /** Originates as the engine does: context boda-out, everything in the body. */
  place(
    attempt: string,
    number: string,
    options: { trunk?: string; timeout?: number; guard?: number; application?: string } = {},
  ): Promise<AriResponse> {
    return this.request('POST', '/channels', {
      endpoint: `PJSIP/${number}@${options.trunk ?? 'main'}-${this.group}`,
      context: 'boda-out',
      extension: 's',
      priority: 1,
      channelId: this.channel(attempt),
      callerId: '02000000001',
      timeout: options.timeout ?? 20,
      variables: {
        BODA_APP: options.application ?? this.application,
        BODA_ATTEMPT: attempt,
        BODA_MESSAGE: 'boda-abandoned',
        BODA_GUARD: String(options.guard ?? 20),
        BODA_MAX: '60',
      },
    });
  }

  channel(attempt: string): string {
    return `${this.group}.${attempt}`;
  }

  /** The events of one leg (as channel or as a Dial's peer), in order. */
  of(channelId: string): RawEvent[] {
    return this.events.filter((event) => (event.channel ?? event.peer)?.id === channelId);
  }

  types(channelId: string): string[] {
    return this.of(channelId).map(({ type }) => type);
  }

  async heard(type: string, channelId: string, timeoutMs = 60_000): Promise<RawEvent> {
    const find = (): RawEvent | undefined => this.of(channelId).find((event) => event.type === type);
    try {
      return await until(find, { what: `${type} of ${channelId}`, timeoutMs });
    } catch (error) {
      throw new Error(`${String(error)}; heard: ${this.types(channelId).join(' ')}`);
    }
  }

  /** Opens a leg in Stasis that no telephone is behind; returns its id. */
  async probe(variables: Record<string, string> = {}): Promise<string> {
    const id = `${this.group}.probe.${this.events.length}${Object.keys(variables).length}`;
    await this.ok('POST', '/channels', {
      endpoint: 'Local/s@boda-probe',
      context: 'boda-hold',
      extension: 's',
      priority: 1,
      channelId: id,
      otherChannelId: `${id}.in`,
      timeout: 10,
      variables: { BODA_APP: this.application, ...variables },
    });
    await this.heard('StasisStart', `${id}.in`);
    return id;
  }

  /** The node's evidence keys of one attempt, without their times, sorted. */
  async evidence(attempt: string): Promise<string[]> {
    const id = await this.probe();
    const value = await this.variable(`${id}.in`, 'DB_KEYS(boda-abandon)');
    await this.request('DELETE', `/channels/${id}`);
    return value
      .split(',')
      .flatMap((key) => {
        const match = new RegExp(`^${attempt}~(start|played)~[0-9]+$`).exec(key);
        return match?.[1] === undefined ? [] : [match[1]];
      })
      .sort();
  }

  async variable(channelId: string, name: string): Promise<string> {
    const path = `/channels/${channelId}/variable?variable=${encodeURIComponent(name)}`;
    const body = (await this.ok('GET', path)) as { value: string };
    return body.value;
  }
}
