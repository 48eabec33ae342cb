import { composeContactWork } from '../../src/compose/contact-work.ts';
import { composeLists } from '../../src/compose/worker.ts';
import type { PhoneVault } from '../../src/db/crypto.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import type { Db } from '../../src/db/pool.ts';
import { PgContactWork } from '../../src/db/queries-contact-work.ts';
import type { Log } from '../../src/dialer/ports.ts';
import type { BackgroundJob } from '../../src/lists/ports.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { IdSource } from '../../src/shared/ids.ts';

interface Parts {
  db: Db;
  vault: PhoneVault;
  clock: Clock;
  ids: IdSource;
  log: Log;
  secretKey: string;
}

/** Imports and work on contacts whose jobs are done where they are ordered: BullMQ has tests of its own. */
export function importsHere({ db, secretKey, ...parts }: Parts) {
  const jobs = {
    add: async (job: BackgroundJob) => {
      await lists.run(job);
      await contacts.run(job);
    },
  };
  const lists = composeLists({ ...parts, api: db, bulk: db, files: createFileVault(secretKey), jobs });
  const contacts = composeContactWork({ ...parts, bulk: db });
  const late = (_job: BackgroundJob, error: unknown): never => {
    throw error;
  };
  const contactWork = new PgContactWork({ ...parts, db, jobs, late });
  return { ...lists, office: { imports: lists.imports, exports: lists.exports, contactWork } };
}
