/** Boda's command line: reads the settings, puts the parts together, and ends in order. */
import { createLogger } from './api/logger.ts';
import { checkSettings } from './config/check.ts';
import { SettingsError } from './config/fault.ts';
import { type Environment, loadSettings, processEnvironment } from './config/load.ts';
import { MigrationRefused, migrate } from './db/migrator.ts';
import { createFirstAdministrator } from './db/people-bootstrap.ts';
import { openPools, waitForPostgres } from './db/pool.ts';
import { Refused } from './domain/refused.ts';
import { SystemClock } from './shared/clock.ts';
import { UuidV7Source } from './shared/ids.ts';
import { SystemRng } from './shared/rng.ts';

const USAGE = `boda serve [--role all|api|dialer|worker]   run the service
boda migrate                                bring the database up to date
boda create-admin                           make the first administrator and print his one-time password
boda import-places FILE                     take 归属地 from a phone.dat of yours
boda verify-evidence FILE                   whether a file of abandoned calls is as it was signed
boda sim                                    a simulated Asterisk at the address of the first node
boda demo-data --accounts FILE [--carrier HOST:PORT]
boda demo-agents --accounts FILE --address URL
                                            what npm start shows`;

/** For commands that use neither store, and for one that needs no secret either. */
const noStores = { DATABASE_URL: 'postgres://127.0.0.1/boda', REDIS_URL: 'redis://127.0.0.1' };
const standIns = { ...noStores, SECRET_KEY: '0'.repeat(64) };

const [command, ...rest] = process.argv.slice(2);

try {
  await run(command, rest, processEnvironment());
} catch (error) {
  if (
    !(error instanceof SettingsError) &&
    !(error instanceof MigrationRefused) &&
    !(error instanceof Refused) &&
    !isPlain(error)
  )
    throw error;
  console.error((error as Error).message);
  process.exit(1);
}

/** Each command loads its own parts: the whole service is seconds of reading, and most commands need a corner of it. */
async function run(name: string | undefined, args: readonly string[], env: Environment): Promise<void> {
  switch (name) {
    case 'serve':
      return await runService(withRole(env, args));
    case 'migrate':
      for (const applied of await migrate(await answering(env))) console.log(`applied ${applied}`);
      return;
    case 'create-admin':
      return await createAdmin(env);
    case 'import-places': {
      const file = args[0];
      if (file === undefined) throw new SettingsError(['import-places: given nothing, wanted a phone.dat']);
      const { importPlaces } = await import('./compose/places.ts');
      console.log(
        `${await importPlaces(await answering(env), file, createLogger({ level: 'warn' }))} blocks of numbers imported`,
      );
      return;
    }
    case 'verify-evidence': {
      const file = args[0];
      if (file === undefined) throw new SettingsError(['verify-evidence: given nothing, wanted an evidence file']);
      const { secretKey } = loadSettings({ ...noStores, ...env }, { withoutNodes: true });
      const { checkEvidence } = await import('./compose/evidence.ts');
      const verdict = await checkEvidence(secretKey.toString('hex'), file);
      console.log(verdict.text);
      if (!verdict.sound) process.exit(1);
      return;
    }
    case 'sim': {
      const node = loadSettings({ ...standIns, ...env }).nodes[0];
      if (!node) throw new SettingsError(['ARI_NODES: given no node, wanted at least one']);
      const { serveSim } = await import('./compose/sim.ts');
      const sim = await serveSim(node);
      return untilTold(() => sim.close());
    }
    case 'demo-data': {
      const { demoData } = await import('./compose/demo.ts');
      return await demoData(loadSettings(env), {
        accountsFile: needed(args, '--accounts'),
        carrier: option(args, '--carrier'),
        password: env.BODA_DEMO_PASSWORD || undefined,
      });
    }
    case 'demo-agents': {
      const { demoAgents } = await import('./compose/demo.ts');
      const agents = demoAgents(needed(args, '--address'), needed(args, '--accounts'));
      return untilTold(async () => agents.stop());
    }
    default:
      console.error(USAGE);
      process.exit(name === undefined || name === 'help' || name === '--help' ? 0 : 1);
  }
}

async function runService(env: Environment): Promise<void> {
  const settings = loadSettings(env);
  await checkSettings(settings);
  const { serve } = await import('./compose/service.ts');
  const service = await serve(settings);
  let told = false;
  const end = (): void => {
    // The first asks to drain, the second hangs up at once (STYLE.md 6).
    const work = told ? service.halt() : service.drain();
    told = true;
    work.then(
      () => process.exit(0),
      (error: unknown) => {
        createLogger({ level: 'error' }).error({ error: String(error) }, 'did not end well');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

async function createAdmin(env: Environment): Promise<void> {
  const clock = new SystemClock();
  const pools = openPools(await answering(env), createLogger({ level: 'warn' }));
  try {
    const made = await createFirstAdministrator({
      db: pools.api,
      clock,
      ids: new UuidV7Source(clock, new SystemRng()),
    });
    if (made) console.log(`first administrator: ${made.username}  one-time password: ${made.password}`);
    else console.log('there is an administrator already');
  } finally {
    await pools.close();
  }
}

/** The database's address, once it has answered: a command that somebody waits for says at once what is away. */
async function answering(env: Environment): Promise<string> {
  const { databaseUrl } = loadSettings(env, { withoutNodes: true });
  await waitForPostgres(databaseUrl, {
    clock: new SystemClock(),
    log: createLogger({ level: 'silent' }),
    withinMs: 0,
  });
  return databaseUrl;
}

function untilTold(stop: () => Promise<void>): void {
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

function withRole(env: Environment, args: readonly string[]): Environment {
  const role = option(args, '--role');
  return role === undefined ? env : { ...env, ROLE: role };
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function needed(args: readonly string[], name: string): string {
  const value = option(args, name);
  if (value === undefined) throw new SettingsError([`${name}: given nothing, wanted a value after it`]);
  return value;
}

/** Refusals of the world that a person can mend: said in their own line. */
function isPlain(error: unknown): boolean {
  return error instanceof Error && /^(DATABASE_URL|REDIS_URL|ARI_NODES|HTTP_PORT)\b/.test(error.message);
}
