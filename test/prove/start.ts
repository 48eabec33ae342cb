/**
 * `npm run prove -- start [--telephony simulated|asterisk|both] [--within 120] [--agents 5]`: what a stranger does with a clean clone
 * of HEAD (no node_modules, no data): `npm start`, and within two minutes the service's own API says that agents talk; Ctrl-C,
 * and nothing of it is left. Both telephone sides after one another, a clone each. The last line is JSON, exit code 1 when
 * something is not true. What is not committed is not in the clone.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, portFault } from '../../scripts/launcher/ports.ts';
import { until } from '../support/until.ts';

const { values } = parseArgs({
  options: {
    telephony: { type: 'string', default: 'both' },
    within: { type: 'string', default: '120' },
    agents: { type: 'string', default: '5' },
  },
});
const SIDES = ['simulated', 'asterisk'] as const;
type Side = (typeof SIDES)[number];
const sides = SIDES.filter((side) => values.telephony === side || values.telephony === 'both');
const [withinMs, wanted] = [Number(values.within) * 1_000, Number(values.agents)];
if (sides.length === 0 || !(withinMs > 0) || !(wanted > 0)) {
  console.error('--telephony simulated, asterisk or both; --within seconds and --agents above 0');
  process.exit(2);
}
/** The service lets calls end for 40 s; the stores and the nodes want some more. */
const STOP_MS = 90_000;
/** Programs that heard the Ctrl-C themselves (an npm ci in the middle) may end a little after npm start. */
const LAST_MS = 5_000;
/** The API is asked no more often, ms. */
const LOOK_MS = 250;
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** Settings of whoever runs this must not reach the stranger's clone. */
const OURS = /^(DATABASE_URL|REDIS_URL|ARI_NODES|SECRET_KEY|ROLE|RECORDINGS|HTTP_.*|TLS_.*|BODA_.*|npm_.*)$/;

interface Started {
  telephony: Side;
  /** Until `npm ci` was through. */
  installedS: number | undefined;
  /** From the command to the first agent's talk that the API tells, and to `wanted` of them at once. */
  firstTalkS: number | undefined;
  talkingS: number | undefined;
  /** Agents in a talk then, and seats. */
  talking: number;
  seats: number;
  stoppedS: number | undefined;
}

const faults: string[] = [];
const runs: Started[] = [];
for (const side of sides) runs.push(await prove(side));
for (const fault of faults) console.error(fault);
console.log(JSON.stringify({ prove: 'start', held: faults.length === 0, runs }));
process.exit(faults.length === 0 ? 0 : 1);

async function prove(telephony: Side): Promise<Started> {
  const dir = mkdtempSync(join(tmpdir(), 'boda-prove-start-'));
  // Open to pass through: Postgres runs as another user.
  chmodSync(dir, 0o711);
  const clone = join(dir, 'boda');
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', PROJECT, clone]);
  const run: Started = {
    telephony,
    ...{ installedS: undefined, firstTalkS: undefined, talkingS: undefined, talking: 0, seats: 0 },
    stoppedS: undefined,
  };
  const port = await freePort(undefined);
  const from = performance.now();
  const seconds = (): number => Math.round((performance.now() - from) / 100) / 10;
  const npm = start(clone, telephony, port);
  try {
    const token = await until(
      async () => {
        await sleep(LOOK_MS);
        if (existsSync(join(clone, '.boda'))) run.installedS ??= seconds();
        return signIn(clone, port, npm);
      },
      { what: 'the service', timeoutMs: withinMs },
    );
    await until(
      async () => {
        await sleep(LOOK_MS);
        [run.talking, run.seats] = await agents(port, token);
        if (run.talking > 0) run.firstTalkS ??= seconds();
        return run.talking >= Math.min(wanted, run.seats);
      },
      { what: `${wanted} agents who talk (${run.talking} do)`, timeoutMs: Math.max(1, withinMs - seconds() * 1_000) },
    );
    run.talkingS = seconds();
    console.log(
      `${telephony}: ${run.talking} of ${run.seats} agents talk ${run.talkingS} s after the command (installed after ${run.installedS})`,
    );
  } catch (error) {
    faults.push(`${telephony}: after ${seconds()} s of ${values.within}: ${String(error)}`);
  }
  await stop(run, npm, clone, port);
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  return run;
}

/** In a process group of its own, as a shell puts it. */
function start(clone: string, telephony: Side, port: number): ChildProcess {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const args = ['start', '--', '--port', String(port), ...(telephony === 'asterisk' ? ['--telephony', telephony] : [])];
  return spawn('npm', args, { cwd: clone, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** A terminal's Ctrl-C goes to every process of the group. Then nothing that stands in the clone may live. */
async function stop(run: Started, npm: ChildProcess, clone: string, port: number): Promise<void> {
  const from = performance.now();
  if (npm.exitCode === null && npm.pid !== undefined) process.kill(-npm.pid, 'SIGINT');
  const ended = await until(() => npm.exitCode !== null || npm.signalCode !== null, {
    ...{ what: 'the end of npm start', timeoutMs: STOP_MS },
  }).catch(() => false);
  run.stoppedS = Math.round((performance.now() - from) / 100) / 10;
  if (!ended) faults.push(`${run.telephony}: npm start has not ended ${STOP_MS / 1_000} s after Ctrl-C`);
  else if (npm.exitCode !== 0) faults.push(`${run.telephony}: npm start ended with ${npm.exitCode ?? npm.signalCode}`);
  await until(() => processesIn(clone).length === 0, { what: 'the last', timeoutMs: LAST_MS }).catch(() => undefined);
  const left = processesIn(clone);
  for (const { pid, command } of left) {
    faults.push(`${run.telephony}: a process is left: ${pid} ${command}`);
    process.kill(pid, 'SIGKILL');
  }
  const fault = await portFault(port, '127.0.0.1');
  if (fault !== undefined) faults.push(`${run.telephony}: ${fault}`);
  console.log(`${run.telephony}: Ctrl-C: over after ${run.stoppedS} s, ${left.length} processes left`);
}

/** Every process that works in this folder, runs a program from it or names it in its command. */
function processesIn(folder: string): { pid: number; command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    const command = read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
      .replaceAll('\0', ' ')
      .trim();
    const places = ['cwd', 'exe'].map((link) => read(() => readlinkSync(`/proc/${pid}/${link}`)));
    return [...places, command].some((text) => text.includes(folder)) ? [{ pid, command: command.slice(0, 100) }] : [];
  });
}

/** '' when the process is gone, or is none of ours. */
function read(what: () => string): string {
  try {
    return what();
  } catch {
    return '';
  }
}

/** With the account that `npm start` printed for who sees a whole floor; undefined as long as nobody answers. */
async function signIn(clone: string, port: number, npm: ChildProcess): Promise<string | undefined> {
  if (npm.exitCode !== null) throw new Error(`npm start ended with code ${npm.exitCode}`);
  const file = join(clone, '.boda', 'demo-accounts.json');
  if (!existsSync(file)) return undefined;
  const { accounts } = JSON.parse(readFileSync(file, 'utf8')) as {
    accounts: { role: string; username: string; password: string }[];
  };
  const { username, password } = accounts.find(({ role }) => role === 'sales-manager') ?? {};
  if (username === undefined) throw new Error('npm start made no account of a sales manager');
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ username, password }),
  });
  return answer.ok ? ((await answer.json()) as { token: string }).token : undefined;
}

/** How many agents talk, of how many seats there are. */
async function agents(port: number, token: string): Promise<[number, number]> {
  const get = async <T>(path: string): Promise<{ items: T[] }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`);
    return (await answer.json()) as { items: T[] };
  };
  const { items: groups } = await get<{ id: string }>('agent-groups');
  const rows = await Promise.all(groups.map(({ id }) => get<{ state: string }>(`agent-groups/${id}/agents`)));
  const seats = rows.flatMap(({ items }) => items);
  return [seats.filter(({ state }) => state === 'talking').length, seats.length];
}
