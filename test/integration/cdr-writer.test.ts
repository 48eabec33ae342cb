import { appendFile, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RecordWriter } from '../../src/cdr/writer.ts';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { migrate } from '../../src/db/migrator.ts';
import { openPools, type Pools } from '../../src/db/pool.ts';
import { PgRecordStore } from '../../src/db/record-store.ts';
import type { Intent } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres.ts';
import { freshFolder } from '../support/run-folder.ts';
import { until } from '../support/until.ts';
import {
  DAY,
  draftOf,
  FLOOR,
  type Floor,
  makeContact,
  makeFloor,
  memoryLog,
  NOW,
  pass,
  recordOf,
  vault,
} from './db-fixture.ts';

const clock = new SystemClock();
let postgres: OwnPostgres;
let pools: Pools;
let store: PgRecordStore;
let floor: Floor;
let folder: string;
let writers: RecordWriter[];
let log: ReturnType<typeof memoryLog>;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  await migrate(postgres.url);
  pools = openPools(postgres.url, memoryLog());
  store = new PgRecordStore(pools.records);
  floor = await makeFloor(pools.api);
});
afterAll(async () => {
  await pools?.close();
  await postgres?.stop();
});
beforeEach(() => {
  folder = freshFolder('records');
  log = memoryLog();
  writers = [];
});
afterEach(async () => {
  for (const writer of writers) await writer.stop().catch(() => undefined);
});

async function open(from = folder): Promise<RecordWriter> {
  const writer = await RecordWriter.open(store, { clock, log, folder: from });
  writers.push(writer);
  return writer;
}

let turn = 0;
async function dial(count: number): Promise<Intent[]> {
  const start = NOW + ++turn * DAY;
  const lease = await new PgLeaseStore(pools.pacing).acquire(floor.groupId, 'a', start, 1_000);
  if (lease === undefined) throw new Error('no lease');
  const drafts = [];
  for (let i = 0; i < count; i++) drafts.push(draftOf(floor, await makeContact(pools.api, floor)));
  const results = await new PgAttemptStore(pools.pacing, vault, FLOOR).commitIntents(lease, 'node1', drafts, pass, {
    now: start,
    placeByMs: 2_000,
  });
  return results.flatMap((result) => (result.kind === 'committed' ? [result.intent] : []));
}

async function recorded(intents: readonly Intent[]): Promise<number> {
  const rows = await pools.api
    .selectFrom('call_record')
    .select('attempt_id')
    .where(
      'attempt_id',
      'in',
      intents.map((intent) => intent.attemptId),
    )
    .execute();
  return rows.length;
}

async function missing(): Promise<unknown> {
  return await store.intentsWithoutRecord(NOW + (turn + 1) * DAY);
}
const NONE = { open: 0, closed: 0, attemptIds: [] };

describe('while Postgres is there', () => {
  it('writes what is handed over, by itself and on flush', async () => {
    const intents = await dial(30);
    const writer = await open();
    for (const intent of intents.slice(0, 10)) writer.settle(recordOf(intent));
    await until(async () => (await recorded(intents)) === 10, { what: '10 records without a flush' });
    for (const intent of intents.slice(10)) writer.settle(recordOf(intent));
    await writer.flush(10_000);
    expect(await recorded(intents)).toBe(30);
    expect(writer.state()).toEqual({ inMemory: 0, spooled: 0, away: false, stuck: false });
  });

  it('sets a poisoned record aside and writes all the others', async () => {
    const intents = await dial(40);
    const writer = await open();
    for (const [i, intent] of intents.entries())
      writer.settle(recordOf(intent, i % 17 === 5 ? { cause: 2 ** 40 } : {}));
    await writer.flush(10_000);
    expect(await recorded(intents)).toBe(37);
    const dead = (await readFile(join(folder, 'records.dead.jsonl'), 'utf8')).trim().split('\n');
    expect(dead.map((line) => JSON.parse(line).record.attemptId)).toEqual(
      [5, 22, 39].map((i) => intents[i]?.attemptId),
    );
    expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(3);
    for (const intent of intents) await store.write([{ type: 'settle', record: recordOf(intent) }]);
  });

  it('stop writes what is still in memory', async () => {
    const intents = await dial(5);
    const writer = await open();
    for (const intent of intents) writer.settle(recordOf(intent));
    await writer.stop();
    expect(await recorded(intents)).toBe(5);
  });
});

describe('while Postgres is away', () => {
  it('stopped in mid-stream, nothing is lost and nothing is double: intents − records = 0', async () => {
    const intents = await dial(600);
    const writer = await open();
    for (const [i, intent] of intents.entries()) {
      if (i === 200) await postgres.kill();
      writer.settle(recordOf(intent));
      if (i === 400) await until(() => writer.state().spooled > 0, { what: 'records on disk' });
    }
    await until(() => writer.state().inMemory === 0, { what: 'everything to leave the memory' });
    expect(writer.state()).toMatchObject({ away: true, stuck: false });
    await expect(writer.flush(1)).rejects.toThrow(/call records were not in Postgres after 1 ms/);
    await postgres.start();
    await writer.flush(30_000);
    expect(await recorded(intents)).toBe(600);
    expect(await missing()).toEqual(NONE);
    expect(writer.state()).toEqual({ inMemory: 0, spooled: 0, away: false, stuck: false });
    expect(log.lines.filter((line) => line.level === 'warn')).toHaveLength(1);
  });

  it('and the process dies too: the next life writes the spool, whole lines of it, once', async () => {
    const intents = await dial(50);
    const writer = await open();
    await postgres.stop();
    for (const intent of intents) writer.settle(recordOf(intent));
    await until(() => writer.state().spooled === 50, { what: '50 records on disk' });
    // As a kill leaves it: a copy taken while the first life still holds the file, its last line torn.
    const killed = join(folder, 'killed');
    await mkdir(killed);
    const spool = await readFile(join(folder, 'records.jsonl'));
    await appendFile(join(killed, 'records.jsonl'), Buffer.concat([spool, Buffer.from('{"type":"settle","rec')]));
    const next = await open(killed);
    await postgres.start();
    await Promise.all([next.flush(30_000), writer.flush(30_000)]);
    expect(await recorded(intents)).toBe(50);
    expect(await missing()).toEqual(NONE);
  });

  it('and the disk is full: stuck is told, nothing is dropped, all is written in the end (FAULTS 45)', async () => {
    const intents = await dial(20);
    await symlink('/dev/full', join(folder, 'records.jsonl'));
    const writer = await open();
    await postgres.stop();
    for (const intent of intents) writer.settle(recordOf(intent));
    await until(() => writer.state().stuck, { what: 'the full disk to be told' });
    expect(writer.state().inMemory).toBe(20);
    await postgres.start();
    await writer.flush(30_000);
    expect(await recorded(intents)).toBe(20);
    expect(writer.state()).toEqual({ inMemory: 0, spooled: 0, away: false, stuck: false });
    await rm(join(folder, 'records.jsonl'));
  });
});
