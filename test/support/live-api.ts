import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { buildApi } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/logger.ts';
import { CN_FREQUENCY, CN_HOURS } from '../../src/compliance/presets.ts';
import { type ComposedEvents, composeEvents } from '../../src/compose/events.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { isAway } from '../../src/db/errors.ts';
import { makeToken, tokenHash } from '../../src/db/people-passwords.ts';
import { openPools } from '../../src/db/pool.ts';
import { createOffice } from '../../src/db/queries-office.ts';
import type { EngineEvent } from '../../src/dialer/ports.ts';
import type { GroupFigures } from '../../src/dialer/runner.ts';
import { Metrics } from '../../src/metrics/metrics.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { Page } from './event-page.ts';
import { importsHere } from './imports-here.ts';
import { until } from './until.ts';

export interface LiveApi {
  url: string;
  events: ComposedEvents;
  close(): Promise<void>;
}

interface Stores {
  databaseUrl: string;
  redisUrl: string;
  redisPrefix?: string;
  secretKey: string;
}

/** An engine whose events are to be streamed. */
interface Dialer {
  groups(): string[];
  figures(groupId: string): GroupFigures | undefined;
  watch(emit: (event: EngineEvent) => void): void;
}

/** The API with its gateway in this process, on a floor's stores and the machine's clock; with `dialer`, its publisher too. */
export async function startLiveApi(stores: Stores, dialer?: Dialer): Promise<LiveApi> {
  const clock = new SystemClock();
  const ids = new UuidV7Source(clock, new SystemRng());
  const logger = createLogger({ level: 'silent' });
  const pools = openPools(stores.databaseUrl, logger);
  const { redisUrl, redisPrefix, secretKey } = stores;
  const prefix = redisPrefix === undefined ? {} : { redisPrefix };
  const events = composeEvents({ redisUrl, ...prefix, clock, ids, log: logger });
  const vault = createPhoneVault(secretKey);
  const common = { clock, ids, vault, secretKey, toE164: () => undefined, readNumber: () => undefined };
  const app = buildApi({
    ...createOffice({ db: pools.api, reports: pools.reports, ...common }),
    ...{ clock, ids, logger, trustProxy: false, isAway, metrics: new Metrics(), health: [] },
    live: events.live,
    events: events.feed,
    ...importsHere({ db: pools.api, vault, clock, ids, log: logger, secretKey }).office,
    floorZone: 'Asia/Shanghai',
    campaignDefaults: { hours: CN_HOURS, frequency: CN_FREQUENCY },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const nobody = { frame: () => undefined, present: () => undefined, lost: () => undefined, replaced: () => undefined };
  await until(async () => await events.feed.follow('probe', { since: undefined, claim: false }, nobody), {
    what: 'Redis to be reached',
  });
  if (dialer !== undefined) {
    events.publish(dialer, pools.pacing);
    dialer.watch(events.emit);
  }
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    events,
    close: async () => {
      await app.close();
      events.close();
      await pools.close();
    },
  };
}

/** Sessions straight into the table, by user: for many people at once, and for those who have no password. */
export async function openSessions(
  databaseUrl: string,
  userIds: readonly string[],
  /** What their role may then do; null = what it could before. */
  grant: readonly string[] | null = ['agent.work', 'contacts.read'],
): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tokens = new Map(userIds.map((id) => [id, makeToken('session')]));
    await client.query(
      `insert into session (id, token_hash, user_id, created_at, expires_at)
       select i, decode(h, 'hex'), u, now(), now() + interval '12 hours'
       from unnest($1::uuid[], $2::text[], $3::uuid[]) t (i, h, u)`,
      [
        userIds.map(() => randomUUID()),
        [...tokens.values()].map((token) => tokenHash(token).toString('hex')),
        [...userIds],
      ],
    );
    await client.query('update app_user set must_change_password = false where id = any($1::uuid[])', [[...userIds]]);
    if (grant !== null)
      await client.query(
        'update role set permissions = $2 where id in (select role_id from app_user where id = any($1::uuid[]))',
        [[...userIds], grant],
      );
    return tokens;
  } finally {
    await client.end();
  }
}

/** Orders a ticket and opens the stream with it, as a page does: one that is too busy is asked again. */
export async function openPage(url: string, token: string, query = ''): Promise<Page> {
  const ticket = await until(
    async () => {
      const answer = await fetch(`${url}/api/v1/session/ticket`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"kind":"events"}',
      });
      if (answer.status === 503) return undefined;
      if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
      return ((await answer.json()) as { ticket: string }).ticket;
    },
    { what: 'a ticket', timeoutMs: 60_000 },
  );
  return await new Page(`${url.replace('http', 'ws')}/api/v1/events?ticket=${ticket}${query}`).open();
}
