import type { PhoneVault } from '../db/crypto.ts';
import { PgExportStore } from '../db/export-store.ts';
import { createFileVault, type FileVault } from '../db/file-vault.ts';
import { PgImportStore } from '../db/import-store.ts';
import { type Db, openPool } from '../db/pool.ts';
import { PgContactWork } from '../db/queries-contact-work.ts';
import { PgExports } from '../db/queries-exports.ts';
import { PgImports } from '../db/queries-imports.ts';
import type { Log } from '../dialer/ports.ts';
import { ExportRunner } from '../lists/export-run.ts';
import { ImportDesk } from '../lists/import-desk.ts';
import { ImportRunner } from '../lists/import-run.ts';
import { Places } from '../lists/places/places.ts';
import type { BackgroundJob, ExportProgress, ImportProgress, JobQueue, PlaceSource } from '../lists/ports.ts';
import { BullJobs } from '../queue/jobs.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { composeContactWork } from './contact-work.ts';

/** Jobs of one worker at once: each of them can fill a processor by itself. */
const AT_ONCE = 2;
/** How often the worker looks in Postgres for jobs that Redis or a dead worker has lost. */
const LOOK_MS = 10_000;

export interface WorkerParts {
  databaseUrl: string;
  redisUrl: string;
  redisPrefix?: string;
  secretKey: string;
  /** The pool of people's requests. */
  api: Db;
  /** That of long reads; not given: that of requests. */
  reports?: Db;
  vault: PhoneVault;
  clock: Clock;
  ids: IdSource;
  log: Log;
  /** Hears of imports that this process works on; the gateway tells those who watch. */
  progress?: ImportProgress;
  exportProgress?: ExportProgress;
  /** Appends a frame to a topic of the event stream. */
  tell?: (topic: string, body: string) => Promise<unknown>;
  /** When a silent worker's jobs are given to another, ms (`BullJobs`). */
  lockMs?: number;
}

/** Background jobs: what the API needs to order them, and the worker that carries them out. */
export function composeWorker(parts: WorkerParts) {
  const { clock, log } = parts;
  const files = createFileVault(parts.secretKey);
  const bulk = openPool(parts.databaseUrl, 'bulk', log);
  const lock = parts.lockMs === undefined ? {} : { lockMs: parts.lockMs };
  const jobs = new BullJobs({ url: parts.redisUrl, prefix: parts.redisPrefix ?? 'boda:', log, ...lock });
  const lists = composeLists({ ...parts, files, bulk, jobs });
  const contacts = composeContactWork({ ...parts, bulk });
  let looking: { cancel(): void } | undefined;
  let tending: { cancel(): void } | undefined;
  const look = (): void => {
    Promise.all([lists.store.waiting(clock.now()), lists.exportStore.waiting(clock.now()), contacts.jobs.waiting()])
      .then(async (waiting) => {
        for (const job of waiting.flat()) await jobs.add(job);
      })
      .catch((error: unknown) => log.warn({ why: String(error) }, 'waiting jobs could not be looked up'));
  };
  return {
    ...lists,
    jobs,
    contactWork: new PgContactWork({
      ...{ db: parts.api, clock, ids: parts.ids, jobs },
      late: (job, error) => log.warn({ kind: job.kind, why: String(error) }, 'a job waits for the worker to look'),
    }),
    /** Begins to work; a process of role `api` or `dialer` only orders. */
    start: (): void => {
      jobs.work(async (job) => {
        await lists.run(job);
        await contacts.run(job);
      }, AT_ONCE);
      tending = contacts.start();
      look();
      looking = clock.every(LOOK_MS, look);
    },
    close: async (): Promise<void> => {
      looking?.cancel();
      tending?.cancel();
      await jobs.close();
      await bulk.destroy();
    },
  };
}

/** The parts of imports and exports that stand on Postgres alone; the tests run jobs by hand. */
export function composeLists(
  parts: Pick<WorkerParts, 'api' | 'reports' | 'vault' | 'clock' | 'ids' | 'log' | 'progress' | 'exportProgress'> & {
    files: FileVault;
    bulk: Db;
    jobs: JobQueue;
  },
) {
  const { clock, ids, log, vault: sealer, files } = parts;
  const store = new PgImportStore(parts.bulk, ids, files);
  const places = async (): Promise<PlaceSource> => {
    const found = Places.shipped();
    for (const { prefix, region, carrier } of await store.places()) found.set(prefix, region, carrier);
    return found;
  };
  const office = new PgImports({ db: parts.api, clock, ids, files });
  const progress = parts.progress === undefined ? {} : { progress: parts.progress };
  const runner = new ImportRunner({ store, sealer, places, clock, log, ...progress });
  const exportStore = new PgExportStore(parts.bulk, files, sealer);
  const told = parts.exportProgress === undefined ? {} : { progress: parts.exportProgress };
  const exporter = new ExportRunner({ store: exportStore, clock, log, ...told });
  return {
    store,
    exportStore,
    exports: new PgExports({
      ...{ db: parts.api, reports: parts.reports ?? parts.api, clock, ids, files, vault: sealer, jobs: parts.jobs },
      late: (job, error) => log.warn({ exportId: job.id, why: String(error) }, 'job not queued; a worker will find it'),
      changed: (view) => parts.exportProgress?.progress(view),
    }),
    imports: new ImportDesk({ office, store, jobs: parts.jobs, sealer, places, clock, log, ...progress }),
    run: async ({ kind, id }: BackgroundJob): Promise<void> => {
      if (kind === 'import') await runner.import(id);
      else if (kind === 'undo') await runner.undo(id);
      else if (kind === 'export') await exporter.run(id);
    },
  };
}
