/** npm start: Postgres, Redis, telephony, demo data and the service, until Ctrl-C. See scripts/launcher/. */
import { join } from 'node:path';
import { SettingsError } from '../src/config/fault.ts';
import { PROJECT } from './launcher/command.ts';
import { LauncherFault } from './launcher/fault.ts';
import { readStartOptions } from './launcher/options.ts';
import { runStack } from './launcher/run.ts';
import { Stack } from './launcher/stack.ts';

try {
  const options = readStartOptions(process.argv.slice(2));
  const say = (line: string): void => console.log(line);
  const home = join(PROJECT, '.boda');
  const main = join(PROJECT, 'src', 'main.ts');
  await runStack(new Stack({ ...options, home, main, env: process.env, say }), say);
} catch (error) {
  if (!(error instanceof LauncherFault || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
