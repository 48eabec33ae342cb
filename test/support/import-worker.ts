/** A worker of background jobs as a process of its own, to be killed: `import-worker.ts DATABASE REDIS SECRET`. */
import { composeWorker } from '../../src/compose/worker.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { openPool } from '../../src/db/pool.ts';
import type { Log } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';

const [databaseUrl = '', redisUrl = '', secretKey = ''] = process.argv.slice(2);
const clock = new SystemClock();
const say = (_fields: object, message: string): void => console.error(message);
const log: Log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
composeWorker({
  databaseUrl,
  redisUrl,
  secretKey,
  api: openPool(databaseUrl, 'api', log),
  vault: createPhoneVault(secretKey),
  clock,
  ids: new UuidV7Source(clock, new SystemRng()),
  log,
  lockMs: 2_000,
}).start();
