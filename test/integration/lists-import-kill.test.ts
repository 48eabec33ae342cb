import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proofFaults, proveImport } from '../support/import-proof.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let database: TestDatabase;
let redis: TestRedis;
beforeAll(async () => {
  [database, redis] = await Promise.all([createDatabase(), startTestRedis()]);
});
afterAll(async () => {
  await redis.stop();
  await database.drop();
});

describe('an import by workers that are killed', () => {
  it('has each row once, and is taken back whole (`npm run prove -- import` does it with a million)', async () => {
    const result = await proveImport({ databaseUrl: database.url, redisUrl: redis.url, rows: 30_000, kills: 2 });
    expect(proofFaults(result)).toEqual([]);
  }, 120_000);
});
