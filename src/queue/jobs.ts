import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../dialer/ports.ts';
import type { BackgroundJob, JobQueue } from '../lists/ports.ts';

const NAME = 'background';
/** Tries of a job before it is left to the worker's next look at Postgres. */
const ATTEMPTS = 5;
const BACKOFF_MS = 2_000;
/** FAULTS 46: a worker that does not renew its lock for so long has its job given to another. */
const LOCK_MS = 15_000;
const COMMAND_TIMEOUT_MS = 2_000;

export interface JobsOptions {
  url: string;
  /** Before every key, so that several services share a Redis. */
  prefix: string;
  log: Log;
  /** `LOCK_MS` unless a test is in a hurry. */
  lockMs?: number;
}

/**
 * Background jobs on BullMQ. A job is a kind and an id, never a number or a name; Postgres knows the rest. It runs at least
 * once, so whatever it does must bear being done twice.
 */
export class BullJobs implements JobQueue {
  readonly #options: JobsOptions;
  readonly #queue: Queue;
  readonly #connections: Redis[] = [];
  #worker: Worker | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
    // Asking must end soon when Redis is away; a worker waits for it as long as it takes.
    const connection = this.#connect({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    this.#queue = new Queue(NAME, { connection, prefix: `${options.prefix}jobs`, skipVersionCheck: true });
    this.#queue.on('error', () => undefined);
  }

  /** Adding a job that is there already changes nothing. Rejects when Redis does not answer. */
  async add({ kind, id }: BackgroundJob): Promise<void> {
    await this.#queue.add(
      kind,
      { id },
      {
        jobId: `${kind}-${id}`,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: BACKOFF_MS },
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  /** Begins to work on jobs, `concurrency` at once. */
  work(run: (job: BackgroundJob) => Promise<void>, concurrency: number): void {
    const { prefix, log, lockMs = LOCK_MS } = this.#options;
    const connection = this.#connect({ maxRetriesPerRequest: null });
    const worker = new Worker(
      NAME,
      (job) => run({ kind: job.name as BackgroundJob['kind'], id: String(job.data.id) }),
      {
        connection,
        prefix: `${prefix}jobs`,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        // A restart of the service is no crash of the job: how often it may run is counted in Postgres.
        maxStalledCount: 1_000,
        skipVersionCheck: true,
      },
    );
    worker.on('failed', (job, error) =>
      log.warn({ job: job?.name, id: job?.data.id, why: error.message }, 'job failed'),
    );
    worker.on('error', () => undefined);
    this.#worker = worker;
  }

  /** Waits for the jobs in hand at most `withinMs` of BullMQ's own closing; those that are not done are taken over later. */
  async close(force = true): Promise<void> {
    await this.#worker?.close(force).catch(() => undefined);
    await this.#queue.close().catch(() => undefined);
    for (const connection of this.#connections) connection.disconnect();
  }

  #connect(options: {
    maxRetriesPerRequest: number | null;
    enableOfflineQueue?: false;
    commandTimeout?: number;
  }): Redis {
    const redis = new Redis(this.#options.url, { connectTimeout: 3_000, connectionName: 'boda-jobs', ...options });
    let complained = false;
    redis.on('error', (error: Error) => {
      if (!complained) this.#options.log.warn({ why: error.message }, 'Redis does not answer; background jobs wait');
      complained = true;
    });
    redis.on('ready', () => {
      complained = false;
    });
    this.#connections.push(redis);
    return redis;
  }
}
