import { existsSync, readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherFault } from './fault.ts';
import type { Program } from './program.ts';

/** Status of a GET, undefined when nobody answers. The certificate is the operator's affair and not looked at. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const sent = request(url, { timeout: 2_000, rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve(undefined));
    sent.end();
  });
}

/** A service that says nothing for this long does not come up. */
const LONGEST_START_MS = 60_000;

/**
 * Waits until the service answers, or `cancelled` says so. Throws `LauncherFault` with its last words when it ends or keeps
 * silent.
 */
export async function waitForService(program: Program, address: string, cancelled: () => boolean): Promise<void> {
  const words = (): string => `${program.lastWords()} (all of it: ${program.logFile})`;
  const deadline = Date.now() + LONGEST_START_MS;
  while (!cancelled()) {
    if ((await statusOf(`${address}/health/live`)) === 200) return;
    if (!program.alive()) throw new LauncherFault(`${program.name} does not start: ${words()}`);
    if (Date.now() > deadline) {
      throw new LauncherFault(
        `${program.name} does not answer at ${address} after ${LONGEST_START_MS / 1_000} s: ${words()}`,
      );
    }
    await sleep(100);
  }
}

interface DemoAccount {
  role: string;
  username: string;
  password: string;
  name: string;
}

/** The demo's accounts as lines of a table; demo-data wrote them down as `{accounts: [...]}`. */
export function accountLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const { accounts } = JSON.parse(readFileSync(file, 'utf8')) as { accounts: DemoAccount[] };
  const rows = accounts.map((account) => [account.role, account.username, account.password, account.name]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
}
