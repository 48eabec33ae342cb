import { expect, it } from 'vitest';
import { PopsAhead } from '../../../src/compose/pops-ahead.ts';
import type { PopOrder } from '../../../src/db/screen-pops.ts';
import { type ScreenPop, screenPop } from '../../../src/domain/screen-pop.ts';

/** Postgres, as slow as a test wants it: each reading waits to be answered or refused. */
class Readings {
  readonly asked: string[][] = [];
  readonly #waiting: { ids: string[]; resolve(found: Map<string, ScreenPop>): void; reject(error: Error): void }[] = [];

  all(orders: readonly PopOrder[]): Promise<Map<string, ScreenPop>> {
    const ids = orders.map(({ attemptId }) => attemptId);
    this.asked.push(ids);
    return new Promise((resolve, reject) => this.#waiting.push({ ids, resolve, reject }));
  }

  async answer(): Promise<void> {
    const next = this.#waiting.shift();
    next?.resolve(new Map(next.ids.map((id) => [id, popOf(id)])));
    await settled();
  }

  async refuse(): Promise<void> {
    this.#waiting.shift()?.reject(new Error('away'));
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function popOf(attemptId: string): ScreenPop {
  return screenPop({
    call: {
      ...{ attemptId, campaignId: 'k', campaignName: 'k', mode: 'ratio' },
      ...{ answeredAt: undefined, connectedAt: undefined },
    },
    contact: { id: 'c', fields: {}, attempts: 1 },
    customer: {
      ...{ id: undefined, name: '王芳', number: '138****0200' },
      ...{ region: undefined, carrier: undefined, level: undefined },
    },
    lastContacts: [],
  });
}

it('reads calls that ring together by one statement, one at a time, and nothing more when they are answered', async () => {
  const postgres = new Readings();
  const pops = new PopsAhead(postgres);
  for (const id of ['a', 'b', 'c', 'a']) pops.ringing(id, 'k');
  expect(postgres.asked).toEqual([['a']]);
  await postgres.answer();
  expect(postgres.asked).toEqual([['a'], ['b', 'c']]);
  await postgres.answer();
  pops.answered('b', 'k', Date.UTC(2026, 0, 5));
  const pop = await pops.of({ attemptId: 'b', campaignId: 'k' });
  expect(pop?.call).toMatchObject({ attemptId: 'b', answeredAt: '2026-01-05T00:00:00.000Z' });
  expect(postgres.asked).toHaveLength(2);
});

it('keeps nothing of a call that is over, and does not read one that ended before its turn', async () => {
  const postgres = new Readings();
  const pops = new PopsAhead(postgres);
  for (const id of ['a', 'b', 'c']) pops.ringing(id, 'k');
  pops.forget('b');
  await postgres.answer();
  expect(postgres.asked).toEqual([['a'], ['c']]);
  await postgres.answer();
  for (const id of ['a', 'c']) pops.forget(id);
  expect(pops.size).toBe(0);
});

it('reads at the answer what it had not read: not yet asked for, or refused', async () => {
  const postgres = new Readings();
  const pops = new PopsAhead(postgres);
  for (const id of ['a', 'b']) pops.ringing(id, 'k');
  // The first is on its way, the second waits behind it.
  pops.answered('b', 'k', 0);
  expect(postgres.asked).toEqual([['a'], ['b']]);
  const late = pops.of({ attemptId: 'a', campaignId: 'k' });
  await postgres.refuse();
  await postgres.answer();
  await postgres.answer();
  expect((await late)?.call.attemptId).toBe('a');
  expect(postgres.asked).toEqual([['a'], ['b'], ['a']]);
});

it('forgets the oldest of calls whose end was never told', () => {
  const pops = new PopsAhead(new Readings());
  for (let i = 0; i < 5_100; i++) pops.ringing(`call-${i}`, 'k');
  expect(pops.size).toBe(5_000);
});
