import { readFileSync } from 'node:fs';
import type { Clock } from '../shared/clock.ts';
import type { Rng } from '../shared/rng.ts';
import { Applications, type SimConnection, type SimListener } from './applications.ts';
import { AstDb } from './astdb.ts';
import { Bridges } from './bridges.ts';
import { byNumber, type CarrierModel } from './callees.ts';
import { Carrier } from './carrier.ts';
import { Channels } from './channels.ts';
import { parseDialplan } from './dialplan.ts';
import { Endpoints } from './endpoints.ts';
import { Faults, spoil } from './faults.ts';
import { type PhoneHabits, Phones } from './phones.ts';
import { Playbacks } from './playbacks.ts';
import { type Core, Router } from './router.ts';
import { applicationRoutes } from './routes-applications.ts';
import { asteriskRoutes } from './routes-asterisk.ts';
import { bridgeRoutes } from './routes-bridges.ts';
import { channelRoutes } from './routes-channels.ts';
import type { Answer, HttpSession, Query } from './wire.ts';

export interface SimOptions {
  clock: Clock;
  rng: Rng;
  /** Who answers and how; default: the number says it, as on the real carrier. */
  model?: CarrierModel;
  /** Text of extensions.conf; default: the real node's own. */
  dialplan?: string;
  /** How long each sound lasts, ms; `undefined` from it = the node has no such sound. Default: 3 s each. */
  soundMs?: (name: string) => number | undefined;
  /** Trunk addresses where nobody replies. */
  unreachable?: (uri: string) => boolean;
  /** Phones pushed without a static contact register by themselves so long after, ms; undefined = never. */
  autoRegisterMs?: number;
  phone?: Partial<PhoneHabits>;
  name?: string;
}

const DIALPLAN = new URL('../../scripts/asterisk/conf/node/extensions.conf', import.meta.url);
const router = new Router(channelRoutes, bridgeRoutes, applicationRoutes, asteriskRoutes);

/**
 * A simulated Asterisk 22.10.1 with a carrier, its subscribers and the agents' phones behind it, all in process and
 * synchronous, on an injected clock. It shows the behaviours of ASTERISK.md; `startSimServer` puts it on a socket.
 */
export class SimAsterisk implements Core {
  readonly clock: Clock;
  readonly name: string;
  readonly asteriskId = '02:00:00:00:00:01';
  readonly faults: Faults;
  readonly apps: Applications;
  readonly bridges: Bridges;
  readonly endpoints: Endpoints;
  readonly channels: Channels;
  readonly playbacks: Playbacks;
  readonly carrier: Carrier;
  readonly phones: Phones;
  readonly db = new AstDb();
  startedAt: number;
  /** http.conf sessionlimit; the front on a socket keeps it (server.ts). */
  sessionLimit = 1_000;
  /** Down between a death and the next start: every request meets a closed port. */
  down = false;
  readonly #options: SimOptions;
  readonly #thawed: (() => void)[] = [];
  readonly #restarted: (() => void)[] = [];
  #ids = 0;

  constructor(options: SimOptions) {
    const { clock, rng } = options;
    const soundMs = options.soundMs ?? (() => 3_000);
    this.#options = options;
    this.clock = clock;
    this.name = options.name ?? 'sim';
    this.startedAt = clock.now();
    this.faults = new Faults(rng);
    this.apps = new Applications(clock, this.asteriskId, this.faults);
    this.bridges = new Bridges(clock, this.apps);
    this.endpoints = new Endpoints(this.apps);
    this.carrier = new Carrier(clock, options.model ?? byNumber(), options.unreachable ?? (() => false));
    this.phones = new Phones(clock, this.endpoints);
    this.phones.defaults = { ...this.phones.defaults, ...options.phone };
    this.playbacks = new Playbacks(clock, this.apps, this.bridges, soundMs);
    this.channels = new Channels({
      clock,
      apps: this.apps,
      bridges: this.bridges,
      endpoints: this.endpoints,
      db: this.db,
      farSide: {
        invite: (call, hooks) => (call.number === undefined ? this.phones : this.carrier).invite(call, hooks),
      },
      dialplan: parseDialplan(options.dialplan ?? readFileSync(DIALPLAN, 'utf8')),
      soundMs,
    });
  }

  /**
   * One ARI request, carried out at once. `path` lacks the `/ari`. Its events come later, from the clock's next turn.
   * `session`: the connection it came over, if that matters.
   */
  handle(method: string, path: string, query: Query = {}, body?: unknown, session?: HttpSession): Answer {
    if (this.down) return { status: 0, fate: 'reset' };
    const fault = this.faults.forRequest(method, path);
    const carryOut = () => router.handle(this, method, path, query, body, session);
    if (fault?.kind === 'destroyed-first') return this.#destroyedFirst(fault.sip ?? 404, carryOut);
    return spoil(fault, carryOut) ?? carryOut();
  }

  /** The event WebSocket of one application, or of several (`a,b`). Undefined: the name is deadlocked (ASTERISK.md 1). */
  connect(app: string, options: { subscribeAll?: boolean }, listener: SimListener): SimConnection | undefined {
    const names = app.split(',').filter((name) => name !== '');
    if (this.down || names.some((name) => this.apps.deadlocked.has(name))) return undefined;
    return this.apps.connect(names, options.subscribeAll ?? false, listener);
  }

  /**
   * Asterisk dies and comes back: all its calls, applications and pushed configuration are gone, nobody is told, the
   * start-up time is another (ASTERISK.md 10). `downMs` 0 = at once.
   */
  restart(downMs = 0): void {
    this.down = true;
    this.channels.reset();
    this.bridges.reset();
    this.playbacks.reset();
    this.endpoints.reset();
    this.apps.reset();
    this.apps.frozen = false;
    for (const told of this.#restarted) told();
    const up = (): void => {
      this.down = false;
      this.startedAt = Math.max(this.clock.now(), this.startedAt + 1);
    };
    if (downMs > 0) this.clock.after(downMs, up);
    else up();
  }

  get frozen(): boolean {
    return this.apps.frozen;
  }

  /** Stopped as by SIGSTOP: no event and (on the socket) no answer until it thaws. Callees live on. */
  freeze(ms: number): void {
    this.apps.frozen = true;
    this.clock.after(ms, () => {
      if (!this.apps.frozen) return;
      this.apps.thaw();
      for (const thawed of this.#thawed.splice(0)) thawed();
    });
  }

  /** Runs `fn` when the freeze is over. */
  whenThawed(fn: () => void): void {
    this.#thawed.push(fn);
  }

  /** Runs `fn` at each death. */
  whenRestarted(fn: () => void): void {
    this.#restarted.push(fn);
  }

  /** A channel of nobody's enters the application (FAULTS.md 18); its id. */
  foreignChannel(app: string): string {
    return this.channels.foreign(app, `foreign-${this.newId()}`).id;
  }

  newId(): string {
    return `${this.name}-${Math.floor(this.startedAt / 1_000)}.${this.#ids++}`;
  }

  endpointPushed(id: string): void {
    const { autoRegisterMs } = this.#options;
    if (autoRegisterMs === undefined || this.endpoints.contact(id) !== undefined) return;
    // A trunk's endpoint names an aor of its own; a phone's aor bears the phone's name.
    if (!this.endpoints.aors(id).includes(id)) return;
    this.clock.after(autoRegisterMs, () => {
      // Pushed twice meanwhile, it registers once.
      if (this.endpoints.contact(id) !== undefined || !this.endpoints.has(id)) return;
      if (this.phones.habits(id).onCall !== 'absent') this.phones.register(id);
    });
  }

  #destroyedFirst(sip: number, carryOut: () => Answer): Answer {
    const answer = carryOut();
    const id = (answer.body as { id?: string } | undefined)?.id;
    const channel = id === undefined ? undefined : this.channels.get(id);
    if (channel) this.channels.refuse(channel, sip);
    this.apps.flush();
    return { ...answer, delayMs: 20 };
  }
}
