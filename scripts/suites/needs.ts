import { join } from 'node:path';
import { provisionAsteriskRoot } from '../asterisk/provision.ts';
import { provisionBrowser } from '../browser/provision.ts';
import { errorCode, LauncherFault } from '../launcher/fault.ts';
import { findRedis } from '../launcher/redis-package.ts';
import type { SuiteName } from './result.ts';

/** What a suite cannot run without on this machine; `help` is the command that would mend it. */
export interface Lack {
  why: string;
  help: string;
}

/** Makes sure that this machine has what the suite needs, fetching it after saying so; tells what is lacking. */
export async function prepare(
  suite: SuiteName,
  project: string,
  say: (line: string) => void,
): Promise<Lack | undefined> {
  if (suite === 'unit') return undefined;
  const redis = redisLack(project, say);
  if (redis !== undefined || suite === 'integration') return redis;
  return (await asteriskLack(say)) ?? (suite === 'browser' ? browserLack(say) : undefined);
}

function browserLack(say: (line: string) => void): Lack | undefined {
  try {
    say(provisionBrowser(say).version);
    return undefined;
  } catch (error) {
    if (error instanceof LauncherFault) return { why: error.message, help: 'npm test -- browser, as root on Debian' };
    throw error;
  }
}

function redisLack(project: string, say: (line: string) => void): Lack | undefined {
  try {
    findRedis(join(project, '.boda', 'redis'), say);
    return undefined;
  } catch (error) {
    if (error instanceof LauncherFault) return { why: error.message, help: 'apt-get install redis-server' };
    throw error;
  }
}

async function asteriskLack(say: (line: string) => void): Promise<Lack | undefined> {
  try {
    await provisionAsteriskRoot(undefined, say);
    return undefined;
  } catch (error) {
    const why = `no real Asterisk 22: ${error instanceof Error ? error.message : errorCode(error)}`;
    return {
      why: why.replace(/\s*\n\s*/g, ' '),
      help: 'on Debian with a connection to its archive: npm test -- contract real',
    };
  }
}
