import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApi } from '../../../src/api/app.ts';
import type { ApiDeps } from '../../../src/api/deps.ts';
import { type ComposedEvents, composeEvents } from '../../../src/compose/events.ts';
import { SystemClock } from '../../../src/shared/clock.ts';
import { UuidV7Source } from '../../../src/shared/ids.ts';
import { SystemRng } from '../../../src/shared/rng.ts';
import { Page } from '../../support/event-page.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { type Person, startOffice, type TestOffice } from '../api-fixture.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A gateway of its own: what another process of the service would be. */
export interface Gateway {
  app: FastifyInstance;
  events: ComposedEvents;
  url: string;
}

export interface EventStage {
  office: TestOffice;
  redis: TestRedis;
  /** What a dialer process would tell, without an engine behind it. */
  dialer: ComposedEvents;
  gateways: [Gateway, Gateway];
  ticket(person: Person, kind?: string): Promise<string>;
  /** Orders a ticket and opens; `query`: more of the address. */
  page(
    person: Person,
    options?: { query?: string; gateway?: number; autoPong?: boolean; origin?: string },
  ): Promise<Page>;
  /** Moves the injected clock of gateways and office; timers that are due fire. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** An office with two gateways on one database and one Redis, and a dialer's publisher. Gateways run on the virtual clock. */
export async function startEventStage(more: Partial<ApiDeps> = {}): Promise<EventStage> {
  const redis = await startTestRedis();
  // On a clock that is moved by hand a busy machine looks like a process that stands still; shedding load is another test's matter.
  const load = { mostDelayMs: Number.POSITIVE_INFINITY, mostInHand: 2_000 };
  const office = await startOffice({ load });
  const { clock } = office;
  const ids = new UuidV7Source(new SystemClock(), new SystemRng());
  const compose = () => composeEvents({ redisUrl: redis.url, clock, ids, log: quiet });
  const gateway = async (): Promise<Gateway> => {
    const events = compose();
    const app = buildApi({ ...office.deps, live: events.live, events: events.feed, load, ...more });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return { app, events, url: `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/events` };
  };
  const gateways: [Gateway, Gateway] = [await gateway(), await gateway()];
  const dialer = compose();
  const groups = (): string[] => [office.seeded.groups.a, office.seeded.groups.b];
  dialer.publish({ groups, figures: () => undefined }, office.db);
  const ticket = async (person: Person, kind = 'events'): Promise<string> =>
    (await office.as(person, 'POST', '/api/v1/session/ticket', { kind })).body.ticket;
  for (const { feed } of [gateways[0].events, gateways[1].events, dialer])
    await until(async () => await feed.follow('probe', { since: undefined, claim: false }, NOBODY), {
      what: 'Redis to be reached',
    });
  return {
    office,
    redis,
    dialer,
    gateways,
    ticket,
    page: async (person, { query = '', gateway: which = 0, ...options } = {}) => {
      const url = `${gateways[which]?.url}?ticket=${await ticket(person)}${query}`;
      return await new Page(url, options).open();
    },
    pass: async (ms) => {
      // In steps, so that what a timer began (a query) can end before the next is due.
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(left, 1_000));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    close: async () => {
      for (const { app, events } of gateways) {
        await app.close();
        events.close();
      }
      dialer.close();
      await office.close();
      await redis.stop();
    },
  };
}

const NOBODY = { frame: () => undefined, present: () => undefined, lost: () => undefined, replaced: () => undefined };
