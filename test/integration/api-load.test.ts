import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;
/** Requests to the live page wait here, so that they stay in hand. */
let waiting: (() => void)[] = [];
beforeAll(async () => {
  o = await startOffice({
    load: { mostDelayMs: 60_000, mostInHand: 3 },
    live: { group: () => new Promise((resolve) => waiting.push(() => resolve(undefined))) },
    requestsPer10s: 40,
  });
});
afterAll(() => o.close());

const manager = () => o.people['sales-manager'];
const live = () => `/api/v1/campaigns/${o.seeded.campaigns.a}/live`;
const read = () => o.as(manager(), 'GET', '/api/v1/teams');

function letGo(): void {
  for (const done of waiting) done();
  waiting = [];
}

describe('too many requests in hand', () => {
  it('are turned away with a time to come back, health is not, and room comes again', async () => {
    const inHand = [1, 2, 3].map(() => o.as(manager(), 'GET', live()));
    await until(() => waiting.length === 3, { what: 'three requests in hand' });
    const refused = await read();
    expect(refused.status).toBe(503);
    expect(refused.body.error.code).toBe('overloaded');
    expect(refused.headers['retry-after']).toBe('1');
    expect((await o.as(undefined, 'GET', '/health/live')).status).toBe(200);
    letGo();
    for (const answer of await Promise.all(inHand)) expect(answer.status).toBe(200);
    expect((await read()).status).toBe(200);
  });

  it('are forgotten when their clients went away before the answer', async () => {
    const address = new URL(await o.app.listen({ host: '127.0.0.1', port: 0 }));
    for (let i = 1; i <= 3; i++) {
      const socket = connect(Number(address.port), '127.0.0.1');
      const authorization = `authorization: Bearer ${manager().token}`;
      socket.write(`GET ${live()} HTTP/1.1\r\nhost: x\r\n${authorization}\r\n\r\n`);
      await until(() => waiting.length === i, { what: 'the request in hand' });
      socket.destroy();
    }
    await until(async () => (await read()).status === 200, { what: 'room for another request' });
    letGo();
  });
});

describe('an address that asks too often', () => {
  it('is told to wait, others are not', async () => {
    const ask = (remoteAddress: string) => o.as(undefined, 'GET', '/health/live', undefined, { remoteAddress });
    for (let i = 0; i < 40; i++) expect((await ask('10.9.0.1')).status).toBe(200);
    const refused = await ask('10.9.0.1');
    expect(refused.body.error.code).toBe('too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('10.9.0.2')).status).toBe(200);
  });
});
