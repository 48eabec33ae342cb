import type { Clock, Timer } from '../shared/clock.ts';
import type { SimBridge, SimChannel } from './channel.ts';
import type { EventFaults } from './faults.ts';
import { type Json, type SimEvent, stamp } from './wire.ts';

/** The client's end of an ARI WebSocket. */
export interface SimListener {
  event(event: SimEvent): void;
  /** The socket is gone: killed, or Asterisk died. Not called when the client closed it himself. */
  closed?(): void;
}

/** An ARI WebSocket as Asterisk sees it. */
export interface SimConnection {
  readonly apps: readonly string[];
  readonly subscribeAll: boolean;
  /** Alive on the wire, and nothing passes any more: no event, no pong (FAULTS.md 3). */
  halfOpen: boolean;
  open: boolean;
  /** The client closes it. */
  close(): void;
}

interface Live extends SimConnection {
  readonly listener: SimListener;
}

export interface Application {
  readonly name: string;
  connection: Live | undefined;
  /** Subscriptions are counted: two POSTs want two DELETEs. */
  readonly channels: Map<string, number>;
  readonly bridges: Map<string, number>;
  readonly endpoints: Map<string, number>;
  allowed: readonly string[];
  disallowed: readonly string[];
}

/** Where an event comes from; an application hears one copy for each of its subscriptions that match. */
export interface Source {
  channel?: SimChannel;
  endpoint?: string | undefined;
  bridge?: SimBridge;
}

/**
 * Applications, their sockets and subscriptions, and who hears what (ASTERISK.md 3, 4, 5). Events leave in the order of
 * publication, one turn of the clock after what caused them, so an answer to a request comes before its events.
 */
export class Applications {
  readonly #clock: Clock;
  readonly #asteriskId: string;
  readonly #faults: EventFaults;
  readonly #apps = new Map<string, Application>();
  #queue: { to: Live; event: SimEvent }[] = [];
  #flush: Timer | undefined;
  /** Names that ASTERISK.md 1's deadlock has taken for ever. */
  readonly deadlocked = new Set<string>();
  deadlockOnSubscribeAll = false;
  /** A frozen Asterisk sends nothing; what happened meanwhile comes after the thaw. */
  frozen = false;
  published = 0;

  constructor(clock: Clock, asteriskId: string, faults: EventFaults) {
    this.#clock = clock;
    this.#asteriskId = asteriskId;
    this.#faults = faults;
  }

  get(name: string): Application | undefined {
    return this.#apps.get(name);
  }

  all(): IterableIterator<Application> {
    return this.#apps.values();
  }

  connect(names: readonly string[], subscribeAll: boolean, listener: SimListener): SimConnection {
    const connection: Live = {
      apps: names,
      subscribeAll,
      listener,
      halfOpen: false,
      open: true,
      close: () => this.#left(connection, false),
    };
    for (const name of names) {
      const app = this.#apps.get(name) ?? this.#create(name);
      const old = app.connection;
      app.connection = connection;
      if (old?.open) this.#enqueue(old, this.#stamped(name, 'ApplicationReplaced', {}));
    }
    return connection;
  }

  /** Cuts the sockets of one application, or of all; the clients are told by `closed`. */
  kill(name?: string): void {
    for (const connection of this.connections(name)) this.#left(connection, true);
  }

  /** Live sockets, of one application or of all. */
  connections(name?: string): Live[] {
    const found = new Set<Live>();
    for (const app of this.#apps.values()) {
      if (app.connection?.open && (name === undefined || app.name === name)) found.add(app.connection);
    }
    return [...found];
  }

  /** Asterisk died: sockets break, applications are forgotten, nothing is sent. */
  reset(): void {
    const connections = this.connections();
    this.#apps.clear();
    this.deadlocked.clear();
    this.#queue = [];
    for (const connection of connections) {
      connection.open = false;
      connection.listener.closed?.();
    }
  }

  /** Whether anybody would hear it: spares building what nobody wants. */
  wants(source: Source, type: string): boolean {
    for (const app of this.#apps.values()) if (this.#copies(app, source, type) > 0) return true;
    return false;
  }

  publish(source: Source, type: string, build: () => Json): void {
    let event: Json | undefined;
    for (const app of this.#apps.values()) {
      let copies = this.#copies(app, source, type);
      if (copies === 0 || app.connection === undefined) continue;
      event ??= build();
      while (copies-- > 0) this.#enqueue(app.connection, this.#stamped(app.name, type, event));
    }
  }

  /** To one application whatever it subscribed to (StasisStart, StasisEnd, user events); lost when it is not connected. */
  send(name: string, type: string, build: () => Json): void {
    const app = this.#apps.get(name);
    if (app?.connection === undefined || !this.#allowed(app, type)) return;
    this.#enqueue(app.connection, this.#stamped(name, type, build()));
  }

  subscribe(app: Application, kind: 'channels' | 'bridges' | 'endpoints', id: string): void {
    app[kind].set(id, (app[kind].get(id) ?? 0) + 1);
  }

  /** Says whether there was a subscription. */
  unsubscribe(app: Application, kind: 'channels' | 'bridges' | 'endpoints', id: string): boolean {
    const count = app[kind].get(id);
    if (count === undefined) return false;
    if (count > 1) app[kind].set(id, count - 1);
    else app[kind].delete(id);
    this.#forgetIfIdle(app);
    return true;
  }

  /** The thing is gone, and with it every subscription to it. */
  drop(kind: 'channels' | 'bridges' | 'endpoints', id: string): void {
    for (const app of this.#apps.values()) if (app[kind].delete(id)) this.#forgetIfIdle(app);
  }

  /** Hands over now what waits for its turn. */
  flush(): void {
    this.#flush = undefined;
    if (this.frozen) return;
    for (let i = 0; i < this.#queue.length; i++) {
      const { to, event } = this.#queue[i] as { to: Live; event: SimEvent };
      if (to.open && !to.halfOpen) to.listener.event(event);
    }
    this.#queue = [];
  }

  thaw(): void {
    this.frozen = false;
    this.flush();
  }

  #create(name: string): Application {
    const app: Application = {
      name,
      connection: undefined,
      channels: new Map(),
      bridges: new Map(),
      endpoints: new Map(),
      allowed: [],
      disallowed: [],
    };
    this.#apps.set(name, app);
    return app;
  }

  #left(connection: Live, tell: boolean): void {
    if (!connection.open) return;
    const eventsFlow = this.#queue.length > 0;
    connection.open = false;
    for (const name of connection.apps) {
      const app = this.#apps.get(name);
      if (app?.connection !== connection) continue;
      app.connection = undefined;
      if (connection.subscribeAll && this.deadlockOnSubscribeAll && eventsFlow) this.deadlocked.add(name);
      this.#forgetIfIdle(app);
    }
    if (tell) connection.listener.closed?.();
  }

  /** An application lives while it has a socket or a subscription. */
  #forgetIfIdle(app: Application): void {
    if (app.connection === undefined && app.channels.size + app.bridges.size + app.endpoints.size === 0) {
      this.#apps.delete(app.name);
    }
  }

  #copies(app: Application, source: Source, type: string): number {
    const connection = app.connection;
    if (connection === undefined || !connection.open || !this.#allowed(app, type)) return 0;
    if (connection.subscribeAll) return 1;
    let copies = 0;
    if (source.channel && app.channels.has(source.channel.id)) copies++;
    if (source.endpoint !== undefined && app.endpoints.has(source.endpoint)) copies++;
    if (source.bridge && app.bridges.has(source.bridge.id)) copies++;
    return copies;
  }

  #allowed(app: Application, type: string): boolean {
    if (app.disallowed.includes(type)) return false;
    return app.allowed.length === 0 || app.allowed.includes(type);
  }

  #stamped(application: string, type: string, fields: Json): SimEvent {
    return { type, timestamp: stamp(this.#clock.now()), ...fields, asterisk_id: this.#asteriskId, application };
  }

  #enqueue(to: Live, event: SimEvent): void {
    this.published++;
    const fate = this.#faults.fate(event.type);
    if (fate.lost) return;
    if (fate.heldMs > 0) this.#clock.after(fate.heldMs, () => this.#push(to, event));
    else this.#push(to, event);
    if (fate.again) this.#push(to, { ...event });
  }

  #push(to: Live, event: SimEvent): void {
    this.#queue.push({ to, event });
    this.#flush ??= this.#clock.after(0, () => this.flush());
  }
}
