/** What scripts/start.ts does, on the stand-in and in a folder of the test: `start-stand-in.ts HOME [arguments]`. */
import { fileURLToPath } from 'node:url';
import { LauncherFault } from '../../../scripts/launcher/fault.ts';
import { readStartOptions } from '../../../scripts/launcher/options.ts';
import { runStack } from '../../../scripts/launcher/run.ts';
import { Stack } from '../../../scripts/launcher/stack.ts';
import { SettingsError } from '../../../src/config/fault.ts';

const [home = '', ...args] = process.argv.slice(2);
const main = fileURLToPath(new URL('./stand-in-main.ts', import.meta.url));
const say = (line: string): void => console.log(line);
try {
  await runStack(new Stack({ ...readStartOptions(args), home, main, env: process.env, say }), say);
} catch (error) {
  if (!(error instanceof LauncherFault || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
