import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at the end. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface CommandResult {
  /** Exit code; 128 + n when a signal ended it. */
  code: number;
  /** Standard output and error, as they came. */
  output: string;
}

export interface CommandOptions {
  env?: Record<string, string | undefined>;
  /** `inherit` shows the output as it comes and gives '' for it. */
  show?: boolean;
  /** Takes only the time that nobody else on the machine wants, its children too. */
  aside?: boolean;
}

/** Runs a JavaScript program of node_modules with this Node, in the project's folder. */
export function runTool(path: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${PROJECT}/node_modules/${path}`, ...args], {
      cwd: PROJECT,
      env: { ...process.env, ...options.env },
      stdio: options.show === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    // Before it has children of its own, which inherit it.
    if (options.aside === true && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    child.stderr?.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output: Buffer.concat(parts).toString('utf8') });
    });
  });
}
