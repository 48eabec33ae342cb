import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSettings } from '../../src/config/check.ts';
import { SettingsError } from '../../src/config/fault.ts';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';
import { stopStale } from '../asterisk/instance.ts';
import { errorCode, LauncherFault } from './fault.ts';
import { Keeper } from './keeper.ts';
import type { StartOptions } from './options.ts';
import { portFault } from './ports.ts';
import { readPidFile, writePidFile } from './processes.ts';
import { Program, runOnce } from './program.ts';
import { accountLines, waitForService } from './service.ts';
import { bringPostgres, bringRedis } from './stores.ts';
import { bringAsterisk, bringSimulated, simProgram, type Telephony } from './telephony.ts';

export interface StackOptions extends StartOptions {
  /** Absolute folder of everything that is kept (.boda). */
  home: string;
  /** The product's entry: src/main.ts. */
  main: string;
  env: Record<string, string | undefined>;
  say: (line: string) => void;
}

/** How long the service may talk its calls to the end after a first SIGTERM, ms. */
const DRAIN_MS = 40_000;

/** Everything that `npm start` runs, in one object: up in order, down in the opposite order. */
export class Stack {
  readonly #options: StackOptions;
  readonly #keeper: Keeper;
  #cancelled = false;
  #stopping: Promise<void> | undefined;
  #service: Program | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.#keeper = new Keeper(options.say);
  }

  /**
   * Brings everything up and prints where it is. Rejects with `LauncherFault` or `SettingsError` when something stands in
   * the way (what was started is stopped by `stop`); returns early after `cancel`.
   */
  async up(): Promise<void> {
    const { home, env, say } = this.#options;
    makeHome(home);
    claimHome(home);
    const settings = await foresee(this.#options);
    await this.#clearLeftovers();
    await this.#claimPort(settings);

    const postgres = await bringPostgres(home, given(env.DATABASE_URL), say);
    if (postgres.piece !== undefined) this.#keeper.keep(postgres.piece);
    if (this.#cancelled) return;
    const redis = await bringRedis(home, given(env.REDIS_URL), say);
    if (redis.piece !== undefined) this.#keeper.keep(redis.piece);
    if (this.#cancelled) return;
    const telephony = await this.#bringTelephony();
    for (const piece of telephony.pieces) this.#keeper.keep(piece);
    if (this.#cancelled) return;
    await this.#serve(
      settings,
      {
        ...ownSettings(this.#options, settings),
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        ARI_NODES: JSON.stringify(telephony.nodes),
      },
      telephony.carrier === undefined ? [] : ['--carrier', telephony.carrier],
    );
  }

  async #serve(settings: Settings, env: Record<string, string>, carrier: string[]): Promise<void> {
    const { home, main, say } = this.#options;
    const accounts = join(home, 'demo-accounts.json');
    const address = addressOf(settings);
    await runOnce('bringing the database up to date', [main, 'migrate'], env);
    if (this.#cancelled) return;
    await runOnce('making the demo data', [main, 'demo-data', '--accounts', accounts, ...carrier], env);
    if (this.#cancelled) return;
    const service = serviceProgram(home, main, env);
    service.start();
    this.#keeper.keep(service);
    this.#service = service;
    await waitForService(service, address, () => this.#cancelled);
    if (this.#cancelled) return;
    const agents = agentsProgram(home, main, env, ['--accounts', accounts, '--address', address, ...carrier]);
    agents.start();
    this.#keeper.keep(agents);
    this.#keeper.watch();
    say(`\nBoda is up: ${address}`);
    for (const line of accountLines(accounts)) say(line);
    say(`Logs are in ${join(home, 'logs')}. Ctrl-C stops everything; the data stays.`);
  }

  #bringTelephony(): Promise<Telephony> {
    const { home, main, telephony, say } = this.#options;
    return telephony === 'asterisk' ? bringAsterisk(home, say) : bringSimulated(home, main, say);
  }

  /** What a killed launcher left: its programs are ended in order; its stores are adopted when they are brought up. */
  async #clearLeftovers(): Promise<void> {
    const { home, main, say } = this.#options;
    for (const program of [
      agentsProgram(home, main, {}, []),
      serviceProgram(home, main, {}),
      simProgram(home, main, {}),
    ]) {
      if (await program.stopLeft()) say(`${program.name} was left running by an earlier start: stopped`);
    }
    for (const dir of ['a1', 'carrier']) await stopStale(join(home, 'telephony', dir));
  }

  async #claimPort({ httpHost, httpPort }: Settings): Promise<void> {
    const fault = await portFault(httpPort, httpHost);
    if (fault !== undefined) throw new LauncherFault(fault);
  }

  /** `up` goes no further than the step it is at. */
  cancel(): void {
    this.#cancelled = true;
  }

  /** Stops everything in order, once however often it is asked; call it when `up` has ended. */
  stop(): Promise<void> {
    this.#cancelled = true;
    this.#stopping ??= this.#keeper.stopAll();
    return this.#stopping;
  }

  /** For a person who does not want to wait for calls to end. */
  hurry(): void {
    this.#service?.hurry();
  }
}

/** An empty variable counts as missing, as in the settings. */
function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function makeHome(home: string): void {
  try {
    mkdirSync(join(home, 'run'), { recursive: true });
    // Passwords and recordings lie below; Postgres's user must be able to pass through.
    chmodSync(home, 0o711);
  } catch (error) {
    throw new LauncherFault(
      `cannot write to ${home} (${errorCode(error)}): it must belong to the user who starts Boda`,
    );
  }
}

function claimHome(home: string): void {
  const file = join(home, 'run', 'launcher.json');
  const other = readPidFile(file);
  if (other !== undefined && other.pid !== process.pid) {
    throw new LauncherFault(`Boda is already started here, by process ${other.pid}: stop that one first`);
  }
  writePidFile(file, process.pid, 0);
}

/** Reads the settings before anything is started, with stand-ins for what the launcher brings itself. */
async function foresee(options: StackOptions): Promise<Settings> {
  const { env } = options;
  if (given(env.ARI_NODES) !== undefined) {
    throw new LauncherFault(
      'ARI_NODES is given, but npm start is the demonstration: it dials made-up numbers, on telephony of its own. Unset it, or serve your own nodes with: npm run boda -- serve --role all',
    );
  }
  const standIns = { DATABASE_URL: 'postgres://127.0.0.1/boda', REDIS_URL: 'redis://127.0.0.1' };
  const known = Object.fromEntries(Object.entries(env).filter(([, text]) => given(text) !== undefined));
  const all = { ...standIns, SECRET_KEY: secretKey(options.home, env.SECRET_KEY), ...known, ROLE: 'all' };
  const port = options.port === undefined ? {} : { HTTP_PORT: String(options.port) };
  const settings = loadSettings({ ...all, ...port }, { withoutNodes: true });
  if (given(env.RECORDINGS) !== undefined || settings.tls !== undefined) await checkSettings(settings);
  if (settings.httpPort === 0)
    throw new SettingsError(['HTTP_PORT: given "0", wanted a port of its own for npm start']);
  return settings;
}

function secretKey(home: string, fromEnvironment: string | undefined): string {
  const text = given(fromEnvironment);
  if (text !== undefined) return text;
  const file = join(home, 'secret-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const made = randomBytes(32).toString('hex');
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

function ownSettings(options: StackOptions, settings: Settings): Record<string, string> {
  const { home, env } = options;
  return {
    SECRET_KEY: secretKey(home, env.SECRET_KEY),
    RECORDINGS: given(env.RECORDINGS) ?? join(home, 'recordings'),
    HTTP_PORT: String(settings.httpPort),
  };
}

function addressOf({ tls, httpHost, httpPort }: Settings): string {
  const host = httpHost === '0.0.0.0' || httpHost === '::' ? '127.0.0.1' : httpHost;
  return `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${httpPort}`;
}

function serviceProgram(home: string, main: string, env: Record<string, string>): Program {
  const command = [main, 'serve', '--role', 'all'];
  return new Program({ name: 'the service', key: 'service', home, command, env, graceMs: DRAIN_MS });
}

function agentsProgram(home: string, main: string, env: Record<string, string>, args: string[]): Program {
  const command = [main, 'demo-agents', ...args];
  return new Program({ name: 'the simulated agents', key: 'demo-agents', home, command, env, graceMs: 5_000 });
}
