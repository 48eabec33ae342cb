import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pause, SystemClock } from '../../src/shared/clock.ts';
import { freePort } from '../launcher/ports.ts';
import { freeMediaPorts, type MediaPorts, releaseMediaPorts } from './ports.ts';
import { type AsteriskRoot, command, modulesDir } from './provision.ts';
import { ABANDONED_MESSAGE, HOLD_MUSIC, writeSound } from './tones.ts';

const run = promisify(execFile);
const clock = new SystemClock();
const CONF = fileURLToPath(new URL('./conf', import.meta.url));
/** A Unix socket's path may have 107 bytes; longer folders get their run folder elsewhere. */
const LONGEST_SOCKET_PATH = 100;

export interface InstanceOptions {
  root: AsteriskRoot;
  /** The instance's own folder: etc, run, log, spool, db, keys, data. Made if missing; its conf is written anew. */
  dir: string;
  name: string;
  kind: 'node' | 'carrier';
  /** Free ones are found when not given. */
  sipPort?: number;
  httpPort?: number;
  rtpStart?: number;
  rtpEnd?: number;
  ariUser?: string;
  ariPassword?: string;
  /** http.conf sessionlimit: agents × 2 + REST pool + 50 (ASTERISK.md 7). */
  sessionLimit?: number;
  /** Whether a carrier's callees write down what they hear (README.md); off, a call costs it far less. Default on. */
  record?: boolean;
  /** End it with the process that started it (tests); a launcher's instances outlive it until it stops them. */
  dieWithParent?: boolean;
}

/** A running Asterisk of ours. */
export class AsteriskInstance {
  readonly name: string;
  readonly dir: string;
  readonly sipPort: number;
  readonly httpPort: number;
  readonly ariUrl: string;
  readonly ariUser: string;
  readonly ariPassword: string;
  /** Where sounds are looked for; a file `<name>.wav|alaw|ulaw` there is played by its name. */
  readonly soundsDir: string;
  readonly #options: InstanceOptions;
  #runDir: string;
  #child: ChildProcess | undefined;

  private constructor(options: InstanceOptions, ports: MediaPorts, httpPort: number, runDir: string) {
    this.#options = options;
    this.name = options.name;
    this.dir = options.dir;
    this.sipPort = ports.sipPort;
    this.httpPort = httpPort;
    this.ariUrl = `http://127.0.0.1:${httpPort}/ari`;
    this.ariUser = options.ariUser ?? 'boda';
    this.ariPassword = options.ariPassword ?? 'secret';
    this.soundsDir = join(options.dir, 'data/sounds');
    this.#runDir = runDir;
  }

  /** Writes the instance's folder, stops what an earlier life left running there, starts it and waits until ARI answers. */
  static async start(options: InstanceOptions): Promise<AsteriskInstance> {
    await stopStale(options.dir);
    for (let attempt = 1; ; attempt++) {
      const found = options.sipPort === undefined ? await freeMediaPorts() : undefined;
      const sipPort = options.sipPort ?? found?.sipPort ?? 0;
      const ports: MediaPorts = {
        sipPort,
        rtpStart: options.rtpStart ?? found?.rtpStart ?? sipPort + 100,
        rtpEnd: options.rtpEnd ?? found?.rtpEnd ?? sipPort + 5_998,
      };
      const httpPort = options.httpPort ?? (await freePort());
      const runDir = await layOut(options, ports, httpPort);
      const instance = new AsteriskInstance(options, ports, httpPort, runDir);
      try {
        await instance.#launch();
        return instance;
      } catch (error) {
        // Another process may have taken the port in between.
        await instance.stop();
        if (attempt === 3 || options.sipPort !== undefined) throw error;
      }
    }
  }

  /** The process id, undefined when it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** One line of Asterisk's own console; returns what it printed. */
  async rx(line: string): Promise<string> {
    const [program, ...args] = command(this.#options.root, 'asterisk');
    const { stdout } = await run(program, [...args, '-C', this.#conf(), '-rx', line], { timeout: 10_000 });
    return stdout;
  }

  /** Ends it with all its calls and waits until it is gone. */
  async stop(): Promise<void> {
    await this.kill('SIGTERM', 5_000);
    releaseMediaPorts(this.sipPort);
    if (this.#runDir !== join(this.dir, 'run')) rmSync(this.#runDir, { recursive: true, force: true });
  }

  /** Sends the signal and waits for the end; SIGKILL follows after `graceMs`. */
  async kill(signal: 'SIGTERM' | 'SIGKILL' = 'SIGKILL', graceMs = 0): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((done) =>
      child.exitCode !== null || child.signalCode !== null ? done() : child.once('exit', () => done()),
    );
    child.kill('SIGCONT');
    child.kill(signal);
    const last = graceMs > 0 ? clock.after(graceMs, () => child.kill('SIGKILL')) : undefined;
    await gone;
    last?.cancel();
    this.#child = undefined;
    rmSync(join(this.dir, 'pid'), { force: true });
  }

  /** Freezes the process; its sockets stay open. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Starts it again in the same folder and on the same ports, killing it first if it runs. What was pushed is lost. */
  async restart(): Promise<void> {
    await this.kill('SIGKILL');
    await this.#launch();
  }

  #conf(): string {
    return join(this.dir, 'etc/asterisk.conf');
  }

  async #launch(): Promise<void> {
    const line = command(this.#options.root, 'asterisk');
    // Many descriptors (ASTERISK.md "Capacity"); exec keeps the pid ours.
    const shell = ['sh', '-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'asterisk'];
    const tie = this.#options.dieWithParent ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
    const [program = 'sh', ...args] = [...tie, ...shell, ...line, '-f', '-C', this.#conf()];
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'ignore'], cwd: this.dir });
    this.#child = child;
    child.unref();
    let failure: string | undefined;
    child.once('error', (error) => {
      failure = error.message;
    });
    child.once('exit', (code, signal) => {
      failure ??= `it ended with ${signal ?? code}`;
    });
    if (child.pid !== undefined) writeFileSync(join(this.dir, 'pid'), `${child.pid}\n`);
    for (const end = clock.now() + 20_000; clock.now() < end; await pause(clock, 30)) {
      if (failure !== undefined) break;
      if (await this.#ready()) return;
    }
    throw new Error(
      `Asterisk ${this.name} did not start: ${failure ?? 'ARI does not answer after 20 s'}\n${this.#lastLog()}`,
    );
  }

  async #ready(): Promise<boolean> {
    if (!(await this.#ariAnswers())) return false;
    // ARI answers a little before every module is in; and a SIP port that is taken only shows in the list of transports.
    if (!(await this.rx('core waitfullybooted').catch(() => '')).includes('fully booted')) return false;
    if ((await this.rx('pjsip show transports')).includes('transport-udp')) return true;
    throw new Error(`the SIP port ${this.sipPort} is taken`);
  }

  async #ariAnswers(): Promise<boolean> {
    try {
      const authorization = `Basic ${Buffer.from(`${this.ariUser}:${this.ariPassword}`).toString('base64')}`;
      const answer = await fetch(`${this.ariUrl}/asterisk/info?only=status`, {
        headers: { authorization, connection: 'close' },
        signal: AbortSignal.timeout(2_000),
      });
      await answer.body?.cancel();
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  #lastLog(): string {
    const file = join(this.dir, 'log/messages.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : '';
  }
}

/** Ends an instance that an earlier, killed launcher left running in this folder; anything else with that pid is left alone. */
export async function stopStale(dir: string): Promise<void> {
  const file = join(dir, 'pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  const ours = (): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(join(dir, 'etc/asterisk.conf'));
    } catch {
      return false;
    }
  };
  if (Number.isInteger(pid) && pid > 1 && ours()) {
    process.kill(pid, 'SIGCONT');
    process.kill(pid, 'SIGTERM');
    for (const end = clock.now() + 5_000; ours() && clock.now() < end; ) await pause(clock, 50);
    if (ours()) process.kill(pid, 'SIGKILL');
  }
  rmSync(file, { force: true });
}

/** Makes the folders and the conf; returns the run folder. */
async function layOut(options: InstanceOptions, ports: MediaPorts, httpPort: number): Promise<string> {
  const { dir, root } = options;
  for (const folder of [
    'etc',
    'run',
    'log',
    'spool',
    'db',
    'var/keys',
    'cache',
    'heard',
    'data/sounds/moh',
    'data/agi-bin',
  ]) {
    await mkdir(join(dir, folder), { recursive: true });
  }
  const shipped = join(root.tree, 'usr/share/asterisk');
  for (const folder of ['documentation', 'rest-api', 'static-http'])
    await link(join(shipped, folder), join(dir, 'data', folder));
  await link(join(shipped, 'sounds/en'), join(dir, 'data/sounds/en'));
  const plain = join(dir, 'run');
  const runDir =
    join(plain, 'asterisk.ctl').length <= LONGEST_SOCKET_PATH ? plain : await mkdtemp(join(tmpdir(), 'boda-run-'));
  const values: Record<string, string> = {
    INSTANCE: dir,
    ROOT: root.tree,
    MODULES: modulesDir(root),
    RUN: runDir,
    NAME: options.name,
    SIP_PORT: String(ports.sipPort),
    HTTP_PORT: String(httpPort),
    RTP_START: String(ports.rtpStart),
    RTP_END: String(ports.rtpEnd),
    ARI_USER: options.ariUser ?? 'boda',
    ARI_PASSWORD: options.ariPassword ?? 'secret',
    SESSION_LIMIT: String(options.sessionLimit ?? 400),
    RECORD: options.record === false ? 'no' : 'yes',
  };
  for (const folder of ['common', options.kind]) {
    for (const name of await readdir(join(CONF, folder))) {
      const template = await readFile(join(CONF, folder, name), 'utf8');
      await writeFile(join(dir, 'etc', name), fill(template, values, name), { mode: 0o600 });
    }
  }
  writeSound(join(dir, 'data/sounds/moh/hold'), HOLD_MUSIC);
  if (options.kind === 'node') writeSound(join(dir, 'data/sounds/boda-abandoned'), ABANDONED_MESSAGE);
  return runDir;
}

/** Replaces `@KEY@`; throws on one that is not known. */
export function fill(template: string, values: Readonly<Record<string, string>>, name: string): string {
  return template.replace(/@([A-Z_]+)@/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${name} wants @${key}@, which nobody gives`);
    return value;
  });
}

async function link(from: string, to: string): Promise<void> {
  rmSync(to, { recursive: true, force: true });
  await symlink(from, to).catch(() => cp(from, to, { recursive: true }));
}
