import pg from 'pg';
import type { Log, Nudge } from '../dialer/ports.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import { describe } from './errors.ts';

const CHANNEL = 'boda_group';
const EVERYBODY = '*';
/** Ends the payload where only wishes are new. */
const WISH = ' wish';
const RECONNECT_MS = 1_000;
/** A connection that died without a word is noticed by this; until then the polls of the plan do the work. */
const PING_MS = 10_000;

/**
 * Listens for the nudges that the tables' triggers send (migrations: "Nudges") on one connection for all groups, and
 * keeps it up. After each connect everybody is nudged, because what was sent meanwhile is lost.
 */
export class Nudges {
  readonly #databaseUrl: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #watchers = new Map<string, Set<(what: Nudge) => void>>();
  #client: pg.Client | undefined;
  #timer: Timer | undefined;
  /** Owes an answer to a ping; its own time-out tells when none comes. */
  #pinging: pg.Client | undefined;
  #stopped = false;
  #listening = false;

  constructor(databaseUrl: string, clock: Clock, log: Log) {
    this.#databaseUrl = databaseUrl;
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether nudges arrive at present. */
  get listening(): boolean {
    return this.#listening;
  }

  /** Calls `nudge` for each nudge of this group until the returned function is called; the first watch connects. */
  watch(groupId: string, nudge: (what: Nudge) => void): () => void {
    const set = this.#watchers.get(groupId) ?? new Set();
    this.#watchers.set(groupId, set);
    set.add(nudge);
    if (this.#client === undefined && this.#timer === undefined) void this.#connect();
    return () => {
      set.delete(nudge);
      if (set.size === 0 && this.#watchers.get(groupId) === set) this.#watchers.delete(groupId);
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    const client = this.#client;
    this.#client = undefined;
    this.#listening = false;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    if (this.#stopped) return;
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: 'boda nudges',
      connectionTimeoutMillis: 3_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', (error) => this.#lost(client, describe(error)));
    client.on('end', () => this.#lost(client, 'ended'));
    client.on('notification', (message) => this.#heard(message.payload ?? EVERYBODY));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (client !== this.#client) return;
      this.#listening = true;
      this.#timer = this.#clock.every(PING_MS, () => this.#ping(client));
      this.#heard(EVERYBODY);
    } catch (error) {
      this.#lost(client, describe(error));
    }
  }

  #ping(client: pg.Client): void {
    if (this.#pinging === client) return;
    this.#pinging = client;
    client.query('select 1').then(
      () => {
        this.#pinging = undefined;
      },
      (error: unknown) => this.#lost(client, describe(error)),
    );
  }

  /** Each connection is lost once, whatever number of its events say so. */
  #lost(client: pg.Client, why: string): void {
    if (client !== this.#client || this.#stopped) return;
    this.#client = undefined;
    if (this.#listening) this.#log.warn({ why }, 'nudges from Postgres are away; plans are polled meanwhile');
    this.#listening = false;
    this.#timer?.cancel();
    void client.end().catch(() => undefined);
    this.#timer = this.#clock.after(RECONNECT_MS, () => {
      this.#timer = undefined;
      void this.#connect();
    });
  }

  #heard(payload: string): void {
    const what = payload.endsWith(WISH) ? 'wish' : 'plan';
    const groupId = what === 'wish' ? payload.slice(0, -WISH.length) : payload;
    const sets = payload === EVERYBODY ? [...this.#watchers.values()] : [this.#watchers.get(groupId)];
    for (const nudge of sets.flatMap((set) => [...(set ?? [])])) nudge(what);
  }
}
