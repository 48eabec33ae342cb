import { PgContactJobs } from '../db/contact-jobs.ts';
import type { Db } from '../db/pool.ts';
import type { Log } from '../dialer/ports.ts';
import { agentTopic, type CallBackDueData, frameBody } from '../domain/event-frame.ts';
import type { BackgroundJob } from '../lists/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { FLOOR_ZONE } from './engine.ts';

/** How often reminders of call-backs are looked for. */
const REMIND_MS = 5_000;
/** How often schedules of resets and forgotten call-backs are looked at. */
const SCHEDULE_MS = 20_000;

export interface ContactWorkParts {
  /** The pool of long work (`bulk`). */
  bulk: Db;
  clock: Clock;
  ids: IdSource;
  log: Log;
  /** Appends a frame to a topic of the event stream; left out, nobody is reminded. */
  tell?: (topic: string, body: string) => Promise<unknown>;
}

/** Background work on contacts: jobs that the worker runs, and what it looks at by the clock. */
export function composeContactWork({ bulk, clock, ids, log, tell }: ContactWorkParts) {
  const jobs = new PgContactJobs(bulk, ids);

  const remind = async (): Promise<void> => {
    if (tell === undefined) return;
    const now = clock.now();
    for (const { agentIds, dueAt, ...reminder } of await jobs.takeReminders(now)) {
      const data: CallBackDueData = { ...reminder, dueAt: new Date(dueAt).toISOString() };
      for (const agentId of agentIds) await tell(agentTopic(agentId), frameBody('call-back.due', now, data));
    }
  };
  const schedule = async (): Promise<void> => {
    await jobs.schedule(FLOOR_ZONE, clock.now());
    await jobs.expire(clock.now());
  };
  const never = (what: string, work: () => Promise<void>) => (): void => {
    work().catch((error: unknown) => log.warn({ why: String(error) }, what));
  };

  return {
    jobs,
    remind,
    schedule,
    /** Runs one job to its end; others than of contacts are not its own. */
    run: async ({ kind, id }: BackgroundJob): Promise<void> => {
      if (kind === 'reset') while (await jobs.reset(id, clock.now()));
      if (kind === 'reorder') while (await jobs.reorder(id));
    },
    start: (): { cancel(): void } => {
      const timers = [
        clock.every(REMIND_MS, never('call-backs could not be looked up', remind)),
        clock.every(SCHEDULE_MS, never('schedules of resets could not be looked at', schedule)),
      ];
      return { cancel: () => timers.forEach((timer) => void timer.cancel()) };
    },
  };
}
