import { appendFile, mkdtemp, readFile, rm, symlink, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/cdr/decode.ts';
import type { RecordEntry } from '../../src/cdr/ports.ts';
import { Spool } from '../../src/cdr/spool.ts';
import type { CallRecord } from '../../src/dialer/ports.ts';
import { SEGMENT_KINDS } from '../../src/domain/call-segments.ts';
import { AGENT_RESULTS, SYSTEM_RESULTS } from '../../src/domain/results.ts';

const uuid = fc.uuid({ version: 7 });
const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const abandon = fc.record({
  answeredAt: time,
  messageStartedAt: maybe(time),
  messagePlayedAt: maybe(time),
  patienceMs: fc.nat(),
  rule: fc.string(),
  writtenBy: fc.constantFrom('engine' as const, 'node' as const),
});
const plainRecord = fc.record({
  attemptId: uuid,
  groupId: uuid,
  campaignId: uuid,
  listId: uuid,
  contactId: uuid,
  customerId: maybe(uuid),
  phoneId: uuid,
  trunkId: uuid,
  callerIdId: maybe(uuid),
  node: fc.string(),
  mode: fc.string(),
  source: fc.string(),
  agentId: maybe(uuid),
  placedAt: time,
  sentAt: maybe(time),
  ringingAt: maybe(time),
  answeredAt: maybe(time),
  offeredAt: maybe(time),
  connectedAt: maybe(time),
  endedAt: time,
  result: fc.constantFrom(...SYSTEM_RESULTS),
  cause: maybe(fc.nat()),
  techCause: maybe(fc.nat()),
  causeText: maybe(fc.string({ unit: 'binary' })),
  endedBy: fc.constantFrom('customer' as const, 'agent' as const, 'system' as const),
  charged: fc.boolean(),
  abandon: maybe(abandon),
  retryAt: maybe(time),
});
const segment = fc.record({ agentId: uuid, kind: fc.constantFrom(...SEGMENT_KINDS), from: time, to: maybe(time) });
const callRecord: fc.Arbitrary<CallRecord> = fc.oneof(
  plainRecord,
  fc.tuple(plainRecord, fc.array(segment)).map(([record, segments]) => ({ ...record, segments })),
);
const wrapUp = fc.record({
  attemptId: uuid,
  placedAt: time,
  agentId: uuid,
  wrappedAt: time,
  disposition: fc.constantFrom(...AGENT_RESULTS),
  retryAt: maybe(time),
  doNotCall: fc.boolean(),
});
const entry: fc.Arbitrary<RecordEntry> = fc.oneof(
  callRecord.map((record) => ({ type: 'settle' as const, record })),
  wrapUp.map((record) => ({ type: 'wrap-up' as const, record })),
);

describe('decode', () => {
  it('gives back every entry as it was', () => {
    fc.assert(
      fc.property(entry, (each) => {
        const line = encode(each);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(decode(line)).toEqual(each);
      }),
    );
  });

  it('takes nothing that was cut or changed in its shape', () => {
    fc.assert(
      fc.property(entry, fc.nat(), (each, at) => {
        const line = encode(each).trimEnd();
        expect(decode(line.slice(0, at % line.length))).toBeUndefined();
        expect(decode(line.replace('"attemptId":"', '"attemptId":"x'))).toBeUndefined();
        expect(decode(line.replace('"attemptId":', '"other":'))).toBeUndefined();
      }),
    );
    for (const line of ['', 'null', '[]', '{}', '{"type":"settle"}', '{"type":"other","record":{}}']) {
      expect(decode(line)).toBeUndefined();
    }
  });
});

describe('Spool', () => {
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const entries = fc.sample(entry, { numRuns: 1_200, seed: 4 });
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'boda-spool-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function drain(spool: Spool, most: number): Promise<RecordEntry[]> {
    const all: RecordEntry[] = [];
    while (spool.entries > 0) {
      const part = await spool.front(most);
      expect(part.lines).toBeLessThanOrEqual(most);
      all.push(...part.entries);
      await spool.done(part);
    }
    return all;
  }

  it('gives back what was appended, in order, in parts, and is empty then', async () => {
    const spool = await Spool.open(folder, silent);
    await spool.append(entries.slice(0, 700));
    const part = await spool.front(500);
    await spool.done(part);
    await spool.append(entries.slice(700));
    expect([...part.entries, ...(await drain(spool, 500))]).toEqual(entries);
    expect((await readFile(join(folder, 'records.jsonl'))).length).toBe(0);
    await spool.append(entries.slice(0, 3));
    expect(await drain(spool, 2)).toEqual(entries.slice(0, 3));
    await spool.close();
  });

  it('is read again from its start by the next life, without a torn last line', async () => {
    const first = await Spool.open(folder, silent);
    await first.append(entries.slice(0, 10));
    await first.done(await first.front(4));
    await first.close();
    await appendFile(join(folder, 'records.jsonl'), '{"type":"settle","record":{"attem');
    const second = await Spool.open(folder, silent);
    expect(second.entries).toBe(10);
    await second.append(entries.slice(10, 12));
    expect(await drain(second, 500)).toEqual(entries.slice(0, 12));
    await second.close();
  });

  it('sets a broken line aside and goes on', async () => {
    const first = await Spool.open(folder, silent);
    await first.append(entries.slice(0, 2));
    await first.close();
    await appendFile(join(folder, 'records.jsonl'), 'no json\n');
    const second = await Spool.open(folder, silent);
    await second.append(entries.slice(2, 4));
    expect(await drain(second, 500)).toEqual(entries.slice(0, 4));
    expect(await readFile(join(folder, 'records.dead.jsonl'), 'utf8')).toContain('"line":"no json"');
    await second.close();
  });

  it('does not spin when somebody else cuts the file', async () => {
    const spool = await Spool.open(folder, silent);
    await spool.append(entries.slice(0, 5));
    await truncate(join(folder, 'records.jsonl'), 0);
    expect(await drain(spool, 500)).toEqual([]);
    await spool.append(entries.slice(5, 6));
    expect(await drain(spool, 500)).toEqual(entries.slice(5, 6));
    await spool.close();
  });

  it('says that a full disk took nothing', async () => {
    await symlink('/dev/full', join(folder, 'records.jsonl'));
    const spool = await Spool.open(folder, silent);
    await expect(spool.append(entries.slice(0, 2))).rejects.toThrow('ENOSPC');
    expect(spool.entries).toBe(0);
    await spool.close();
  });
});
