import { parseArgs } from 'node:util';
import { LauncherFault } from './fault.ts';

export interface StartOptions {
  telephony: 'simulated' | 'asterisk';
  /** Port of the pages and the API; undefined: the setting HTTP_PORT, or its default. */
  port: number | undefined;
}

const USAGE = 'npm start [-- --telephony simulated|asterisk] [--port N]';

/** Reads the arguments of `npm start`. Throws `LauncherFault` that names the argument, what came and what is wanted. */
export function readStartOptions(args: string[]): StartOptions {
  const { telephony = 'simulated', port } = parse(args);
  if (telephony !== 'simulated' && telephony !== 'asterisk') {
    throw new LauncherFault(`--telephony: given "${telephony}", wanted simulated or asterisk`);
  }
  if (port === undefined) return { telephony, port: undefined };
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) {
    throw new LauncherFault(`--port: given "${port}", wanted a whole number from 1 to 65535`);
  }
  return { telephony, port: number };
}

function parse(args: string[]): { telephony?: string; port?: string } {
  try {
    return parseArgs({ args, options: { telephony: { type: 'string' }, port: { type: 'string' } } }).values;
  } catch (error) {
    throw new LauncherFault(`${error instanceof Error ? error.message : String(error)}. Usage: ${USAGE}`);
  }
}
