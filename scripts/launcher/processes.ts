import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that survives its launcher, as remembered in a pid file. `started` tells a re-used pid from the same process. */
export interface ProcessRecord {
  pid: number;
  /** Start time in clock ticks since boot (field 22 of /proc/PID/stat). */
  started: string;
  port: number;
}

/** Start time of a live process in clock ticks, or undefined when there is none (a zombie counts as none). */
export function processStart(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command name may hold spaces and brackets: fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A killed process is a zombie while other threads of it may still hold its files and ports.
  const ended = (fields[0] === 'Z' && Number(fields[17]) <= 1) || fields[0] === 'X';
  return ended ? undefined : fields[19];
}

/** Name of the program that a pid runs (`postgres`), or '' when it is gone. */
export function processName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Writes down a process just started, so that a later launcher can find it. */
export function writePidFile(file: string, pid: number, port: number): void {
  const record: ProcessRecord = { pid, started: processStart(pid) ?? '', port };
  writeFileSync(file, `${JSON.stringify(record)}\n`);
}

/** The process that a pid file names when it still lives, else undefined (and the stale file is removed). */
export function readPidFile(file: string): ProcessRecord | undefined {
  let record: ProcessRecord;
  try {
    record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
  if (Number.isInteger(record.pid) && record.pid > 1 && processStart(record.pid) === record.started) return record;
  rmSync(file, { force: true });
  return undefined;
}

/** Resolves to whether the process ended within `ms`. */
export async function waitForExit(pid: number, ms: number): Promise<boolean> {
  const started = processStart(pid);
  const until = Date.now() + ms;
  while (processStart(pid) === started && started !== undefined) {
    if (Date.now() > until) return false;
    await sleep(10);
  }
  return true;
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Asks a process to end, and makes it end when it has not done so after `graceMs`. */
export async function stopProcess(pid: number, ask: NodeJS.Signals, graceMs: number): Promise<void> {
  signal(pid, 'SIGCONT');
  signal(pid, ask);
  if (await waitForExit(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await waitForExit(pid, 5_000);
}
