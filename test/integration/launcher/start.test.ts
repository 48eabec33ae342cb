import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/launcher/ports.ts';
import { processStart } from '../../../scripts/launcher/processes.ts';
import { nodeArguments } from '../../../scripts/launcher/program.ts';
import type { RedisProgram } from '../../../scripts/launcher/redis-package.ts';
import { freshFolder } from '../../support/run-folder.ts';
import { until } from '../../support/until.ts';

const SCRIPT = fileURLToPath(new URL('./start-stand-in.ts', import.meta.url));

/** A launcher in a process of its own, on the stand-in. */
class Launched {
  readonly home: string;
  readonly diary: string;
  output = '';
  code: number | null | undefined;
  readonly #child: ChildProcess;

  constructor(home: string, args: string[], env: Record<string, string> = {}, rights: string[] = []) {
    this.home = home;
    this.diary = `${home}.diary`;
    const [file = '', ...words] = [...rights, process.execPath, ...nodeArguments([SCRIPT, home, ...args])];
    this.#child = spawn(file, words, {
      env: { ...withoutSettings(), ...redisOnPath(), STAND_IN_DIARY: this.diary, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        this.output += part;
      });
    }
    this.#child.once('close', (code) => {
      this.code = code;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async up(): Promise<void> {
    await until(() => this.output.includes('Boda is up') || this.code !== undefined, {
      timeoutMs: 80_000,
      what: `the launcher to be up; it says: ${this.output}`,
    });
    expect(this.output).toContain('Boda is up');
    await until(() => this.lines().at(-1) === 'demo-agents started', { what: 'the agents to start' });
  }

  async ended(): Promise<number | null | undefined> {
    await until(() => this.code !== undefined, { timeoutMs: 80_000, what: 'the launcher to end' });
    return this.code;
  }

  /** As a terminal does: to the launcher's whole process group. */
  ctrlC(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  pidOf(key: string): number {
    const file = ['postgres', 'redis/data'].includes(key) ? `${key}/pid.json` : `run/${key}.json`;
    return (JSON.parse(readFileSync(join(this.home, file), 'utf8')) as { pid: number }).pid;
  }

  lines(): string[] {
    return existsSync(this.diary) ? readFileSync(this.diary, 'utf8').trim().split('\n') : [];
  }
}

function withoutSettings(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _a, REDIS_URL: _b, ARI_NODES: _c, SECRET_KEY: _d, HTTP_PORT: _e, ...rest } = process.env;
  return rest;
}

/** The run's redis-server is on the launcher's PATH: unpacking it has a test of its own. */
function redisOnPath(): Record<string, string> {
  const { file, env } = JSON.parse(process.env.BODA_TEST_REDIS ?? '{}') as RedisProgram;
  return { PATH: `${dirname(file)}:${process.env.PATH}`, ...env };
}

const launched: Launched[] = [];
const servers: Server[] = [];
async function launch(
  home: string,
  args: string[],
  env: Record<string, string> = {},
  rights: string[] = [],
): Promise<Launched> {
  const one = new Launched(home, args, env, rights);
  launched.push(one);
  return one;
}
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const one of launched.splice(0)) {
    if (one.code !== undefined) continue;
    process.kill(one.pid, 'SIGTERM');
    await one.ended();
  }
});

/** The last line of a launcher that leaves with code 1. */
async function refused(args: string[], env: Record<string, string> = {}, home?: string): Promise<string> {
  const one = await launch(home ?? join(freshFolder('start'), '.boda'), args, env);
  expect(await one.ended()).toBe(1);
  const lines = one.output.trim().split('\n');
  return lines.at(-1) ?? '';
}

const KEYS = ['postgres', 'redis/data', 'sim', 'service', 'demo-agents'];

describe('npm start', { timeout: 180_000 }, () => {
  it('brings everything up, stops it in order at one Ctrl-C that arrives twice, and keeps the data', async () => {
    const home = join(freshFolder('start'), '.boda');
    const port = String(await freePort());
    const first = await launch(home, ['--port', port]);
    await first.up();
    expect(first.output).toContain(`Boda is up: http://127.0.0.1:${port}`);
    expect(first.output).toContain('agent  a1  pw1  王芳');
    expect(statSync(join(home, 'secret-key')).mode & 0o777).toBe(0o600);
    const pids = KEYS.map((key) => first.pidOf(key));
    first.ctrlC();
    process.kill(first.pid, 'SIGINT');
    expect(await first.ended()).toBe(0);
    expect(first.lines().join()).not.toContain('Ctrl-C');
    expect(first.lines().slice(-3)).toEqual(['demo-agents stopped', 'serve stopped', 'sim stopped']);
    expect(pids.filter((pid) => processStart(pid) !== undefined)).toEqual([]);

    const second = await launch(home, ['--port', port]);
    await second.up();
    expect(second.lines()).toContain('start 2');
  });

  it('under a closed folder too, after a kill -9 of the launcher adopts the stores and replaces the rest', async () => {
    const closed = freshFolder('closed');
    chmodSync(closed, 0o700);
    const home = join(mkdtempSync(join(closed, 'clone-')), '.boda');
    const port = String(await freePort());
    const first = await launch(home, ['--port', port]);
    await first.up();
    const before = KEYS.map((key) => first.pidOf(key));
    process.kill(first.pid, 'SIGKILL');
    await first.ended();
    expect(before.filter((pid) => processStart(pid) === undefined)).toEqual([]);

    const second = await launch(home, ['--port', port]);
    await second.up();
    const after = KEYS.map((key) => second.pidOf(key));
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(before.slice(2).filter((pid) => processStart(pid) !== undefined)).toEqual([]);
    expect(second.lines()).toContain('start 2');
  });

  it('starts a killed service again, and a killed store, leaves the others alone, and is the only one here', async () => {
    const home = join(freshFolder('start'), '.boda');
    const one = await launch(home, ['--port', String(await freePort())]);
    await one.up();
    const before = KEYS.map((key) => one.pidOf(key));
    process.kill(one.pidOf('service'), 'SIGKILL');
    await until(() => one.output.includes('the service runs again'), { what: 'the service to run again' });
    expect(one.output).toContain('the service ended unexpectedly: starting it again in 0.5 s');
    const after = KEYS.map((key) => one.pidOf(key));
    expect(after.filter((pid) => !before.includes(pid))).toEqual([one.pidOf('service')]);

    process.kill(one.pidOf('redis/data'), 'SIGKILL');
    await until(() => one.output.includes('Redis runs again'), { what: 'Redis to run again' });
    expect(await refused([], {}, home)).toBe(
      `Boda is already started here, by process ${one.pid}: stop that one first`,
    );
    process.kill(one.pid, 'SIGTERM');
    expect(await one.ended()).toBe(0);
  });
});

describe('what stands in the way is one clear line', { timeout: 180_000 }, () => {
  it('a port in use', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    servers.push(server);
    await until(() => server.listening, { what: 'the port to be taken' });
    expect(await refused(['--port', String(port)])).toBe(
      `port ${port} of 127.0.0.1 is in use: choose another with npm start -- --port N`,
    );
  });

  it('a folder that is not the user’s, a file in it that is not, a port that he may not bind', async () => {
    // Root without the rights that set root apart: what every other user is.
    const plain =
      process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search,-net_bind_service'] : [];
    const lines = async (home: string, args: string[] = []): Promise<string[]> => {
      const one = await launch(home, ['--port', String(await freePort()), ...args], {}, plain);
      expect(await one.ended()).toBe(1);
      return one.output.trim().split('\n');
    };
    const closed = freshFolder('start');
    chmodSync(closed, 0o500);
    const home = join(closed, '.boda');
    expect(await lines(home)).toEqual([`cannot write to ${home} (EACCES): it must belong to the user who starts Boda`]);

    const other = join(freshFolder('start'), '.boda');
    mkdirSync(join(other, 'run'), { recursive: true });
    chmodSync(join(other, 'run'), 0o500);
    expect(await lines(other)).toEqual([
      `cannot use ${join(other, 'run', 'launcher.json')} (EACCES): it must belong to the user who starts Boda`,
    ]);

    if (Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) <= 81) return;
    expect(await lines(join(freshFolder('start'), '.boda'), ['--port', '81'])).toEqual([
      'this user may not listen on port 81: choose one from 1024 with npm start -- --port N',
    ]);
  });

  it('an address of another machine', async () => {
    expect(await refused([], { HTTP_HOST: '192.0.2.1' })).toBe(
      'cannot listen on 192.0.2.1 (EADDRNOTAVAIL): HTTP_HOST must be an address of this machine',
    );
  });

  it('a broken argument, a broken setting', async () => {
    expect(await refused(['--telephony', 'pigeon'])).toBe('--telephony: given "pigeon", wanted simulated or asterisk');
    expect(await refused([], { LOG_LEVEL: 'loud' })).toMatch(/^LOG_LEVEL: given "loud", wanted one of fatal, error/);
  });

  it('a database that is not there', async () => {
    const port = await freePort();
    expect(
      await refused(['--port', String(await freePort())], { DATABASE_URL: `postgres://u:hunter2@127.0.0.1:${port}/x` }),
    ).toBe(`DATABASE_URL: 127.0.0.1:${port} does not let us in (ECONNREFUSED): is it running, is the login right?`);
  });

  it('a service that does not start; and nothing is left running', async () => {
    const home = join(freshFolder('start'), '.boda');
    const one = await launch(home, ['--port', String(await freePort())], {
      STAND_IN_FAULT: 'RULES: given "x", wanted y',
    });
    expect(await one.ended()).toBe(1);
    expect(one.output.trim().split('\n').at(-1)).toContain('the service does not start: RULES: given "x", wanted y');
    const pids = KEYS.slice(0, 4).map((key) => one.pidOf(key));
    expect(pids.filter((pid) => processStart(pid) !== undefined)).toEqual([]);
  });
});
