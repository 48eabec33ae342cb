import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthCheck } from '../../src/api/ports.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
let redisProblem: string | undefined;
let isCheckBroken = false;
const health: HealthCheck[] = [
  { name: 'postgres', problem: () => undefined },
  { name: 'redis', problem: () => redisProblem },
  { name: 'node-link', problem: () => (isCheckBroken ? Promise.reject(new Error('secret inside')) : undefined) },
];
beforeAll(async () => {
  o = await startOffice({ health });
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];

describe('health', () => {
  it('is red by name and reason', async () => {
    expect((await o.as(undefined, 'GET', '/health/ready')).body).toEqual({
      status: 'ready',
      problems: [],
      warnings: [],
    });
    redisProblem = 'does not answer';
    const red = await o.as(undefined, 'GET', '/health/ready');
    redisProblem = undefined;
    expect(red.status).toBe(503);
    expect(red.body).toMatchObject({ status: 'unready', problems: [{ name: 'redis', reason: 'does not answer' }] });
    expect((await o.as(undefined, 'GET', '/health/live')).status).toBe(200);
  });

  it('of a check that fails itself tells nothing of the inside', async () => {
    isCheckBroken = true;
    const red = await o.as(undefined, 'GET', '/health/ready');
    isCheckBroken = false;
    expect(red.body.problems).toEqual([{ name: 'node-link', reason: 'the check itself failed' }]);
  });

  it('metrics name routes by their pattern', async () => {
    await o.as(manager(), 'GET', `/api/v1/lists/${o.seeded.lists.a}`);
    const text = (await o.as(o.people.ops, 'GET', '/metrics')).text;
    expect(text).toContain('route="api/v1/lists/:id",status="2xx"');
    expect(text).not.toContain(o.seeded.lists.a);
  });
});
